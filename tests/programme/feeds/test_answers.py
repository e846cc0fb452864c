"""Who gets a feed and how: caches, methods, other origins, and what nobody may read."""

from email.utils import parsedate_to_datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from sessions_app.programme.feeds.registry import CHANGES, FEEDS
from tests.factories import (
    make_content_page,
    make_programme,
    make_session,
    make_speaker,
    publish,
    slot,
    translate,
)

from .conftest import PROGRAMMES, calendar, events, fetch

pytestmark = pytest.mark.django_db

MEDIA_TYPES = {
    "schedule.ics": "text/calendar; charset=utf-8",
    "changes.atom": "application/atom+xml; charset=utf-8",
    "schedule.xml": "application/vnd.c3voc.schedule+xml",
    "schedule.json": "application/json",
    "schedule.v2.json": "application/json",
    "sessions.csv": "text/csv; charset=utf-8; header=present",
}
CALENDARS = {
    "/de/programm/fragen.ics": ["Große Fragen"],
    "/en/programme/questions.ics": ["Big questions"],
    "/de/programm/deutsch.ics": ["Nur auf Deutsch"],
    "/de/programm/ohne-zeit.ics": [],
    "/de/programm/personen/ada.ics": ["Große Fragen"],
    "/de/programm/personen/bo.ics": ["Große Fragen", "Nur auf Deutsch"],
    "/en/programme/speakers/ada.ics": ["Big questions"],
}
# Of the site, the programme, the frame around it, the sessions, labels, people and materials;
# that of a session and of a person one more, and that of changes for the releases.
QUERIES = 8


@pytest.mark.parametrize("name", FEEDS)
def test_headers(client, conference, name):
    response = client.get(f"/en/programme/{name}")
    assert {
        header: response.get(header)
        for header in ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin", "Vary")
    } == {
        "Content-Type": MEDIA_TYPES[name],
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
        "Vary": None,
    }
    assert response.cookies == {}


def test_last_modified_is_the_last_publication(client, conference):
    page = publish(conference.panel)
    told = client.get("/de/programm/schedule.ics")["Last-Modified"]
    assert parsedate_to_datetime(told) == page.last_published_at.replace(microsecond=0)


@pytest.mark.parametrize("address", ["/de/programm/schedule.json", "/de/programm/fragen.ics"])
def test_what_has_not_changed_is_not_sent_again(client, conference, address):
    first = client.get(address)
    known = {"If-None-Match": first["ETag"]}
    again = client.get(address, headers=known)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    conference.panel.title = "Neu"
    publish(conference.panel)
    changed = client.get(address, headers=known)
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


def test_what_was_taken_back_is_gone_for_those_who_ask_by_date(client, conference):
    """Nothing stored is younger then: only the content tells."""
    first = client.get("/de/programm/schedule.ics")
    conference.panel.unpublish()
    again = client.get(
        "/de/programm/schedule.ics", headers={"If-Modified-Since": first["Last-Modified"]}
    )
    assert (again.status_code, list(events(again.content))) == (200, ["Nur auf Deutsch"])


@pytest.mark.parametrize("address", ["/de/programm/schedule.xml", "/de/programm/fragen.ics"])
def test_methods(client, conference, address):
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])
    statuses = {
        method: getattr(client, method)(address).status_code
        for method in ("post", "put", "patch", "delete")
    }
    assert statuses == dict.fromkeys(statuses, 405)


@pytest.mark.parametrize(("address", "titles"), CALENDARS.items(), ids=CALENDARS)
def test_calendars_of_one(client, conference, address, titles):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, MEDIA_TYPES["schedule.ics"])
    assert [str(event["SUMMARY"]) for event in calendar(response.content).events] == titles


@pytest.mark.parametrize(
    "address",
    [
        "/de/programm/schedule.rss",
        "/de/programm/schedule.ics/",
        "/de/schedule.ics",
        "/schedule.ics",
        "/de/programme/schedule.ics",
        "/en/programm/schedule.ics",
        "/de/programm/fragen/schedule.ics",
        "/de/programm/nirgends.ics",
        "/de/programm/questions.ics",
        "/en/programme/fragen.ics",
        # Not translated.
        "/en/programme/deutsch.ics",
        "/en/programme/nur-auf-deutsch.ics",
        "/en/programme/speakers/bo.ics",
        "/de/programm/personen/niemand.ics",
        "/de/programm/speakers/ada.ics",
        "/de/programm.ics",
    ],
)
def test_there_is_nothing_else(client, conference, address):
    assert client.get(address).status_code == 404


