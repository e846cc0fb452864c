"""The programme as a calendar (RFC 5545, with the properties of RFC 7986).

What a calendar program compares comes from the data, never from the moment of asking: a stamp of
now would announce every event anew with every fetch.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, vDuration, vText, vUri
from icalendar import Event as CalendarEvent

from .base import NEVER, Event, Programme
from .zones import vtimezone

REFRESH = timedelta(hours=1)
PRODUCT = "-//Zwiesprache//wagtail-zwiesprache//EN"


def render(programme: Programme) -> bytes:
    """All events, cancelled ones with their status."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", _text(programme.title, programme.language))
    calendar.add("X-WR-CALNAME", programme.title)
    calendar.add("X-WR-TIMEZONE", programme.zone.key)
    calendar.add("URL", vUri(programme.url))
    calendar.add("SOURCE", vUri(programme.feed_url, params={"VALUE": "URI"}))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    if programme.changed > NEVER:
        calendar.add("LAST-MODIFIED", programme.changed)
    for event in programme.events:
        calendar.add_component(_event(programme, event))
    years = [event.time.start.year for event in programme.events]
    if calendar.get_missing_tzids():
        zone = vtimezone(programme.zone, min(years) - 1, max(years) + 1)
        calendar.subcomponents.insert(0, zone)
    return calendar.to_ical()


def _event(programme: Programme, event: Event) -> CalendarEvent:
    session, language = event.session, event.session.language
    made = CalendarEvent()
    made.add("UID", str(event.guid))
    made.add("SUMMARY", _text(session.title, language))
    made.add("DTSTART", _clock(event.time.start))
    made.add("DTEND", _clock(event.time.end))
    made.add("DTSTAMP", event.changed)
    made.add("LAST-MODIFIED", event.changed)
    made.add("SEQUENCE", event.time.sequence)
    made.add("STATUS", "CANCELLED" if event.time.is_cancelled else "CONFIRMED")
    made.add("LOCATION", ", ".join(filter(None, [event.room.name, programme.place])))
    made.add("URL", vUri(session.url))
    names = ", ".join(person.name for person in session.people)
    description = "\n\n".join(filter(None, [session.subtitle, names, session.summary]))
    if description:
        made.add("DESCRIPTION", _text(description, language))
    categories = [name for name in (session.track and session.track.name, session.format) if name]
    if categories:
        made.add("CATEGORIES", categories)
    return made


def _clock(moment: datetime) -> datetime:
    """Local time; in UTC in the hour that the clocks repeat, which local time cannot name."""
    return moment.astimezone(UTC) if moment.fold else moment


def _text(value: str, language: str) -> vText:
    return vText(value, params={"LANGUAGE": language})
