"""Rows of the programme, read and made into entries: the only place that queries it.

A constant number of queries for any number of sessions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from ...models import Appearance, ProgrammePage, Room, SessionFormat, SessionPage, Slot, Track
from ..frame import Frame, below, is_closed, true_versions
from ..labels import Labels, load_labels
from ..releases import told_times
from ..texts import Text, is_same_language
from .shapes import Appointment, Entry

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
    "interpretation",
    "captions",
    "sign_language",
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
TimeRow = Sequence[Any]
# A session: a row for each of its times, the version of the reader.
Family = tuple[list[Row], Row | None]


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


def entries(
    frame: Frame,
    programme: ProgrammePage,
    *,
    person: UUID | None = None,
    session: UUID | None = None,
    people: Mapping[int, tuple[str, ...]] | None = None,
) -> list[Entry]:
    """Sessions that everybody may read, one entry per time, in order of time and room.

    ``person`` and ``session`` (translation keys) leave those in which the person has a part, and
    that one. A session stands here where its original is live, wherever it was written; texts are
    those of the reader's language where that version is live. Three queries; two where ``people``
    (names by primary key of the original) are known.
    """
    sessions = public_sessions(frame, programme, person=person, session=session)
    labels = load_labels(frame.language)
    people = _people(sessions) if people is None else people
    zone = time_zone(frame, programme)
    families = families_of(frame, sessions, programme)
    return entries_of(frame, families, labels, zone, people)


def entries_of(
    frame: Frame,
    families: Iterable[Family],
    labels: Labels,
    zone: ZoneInfo,
    people: Mapping[int, tuple[str, ...]],
) -> list[Entry]:
    """Entries from rows, in order of time and room. No query."""
    found: list[Entry] = []
    for rows, reader in families:
        entry = _entry(frame, rows[0], reader, people, labels)
        found += [
            replace(entry, time=_appointment(time, labels, zone) if time[0] else None)
            for time in times_of(rows)
        ]
    return sorted(found, key=_order)


def times_of(rows: Iterable[Row]) -> list[TimeRow]:
    """Times of one session from its rows; one of empty values where it has none."""
    return [[row[column] for column in TIME_COLUMNS] for row in rows]


def time_row(slot: Slot) -> TimeRow:
    """A time as :func:`appointments` takes it."""
    return [getattr(slot, column.removeprefix("slots__")) for column in TIME_COLUMNS]


def appointments(rows: Iterable[TimeRow], labels: Labels, zone: ZoneInfo) -> list[Appointment]:
    """Times of one session, in order. No query. ``rows``: the values of ``TIME_COLUMNS``."""
    return sorted((_appointment(row, labels, zone) for row in rows), key=lambda a: a.start)


def _appointment(row: TimeRow, labels: Labels, zone: ZoneInfo) -> Appointment:
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


def families_of(
    frame: Frame, sessions: QuerySet, programme: ProgrammePage | None = None
) -> list[Family]:
    """Every one of ``sessions`` whose original is public. One query.

    Times are those that visitors may know: as of the last release where the programme (that of the
    frame where none is given) follows its releases, which is one query more a page.
    """
    by_key: dict[UUID, list[Row]] = defaultdict(list)
    rows = sessions.order_by("path", "slots__start", "slots__pk")
    for row in rows.values(*SESSION_COLUMNS, *TIME_COLUMNS):
        if row["locale__language_code"] in frame.homes:
            by_key[row["translation_key"]].append(row)
    families = []
    told = told_of(frame, programme)
    for versions in by_key.values():
        original = [row for row in versions if row["source_id"] is None]
        if original and told is not None:
            original = _as_told(original[0], told.get(str(original[0]["translation_key"]), ()))
        if original:
            mine = (row for row in versions if row["locale__language_code"] == frame.language)
            families.append((original, next(mine, None)))
    return families


def told_of(
    frame: Frame, programme: ProgrammePage | None = None
) -> Mapping[str, Sequence[TimeRow]] | None:
    """Times by translation key where visitors of ``programme`` (that of the frame where none is
    given) see only those of its last release; else ``None``. At most one query a page."""
    if programme is None:
        found = next(iter(frame.programmes.values()), None)
        programme = found.programmepage if found else None
    return told_times(frame, programme_facts(frame, programme) if programme else None)


def _as_told(row: Row, times: Sequence[TimeRow]) -> list[Row]:
    """A row for each of ``times``; one of empty values where there is none."""
    nothing: TimeRow = (None,) * len(TIME_COLUMNS)
    return [row | dict(zip(TIME_COLUMNS, time, strict=True)) for time in times or [nothing]]


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
    people: Mapping[int, tuple[str, ...]],
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
        interpretation=tuple(original["interpretation"]),
        captions=tuple(original["captions"]),
        sign_language=original["sign_language"],
    )


def _order(entry: Entry) -> tuple:
    if entry.time is None:
        return (1, str(entry.title).casefold())
    room = entry.time.room.order if entry.time.room else 0
    return (0, entry.time.start.astimezone(UTC), room, str(entry.title).casefold())
