"""What has become of the programme between two of its states. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...enums import SlotState
from .state import MINUTES, PK, ROOM, START, STATE, State

# ``key``, ``pk`` and ``language`` of the session, its ``titles`` by language, ``is_cancelled``
# where nothing of it takes place any more, and ``parts``: what changed, each with its ``kind`` and
# the values ``before`` and ``after``. As plain as a state, since a release keeps it.
Record = dict[str, Any]

NEW, WITHDRAWN = "new", "withdrawn"
MOVED, ROOM_CHANGED = "moved", "room"
CANCELLED, REINSTATED = "cancelled", "reinstated"
PEOPLE = "people"
KINDS = (NEW, MOVED, ROOM_CHANGED, CANCELLED, REINSTATED, WITHDRAWN, PEOPLE)


def changes(before: State, after: State) -> list[Record]:
    """What visitors have to hear, one record for each session, in the order of their times.

    A session is known by its translation key: one that was renamed or translated has not changed.
    A time is known by its primary key, else by its start, else by its place in the order, since an
    editor may delete one and write another. Of a cancelled session it is told that it was
    cancelled, never where it moved besides. States may be empty.
    """
    old, new = before.get("sessions", {}), after.get("sessions", {})
    found = [_record(key, before, after) for key in dict.fromkeys([*old, *new])]
    return sorted((record for record in found if record["parts"]), key=_order(before, after))


def _record(key: str, before: State, after: State) -> Record:
    was, now = before.get("sessions", {}).get(key), after.get("sessions", {}).get(key)
    session = now or was
    times = _times(after if now else before, key)
    return {
        "key": key,
        "pk": session["pk"],
        "language": session["language"],
        "titles": session["titles"],
        "is_cancelled": bool(times) and all(time["is_cancelled"] for time in times),
        "parts": list(_parts(key, before, after)),
    }


def _parts(key: str, before: State, after: State) -> Iterator[dict[str, Any]]:
    was, now = before.get("sessions", {}).get(key), after.get("sessions", {}).get(key)
    old, new = _times(before, key), _times(after, key)
    if now is None:
        yield _part(WITHDRAWN, old, None)
        return
    if was is None:
        yield _part(NEW, None, new)
        return
    for one, other in _pairs(old, new):
        yield from _of_time(one, other)
    people = [_people(session) for session in (was, now)]
    if {one["key"] for one in people[0]} != {one["key"] for one in people[1]}:
        yield _part(PEOPLE, *people)


def _of_time(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Iterator[dict[str, Any]]:
    was_held = before is not None and not before["is_cancelled"]
    is_held = after is not None and not after["is_cancelled"]
    if was_held and after is not None and not is_held:
        yield _part(CANCELLED, before, after)
    elif is_held and before is not None and not was_held:
        yield _part(REINSTATED, before, after)
    if not is_held and not (was_held and after is None):
        return
    if before is None or after is None or _when(before) != _when(after):
        yield _part(MOVED, before, after)
    if before is not None and after is not None and before["room"] != after["room"]:
        yield _part(ROOM_CHANGED, before, after)


def _part(kind: str, before: Any, after: Any) -> dict[str, Any]:
    return {"kind": kind, "before": before, "after": after}


def _times(state: State, key: str) -> list[dict[str, Any]]:
    """Times of a session with the names of their rooms, in order."""
    rooms = state.get("rooms", {})
    times = [
        {
            "pk": time[PK],
            "start": time[START],
            "minutes": time[MINUTES],
            "room": time[ROOM],
            "names": rooms.get(str(time[ROOM]), {}),
            "is_cancelled": time[STATE] == SlotState.CANCELLED,
        }
        for time in state.get("times", {}).get(key, ())
    ]
    return sorted(times, key=lambda time: (time["start"], time["pk"]))


def _pairs(
    old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Each time with what became of it, in the order of the later ones."""
    left, found = list(old), dict[int, dict[str, Any]]()
    for same in (_same_pk, _same_when, _any):
        for place, time in enumerate(new):
            match = next((one for one in left if same(one, time)), None)
            if place not in found and match is not None:
                found[place] = match
                left.remove(match)
    pairs = [(found.get(place), time) for place, time in enumerate(new)]
    return [*pairs, *((time, None) for time in left)]


def _same_pk(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["pk"] == other["pk"])


def _same_when(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _when(one) == _when(other)


def _any(_one: Mapping[str, Any], _other: Mapping[str, Any]) -> bool:
    return True


def _when(time: Mapping[str, Any]) -> tuple[Any, Any]:
    return time["start"], time["minutes"]


def _people(session: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"key": person["key"], "name": person["name"]} for person in session["people"]]


def _order(before: State, after: State) -> Any:
    def order(record: Record) -> tuple[Any, ...]:
        times = _times(after, record["key"]) or _times(before, record["key"])
        return (not times, times[0]["start"] if times else "", record["key"])

    return order
