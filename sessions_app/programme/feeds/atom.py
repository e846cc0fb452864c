"""What changed last, as a feed for readers (RFC 4287): releases, then sessions, newest first."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lxml import etree

from ...enums import SlotState
from .base import Event, Programme, Session
from .releases import Release

SPACE = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST = 100


def render(programme: Programme) -> bytes:
    """The releases, and the ``MOST`` sessions that changed last."""
    root = etree.Element("feed", xmlns=SPACE)
    root.set(LANGUAGE, programme.language)
    _add(root, "title", _("Changes: %(title)s") % {"title": programme.title})
    _add(root, "id", f"urn:uuid:{uuid5(programme.key, programme.language)}")
    _add(root, "updated", programme.changed.isoformat())
    _link(root, programme.feed_url, "self", type="application/atom+xml")
    _link(root, programme.url, "alternate", type="text/html", hreflang=programme.language)
    _add(etree.SubElement(root, "author"), "name", programme.organiser or programme.title)
    for release in programme.releases:
        _release(root, programme, release)
    times: dict[UUID, list[Event]] = defaultdict(list)
    for event in programme.events:
        times[event.session.key].append(event)
    rows = [(session, times[session.key]) for session in programme.sessions]
    for session, events in sorted(rows, key=_newest_first)[:MOST]:
        _entry(root, programme, session, events)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _release(root: etree._Element, programme: Programme, release: Release) -> None:
    entry = etree.SubElement(root, "entry")
    entry.set(LANGUAGE, programme.language)
    _add(entry, "title", release.title)
    _add(entry, "id", f"urn:uuid:{release.key}")
    _add(entry, "updated", release.changed.isoformat())
    _link(entry, release.url, "alternate", type="text/html", hreflang=programme.language)
    _add(entry, "content", release.html).set("type", "html")


def _entry(
    root: etree._Element, programme: Programme, session: Session, events: list[Event]
) -> None:
    entry = etree.SubElement(root, "entry")
    entry.set(LANGUAGE, session.language)
    _add(entry, "title", session.title)
    _add(entry, "id", f"urn:uuid:{uuid5(session.key, programme.language)}")
    _add(entry, "updated", _changed(session, events).isoformat())
    _link(entry, session.url, "alternate", type="text/html", hreflang=session.language)
    for person in session.people:
        _add(etree.SubElement(entry, "author"), "name", person.name)
    if session.track:
        etree.SubElement(entry, "category", term=session.track.name)
    told = [_time(event) for event in events] or [_("Time to be announced")]
    summary = _add(entry, "summary", "\n".join(told))
    summary.set(LANGUAGE, programme.language)
    if session.summary:
        _add(entry, "content", session.summary)


def _time(event: Event) -> str:
    """Day, time, room and what became of it, in one line."""
    time = event.time
    told = [f"{_moment(time.start)}–{_clock(time.end)}", event.room.name]
    if time.state != SlotState.PLANNED:
        told.append(str(SlotState(time.state).label))
    if time.is_moved and time.previous_start:
        told[-1] += f" ({_moment(time.previous_start)})"
    return ", ".join(told)


def _moment(moment: datetime) -> str:
    return f"{date_format(moment, pgettext('date format', 'l, j F Y'))}, {_clock(moment)}"


def _clock(moment: datetime) -> str:
    return date_format(moment, pgettext("time format", "H:i"))


def _changed(session: Session, events: list[Event]) -> datetime:
    return max([session.changed, *(event.changed for event in events)])


def _newest_first(row: tuple[Session, list[Event]]) -> tuple[float, str]:
    session, events = row
    return (-_changed(session, events).timestamp(), str(session.key))


def _link(parent: etree._Element, address: str, rel: str, **attributes: str) -> None:
    etree.SubElement(parent, "link", {"rel": rel, "href": address, **attributes})


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    made = etree.SubElement(parent, name)
    made.text = text
    return made
