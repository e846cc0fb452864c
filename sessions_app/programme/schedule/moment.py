"""What goes on at this moment, and what comes next: while a programme runs and at no other time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .shapes import Band, Entry, Schedule

# How long before its first session a programme counts as running: people are on their way.
EARLY = timedelta(hours=2)


@dataclass(frozen=True)
class Moment:
    """What goes on and what begins next, each in order of room; ``anchor`` is where that stands."""

    running: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    anchor: str

    def __bool__(self) -> bool:
        return bool(self.running or self.coming)


NOTHING = Moment((), (), "")


def moment_of(schedule: Schedule, now: datetime) -> Moment:
    """What goes on at ``now``; nothing before the programme begins and after it is over.

    Cancelled sessions do not count, and neither do those that a reader's filters leave out. In the
    night between two days the first of the next day come next.
    """
    bands = [band for day in schedule.days for band in day.bands if _held(band)]
    if not bands:
        return NOTHING
    now = now.astimezone(UTC)
    held = [entry for band in bands for entry in _held(band)]
    end = max(entry.appointment.end.astimezone(UTC) for entry in held)
    if not bands[0].start.astimezone(UTC) - EARLY <= now < end:
        return NOTHING
    running = tuple(entry for entry in held if _runs(entry, now))
    coming = next((band for band in bands if band.start.astimezone(UTC) > now), None)
    begun = [band for band in bands if band.start.astimezone(UTC) <= now]
    current = begun[-1] if running and begun else coming
    return Moment(running, _held(coming) if coming else (), current.anchor if current else "")


def _held(band: Band) -> tuple[Entry, ...]:
    entries: Sequence[Entry] = band.entries
    return tuple(e for e in entries if e.is_shown and not e.appointment.is_cancelled)


def _runs(entry: Entry, now: datetime) -> bool:
    start, end = entry.appointment.start.astimezone(UTC), entry.appointment.end.astimezone(UTC)
    return start <= now < end
