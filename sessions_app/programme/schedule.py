"""The programme as a reader meets it: slots become days, bands of parallel sessions, rooms.

The only place that queries the programme; a constant number of queries for any number of
sessions. Feeds, pages and exports all shape what this module returns.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from ..enums import SlotState
from ..models import Appearance, ProgrammePage, Room, SessionFormat, SessionPage, Slot, Track
from .frame import Frame, below, is_closed, true_versions
from .labels import Label, Labels, load_labels
from .texts import Text, is_same_language

SESSION_COLUMNS = (
    "pk",
    "translation_key",
    "locale__language_code",
    "title",
    "subtitle",
    "url_path",
    "source_id",
    "format_id",
    "track_id",
    "spoken_language",
)
# Joined to the session: a session without a time has one row of empty columns.
TIME_COLUMNS = (
    "slots__start",
    "slots__minutes",
    "slots__room_id",
    "slots__state",
    "slots__previous_start",
    "slots__pk",
    "slots__sequence",
    "slots__changed_at",
)


Row = dict[str, Any]


@dataclass(frozen=True)
class Appointment:
    """One time of a session, in the time zone of the programme.

    ``sequence`` counts the changes of time, room and state, ``changed`` is the moment of the last;
    ``pk`` is ``None`` in the preview of a new one.
    """

    start: datetime
    end: datetime
    minutes: int
    room: Label | None
    state: str
    previous_start: datetime | None
    pk: int | None
    sequence: int
    changed: datetime

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.state == SlotState.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Whether it once stood at another time."""
        return self.state == SlotState.MOVED

    @property
    def ends_on_another_day(self) -> bool:
        """Whether the end needs its date."""
        return self.end.date() != self.start.date()


@dataclass(frozen=True)
class Entry:
    """A session in the programme, at one of its times or at none yet.

    ``is_translated`` is false where the session does not exist in the reader's language: title and
    ``address`` are then the original's, in the language ``title.language``.
    """

    key: UUID
    pk: int
    title: Text
    subtitle: Text
    address: str
    is_translated: bool
    time: Appointment | None
    people: tuple[str, ...]
    format: Label | None
    track: Label | None
    spoken_language: str
    is_spoken_elsewise: bool

    @property
    def appointment(self) -> Appointment:
        """The time of an entry that is known to have one."""
        return cast("Appointment", self.time)


@dataclass(frozen=True)
class Running:
    """A session that began earlier and still goes on."""

    entry: Entry
    until: datetime


@dataclass(frozen=True)
class Band:
    """Everything that begins at one moment, what still runs, and the break before it."""

    start: datetime
    entries: tuple[Entry, ...]
    running: tuple[Running, ...]
    break_from: datetime | None
    break_minutes: int


@dataclass(frozen=True)
class Day:
    """One day of the programme."""

    date: date
    bands: tuple[Band, ...]

    @property
    def anchor(self) -> str:
        """Fragment of the day's heading; the same in every language."""
        return f"day-{self.date.isoformat()}"

    @property
    def entries(self) -> list[Entry]:
        """Sessions that begin on it, in order of time and room."""
        return [entry for band in self.bands for entry in band.entries]

    @property
    def count(self) -> int:
        """Number of sessions that begin on it."""
        return len(self.entries)


@dataclass(frozen=True)
class Schedule:
    """Days in order, sessions without a time, rooms in the order of the house."""

    days: tuple[Day, ...]
    unscheduled: tuple[Entry, ...]
    rooms: tuple[Label, ...]
    untranslated: int

    @property
    def count(self) -> int:
        """Number of sessions, each counted once however often it takes place."""
        timed = {entry.key for day in self.days for entry in day.entries}
        return len(timed | {entry.key for entry in self.unscheduled})


def programme_facts(frame: Frame, programme: ProgrammePage) -> ProgrammePage:
    """The programme that owns the facts; no query where it is public."""
    if not programme.is_translation:
        return programme
    for page in frame.pages:
        if page.pk == programme.source_id:
            return page.programmepage
    return programme.facts


