"""The feeds of a programme, by the names under which they stand below its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ..frame import Frame
from . import atom, csv, ical, schedule_json, schedule_xml
from .base import Programme


@dataclass(frozen=True)
class Feed:
    """A format: what it is called, its media type, the function that writes it."""

    title: Any
    media_type: str
    render: Callable[[Programme], bytes]
    is_download: bool = False


@dataclass(frozen=True)
class FeedLink:
    """A feed on a page; ``subscribe`` is the address for calendar programmes, or empty."""

    title: Any
    media_type: str
    address: str
    subscribe: str = ""


CALENDAR = "schedule.ics"
CHANGES = "changes.atom"
FEEDS = {
    CALENDAR: Feed(_("Calendar (iCalendar)"), "text/calendar; charset=utf-8", ical.render),
    CHANGES: Feed(_("Changes (Atom)"), "application/atom+xml; charset=utf-8", atom.render),
    "schedule.xml": Feed(
        _("Conference apps (schedule.xml)"),
        "application/vnd.c3voc.schedule+xml",
        schedule_xml.render,
    ),
    "schedule.json": Feed(
        _("Conference apps (schedule.json)"), "application/json", schedule_json.render
    ),
    "schedule.v2.json": Feed(
        _("Conference apps (schedule.json, version 2)"),
        "application/json",
        schedule_json.render_v2,
    ),
    "sessions.csv": Feed(
        _("Table (CSV)"), "text/csv; charset=utf-8; header=present", csv.render, is_download=True
    ),
}


def feeds_of(frame: Frame) -> list[FeedLink]:
    """Feeds of the programme of ``frame`` in its language; none where nobody may read it."""
    programme = frame.programmes.get(frame.language)
    if programme is None or frame.is_private or not are_served():
        return []
    below = frame.address(programme)
    return [_link(frame, feed, below + name) for name, feed in FEEDS.items()]


def calendar_of(frame: Frame, address: str) -> FeedLink | None:
    """The calendar beside the public page at ``address``."""
    if not address or frame.is_private or not are_served():
        return None
    return _link(frame, FEEDS[CALENDAR], f"{address.rstrip('/')}.ics")


def calendar_of_selection(frame: Frame, query: str) -> FeedLink | None:
    """The calendar of what the filters in ``query`` leave of the programme of ``frame``."""
    programme = frame.programmes.get(frame.language)
    if programme is None or frame.is_private or not are_served():
        return None
    return _link(frame, FEEDS[CALENDAR], f"{frame.address(programme)}{CALENDAR}?{query}")


def are_served() -> bool:
    """Whether the host includes the addresses of the feeds."""
    try:
        reverse("sessions_feed", kwargs={"path": "programme/", "name": CALENDAR})
    except NoReverseMatch:
        return False
    return True


def _link(frame: Frame, feed: Feed, address: str) -> FeedLink:
    is_calendar = feed is FEEDS[CALENDAR]
    _scheme, _sign, rest = frame.absolute(address).partition(":")
    return FeedLink(
        title=feed.title,
        media_type=feed.media_type.split(";")[0],
        address=address,
        subscribe=f"webcal:{rest}" if is_calendar else "",
    )
