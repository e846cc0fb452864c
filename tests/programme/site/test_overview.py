"""The page that lists everything there is in a language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from tests.factories import (
    make_content_page,
    make_session,
    make_speaker,
    slot,
    translate,
)

from ..shown import show

pytestmark = pytest.mark.django_db


def contents(language: str) -> str:
    """Address of the page."""
    with override(language):
        return reverse("sessions_contents")


@pytest.fixture
def site(house):
    """Pages in one and in both languages, and some that nobody may read."""
    ada, bo = make_speaker("Ada", slug="ada"), make_speaker("Bo", slug="bo")
    translate(ada, "en")
    panel = make_session(
        house.programme,
        title="Große Fragen",
        slug="fragen",
        people=[ada, bo],
        slots=[slot("2026-09-18 10:00"), slot("2026-09-17 14:30")],
    )
    translate(panel, "en", title="Big questions", slug="questions")
    make_session(house.programme, title="Nur hier", slug="nur-hier", slots=[slot()])
    later = make_session(house.programme, title="Ohne Zeit", slug="ohne-zeit")
    translate(later, "en", title="No time", slug="no-time")
    make_session(house.programme, title="Entwurf", slug="entwurf", live=False)
    hidden = make_session(house.programme, title="Geheim", slug="geheim", slots=[slot()])
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    about = make_content_page(house.home, title="Über uns", slug="ueber-uns")
    translate(about, "en", title="About us", slug="about-us")
    team = make_content_page(about, title="Team", slug="team")
    assert team.get_parent().pk == about.pk
    return house


def lines(client, language: str) -> list[tuple[str, ...]]:
    """Every line: what it says, where its first link leads."""
    shown = show(client, contents(language))
    assert shown.status == 200
    found = shown.root.xpath("//*[@class='z-tree-line']")
    return [(" ".join(e.text_content().split()), e.xpath("a/@href")[0]) for e in found]


def test_all_pages_of_the_language_with_their_other_titles(client, site):
    assert lines(client, "en")[:9] == [
        ("Zwiesprache Zwiesprache", "/en/"),
        ("Programme Programm", "/en/programme/"),
        ("14:30 Big questions Große Fragen", "/en/programme/questions/"),
        ("10:00 Big questions Große Fragen", "/en/programme/questions/"),
        ("No time Ohne Zeit", "/en/programme/no-time/"),
        ("Ada", "/en/programme/speakers/ada/"),
        ("Rooms", "/en/programme/rooms/"),
        ("Tracks", "/en/programme/tracks/"),
        ("Partners", "/en/programme/partners/"),
    ]
    assert lines(client, "en")[-1] == ("About us Über uns", "/en/about-us/")
    german = [line for line, _address in lines(client, "de")]
    assert german[:8] == [
        "Zwiesprache Zwiesprache",
        "Programm Programme",
        "10:00 Nur hier",
        "14:30 Große Fragen Big questions",
        "10:00 Große Fragen Big questions",
        "Ohne Zeit No time",
        "Ada",
        "Bo",
    ]
    assert german[-2:] == ["Über uns About us", "Team"]


def test_days_are_headings_and_pages_stand_below_their_parents(client, site):
    shown = show(client, contents("en"))
    assert shown.texts("//h2")[:4] == [
        "Thursday, 17 September 2026",
        "Friday, 18 September 2026",
        "Time to be announced",
        "Speakers",
    ]
    german = show(client, contents("de"))
    path = "//li[p/a[@href='/de/ueber-uns/']]/ul/li/p/a[1]"
    assert german.rows(path, "href") == [("Team", "/de/ueber-uns/team/")]


def test_titles_in_the_other_language_say_so(client, site):
    shown = show(client, contents("en"))
    path = "//a[@class='z-tree-other'][@href='/de/programm/fragen/']"
    assert set(shown.rows(path, "lang", "hreflang")) == {("Große Fragen", "de", "de")}


def test_its_languages(client, site):
    shown = show(client, contents("en"))
    host = "http://localhost"
    assert shown.values("//link[@rel='alternate'][@hreflang]", "hreflang", "href") == [
        ("de", host + contents("de")),
        ("en", host + contents("en")),
        ("x-default", host + contents("de")),
    ]
    assert shown.values("//link[@rel='canonical']", "href") == [(host + contents("en"),)]
    assert shown.values("//nav[@class='z-switch']//a", "href") == [(contents("de"),)]
    assert shown.text("//h1") == "Contents"


def test_the_footer_of_every_page_leads_there(client, site):
    for address in ("/en/", "/en/programme/questions/", "/en/nowhere/"):
        path = f"//footer//a[@href='{contents('en')}']"
        assert show(client, address).texts(path) == ["Contents"]


def test_a_language_without_a_home_has_none(client, site):
    site.homes["en"].unpublish()
    assert client.get(contents("en")).status_code == 404
    assert show(client, contents("de")).status == 200
    assert client.post(contents("de")).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, house, count):
    for number in range(count):
        session = make_session(
            house.programme,
            title=f"Gespräch {number}",
            people=[make_speaker(f"Person {number}")],
            slots=[slot()],
        )
        translate(session, "en")
        translate(make_content_page(house.home, title=f"Seite {number}"), "en")
    found = []
    for language in ("de", "en"):
        client.get(contents(language))
        with CaptureQueriesContext(connection) as queries:
            client.get(contents(language))
        found.append(len(queries))
    assert found == [8, 8]
