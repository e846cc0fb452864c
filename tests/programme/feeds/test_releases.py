"""Releases in the feed of changes, as readers of feeds get them."""

from datetime import UTC

import feedparser
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from tests.factories import make_session, slot
from tests.programme.releases.stage import Stage, make_stage

from .conftest import PROGRAMMES, fetch
from .judges import faults

pytestmark = pytest.mark.django_db

PAGES = {
    "de": "http://localhost/de/programm/aenderungen/",
    "en": "http://localhost/en/programme/changes/",
}


@pytest.fixture
def stage(house) -> Stage:
    return make_stage(house)


def entries(client, language="en"):
    """Title, address and language of every entry."""
    read = feedparser.parse(fetch(client, language, "changes.atom"))
    return [(entry.title, entry.link) for entry in read.entries]


def contents(client, language):
    """What stands in the entries of the releases, as HTML."""
    space = {"a": "http://www.w3.org/2005/Atom"}
    root = etree.fromstring(fetch(client, language, "changes.atom"))
    return root.xpath("//a:entry/a:content[@type='html']/text()", namespaces=space)


def test_releases_come_first_newest_first(client, stage):
    assert {title for title, _link in entries(client)} == {"Big questions", "Nur auf Deutsch"}
    first, second = stage.release("1.0"), stage.release("1.1")
    assert entries(client)[:2] == [
        ("Version 1.1", f"{PAGES['en']}#version-{second.pk}"),
        ("Version 1.0", f"{PAGES['en']}#version-{first.pk}"),
    ]
    assert [link for _title, link in entries(client, "de")[:2]] == [
        f"{PAGES['de']}#version-{second.pk}",
        f"{PAGES['de']}#version-{first.pk}",
    ]
    assert len(entries(client)) == 4


@pytest.mark.parametrize("language", PROGRAMMES)
def test_it_is_valid(client, stage, schemas_dir, language):
    stage.release(notes={"de": "Los & <weiter>", "en": "Go & <on>"})
    stage.change(stage.panel, state="cancelled")
    stage.release("1.1")
    assert faults("changes.atom", fetch(client, language, "changes.atom"), schemas_dir) == []


def test_the_log_is_html_that_stands_by_itself(client, stage):
    stage.release("1.0", notes={"de": "Los <b>geht’s</b>.\n\nBald."})
    stage.change(stage.panel, start=slot("2026-09-17 11:30").start, room=stage.cellar)
    make_session(stage.house.programme, title="A < B & C", slots=[slot("2026-09-18 14:00")])
    stage.release("1.1")
    assert contents(client, "en") == [
        '<ul><li><a href="http://localhost/en/programme/questions/"><span>Big questions</span></a>'
        "<ul><li>moved from Thursday, 17 September, 10:00 to 11:30</li>"
        '<li>now in: <span lang="de">Keller</span> (before: Great hall)</li></ul></li>'
        '<li><a href="http://localhost/de/programm/a-b-c/"><span lang="de">A &lt; B &amp; C</span>'
        "</a><ul><li>new: Friday, 18 September, 14:00</li></ul></li></ul>",
        '<div lang="de"><p>Los &lt;b&gt;geht’s&lt;/b&gt;.</p>\n\n<p>Bald.</p></div>'
        "<p>The first version of the programme.</p>",
    ]
    for text in contents(client, "de"):
        assert html.fragment_fromstring(text, create_parent=True).text_content()


def test_identities_and_moments_stay(client, stage):
    stage.release("1.0")

    def told():
        read = feedparser.parse(fetch(client, "en", "changes.atom"))
        return {entry.title: (entry.id, entry.updated) for entry in read.entries}

    before = told()["Version 1.0"]
    stage.change(stage.panel, state="cancelled")
    made = stage.release("1.1")
    assert told()["Version 1.0"] == before
    assert told()["Version 1.1"][1] == made.released_at.astimezone(UTC).isoformat()
    german = feedparser.parse(fetch(client, "de", "changes.atom"))
    ids = [entry.id for entry in german.entries] + [one for one, _moment in told().values()]
    assert len(ids) == len(set(ids)) == 8


def test_the_feed_is_as_young_as_the_last_release(client, stage):
    stage.release("1.0")
    made = stage.release("1.1")
    read = feedparser.parse(fetch(client, "en", "changes.atom"))
    assert read.feed.updated == made.released_at.astimezone(UTC).isoformat()


def test_no_more_than_anybody_reads_of(client, stage):
    for number in range(12):
        stage.release(f"1.{number}")
    titles = [title for title, _link in entries(client) if title.startswith("Version")]
    assert titles == [f"Version 1.{number}" for number in range(11, 1, -1)]
    assert "first version" not in " ".join(contents(client, "en"))


def test_signs_that_no_feed_can_hold_are_left_out(client, stage):
    stage.release("1.0", notes={"en": "a\x01b\x0bc"})
    assert contents(client, "en")[0].startswith("<div><p>abc</p></div>")


@pytest.mark.parametrize("count", [1, 5])
def test_queries(client, stage, count):
    stage.release()
    for number in range(count):
        make_session(stage.house.programme, title=f"S {number}", slots=[slot()])
        stage.release(f"1.{number + 1}")
    fetch(client, "en", "changes.atom")
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        fetch(client, "en", "changes.atom")
    assert len(captured) == 9
