"""The sitemap says what the pages say."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import etree
from wagtail.models import PageViewRestriction, Site

from sessions_app.models import Partner, Room, Track
from tests.factories import (
    block,
    make_content_page,
    make_partner,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
    slot,
    translate,
)

from ..shown import show

pytestmark = pytest.mark.django_db

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(client) -> dict[str, list[tuple[str, str]]]:
    """Alternates by address."""
    response = client.get("/sitemap.xml")
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return {
        url.findtext("s:loc", namespaces=SPACES): [
            (link.get("hreflang"), link.get("href")) for link in url.findall("x:link", SPACES)
        ]
        for url in etree.fromstring(response.content).findall("s:url", SPACES)
    }


@pytest.fixture
def site(house):
    """Pages in one and in both languages, and some that nobody may read."""
    ada, bo = make_speaker("Ada", slug="ada"), make_speaker("Bo", slug="bo")
    translate(ada, "en")
    supported = block("partner", {"partner": make_partner().pk, "kind": "funded", "text": ""})
    panel = make_session(
        house.programme,
        title="Beide",
        slug="beide",
        people=[ada, bo],
        track=make_track(),
        slots=[slot(room=make_room())],
        body=[supported],
    )
    translate(panel, "en", slug="both")
    make_session(house.programme, title="Nur hier", slug="nur-hier")
    make_session(house.programme, title="Entwurf", slug="entwurf", live=False)
    orphan = make_session(house.programme, title="Verwaist", slug="verwaist")
    translate(orphan, "en", slug="orphan")
    type(orphan).objects.filter(pk=orphan.pk).update(live=False)
    closed = make_session(house.programme, title="Intern", slug="intern")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    alias = make_session(house.programme, title="Alias", slug="alias")
    alias.copy_for_translation(house.locales["en"], alias=True)
    make_content_page(house.home, title="Impressum")
    return house


def address(name: str, language: str) -> str:
    """Address of the page of all pages (``contents``) or of the search."""
    with override(language):
        return reverse(f"sessions_{name}")


def test_every_public_address_stands_in_it_once(client, site):
    host = "http://localhost"
    room, track, partner = Room.objects.get(), Track.objects.get(), Partner.objects.get()
    assert sorted(sitemap(client)) == sorted(
        host + address
        for address in (
            "/de/",
            "/en/",
            "/de/impressum/",
            "/de/programm/",
            "/en/programme/",
            "/de/programm/personen/",
            "/en/programme/speakers/",
            "/de/programm/beide/",
            "/en/programme/both/",
            "/de/programm/nur-hier/",
            "/de/programm/alias/",
            "/de/programm/personen/ada/",
            "/en/programme/speakers/ada/",
            "/de/programm/personen/bo/",
            "/de/programm/raeume/",
            "/en/programme/rooms/",
            f"/de/programm/raeume/{room.pk}/",
            f"/en/programme/rooms/{room.pk}/",
            "/de/programm/themen/",
            "/en/programme/tracks/",
            f"/de/programm/themen/{track.pk}/",
            f"/en/programme/tracks/{track.pk}/",
            "/de/programm/partner/",
            "/en/programme/partners/",
            f"/de/programm/partner/{partner.pk}/",
            f"/en/programme/partners/{partner.pk}/",
            "/de/programm/aenderungen/",
            "/en/programme/changes/",
            *(address(name, code) for name in ("contents", "search") for code in ("de", "en")),
        )
    )


def test_alternates_are_those_of_the_page(client, site):
    found = sitemap(client)
    on_pages = {
        address: show(client, address.removeprefix("http://localhost")).values(
            "//link[@rel='alternate'][@hreflang]", "hreflang", "href"
        )
        for address in found
    }
    assert found == on_pages
    assert found["http://localhost/en/programme/both/"] == [
        ("de", "http://localhost/de/programm/beide/"),
        ("en", "http://localhost/en/programme/both/"),
        ("x-default", "http://localhost/de/programm/beide/"),
    ]


def test_it_says_when_a_page_was_published(client, house):
    session = publish(make_session(house.programme, title="Neu", slug="neu"))
    response = client.get("/sitemap.xml")
    changed = {
        url.findtext("s:loc", namespaces=SPACES): url.findtext("s:lastmod", namespaces=SPACES)
        for url in etree.fromstring(response.content).findall("s:url", SPACES)
    }
    assert changed["http://localhost/de/programm/neu/"] == session.last_published_at.isoformat()
    assert changed["http://localhost/de/programm/"] is None


def test_robots_are_led_to_it(client, house):
    site = Site.objects.get()
    site.hostname, site.port = "zwiesprache.example", 443
    site.save()
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /admin/\n\nSitemap: https://zwiesprache.example/sitemap.xml\n"
    )


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt"])
def test_machines_may_only_read(client, house, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
