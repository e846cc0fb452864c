"""A time zone as calendars carry it along (VTIMEZONE of RFC 5545).

A component for every change of the clocks. Rules and lists of dates would be shorter, but programs
differ in what of them they read: ical.js takes the first date of a list alone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def vtimezone(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """``zone`` from the beginning of the first to the end of the last year."""
    first = datetime(first_year, 1, 1, tzinfo=UTC)
    made = Timezone()
    made.add("TZID", zone.key)
    made.add_component(_observance(zone, first, first))
    for moment in _changes(zone, first, datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        made.add_component(_observance(zone, moment - SECOND, moment))
    return made


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """Moments at which the clocks change, no two of them within a day."""
    day = first
    while day < last:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _change(zone, day, day + DAY)
        day += DAY


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > SECOND:
        middle = before + timedelta(seconds=(after - before) // SECOND // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _observance(
    zone: ZoneInfo, before: datetime, moment: datetime
) -> TimezoneDaylight | TimezoneStandard:
    """What holds from ``moment`` on; it is told by the clock that went ``before``."""
    local = moment.astimezone(zone)
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    offset = _offset(zone, before)
    made.add("DTSTART", (moment + offset).replace(tzinfo=None))
    made.add("TZNAME", local.tzname())
    made.add("TZOFFSETFROM", offset)
    made.add("TZOFFSETTO", _offset(zone, moment))
    return made


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
