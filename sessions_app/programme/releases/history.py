"""The releases of a programme as visitors read them, newest first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ...models import ProgrammePage, ProgrammeRelease
from ..frame import Frame
from ..languages import original_language
from ..schedule import programme_facts, public_sessions, time_zone
from ..texts import Text
from .telling import Known, Reader, Told, tell, words_for


@dataclass(frozen=True)
class Version:
    """A release: its moment by the programme's clock, the organisers' words, what changed.

    ``is_first`` where there was nothing to compare with. ``anchor`` is its place on the page of
    changes, the same in every language.
    """

    pk: int
    name: str
    released_at: datetime
    notes: Text
    changes: tuple[Told, ...]
    is_first: bool

    @property
    def anchor(self) -> str:
        """Fragment of its heading."""
        return f"version-{self.pk}"


def releases_of(frame: Frame, programme: ProgrammePage) -> QuerySet:
    """Releases, newest first, without the states that they keep. No query yet."""
    facts = programme_facts(frame, programme)
    return ProgrammeRelease.objects.filter(programme=facts.pk).defer("state")


def versions_of(
    frame: Frame,
    programme: ProgrammePage,
    releases: Sequence[ProgrammeRelease],
    *,
    first: int | None = None,
    only: Collection[int] | None = None,
    known: Mapping[str, Known] | None = None,
) -> list[Version]:
    """``releases`` for the reader of ``frame``.

    ``known`` are public sessions by translation key; without them one query asks for those that
    the releases name.

    ``first`` is the primary key of the programme's first release; ``only`` are primary keys of
    the sessions of which to tell.
    """
    records = {
        release.pk: [r for r in release.changes if only is None or r["pk"] in only]
        for release in releases
    }
    if known is None:
        keys = {record["key"] for found in records.values() for record in found}
        known = _known(frame, programme, keys)
    zone, written_in = time_zone(frame, programme), original_language(frame, programme)
    reader = Reader(frame.language, zone, known)
    return [
        Version(
            pk=release.pk,
            name=release.version,
            released_at=release.released_at.astimezone(zone),
            notes=words_for(release.notes, frame.language, written_in),
            changes=tuple(tell(records[release.pk], reader)),
            is_first=release.pk == first and not release.changes,
        )
        for release in releases
    ]


def _known(frame: Frame, programme: ProgrammePage, keys: Iterable[str]) -> dict[str, Known]:
    """Public sessions by translation key, as the reader knows them. One query."""
    rows = public_sessions(frame, programme).filter(translation_key__in=set(keys))
    columns = ("translation_key", "locale__language_code", "source_id", "title", "url_path")
    versions: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    originals: dict[str, str] = {}
    for key, code, source, *rest in rows.order_by("path").values_list(*columns):
        if code in frame.homes:
            versions[str(key)][code] = tuple(rest)
            if source is None:
                originals[str(key)] = code
    known = {}
    for key, original in originals.items():
        code = frame.language if frame.language in versions[key] else original
        title, path = versions[key][code]
        address = frame.prefixes[code] + path[len(frame.homes[code].url_path) :]
        known[key] = Known(Text(title, code, foreign=code != frame.language), address)
    return known
