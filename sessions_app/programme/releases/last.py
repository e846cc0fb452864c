"""The last release, as the public pages read it: once for each page, and only where it matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from ...models import ProgrammePage, ProgrammeRelease
from ..frame import Frame
from .changing import NEW, WITHDRAWN, Record
from .state import CHANGED, MINUTES, PK, PREVIOUS, ROOM, SEQUENCE, START, STATE

# Where a frame keeps what was read.
KEPT_AS = "last release"
# The order of `schedule.TIME_COLUMNS`.
ORDER = (START, MINUTES, ROOM, STATE, PREVIOUS, PK, SEQUENCE, CHANGED)
MOMENTS = frozenset({START, PREVIOUS, CHANGED})
# A time as `schedule.appointments` takes it.
TimeRow = Sequence[Any]


@dataclass(frozen=True)
class LastRelease:
    """What the last release told. ``marks`` are ``new`` or ``changed`` by translation key.

    ``times``, by translation key, are there where the programme shows them as of its release.
    """

    pk: int
    version: str
    released_at: datetime
    marks: Mapping[str, str]
    times: Mapping[str, list[list[Any]]]

    def mark(self, key: Any) -> str:
        """``new`` or ``changed`` where the release told of that session, else nothing."""
        return self.marks.get(str(key), "")


def last_release(frame: Frame, facts: ProgrammePage) -> LastRelease | None:
    """The last release of the original ``facts``; ``None`` before the first. One query a page."""
    kept = frame.kept
    place = (KEPT_AS, facts.pk)
    if place not in kept:
        kept[place] = _load(facts)
    found: LastRelease | None = kept[place]
    return found


def told_times(frame: Frame, facts: ProgrammePage | None) -> Mapping[str, list[TimeRow]] | None:
    """Times of every session as the last release told them, where visitors are shown those alone.

    ``None`` where they see every time as it stands: a programme that does not follow its releases,
    and a preview. Empty before the first release. One query, and none where the flag is off.
    """
    if facts is None or frame.is_preview or not facts.follows_releases:
        return None
    place = ("told times", facts.pk)
    if place not in frame.kept:
        last = last_release(frame, facts)
        times = last.times if last else {}
        frame.kept[place] = {key: [_row(time) for time in rows] for key, rows in times.items()}
    found: Mapping[str, list[TimeRow]] = frame.kept[place]
    return found


def _load(facts: ProgrammePage) -> LastRelease | None:
    columns = ["pk", "version", "released_at", "changes"]
    if facts.follows_releases:
        columns.append("state__times")
    row = ProgrammeRelease.objects.filter(programme=facts.pk).values(*columns).first()
    if row is None:
        return None
    zone = ZoneInfo(facts.time_zone or settings.TIME_ZONE)
    return LastRelease(
        pk=row["pk"],
        version=row["version"],
        released_at=row["released_at"].astimezone(zone),
        marks=dict(_marks(row["changes"])),
        times=row.get("state__times") or {},
    )


def _marks(records: list[Record]) -> list[tuple[str, str]]:
    kinds = [(record["key"], {part["kind"] for part in record["parts"]}) for record in records]
    return [
        (key, "new" if NEW in of_session else "changed")
        for key, of_session in kinds
        if WITHDRAWN not in of_session
    ]


def _row(time: Sequence[Any]) -> TimeRow:
    return [
        datetime.fromisoformat(time[place]) if place in MOMENTS and time[place] else time[place]
        for place in ORDER
    ]
