"""What a feed tells: the programme as plain data in the reader's language, read once.

Five queries at any size. Texts carry nothing that XML, JSON or a calendar could not hold.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from ...conf import content_languages
from ...models import Appearance, Material, ProgrammePage
from ...slugs import slugify
from ..frame import Frame
from ..labels import Label
from ..links import is_harmless
from ..schedule import Appointment, Entry, entries, programme_facts, public_sessions, time_zone
from ..schedule.filters import UNFILTERED, Filters

# The moment of what nobody published by hand.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# What XML 1.0 refuses, control characters that nothing prints, halves of surrogate pairs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Named:
    """A room or a track. ``color`` is a hexadecimal colour or empty."""

    key: UUID
    name: str
    order: int = 0
    color: str = ""


@dataclass(frozen=True)
class Person:
    """A person in a session; ``number`` is stable, ``role`` one of ``AppearanceRole``."""

    key: UUID
    number: int
    name: str
    role: str


@dataclass(frozen=True)
class Link:
    """A recording or material; ``kind`` is one of ``MaterialKind``."""

    kind: str
    url: str
    title: str


@dataclass(frozen=True)
class Session:
    """A session; ``language`` is that of title and subtitle, ``spoken`` that it is held in.

    ``summaries`` are the texts of every public version by language, ``summary`` is the reader's.
    ``changed`` is the moment at which text or facts were last published.
    """

    key: UUID
    title: str
    subtitle: str
    summary: str
    summaries: dict[str, str]
    language: str
    is_translated: bool
    url: str
    spoken: str
    format: str
    track: Named | None
    people: tuple[Person, ...]
    links: tuple[Link, ...]
    changed: datetime


@dataclass(frozen=True)
class _Version:
    """What a session says in one language, and when it was published."""

    summary: str
    changed: datetime
    is_original: bool


@dataclass(frozen=True)
class Event:
    """A session at one of its times; ``guid`` and ``number`` are the same in every language."""

    session: Session
    guid: UUID
    number: int
    time: Appointment
    room: Named
    changed: datetime

    @property
    def duration(self) -> str:
        """Hours and minutes, as in ``01:30``."""
        hours, minutes = divmod(self.time.minutes, 60)
        return f"{hours:02}:{minutes:02}"


@dataclass(frozen=True)
class Day:
    """One day; ``index`` begins at one."""

    index: int
    date: date
    start: datetime
    end: datetime
    events: tuple[Event, ...]

    def by_room(self) -> dict[Named, list[Event]]:
        """Events in order of time by room, rooms in the order of the house."""
        found: dict[Named, list[Event]] = defaultdict(list)
        for event in self.events:
            found[event.room].append(event)
        return {room: found[room] for room in in_order(found)}


@dataclass(frozen=True)
class Programme:
    """A programme in the language ``language``; ``acronym`` is the same in every one.

    ``releases`` are `feeds.releases.Release`, newest first, where somebody asked for them.
    """

    key: UUID
    title: str
    introduction: str
    language: str
    url: str
    feed_url: str
    root_url: str
    acronym: str
    zone: ZoneInfo
    starts_on: date | None
    ends_on: date | None
    place: str
    organiser: str
    sessions: tuple[Session, ...]
    events: tuple[Event, ...]
    changed: datetime
    releases: tuple[Any, ...] = ()

    @property
    def rooms(self) -> list[Named]:
        """Rooms that are used, in the order of the house."""
        return in_order({event.room for event in self.events})

    @property
    def tracks(self) -> list[Named]:
        """Tracks that are used, in the editors' order."""
        return in_order({session.track for session in self.sessions if session.track})

    @property
    def held(self) -> list[Event]:
        """Events that take place, for formats that have no word for those that do not."""
        return [event for event in self.events if not event.time.is_cancelled]

    def days(self, events: Iterable[Event]) -> list[Day]:
        """``events`` by the day on which they begin; one empty day where there are none."""
        by_date: dict[date, list[Event]] = defaultdict(list)
        for event in events:
            by_date[event.time.start.date()].append(event)
        if not by_date:
            by_date[self.starts_on or self.changed.astimezone(self.zone).date()] = []
        return [self._day(n, day, by_date[day]) for n, day in enumerate(sorted(by_date), 1)]

    def _day(self, index: int, day: date, events: list[Event]) -> Day:
        midnight = datetime.combine(day, time(), self.zone)
        starts = [event.time.start for event in events] or [midnight]
        ends = [event.time.end for event in events] or [midnight]
        start, end = min(starts, key=_moment), max(ends, key=_moment)
        return Day(index, day, start, end, tuple(events))


