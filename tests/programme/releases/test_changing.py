"""What has become of a programme between two of its states: a table."""

import pytest

from sessions_app.programme.releases import changes

START, LATER, LAST = (f"2026-09-17T{hour:02}:00:00+00:00" for hour in (8, 10, 12))
HALL, CELLAR = {"de": "Saal", "en": "Hall"}, {"de": "Keller"}
ROOMS = {"1": HALL, "2": CELLAR}
ADA, BO = {"key": "a", "name": "Ada"}, {"key": "b", "name": "Bo"}


def time(start=START, *, pk=1, minutes=60, room=1, state="planned", sequence=0):
    """A time as a state keeps it."""
    return [pk, start, minutes, room, state, None, sequence, START]


def told(start=START, *, pk=1, minutes=60, room=1, names=HALL, cancelled=False):
    """The same time in a record."""
    return {
        "pk": pk,
        "start": start,
        "minutes": minutes,
        "room": room,
        "names": names,
        "is_cancelled": cancelled,
    }


def state(*times, key="k", people=(ADA,), titles=None):
    """A state of one session."""
    session = {
        "pk": 7,
        "language": "de",
        "titles": titles or {"de": "Rede"},
        "people": [{**person, "role": "speaker"} for person in people],
    }
    return {"sessions": {key: session}, "times": {key: list(times)}, "rooms": ROOMS}


NOTHING = {"sessions": {}, "times": {}, "rooms": {}}
OFF = {"state": "cancelled"}
TABLE = {
    "nothing": (state(time()), state(time()), []),
    "both empty": (NOTHING, NOTHING, []),
    "not even that": ({}, {}, []),
    "renamed": (state(time()), state(time(), titles={"de": "Anders", "en": "Else"}), []),
    "counted, but the same": (state(time()), state(time(sequence=4)), []),
    "new": (NOTHING, state(time()), [("new", None, [told()])]),
    "new without a time": (NOTHING, state(), [("new", None, [])]),
    "withdrawn": (state(time()), NOTHING, [("withdrawn", [told()], None)]),
    "moved": (state(time()), state(time(LATER)), [("moved", told(), told(LATER))]),
    "longer": (
        state(time()),
        state(time(minutes=90)),
        [("moved", told(), told(minutes=90))],
    ),
    "room": (
        state(time()),
        state(time(room=2)),
        [("room", told(), told(room=2, names=CELLAR))],
    ),
    "room taken away": (
        state(time()),
        state(time(room=None)),
        [("room", told(), told(room=None, names={}))],
    ),
    "a room that is gone": (
        state(time(room=9)),
        state(time()),
        [("room", told(room=9, names={}), told())],
    ),
    "moved to another room": (
        state(time()),
        state(time(LATER, room=2)),
        [
            ("moved", told(), told(LATER, room=2, names=CELLAR)),
            ("room", told(), told(LATER, room=2, names=CELLAR)),
        ],
    ),
    "cancelled": (
        state(time()),
        state(time(**OFF)),
        [("cancelled", told(), told(cancelled=True))],
    ),
    "cancelled and moved": (
        state(time()),
        state(time(LATER, **OFF)),
        [("cancelled", told(), told(LATER, cancelled=True))],
    ),
    "cancelled, and moved since": (state(time(**OFF)), state(time(LATER, **OFF)), []),
    "reinstated": (
        state(time(**OFF)),
        state(time()),
        [("reinstated", told(cancelled=True), told())],
    ),
    "reinstated later": (
        state(time(**OFF)),
        state(time(LATER)),
        [
            ("reinstated", told(cancelled=True), told(LATER)),
            ("moved", told(cancelled=True), told(LATER)),
        ],
    ),
    "a first time": (state(), state(time()), [("moved", None, told())]),
    "a second time": (
        state(time()),
        state(time(), time(LATER, pk=2)),
        [("moved", None, told(LATER, pk=2))],
    ),
    "a time less": (
        state(time(), time(LATER, pk=2)),
        state(time(LATER, pk=2)),
        [("moved", told(), None)],
    ),
    "a cancelled time more, and one less": (
        state(time(), time(LATER, pk=2, **OFF)),
        state(time(), time(LAST, pk=3, **OFF)),
        [],
    ),
    "deleted and written again": (state(time(pk=1)), state(time(pk=2)), []),
    "deleted and written elsewhere": (
        state(time(pk=1), time(LAST, pk=2)),
        state(time(LATER, pk=4), time(LAST, pk=3)),
        [("moved", told(), told(LATER, pk=4))],
    ),
    "somebody joins": (
        state(time()),
        state(time(), people=(ADA, BO)),
        [("people", [ADA], [ADA, BO])],
    ),
    "somebody leaves": (
        state(people=(ADA, BO)),
        state(people=(BO,)),
        [("people", [ADA, BO], [BO])],
    ),
    "another order": (state(people=(ADA, BO)), state(people=(BO, ADA)), []),
    "another name": (state(), state(people=({"key": "a", "name": "Ada Neu"},)), []),
    "everything": (
        state(time()),
        state(time(LATER, room=2), people=(BO,)),
        [
            ("moved", told(), told(LATER, room=2, names=CELLAR)),
            ("room", told(), told(LATER, room=2, names=CELLAR)),
            ("people", [ADA], [BO]),
        ],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), TABLE.values(), ids=TABLE)
def test_parts(before, after, expected):
    parts = [{"kind": kind, "before": was, "after": now} for kind, was, now in expected]
    assert [record["parts"] for record in changes(before, after)] == ([parts] if parts else [])


def test_a_record_names_the_session_as_it_is_last():
    (record,) = changes(
        state(time(), titles={"de": "Alt"}), state(time(**OFF), titles={"de": "Neu", "en": "New"})
    )
    assert record.pop("parts") != []
    assert record == {
        "key": "k",
        "pk": 7,
        "language": "de",
        "titles": {"de": "Neu", "en": "New"},
        "is_cancelled": True,
    }


def test_a_session_is_cancelled_when_all_its_times_are():
    both = state(time(), time(LATER, pk=2))
    (one,) = changes(both, state(time(**OFF), time(LATER, pk=2)))
    (all_of_them,) = changes(both, state(time(**OFF), time(LATER, pk=2, **OFF)))
    assert [one["is_cancelled"], all_of_them["is_cancelled"]] == [False, True]


def test_sessions_come_in_the_order_of_their_times():
    after = {
        "sessions": {key: state()["sessions"]["k"] for key in ("late", "never", "early")},
        "times": {"late": [time(LATER)], "never": [], "early": [time(LATER), time(START, pk=3)]},
        "rooms": {},
    }
    assert [record["key"] for record in changes({}, after)] == ["early", "late", "never"]
    assert [record["key"] for record in changes(after, {})] == ["early", "late", "never"]
