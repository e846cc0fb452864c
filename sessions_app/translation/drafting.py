"""Open a translation, resume it, save a segment, keep a segment as it is in the source."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from ..conf import configuration
from . import history, localize, memory, policy, status, wire
from .models import Action, MemoryEntry, SegmentEvent
from .refusal import Refusal
from .source import TranslatedModel

__all__ = [
    "Conflict",
    "Kept",
    "Opening",
    "Refusal",
    "Saved",
    "confirm",
    "fill",
    "keep_as_source",
    "obstacles",
    "obstacles_to",
    "open_translations",
    "resume",
    "save_segment",
    "teach",
    "version",
]

Kind = SegmentEvent.Kind

# Objects per transaction when many translations are opened.
BATCH = 25


class Kept(models.TextChoices):
    """Why an existing target is not touched."""

    OPPOSITE = "opposite", gettext_lazy("It is itself the original of this object.")
    BY_HAND = "by_hand", gettext_lazy("It was made by hand.")
    STOPPED = "stopped", gettext_lazy("Its translation was stopped; resume it first.")


@dataclass(frozen=True)
class Opening:
    """Outcome of opening: wagtail-localize Translations, and what was left alone and why."""

    translations: tuple[Any, ...]
    untouched: tuple[tuple[TranslatedModel, Kept], ...]


@dataclass(frozen=True)
class Saved:
    """A segment as it stands after a save: its HTML, its version token, who and when."""

    html: str
    version: str
    kept: bool
    by: str
    at: datetime | None
    row: localize.SegmentRow


class Conflict(Refusal):
    """Somebody else saved meanwhile; ``theirs`` is what stands now."""

    def __init__(self, theirs: Saved) -> None:
        super().__init__(_("Somebody else changed this text meanwhile."))
        self.theirs = theirs


def version(html: str | None) -> str:
    """Version token of a stored text; ``None`` and the empty text share one."""
    return hashlib.sha256((html or "").encode()).hexdigest()[:16]


def open_translations(
    instances: Iterable[TranslatedModel], locale: Locale, *, related: bool = True
) -> Opening:
    """Make every instance (and the snippets it names) translatable into ``locale``.

    A translation stands for its original: nothing is translated from a translation.
    Writes wagtail-localize's sources, segments and Translations, nothing else: no target row is
    made, no object saved. Can be run again and by several processes.
    """
    translations: list[Any] = []
    untouched: list[tuple[TranslatedModel, Kept]] = []
    wanted: list[TranslatedModel] = []
    for instance in instances:
        if instance.facts.locale_id != locale.pk:
            wanted.append(instance.facts)
        elif instance.locale_id != locale.pk:
            untouched.append((instance, Kept.OPPOSITE))
    if related:
        wanted += _snippets(wanted, locale)
    for batch in _batches(wanted):
        opened = _open_batch(batch, locale)
        translations += opened.translations
        untouched += opened.untouched
    return Opening(tuple(translations), tuple(untouched))


def _snippets(originals: Sequence[TranslatedModel], locale: Locale) -> list[TranslatedModel]:
    """The originals of all snippets that ``originals`` name, each once."""
    named = status.related_originals(originals, locale)
    known = {original.translation_key for original in originals}
    return [snippet for snippet in named if snippet.translation_key not in known]


def _batches(instances: Sequence[TranslatedModel]) -> Iterator[list[TranslatedModel]]:
    """Instances in handy numbers, in the order of their keys, no key twice."""
    unique: dict[UUID, TranslatedModel] = {i.translation_key: i for i in instances}
    ordered = [unique[key] for key in sorted(unique)]
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


@transaction.atomic
def _open_batch(batch: list[TranslatedModel], locale: Locale) -> Opening:
    localize.register(batch)
    keys = [original.translation_key for original in batch]
    localize.lock(keys)
    originals = localize.load(batch)
    opened = {t.source.object_id: t for t in localize.translations_of(keys, locale)}
    opposite = localize.opposites(keys, locale)
    rows = status.keys_with_target(originals, locale)
    fresh: list[TranslatedModel] = []
    untouched: list[tuple[TranslatedModel, Kept]] = []
    for original in originals:
        key = original.translation_key
        translation = opened.get(key)
        if key in opposite:
            untouched.append((original, Kept.OPPOSITE))
        elif translation is not None and not translation.enabled:
            untouched.append((original, Kept.STOPPED))
        elif translation is None and key in rows:
            untouched.append((original, Kept.BY_HAND))
        elif translation is None:
            fresh.append(original)
    left = {original.translation_key for original, _reason in untouched}
    sources = localize.snapshot(fresh)
    localize.add_translations(sources, locale)
    if fresh:
        opened = {t.source.object_id: t for t in localize.translations_of(keys, locale)}
        if configuration().memory_fills:
            fill([opened[original.translation_key] for original in fresh])
    return Opening(
        tuple(opened[key] for key in keys if key in opened and key not in left), tuple(untouched)
    )


@transaction.atomic
def resume(translation: Any, user: AbstractBaseUser) -> None:
    """Take up a stopped translation again, with all its texts. Raises :class:`Refusal`."""
    if not policy.allows(user, Action.TRANSLATE, translation.target_locale):
        raise Refusal(_("You may not translate into this language."))
    key = translation.source.object_id
    localize.lock([key])
    if key in localize.opposites([key], translation.target_locale):
        raise Refusal(str(Kept.OPPOSITE.label))
    original = localize.original_of(translation)
    if original is None:
        raise Refusal(_("The original does not exist any more."))
    localize.snapshot(localize.load([original]))
    localize.enable(translation)


def save_segment(
    translation: Any,
    segment: int,
    text: str,
    version: str,
    user: AbstractBaseUser,
    *,
    engine: str = "",
) -> Saved:
    """Store what a translator typed (wire text) for the StringSegment of that primary key.

    ``engine`` names the machine whose text was taken as it is; somebody has to confirm it, and the
    memory learns it then. Empty text removes the translation. Raises :class:`Conflict` where
    ``version`` is not that of the stored text, ``wire.WireError`` for text that cannot be stored,
    :class:`Refusal` for what is not permitted, locked or in review.
    """

    def html(row: localize.SegmentRow) -> str:
        ids = {*row.attrs, *wire.languages_in(text)}
        return wire.to_html(text, rich=row.rich, ids=ids) if text.strip() else ""

    return _write(translation, segment, html, version, user, Kind.SAVED, engine)


def keep_as_source(translation: Any, segment: int, version: str, user: AbstractBaseUser) -> Saved:
    """Let the source's text stand in the target language; counts as translated."""
    return _write(translation, segment, lambda row: row.text, version, user, Kind.KEPT)


