"""What the pages of the programme show: one function per page, from the page to its context.

A session page takes the same number of queries whatever it holds.
"""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import ngettext
from wagtail.images.models import AbstractImage

from ..models import ProgrammePage, SessionPage
from .facts import facts_of, held_elsewise, parts_of
from .feeds.registry import FeedLink, calendar_of, feeds_of
from .frame import Frame, frame_of, with_linked
from .languages import Notice, languages_of, languages_of_page, notices_of, original_language
from .links import linked_pages
from .people import people_in, people_of_programme
from .photos import load_photos
from .reading import Reading, body_of, named_by, reading_of
from .schedule import Schedule, entries, programme_facts, schedule_of, time_zone

Context = dict[str, Any]


def session_context(page: SessionPage, request: HttpRequest) -> Context:
    """Context of a session page, live or as a preview."""
    original = page.facts
    named = named_by(page)
    frame = frame_of(request, page, named.pages)
    parts = parts_of(original)
    reading = reading_of(frame, named, parts.speakers)
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
        "body": body_of(page, reading),
        "programme": frame.programmes.get(frame.language),
        "calendar": _calendar(frame, page) if facts.times else None,
        "credits": _credits(part.person.photo for part in facts.parts),
    }


def programme_page(page: ProgrammePage, request: HttpRequest, person: str | None = None) -> Context:
    """Context of the programme; of all its people (``""``) or of one of them (address part)."""
    if person is None:
        return programme_context(page, request)
    return person_context(page, request, person) if person else people_context(page, request)


def programme_context(page: ProgrammePage, request: HttpRequest) -> Context:
    """Context of the programme, live or as a preview."""
    frame = frame_of(request, page)
    schedule = schedule_of(frame, page)
    return {
        "frame": frame,
        "languages": languages_of_page(
            frame, page, here=request.path, notices=_untranslated(schedule)
        ),
        "facts": programme_facts(frame, page),
        "schedule": schedule,
        "time_zone": time_zone(frame, page).key,
        "people_address": people_addresses(frame).get(frame.language, ""),
        "feeds": feeds_of(frame),
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


def people_addresses(frame: Frame) -> dict[str, str]:
    """Addresses of the list of people, by language."""
    return {
        code: f"{frame.address(programme)}{programme.people_slug}/"
        for code, programme in frame.programmes.items()
    }


def _credits(photos: Iterable[AbstractImage | None]) -> list[str]:
    """Who made the pictures that carry no line of their own, each once, in order."""
    named = [photo.credit for photo in photos if photo is not None and photo.credit]
    return list(dict.fromkeys(named))
