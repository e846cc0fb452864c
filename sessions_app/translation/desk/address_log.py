"""What Wagtail's history says of a changed address."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from .. import address


def log_actions(registry: LogActionRegistry) -> None:
    """Teach the history what a change of an address is."""

    @registry.register_action(address.LOGGED)
    class AddressFormatter(LogFormatter):
        label = gettext_lazy("Change the address of a translation")

        def format_message(self, log_entry: Any) -> str:
            """From what to what."""
            told = {name: log_entry.data.get(name, "") for name in ("before", "after")}
            return _("Address changed from “%(before)s” to “%(after)s”") % told