def time_zone(frame: Frame, programme: ProgrammePage) -> ZoneInfo:
    """Time zone of the programme, a fact; the site's where none is given."""
    return ZoneInfo(programme_facts(frame, programme).time_zone or settings.TIME_ZONE)


def schedule_of(frame: Frame, programme: ProgrammePage) -> Schedule:
    """The whole programme in the language of ``frame``. Three queries."""
    found = entries(frame, programme)
    timed = [entry for entry in found if entry.time]
    rooms = {entry.time.room for entry in timed if entry.time and entry.time.room}
    return Schedule(
        days=tuple(_days(timed)),
        unscheduled=tuple(entry for entry in found if entry.time is None),
        rooms=tuple(sorted(rooms, key=lambda room: (room.order, str(room.name)))),
        untranslated=len({entry.key for entry in found if not entry.is_translated}),
    )


def entries(
    frame: Frame,
    programme: ProgrammePage,
    *,
    person: UUID | None = None,
    session: UUID | None = None,
) -> list[Entry]:
    """Sessions that everybody may read, one entry per time, in order of time and room.

    ``person`` and ``session`` (translation keys) leave those in which the person has a part, and
    that one. A session stands here where its original is live, wherever it was written; texts are
    those of the reader's language where that version is live. Three queries.
    """
    sessions = public_sessions(frame, programme, person=person, session=session)
    labels = load_labels(frame.language)
    people = _people(sessions)
    zone = time_zone(frame, programme)
    found: list[Entry] = []
    for rows, reader in _families(frame, sessions):
        entry = _entry(frame, rows[0], reader, people, labels)
        times = [[row[column] for column in TIME_COLUMNS] for row in rows]
        found += [
            replace(entry, time=_appointment(time, labels, zone) if time[0] else None)
            for time in times
        ]
    return sorted(found, key=_order)


def appointments(slots: Iterable[Slot], labels: Labels, zone: ZoneInfo) -> list[Appointment]:
    """Times of one session, in order. No query."""
    names = [column.removeprefix("slots__") for column in TIME_COLUMNS]
    rows = [[getattr(slot, name) for name in names] for slot in slots]
    return sorted((_appointment(row, labels, zone) for row in rows), key=lambda a: a.start)


def _appointment(row: Sequence[Any], labels: Labels, zone: ZoneInfo) -> Appointment:
    """``row``: the values of ``TIME_COLUMNS``."""
    start, minutes, room, state, previous, pk, sequence, changed = row
    # Durations are real time: a night in which the clocks change has an hour more or less.
    end = start.astimezone(UTC) + timedelta(minutes=minutes)
    return Appointment(
        start=start.astimezone(zone),
        end=end.astimezone(zone),
        minutes=minutes,
        room=labels.get((Room, room)),
        state=state,
        previous_start=previous.astimezone(zone) if previous else None,
        pk=pk,
        sequence=sequence,
        changed=changed,
    )


def public_sessions(
    frame: Frame,
    programme: ProgrammePage,
    *,
    person: UUID | None = None,
    session: UUID | None = None,
) -> QuerySet:
    """Rows of :func:`entries`, in every language. No query yet."""
    paths = {programme.path, *(page.path for page in frame.programmes.values())} - {""}
    rows: QuerySet = true_versions(SessionPage.objects.filter(below(paths), live=True))
    if session is not None:
        rows = rows.filter(translation_key=session)
    if person is not None:
        parts = Appearance.objects.filter(speaker__translation_key=person)
        rows = rows.filter(translation_key__in=parts.values("page__translation_key"))
    return rows if frame.is_private else rows.exclude(is_closed())


