"""What all translated snippets of the programme have in common."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from ..forms.facts import FactsForm
from ..translation.source import TranslatedModel


class TranslatedSnippet(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatedModel,
    TranslatableMixin,
):
    """A snippet with drafts, revisions, locks and a preview, in one row per language.

    ``fact_fields`` names what stands on the original alone, ``required_facts`` those of them that
    an original must have when it is published.
    """

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
    )

    base_form_class = FactsForm
    fact_fields: tuple[str, ...] = ()
    required_facts: tuple[str, ...] = ()

    class Meta(TranslatableMixin.Meta):
        abstract = True

    @property
    def revisions(self) -> QuerySet[Revision]:
        """Its revisions, oldest first."""
        return self._revisions

    @property
    def approved_schedule(self) -> bool:
        """Whether a moment to publish was approved; lists annotate ``_approved_schedule``."""
        if hasattr(self, "_approved_schedule"):
            return self._approved_schedule
        return super().approved_schedule

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """A page of its own: the snippet as it stands, in the language it is written in."""
        return f"sessions_app/admin/preview/{self._meta.model_name}.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Wagtail's context with the original as ``facts``, and its picture's alternative text."""
        photo = getattr(self.facts, "photo", None)
        alt = photo.alt_text(self.locale.language_code) if photo else ""
        context = super().get_preview_context(request, mode_name)
        return {**context, "facts": self.facts, "alt": alt}
