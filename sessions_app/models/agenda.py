"""When sessions are due, for lists that know no programme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length, Substr
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from ..enums import SlotState
from ..translation.source import Agenda, AgendaGroup
from .programme import ProgrammePage

# Start and end.
Time = tuple[datetime, datetime]
# Of every time of every session, those without a time included.
COLUMNS = (
    "pk",
    "zone",
    "track",
    "track__name",
    "track__order",
    "slots__start",
    "slots__minutes",
    "slots__state",
)


def agenda_of(sessions: QuerySet) -> Mapping[Any, Agenda]:
    """Next time, track and day of ``sessions`` (originals) by primary key. One query.

    A time is next until it is over; those that were cancelled do not count. Day, start and end are
    told by the programme's clock.
    """
    parent = ProgrammePage.objects.filter(
        path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
    )
    zone = parent.values_list(Coalesce("source__time_zone", "time_zone"))
    rows = sessions.order_by().annotate(zone=Subquery(zone[:1])).values_list(*COLUMNS)
    times: dict[Any, list[Time]] = defaultdict(list)
    places: dict[Any, tuple[str | None, AgendaGroup | None]] = {}
    for pk, zone_name, track, name, order, start, minutes, state in rows:
        group = AgendaGroup(str(track), name, (order, name)) if track else None
        places[pk] = (zone_name, group)
        if start is not None and state != SlotState.CANCELLED:
            times[pk].append((start, start + timedelta(minutes=minutes)))
    now = timezone.now()
    found = {}
    for pk, (zone_name, group) in places.items():
        groups = {"track": group} if group else {}
        if not times[pk]:
            found[pk] = Agenda(groups=groups)
            continue
        zone = ZoneInfo(zone_name or settings.TIME_ZONE)
        start, end = (moment.astimezone(zone) for moment in _next(times[pk], now))
        day = start.date()
        groups["day"] = AgendaGroup(day.isoformat(), date_format(day, "DATE_FORMAT"), day)
        found[pk] = Agenda(start, end, groups)
    return found


def _next(times: Iterable[Time], now: datetime) -> Time:
    """The first of ``times`` that is not over, else the last one."""
    told = sorted(times)
    return next((time for time in told if time[1] > now), told[-1])