def in_order(names: Iterable[Named]) -> list[Named]:
    """Rooms or tracks in the editors' order."""
    return sorted(names, key=lambda named: (named.order, named.name.casefold(), str(named.key)))


def clean(value: Any) -> str:
    """Text of several lines that every format can hold."""
    return _UNWRITABLE.sub("", _LINE_END.sub("\n", str(value))).strip()


def line(value: Any) -> str:
    """The same in one line."""
    return " ".join(clean(value).split())


def base_language(code: str) -> str:
    """Language without region, as the formats want it (``de-AT`` is ``de``)."""
    return code.lower().split("-")[0]


def read(
    frame: Frame,
    programme: ProgrammePage,
    address: str,
    *,
    person: UUID | None = None,
    session: UUID | None = None,
    title: str = "",
    filters: Filters = UNFILTERED,
) -> Programme:
    """The programme in the language of ``frame``; ``address`` is that of the feed.

    ``person`` and ``session`` are those of :func:`entries`, ``title`` then goes before its own.
    ``filters`` leave sessions out; what they are called goes before the title likewise.
    """
    rows = public_sessions(frame, programme, person=person, session=session)
    versions = _versions(frame, rows)
    people, links = _people(rows), _links(frame, rows)
    names = {pk: tuple(one.name for one in of_session) for pk, of_session in people.items()}
    found = entries(frame, programme, person=person, session=session, people=names)
    if filters.is_set:
        title = title or filters.title(found)
        found = [entry for entry in found if filters.match(entry)]
    sessions: dict[UUID, Session] = {}
    events: list[Event] = []
    for entry in found:
        if entry.key not in sessions:
            sessions[entry.key] = _session(
                frame, entry, versions[entry.key], people[entry.pk], links[entry.pk]
            )
        if entry.time is not None:
            events.append(_event(programme, sessions[entry.key], entry.time))
    facts = programme_facts(frame, programme)
    changed = [session.changed for session in sessions.values()]
    changed += [event.changed for event in events]
    return Programme(
        key=programme.translation_key,
        title=line(" – ".join(filter(None, [title, *_titles(frame, programme)]))),
        introduction=clean(programme.introduction),
        language=frame.language,
        url=frame.absolute(frame.address(programme)),
        feed_url=frame.absolute(address),
        root_url=frame.absolute("/"),
        acronym=_acronym(frame, facts),
        zone=time_zone(frame, programme),
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        place=line(_place(facts)),
        organiser=line(facts.organiser),
        sessions=tuple(sessions.values()),
        events=tuple(events),
        changed=max([_published(programme), *changed]),
    )


def _session(
    frame: Frame,
    entry: Entry,
    versions: dict[str, _Version],
    people: list[Person],
    links: list[Link],
) -> Session:
    language = entry.title.language
    return Session(
        key=entry.key,
        title=line(entry.title),
        subtitle=line(entry.subtitle),
        summary=versions[language].summary,
        summaries={code: own.summary for code, own in versions.items() if own.summary},
        language=language,
        is_translated=entry.is_translated,
        url=frame.absolute(entry.address),
        spoken=entry.spoken_language,
        format=line(entry.format.name) if entry.format else "",
        track=_named(entry.track),
        people=tuple(people),
        links=tuple(links),
        changed=max(
            own.changed for code, own in versions.items() if own.is_original or code == language
        ),
    )


