"""Pages of a programme's rooms, tracks and partners, each with the sessions that belong to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from ..enums import Section
from ..models import Partner, ProgrammePage, SessionPage
from .feeds.registry import calendar_of_selection
from .frame import Frame, frame_of
from .labels import Label
from .languages import languages_of, original_language
from .partners import Sponsor, partners_in
from .photos import load_photos
from .schedule import Entry, Schedule, arrange, entries
from .sections import section_address, section_addresses

Context = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A room or a track with its page and the number of its sessions."""

    label: Label
    address: str
    count: int


def rooms_context(page: ProgrammePage, request: HttpRequest, below: str) -> Context:
    """Context of the list of rooms, or of the room whose primary key stands ``below``."""
    return _labelled(page, request, below, Section.ROOMS, _room)


def tracks_context(page: ProgrammePage, request: HttpRequest, below: str) -> Context:
    """Context of the list of tracks, or of the track whose primary key stands ``below``."""
    return _labelled(page, request, below, Section.TRACKS, _track)


def _labelled(
    page: ProgrammePage,
    request: HttpRequest,
    below: str,
    section: Section,
    label_of: Callable[[Entry], Label | None],
) -> Context:
    """Raises ``Http404`` where no public session bears the label."""
    frame = frame_of(request, page)
    found = entries(frame, page)
    context = _around(frame, page, request, section, below)
    if not below:
        return {**context, "places": _places(frame, section, found, label_of)}
    own = [entry for entry in found if _is_named(label_of(entry), below)]
    if not own:
        raise Http404
    return {
        **context,
        "label": label_of(own[0]),
        "schedule": arrange(own),
        "calendar": calendar_of_selection(frame, f"{section.value.removesuffix('s')}={below}"),
    }


def _is_named(label: Label | None, below: str) -> bool:
    return label is not None and str(label.pk) == below


def _places(
    frame: Frame,
    section: Section,
    found: Iterable[Entry],
    label_of: Callable[[Entry], Label | None],
) -> list[Place]:
    sessions: dict[Label, set[int]] = {}
    for entry in found:
        label = label_of(entry)
        if label is not None:
            sessions.setdefault(label, set()).add(entry.pk)
    return [
        Place(label, section_address(frame, section, str(label.pk)), len(sessions[label]))
        for label in sorted(sessions, key=lambda label: (label.order, str(label.name).casefold()))
    ]


def _room(entry: Entry) -> Label | None:
    return entry.time.room if entry.time else None


def _track(entry: Entry) -> Label | None:
    return entry.track


@dataclass(frozen=True)
class Supporter:
    """A partner with its page and the sessions on whose pages it stands."""

    partner: Sponsor
    address: str
    entries: tuple[Entry, ...]

    @property
    def schedule(self) -> Schedule:
        """Its sessions by day."""
        return arrange(self.entries)


def partners_context(page: ProgrammePage, request: HttpRequest, below: str) -> Context:
    """Context of the list of partners, or of the one whose primary key stands ``below``.

    Raises ``Http404`` for one that stands on no public session's page.
    """
    frame = frame_of(request, page)
    supporters = _supporters(frame, entries(frame, page))
    context = _around(frame, page, request, Section.PARTNERS, below)
    if not below:
        return {**context, "supporters": supporters}
    found = next((s for s in supporters if str(_original(s.partner)) == below), None)
    if found is None:
        raise Http404
    return {**context, "supporter": found, "schedule": found.schedule}


def _supporters(frame: Frame, found: Iterable[Entry]) -> list[Supporter]:
    """Partners whose blocks stand in the originals of public sessions, by name. Three queries."""
    by_pk: dict[str, list[Entry]] = {}
    for entry in found:
        by_pk.setdefault(str(entry.pk), []).append(entry)
    kinds = ContentType.objects.get_for_models(Partner, Page, SessionPage)
    references = ReferenceIndex.objects.filter(
        to_content_type=kinds[Partner],
        base_content_type__in=[kinds[Page], kinds[SessionPage]],
        object_id__in=list(by_pk),
    )
    sessions: dict[str, set[str]] = {}
    for partner, session in references.values_list("to_object_id", "object_id"):
        sessions.setdefault(partner, set()).add(session)
    partners = partners_in(frame, [int(pk) for pk in sessions])
    photos = load_photos(partner.logo_id for partner in partners.values())
    supporters: dict[int, Supporter] = {}
    for named, partner in partners.items():
        pk = _original(partner)
        own = [e for s in sorted(sessions.get(str(named), ())) for e in by_pk[s]]
        known = supporters.get(pk)
        merged = {id(entry): entry for entry in (*(known.entries if known else ()), *own)}
        supporters[pk] = Supporter(
            partner=partner.with_logo(photos),
            address=section_address(frame, Section.PARTNERS, str(pk)),
            entries=tuple(merged.values()),
        )
    return sorted(supporters.values(), key=lambda s: str(s.partner.name).casefold())


def _original(partner: Sponsor) -> int:
    return int(partner.stored.source_id or partner.stored.pk)


def places_below(frame: Frame, programme: ProgrammePage) -> dict[Section, list[str]]:
    """What stands below each list of ``programme``: parts of addresses, in the order of the list.

    Three queries for the sessions, five for the partners.
    """
    found = entries(frame, programme)
    rooms, tracks = (
        [str(place.label.pk) for place in _places(frame, section, found, label_of)]
        for section, label_of in ((Section.ROOMS, _room), (Section.TRACKS, _track))
    )
    partners = [str(_original(s.partner)) for s in _supporters(frame, found)]
    return {Section.ROOMS: rooms, Section.TRACKS: tracks, Section.PARTNERS: partners}


def _around(
    frame: Frame, page: ProgrammePage, request: HttpRequest, section: Section, below: str
) -> Context:
    return {
        "frame": frame,
        "languages": languages_of(
            frame,
            section_addresses(frame, section, below),
            original=original_language(frame, page),
            here=request.path,
        ),
        "programme": page,
        "section": section.value,
        "title": TITLES[section](),
    }


TITLES: dict[Section, Callable[[], str]] = {
    Section.ROOMS: lambda: _("Rooms"),
    Section.TRACKS: lambda: _("Tracks"),
    Section.PARTNERS: lambda: _("Partners"),
}
