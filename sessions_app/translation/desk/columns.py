"""The column of states in Wagtail's own lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn

from .. import policy
from .badges import badges


class StatesColumn(BaseColumn):
    """How far the translations of a row are; read once for all rows of a table."""

    cell_template_name = "translation/cells/states.html"

    def __init__(self, name: str = "translations", **kwargs: Any) -> None:
        super().__init__(name, **{"label": _("Translations")} | kwargs)

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Wagtail's context with the badges of the row, and where their editor is open."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "translation_badges"):
            table.translation_badges = badges(table.data)
        context["badges"] = table.translation_badges.get((type(instance), instance.pk), [])
        context["own"] = policy.locales(parent_context["request"].user, *policy.READERS)
        return context
