"""Entries arranged: slots become days, and bands of what begins at one moment. No queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from .shapes import Appointment, Band, Day, Entry, Running, Schedule


def arrange(found: Sequence[Entry]) -> Schedule:
    """Entries, which come in order of time and room, as days. No query."""
    timed = [entry for entry in found if entry.time]
    rooms = {entry.time.room for entry in timed if entry.time and entry.time.room}
    return Schedule(
        days=tuple(_days(timed)),
        unscheduled=tuple(entry for entry in found if entry.time is None),
        rooms=tuple(sorted(rooms, key=lambda room: (room.order, str(room.name)))),
        untranslated=len({entry.key for entry in found if not entry.is_translated}),
    )


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
