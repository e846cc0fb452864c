"""A programme that shows its times as of the last release, wherever times are shown."""

import json
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from sessions_app.models import ProgrammePage, SessionPage
from sessions_app.programme.releases import last_release, told_times
from tests.factories import make_session, make_speaker, slot, translate
from tests.programme.shown import parse, show

pytestmark = pytest.mark.django_db

NO_TIME = {"de": "Zeit folgt", "en": "Time to be announced"}
PAGES = {
    "de": ("/de/programm/", "/de/programm/fragen/", "/de/programm/personen/ada/"),
    "en": ("/en/programme/", "/en/programme/questions/", "/en/programme/speakers/ada/"),
}


@pytest.fixture
def follows(stage):
    """The stage with the flag on."""
    ProgrammePage.objects.filter(pk=stage.house.programme.pk).update(follows_releases=True)
    return stage


def clocks(client, address):
    """Starts of what stands on a page, by the clock, each once and in order."""
    page = show(client, address)
    assert page.status == 200
    moments = {moment for (moment,) in page.values("//main//time[@datetime]", "datetime")}
    return sorted(moment[11:16] for moment in moments if "T" in moment)


def test_no_time_before_the_first_release(client, follows):
    for addresses in PAGES.values():
        assert [clocks(client, address) for address in addresses] == [[], [], []]
    for home in ("/de/", "/en/"):
        assert clocks(client, home) == []
    page = show(client, "/en/programme/")
    assert page.texts("//h2[@id='unscheduled']") == [NO_TIME["en"]]
    assert len(page.texts("//article[contains(@class, 'z-entry')]")) == 2
    session = show(client, "/en/programme/questions/")
    assert session.texts("//*[contains(@class, 'z-fact-when')]/dd") == [NO_TIME["en"]]
    assert session.texts("//*[@class='z-fact'][dt='Where']") == []


def test_afterwards_those_of_the_last_one(client, follows, at):
    follows.release()
    follows.change(follows.panel, start=at("2026-09-17 16:30"), room=follows.cellar)
    shown = {
        code: [clocks(client, address) for address in addresses]
        for code, addresses in PAGES.items()
    }
    # The panel is from ten to eleven, the talk from nine to a quarter to ten.
    expected = [["09:00", "09:45", "10:00", "11:00"], ["10:00", "11:00"], ["10:00", "11:00"]]
    for code in PAGES:
        assert [
            sorted(set(shown[code][0]) & set(expected[0])),
            sorted(set(shown[code][1]) & set(expected[1])),
            shown[code][2],
        ] == expected
        assert not any("16:30" in times for times in shown[code])
    session = show(client, "/en/programme/questions/")
    assert session.texts("//*[@class='z-fact'][dt='Where']/dd") == ["Great hall"]
    follows.release("1.1")
    for addresses in PAGES.values():
        for address in addresses:
            assert "16:30" in clocks(client, address)
    session = show(client, "/en/programme/questions/")
    assert session.texts("//*[@class='z-fact'][dt='Where']/dd") == ["Keller"]


def test_without_the_flag_every_time_at_once(client, stage, at):
    stage.release()
    stage.change(stage.panel, start=at("2026-09-17 16:30"))
    for addresses in PAGES.values():
        for address in addresses:
            assert "16:30" in clocks(client, address)


def test_what_is_new_since_stands_without_a_time(client, follows):
    follows.release()
    session = make_session(
        follows.house.programme, title="Später", slug="spaeter", slots=[slot("2026-09-17 18:00")]
    )
    assert clocks(client, "/de/programm/spaeter/") == []
    page = show(client, "/de/programm/")
    unscheduled = "//section[.//*[@id='unscheduled']]//*[@class='z-entry-title']"
    assert page.texts(unscheduled) == ["Später"]
    follows.release("1.1")
    assert clocks(client, "/de/programm/spaeter/")[0] == "18:00"
    assert session.slots.get().start.hour == 16


def test_a_cancellation_is_told_with_the_release(client, follows):
    follows.release()
    follows.change(follows.panel, state="cancelled")
    alarm = "//*[@class='z-alarm']"
    assert show(client, "/en/programme/questions/").texts(alarm) == []
    follows.release("1.1")
    assert show(client, "/en/programme/questions/").texts(alarm) == ["This session is cancelled."]


def test_what_is_offline_is_offline_at_once(client, follows):
    follows.release()
    SessionPage.objects.filter(pk=follows.talk.pk).update(live=False)
    assert client.get("/de/programm/deutsch/").status_code == 404
    titles = show(client, "/de/programm/").texts("//*[@class='z-entry-title']")
    assert titles == ["Große Fragen"]


FEEDS = {"de": "/de/programm/", "en": "/en/programme/"}


