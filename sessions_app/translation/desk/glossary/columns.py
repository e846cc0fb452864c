"""Columns of the list of terms; each text says in which language it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn, UpdatedAtColumn

from ...models import GlossaryTerm

Status = GlossaryTerm.Status


class TermColumn(TitleColumn):
    """The term, as the link to its form."""

    def get_link_attrs(self, instance: GlossaryTerm, parent_context: Any) -> dict[str, Any]:
        """With the language of the term."""
        attributes: dict[str, Any] = super().get_link_attrs(instance, parent_context)
        return attributes | {"lang": instance.source_language}


class TranslationColumn(Column):
    """What is said for the term, or must not be."""

    cell_template_name = "translation/glossary/translation_cell.html"


class LanguagesColumn(Column):
    """From which language into which."""

    def get_value(self, instance: GlossaryTerm) -> str:
        """Their codes."""
        return f"{instance.source_language} → {instance.target_language}"


COLUMNS = [
    "source",
    TranslationColumn("target", label=_("Translation"), sort_key="target"),
    StatusTagColumn(
        "get_status_display",
        label=_("Status"),
        sort_key="status",
        primary=lambda term: term.status != Status.FORBIDDEN,
    ),
    Column("get_part_of_speech_display", label=_("Part of speech"), sort_key="part_of_speech"),
    Column("domain", label=_("Domain"), sort_key="domain"),
    LanguagesColumn("languages", label=_("Languages"), sort_key="target_language"),
    UpdatedAtColumn(label=_("Updated")),
]
