"""How many queries a visitor's page takes: literal numbers, at one and at many of everything."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app.models import Material, SessionPage, Slot
from tests.factories import (
    full_body,
    make_content_page,
    make_format,
    make_partner,
    make_photo,
    make_room,
    make_session,
    make_speaker,
    make_track,
    slot,
    translate,
)

pytestmark = pytest.mark.django_db

SESSION_PAGE = {"de": 17, "en": 19}
PROGRAMME_PAGE = {"de": 14, "en": 15}


@pytest.fixture
def cold(client):
    """``cold(address)``: queries of a page whose pictures are made and whose caches are empty."""

    def count(address: str) -> int:
        assert client.get(address).status_code == 200
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    return count


@pytest.fixture
def cast(house):
    """People, labels and a partner in both languages."""
    speakers = [make_speaker(f"Person {n}", photo=make_photo(f"P{n}")) for n in range(8)]
    labels = {"format": make_format(), "track": make_track()}
    room, partner = make_room(), make_partner(logo=make_photo("Logo"))
    for original in (*speakers, *labels.values(), room, partner):
        translate(original, "en")
    return speakers, labels, room, partner


@pytest.mark.parametrize("size", [1, 8])
def test_a_session_page_takes_the_same_number_whatever_it_holds(house, cast, cold, size):
    speakers, labels, room, partner = cast
    pages = [make_content_page(house.home, title=f"Seite {n}") for n in range(size)]
    translate(pages[0], "en")
    blocks = [
        block
        for n in range(size)
        for block in full_body(
            photo=make_photo(f"Bild {n}"),
            speaker=speakers[n],
            partner=partner,
            page=pages[n],
        )
    ]
    session = make_session(
        house.programme,
        slug="gespraech",
        people=speakers[:size],
        slots=[slot(f"2026-09-17 1{n}:00", 60, room) for n in range(size)],
        materials=[Material(url=f"https://example.org/{n}") for n in range(size)],
        body=blocks,
        **labels,
    )
    translate(session, "en", slug="talk", body=blocks)
    assert len(blocks) == 9 * size
    assert {
        "de": cold("/de/programm/gespraech/"),
        "en": cold("/en/programme/talk/"),
    } == SESSION_PAGE


def test_untranslated_people_and_pages_cost_nothing_more(house, cold):
    speakers = [make_speaker(f"Person {n}", photo=make_photo()) for n in range(8)]
    page = make_content_page(house.home)
    partner = make_partner(logo=make_photo())
    blocks = full_body(photo=make_photo(), speaker=speakers[0], partner=partner, page=page)
    session = make_session(
        house.programme,
        slug="gespraech",
        people=speakers,
        slots=[slot(room=make_room())],
        format=make_format(),
        track=make_track(),
        body=blocks,
    )
    translate(session, "en", slug="talk", body=blocks)
    assert cold("/en/programme/talk/") == SESSION_PAGE["en"]


def test_pages_that_are_not_public_are_looked_for_once(house, cold):
    hidden = make_content_page(house.home, live=False)
    speaker, partner = make_speaker(photo=make_photo()), make_partner(logo=make_photo())
    blocks = [
        block
        for _ in range(5)
        for block in full_body(photo=make_photo(), speaker=speaker, partner=partner, page=hidden)
    ]
    make_session(house.programme, slug="x", people=[speaker], format=make_format(), body=blocks)
    assert cold("/de/programm/x/") == SESSION_PAGE["de"]


def many_sessions(house, cast, count: int) -> None:
    """Sessions with people and times, two thirds of them in English, written at one stroke."""
    speakers, labels, room, _partner = cast
    model = make_session(
        house.programme, people=speakers[:3], slots=[slot(room=room)], title="Muster", **labels
    )
    for number in range(count - 1):
        session = make_session(
            house.programme,
            title=f"Gespräch {number}",
            people=speakers[number % 6 : number % 6 + 3],
            slots=[slot(f"2026-09-{17 + number % 2} {9 + number % 8:02}:00", 45, room)],
            **labels,
        )
        if number % 3:
            translate(session, "en")
    assert (SessionPage.objects.filter(source=None).count(), Slot.objects.count()) == (count, count)
    assert model.slots.count() == 1


@pytest.mark.parametrize("count", [1, 12])
def test_the_programme_takes_the_same_number_at_any_size(house, cast, cold, count):
    many_sessions(house, cast, count)
    assert {"de": cold("/de/programm/"), "en": cold("/en/programme/")} == PROGRAMME_PAGE


@pytest.mark.parametrize("count", [1, 6])
def test_people_and_the_sitemap_likewise(house, cast, cold, count):
    speakers, labels, room, _partner = cast
    for number, speaker in enumerate(speakers[:count]):
        session = make_session(
            house.programme,
            title=f"Gespräch {number}",
            people=[speakers[0], speaker],
            slots=[slot(room=room)],
            **labels,
        )
        translate(session, "en")
    slug = speakers[0].slug
    assert {
        address: cold(address)
        for address in (
            f"/de/programm/personen/{slug}/",
            f"/en/programme/speakers/{slug}/",
            "/de/programm/personen/",
            "/en/programme/speakers/",
            "/sitemap.xml",
        )
    } == {
        f"/de/programm/personen/{slug}/": 15,
        f"/en/programme/speakers/{slug}/": 16,
        "/de/programm/personen/": 12,
        "/en/programme/speakers/": 12,
        "/sitemap.xml": 8,
    }


@pytest.mark.parametrize("count", [1, 5])
def test_the_sites_own_pages(house, cast, cold, count):
    for number in range(count):
        page = make_content_page(
            house.home,
            title=f"Seite {number}",
            body=f'<p><a linktype="page" id="{house.programme.pk}">Programm</a></p>',
        )
        translate(page, "en", slug=f"page-{number}")
    assert [cold(a) for a in ("/de/", "/en/", "/de/seite-0/", "/en/page-0/")] == [11, 13, 10, 11]
