"""The translation memory: learn what was translated, find it again, word for word or alike.

Entries outlive the pages, sources and locales they come from: they hold texts and language codes,
no keys of other tables but that of the person.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Case, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from .. import diff, localize
from ..checks.text import anchors
from ..models import MemoryEntry, MemorySketch
from ..words import likeness
from ..words.likeness import CONTEXT, EXACT

__all__ = ["Match", "Nearest", "Unit", "exact", "fitting", "learn", "nearest", "suggest"]

# Matches below are no help.
LEAST = 60
# How many texts that share most of the sketch are looked at closely.
CANDIDATES = 100
# How many where many texts are asked for at once.
FEW = 12
# How many numbers of other texts' sketches are counted: thousands of texts that differ in dates
# alone have the same sketch, and a few of them say as much as all.
ROWS = 20_000
# How many places of one text are told, the newest first.
PLACES = 50

_NAMESPACE = UUID("6f1c8d0a-50d5-5c3e-9d0a-3f2b7c1e8a44")
_LINK = re.compile(r"<a(\s[^>]*)?>|</a>")


@dataclass(frozen=True)
class Unit:
    """A text and its translation (segment HTML), and where they stand.

    Units from elsewhere have no place: ``object_key`` None, ``path`` empty.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    object_key: UUID | None
    path: str
    title: str
    by: Any
    at: datetime

    @property
    def id(self) -> UUID:
        """Primary key of the entry for this text in this place."""
        told = [
            self.source_language,
            self.target_language,
            likeness.canonical(self.source),
            str(self.object_key or ""),
            self.path,
        ]
        if self.object_key is None:
            told.append(self.target)
        return uuid5(_NAMESPACE, json.dumps(told))

    @property
    def source_key(self) -> int:
        """The source text's number among all texts."""
        return likeness.key(self.source, self.source_language, self.target_language)


@dataclass(frozen=True)
class Match:
    """What the memory offers for a text.

    ``percent`` is 101 for the same text in the same place, 100 for the same text, less for one
    that is only alike. ``target`` has no link that the text asked for lacks. ``changes`` are the
    words by which the text asked for differs from ``source``; empty for the same text.
    """

    entry: UUID
    percent: int
    source: str
    target: str
    path: str
    title: str
    by: str
    at: datetime
    changes: list[diff.Piece] = field(default_factory=list)


