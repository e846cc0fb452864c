"""Where the parts of a programme stand that are no pages: rooms, changes, a visitor's own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from ..enums import Section
from .frame import Frame


@dataclass(frozen=True)
class Door:
    """A way to one part of a programme."""

    name: str
    title: str
    address: str
    is_current: bool


_TITLES: dict[str, Callable[[], str]] = {
    "programme": lambda: _("Sessions"),
    "people": lambda: _("Speakers"),
    "rooms": lambda: _("Rooms"),
    "tracks": lambda: _("Tracks"),
    "partners": lambda: _("Partners"),
    "changes": lambda: _("Changes"),
    "mine": lambda: _("My programme"),
}


def section_addresses(frame: Frame, section: Section, below: str = "") -> dict[str, str]:
    """Address of ``section`` (or of what stands ``below`` it) by language. No query."""
    return {
        code: f"{frame.address(programme)}{_word(section, code)}/{below and f'{below}/'}"
        for code, programme in frame.programmes.items()
    }


def section_address(frame: Frame, section: Section, below: str = "") -> str:
    """The same in the reader's language; empty where the programme does not exist in it."""
    return section_addresses(frame, section, below).get(frame.language, "")


def people_addresses(frame: Frame) -> dict[str, str]:
    """Addresses of the list of people, by language."""
    return {
        code: f"{frame.address(programme)}{programme.people_slug}/"
        for code, programme in frame.programmes.items()
    }


def doors(frame: Frame, current: str = "") -> list[Door]:
    """Everything that a programme shows, in the reader's language; ``current`` is a section's
    name, ``people`` or ``programme``. Empty where the programme is not public in it. No query."""
    programme = frame.programmes.get(frame.language)
    if programme is None:
        return []
    addresses = {
        "programme": frame.address(programme),
        "people": people_addresses(frame)[frame.language],
        **{section.value: section_address(frame, section) for section in Section},
    }
    return [
        Door(name, title(), addresses[name], name == current) for name, title in _TITLES.items()
    ]


def _word(section: Section, language: str) -> str:
    with override(language):
        return str(section.label)
