"""schedule.json of c3voc: version 1, and the alpha of version 2.

Version 1 has no word for a cancelled session and leaves it out; version 2 states it.
"""

import json
import re
from datetime import date
from typing import Any

from ...enums import AppearanceRole, MaterialKind, SlotState
from .base import Day, Event, Named, Person, Programme, base_language

GENERATOR = {"name": "Zwiesprache"}
SCHEMA = "https://c3voc.de/schedule/schema.json"
SCHEMA_V2 = "https://c3voc.de/schedule/schema2"
LINK_TYPES = {
    MaterialKind.RECORDING: "media",
    MaterialKind.CAPTIONS: "related",
    MaterialKind.SLIDES: "slides",
    MaterialKind.PAPER: "paper",
    MaterialKind.LINK: "related",
}
ROLES = {
    AppearanceRole.SPEAKER: "SPEAKER",
    AppearanceRole.MODERATOR: "MODERATOR",
    AppearanceRole.HOST: "HOST",
    AppearanceRole.PANELLIST: "CONTRIBUTOR",
    AppearanceRole.GUEST: "GUEST",
}
STATES = {
    SlotState.PLANNED: "CONFIRMED",
    SlotState.MOVED: "CONFIRMED",
    SlotState.CANCELLED: "CANCELED",
}
# The schema's kinds of event by the beginnings of words that name a format.
KINDS = (
    (("panel", "podi", "disku", "discu", "debat"), "DISCUSSION"),
    (("work", "werkst"), "WORKSHOP"),
    (("talk", "vortrag", "keynote", "lecture"), "TALK"),
    (("konzert", "concert"), "CONCERT"),
    (("lesung", "perform", "reading", "theat"), "PERFORMANCE"),
)
_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC$")


def render(programme: Programme) -> bytes:
    """Version 1."""
    days = programme.days(programme.held)
    conference = {
        **_conference(programme, days),
        "start": _first(programme, days).isoformat(),
        "end": _last(programme, days).isoformat(),
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "rooms": [_room(room) for room in programme.rooms],
        "days": [_day(programme, day) for day in days],
    }
    return _write(programme, SCHEMA, {"base_url": programme.root_url, "conference": conference})


def render_v2(programme: Programme) -> bytes:
    """Version 2 (alpha)."""
    days = programme.days(programme.events)
    conference = {
        **_conference(programme, days),
        "start": days[0].start.isoformat(),
        "end": days[-1].end.isoformat(),
        "timeslot_duration": "PT5M",
        "rooms": [_room(room) for room in programme.rooms],
        "days": [
            {
                "index": day.index,
                "date": day.date.isoformat(),
                "start": day.start.isoformat(),
                "end": day.end.isoformat(),
            }
            for day in days
        ],
    }
    events = [_event_v2(programme, event) for event in programme.events]
    return _write(programme, SCHEMA_V2, {"conference": conference, "events": events})


def _write(programme: Programme, schema: str, schedule: dict[str, Any]) -> bytes:
    document = {
        "$schema": schema,
        "generator": GENERATOR,
        "schedule": {"version": programme.changed.isoformat(), **schedule},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _conference(programme: Programme, days: list[Day]) -> dict[str, Any]:
    zone = programme.zone.key
    return {
        "acronym": programme.acronym,
        "title": programme.title,
        "description": programme.introduction,
        "url": programme.url,
        **({"time_zone_name": zone} if _ZONE.match(zone) else {}),
        "tracks": [
            {
                "name": track.name,
                "slug": track_slug(track),
                **({"color": track.color} if track.color else {}),
            }
            for track in programme.tracks
        ],
    }


def _first(programme: Programme, days: list[Day]) -> date:
    return programme.starts_on or days[0].date


def _last(programme: Programme, days: list[Day]) -> date:
    return programme.ends_on or days[-1].date


def track_slug(track: Named | None) -> str:
    """Name of a track for machines, the same in every language."""
    return f"track-{track.key.hex[:12]}" if track else "track-none"


def event_slug(programme: Programme, event: Event) -> str:
    """Name of an event for machines, the same in every language."""
    return f"{programme.acronym}-{event.number:04}"


def _room(room: Named) -> dict[str, Any]:
    return {"name": room.name, "guid": str(room.key)}


def _day(programme: Programme, day: Day) -> dict[str, Any]:
    # Rooms are told apart by name here: two of one name share a list.
    rooms: dict[str, list[dict[str, Any]]] = {}
    for room, events in day.by_room().items():
        rooms.setdefault(room.name, []).extend(_event(programme, event) for event in events)
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.start.isoformat(),
        "day_end": day.end.isoformat(),
        "rooms": rooms,
    }


def _event(programme: Programme, event: Event) -> dict[str, Any]:
    session = event.session
    return {
        "guid": str(event.guid),
        "id": event.number,
        "date": event.time.start.isoformat(),
        "start": f"{event.time.start:%H:%M}",
        "end": event.time.end.isoformat(),
        "duration": event.duration,
        "room": event.room.name,
        "slug": event_slug(programme, event),
        "url": session.url,
        "title": session.title,
        "subtitle": session.subtitle,
        "track": session.track.name if session.track else None,
        "type": session.format,
        "language": base_language(session.spoken) or None,
        "abstract": session.summary,
        "persons": [_person(person) for person in session.people],
        "links": [
            {"type": LINK_TYPES[MaterialKind(link.kind)], "url": link.url, "title": link.title}
            for link in session.links
        ],
    }


def _person(person: Person) -> dict[str, Any]:
    # An `id` beside `public_name` alone would make it a person of another kind.
    return {"guid": str(person.key), "name": person.name}


def _event_v2(programme: Programme, event: Event) -> dict[str, Any]:
    session = event.session
    spoken = base_language(session.spoken)
    return {
        "guid": str(event.guid),
        "start": event.time.start.isoformat(),
        "end": event.time.end.isoformat(),
        "room": {"name": event.room.name, "guid": str(event.room.key)},
        "slug": event_slug(programme, event),
        "url": session.url,
        "title": session.title,
        "subtitle": session.subtitle,
        "track": {"slug": track_slug(session.track)},
        "type": _kind(session.format),
        # The schema knows codes of two letters alone and wants one.
        "language": spoken if len(spoken) == 2 else base_language(session.language),
        "abstract": {base_language(code): text for code, text in session.summaries.items()},
        "participants": [
            {**_person(person), "role": ROLES[AppearanceRole(person.role)]}
            for person in session.people
        ],
        "links": [
            {
                "type": LINK_TYPES[MaterialKind(link.kind)].upper(),
                "url": link.url,
                "title": link.title,
            }
            for link in session.links
        ],
        "state": STATES[SlotState(event.time.state)],
    }


def _kind(format_name: str) -> str:
    words = re.split(r"\W+", format_name.casefold())
    for beginnings, kind in KINDS:
        if any(word.startswith(beginnings) for word in words):
            return kind
    return "OTHER"
