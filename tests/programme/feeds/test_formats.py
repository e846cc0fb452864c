"""Every format says what the programme says, by the schema it follows."""

import csv
import io
import json

import feedparser
import pytest
from lxml import etree

from sessions_app.programme.feeds.registry import FEEDS
from tests.conftest import ROOT
from tests.factories import make_room, make_session, make_speaker, make_track, slot

from .conftest import PROGRAMMES, events, events_v1, fetch
from .judges import faults

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", PROGRAMMES)
@pytest.mark.parametrize("name", FEEDS)
def test_it_is_valid(client, conference, schemas_dir, name, language):
    assert faults(name, fetch(client, language, name), schemas_dir) == []


@pytest.mark.parametrize("language", PROGRAMMES)
@pytest.mark.parametrize("name", FEEDS)
def test_it_is_valid_without_sessions(client, house, schemas_dir, name, language):
    assert faults(name, fetch(client, language, name), schemas_dir) == []


def test_calendar_in_both_languages(client, conference):
    german, english = (events(fetch(client, code, "schedule.ics")) for code in PROGRAMMES)
    assert sorted(german) == ["Große Fragen", "Nur auf Deutsch"]
    assert sorted(english) == ["Big questions", "Nur auf Deutsch"]
    panel, translated = german["Große Fragen"], english["Big questions"]
    assert panel["UID"] == translated["UID"]
    assert (panel["SUMMARY"].params, translated["SUMMARY"].params) == (
        {"LANGUAGE": "de"},
        {"LANGUAGE": "en"},
    )
    assert str(translated["LOCATION"]) == (
        "Great hall, Haus der Begegnung, Am Markt 1, 10115 Berlin"
    )
    assert str(translated["DESCRIPTION"]) == (
        "[en] Ein Abend\n\nAda Ölsner, Bo Muster\n\nWhat it is about."
    )
    assert translated.categories == ["State and society", "Panel"]
    assert translated["DTSTART"].params == {"TZID": "Europe/Berlin"}
    assert str(translated["URL"]) == "http://localhost/en/programme/questions/"
    untranslated = english["Nur auf Deutsch"]
    assert untranslated["SUMMARY"].params == {"LANGUAGE": "de"}
    assert str(untranslated["URL"]) == "http://localhost/de/programm/deutsch/"
    assert [str(event["STATUS"]) for event in english.values()] == ["CONFIRMED", "CANCELLED"]


