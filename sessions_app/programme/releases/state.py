"""What the programme is at this moment, as a release keeps it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from ...models import Appearance, ProgrammePage, Room, SessionPage, Slot
from ..frame import below, is_closed, true_versions

# ``sessions`` by translation key: ``pk`` and ``language`` of the original, ``titles`` by language,
# ``people`` with ``key``, ``name``, ``role``. ``times`` by translation key: lists of primary key,
# start, minutes, room, state, start before a move, number of changes, moment of the last. ``rooms``
# by primary key: names by language. Moments are ISO 8601 in UTC.
State = dict[str, Any]

# The places of a time's values.
PK, START, MINUTES, ROOM, STATE, PREVIOUS, SEQUENCE, CHANGED = range(8)


def is_public(programme: ProgrammePage) -> bool:
    """Whether everybody may read the programme. One query."""
    rows = ProgrammePage.objects.filter(pk=programme.pk, live=True)
    return rows.exclude(is_closed()).exists()


def state_of(programme: ProgrammePage) -> State:
    """What everybody may read now of ``programme``, an original, in all languages.

    A session is there where its original is public, with the titles of every version that is.
    Five queries at any size.
    """
    sessions = _sessions(programme)
    owners = [session["pk"] for session in sessions.values()]
    people, times = _people(owners), _times(owners)
    rooms = {time[ROOM] for rows in times.values() for time in rows if time[ROOM]}
    return {
        "sessions": {
            key: {**session, "people": people[session["pk"]]} for key, session in sessions.items()
        },
        "times": {key: times[session["pk"]] for key, session in sessions.items()},
        "rooms": _rooms(rooms),
    }


def _sessions(programme: ProgrammePage) -> dict[str, dict[str, Any]]:
    """Public originals with their titles. Two queries."""
    versions = true_versions(
        ProgrammePage.objects.filter(translation_key=programme.translation_key, live=True)
    )
    paths = list(versions.exclude(is_closed()).values_list("path", flat=True))
    rows: QuerySet = true_versions(SessionPage.objects.filter(below(paths), live=True))
    columns = ("translation_key", "pk", "source_id", "locale__language_code", "title")
    public = list(rows.exclude(is_closed()).order_by("path").values_list(*columns))
    found: dict[str, dict[str, Any]] = {
        str(key): {"pk": pk, "language": code, "titles": {}}
        for key, pk, source, code, _title in public
        if source is None
    }
    for key, _pk, _source, code, title in public:
        if str(key) in found:
            found[str(key)]["titles"][code] = title
    return found


def _people(owners: Iterable[Any]) -> dict[Any, list[dict[str, str]]]:
    """People by primary key of the original, each once, in the editors' order. One query."""
    found: dict[Any, list[dict[str, str]]] = defaultdict(list)
    rows = (
        Appearance.objects.filter(page__in=owners, speaker__live=True)
        .order_by("sort_order", "pk")
        .values_list(
            "page_id",
            "speaker__translation_key",
            Coalesce(NullIf("speaker__name", Value("")), "speaker__source__name"),
            "role",
        )
    )
    for page, key, name, role in rows:
        if all(person["key"] != str(key) for person in found[page]):
            found[page].append({"key": str(key), "name": name, "role": role})
    return found


def _times(owners: Iterable[Any]) -> dict[Any, list[list[Any]]]:
    """Times by primary key of the original, in order. One query."""
    found: dict[Any, list[list[Any]]] = defaultdict(list)
    for slot in Slot.objects.filter(page__in=owners).order_by("start", "pk"):
        found[slot.page_id].append(
            [
                slot.pk,
                moment(slot.start),
                slot.minutes,
                slot.room_id,
                slot.state,
                moment(slot.previous_start),
                slot.sequence,
                moment(slot.changed_at),
            ]
        )
    return found


def _rooms(pks: Iterable[Any]) -> dict[str, dict[str, str]]:
    """Names by language of rooms, by the primary key under which a time knows them. One query."""
    wanted = set(pks)
    named = Room._default_manager.filter(pk__in=wanted).values("translation_key")
    rows = Room._default_manager.filter(live=True, translation_key__in=named).exclude(name="")
    families: dict[Any, dict[str, str]] = defaultdict(dict)
    keys: dict[Any, Any] = {}
    columns = ("pk", "translation_key", "locale__language_code", "name")
    for pk, key, code, name in rows.order_by("pk").values_list(*columns):
        families[key][code] = name
        keys[pk] = key
    return {str(pk): families[keys[pk]] for pk in sorted(wanted & keys.keys())}


def moment(value: datetime | None) -> str | None:
    """A moment as a state keeps it."""
    return value.astimezone(UTC).isoformat() if value else None
