"""Who is at the same translation at the moment, and at which text. Kept in Django's cache alone.

Two people who report in the same instant may overwrite each other; both report again within
seconds, so what is told is right but for a moment.
"""

from dataclasses import asdict, dataclass
from time import time
from typing import Any

from django.core.cache import cache

from .. import localize

# Who has not been heard of for so many seconds has left.
LIFETIME = 35


@dataclass(frozen=True)
class Present:
    """Somebody at a translation; ``segment`` is the key of the text, empty for none."""

    user: str
    name: str
    segment: str
    at: float


def report(translation: Any, user: Any, tab: str, segment: str) -> list[Present]:
    """Note that ``user`` is at ``segment`` in a window ``tab``; who else is there, by name."""
    now = time()
    places = _read(translation, now)
    places[f"{user.pk}:{tab}"] = Present(str(user.pk), localize.name_of(user), segment, now)
    _write(translation, places)
    others: dict[str, Present] = {}
    for one in sorted(places.values(), key=lambda one: one.at):
        if one.user != str(user.pk):
            others[one.user] = one
    return sorted(others.values(), key=lambda one: one.name)


def leave(translation: Any, user: Any, tab: str) -> None:
    """Forget that ``user`` was there in that window."""
    places = _read(translation, time())
    places.pop(f"{user.pk}:{tab}", None)
    _write(translation, places)


def _key(translation: Any) -> str:
    return f"sessions_translation.presence.{translation.pk}"


def _read(translation: Any, now: float) -> dict[str, Present]:
    stored = cache.get(_key(translation)) or {}
    found = {name: Present(**values) for name, values in stored.items()}
    return {name: one for name, one in found.items() if now - one.at < LIFETIME}


def _write(translation: Any, places: dict[str, Present]) -> None:
    stored = {name: asdict(one) for name, one in places.items()}
    cache.set(_key(translation), stored, LIFETIME)
