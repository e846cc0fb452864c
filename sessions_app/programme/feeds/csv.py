"""Sessions as a table for office programmes: a row for each time, or one where none is set."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from ...tables import as_csv
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


def render(programme: Programme) -> bytes:
    """CSV in UTF-8; begins with the sign by which office programmes know it."""
    times: dict[UUID, list[Event]] = defaultdict(list)
    for event in programme.events:
        times[event.session.key].append(event)
    rows = (row for session in programme.sessions for row in _rows(session, times[session.key]))
    return as_csv([COLUMNS, *rows])


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