def _event(programme: ProgrammePage, session: Session, time: Appointment) -> Event:
    pk = time.pk or 0
    nowhere = Named(uuid5(programme.translation_key, "room"), _("Room to be announced"), 1 << 16)
    return Event(
        session=session,
        guid=uuid5(session.key, str(pk)),
        number=pk,
        time=time,
        room=_named(time.room) or nowhere,
        changed=max(session.changed, time.changed),
    )


def _versions(frame: Frame, rows: QuerySet) -> dict[UUID, dict[str, _Version]]:
    """Public versions by translation key and language. One query."""
    found: dict[UUID, dict[str, _Version]] = defaultdict(dict)
    published = Coalesce("last_published_at", "latest_revision_created_at", Value(NEVER))
    columns = ("translation_key", "locale__language_code", "summary", "source_id", published)
    for key, code, summary, source, changed in rows.order_by().values_list(*columns):
        if code in frame.homes:
            found[key][code] = _Version(clean(summary), changed, source is None)
    return found


def _people(rows: QuerySet) -> dict[Any, list[Person]]:
    """People by primary key of the session's original, in the editors' order. One query."""
    found: dict[Any, list[Person]] = defaultdict(list)
    parts = (
        Appearance.objects.filter(page__in=_originals(rows), speaker__live=True)
        .order_by("sort_order", "pk")
        .values_list(
            "page_id",
            "speaker__translation_key",
            Coalesce("speaker__source_id", "speaker_id"),
            Coalesce(NullIf("speaker__name", Value("")), "speaker__source__name"),
            "role",
        )
    )
    for page, key, number, name, role in parts:
        if all(person.key != key for person in found[page]):
            found[page].append(Person(key, number, line(name), role))
    return found


def _links(frame: Frame, rows: QuerySet) -> dict[Any, list[Link]]:
    """Materials by primary key of the session's original. One query."""
    found: dict[Any, list[Link]] = defaultdict(list)
    materials = Material.objects.filter(page__in=_originals(rows)).select_related("file")
    for material in materials.order_by("sort_order", "pk"):
        url = material.address
        if url and is_harmless(url):
            url = frame.absolute(url) if url.startswith("/") else url
            found[material.page_id].append(Link(material.kind, line(url), line(material.title)))
    return found


def _originals(rows: QuerySet) -> QuerySet:
    return rows.filter(source=None).order_by().values("pk")


def _named(label: Label | None) -> Named | None:
    return Named(label.key, line(label.name), label.order, label.color) if label else None


def _titles(frame: Frame, programme: ProgrammePage) -> list[str]:
    home = frame.homes.get(frame.language)
    return [programme.title, *([home.title] if home else [])]


def _acronym(frame: Frame, facts: ProgrammePage) -> str:
    """Name of the conference for machines, as the formats want it: ``zwiesprache_2026``."""
    code = content_languages()[0][0]
    home = frame.homes.get(code) or next(iter(frame.homes.values()))
    words = [slugify(home.title, code), str(facts.starts_on.year if facts.starts_on else "")]
    return re.sub(r"[^a-z0-9]+", "_", "_".join(filter(None, words))).strip("_").ljust(4, "_")


def _place(facts: ProgrammePage) -> str:
    town = f"{facts.postal_code} {facts.city}".strip()
    return ", ".join(filter(None, [facts.venue, facts.street, town]))


def _published(programme: ProgrammePage) -> datetime:
    return programme.last_published_at or programme.latest_revision_created_at or NEVER


def _moment(moment: datetime) -> datetime:
    """In UTC: wall clocks of one zone compare wrongly when the clocks change."""
    return moment.astimezone(UTC)