def _families(frame: Frame, sessions: QuerySet) -> list[tuple[list[Row], Row | None]]:
    """Every session whose original is public: a row for each of its times, the reader's version.

    One query.
    """
    by_key: dict[UUID, list[Row]] = defaultdict(list)
    rows = sessions.order_by("path", "slots__start", "slots__pk")
    for row in rows.values(*SESSION_COLUMNS, *TIME_COLUMNS):
        if row["locale__language_code"] in frame.homes:
            by_key[row["translation_key"]].append(row)
    families = []
    for versions in by_key.values():
        original = [row for row in versions if row["source_id"] is None]
        if original:
            mine = (row for row in versions if row["locale__language_code"] == frame.language)
            families.append((original, next(mine, None)))
    return families


def _people(sessions: QuerySet) -> dict[int, tuple[str, ...]]:
    """Names by primary key of the original, in the editors' order. One query."""
    name = Coalesce(NullIf("speaker__name", Value("")), "speaker__source__name")
    rows = (
        Appearance.objects.filter(page__in=_originals(sessions), speaker__live=True)
        .order_by("sort_order", "pk")
        .values_list("page_id", name)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for page, person in rows:
        if person not in found[page]:
            found[page] += (person,)
    return found


def _originals(sessions: QuerySet) -> QuerySet:
    return sessions.filter(source=None).order_by().values("pk")


def _entry(
    frame: Frame,
    original: Row,
    reader: Row | None,
    people: dict[int, tuple[str, ...]],
    labels: Labels,
) -> Entry:
    row = reader or original
    code = row["locale__language_code"]
    spoken = original["spoken_language"]
    return Entry(
        key=original["translation_key"],
        pk=original["pk"],
        title=Text(row["title"], code, foreign=reader is None and code != frame.language),
        subtitle=Text(row["subtitle"], code, foreign=reader is None and code != frame.language),
        address=frame.prefixes[code] + row["url_path"][len(frame.homes[code].url_path) :],
        is_translated=reader is not None,
        time=None,
        people=people.get(original["pk"], ()),
        format=labels.get((SessionFormat, original["format_id"])),
        track=labels.get((Track, original["track_id"])),
        spoken_language=spoken,
        is_spoken_elsewise=bool(spoken) and not is_same_language(spoken, frame.language),
    )


def _order(entry: Entry) -> tuple:
    if entry.time is None:
        return (1, str(entry.title).casefold())
    room = entry.time.room.order if entry.time.room else 0
    return (0, entry.time.start.astimezone(UTC), room, str(entry.title).casefold())


def _days(timed: Sequence[Entry]) -> list[Day]:
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in timed:
        by_day[entry.appointment.start.date()].append(entry)
    return [Day(day, tuple(_bands(by_day[day]))) for day in sorted(by_day)]


def _bands(of_day: Sequence[Entry]) -> list[Band]:
    """Bands of one day's entries, which come in order of time.

    Moments are compared in UTC: wall clocks of one zone compare wrongly when the clocks change.
    """
    by_start: dict[datetime, list[Entry]] = defaultdict(list)
    for entry in of_day:
        by_start[entry.appointment.start.astimezone(UTC)].append(entry)
    bands: list[Band] = []
    running: list[Running] = []
    ends: Appointment | None = None
    for moment, starting in by_start.items():
        running = [other for other in running if other.until.astimezone(UTC) > moment]
        idle = moment - ends.end.astimezone(UTC) if ends else timedelta(0)
        bands.append(
            Band(
                start=starting[0].appointment.start,
                entries=tuple(starting),
                running=tuple(running),
                break_from=ends.end if ends and idle > timedelta(0) else None,
                break_minutes=max(0, int(idle.total_seconds() // 60)),
            )
        )
        times = [entry.appointment for entry in starting]
        running += [
            Running(entry, time.end)
            for entry, time in zip(starting, times, strict=True)
            if not time.is_cancelled
        ]
        ends = max([ends, *times] if ends else times, key=lambda time: time.end.astimezone(UTC))
    return bands
