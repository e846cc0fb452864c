"""A small programme that holds everything a feed can tell, and the feeds as programs read them."""

import json
from dataclasses import dataclass
from typing import Any

import icalendar
import pytest
from django.test import Client

from sessions_app.models import Material, SessionPage, Slot
from tests.factories import (
    House,
    make_format,
    make_room,
    make_session,
    make_speaker,
    make_track,
    slot,
    translate,
)

PROGRAMMES = {"de": "/de/programm/", "en": "/en/programme/"}


@dataclass(frozen=True)
class Conference:
    """What was built: a panel in both languages and a German talk that is cancelled."""

    house: House
    panel: SessionPage
    talk: SessionPage

    @property
    def slot(self) -> Slot:
        """The one time of the panel."""
        return self.panel.slots.get()


@pytest.fixture
def conference(house: House) -> Conference:
    """A panel, a cancelled talk without a translation, a session without a time."""
    ada = make_speaker("Ada Ölsner", slug="ada")
    translate(ada, "en")
    bo = make_speaker("Bo Muster", slug="bo")
    hall, track, panel_format = make_room(), make_track(color="#1a5fb4"), make_format("Panel")
    translate(hall, "en", name="Great hall")
    translate(track, "en", name="State and society")
    translate(panel_format, "en", name="Panel")
    panel = make_session(
        house.programme,
        title="Große Fragen",
        slug="fragen",
        subtitle="Ein Abend",
        summary="Worum es geht.",
        people=[(ada, "moderator"), bo],
        slots=[slot("2026-09-17 23:30", 90, hall)],
        materials=[
            Material(kind="recording", url="https://example.org/film", title="Film"),
            Material(kind="slides", url="https://example.org/folien"),
        ],
        format=panel_format,
        track=track,
    )
    translate(panel, "en", title="Big questions", slug="questions", summary="What it is about.")
    talk = make_session(
        house.programme,
        title="Nur auf Deutsch",
        slug="deutsch",
        people=[bo],
        slots=[slot("2026-09-18 10:00", 45, state="cancelled")],
        spoken_language="de-AT",
    )
    make_session(house.programme, title="Noch ohne Zeit", slug="ohne-zeit", spoken_language="")
    return Conference(house, panel, talk)


def fetch(client: Client, language: str, name: str) -> bytes:
    """The feed of that name; it must be there."""
    response = client.get(PROGRAMMES[language] + name)
    assert response.status_code == 200
    return response.content


def calendar(content: bytes) -> icalendar.Calendar:
    """A calendar, read without a fault."""
    read = icalendar.Calendar.from_ical(content)
    assert [event.errors for event in read.walk() if event.errors] == []
    return read


def events(content: bytes) -> dict[str, icalendar.Event]:
    """Events of a calendar by what stands in their summary."""
    return {str(event["SUMMARY"]): event for event in calendar(content).events}


def events_v1(content: bytes) -> list[dict[str, Any]]:
    """Events of a schedule.json of version 1, in order."""
    return [
        event
        for day in json.loads(content)["schedule"]["conference"]["days"]
        for of_room in day["rooms"].values()
        for event in of_room
    ]
