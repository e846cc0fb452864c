"""All that the editor shows: a translation, the snippets it needs, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from .. import drafting, localize, status
from ..source import TranslatedModel
from . import document, listing
from .document import Document, Problem
from .listing import Listed


@dataclass(frozen=True)
class Surface:
    """One screen of the editor.

    ``documents`` begins with the translation itself, its snippets follow. ``unopened`` are
    snippets that nobody has opened, ``stopped`` those whose translation was stopped.
    ``obstacles`` say why nothing can be written now.
    """

    translation: Any
    original: TranslatedModel | None
    target: TranslatedModel | None
    state: status.Status | None
    documents: tuple[Document, ...]
    unopened: tuple[Listed, ...]
    stopped: tuple[Any, ...]
    obstacles: tuple[str, ...]

    @property
    def total(self) -> int:
        """Number of texts on the screen."""
        return sum(part.total for part in self.documents)

    @property
    def done(self) -> int:
        """Number of translated ones."""
        return sum(part.done for part in self.documents)

    @property
    def outdated(self) -> int:
        """Number of those whose source changed."""
        return sum(part.outdated for part in self.documents)

    @property
    def missing(self) -> int:
        """Number of those that were never translated."""
        return self.total - self.done - self.outdated


def _weight(translation: Any) -> tuple[int, str, str]:
    """People before labels: what has more texts comes first, then by kind and name."""
    model = document.model_of(translation)
    kind = str(model._meta.verbose_name)
    return -len(localize.text_fields(model)), kind, translation.source.object_repr


def load(
    translation: Any, user: AbstractBaseUser, problems: Mapping[str, Problem] | None = None
) -> Surface:
    """Read everything for the editor of ``translation``; a constant number of queries."""
    locale = translation.target_locale
    versions = localize.versions_of([translation])
    key = translation.source.object_id
    original = versions.get((key, translation.source.locale_id))
    target = versions.get((key, locale.pk))
    state = None
    opened: dict[UUID, Any] = {}
    related: tuple[tuple[type[TranslatedModel], UUID], ...] = ()
    states: dict[UUID, status.Status] = {}
    if original is not None:
        states = status.family([original], locale)
        state = states[original.translation_key]
        related = state.related
    if related:
        found = localize.translations_of([key for _model, key in related], locale)
        opened = {t.source.object_id: t for t in found}
    writable = [opened[key] for _model, key in related if key in opened and opened[key].enabled]
    shown = [translation, *sorted(writable, key=_weight)]
    rows = localize.segment_rows(shown)
    templates = localize.templates([t.source_id for t in shown])
    unopened = {key: model for model, key in related if key not in opened}
    return Surface(
        translation=translation,
        original=original,
        target=target,
        state=state,
        documents=tuple(
            document.build(
                t, rows[t.pk], templates, state=states.get(t.source.object_id), problems=problems
            )
            for t in shown
        ),
        unopened=tuple(
            sorted(
                listing.originals_to_open(unopened, locale),
                key=lambda one: (-len(localize.text_fields(one.model)), one.kind, one.title),
            )
        ),
        stopped=tuple(t for t in opened.values() if not t.enabled),
        obstacles=tuple(
            drafting.obstacles_to(
                translation,
                target,
                user,
                in_review=state is not None and state.own is status.State.IN_REVIEW,
            )
        ),
    )
