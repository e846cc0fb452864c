"""What a programme is made of, as a reader meets it: times, sessions, bands, days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast
from uuid import UUID

from ...enums import SlotState
from ..labels import Label
from ..texts import Text


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
    def moment(self) -> str:
        """Its start in UTC, as a part of an address: the same in every language and zone."""
        return f"{self.start.astimezone(UTC):%Y%m%dT%H%M}"

    @property
    def ends_on_another_day(self) -> bool:
        """Whether the end needs its date."""
        return self.end.date() != self.start.date()


@dataclass(frozen=True)
class Entry:
    """A session in the programme, at one of its times or at none yet.

    ``is_translated`` is false where the session does not exist in the reader's language: title and
    ``address`` are then the original's, in the language ``title.language``. ``is_shown`` is false
    where a reader's filters leave it out. ``column``, ``row`` and ``end_row`` are its place in a
    grid of rooms, where one was made; ``clashes`` the titles of what a visitor would miss there.
    ``mark`` is ``new`` or ``changed`` where the last release told of it.
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
    interpretation: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    sign_language: str = ""
    is_shown: bool = True
    column: int = 0
    row: int = 0
    end_row: int = 0
    clashes: tuple[Text, ...] = ()
    mark: str = ""

    @property
    def helps(self) -> tuple[str, ...]:
        """What helps whoever does not speak its language: ``interpretation-en``, ``sign-gsg``."""
        return (
            *(f"interpretation-{code}" for code in self.interpretation),
            *(f"captions-{code}" for code in self.captions),
            *((f"sign-{self.sign_language}",) if self.sign_language else ()),
        )

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
    row: int = 0

    @property
    def anchor(self) -> str:
        """Fragment of the band; the same in every language."""
        return f"at-{self.entries[0].appointment.moment}"

    @property
    def is_shown(self) -> bool:
        """Whether the reader's filters leave anything of it."""
        return any(entry.is_shown for entry in self.entries)


@dataclass(frozen=True)
class Column:
    """A room (``None``: none was announced) at the line ``number`` of a grid.

    A room stands twice where two things take place in it at once.
    """

    number: int
    room: Label | None


@dataclass(frozen=True)
class Day:
    """One day of the programme; ``columns`` are its rooms where it was laid out as a grid."""

    date: date
    bands: tuple[Band, ...]
    columns: tuple[Column, ...] = ()

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

    @property
    def is_shown(self) -> bool:
        """Whether the reader's filters leave anything of it."""
        return any(band.is_shown for band in self.bands)


@dataclass(frozen=True)
class Schedule:
    """Days in order, sessions without a time, rooms in the order of the house."""

    days: tuple[Day, ...]
    unscheduled: tuple[Entry, ...]
    rooms: tuple[Label, ...]
    untranslated: int

    @property
    def entries(self) -> list[Entry]:
        """All of them, in order of time and room, those without a time last."""
        return [*(entry for day in self.days for entry in day.entries), *self.unscheduled]

    @property
    def count(self) -> int:
        """Number of sessions, each counted once however often it takes place."""
        return len({entry.key for entry in self.entries})

    @property
    def shown(self) -> int:
        """Number of those that the reader's filters leave."""
        return len({entry.key for entry in self.entries if entry.is_shown})
