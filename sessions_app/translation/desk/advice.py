"""What helps with one text: memory, terms, changes, findings, notes and what happened to it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from .. import checking, diff, glossary, history, localize, memory, wire
from ..checks import Finding
from ..models import SegmentEvent
from ..words.terminology import FORBIDDEN, KEEP
from . import document, markup
from .document import Segment
from .structure import Structure

# As many can be taken by a key.
SUGGESTIONS = 5
# Older ones say little; the newest stand first.
EVENTS = 30

Kind = SegmentEvent.Kind


@dataclass(frozen=True)
class Suggestion:
    """A translation from the memory; ``number`` is its key, ``text`` what it puts in the field."""

    number: int
    match: memory.Match
    text: str

    @property
    def percent(self) -> int:
        """How much of the source's text the memory knows; 100 at most."""
        return min(self.match.percent, 100)

    @property
    def is_same_place(self) -> bool:
        """Whether it stood for the same text in the same place."""
        return self.match.percent > 100

    @property
    def target(self) -> SafeString:
        """The translation for reading."""
        return markup.render(self.match.target, {})


@dataclass(frozen=True)
class Offer:
    """One translation of a term; ``number`` is its key, 0 for a forbidden one."""

    number: int
    text: str
    status: str
    note: str

    @property
    def is_forbidden(self) -> bool:
        """Whether it must not be used."""
        return self.status == FORBIDDEN


