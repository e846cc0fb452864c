"""How Wagtail's history tells of translated texts."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .. import history
from ..models import SegmentEvent


def log_actions(registry: LogActionRegistry) -> None:
    """Teach the history what a changed text is."""

    @registry.register_action(history.CHANGED)
    class TextFormatter(LogFormatter):
        label = gettext_lazy("Change a translated text")

        def format_message(self, log_entry: Any) -> str:
            """Which text, into which language, and what was done to it."""
            data = log_entry.data
            if "count" in data:
                told = ngettext(
                    "%(language)s: %(count)d text filled in from the memory",
                    "%(language)s: %(count)d texts filled in from the memory",
                    data["count"],
                )
                return told % {"language": data.get("language", ""), "count": data["count"]}
            kinds = dict(SegmentEvent.Kind.choices)
            return _("%(language)s: “%(text)s” %(kind)s") % {
                "language": data.get("language", ""),
                "text": data.get("text", ""),
                "kind": kinds.get(data.get("kind"), ""),
            }
