"""Releases of the demo's programme, each made once and in order."""

from collections.abc import Callable, Mapping
from typing import Any

from sessions_app.models import ProgrammePage, ProgrammeRelease
from sessions_app.programme.releases import release, whats_new

from .reading import LANGUAGES, Data


def release_next(
    programme: ProgrammePage,
    version: str,
    releases: Mapping[str, Data],
    who: Callable[[], Any],
) -> ProgrammeRelease | None:
    """Make ``version`` of ``releases`` (notes by version, in order); ``who`` tells who does it.

    ``None`` where it is there already, where people have released what they wanted in between, and
    where there would be nothing to tell after the version before.
    """
    earlier = list(releases)[: list(releases).index(version)]
    there = set(programme.releases.values_list("version", flat=True))
    if there != set(earlier):
        return None
    if earlier and not whats_new(programme)[2]:
        return None
    notes = releases[version]["notes"]
    return release(programme, version, who(), {code: notes[code] for code in LANGUAGES})
