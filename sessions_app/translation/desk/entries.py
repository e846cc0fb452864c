"""The overview's entries: what is known of one original in one language, sorted and grouped."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format, number_format
from wagtail.models import Locale

from .. import localize, status
from ..source import Agenda, AgendaGroup
from ..status import State, Status
from .listing import Listed, models_in_order

# What has to be done first: what visitors read and is wrong, then what they miss.
HURRY = {
    state: place
    for place, state in enumerate(
        [
            State.OUTDATED,
            State.MISSING,
            State.DRAFT,
            State.READY,
            State.IN_REVIEW,
            State.STOPPED,
            State.BY_HAND,
            State.LIVE,
        ]
    )
}
# States in which nobody has to do anything.
SETTLED = frozenset({State.LIVE, State.BY_HAND, State.STOPPED})
NOWHERE = AgendaGroup("", "", None)


@dataclass(frozen=True)
class Entry:
    """One original, its state in the chosen language, and when it is wanted."""

    original: Listed
    status: Status
    agenda: Agenda
    now: datetime

    @property
    def percent(self) -> int:
        """How much is translated; 100 only where nothing is left."""
        return self.status.percent

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.status.state in SETTLED

    @property
    def is_past(self) -> bool:
        """Whether it was wanted at a moment that is over."""
        return is_over(self.agenda, self.now)

    @property
    def is_running(self) -> bool:
        """Whether this is the moment."""
        start = self.agenda.start
        return start is not None and start <= self.now and not self.is_past

    @property
    def waits_since(self) -> datetime | None:
        """Since when something is to be done: the original's last publication, or a later save."""
        if self.is_settled:
            return None
        moments = [self.original.published_at]
        released, newest = self.status.released_at, self.status.newest
        if released and newest and newest > released:
            published = self.original.published_at
            # The original has not changed since the release: the translation has.
            moments = [published if published and published > released else newest]
        return next((moment for moment in moments if moment), None)

    @property
    def days(self) -> int | None:
        """For how many days it has been waiting: one since yesterday, whatever the hour."""
        since = self.waits_since
        if since is None:
            return None
        return max(0, (timezone.localdate(self.now) - timezone.localdate(since)).days)

    @property
    def words_left(self) -> str:
        """Words that are not translated, with separators; empty where nobody knows."""
        return number(self.status.words_left) if self.status.translation else ""

    @property
    def start(self) -> str:
        """The start as a short line, by the clock of the venue."""
        start = self.agenda.start
        if start is None:
            return ""
        return f"{date_format(start, 'SHORT_DATE_FORMAT')} {date_format(start, 'TIME_FORMAT')}"

    @property
    def assignee(self) -> str:
        """Name of the person who is to translate."""
        return localize.name_of(self.status.assignee)


@dataclass(frozen=True)
class Group:
    """A heading in the list and how many entries stand below it; no name: those of no group."""

    name: str
    total: int
    entries: Sequence[Entry]


def is_over(agenda: Agenda, now: datetime) -> bool:
    """Whether the last moment of ``agenda`` has passed."""
    if agenda.end is not None:
        return agenda.end <= now
    return agenda.start is not None and agenda.start < now


def number(value: int) -> str:
    """A number with the separators of the user's language."""
    return number_format(value, use_l10n=True, force_grouping=True)


def entries(visible: Iterable[Listed], rows: Iterable[Listed], locale: Locale) -> list[Entry]:
    """``visible`` originals with their states; ``rows`` are all rows there are.

    An original that was never published is listed only where its translation was begun. Snippets
    are wanted as early as the first object that shows them.
    """
    # Lists, which answer to what a state asks of an instance.
    shown: list[Any] = list(visible)
    states = status.family(shown, locale, rows=[row.version for row in rows])
    agendas = _agendas(shown)
    now = timezone.now()
    earliest = _earliest(shown, states, agendas, now)
    found = []
    for row in shown:
        agenda = agendas[row.translation_key]
        if agenda.start is None and row.translation_key in earliest:
            first = earliest[row.translation_key]
            agenda = replace(agenda, start=first.start, end=first.end)
        found.append(Entry(row, states[row.translation_key], agenda, now))
    return [
        entry for entry in found if entry.original.live or entry.status.own is not State.MISSING
    ]


def _agendas(rows: Iterable[Listed]) -> dict[UUID, Agenda]:
    """Agenda by key. As many queries as the models ask for."""
    by_model: dict[Any, list[Listed]] = defaultdict(list)
    for row in rows:
        by_model[row.model].append(row)
    found: dict[UUID, Agenda] = {}
    for model, listed in by_model.items():
        known: Mapping[Any, Agenda] = model.agenda([row.pk for row in listed])
        found |= {row.translation_key: known.get(row.pk, Agenda()) for row in listed}
    return found


