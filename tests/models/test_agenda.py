"""When sessions are due: the next time of several, by the clock of the venue, in one query."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils import translation as language
from pytest_django import DjangoAssertNumQueries

from sessions_app.enums import SlotState
from sessions_app.models import ProgrammePage, SessionPage, Speaker
from sessions_app.translation.source import Agenda, AgendaGroup
from tests.factories import (
    House,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_track,
    slot,
    translate,
)

LISBON = ZoneInfo("Europe/Lisbon")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def house(locales: dict[str, Any]) -> House:
    """A programme in Berlin, in German and English."""
    return make_site()


@pytest.fixture
def agenda(house: House) -> Callable[..., Agenda]:
    """``agenda((-1, 60), (3, 30))``: of a session with times that begin in so many hours."""

    def told(*times: tuple[float, int], **fields: Any) -> Agenda:
        now = timezone.now()
        slots = [slot(now + timedelta(hours=hours), minutes) for hours, minutes in times]
        session = make_session(house.programme, slots=slots, **fields)
        (found,) = SessionPage.agenda([session.pk]).values()
        return found

    return told


def hours(agenda: Agenda) -> tuple[int, int]:
    """Start and end in hours from now."""
    assert agenda.start is not None
    assert agenda.end is not None
    now = timezone.now()
    return (
        round((agenda.start - now).total_seconds() / 3600),
        round((agenda.end - now).total_seconds() / 3600),
    )


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ([(3, 60)], (3, 4)),
        ([(30, 60), (3, 60), (50, 60)], (3, 4)),
        ([(-30, 60), (50, 60), (3, 120)], (3, 5)),
        ([(-30, 60), (-3, 60), (-50, 60)], (-3, -2)),
        ([(-1, 120), (3, 60)], (-1, 1)),
        ([(-30, 60), (-5, 600)], (-5, 5)),
    ],
    ids=["one", "soonest", "after the past", "last of the past", "running", "running at last"],
)
def test_the_next_time_is_the_first_that_is_not_over(
    agenda: Callable[..., Agenda], times: list[tuple[int, int]], told: tuple[int, int]
) -> None:
    assert hours(agenda(*times)) == told


def test_a_session_without_a_time_has_a_track_alone(agenda: Callable[..., Agenda]) -> None:
    track = make_track("Staat", order=4)
    group = AgendaGroup(str(track.pk), "Staat", (4, "Staat"))
    assert agenda(track=track) == Agenda(None, None, {"track": group})


def test_a_session_without_anything_is_known(agenda: Callable[..., Agenda]) -> None:
    assert agenda() == Agenda()


def test_times_that_were_cancelled_do_not_count(house: House) -> None:
    now = timezone.now()
    first = slot(now + timedelta(hours=1), state=SlotState.CANCELLED)
    moved = slot(now + timedelta(hours=5), state=SlotState.MOVED, previous_start=now)
    one = make_session(house.programme, title="Verlegt", slots=[first, moved])
    off = slot(now + timedelta(hours=2), state=SlotState.CANCELLED)
    other = make_session(house.programme, title="Abgesagt", slots=[off])
    found = SessionPage.agenda([one.pk, other.pk])
    assert (hours(found[one.pk]), found[other.pk]) == ((5, 6), Agenda())


def test_the_day_is_that_of_the_clock_at_the_venue(house: House) -> None:
    ProgrammePage.objects.filter(pk=house.programme.pk).update(time_zone="Europe/Lisbon")
    late = slot(datetime(2035, 9, 17, 22, 30, tzinfo=ZoneInfo("UTC")))
    session = make_session(house.programme, slots=[late])
    with timezone.override("Asia/Tokyo"), language.override("de"):
        (found,) = SessionPage.agenda([session.pk]).values()
    start = datetime(2035, 9, 17, 23, 30, tzinfo=LISBON)
    assert (found.start, found.end) == (start, datetime(2035, 9, 18, 0, 30, tzinfo=LISBON))
    assert found.start is not None
    assert found.start.strftime("%H:%M %Z") == "23:30 WEST"
    day = AgendaGroup("2035-09-17", "17. September 2035", date(2035, 9, 17))
    assert found.groups == {"day": day}


def test_what_was_written_in_the_other_language_has_the_clock_of_the_original(
    house: House,
) -> None:
    """A translated programme bears no facts; its own time zone is the default and means nothing."""
    ProgrammePage.objects.filter(pk=house.programme.pk).update(time_zone="Europe/Lisbon")
    midday = slot(datetime(2035, 9, 17, 12, 0, tzinfo=ZoneInfo("UTC")))
    session = make_session(house.programmes["en"], title="Written in English", slots=[midday])
    (found,) = SessionPage.agenda([session.pk]).values()
    assert found.start is not None
    assert found.start.strftime("%H:%M") == "13:00"


def test_an_empty_time_zone_is_that_of_the_site(house: House) -> None:
    ProgrammePage.objects.filter(pk=house.programme.pk).update(time_zone="")
    midday = slot(datetime(2035, 9, 17, 12, 0, tzinfo=ZoneInfo("UTC")))
    (found,) = SessionPage.agenda([make_session(house.programme, slots=[midday]).pk]).values()
    assert found.start is not None
    assert found.start.strftime("%H:%M") == datetime(
        2035, 9, 17, 12, 0, tzinfo=ZoneInfo("UTC")
    ).astimezone(timezone.get_default_timezone()).strftime("%H:%M")


@pytest.mark.parametrize("number", [0, 1, 3, 30])
def test_any_number_of_sessions_is_one_query(
    house: House, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track, room = make_track("Staat"), make_room("Aula")
    sessions = [
        make_session(
            house.programme,
            title=f"Sitzung {place}",
            track=track,
            slots=[slot(f"2035-09-{place % 20 + 1:02} 10:00", room=room), slot()],
        )
        for place in range(number)
    ]
    for session in sessions[:3]:
        translate(session, "en")
    with django_assert_num_queries(1 if number else 0):
        found = SessionPage.agenda([session.pk for session in sessions])
    assert {pk: agenda.start for pk, agenda in found.items()} == {
        session.pk: datetime(2035, 9, place % 20 + 1, 10, tzinfo=BERLIN)
        for place, session in enumerate(sessions)
    }


def test_models_without_times_know_nothing(house: House) -> None:
    speaker = make_speaker()
    assert (Speaker.agenda([speaker.pk]), dict(Speaker.agenda_groups)) == ({}, {})
