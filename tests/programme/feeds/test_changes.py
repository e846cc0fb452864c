"""What a calendar compares follows the data: count, stamp and status of an event."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from sessions_app.models import SessionPage, Slot
from tests.factories import make_session, publish, slot

from .conftest import PROGRAMMES, events, events_v1, fetch
from .judges import read_by_node

pytestmark = pytest.mark.django_db


def panel(client, language="de"):
    """The panel's event."""
    return next(
        event
        for event in events(fetch(client, language, "schedule.ics")).values()
        if str(event["SUMMARY"]) in {"Große Fragen", "Big questions"}
    )


def move(conference, **changes):
    """Publish the panel with its time changed, as the editor does."""
    page = SessionPage.objects.get(pk=conference.panel.pk)
    (time,) = page.slots.all()
    for name, value in changes.items():
        setattr(time, name, value)
    page.slots = [time]
    return publish(page)


@pytest.mark.parametrize(
    "changes",
    [
        {"start": "later"},
        {"minutes": 30},
        {"room": None},
        {"state": "cancelled"},
    ],
    ids=str,
)
def test_a_change_of_time_room_or_state_counts(client, conference, changes):
    before = {code: panel(client, code) for code in PROGRAMMES}
    if "start" in changes:
        changes = {"start": conference.slot.start + timedelta(hours=1)}
    move(conference, **changes)
    after = {code: panel(client, code) for code in PROGRAMMES}
    for code in PROGRAMMES:
        assert after[code]["UID"] == before[code]["UID"]
        assert (before[code]["SEQUENCE"], after[code]["SEQUENCE"]) == (0, 1)
        assert after[code]["LAST-MODIFIED"].dt >= before[code]["LAST-MODIFIED"].dt
    cancelled = changes.get("state") == "cancelled"
    assert str(after["de"]["STATUS"]) == ("CANCELLED" if cancelled else "CONFIRMED")


def test_only_the_event_that_moved_changes(client, conference):
    before = fetch(client, "de", "schedule.ics").decode().split("BEGIN:VEVENT")
    move(conference, start=conference.slot.start + timedelta(hours=1))
    after = fetch(client, "de", "schedule.ics").decode().split("BEGIN:VEVENT")
    # The part before the first event names the moment of the last change.
    changed = [one for one, other in zip(before[1:], after[1:], strict=True) if one != other]
    assert [("SUMMARY;LANGUAGE=de:Große Fragen" in event) for event in changed] == [True]


def test_a_text_does_not_count_but_stamps(client, conference):
    page = SessionPage.objects.get(pk=conference.panel.pk)
    page.title = "Große Fragen"
    page.summary = "Anders."
    publish(page)
    event = panel(client)
    page.refresh_from_db()
    assert event["SEQUENCE"] == 0
    assert event["DTSTAMP"].dt == page.last_published_at.replace(microsecond=0)
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt


def test_asking_again_changes_nothing(client, conference):
    first, again = (fetch(client, "en", "schedule.ics") for _ in range(2))
    assert first == again


def test_an_old_draft_does_not_turn_the_count_back(client, conference):
    page = SessionPage.objects.get(pk=conference.panel.pk)
    draft = page.save_revision()
    move(conference, minutes=30)
    move(conference, minutes=45)
    draft.publish()
    assert (panel(client)["SEQUENCE"], conference.slot.minutes) == (3, 90)


def test_the_count_survives_what_carries_none(conference):
    stored = Slot.objects.get(pk=conference.slot.pk)
    stored.minutes = 10
    stored.save()
    moment = stored.changed_at
    stale = conference.slot
    stale.sequence, stale.changed_at = 0, timezone.now() + timedelta(days=1)
    stale.save()
    stale.refresh_from_db()
    assert (stale.sequence, stale.changed_at) == (1, moment)


def test_a_save_of_one_field_counts(conference):
    time = conference.slot
    time.state = "cancelled"
    time.save(update_fields=["state"])
    assert conference.slot.sequence == 1


def test_the_hour_that_comes_twice(client, house):
    """Local time cannot name its second half: such a moment is written in UTC."""
    start = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    make_session(house.programme, title="Nacht", slots=[slot(start, 60)])
    read = events(fetch(client, "de", "schedule.ics"))["Nacht"]
    assert (read.start, read.end) == (start, start + timedelta(hours=1))
    assert "TZID" not in read["DTSTART"].params
    assert read["DTEND"].params == {"TZID": "Europe/Berlin"}


def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is(client, house):
    make_session(house.programme, title="Nacht", slots=[slot("2026-10-24 23:00", 300)])
    content = fetch(client, "de", "schedule.ics")
    assert events(content)["Nacht"].duration == timedelta(hours=4)  # by the clock on the wall
    (read,) = read_by_node(content)
    start = datetime(2026, 10, 24, 21, tzinfo=UTC).timestamp()
    assert (read["start"], read["end"]) == (start, start + 300 * 60)
    (event,) = events_v1(fetch(client, "de", "schedule.json"))
    assert (event["date"], event["end"], event["duration"]) == (
        "2026-10-24T23:00:00+02:00",
        "2026-10-25T03:00:00+01:00",
        "05:00",
    )
