"""The mixin of every translated model: its source, its versions, its facts.

A leaf: it imports Django alone, so that any model may stand on it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.db import models, router, transaction
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class AgendaGroup:
    """One of the groups in which people look for objects: ``name`` is shown, ``order`` sorts."""

    key: str
    name: str
    order: Any


@dataclass(frozen=True)
class Agenda:
    """When an object is wanted, and in which groups people look for it.

    ``start`` is the next moment at which it is needed, else the last one there was; ``end`` is when
    that is over, where it lasts. ``groups`` are by kind, as ``TranslatedModel.agenda_groups`` names
    them.
    """

    start: datetime | None = None
    end: datetime | None = None
    groups: Mapping[str, AgendaGroup] = field(default_factory=dict)


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
    # How many of the texts a machine made and nobody has confirmed; frozen with the texts.
    machine_texts = models.PositiveIntegerField(default=0, editable=False)

    # Kinds of groups in which the desk lists these objects, by key: their labels.
    agenda_groups: ClassVar[Mapping[str, Any]] = {}

    # Read as a copy's own: a copied original must not point at the original's source.
    exclude_fields_in_copy = ["source", "machine_texts"]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store the object and what follows for its translations, or nothing of it.

        What receivers of ``pre_save`` and ``post_save`` write is part of the same transaction.
        """
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        if transaction.get_connection(using).in_atomic_block:
            return super().save(*args, **kwargs)
        with transaction.atomic(using=using):
            return super().save(*args, **kwargs)

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        """As modelcluster does; ``target`` is told whose copy it is. For pages alone.

        Every way in which Wagtail copies a page comes along here, and no other tells of both pages.
        """
        target.copied_from = self
        return super().copy_all_child_relations(target, *args, **kwargs)  # type: ignore[misc]

    @property
    def facts(self) -> Self:
        """The object that owns the facts: the source, or this object where it is one."""
        return self if self.source_id is None else cast("Self", self.source)

    @property
    def is_translation(self) -> bool:
        """Whether this object was made from another one."""
        return self.source_id is not None

    @classmethod
    def agenda(cls, pks: Iterable[Any]) -> Mapping[Any, Agenda]:
        """When originals of these primary keys are wanted, as far as the model knows.

        Names are in the language of the moment. Two queries at most for any number of objects.
        """
        return {}


def translated_models() -> list[type[TranslatedModel]]:
    """All concrete models that stand on :class:`TranslatedModel`, in a stable order."""
    return [model for model in apps.get_models() if issubclass(model, TranslatedModel)]


T = TypeVar("T", bound=TranslatedModel)


@dataclass(frozen=True)
class Version:
    """Texts by field of one language version, as a preview shows them. ``locale`` is Wagtail's."""

    locale: Any
    texts: Mapping[str, Any]


_previewed: ContextVar[Mapping[UUID, Sequence[Version]] | None] = ContextVar(
    "previewed_versions", default=None
)


@contextmanager
def previewing(versions: Mapping[UUID, Sequence[Version]]) -> Iterator[None]:
    """Let whoever renders a page show ``versions``, by translation key, for what is public.

    A page is released together with its snippets, so its preview shows their texts of now, too.
    """
    token = _previewed.set(versions)
    try:
        yield
    finally:
        _previewed.reset(token)


def previewed(key: UUID) -> Sequence[Version]:
    """What a preview shows of the object with that translation key; nothing elsewhere."""
    return (_previewed.get() or {}).get(key, ())


def as_previewed(rows: Iterable[T]) -> list[T]:
    """Language versions of some objects with the texts of a preview; ``rows`` elsewhere.

    Originals are among the rows. A version without a row is added as one that is not stored.
    """
    found = list(rows)
    if not _previewed.get():
        return found
    by_place = {(row.translation_key, row.locale_id): row for row in found}
    for original in [row for row in found if row.source_id is None]:
        for version in previewed(original.translation_key):
            row = by_place.get((original.translation_key, version.locale.pk))
            if row is None:
                row = type(original)(
                    locale=version.locale,
                    translation_key=original.translation_key,
                    source=original,
                )
                found.append(row)
            for name, text in version.texts.items():
                setattr(row, name, text)
    return found