def _earliest(
    rows: Iterable[Listed],
    states: Mapping[UUID, Status],
    agendas: Mapping[UUID, Agenda],
    now: datetime,
) -> dict[UUID, Agenda]:
    """The next agenda by key of the snippets that ``rows`` name; else the last one."""
    named: dict[UUID, list[Agenda]] = defaultdict(list)
    for row in rows:
        if agendas[row.translation_key].start:
            for _model, key in states[row.translation_key].related:
                named[key].append(agendas[row.translation_key])
    found = {}
    for key, told in named.items():
        told.sort(key=_start)
        found[key] = next((one for one in told if not is_over(one, now)), told[-1])
    return found


def _title_order(title: str) -> list[tuple[int, str]]:
    """Words by letters whatever their accents, numbers by size: the second before the tenth."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    parts = re.split(r"(\d+)", plain)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _start(agenda: Agenda) -> float:
    return agenda.start.timestamp() if agenda.start else float("inf")


def _urgency(entry: Entry) -> tuple[int, float, int, bool]:
    """What is open before what is settled, the soonest first; what is over comes last."""
    if entry.is_past:
        rank = 3
    elif entry.is_settled:
        rank = 2
    else:
        rank = 0 if entry.agenda.start else 1
    soonest = _start(entry.agenda) if rank == 0 else 0.0
    return rank, soonest, HURRY[entry.status.state], not entry.original.is_page


# What a column is sorted by; None where its cell is empty.
SORTS: dict[str, Callable[[Entry], Any]] = {
    "title": lambda entry: _title_order(entry.original.title),
    "state": lambda entry: HURRY[entry.status.state],
    "progress": lambda entry: entry.percent if entry.status.total else None,
    "words": lambda entry: entry.status.words_left if entry.status.translation else None,
    "age": lambda entry: entry.days,
    "start": lambda entry: entry.agenda.start,
    "assignee": lambda entry: _title_order(entry.assignee) if entry.assignee else None,
    "saved": lambda entry: entry.status.newest,
}


def known_sort(sort: str) -> str:
    """``sort`` where :func:`arrange` knows it, else nothing."""
    return sort if sort.removeprefix("-") in SORTS else ""


def arrange(found: Iterable[Entry], sort: str) -> list[Entry]:
    """``found`` in the chosen order; a minus in front turns it round.

    Ties go by title; entries whose cell is empty come last either way. Without a known order the
    most urgent come first.
    """
    by_title = sorted(found, key=SORTS["title"])
    if not known_sort(sort):
        return sorted(by_title, key=_urgency)
    value = SORTS[sort.removeprefix("-")]
    told = [entry for entry in by_title if value(entry) is not None]
    empty = [entry for entry in by_title if value(entry) is None]
    return sorted(told, key=value, reverse=sort.startswith("-")) + empty


def group_of(entry: Entry, kind: str) -> AgendaGroup:
    """The group of ``kind`` to which ``entry`` belongs."""
    return entry.agenda.groups.get(kind, NOWHERE)


def group_kinds() -> dict[str, Any]:
    """Labels of the kinds of groups that some model has, by key."""
    return {
        kind: label for model in models_in_order() for kind, label in model.agenda_groups.items()
    }


def groups_there(found: Iterable[Entry], kind: str) -> list[AgendaGroup]:
    """The groups of ``kind`` that occur, in their order."""
    there = {group_of(entry, kind).key: group_of(entry, kind) for entry in found}
    there.pop("", None)
    return sorted(there.values(), key=lambda group: group.order)


def by_group(arranged: Sequence[Entry], kind: str) -> list[Entry]:
    """``arranged`` entries with those of one group together; those of none come last."""
    order = {group.key: place for place, group in enumerate(groups_there(arranged, kind))}
    return sorted(arranged, key=lambda e: order.get(group_of(e, kind).key, len(order)))


def headed(shown: Sequence[Entry], everything: Sequence[Entry], kind: str) -> list[Group]:
    """``shown`` entries below their headings, which count all of ``everything``."""
    totals: dict[str, int] = defaultdict(int)
    for entry in everything:
        totals[group_of(entry, kind).key] += 1
    found: dict[str, list[Entry]] = {}
    names = {}
    for entry in shown:
        group = group_of(entry, kind)
        found.setdefault(group.key, []).append(entry)
        names[group.key] = group.name
    return [Group(names[key], totals[key], listed) for key, listed in found.items()]


def words_by_day(found: Iterable[Entry]) -> dict[date, int]:
    """Words of today's texts by the day on which they were first translated."""
    days: dict[date, int] = defaultdict(int)
    for entry in found:
        for day, words in entry.status.days.items():
            days[day] += words
    return dict(days)


def next_start(found: Iterable[Entry]) -> datetime | None:
    """The first moment to come at which one of them is wanted."""
    starts = [(entry.agenda.start, entry.now) for entry in found]
    return min((start for start, now in starts if start and start >= now), default=None)
