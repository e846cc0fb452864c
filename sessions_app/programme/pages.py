"""What the pages of the programme show: one function per page, from the page to its context.

A session page takes the same number of queries whatever it holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.images.models import AbstractImage

from ..enums import Section
from ..models import ProgrammePage, SessionPage
from .facts import facts_of, held_elsewise, parts_of, programme_around
from .feeds.registry import FeedLink, calendar_of, calendar_of_selection, feeds_of
from .films.recordings import kept_of
from .frame import Frame, frame_of, with_linked
from .languages import (
    Notice,
    languages_of,
    languages_of_page,
    notices_of,
    original_language,
    with_query,
)
from .links import linked_pages
from .mine import mine_context, offline_context
from .people import people_in, people_of_programme
from .photos import load_photos
from .places import partners_context, rooms_context, tracks_context
from .reading import Reading, body_of, named_by, reading_of
from .releases import LastRelease, last_release
from .releases.page import changes_context
from .schedule import (
    Entry,
    Schedule,
    arrange,
    entries,
    programme_facts,
    time_zone,
    told_of,
)
from .schedule.filters import apply, fields, filters_of
from .schedule.grid import placed
from .schedule.moment import moment_of
from .schedule.neighbours import around
from .sections import people_addresses, section_address

Context = dict[str, Any]
# What shows a section: from programme, request and what stands below it to a context.
SECTIONS: dict[str, Callable[[ProgrammePage, HttpRequest, str], Context]] = {
    Section.ROOMS: rooms_context,
    Section.TRACKS: tracks_context,
    Section.PARTNERS: partners_context,
    Section.MINE: mine_context,
    Section.CHANGES: changes_context,
    Section.OFFLINE: offline_context,
}


def session_context(page: SessionPage, request: HttpRequest) -> Context:
    """Context of a session page, live or as a preview."""
    original = page.facts
    named = named_by(page)
    frame = frame_of(request, page, named.pages)
    programme = None if frame.is_preview else programme_around(frame, original)
    near = around(frame, programme, original) if programme else []
    parts = parts_of(original, near, told_of(frame, programme))
    reading = reading_of(frame, named, parts.speakers, parts.posters)
    facts = facts_of(original, parts, reading)
    return {
        "frame": frame,
        "languages": languages_of_page(
            frame,
            page,
            here=request.path,
            notices=held_elsewise(facts, original, frame.language),
            has_facts=True,
        ),
        "reading": reading,
        "facts": facts,
        "original": original.pk or "",
        "body": body_of(page, reading),
        "kept": kept_of(facts, reading, timezone.now()),
        "programme": frame.programmes.get(frame.language),
        "calendar": _calendar(frame, page) if facts.times else None,
        "credits": _credits(part.person.photo for part in facts.parts),
    }


def programme_page(
    page: ProgrammePage,
    request: HttpRequest,
    person: str | None = None,
    section: str = "",
    below: str = "",
) -> Context:
    """Context of the programme; of all its people (``""``) or of one of them (address part); of
    one of its sections, or of what stands ``below`` that."""
    if section:
        if section not in SECTIONS:
            raise Http404
        return SECTIONS[section](page, request, below)
    if person is None:
        return programme_context(page, request)
    return person_context(page, request, person) if person else people_context(page, request)


def programme_context(page: ProgrammePage, request: HttpRequest) -> Context:
    """Context of the programme, live or as a preview."""
    frame = frame_of(request, page)
    filters = filters_of(request.GET)
    release = last_release(frame, programme_facts(frame, page))
    found = apply(filters, _marked(entries(frame, page), release))
    arranged = arrange(found)
    schedule = replace(arranged, days=tuple(placed(day) for day in arranged.days))
    languages = languages_of_page(frame, page, here=request.path, notices=_untranslated(schedule))
    return {
        "frame": frame,
        "languages": with_query(languages, filters.query),
        "facts": programme_facts(frame, page),
        "release": release,
        "changes_address": section_address(frame, Section.CHANGES),
        "schedule": schedule,
        "filters": filters,
        "fields": fields(filters, found),
        "moment": moment_of(schedule, timezone.now()),
        "time_zone": time_zone(frame, page).key,
        "programme": page,
        "feeds": feeds_of(frame),
        "calendar": calendar_of_selection(frame, filters.query) if filters.is_set else None,
    }


def people_context(page: ProgrammePage, request: HttpRequest) -> Context:
    """Context of the list of everybody on the programme."""
    frame = frame_of(request, page)
    people = people_of_programme(frame)
    photos = load_photos(person.photo_id for person in people)
    shown = [person.with_photo(photos) for person in people]
    return {
        "frame": frame,
        "languages": languages_of(
            frame,
            people_addresses(frame),
            original=original_language(frame, page),
            here=request.path,
        ),
        "people": shown,
        "programme": page,
        "credits": _credits(person.photo for person in shown),
    }


def person_context(page: ProgrammePage, request: HttpRequest, slug: str) -> Context:
    """Context of a person's page below the programme.

    Raises ``Http404`` where nobody of that address was released in the programme's language or
    appears in one of its public sessions.
    """
    frame = frame_of(request, page)
    person = next((p for p in people_in(frame, slug=slug).values() if p.slug == slug), None)
    if person is None or frame.language not in person.addresses:
        raise Http404
    photos = load_photos([person.photo_id])
    person = person.with_photo(photos)
    widened = with_linked(frame, linked_pages([person.biography.value]))
    return {
        "frame": frame,
        "languages": languages_of(
            frame,
            person.addresses,
            original=person.original,
            notices=notices_of(person.row, person.original, person.addresses),
        ),
        "reading": Reading(widened, photos=photos),
        "person": person,
        "entries": entries(frame, page, person=person.key),
        "calendar": calendar_of(frame, person.addresses[frame.language]),
        "programme": page,
        "credits": _credits([person.photo]),
    }


def _calendar(frame: Frame, page: SessionPage) -> FeedLink | None:
    """The calendar beside the session; none where no public page stands there."""
    version = frame.versions(page.translation_key).get(frame.language)
    return calendar_of(frame, frame.address(version)) if version else None


def _marked(found: Iterable[Entry], release: LastRelease | None) -> list[Entry]:
    """``found``, with a mark on what the last release told of."""
    marks = release.marks if release else {}
    return [
        replace(entry, mark=marks[str(entry.key)]) if str(entry.key) in marks else entry
        for entry in found
    ]


def _untranslated(schedule: Schedule) -> list[Notice]:
    """That some sessions stand there in another language."""
    count = schedule.untranslated
    if not count:
        return []
    message = ngettext(
        "%(count)d session is not yet translated; its title stands in the original language and"
        " leads there.",
        "%(count)d sessions are not yet translated; their titles stand in the original language"
        " and lead there.",
        count,
    )
    return [Notice("untranslated", message % {"count": count})]


def _credits(photos: Iterable[AbstractImage | None]) -> list[str]:
    """Who made the pictures that carry no line of their own, each once, in order."""
    named = [photo.credit for photo in photos if photo is not None and photo.credit]
    return list(dict.fromkeys(named))
