"""What Wagtail's history of a programme says of its releases."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ..programme.releases import LOGGED


def log_actions(registry: LogActionRegistry) -> None:
    """Teach the history what a release is."""

    @registry.register_action(LOGGED)
    class ReleaseFormatter(LogFormatter):
        label = gettext_lazy("Release the programme")

        def format_message(self, log_entry: Any) -> str:
            """Which version, and how many sessions it changed."""
            count = log_entry.data.get("changes", 0)
            told = {"version": log_entry.data.get("version", ""), "count": count}
            if not count:
                return _("Version %(version)s released") % told
            message = ngettext(
                "Version %(version)s released, %(count)d session changed",
                "Version %(version)s released, %(count)d sessions changed",
                count,
            )
            return message % told
