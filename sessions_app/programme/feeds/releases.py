"""Releases of the programme for the feed of changes, their logs as HTML that stands by itself."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...enums import Section
from ...models import ProgrammePage
from ..frame import Frame
from ..releases.history import Version, releases_of, versions_of
from ..releases.telling import Known, Told
from ..sections import section_address
from ..texts import Text
from .base import Programme, Session, clean, line

# As many as anybody reads of.
MOST = 10


@dataclass(frozen=True)
class Release:
    """A release in the reader's language; ``html`` is its log, escaped, with absolute addresses."""

    key: UUID
    title: str
    url: str
    changed: datetime
    html: str


def with_releases(frame: Frame, programme: ProgrammePage, data: Programme) -> Programme:
    """``data``, which holds every session, with the last releases, newest first. One query."""
    found = list(releases_of(frame, programme)[: MOST + 1])
    first = found[-1].pk if found and len(found) <= MOST else None
    known = {str(session.key): _known(frame, session) for session in data.sessions}
    versions = versions_of(frame, programme, found[:MOST], first=first, known=known)
    page = frame.absolute(section_address(frame, Section.CHANGES))
    releases = tuple(_release(frame, data, version, page) for version in versions)
    changed = max([data.changed, *(release.changed for release in releases)])
    return replace(data, releases=releases, changed=changed)


def _known(frame: Frame, session: Session) -> Known:
    title = Text(session.title, session.language, foreign=session.language != frame.language)
    return Known(title, session.url.removeprefix(frame.root_url))


def _release(frame: Frame, data: Programme, version: Version, page: str) -> Release:
    title = _("Version %(version)s") % {"version": version.name}
    return Release(
        key=uuid5(data.key, f"release/{version.pk}/{frame.language}"),
        title=line(title),
        url=f"{page}#{version.anchor}",
        changed=version.released_at.astimezone(UTC),
        html=clean(_log(frame, version)),
    )


def _log(frame: Frame, version: Version) -> str:
    parts = []
    if version.notes:
        words = linebreaks_filter(version.notes.value)
        parts.append(format_html("<div{}>{}</div>", version.notes.lang, words))
    if version.changes:
        items = ((_session(frame, told),) for told in version.changes)
        parts.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items)))
    elif version.is_first:
        parts.append(format_html("<p>{}</p>", _("The first version of the programme.")))
    else:
        nothing = _("Sessions, times, rooms and people stayed as they were.")
        parts.append(format_html("<p>{}</p>", nothing))
    return "".join(parts)


def _session(frame: Frame, told: Told) -> SafeString:
    title = format_html("<span{}>{}</span>", told.title.lang, told.title)
    if told.address:
        title = format_html('<a href="{}">{}</a>', frame.absolute(told.address), title)
    parts = format_html_join("", "<li>{}</li>", ((part,) for part in told.parts))
    return format_html("{}<ul>{}</ul>", title, parts)
