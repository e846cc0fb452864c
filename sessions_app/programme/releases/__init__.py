"""Releases of the programme: what everybody was told, what has become of it since, and how a
version is made."""

from .changing import Record, changes
from .last import LastRelease, last_release, told_times
from .making import LOGGED, NotReleased, release, suggest_version, whats_new
from .state import State, is_public, state_of

__all__ = [
    "LOGGED",
    "LastRelease",
    "NotReleased",
    "Record",
    "State",
    "changes",
    "is_public",
    "last_release",
    "release",
    "state_of",
    "suggest_version",
    "told_times",
    "whats_new",
]