def confirm(translation: Any, segment: int, version: str, user: AbstractBaseUser) -> Saved:
    """Take a text that was filled in as one's own."""
    return _write(translation, segment, lambda row: row.target or "", version, user, Kind.CONFIRMED)


def fill(translations: Iterable[Any], user: AbstractBaseUser | None = None) -> int:
    """Put in every missing text that the memory knows word for word; how many those were.

    ``translations`` are into one locale. A text that was translated in several ways is left to
    people, unless one of them stood in the very same place. Nothing that stands is touched, and
    nothing that follows on a text which stood there before. Seven queries for each source language.
    """
    by_language: dict[str, list[Any]] = {}
    for translation in translations:
        if translation.enabled:
            code = translation.source.locale.language_code
            by_language.setdefault(code, []).append(translation)
    return sum(_fill(code, found, user) for code, found in by_language.items())


@transaction.atomic
def _fill(language: str, translations: Sequence[Any], user: AbstractBaseUser | None) -> int:
    # Who writes one of the texts at this moment is waited for, and keeps what they wrote.
    localize.lock([translation.source.object_id for translation in translations])
    rows = localize.segment_rows(translations)
    open_ones = [
        (translation, row)
        for translation in translations
        for row in rows[translation.pk]
        if row.target is None and row.previous_target is None
    ]
    if not open_ones:
        return 0
    locale = translations[0].target_locale
    texts = {row.text for _translation, row in open_ones}
    known = memory.exact(texts, language, locale.language_code)
    places: dict[tuple[int, int], tuple[Any, localize.SegmentRow, str]] = {}
    for translation, row in open_ones:
        target = _certain(known.get(row.text, ()), row.path)
        fitting = None if target is None else _fitting(target, row)
        if fitting:
            places.setdefault((row.string_id, row.context_id), (translation, row, fitting))
    if not places:
        return 0
    localize.fill(places.values(), origin=localize.MEMORY, user=user)
    changes = [(row, "", target) for _translation, row, target in places.values()]
    history.record(translations[0], changes, Kind.FILLED, user, localize.MEMORY)
    return len(places)


def teach(translations: Sequence[Any]) -> int:
    """Let the memory learn what people wrote in ``translations``, into one locale; how many texts.

    What it knows of a place already stays as it is. Six queries.
    """
    rows = localize.segment_rows(translations)
    units = [
        _unit(translation, row, None)
        for translation in translations
        for row in rows[translation.pk]
        if row.target is not None and not row.origin
    ]
    known = MemoryEntry.objects.filter(pk__in=[unit.id for unit in units])
    stored = set(known.values_list("pk", flat=True))
    fresh = [unit for unit in units if unit.id not in stored]
    memory.learn(fresh)
    return len(fresh)


