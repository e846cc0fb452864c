"""When sessions are due, for lists that know no programme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
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

# Of every time of every session, those without a time included.
COLUMNS = (
    "pk",
    "zone",
    "track",
    "track__name",
    "track__order",
    "slots__start",
    "slots__state",
)


def agenda_of(sessions: QuerySet) -> Mapping[Any, Agenda]:
    """Next start, track and day of ``sessions`` (originals) by primary key. One query.

    Times that were cancelled do not count. Day and start are told by the programme's clock.
    """
    parent = ProgrammePage.objects.filter(
        path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
    )
    zone = parent.values_list(Coalesce("source__time_zone", "time_zone"))
    rows = sessions.order_by().annotate(zone=Subquery(zone[:1])).values_list(*COLUMNS)
    starts: dict[Any, list[datetime]] = defaultdict(list)
    places: dict[Any, tuple[str | None, AgendaGroup | None]] = {}
    for pk, zone_name, track, name, order, start, state in rows:
        group = AgendaGroup(str(track), name, (order, name)) if track else None
        places[pk] = (zone_name, group)
        if start is not None and state != SlotState.CANCELLED:
            starts[pk].append(start)
    now = timezone.now()
    found = {}
    for pk, (zone_name, group) in places.items():
        start = _next(starts[pk], now, ZoneInfo(zone_name or settings.TIME_ZONE))
        groups = {"track": group} if group else {}
        if start is not None:
            day = start.date()
            groups["day"] = AgendaGroup(day.isoformat(), date_format(day, "DATE_FORMAT"), day)
        found[pk] = Agenda(start, groups)
    return found


def _next(starts: Iterable[datetime], now: datetime, zone: ZoneInfo) -> datetime | None:
    """The first of ``starts`` that is to come, else the last one; by the clock of ``zone``."""
    told = sorted(starts)
    if not told:
        return None
    return next((start for start in told if start >= now), told[-1]).astimezone(zone)
