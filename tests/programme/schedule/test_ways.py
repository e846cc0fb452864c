"""Ways through a programme: the grid, now and next, neighbours, places, a visitor's own."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.enums import Section
from sessions_app.programme.frame import frame_of
from sessions_app.programme.schedule import schedule_of
from sessions_app.programme.schedule.grid import placed
from sessions_app.programme.schedule.moment import moment_of
from tests.factories import (
    body,
    make_partner,
    make_room,
    make_session,
    make_speaker,
    make_track,
    slot,
    translate,
)

from ..shown import show

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def rooms(house):
    """Two rooms in both languages."""
    made = make_room("Saal", order=1, capacity=80, step_free=True), make_room("Keller", order=2)
    for room in made:
        translate(room, "en")
    return made


@pytest.fixture
def programme(house, rooms):
    """Six sessions on one day: in the hall one after another, beside them two in the cellar."""
    hall, cellar = rooms
    times = {
        "Morgen": slot("2026-09-17 09:00", 60, hall),
        "Mittag": slot("2026-09-17 10:00", 90, hall),
        "Abend": slot("2026-09-17 12:00", 60, hall),
        "Daneben": slot("2026-09-17 10:30", 30, cellar),
        "Abgesagt": slot("2026-09-17 10:00", 60, cellar, state="cancelled"),
        "Tags darauf": slot("2026-09-18 10:00", 60, hall),
    }
    return {t: make_session(house.programme, title=t, slots=[s]) for t, s in times.items()}


def schedule(house, rf):
    request = rf.get("/de/programm/", HTTP_HOST="testserver")
    return schedule_of(frame_of(request, house.programme), house.programme)


def test_every_entry_has_its_place_in_the_grid(house, programme, rf):
    day = placed(schedule(house, rf).days[0])
    # The cellar stands twice: what is cancelled there overlaps with what takes place.
    assert [(c.number, str(c.room.name)) for c in day.columns] == [
        (2, "Saal"),
        (3, "Keller"),
        (4, "Keller"),
    ]
    # Rows: 9:00, 10:00, 10:30, 11:00, 11:30, 12:00, 13:00 from the second on.
    assert {str(e.title): (e.column, e.row, e.end_row) for e in day.entries} == {
        "Morgen": (2, 2, 3),
        "Mittag": (2, 3, 6),
        "Abgesagt": (3, 3, 5),
        "Daneben": (4, 4, 5),
        "Abend": (2, 7, 8),
    }
    assert [band.row for band in day.bands] == [2, 3, 4, 7]


def test_what_overlaps_in_one_room_gets_a_column_of_its_own(house, rooms, rf):
    hall, _cellar = rooms
    make_session(house.programme, title="A", slots=[slot("2026-09-17 09:00", 60, hall)])
    make_session(house.programme, title="B", slots=[slot("2026-09-17 09:30", 60, hall)])
    make_session(house.programme, title="C", slots=[slot("2026-09-17 10:00", 60, hall)])
    make_session(house.programme, title="D", slots=[slot("2026-09-17 09:00", 60)])
    day = placed(schedule(house, rf).days[0])
    assert [c.room and str(c.room.name) for c in day.columns] == ["Saal", "Saal", None]
    assert {str(e.title): e.column for e in day.entries} == {"A": 2, "B": 3, "C": 2, "D": 4}


def test_a_day_that_would_not_fit_stays_a_list(house, rf):
    for n in range(70):
        make_session(house.programme, title=f"S{n}", slots=[slot(room=make_room(f"R{n}"))])
    day = schedule(house, rf).days[0]
    assert placed(day) is day


@pytest.mark.parametrize(
    ("clock", "running", "coming"),
    [
        ("06:59", [], []),
        ("07:00", [], ["Morgen"]),
        ("09:30", ["Morgen"], ["Mittag"]),
        ("10:00", ["Mittag"], ["Daneben"]),
        ("10:45", ["Mittag", "Daneben"], ["Abend"]),
        ("11:45", [], ["Abend"]),
        ("20:00", [], ["Tags darauf"]),
    ],
)
def test_now_and_next(house, programme, rf, clock, running, coming):
    now = datetime.fromisoformat(f"2026-09-17 {clock}").replace(tzinfo=BERLIN)
    moment = moment_of(schedule(house, rf), now)
    assert [str(e.title) for e in moment.running] == running
    assert [str(e.title) for e in moment.coming] == coming


def test_after_the_end_nothing_is_now(house, programme, rf):
    assert not moment_of(schedule(house, rf), datetime(2026, 9, 18, 11, tzinfo=BERLIN))


def test_the_programme_opens_at_now_while_it_runs(client, house, rooms):
    now = timezone.now().replace(second=0, microsecond=0)
    running = make_session(
        house.programme, title="Läuft", slots=[slot(now - timedelta(minutes=10), 60, rooms[0])]
    )
    translate(running, "en", title="Running")
    make_session(house.programme, title="Gleich", slots=[slot(now + timedelta(hours=2), 60)])
    for address, titles in (
        ("/de/programm/", ["Läuft", "Gleich"]),
        ("/en/programme/", ["Running", "Gleich"]),
    ):
        shown = show(client, address)
        assert shown.texts("//section[@data-moment]//strong") == titles
        (anchor,) = shown.root.xpath("//section[@data-moment]/@data-moment")
        assert len(shown.root.xpath(f"//h3[@id='{anchor}']")) == 1
        assert shown.values("//section[@data-moment]/p/a", "href") == [(f"#{anchor}",)]


@pytest.mark.parametrize(
    ("title", "before", "after", "parallel"),
    [
        ("Morgen", [], ["Mittag"], []),
        ("Mittag", ["Morgen"], ["Abend"], ["Daneben"]),
        ("Abend", ["Mittag"], [], []),
        ("Daneben", [], [], ["Mittag"]),
        ("Abgesagt", [], [], []),
    ],
)
def test_a_session_links_what_stands_around_it(client, programme, title, before, after, parallel):
    shown = show(client, f"/de/programm/{programme[title].slug}/")
    found = {
        heading.text: [a.findtext("strong") for a in heading.getparent().iter("a")]
        for heading in shown.root.xpath("//nav[@class='z-neighbours']//h3")
    }
    wanted = {
        "Davor in diesem Raum": before,
        "Danach in diesem Raum": after,
        "Zur selben Zeit": parallel,
    }
    assert found == {name: titles for name, titles in wanted.items() if titles}


def test_a_room_has_a_page_in_both_languages(client, house, programme, rooms):
    pk = rooms[0].pk
    german = show(client, f"/de/programm/raeume/{pk}/")
    assert german.texts("//h1") == ["Saal"]
    assert german.texts("//article//h4") == ["Morgen", "Mittag", "Abend", "Tags darauf"]
    english = show(client, f"/en/programme/rooms/{pk}/")
    assert english.texts("//h1") == ["[en] Saal"]
    assert german.values("//nav[@class='z-switch']//a", "href") == [(f"/en/programme/rooms/{pk}/",)]
    feed = client.get(f"/de/programm/schedule.ics?room={pk}").content.decode()
    assert feed.count("BEGIN:VEVENT") == 4
    assert "X-WR-CALNAME:Saal – Programm" in feed
    listed = show(client, "/de/programm/raeume/")
    assert listed.texts("//h2[@class='z-placelist-name']") == ["Saal", "Keller"]


@pytest.mark.parametrize(
    "address",
    [
        "/de/programm/raeume/99999/",
        "/de/programm/raeume/x/",
        "/de/programm/raeume/1/2/",
        "/de/programm/rooms/",
        "/de/programm/themen/0/",
        "/de/programm/partner/1/",
        "/de/programm/mein-programm/1/",
        "/de/programm/offline/x/",
    ],
)
def test_what_is_not_there_is_not_found(client, programme, address):
    assert show(client, address).status == 404


def test_a_room_of_hidden_sessions_has_no_page(client, house, rooms):
    make_session(house.programme, title="Entwurf", slots=[slot(room=rooms[0])], live=False)
    assert show(client, f"/de/programm/raeume/{rooms[0].pk}/").status == 404


def test_a_track_has_a_page(client, house):
    track = make_track("Geld", color="#1a5fb4")
    make_session(house.programme, title="Eins", track=track)
    shown = show(client, f"/de/programm/themen/{track.pk}/")
    assert (shown.texts("//h1"), shown.texts("//article//h3")) == (["Geld"], ["Eins"])


def test_a_partner_has_a_page_with_the_sessions_that_name_it(client, house):
    partner, other = make_partner("Stiftung Wort"), make_partner("Niemand")
    translate(partner, "en", name="Word Foundation")
    block = {"type": "partner", "value": {"partner": partner.pk, "kind": "funded", "text": ""}}
    session = make_session(house.programme, title="Gefördert", body=body(block), slots=[slot()])
    translate(session, "en", title="Funded", body=body(block))
    make_session(house.programme, title="Frei", slots=[slot()])
    german = show(client, f"/de/programm/partner/{partner.pk}/")
    assert (german.texts("//h1"), german.texts("//article//h4")) == (
        ["Stiftung Wort"],
        ["Gefördert"],
    )
    english = show(client, f"/en/programme/partners/{partner.pk}/")
    assert (english.texts("//h1"), english.texts("//article//h4")) == (
        ["Word Foundation"],
        ["Funded"],
    )
    assert show(client, f"/de/programm/partner/{other.pk}/").status == 404
    assert show(client, "/de/programm/partner/").texts("//h2[@class='z-placelist-name']") == [
        "Stiftung Wort"
    ]


def test_a_visitors_own_programme_is_what_its_address_names(client, house, programme):
    chosen = sorted(programme[t].pk for t in ("Mittag", "Daneben", "Abend"))
    query = "s=" + ",".join(map(str, chosen))
    shown = show(client, f"/de/programm/mein-programm/?{query}")
    assert shown.texts("//article//h4") == ["Mittag", "Daneben", "Abend"]
    assert shown.texts("//p[@class='z-entry-clash']/span") == ["Daneben", "Mittag"]
    assert shown.values("//input[@id='share']", "value") == [
        (f"http://localhost/de/programm/mein-programm/?{query}",)
    ]
    assert shown.values("//nav[@class='z-switch']//a", "href") == [
        (f"/en/programme/my-programme/?{query}",)
    ]
    assert shown.values("//link[@rel='canonical']", "href") == [
        ("http://localhost/de/programm/mein-programm/",)
    ]
    (address,) = shown.root.xpath("//p[@class='z-calendar']/a[@type='text/calendar']/@href")
    assert client.get(address).content.count(b"BEGIN:VEVENT") == 3


@pytest.mark.parametrize("query", ["", "?s=", "?s=x", "?s=999999", "?s=%00", "?s=" + "9" * 5000])
def test_an_empty_or_broken_selection_says_what_to_do(client, programme, query):
    shown = show(client, f"/de/programm/mein-programm/{query}")
    assert shown.status == 200
    assert shown.texts("//article//h4") == []
    assert shown.values("//div[@class='z-empty']//a", "href") == [("/de/programm/",)]


def test_addresses_of_sections_are_words_that_no_session_may_bear(house):
    words = {language: list(Section.words(language)) for language in ("de", "en")}
    assert words == {
        "de": ["raeume", "themen", "partner", "mein-programm", "aenderungen", "offline"],
        "en": ["rooms", "tracks", "partners", "my-programme", "changes", "offline"],
    }
    session = make_session(house.programme, title="Räume", slug="")
    assert session.slug == "raeume-2"


def test_a_session_that_had_the_word_first_keeps_its_address(client, house):
    session = make_session(house.programme, title="Räume", slug="anders")
    type(session).objects.filter(pk=session.pk).update(
        slug="raeume", url_path=session.url_path.replace("anders", "raeume")
    )
    assert show(client, "/de/programm/raeume/").texts("//h1") == ["Räume"]


def test_the_same_number_of_queries_at_one_and_at_many(client, house, rooms):
    track = make_track()
    addresses = {
        f"/de/programm/raeume/{rooms[0].pk}/": 13,
        "/de/programm/raeume/": 14,
        f"/de/programm/themen/{track.pk}/": 13,
        "/de/programm/mein-programm/?s=1,2,3": 14,
        "/de/programm/?view=grid&q=p": 14,
    }
    for count in (1, 5):
        for n in range(count):
            make_session(
                house.programme,
                title=f"S{n}",
                slug=f"s-{count}-{n}",
                slots=[slot(f"2026-09-{16 + count} 1{n}:00", 60, rooms[0])],
                people=[make_speaker(f"P{n}")],
                track=track,
            )
        taken = {}
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            taken[address] = len(queries)
        assert taken == addresses
