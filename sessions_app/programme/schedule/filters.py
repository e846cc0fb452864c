"""What a reader leaves of a programme: filters in the address, the same in every language.

Labels are named by the primary key of their original, so that a link works in both languages and
after a renaming. Anything in the address that names nothing is left out rather than refused.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from ...conf import configuration
from ..labels import Label
from ..texts import language_name
from .shapes import Entry

MAX_WORDS = 200  # characters
MAX_CHOSEN = 500
GRID = "grid"
_NUMBER = re.compile(r"[0-9]{1,18}")
_MARKS = re.compile(r"[̀-ͯ]")
# ä, ae and a are one letter, and so on; the browser folds alike (static/…/js/programme.js).
_E_AFTER = re.compile("([aou])e")


@dataclass(frozen=True)
class Filters:
    """Filters as they stand in an address. ``chosen`` are primary keys of originals, or ``None``.

    ``help`` is one of `Entry.helps`, as in ``captions-de``.
    """

    track: int = 0
    format: int = 0
    room: int = 0
    spoken: str = ""
    help: str = ""
    words: str = ""
    chosen: frozenset[int] | None = None
    view: str = ""

    @property
    def query(self) -> str:
        """The part of an address after the question mark; empty where nothing is filtered."""
        values: dict[str, Any] = {
            "track": self.track,
            "format": self.format,
            "room": self.room,
            "spoken": self.spoken,
            "help": self.help,
            "q": self.words,
            "s": chosen_value(self.chosen) if self.chosen is not None else "",
            "view": self.view,
        }
        return urlencode({name: value for name, value in values.items() if value}, safe=",")

    @property
    def is_set(self) -> bool:
        """Whether anything is left out; the view leaves out nothing."""
        return bool(replace(self, view="").query) or self.chosen is not None

    @property
    def as_grid(self) -> bool:
        """Whether the programme is looked at as a grid of rooms."""
        return self.view == GRID

    @property
    def list_query(self) -> str:
        """The query of the same selection as a list."""
        return replace(self, view="").query

    @property
    def grid_query(self) -> str:
        """The query of the same selection as a grid."""
        return replace(self, view=GRID).query

    def title(self, entries: Sequence[Entry]) -> str:
        """What the selection from ``entries`` is called: the labels that were chosen."""
        if self.chosen is not None:
            return _("My programme")
        named = [c.name for field in fields(self, entries) for c in field.choices if c.is_chosen]
        words = [_("“%(words)s”") % {"words": self.words}] if self.words else []
        return ", ".join(map(str, [*named, *words]))

    def match(self, entry: Entry) -> bool:
        """Whether the reader sees ``entry``."""
        room = entry.time.room if entry.time else None
        return (
            _is(self.track, entry.track)
            and _is(self.format, entry.format)
            and _is(self.room, room)
            and (not self.spoken or entry.spoken_language == self.spoken)
            and (not self.help or self.help in entry.helps)
            and (self.chosen is None or entry.pk in self.chosen)
            and all(word in folded(entry) for word in fold(self.words).split())
        )


UNFILTERED = Filters()


def filters_of(asked: QueryDict) -> Filters:
    """Filters from the query of an address, whatever stands in it."""
    view = asked.get("view", "")
    return Filters(
        track=_number(asked.get("track", "")),
        format=_number(asked.get("format", "")),
        room=_number(asked.get("room", "")),
        spoken=_code(asked.get("spoken", "")),
        help=_code(asked.get("help", "")),
        words=" ".join(asked.get("q", "")[:MAX_WORDS].replace("\0", " ").split()),
        chosen=chosen_of(asked.get("s", "")) if "s" in asked else None,
        view=view if view == GRID else "",
    )


def chosen_of(value: str) -> frozenset[int]:
    """Primary keys from ``12,45``; anything else in it is left out."""
    parts = value[: MAX_CHOSEN * 20].split(",")[:MAX_CHOSEN]
    return frozenset(int(part) for part in parts if _NUMBER.fullmatch(part))


def chosen_value(chosen: Iterable[int]) -> str:
    """The same, written in order."""
    return ",".join(str(pk) for pk in sorted(chosen))


def apply(filters: Filters, entries: Iterable[Entry]) -> list[Entry]:
    """``entries`` with those marked that the filters leave out."""
    if not filters.is_set:
        return list(entries)
    return [replace(entry, is_shown=filters.match(entry)) for entry in entries]


def folded(entry: Entry) -> str:
    """What the words of a filter are looked for in: title, people, room, format, track."""
    room = entry.time.room if entry.time else None
    labels = [label.name for label in (room, entry.format, entry.track) if label]
    return fold(" ".join(map(str, [entry.title, *entry.people, *labels])))


def fold(text: str) -> str:
    """``text`` without case, accents and the difference of umlauts and their spellings."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return _E_AFTER.sub(r"\1", plain)


@dataclass(frozen=True)
class Choice:
    """A value that a filter may take, and what it is called."""

    value: str
    name: Any
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """A filter in the form: its name in the address, its label, its values in order."""

    name: str
    label: str
    choices: tuple[Choice, ...]


def fields(filters: Filters, entries: Sequence[Entry]) -> list[Field]:
    """Filters that make a difference for ``entries``, each with the values that occur."""
    rooms = [entry.time.room for entry in entries if entry.time]
    spoken = {e.spoken_language: language_name(e.spoken_language) for e in entries}
    helps = {value: _help_name(value) for entry in entries for value in entry.helps}
    found = [
        Field("track", _("Track"), _labels((e.track for e in entries), filters.track)),
        Field("format", _("Format"), _labels((e.format for e in entries), filters.format)),
        Field("room", _("Room"), _labels(rooms, filters.room)),
        Field("spoken", _("Held in"), _named(spoken, filters.spoken)),
        Field("help", _("Languages and access"), _named(helps, filters.help, least=1)),
    ]
    return [field for field in found if field.choices]


def _labels(labels: Iterable[Label | None], chosen: int) -> tuple[Choice, ...]:
    used = {label.pk: label for label in labels if label is not None}
    ordered = sorted(used.values(), key=lambda label: (label.order, str(label.name).casefold()))
    if len(ordered) < 2:
        return ()
    return tuple(Choice(str(label.pk), label.name, label.pk == chosen) for label in ordered)


def _named(names: Mapping[str, str], chosen: str, *, least: int = 2) -> tuple[Choice, ...]:
    named = {value: name for value, name in names.items() if value}
    if len(named) < least:
        return ()
    ordered = sorted(named.items(), key=lambda item: item[1].casefold())
    return tuple(Choice(value, name, value == chosen) for value, name in ordered)


def _help_name(value: str) -> str:
    kind, _hyphen, code = value.partition("-")
    if kind == "sign":
        return str(dict(configuration().sign_languages).get(code, code))
    name = {"language": language_name(code)}
    if kind == "interpretation":
        return _("Interpretation into %(language)s") % name
    return _("Captions in %(language)s") % name


def _is(wanted: int, label: Label | None) -> bool:
    return not wanted or (label is not None and label.pk == wanted)


def _number(value: str) -> int:
    return int(value) if _NUMBER.fullmatch(value) else 0


def _code(value: str) -> str:
    return value if re.fullmatch(r"[A-Za-z0-9-]{1,40}", value) else ""
