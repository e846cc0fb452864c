"""Engines that translate, for hosts that name some: ``SESSIONS["MACHINES"]``.

Without that setting there is none, nothing is asked of anybody and nothing is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from ... import conf
from .base import Machine, MachineError, accept

__all__ = ["Machine", "MachineError", "Suggestion", "accept", "machines", "suggest", "translate"]

SETTING = f'{conf.SETTING}["MACHINES"]'
# What is stored as a text's origin where it came from no machine.
RESERVED = frozenset({"", "source", "memory"})
LONGEST_IDENTIFIER = 255


@dataclass(frozen=True)
class Suggestion:
    """What one machine makes of a text: segment HTML, or a sentence why there is none."""

    machine: str
    name: str
    html: str = ""
    problem: str = ""


@lru_cache(maxsize=1)
def machines() -> Mapping[str, Machine]:
    """The host's machines by the names that it gave them.

    Raises ``ImproperlyConfigured``, naming the setting, for a path that leads to no machine, for
    an option that it does not know or misses, and for a name that means something else.
    """
    given = conf.configuration().machines
    return {name: _made(name, dict(options)) for name, options in given.items()}


def _made(name: str, options: dict[str, Any]) -> Machine:
    where = f"{SETTING}[{name!r}]"
    if name in RESERVED or len(name) > LONGEST_IDENTIFIER:
        raise ImproperlyConfigured(f"{where}: this name is taken.")
    path = options.pop("class", "")
    try:
        found = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"{where}: {path!r} leads nowhere.") from error
    if not (isinstance(found, type) and issubclass(found, Machine)):
        raise ImproperlyConfigured(f"{where}: {path} is no machine.")
    try:
        return found(name, **options)
    except TypeError as error:
        # Only names of options are told, never what they hold.
        raise ImproperlyConfigured(f"{where}: {error}") from error
    except ImproperlyConfigured as error:
        raise ImproperlyConfigured(f"{where}: {error}") from error


def translate(machine: Machine, texts: Sequence[str], source: str, target: str) -> list[str | None]:
    """What ``machine`` makes of these texts (segment HTML), in their order.

    ``None`` where it damaged one. Raises :class:`MachineError` where it gave none at all.
    """
    found: list[str | None] = []
    for text, made in zip(texts, machine.translate(texts, source, target), strict=True):
        try:
            found.append(accept(text, made))
        except MachineError:
            found.append(None)
    return found


def suggest(text: str, source: str, target: str) -> list[Suggestion]:
    """What every machine makes of one text (segment HTML), in the order of the settings."""
    found = []
    for machine in machines().values():
        name = str(machine.name)
        try:
            (made,) = machine.translate([text], source, target)
            found.append(Suggestion(machine.identifier, name, html=accept(text, made)))
        except MachineError as error:
            found.append(Suggestion(machine.identifier, name, problem=str(error)))
    return found


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == conf.SETTING:
        machines.cache_clear()


setting_changed.connect(_forget)