@pytest.mark.parametrize("language", FEEDS)
def test_feeds(client, follows, at, language):
    def starts(name):
        content = client.get(FEEDS[language] + name).content
        if name.endswith(".json"):
            schedule = json.loads(content)["schedule"]
            if "v2" in name:
                return sorted(event["start"][11:16] for event in schedule["events"])
            return sorted(
                event["start"]
                for day in schedule["conference"]["days"]
                for room in day["rooms"].values()
                for event in room
            )
        return sorted(
            event["DTSTART"].dt.strftime("%H:%M") for event in Calendar.from_ical(content).events
        )

    names = ("schedule.ics", "schedule.json", "schedule.v2.json")
    assert [starts(name) for name in names] == [[], [], []]
    follows.release()
    follows.change(follows.panel, start=at("2026-09-17 16:30"))
    assert [starts(name) for name in names] == [["09:00", "10:00"]] * 3
    follows.release("1.1")
    assert [starts(name) for name in names] == [["09:00", "16:30"]] * 3


def test_calendars_hear_of_a_change_when_it_is_released(client, follows, at):
    def event():
        content = client.get("/en/programme/questions.ics").content
        (found,) = Calendar.from_ical(content).events
        return found["SEQUENCE"], found["LAST-MODIFIED"].dt

    first = follows.release()
    follows.change(follows.panel, minutes=70)
    follows.change(follows.panel, minutes=80)
    published = SessionPage.objects.get(pk=follows.panel.pk).last_published_at
    assert event() == (0, max(first.released_at, published).replace(microsecond=0))
    second = follows.release("1.1")
    assert event() == (2, second.released_at.replace(microsecond=0))


def test_the_preview_shows_what_it_will_be(client, follows, at):
    follows.release()
    page = SessionPage.objects.get(pk=follows.panel.pk)
    (time,) = page.slots.all()
    time.start = at("2026-09-17 16:30")
    page.slots = [time]
    shown = parse(page.make_preview_request())
    assert shown.values("//*[contains(@class, 'z-fact-when')]//time", "datetime") == [
        ("2026-09-17T16:30:00+02:00",),
        ("2026-09-17T17:30:00+02:00",),
    ]
    programme = parse(
        ProgrammePage.objects.get(pk=follows.house.programme.pk).make_preview_request()
    )
    assert programme.texts("//h2[@id='unscheduled']") == []


def test_a_programme_that_is_offline_gives_no_time_away(client, follows):
    ProgrammePage.objects.update(live=False)
    for address in ("/de/programm/fragen/", "/en/programme/questions/"):
        assert clocks(client, address) == []


def test_what_stands_around_is_told_by_the_release(client, follows, at):
    make_session(
        follows.house.programme,
        title="Danach",
        slots=[slot("2026-09-17 11:00", 30, follows.hall)],
    )
    follows.release()
    follows.change(follows.panel, start=at("2026-09-18 09:00"))
    page = show(client, "/de/programm/fragen/")
    assert page.texts("//nav[@class='z-neighbours']//a") == ["Danach"]


@pytest.mark.parametrize("count", [1, 12])
def test_queries(client, follows, count):
    ada = make_speaker("Nora", slug="nora")
    for number in range(count):
        session = make_session(
            follows.house.programme,
            title=f"S {number}",
            people=[ada],
            slots=[slot(room=follows.hall)],
        )
        translate(session, "en")
    follows.release()
    follows.change(follows.panel, minutes=30)
    follows.release("1.1")

    def queries(address):
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = [
        *PAGES["de"],
        *PAGES["en"],
        "/de/",
        "/en/",
        "/de/programm/schedule.ics",
        "/en/programme/schedule.ics",
    ]
    on = {address: queries(address) for address in addresses}
    ProgrammePage.objects.update(follows_releases=False)
    off = {address: queries(address) for address in addresses}
    assert {address: on[address] - off[address] for address in addresses} == {
        address: 0 if address in (PAGES["de"][0], PAGES["en"][0]) else 1 for address in addresses
    }
    assert [on[PAGES["en"][0]], on[PAGES["en"][1]] <= 20] == [15, True]


def test_it_is_read_once_for_a_page(stage, frame_for, django_assert_num_queries):
    stage.release()
    ProgrammePage.objects.update(follows_releases=True)
    programme = ProgrammePage.objects.get(pk=stage.house.programme.pk)
    frame = frame_for(programme)
    with django_assert_num_queries(1):
        times = told_times(frame, programme)
        assert last_release(frame, programme).version == "1.0"
        assert told_times(frame, programme) is times
    (row,) = times[str(stage.panel.translation_key)]
    stored = stage.panel.slots.get()
    assert list(row)[:7] == [stored.start, 60, stage.hall.pk, "planned", None, stored.pk, 0]
    assert isinstance(row[7], datetime)


def test_nothing_is_paid_where_the_flag_is_off(stage, frame_for, django_assert_num_queries):
    stage.release()
    frame = frame_for(stage.house.programme)
    with django_assert_num_queries(0):
        assert told_times(frame, stage.house.programme) is None
        assert told_times(frame, None) is None


def test_an_original_whose_home_is_offline_gives_no_time_away(client, follows):
    type(follows.house.home).objects.filter(pk=follows.house.home.pk).update(live=False)
    assert clocks(client, "/en/programme/questions/") == []
    follows.release()
    assert clocks(client, "/en/programme/questions/") == ["10:00", "11:00"]
