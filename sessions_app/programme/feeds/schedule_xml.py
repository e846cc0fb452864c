"""schedule.xml of frab and pretalx, by the schema of c3voc.

The format has no word for a cancelled session, which is left out.
"""

from lxml import etree

from ...enums import MaterialKind
from .base import Day, Event, Programme, base_language
from .schedule_json import LINK_TYPES, event_slug, track_slug


def render(programme: Programme) -> bytes:
    """The days with their rooms, the rooms with their events."""
    days = programme.days(programme.held)
    root = etree.Element("schedule")
    etree.SubElement(root, "generator", name="Zwiesprache")
    _add(root, "url", programme.feed_url)
    _add(root, "version", programme.changed.isoformat())
    _conference(root, programme, days)
    for day in days:
        _day(root, programme, day)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _conference(root: etree._Element, programme: Programme, days: list[Day]) -> None:
    conference = etree.SubElement(root, "conference")
    _add(conference, "title", programme.title)
    _add(conference, "acronym", programme.acronym)
    _add(conference, "start", (programme.starts_on or days[0].date).isoformat())
    _add(conference, "end", (programme.ends_on or days[-1].date).isoformat())
    _add(conference, "days", str(len(days)))
    _add(conference, "timeslot_duration", "00:05")
    _add(conference, "base_url", programme.root_url)
    _add(conference, "url", programme.url)
    _add(conference, "time_zone_name", programme.zone.key)
    for track in programme.tracks:
        made = etree.SubElement(conference, "track", name=track.name, slug=track_slug(track))
        if track.color:
            made.set("color", track.color)


def _day(root: etree._Element, programme: Programme, day: Day) -> None:
    made = etree.SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.date.isoformat(),
        start=day.start.isoformat(),
        end=day.end.isoformat(),
    )
    for room, events in day.by_room().items():
        of_room = etree.SubElement(made, "room", name=room.name, guid=str(room.key))
        for event in events:
            _event(of_room, programme, event)


def _event(room: etree._Element, programme: Programme, event: Event) -> None:
    session = event.session
    made = etree.SubElement(room, "event", guid=str(event.guid), id=str(event.number))
    _add(made, "room", event.room.name)
    _add(made, "title", session.title)
    _add(made, "subtitle", session.subtitle)
    _add(made, "type", session.format)
    _add(made, "date", event.time.start.isoformat())
    _add(made, "start", f"{event.time.start:%H:%M}")
    _add(made, "duration", event.duration)
    _add(made, "abstract", session.summary)
    _add(made, "slug", event_slug(programme, event))
    _add(made, "track", session.track.name if session.track else "")
    people = etree.SubElement(made, "persons")
    for person in session.people:
        _add(people, "person", person.name, id=str(person.number), guid=str(person.key))
    if session.spoken:
        _add(made, "language", base_language(session.spoken))
    links = etree.SubElement(made, "links")
    for link in session.links:
        kind = LINK_TYPES[MaterialKind(link.kind)]
        _add(links, "link", link.title or link.url, href=link.url, type=kind)
    _add(made, "url", session.url)


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, name, attributes).text = text
