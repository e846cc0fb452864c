"""1,000 sessions in thirty rooms, over the night in which the clocks change."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import feedparser
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from sessions_app.programme.feeds.atom import MOST
from sessions_app.programme.feeds.registry import CHANGES, FEEDS

from .conftest import PROGRAMMES, calendar, events_v1
from .judges import faults, read_by_node
from .large import ROOMS, SESSIONS, UNTRANSLATED, make_large
from .test_answers import QUERIES

# Before those that empty the database: it is filled once for all of these.
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Answer:
    """What a feed answered, and how many queries it took."""

    content: bytes
    queries: int


Answers = dict[tuple[str, str], Answer]


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker) -> Iterator[Answers]:
    """Every feed in both languages; the programme is gone again before the tests begin."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_large()
        found = {(code, name): _ask(code, name) for code in PROGRAMMES for name in FEEDS}
        transaction.set_rollback(True)
    cache.clear()
    return found


def _ask(code: str, name: str) -> Answer:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(PROGRAMMES[code] + name)
    assert response.status_code == 200
    return Answer(response.content, len(captured))


@pytest.mark.parametrize("language", PROGRAMMES)
@pytest.mark.parametrize("name", FEEDS)
def test_it_is_valid(answers, schemas_dir, name, language):
    assert faults(name, answers[language, name].content, schemas_dir) == []


def test_queries(answers):
    assert {key: answer.queries for key, answer in answers.items()} == {
        (code, name): QUERIES + (name == CHANGES) for code, name in answers
    }


@pytest.mark.parametrize("language", PROGRAMMES)
def test_everything_is_there(answers, language):
    contents = {name: answers[language, name].content for name in FEEDS}
    version_2 = json.loads(contents["schedule.v2.json"])["schedule"]
    root = etree.fromstring(contents["schedule.xml"])
    assert {
        "schedule.ics": len(calendar(contents["schedule.ics"]).events),
        "schedule.json": len(events_v1(contents["schedule.json"])),
        "schedule.v2.json": len(version_2["events"]),
        "schedule.xml": len(root.findall(".//event")),
        "sessions.csv": len(contents["sessions.csv"].splitlines()) - 1,
        "changes.atom": len(feedparser.parse(contents["changes.atom"]).entries),
    } == dict.fromkeys(FEEDS, SESSIONS) | {"changes.atom": MOST}
    assert len(version_2["conference"]["rooms"]) == ROOMS
    assert [day.get("date") for day in root.findall("day")] == [
        f"2026-10-{day}" for day in (24, 25, 26, 27)
    ]


def test_events_are_the_same_in_both_languages(answers):
    german, english = (
        {event["guid"]: event for event in events_v1(answers[code, "schedule.json"].content)}
        for code in PROGRAMMES
    )
    stable = ("id", "slug", "date", "end", "duration", "language")
    assert {guid: [event[key] for key in stable] for guid, event in german.items()} == {
        guid: [event[key] for key in stable] for guid, event in english.items()
    }
    kept = [guid for guid, event in german.items() if event["title"] == english[guid]["title"]]
    assert len(kept) == -(-SESSIONS // UNTRANSLATED)


@pytest.mark.parametrize("language", PROGRAMMES)
def test_programs_read_the_same_moments_in_every_format(answers, language):
    """The icalendar package, ical.js and schedule.json, each by its own way to tell a moment."""
    content = answers[language, "schedule.ics"].content
    by_node = {event["uid"]: (event["start"], event["end"]) for event in read_by_node(content)}
    stated = {
        event["guid"]: tuple(
            int(datetime.fromisoformat(event[key]).timestamp()) for key in ("date", "end")
        )
        for event in events_v1(answers[language, "schedule.json"].content)
    }
    by_python = {
        str(event["UID"]): (int(event.start.timestamp()), int(event.end.timestamp()))
        for event in calendar(content).events
    }
    assert by_node == stated
    assert by_python == stated
    assert len({end - start for start, end in stated.values()}) == 1