def learn(units: Iterable[Unit], *, known: bool = False) -> None:
    """Keep these translations, the newer one of a place in place of the older one.

    Empty ones are left out. A retired entry whose place gets a translation anew is offered again.
    Two queries, on SQLite in parts of some dozens of units; one where ``known`` says that
    every source text was learnt before.
    """
    entries = {unit.id: _entry(unit) for unit in units if unit.source and unit.target}
    if not entries:
        return
    # Always in the same order: two processes that store the same texts cannot block one another.
    MemoryEntry.objects.bulk_create(
        [entries[pk] for pk in sorted(entries)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["source", "target", "title", "by", "at", "is_retired"],
    )
    if not known:
        MemorySketch.objects.bulk_create(sketches(entries.values()), ignore_conflicts=True)


def _entry(unit: Unit) -> MemoryEntry:
    return MemoryEntry(
        id=unit.id,
        source_key=unit.source_key,
        source_language=unit.source_language,
        target_language=unit.target_language,
        source=unit.source,
        target=unit.target,
        object_key=unit.object_key,
        path=unit.path,
        title=unit.title[:255],
        by=unit.by,
        at=unit.at,
        is_retired=False,
    )


def sketches(entries: Iterable[MemoryEntry]) -> list[MemorySketch]:
    """The sketches of the entries' source texts, each text once."""
    texts = {entry.source_key: entry for entry in entries}
    return [
        MemorySketch(number=number, text=text)
        for text, entry in sorted(texts.items())
        for number in likeness.sketch(entry.source, entry.source_language, entry.target_language)
    ]


def exact(
    texts: Iterable[str], source_language: str, target_language: str
) -> dict[str, list[Match]]:
    """What is known word for word of each of ``texts`` (segment HTML). One query for all.

    Each list is newest first and tells every place, at most 50; texts that nobody translated are
    left out. ``percent`` is 100 throughout: what the places are is for the caller to compare.
    """
    wanted = {text: likeness.key(text, source_language, target_language) for text in texts}
    if not wanted:
        return {}
    rows = _offered(set(wanted.values())).annotate(
        place=Window(
            RowNumber(), partition_by=F("source_key"), order_by=(F("at").desc(), F("id").asc())
        )
    )
    found: dict[int, list[MemoryEntry]] = {}
    for entry in rows.filter(place__lte=PLACES).order_by("source_key", "place"):
        found.setdefault(entry.source_key, []).append(entry)
    known = {
        text: [
            _match(entry, EXACT, text)
            for entry in found.get(number, ())
            if likeness.canonical(entry.source) == likeness.canonical(text)
        ]
        for text, number in wanted.items()
    }
    return {text: matches for text, matches in known.items() if matches}


def suggest(
    text: str, source_language: str, target_language: str, *, path: str = "", limit: int = 5
) -> list[Match]:
    """What the memory offers for a text (segment HTML), the best first. Two queries.

    The same text in the same place (``path``) comes first, then the same text elsewhere, then
    texts that are alike by 60 percent or more; of equal ones the newest. Every translation is
    told once, retired ones never.
    """
    own = likeness.key(text, source_language, target_language)
    numbers = likeness.sketch(text, source_language, target_language)
    candidates = {own, *_candidates(numbers)}
    here = Case(When(path=path, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = _offered(candidates).annotate(
        place=Window(
            RowNumber(),
            partition_by=(F("source_key"), F("target")),
            order_by=(here.asc(), F("at").desc(), F("id").asc()),
        )
    )
    scores: dict[int, int] = {}
    scored: list[tuple[int, MemoryEntry]] = []
    for entry in rows.filter(place=1):
        if entry.source_key not in scores:
            scores[entry.source_key] = likeness.percent(entry.source, text)
        score = scores[entry.source_key]
        if score == EXACT and path and entry.path == path:
            score = CONTEXT
        if score >= LEAST:
            scored.append((score, entry))
    scored.sort(key=lambda pair: (-pair[0], -pair[1].at.timestamp(), pair[1].id))
    told: dict[str, Match] = {}
    for score, found in scored:
        match = _match(found, score, text)
        told.setdefault(match.target, match)
        if len(told) == limit:
            break
    return [
        match if match.percent >= EXACT else replace(match, changes=_changes(match, text))
        for match in told.values()
    ]


@dataclass(frozen=True)
class Nearest:
    """How much the memory knows of a text: a percentage, and the places of the same text."""

    percent: int = 0
    paths: frozenset[str] = frozenset()


def nearest(texts: Iterable[str], source_language: str, target_language: str) -> dict[str, Nearest]:
    """How much is known of each of many texts (segment HTML). Three queries for every 50 texts."""
    keys = {text: likeness.key(text, source_language, target_language) for text in texts}
    ordered = sorted(keys)
    found: dict[str, Nearest] = {}
    for start in range(0, len(ordered), 50):
        chunk = ordered[start : start + 50]
        paths: dict[int, set[str]] = defaultdict(set)
        places = _offered([keys[text] for text in chunk]).values_list("source_key", "path")
        for number, path in places.distinct():
            paths[number].add(path)
        found |= {
            text: Nearest(EXACT, frozenset(paths[keys[text]]))
            for text in chunk
            if keys[text] in paths
        }
        unknown = [text for text in chunk if text not in found]
        sketched = {
            text: likeness.sketch(text, source_language, target_language) for text in unknown
        }
        found |= _nearest(sketched)
    return found


def _nearest(sketched: Mapping[str, Collection[int]]) -> dict[str, Nearest]:
    """The best percentage of each text, among the few that share most of its sketch."""
    numbers = {number for sketch in sketched.values() for number in sketch}
    sharing: dict[int, list[int]] = defaultdict(list)
    rows = MemorySketch.objects.filter(number__in=numbers).values_list("number", "text")
    for number, key in rows[: ROWS * len(sketched)]:
        sharing[number].append(key)
    candidates = {
        text: [
            key
            for key, _count in Counter(
                chain.from_iterable(sharing[number] for number in sketch)
            ).most_common(FEW)
        ]
        for text, sketch in sketched.items()
    }
    wanted = set(chain.from_iterable(candidates.values()))
    sources = dict(_offered(wanted).values_list("source_key", "source"))
    return {
        text: Nearest(
            max((likeness.percent(sources[key], text) for key in keys if key in sources), default=0)
        )
        for text, keys in candidates.items()
    }


def _candidates(numbers: Collection[int]) -> list[int]:
    """Texts that share numbers with a sketch, those that share most first."""
    if not numbers:
        return []
    rows = MemorySketch.objects.filter(number__in=numbers).values_list("text", flat=True)
    shared = Counter(rows[:ROWS])
    return [text for text, _count in shared.most_common(CANDIDATES)]


def _offered(source_keys: Collection[int]) -> QuerySet[MemoryEntry]:
    rows = MemoryEntry.objects.filter(source_key__in=source_keys, is_retired=False)
    return rows.select_related("by")


def _match(entry: MemoryEntry, percent: int, text: str) -> Match:
    return Match(
        entry=entry.pk,
        percent=percent,
        source=entry.source,
        target=fitting(entry.target, anchors(text).elements()),
        path=entry.path,
        title=entry.title,
        by=localize.name_of(entry.by),
        at=entry.at,
    )


def _changes(match: Match, text: str) -> list[diff.Piece]:
    return diff.word_changes(match.source, text)


def fitting(html: str, ids: Iterable[str]) -> str:
    """``html`` without the links and language marks that ``ids`` do not list; their text stays.

    An id that is listed once is left once.
    """
    out: list[str] = []
    open_links: list[bool] = []
    left = Counter(ids)
    position = 0
    for mark in _LINK.finditer(html):
        out.append(html[position : mark.start()])
        position = mark.end()
        if mark[0] == "</a>":
            stays = open_links.pop() if open_links else False
        else:
            (name,) = anchors(mark[0]) or ("",)
            stays = left[name] > 0
            left[name] -= 1
            open_links.append(stays)
        out.append(mark[0] if stays else "")
    return "".join([*out, html[position:]])
