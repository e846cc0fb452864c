"""What the memory gives to translations, and learns from them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from .. import history, localize, memory, wire
from ..models import MemoryEntry, SegmentEvent

Kind = SegmentEvent.Kind


def fill(translations: Iterable[Any], user: AbstractBaseUser | None = None) -> int:
    """Put in every missing text that the memory knows word for word; how many those were.

    ``translations`` are into one locale. A text that was translated in several ways is left to
    people, unless one of them stood in the very same place. Nothing that stands is touched, and
    nothing that follows on a text which stood there before. Seven queries for each source language;
    what is filled in for a person stands in Wagtail's log, with one more for each translation.
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
        fitting = None if target is None else fitting_to(target, row)
        if fitting:
            places.setdefault((row.string_id, row.context_id), (translation, row, fitting))
    if not places:
        return 0
    localize.fill(places.values(), origin=localize.MEMORY, user=user)
    changes = [(row, "", target) for _translation, row, target in places.values()]
    history.record(translations[0], changes, Kind.FILLED, user, localize.MEMORY)
    if user is not None:
        _log_fill(places.values(), user)
    return len(places)


def _log_fill(
    filled: Iterable[tuple[Any, localize.SegmentRow, str]], user: AbstractBaseUser
) -> None:
    numbers = Counter(translation for translation, _row, _target in filled)
    versions = localize.versions_of(list(numbers))
    for translation, count in numbers.items():
        key = translation.source.object_id
        original = versions.get((key, translation.source.locale_id))
        about = versions.get((key, translation.target_locale_id)) or original
        if about is not None:
            history.tell_log(about, translation, user, Kind.FILLED, count=count)


def teach(translations: Sequence[Any]) -> int:
    """Let the memory learn what people wrote in ``translations``, into one locale; how many texts.

    What it knows of a place already stays as it is. Six queries.
    """
    rows = localize.segment_rows(translations)
    units = [
        unit_of(translation, row, None)
        for translation in translations
        for row in rows[translation.pk]
        if row.target is not None and not row.origin
    ]
    known = MemoryEntry.objects.filter(pk__in=[unit.id for unit in units])
    stored = set(known.values_list("pk", flat=True))
    fresh = [unit for unit in units if unit.id not in stored]
    memory.learn(fresh)
    return len(fresh)


def fitting_to(html: str, row: localize.SegmentRow) -> str | None:
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


def unit_of(
    translation: Any, row: localize.SegmentRow, user: AbstractBaseUser | None
) -> memory.Unit:
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
