"""The mixin of every translated model: its source, its versions, its facts.

A leaf: it imports Django alone, so that any model may stand on it.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self, cast
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslatedModel(models.Model):
    """An object written in one language and translated into others.

    Goes before ``Page`` or Wagtail's ``TranslatableMixin``, which bring ``locale`` and
    ``translation_key``.

    ``source`` is empty on the object that was written first and names that object on every
    translation. Facts (times, people, flags) stand on the source alone and are read through
    ``facts``; texts stand on every row. ``translatable_fields`` of a subclass lists the texts and
    nothing else, so that wagtail-localize neither copies nor overwrites a fact.
    """

    if TYPE_CHECKING:
        # Every concrete model is a page or a snippet besides; Wagtail's classes carry no types.
        _default_manager: ClassVar[Any]
        locale_id: int
        source_id: int | None
        translation_key: UUID

        def __getattr__(self, name: str) -> Any: ...

    source = models.ForeignKey(
        "self",
        verbose_name=_("source"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="versions",
    )
    # The index would count a translation as a usage of its original.
    source.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    # Read as a copy's own: a copied original must not point at the original's source.
    exclude_fields_in_copy = ["source"]

    class Meta:
        abstract = True

    @property
    def facts(self) -> Self:
        """The object that owns the facts: the source, or this object where it is one."""
        return self if self.source_id is None else cast("Self", self.source)

    @property
    def is_translation(self) -> bool:
        """Whether this object was made from another one."""
        return self.source_id is not None


def translated_models() -> list[type[TranslatedModel]]:
    """All concrete models that stand on :class:`TranslatedModel`, in a stable order."""
    return [model for model in apps.get_models() if issubclass(model, TranslatedModel)]
