"""What changed, in the words of a reader. No query; sentences are HTML, safe to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..texts import Text, for_reader
from .changing import (
    CANCELLED,
    MOVED,
    NEW,
    PEOPLE,
    REINSTATED,
    ROOM_CHANGED,
    WITHDRAWN,
    Record,
)

Time = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """A session as it is public now: its title for the reader, and its address."""

    title: Text
    address: str


@dataclass(frozen=True)
class Reader:
    """Who is told: the language, the clock of the programme, sessions by translation key.

    Sessions that are not among them are named as they were, without a link.
    """

    language: str
    zone: ZoneInfo
    sessions: Mapping[str, Known] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What changed of one session. ``address`` is empty where nobody may read it any more."""

    key: str
    title: Text
    address: str
    parts: tuple[SafeString, ...]


def tell(records: Iterable[Record], reader: Reader) -> list[Told]:
    """``records`` in the words of ``reader``, in their order."""
    return [_told(record, reader) for record in records]


def words_for(texts: Mapping[str, str], language: str, original: str = "") -> Text:
    """The text in the reader's language, else the original's, else any, with its language."""
    codes = (code for code in (original, *texts) if code in texts)
    code = language if language in texts else next(codes, "")
    return Text(for_reader(texts, code, code) or "", code, foreign=code != language)


def _told(record: Record, reader: Reader) -> Told:
    key, parts = record["key"], record["parts"]
    known = reader.sessions.get(key)
    if known is None or any(part["kind"] == WITHDRAWN for part in parts):
        title = words_for(record["titles"], reader.language, record["language"])
        known = Known(title, "")
    sentences = [sentence for part in parts for sentence in _sentences(part, record, reader)]
    return Told(key, known.title, known.address, tuple(dict.fromkeys(sentences)))


def _sentences(part: Mapping[str, Any], record: Record, reader: Reader) -> list[SafeString]:
    kind, before, after = part["kind"], part["before"], part["after"]
    if kind == NEW:
        return _new(after, record, reader)
    if kind == WITHDRAWN:
        return [_say(_("no longer on the programme"))]
    if kind == MOVED:
        return [_moved(before, after, reader)]
    if kind == ROOM_CHANGED:
        return [_room_changed(_room(before, reader), _room(after, reader))]
    if kind == CANCELLED:
        return [_cancelled(after, record, reader)]
    if kind == REINSTATED:
        return [_say(_("takes place after all: %(when)s"), when=_when(after, reader))]
    return _people(before, after) if kind == PEOPLE else []


def _new(times: Sequence[Time], record: Record, reader: Reader) -> list[SafeString]:
    if record["is_cancelled"]:
        return [_say(_("new")), _say(_("cancelled"))]
    held = [time for time in times if not time["is_cancelled"]]
    if not held:
        return [_say(_("new, time to be announced"))]
    return [_say(_("new: %(when)s"), when=_when(time, reader)) for time in held]


def _cancelled(time: Time, record: Record, reader: Reader) -> SafeString:
    if record["is_cancelled"]:
        return _say(_("cancelled"))
    return _say(_("cancelled: %(when)s"), when=_moment(_start(time, reader)))


def _moved(before: Time | None, after: Time | None, reader: Reader) -> SafeString:
    if before is None or after is None:
        if after is not None:
            return _say(_("new time: %(when)s"), when=_when(after, reader))
        start = _moment(_start(before or {}, reader))
        return _say(_("no longer at this time: %(when)s"), when=start)
    was, now = _start(before, reader), _start(after, reader)
    if was == now:
        return _say(
            _("%(start)s: now until %(after)s (before: until %(before)s)"),
            start=_moment(now),
            after=_clock(_end(after, reader)),
            before=_clock(_end(before, reader)),
        )
    told = _clock(now) if was.date() == now.date() else _moment(now)
    return _say(_("moved from %(before)s to %(after)s"), before=_moment(was), after=told)


def _room_changed(before: SafeString, after: SafeString) -> SafeString:
    if before and after:
        return _say(_("now in: %(after)s (before: %(before)s)"), before=before, after=after)
    if after:
        return _say(_("now in: %(after)s"), after=after)
    return _say(_("room to be announced (before: %(before)s)"), before=before)


def _people(before: Sequence[Any], after: Sequence[Any]) -> list[SafeString]:
    was, now = ({one["key"]: one["name"] for one in people} for people in (before, after))
    joined = ", ".join(name for key, name in now.items() if key not in was)
    left = ", ".join(name for key, name in was.items() if key not in now)
    return [
        *([_say(_("with %(names)s"), names=joined)] if joined else []),
        *([_say(_("without %(names)s"), names=left)] if left else []),
    ]


def _when(time: Time, reader: Reader) -> SafeString:
    """Day, time and room."""
    start, room = _moment(_start(time, reader)), _room(time, reader)
    return format_html("{}, {}", start, room) if room else SafeString(conditional_escape(start))


def _room(time: Time, reader: Reader) -> SafeString:
    name = words_for(time["names"], reader.language)
    if not name:
        return SafeString("")
    return format_html("<span{}>{}</span>", name.lang, name) if name.lang else _say(str(name))


def _start(time: Time, reader: Reader) -> datetime:
    return datetime.fromisoformat(time["start"]).astimezone(reader.zone)


def _end(time: Time, reader: Reader) -> datetime:
    start = datetime.fromisoformat(time["start"]).astimezone(UTC)
    return (start + timedelta(minutes=time["minutes"])).astimezone(reader.zone)


def _moment(moment: datetime) -> str:
    return f"{date_format(moment, pgettext('date format', 'l, j F'))}, {_clock(moment)}"


def _clock(moment: datetime) -> str:
    return date_format(moment, pgettext("time format", "H:i"))


def _say(sentence: str, **values: str) -> SafeString:
    """A translated sentence with its values, both escaped unless they are HTML already."""
    if not values:
        return SafeString(conditional_escape(sentence))
    escaped = {name: conditional_escape(value) for name, value in values.items()}
    return SafeString(conditional_escape(sentence) % escaped)