def test_calendar_names_itself(client, conference):
    content = fetch(client, "en", "schedule.ics").decode()
    head = content[: content.index("BEGIN:VTIMEZONE")].split("\r\n")
    assert {
        "METHOD:PUBLISH",
        "NAME;LANGUAGE=en:Programme – Zwiesprache",
        "X-WR-CALNAME:Programme – Zwiesprache",
        "SOURCE;VALUE=URI:http://localhost/en/programme/schedule.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    } - set(head) == set()


def test_schedule_json(client, conference):
    (german,), (english,) = (events_v1(fetch(client, code, "schedule.json")) for code in PROGRAMMES)
    stable = ("guid", "id", "slug", "date", "start", "end", "duration", "language", "persons")
    assert [german[key] for key in stable] == [english[key] for key in stable]
    assert (english["start"], english["duration"], english["end"]) == (
        "23:30",
        "01:30",
        "2026-09-18T01:00:00+02:00",
    )
    assert [english[key] for key in ("title", "abstract", "track", "room", "type", "language")] == [
        "Big questions",
        "What it is about.",
        "State and society",
        "Great hall",
        "Panel",
        "de",
    ]
    assert [person["name"] for person in english["persons"]] == ["Ada Ölsner", "Bo Muster"]
    assert english["links"] == [
        {"type": "media", "url": "https://example.org/film", "title": "Film"},
        {"type": "slides", "url": "https://example.org/folien", "title": ""},
    ]
    assert english["id"] == conference.slot.pk


def test_schedule_json_2(client, conference):
    read = json.loads(fetch(client, "en", "schedule.v2.json"))["schedule"]["events"]
    assert [(event["title"], event["state"], event["type"]) for event in read] == [
        ("Big questions", "CONFIRMED", "DISCUSSION"),
        ("Nur auf Deutsch", "CANCELED", "OTHER"),
    ]
    panel, talk = read
    assert panel["abstract"] == {"de": "Worum es geht.", "en": "What it is about."}
    assert [person["role"] for person in panel["participants"]] == ["MODERATOR", "SPEAKER"]
    assert talk["language"] == "de"


def test_schedule_xml(client, conference):
    roots = [etree.fromstring(fetch(client, code, "schedule.xml")) for code in PROGRAMMES]
    german, english = (root.find("day/room/event") for root in roots)
    assert dict(german.attrib) == dict(english.attrib)
    assert [english.findtext(tag) for tag in ("title", "room", "language", "track")] == [
        "Big questions",
        "Great hall",
        "de",
        "State and society",
    ]
    assert [root.findtext("conference/acronym") for root in roots] == ["zwiesprache_2026"] * 2
    (track,) = roots[1].findall("conference/track")
    assert (track.get("name"), track.get("color")) == ("State and society", "#1a5fb4")
    # It could not be told that the talk is cancelled.
    assert len(roots[0].findall(".//event")) == 1


def test_changes(client, conference):
    slot = conference.slot
    slot.previous_start, slot.state = slot.start, "moved"
    slot.save()
    read = feedparser.parse(fetch(client, "en", "changes.atom"))
    assert (read.feed.title, read.feed.language) == ("Changes: Programme – Zwiesprache", "en")
    first = read.entries[0]
    assert (first.title, first.link) == (
        "Big questions",
        "http://localhost/en/programme/questions/",
    )
    assert first.summary == (
        "Thursday, 17 September 2026, 23:30–01:00, Great hall, moved"
        " (Thursday, 17 September 2026, 23:30)"
    )
    assert sorted(entry.title for entry in read.entries) == [
        "Big questions",
        "Noch ohne Zeit",
        "Nur auf Deutsch",
    ]


def test_table(client, conference):
    content = fetch(client, "en", "sessions.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    columns = ("title", "people", "start", "state", "spoken_language", "text_language")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        (
            "Big questions",
            "Ada Ölsner; Bo Muster",
            "2026-09-17T23:30:00+02:00",
            "planned",
            "de",
            "en",
        ),
        (
            "Nur auf Deutsch",
            "Bo Muster",
            "2026-09-18T10:00:00+02:00",
            "cancelled",
            "de-AT",
            "de",
        ),
        ("Noch ohne Zeit", "", "", "", "", "de"),
    ]


HOSTILE = {
    "control": "A\x01B\x0bC\x1bD\x85E\u2028F\ufffeG",
    "markup": "]]> <b>&amp; \"quoted\" 'so'",
    "calendar": "One; two, three\\n\nEND:VEVENT\r\nfour: five",
    "long": "Überlänge " * 25,
    "directions": "\u202eabc\u202c \u200fעברית\u200e",
    "formula": "=cmd|' /C calc'!A0",
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts(client, house, schemas_dir, title):
    """They reach the reader, and break no format."""
    make_session(
        house.programme,
        title=title[:255],
        slug="x",
        subtitle=title[:255],
        summary=(title * 500)[:5000],
        people=[make_speaker(title[:255], slug="x")],
        track=make_track(title[:255]),
        slots=[slot(room=make_room(title[:255]))],
    )
    contents = {name: fetch(client, "de", name) for name in FEEDS}
    assert [fault for name in FEEDS for fault in faults(name, contents[name], schemas_dir)] == []
    expected = events_v1(contents["schedule.json"])[0]["title"]
    (row,) = csv.DictReader(io.StringIO(contents["sessions.csv"].decode("utf-8-sig")))
    assert list(events(contents["schedule.ics"])) == [expected]
    assert etree.fromstring(contents["schedule.xml"]).findtext(".//event/title") == expected
    assert row["title"].removeprefix("'") == expected


def test_no_cell_is_a_formula(client, house):
    make_session(house.programme, title="=1+1", subtitle="+49", slug="x", summary="@x")
    content = fetch(client, "de", "sessions.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["title"], row["subtitle"]) == ("'=1+1", "'+49")


def test_the_readme_names_them_all():
    readme = (ROOT / "README.md").read_text()
    assert [name for name in FEEDS if f"`{name}`" not in readme] == []
