"""Sessions as a table for office programmes: a row for each time, or one where none is set."""

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from .base import Event, Programme, Session

# The same in every language, since programs read them.
COLUMNS = (
    "id",
    "guid",
    "title",
    "subtitle",
    "people",
    "start",
    "end",
    "minutes",
    "room",
    "track",
    "format",
    "spoken_language",
    "state",
    "text_language",
    "url",
)
# An office programme takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(programme: Programme) -> bytes:
    """CSV in UTF-8; begins with the sign by which office programmes know it."""
    times: dict[UUID, list[Event]] = defaultdict(list)
    for event in programme.events:
        times[event.session.key].append(event)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for session in programme.sessions:
        for row in _rows(session, times[session.key]):
            writer.writerow([harmless(cell) for cell in row])
    return codecs.BOM_UTF8 + table.getvalue().encode()


def harmless(cell: str) -> str:
    """``cell`` with a sign before it that makes it a text, where it would be a formula."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell


def _rows(session: Session, events: list[Event]) -> Iterator[tuple[str, ...]]:
    people = "; ".join(person.name for person in session.people)
    track = session.track.name if session.track else ""
    times = [
        (
            str(event.number),
            str(event.guid),
            event.time.start.isoformat(),
            event.time.end.isoformat(),
            str(event.time.minutes),
            event.room.name,
            event.time.state,
        )
        for event in events
    ]
    for number, guid, start, end, minutes, room, state in times or [("",) * 7]:
        yield (
            number,
            guid,
            session.title,
            session.subtitle,
            people,
            start,
            end,
            minutes,
            room,
            track,
            session.format,
            session.spoken,
            state,
            session.language,
            session.url,
        )