@dataclass(frozen=True)
class TermOffer:
    """A term of the glossary that stands in the source, and how it is translated.

    ``spans`` are its places in the plain text of the source.
    """

    source: str
    found: tuple[str, ...]
    keep: bool
    definition: str
    note: str
    offers: tuple[Offer, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Judged:
    """What a check found; ``event`` is the dismissal that stands against it, ``by`` its author."""

    finding: Finding
    event: SegmentEvent | None = None
    by: str = ""


@dataclass(frozen=True)
class Happening:
    """Something that happened to the text, as words.

    ``text`` is what stood there then; ``before`` what stood there until then, where no other event
    has it. ``closed_by`` is the name of whoever resolved a note, settled or took back a remark.
    """

    event: SegmentEvent
    by: str
    changes: tuple[diff.Piece, ...] = ()
    text: str = ""
    before: str = ""
    closed_by: str = ""


@dataclass(frozen=True)
class Thread:
    """A note that nobody has resolved, and the answers to it, oldest first."""

    note: Happening
    answers: tuple[Happening, ...] = ()


@dataclass(frozen=True)
class Advice:
    """All that helps with ``segment``.

    ``to_change`` says what somebody asked to change in the text as it stands, ``approved`` who
    found it right.
    """

    segment: Segment
    suggestions: tuple[Suggestion, ...] = ()
    terms: tuple[TermOffer, ...] = ()
    judged: tuple[Judged, ...] = ()
    notes: tuple[Thread, ...] = ()
    to_change: Happening | None = None
    approved: Happening | None = None
    happenings: tuple[Happening, ...] = field(default=())

    @property
    def places(self) -> str:
        """Where terms stand in the plain text of the source, for the script: ``3-9 14-20``."""
        return " ".join(f"{start}-{end}" for term in self.terms for start, end in term.spans)

    @cached_property
    def changes(self) -> Sequence[diff.Piece]:
        """What changed in the source since the translation was made; empty where nothing did."""
        row = self.segment.row
        return [] if row.previous is None else diff.word_changes(row.previous, row.text)


def of(translation: Any, segment: int) -> Advice | None:
    """Everything for the StringSegment of that primary key; None where the source has it no more.

    A constant number of queries.
    """
    rows = localize.segment_rows([translation])[translation.pk]
    structure = Structure(
        document.model_of(translation), json.loads(translation.source.content_json)
    )
    templates = localize.templates([translation.source_id])
    shown = document.segments(translation.pk, rows, templates, structure)
    found = next((one for one in shown if one.row.id == segment), None)
    if found is None:
        return None
    row = found.row
    events = history.events(translation, segment)
    suggestions = memory.suggest(
        row.text,
        translation.source.locale.language_code,
        translation.target_locale.language_code,
        path=row.path,
        limit=SUGGESTIONS + 1,
    )
    # What stands there already is no news.
    fresh = [match for match in suggestions if match.target != row.target][:SUGGESTIONS]
    return Advice(
        found,
        suggestions=tuple(
            Suggestion(number, match, wire.from_html(match.target, rich=row.rich))
            for number, match in enumerate(fresh, 1)
        ),
        terms=tuple(_terms(translation, row)),
        judged=tuple(_judged(translation, found, events)),
        notes=tuple(_threads(events, row)),
        to_change=_standing(Kind.NEEDS_WORK, events, row),
        approved=_standing(Kind.APPROVED, events, row),
        happenings=tuple(_happenings(_past(events)[:EVENTS], row)),
    )


def _threads(events: Sequence[SegmentEvent], row: localize.SegmentRow) -> Iterator[Thread]:
    """The open notes, newest first."""
    answers: dict[int, list[Happening]] = {}
    for event in reversed(events):
        if event.parent_id is not None:
            answers.setdefault(event.parent_id, []).append(_happening(event, row))
    for event in events:
        if event.kind == Kind.NOTE and event.is_open and event.parent_id is None:
            yield Thread(_happening(event, row), tuple(answers.get(event.pk, ())))


def _past(events: Sequence[SegmentEvent]) -> list[SegmentEvent]:
    """What is no open note, nor an answer to one."""
    asked = {event.pk for event in events if event.kind == Kind.NOTE and event.is_open}
    return [event for event in events if not {event.pk, event.parent_id} & asked]


def _happenings(events: Sequence[SegmentEvent], row: localize.SegmentRow) -> Iterator[Happening]:
    known = {event.after for event in events if event.kind in history.OF_TEXTS}
    for event in events:
        told = _happening(event, row)
        if event.before and event.before not in known:
            told = replace(told, before=wire.from_html(event.before, rich=row.rich))
        yield told


def _standing(
    kind: SegmentEvent.Kind, events: Sequence[SegmentEvent], row: localize.SegmentRow
) -> Happening | None:
    """The verdict of that kind on the text as it stands."""
    for event in events:
        if event.kind == kind and event.is_open and event.after == row.target:
            return _happening(event, row)
    return None


def _terms(translation: Any, row: localize.SegmentRow) -> Iterable[TermOffer]:
    index = glossary.terms(
        translation.source.locale.language_code, translation.target_locale.language_code
    )
    numbers = count(1)
    for hit in index.find(row.text):
        first = hit.entries[0]
        keep = any(entry.status == KEEP for entry in hit.entries)
        yield TermOffer(
            source=first.source,
            found=tuple(form for form in hit.forms if form != first.source),
            keep=keep,
            definition=next((e.definition for e in hit.entries if e.definition), ""),
            note=next((e.source_note for e in hit.entries if e.source_note), ""),
            offers=tuple(
                Offer(
                    0 if entry.status == FORBIDDEN else next(numbers),
                    entry.target or entry.source,
                    entry.status,
                    entry.target_note,
                )
                for entry in hit.entries
            ),
            spans=hit.spans,
        )


def _judged(translation: Any, segment: Segment, events: Sequence[SegmentEvent]) -> Iterable[Judged]:
    """The findings of the text as it is stored, each with the dismissal that stands against it."""
    row = segment.row
    known = checking.context([translation], {translation.pk: [row]}, names_near(translation))
    dismissals = {
        (event.check_id, event.detail): event
        for event in events
        if event.kind == Kind.DISMISSED and event.is_open
    }
    parts = {row.id: segment.part.tag}
    for _row, finding in checking.check_rows(translation, [row], known, parts):
        event = dismissals.get((finding.check, finding.detail[:255]))
        if event is None or not finding.dismissed:
            yield Judged(finding)
        else:
            yield Judged(finding, event, localize.name_of(event.by))


def names_near(translation: Any) -> tuple[str, ...]:
    """Names on the page, remembered since the editor was opened."""
    return checking.context_of_save(translation).names


def _happening(event: SegmentEvent, row: localize.SegmentRow) -> Happening:
    is_text = event.kind in history.OF_TEXTS
    return Happening(
        event,
        localize.name_of(event.by),
        tuple(diff.word_changes(event.before, event.after)) if is_text else (),
        wire.from_html(event.after, rich=row.rich) if is_text else "",
        closed_by=localize.name_of(event.closed_by),
    )
