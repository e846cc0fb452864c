"""Facts of sessions for apps: from the originals, told with names in the language of each row.

The same number of queries for any number of sessions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf
from wagtail.models import Page

from ...models import Appearance, Material, ProgrammePage, Room, SessionFormat, SessionPage, Track
from ..frame import Frame, below
from ..labels import Label, Labels, load_labels
from ..links import is_harmless
from ..schedule import (
    TIME_COLUMNS,
    Appointment,
    Row,
    TimeRow,
    appointments,
    families_of,
    times_of,
    told_of,
)
from .public import public_pages

Node = dict[str, Any]
ROOM = TIME_COLUMNS.index("slots__room_id")


@dataclass(frozen=True)
class Programmes:
    """Public programmes of all languages, by their place in the tree."""

    by_path: Mapping[str, ProgrammePage] = field(default_factory=dict)

    def above(self, path: str) -> ProgrammePage | None:
        """The programme right above the tree path of a session."""
        return self.by_path.get(path[: -Page.steplen])

    def version(self, programme: ProgrammePage, language: str) -> ProgrammePage | None:
        """The same programme in a language."""
        key = programme.translation_key
        return next(
            (
                page
                for page in self.by_path.values()
                if page.translation_key == key and page.locale.language_code == language
            ),
            None,
        )

    def facts(self, programme: ProgrammePage) -> ProgrammePage:
        """The programme that owns the facts."""
        return programme.facts


def programmes_of(frame: Frame) -> Programmes:
    """All of them. One query."""
    rows = public_pages(frame, ProgrammePage).select_related("locale", "source")
    return Programmes({page.path: page for page in rows.order_by("path")})


@dataclass(frozen=True)
class Told:
    """What a page of sessions needs: everything by translation key, labels by language."""

    programmes: Programmes
    originals: Mapping[UUID, Row]
    paths: Mapping[UUID, str]
    times: Mapping[UUID, list[TimeRow]]
    people: Mapping[UUID, list[Node]]
    materials: Mapping[UUID, list[Node]]
    labels: Mapping[str, Labels]


def told(frame: Frame, keys: Iterable[UUID]) -> Told:
    """Facts of the sessions ``keys`` (translation keys).

    Five queries and one for each language of the site; one more for each programme that shows
    visitors the times of its last release alone.
    """
    wanted = list(keys)
    programmes = programmes_of(frame)
    sessions = public_pages(frame, SessionPage).filter(translation_key__in=wanted, source=None)
    originals, paths, times = {}, {}, {}
    for rows, _reader in families_of(frame, sessions):
        original = rows[0]
        key = original["translation_key"]
        originals[key] = original
        times[key] = [time for time in times_of(rows) if time[0]]
    for key, path in sessions.values_list("translation_key", "path"):
        paths[key] = path
        released = released_times(frame, programmes, path)
        if released is not None:
            times[key] = list(released.get(str(key), ()))
    pks = [original["pk"] for original in originals.values()]
    by_pk = {original["pk"]: key for key, original in originals.items()}
    labels = {
        code: load_labels(
            code,
            room=[time[ROOM] for rows in times.values() for time in rows],
            track=[original["track_id"] for original in originals.values()],
            sessionformat=[original["format_id"] for original in originals.values()],
        )
        for code in frame.homes
    }
    return Told(
        programmes=programmes,
        originals=originals,
        paths=paths,
        times=times,
        people=_people(pks, by_pk),
        materials=_materials(frame, pks, by_pk),
        labels=labels,
    )


def released_times(
    frame: Frame, programmes: Programmes, path: str
) -> Mapping[str, Iterable[TimeRow]] | None:
    """Times by translation key where the programme above ``path`` shows its last release alone."""
    programme = programmes.above(path)
    return told_of(frame, programmes.facts(programme)) if programme else None


def keys_in_room(frame: Frame, room: int) -> Q:
    """Condition: a session of which everybody may know that it takes place in the room ``room``."""
    programmes = programmes_of(frame)
    rooms = Room.objects.filter(translation_key__in=_keys(Room, room))
    silent, named = [], set()
    pks = set(rooms.values_list("pk", flat=True))
    for path, programme in programmes.by_path.items():
        released = told_of(frame, programmes.facts(programme))
        if released is not None:
            silent.append(path)
            named |= {key for key, times in released.items() if any(t[ROOM] in pks for t in times)}
    known = SessionPage.objects.filter(slots__room__in=pks).exclude(below(silent))
    return Q(translation_key__in=known.values("translation_key")) | Q(translation_key__in=named)


def labelled(column: str, model: type[Any], pk: int) -> Q:
    """Condition: a session whose original has the label ``pk`` (of any language) in ``column``."""
    versions = model.objects.filter(translation_key__in=_keys(model, pk))
    found = SessionPage.objects.filter(**{f"{column}__in": versions.values("pk")}, source=None)
    return Q(translation_key__in=found.values("translation_key"))


def _keys(model: type[Any], pk: int) -> Any:
    return model.objects.filter(pk=pk).values("translation_key")


def session_facts(found: Told, key: UUID, language: str) -> Node:
    """Facts of one session. No query."""
    original = found.originals[key]
    labels = found.labels[language]
    programme = found.programmes.above(found.paths[key])
    facts = found.programmes.facts(programme) if programme else None
    zone = ZoneInfo((facts.time_zone if facts else "") or settings.TIME_ZONE)
    return {
        "programme": facts.pk if facts else None,
        "time_zone": zone.key,
        "times": [_time(time) for time in appointments(found.times[key], labels, zone)],
        "people": found.people.get(key, []),
        "format": _label(labels.get((SessionFormat, original["format_id"]))),
        "track": _label(labels.get((Track, original["track_id"]))),
        "spoken_language": original["spoken_language"],
        "interpretation": list(original["interpretation"]),
        "captions": list(original["captions"]),
        "sign_language": original["sign_language"],
        "materials": found.materials.get(key, []),
    }


def _time(time: Appointment) -> Node:
    previous = time.previous_start
    return {
        "id": time.pk,
        "start": time.start.isoformat(),
        "end": time.end.isoformat(),
        "minutes": time.minutes,
        "state": time.state,
        "is_cancelled": time.is_cancelled,
        "previous_start": previous.isoformat() if previous else None,
        "room": _label(time.room),
    }


def _label(label: Label | None) -> Node | None:
    if label is None:
        return None
    return {"id": label.pk, "name": str(label.name), "language": label.name.language}


def _people(pks: list[int], by_pk: Mapping[int, UUID]) -> dict[UUID, list[Node]]:
    """People in the editors' order, by the primary keys of their originals. One query."""
    found: dict[UUID, list[Node]] = defaultdict(list)
    parts = Appearance.objects.filter(page__in=pks, speaker__live=True)
    # A person whose original is not live is shown nowhere.
    parts = parts.exclude(speaker__source__live=False).order_by("sort_order", "pk")
    name = Coalesce(NullIf("speaker__name", Value("")), "speaker__source__name")
    person = Coalesce("speaker__source_id", "speaker_id")
    for page, pk, told_name, role in parts.values_list("page_id", person, name, "role"):
        found[by_pk[page]].append({"id": pk, "name": told_name, "role": role})
    return found


def _materials(frame: Frame, pks: list[int], by_pk: Mapping[int, UUID]) -> dict[UUID, list[Node]]:
    """Recordings and materials. One query."""
    found: dict[UUID, list[Node]] = defaultdict(list)
    rows = Material.objects.filter(page__in=pks).select_related("file")
    for material in rows.order_by("sort_order", "pk"):
        address = material.address
        if address and is_harmless(address):
            is_own = address.startswith("/") and not address.startswith("//")
            found[by_pk[material.page_id]].append(
                {
                    "kind": material.kind,
                    "url": frame.absolute(address) if is_own else address,
                    "title": material.title,
                    "language": material.language,
                }
            )
    return found
