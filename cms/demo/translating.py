"""Translate what the data files say in the other language, the way the desk does it."""

from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.models import Locale
from wagtail_localize.segments import StringSegmentValue

from sessions_app.translation import drafting, localize, release, wire
from sessions_app.translation.localize.extraction import segments
from sessions_app.translation.source import TranslatedModel

# How far a translation is taken, by the word the data files use.
MISSING, DRAFT, READY, LIVE = "missing", "draft", "ready", "live"


class TextsDiffer(ValueError):
    """The two languages of a data file are not built alike."""


def translate(
    original: TranslatedModel, twin: TranslatedModel, locale: Locale, user: Any, stage: str = LIVE
) -> None:
    """Open ``original`` into ``locale``, save the texts of ``twin``, release.

    ``twin`` is an unsaved object of the same structure in the target language. ``stage`` says
    where to stop: ``draft`` saves the first half of the texts, ``ready`` all of them without a
    release. Raises :class:`TextsDiffer`, and what drafting and release raise.
    """
    translation = _open(original, locale, user)
    rows = localize.segment_rows([translation])[translation.pk]
    pairs = list(_pairs(original, rows, twin))
    if stage == DRAFT:
        pairs = pairs[: len(pairs) // 2]
    for row, html in pairs:
        token = drafting.version(row.target)
        if html == row.text:
            drafting.keep_as_source(translation, row.id, token, user)
        else:
            text = wire.from_html(html, rich=row.rich)
            drafting.save_segment(translation, row.id, text, token, user)
    if stage == LIVE:
        release.release(translation, user)


def _open(original: TranslatedModel, locale: Locale, user: Any) -> Any:
    """The open Translation of ``original``; one that stopped when it was deleted is taken up."""
    opening = drafting.open_translations([original], locale)
    opened = {t.source.object_id: t for t in opening.translations}
    kept = {o.translation_key: reason for o, reason in opening.untouched}
    reason = kept.get(original.translation_key)
    if reason is None:
        return opened[original.translation_key]
    if reason is not drafting.Kept.STOPPED:
        raise drafting.Refusal(str(reason.label))
    translation = localize.translations_of([original.translation_key], locale).get()
    drafting.resume(translation, user)
    return translation


def _pairs(
    original: TranslatedModel, rows: Sequence[localize.SegmentRow], twin: TranslatedModel
) -> Iterator[tuple[localize.SegmentRow, str]]:
    """Every text that is not translated yet with its HTML in the target language, once a place."""
    texts = [value for value in segments(twin) if isinstance(value, StringSegmentValue)]
    if [row.path for row in rows] != [value.path for value in texts]:
        raise TextsDiffer(f"The languages of “{original}” are not built alike.")
    seen: set[tuple[int, int]] = set()
    for row, value in zip(rows, texts, strict=True):
        place = row.string_id, row.context_id
        if row.target is None and place not in seen:
            seen.add(place)
            yield row, value.string.data
