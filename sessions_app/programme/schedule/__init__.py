"""The programme as a reader meets it: slots become days, bands of parallel sessions, rooms.

The only place that queries the programme; a constant number of queries for any number of
sessions. Feeds, pages and exports all shape what this module returns.
"""

from ...models import ProgrammePage
from ..frame import Frame
from .days import arrange
from .rows import (
    TIME_COLUMNS,
    Family,
    Row,
    TimeRow,
    appointments,
    entries,
    entries_of,
    families_of,
    programme_facts,
    public_sessions,
    time_row,
    time_zone,
    times_of,
    told_of,
)
from .shapes import Appointment, Band, Column, Day, Entry, Running, Schedule

__all__ = [
    "TIME_COLUMNS",
    "Appointment",
    "Band",
    "Column",
    "Day",
    "Entry",
    "Family",
    "Row",
    "Running",
    "Schedule",
    "TimeRow",
    "appointments",
    "arrange",
    "entries",
    "entries_of",
    "families_of",
    "programme_facts",
    "public_sessions",
    "schedule_of",
    "time_row",
    "time_zone",
    "times_of",
    "told_of",
]


def schedule_of(frame: Frame, programme: ProgrammePage) -> Schedule:
    """The whole programme in the language of ``frame``. Three queries."""
    return arrange(entries(frame, programme))
