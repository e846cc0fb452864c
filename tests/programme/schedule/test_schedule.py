"""Slots become days, bands and rooms."""

from datetime import UTC, date, datetime, timedelta

import pytest
from wagtail.models import PageViewRestriction

from sessions_app.enums import SlotState
from sessions_app.models import ProgrammePage
from sessions_app.programme.schedule import Schedule, entries, schedule_of
from sessions_app.programme.texts import Text
from tests.factories import (
    House,
    make_format,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_track,
    slot,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(house: House, frame_for):
    """``read("en")``: the programme as a reader of that language meets it."""

    def schedule(code: str = "de") -> Schedule:
        programme = ProgrammePage.objects.get(pk=house.programmes[code].pk)
        return schedule_of(frame_for(programme), programme)

    return schedule


def outline(schedule: Schedule) -> list:
    """Days, bands and entries as plain data."""
    return [
        (
            day.date.isoformat(),
            [
                (f"{band.start:%H:%M}", [str(entry.title) for entry in band.entries])
                for band in day.bands
            ],
        )
        for day in schedule.days
    ]


def test_days_hold_bands_and_bands_what_begins_together(house, read):
    big, small = make_room("Groß", order=1), make_room("Klein", order=2)
    make_session(house.programme, title="C", slots=[slot("2026-09-18 09:00", 30, big)])
    make_session(house.programme, title="B", slots=[slot("2026-09-17 10:00", 60, small)])
    make_session(house.programme, title="A", slots=[slot("2026-09-17 10:00", 60, big)])
    make_session(house.programme, title="D", slots=[slot("2026-09-17 11:00", 60, big)])
    schedule = read()
    assert outline(schedule) == [
        ("2026-09-17", [("10:00", ["A", "B"]), ("11:00", ["D"])]),
        ("2026-09-18", [("09:00", ["C"])]),
    ]
    assert [str(room.name) for room in schedule.rooms] == ["Groß", "Klein"]
    assert [day.anchor for day in schedule.days] == ["day-2026-09-17", "day-2026-09-18"]
    assert [day.count for day in schedule.days] == [3, 1]
    assert schedule.count == 4


def test_a_session_with_two_times_stands_at_both_and_counts_once(house, read):
    make_session(
        house.programme, title="A", slots=[slot("2026-09-17 10:00"), slot("2026-09-18 10:00")]
    )
    schedule = read()
    assert outline(schedule) == [
        ("2026-09-17", [("10:00", ["A"])]),
        ("2026-09-18", [("10:00", ["A"])]),
    ]
    assert schedule.count == 1


def test_a_gap_in_which_nothing_runs_is_a_break(house, read):
    make_session(house.programme, title="A", slots=[slot("2026-09-17 10:00", 60)])
    make_session(house.programme, title="B", slots=[slot("2026-09-17 10:00", 90)])
    make_session(house.programme, title="C", slots=[slot("2026-09-17 11:45", 60)])
    make_session(house.programme, title="D", slots=[slot("2026-09-17 12:45", 60)])
    bands = read().days[0].bands
    assert [
        (band.break_from and f"{band.break_from:%H:%M}", band.break_minutes) for band in bands
    ] == [(None, 0), ("11:30", 15), (None, 0)]


def test_what_still_runs_is_named_beside_what_begins(house, read):
    make_session(house.programme, title="Werkstatt", slots=[slot("2026-09-17 10:00", 180)])
    make_session(
        house.programme,
        title="Entfallen",
        slots=[slot("2026-09-17 10:00", 180, state=SlotState.CANCELLED)],
    )
    make_session(house.programme, title="Vortrag", slots=[slot("2026-09-17 11:00", 60)])
    make_session(house.programme, title="Schluss", slots=[slot("2026-09-17 13:00", 60)])
    bands = read().days[0].bands
    assert [[(str(r.entry.title), f"{r.until:%H:%M}") for r in band.running] for band in bands] == [
        [],
        [("Werkstatt", "13:00")],
        [],
    ]


def test_without_a_time_a_session_waits_apart(house, read):
    make_session(house.programme, title="Zuletzt")
    make_session(house.programme, title="Anfang")
    schedule = read()
    assert schedule.days == ()
    assert [(str(e.title), e.time) for e in schedule.unscheduled] == [
        ("Anfang", None),
        ("Zuletzt", None),
    ]


def test_times_stand_in_the_time_zone_of_the_programme(house, read):
    house.programme.time_zone = "Asia/Tokyo"
    house.programme.save()
    make_session(house.programme, slots=[slot(datetime(2026, 9, 17, 20, 0, tzinfo=UTC), 60)])
    for code in ("de", "en"):
        (day,) = read(code).days
        assert (day.date, f"{day.bands[0].start:%H:%M}") == (date(2026, 9, 18), "05:00")


def test_a_night_in_which_the_clocks_go_back_is_as_long_as_it_is(house, read):
    make_session(house.programme, title="Lang", slots=[slot("2026-10-25 01:30", 120)])
    again = datetime(2026, 10, 25, 1, 45, tzinfo=UTC)  # a quarter to three for the second time
    make_session(house.programme, title="Danach", slots=[slot(again, 30)])
    (day,) = read().days
    night = day.bands[0].entries[0].time
    assert (f"{night.end:%H:%M %z}", night.end - night.start) == ("02:30 +0100", timedelta(hours=1))
    assert night.end.astimezone(UTC) - night.start.astimezone(UTC) == timedelta(hours=2)
    assert [(band.break_minutes, len(band.running)) for band in day.bands] == [(0, 0), (15, 0)]


def test_facts_come_from_the_original_and_texts_from_the_version(house, read):
    room, track = make_room("Saal"), make_track("Staat", color="#102030")
    translate(room, "en", name="Hall")
    translate(track, "en", name="State")
    ada = make_speaker("Ada")
    session = make_session(
        house.programme,
        title="Gespräch",
        subtitle="Unter uns",
        people=[ada, (make_speaker("Bo"), "moderator"), (ada, "host")],
        slots=[slot("2026-09-17 10:00", 60, room)],
        track=track,
        format=make_format("Podium"),
    )
    translate(session, "en", title="Talk", slug="talk")
    (entry,) = read("en").days[0].entries
    assert (entry.title, entry.subtitle) == (Text("Talk", "en"), Text("[en] Unter uns", "en"))
    assert (entry.address, entry.is_translated) == ("/en/programme/talk/", True)
    assert (entry.time.room.name, entry.track.name) == (Text("Hall", "en"), Text("State", "en"))
    assert entry.format.name == Text("Podium", "de", foreign=True)
    assert (entry.track.color, entry.people) == ("#102030", ("Ada", "Bo"))
    assert (entry.spoken_language, entry.is_spoken_elsewise) == ("de", True)


def test_an_untranslated_session_stands_with_its_own_title_and_address(house, read):
    make_session(house.programme, title="Nur hier", slug="nur-hier", slots=[slot()])
    translate(
        make_session(house.programme, title="Entwurf", slug="entwurf", slots=[slot()]),
        "en",
        live=False,
    )
    schedule = read("en")
    assert [(e.title, e.address, e.is_translated) for e in schedule.days[0].entries] == [
        (Text("Entwurf", "de", foreign=True), "/de/programm/entwurf/", False),
        (Text("Nur hier", "de", foreign=True), "/de/programm/nur-hier/", False),
    ]
    assert (schedule.untranslated, read("de").untranslated) == (2, 0)


def test_a_session_written_in_the_other_language_stands_likewise(house, read):
    make_session(
        house.programmes["en"],
        title="Letters",
        slug="letters",
        spoken_language="en",
        slots=[slot()],
    )
    (german,) = read("de").days[0].entries
    assert (german.title, german.address) == (
        Text("Letters", "en", foreign=True),
        "/en/programme/letters/",
    )
    (english,) = read("en").days[0].entries
    assert (english.title, english.is_translated) == (Text("Letters", "en"), True)


def test_what_is_not_public_stands_nowhere(house, read):
    draft = make_session(house.programme, title="Entwurf", slots=[slot()], live=False)
    translate(draft, "en", title="Live without its original")
    closed = make_session(house.programme, title="Vertraulich", slots=[slot()])
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    make_session(house.programme, title="Öffentlich", slots=[slot()])
    assert outline(read("de")) == [("2026-09-17", [("10:00", ["Öffentlich"])])]
    assert outline(read("en")) == [("2026-09-17", [("10:00", ["Öffentlich"])])]


def test_a_closed_programme_shows_whoever_was_let_in_its_sessions(house, read):
    PageViewRestriction.objects.create(page=house.programme, restriction_type="login")
    make_session(house.programme, title="Intern", slots=[slot()])
    assert outline(read("de")) == [("2026-09-17", [("10:00", ["Intern"])])]


def test_labels_and_people_that_are_not_live_are_missing(house, read):
    hidden = make_track("Geheim", live=False)
    translate(hidden, "en", name="Secret")
    shown = make_room("Saal")
    translate(shown, "en", name="Hall", live=False)
    session = make_session(
        house.programme,
        people=[make_speaker("Ada"), make_speaker("Bo", live=False)],
        track=hidden,
        slots=[slot("2026-09-17 10:00", 60, shown)],
    )
    translate(session, "en")
    (entry,) = read("en").days[0].entries
    assert (entry.track, entry.people) == (None, ("Ada",))
    assert entry.time.room.name == Text("Saal", "de", foreign=True)


def test_sessions_of_one_person(house, frame_for):
    ada, bo = make_speaker("Ada"), make_speaker("Bo")
    translate(make_session(house.programme, title="Eins", people=[ada], slots=[slot()]), "en")
    make_session(house.programme, title="Zwei", people=[ada, bo])
    make_session(house.programme, title="Drei", people=[bo], slots=[slot()])
    programme = house.programmes["en"]
    found = entries(frame_for(programme), programme, person=ada.translation_key)
    assert [str(entry.title) for entry in found] == ["[en] Eins", "Zwei"]


def test_another_programme_keeps_its_sessions(house, frame_for, django_assert_num_queries):
    other = house.home.add_child(
        instance=ProgrammePage(title="2025", slug="2025", locale=house.locales["de"])
    )
    make_session(other, title="Damals", slots=[slot()])
    make_session(house.programme, title="Jetzt", slots=[slot()])
    frame = frame_for(other)
    with django_assert_num_queries(3):
        schedule = schedule_of(frame, other)
    assert outline(schedule) == [("2026-09-17", [("10:00", ["Damals"])])]


def test_three_languages_fall_back_to_the_original(db, frame_for):
    house = make_site("de", "en", "fr")
    session = make_session(house.programmes["en"], title="Letters", slots=[slot()])
    translate(session, "de", title="Briefe")
    programme = house.programmes["fr"]
    (entry,) = schedule_of(frame_for(programme), programme).days[0].entries
    assert entry.title == Text("Letters", "en", foreign=True)