def _fitting(html: str, row: localize.SegmentRow) -> str | None:
    """A text of another place as this place can store it; None where it cannot.

    What is bold in a rich text has no mark in a title.
    """
    try:
        words = wire.from_html(html, rich=row.rich)
        return wire.to_html(words, rich=row.rich, ids=row.attrs)
    except wire.WireError:
        return None


def _certain(matches: Sequence[memory.Match], path: str) -> str | None:
    """The translation that stood in the same place, else the only one there is."""
    here = {match.target for match in matches if match.path == path}
    choice = here or {match.target for match in matches}
    return choice.pop() if len(choice) == 1 else None


def obstacles(translation: Any, user: AbstractBaseUser) -> list[str]:
    """Why ``user`` may not write texts of ``translation`` now; empty where nothing hinders."""
    target, in_review = status.target_in_review(translation)
    return obstacles_to(translation, target, user, in_review=in_review)


def obstacles_to(
    translation: Any, target: TranslatedModel | None, user: AbstractBaseUser, *, in_review: bool
) -> list[str]:
    """Like :func:`obstacles` where the target is at hand; no query beyond the user's rights."""
    locale = translation.target_locale
    if not (
        policy.allows(user, Action.TRANSLATE, locale) or policy.allows(user, Action.REVIEW, locale)
    ):
        return [_("You may not translate into this language.")]
    if not translation.enabled:
        return [str(Kept.STOPPED.label)]
    return status.holds(target, user, in_review=in_review)


def _write(
    translation: Any,
    segment: int,
    html: Callable[[localize.SegmentRow], str],
    token: str,
    user: AbstractBaseUser,
    kind: SegmentEvent.Kind,
    engine: str = "",
) -> Saved:
    """Store what ``html`` makes of the row that stands there when nobody else writes.

    Whoever submits, releases or takes a snapshot of the same object goes before or after: nothing
    is written into what is being frozen.
    """

    def attempt() -> Saved:
        with transaction.atomic():
            row = _writable(translation, segment, user)
            return _store(translation, row, html(row), token, user, kind, engine)

    try:
        return attempt()
    except IntegrityError:
        # Another tool, which asks for no lock, was quicker, or left an empty row behind.
        localize.drop_empty(translation, segment)
        return attempt()


def _writable(translation: Any, segment: int, user: AbstractBaseUser) -> localize.SegmentRow:
    """The row, locked; raises :class:`Refusal` for whoever may not write it now."""
    row = localize.segment_row(translation, segment, lock=True)
    against = obstacles(translation, user)
    if against:
        raise Refusal(" ".join(against))
    if row is None:
        raise Refusal(_("The original has changed: this text is no longer part of it."))
    return row


# What a text's origin is after each kind of change.
_ORIGIN = {Kind.SAVED: "", Kind.KEPT: localize.KEPT, Kind.CONFIRMED: ""}


def _store(
    translation: Any,
    row: localize.SegmentRow,
    html: str,
    token: str,
    user: AbstractBaseUser,
    kind: SegmentEvent.Kind,
    engine: str,
) -> Saved:
    before, origin = row.target or "", engine or _ORIGIN[kind]
    if before == html and row.origin == origin:
        return _saved(row)
    if version(row.target) != token:
        raise Conflict(_saved(row))
    now = localize.store(translation, row, html, origin=origin, user=user)
    if (now.target or "") != html:
        # Somebody wrote who asks for no lock, as tools other than the desk do.
        raise Conflict(_saved(now))
    history.record(translation, [(row, before, html)], kind, user, engine)
    if html and not engine and kind != Kind.KEPT:
        typed = row.target is not None and row.origin in {"", localize.MEMORY}
        memory.learn([_unit(translation, now, user)], known=typed)
    return _saved(now)


def _unit(translation: Any, row: localize.SegmentRow, user: AbstractBaseUser | None) -> memory.Unit:
    """What the memory learns from a text."""
    return memory.Unit(
        source_language=translation.source.locale.language_code,
        target_language=translation.target_locale.language_code,
        source=row.text,
        target=row.target or "",
        object_key=translation.source.object_id,
        path=row.path,
        title=translation.source.object_repr,
        by=user,
        at=row.at or timezone.now(),
    )


def _saved(row: localize.SegmentRow) -> Saved:
    return Saved(row.target or "", version(row.target), row.kept, row.by, row.at, row)