def statuses(client) -> dict[str, set[int]]:
    """Status codes of all feeds by language."""
    return {
        code: {client.get(address + name).status_code for name in FEEDS}
        for code, address in PROGRAMMES.items()
    }


def test_a_language_that_is_not_live_has_no_feed(client, conference):
    conference.house.programmes["en"].unpublish()
    assert statuses(client) == {"de": {200}, "en": {404}}


def test_a_programme_that_is_not_live_has_none(client, conference):
    conference.house.programme.unpublish()
    assert statuses(client)["de"] == {404}


@pytest.mark.parametrize("kind", ["login", "password"])
@pytest.mark.parametrize("place", ["home", "programme"])
def test_what_is_not_for_everybody_has_none(client, admin_client, conference, kind, place):
    """For nobody, whoever is logged in: an answer may be kept by caches."""
    PageViewRestriction.objects.create(
        page=getattr(conference.house, place), restriction_type=kind, password="x"
    )
    assert statuses(client)["de"] == statuses(admin_client)["de"] == {404}
    assert {a: client.get(a).status_code for a in CALENDARS if a.startswith("/de")} == {
        a: 404 for a in CALENDARS if a.startswith("/de")
    }


def test_a_session_that_is_not_for_everybody_is_left_out(client, conference):
    PageViewRestriction.objects.create(page=conference.panel, restriction_type="login")
    assert list(events(fetch(client, "de", "schedule.ics"))) == ["Nur auf Deutsch"]
    assert client.get("/de/programm/fragen.ics").status_code == 404
    for name in FEEDS:
        assert "Große Fragen" not in fetch(client, "de", name).decode()


def test_drafts_are_left_out(client, conference):
    conference.panel.title = "Geheim"
    conference.panel.save_revision()
    make_session(conference.house.programme, title="Geheimnis", slots=[slot()], live=False)
    for name in FEEDS:
        assert "Geheim" not in fetch(client, "de", name).decode()


def test_a_translation_that_is_not_live_gives_way_to_the_original(client, conference):
    Page.objects.filter(translation_key=conference.panel.translation_key).exclude(
        pk=conference.panel.pk
    ).update(live=False)
    assert list(events(fetch(client, "en", "schedule.ics"))) == ["Große Fragen", "Nur auf Deutsch"]
    for name in FEEDS:
        assert "Big questions" not in fetch(client, "en", name).decode()
    assert client.get("/en/programme/questions.ics").status_code == 404


def test_an_alias_is_no_translation(client, conference):
    conference.talk.copy_for_translation(conference.house.locales["en"], alias=True)
    assert client.get("/en/programme/deutsch.ics").status_code == 404


def test_a_programme_further_down_and_two_of_them(client, house):
    """Each has its own sessions, wherever it stands."""
    below = make_programme(make_content_page(house.home, title="Archiv"), title="Früher")
    session = make_session(below, title="Damals", slug="damals", slots=[slot()])
    make_session(house.programme, title="Heute", slug="heute", slots=[slot()])
    assert session.get_url() == "/de/archiv/frueher/damals/"
    assert list(events(client.get("/de/archiv/frueher/schedule.ics").content)) == ["Damals"]
    assert list(events(client.get("/de/archiv/frueher/damals.ics").content)) == ["Damals"]
    assert list(events(fetch(client, "de", "schedule.ics"))) == ["Heute"]


def queries(client, address: str) -> int:
    """Queries of the address with empty caches."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("count", [1, 12])
def test_queries(client, conference, count):
    for number in range(count):
        person = make_speaker(f"Person {number}")
        session = make_session(
            conference.house.programme,
            title=f"Gespräch {number}",
            people=[person, conference.panel.appearances.first().speaker],
            slots=[slot(), slot("2026-09-18 12:00")],
        )
        translate(session, "en")
    asked = {
        address + name: queries(client, address + name)
        for address in PROGRAMMES.values()
        for name in FEEDS
    }
    assert asked == {address: QUERIES + address.endswith(CHANGES) for address in asked}
    of_one = {address: queries(client, address) for address in CALENDARS}
    assert of_one == dict.fromkeys(of_one, QUERIES + 1)
