"""All that the editor shows: a translation, the snippets it needs, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from .. import changes, checking, corrections, drafting, embargo, localize, status
from ..source import TranslatedModel
from . import document, listing, pictures
from .document import Document, Problem, Segment
from .listing import Listed

FILTERS = ("missing", "outdated", "needs_work", "filled", "machine", "findings", "notes")


@dataclass(frozen=True)
class Choice:
    """Which texts somebody wants to see: by a filter (empty for all) and by words."""

    show: str = ""
    words: str = ""

    def fits(self, segment: Segment) -> bool:
        """Whether ``segment`` is among them."""
        return (not self.show or self.show in segment.tags) and (
            not self.words or segment.holds(self.words)
        )


@dataclass(frozen=True)
class Surface:
    """One screen of the editor.

    ``documents`` begins with the translation itself, its snippets follow. ``unopened`` are
    snippets that nobody has opened, ``stopped`` those whose translation was stopped.
    ``obstacles`` say why nothing can be written now; ``is_read`` that it is being reviewed and that
    the user may correct it; ``assignment`` whose it is, ``planned`` when a release is planned.
    """

    translation: Any
    original: TranslatedModel | None
    target: TranslatedModel | None
    state: status.Status | None
    documents: tuple[Document, ...]
    unopened: tuple[Listed, ...]
    stopped: tuple[Any, ...]
    obstacles: tuple[str, ...]
    is_read: bool = False
    assignment: Any = None
    planned: str = ""

    @property
    def due(self) -> date | None:
        """By when it is to be done; none once it was done."""
        released_at = self.state.released_at if self.state else None
        found: date | None = self.assignment and self.assignment.due_after(released_at)
        return found

    @property
    def total(self) -> int:
        """Number of texts on the screen."""
        return sum(part.total for part in self.documents)

    @property
    def done(self) -> int:
        """Number of translated ones."""
        return sum(part.done for part in self.documents)

    @property
    def words_left(self) -> int:
        """Words of the source's texts that are still to be translated."""
        return sum(segment.words for segment in self.segments if segment.is_open)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All texts of the screen in order."""
        return tuple(segment for part in self.documents for segment in part.segments)

    def numbers(self) -> dict[str, int]:
        """Number of texts by the name of the filter that finds them; the empty name finds all."""
        found = dict.fromkeys(FILTERS, 0) | {"": self.total}
        for segment in self.segments:
            for tag in segment.tags:
                found[tag] += segment.places
        return found


def _weight(translation: Any) -> tuple[int, str, str]:
    """People before labels: what has more texts comes first, then by kind and name."""
    model = document.model_of(translation)
    kind = str(model._meta.verbose_name)
    return -len(localize.text_fields(model)), kind, translation.source.object_repr


def _changes(translation: Any, states: Mapping[UUID, status.Status]) -> list[str]:
    """What became of the structure since the release; no query, the release is at hand."""
    if translation is None or states[translation.source.object_id].released_at is None:
        return []
    return changes.structure(translation)


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
        states, opened = status.family_and_translations([original], locale)
        state = states[original.translation_key]
        related = state.related
    writable = [opened[key] for _model, key in related if key in opened and opened[key].enabled]
    shown = [translation, *sorted(writable, key=_weight)]
    rows = localize.segment_rows(shown)
    known = checking.context(shown, rows, versions=versions)
    templates = localize.templates([t.source_id for t in shown])
    in_review = state is not None and state.own is status.State.IN_REVIEW
    review = corrections.of(translation) if in_review else None
    obstacles = drafting.obstacles_to(translation, target, user, in_review=in_review, found=review)
    unopened = {key: model for model, key in related if key not in opened}
    return Surface(
        translation=translation,
        original=original,
        target=target,
        state=state,
        documents=pictures.beside(
            [
                document.build(
                    t,
                    rows[t.pk],
                    templates,
                    state=states.get(t.source.object_id),
                    known=known,
                    problems=problems,
                    changes=_changes(opened.get(t.source.object_id), states),
                )
                for t in shown
            ]
        ),
        unopened=tuple(
            sorted(
                listing.originals_to_open(unopened, locale),
                key=lambda one: (-len(localize.text_fields(one.model)), one.kind, one.title),
            )
        ),
        stopped=tuple(t for t in opened.values() if not t.enabled),
        obstacles=tuple(obstacles),
        is_read=in_review and not obstacles,
        assignment=getattr(opened.get(translation.source.object_id), "assignment", None),
        planned=embargo.when(plan) if (plan := embargo.plan_of(opened.get(key))) else "",
    )
