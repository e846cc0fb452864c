"""How Wagtail's history tells of planned releases."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .. import embargo


def log_actions(registry: LogActionRegistry) -> None:
    """Teach the history what a plan, its end and its failure are."""

    @registry.register_action(embargo.PLANNED)
    class PlannedFormatter(LogFormatter):
        label = gettext_lazy("Plan a release")

        def format_message(self, log_entry: Any) -> str:
            at = log_entry.data.get("at")
            if at is None:
                return str(_("Release planned together with the original"))
            when = embargo.in_words(datetime.fromisoformat(at))
            return _("Release planned for %(when)s") % {"when": when}

    registry.register_action(
        embargo.CALLED_OFF,
        gettext_lazy("Call off a planned release"),
        gettext_lazy("Planned release called off"),
    )

    @registry.register_action(embargo.FAILED)
    class FailedFormatter(LogFormatter):
        label = gettext_lazy("Planned release failed")

        def format_message(self, log_entry: Any) -> str:
            problem = log_entry.data.get("problem", "")
            return _("The planned release failed: %(problem)s") % {"problem": problem}
