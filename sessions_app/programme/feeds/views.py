"""Answers to programs that ask for a feed: to everybody alike, and again only where it changed."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ...models import ProgrammePage
from ..frame import Frame, frame_of
from ..people import people_in
from ..routes import programme_at, session_at
from ..schedule.filters import Filters, filters_of
from .base import NEVER, Programme, read
from .registry import CALENDAR, CHANGES, FEEDS, Feed
from .releases import with_releases

# Seconds; short enough for a room that changes on the day.
MAX_AGE = 300


@require_safe
def programme_feed(request: HttpRequest, path: str, name: str) -> HttpResponse:
    """The feed ``name`` of the programme at ``path`` below the home.

    A calendar holds what the filters in the address leave, as they do on the page.
    """
    programme, frame = _public(request, programme_at(request, path))
    filters = filters_of(request.GET) if name == CALENDAR else Filters()
    address = f"{request.path}?{filters.query}" if filters.query else request.path
    data = read(frame, programme, address, filters=filters)
    if name == CHANGES:
        data = with_releases(frame, programme, data)
    return _answer(request, name, FEEDS[name], data)


@require_safe
def calendar(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    """The calendar of the session ``slug`` of a programme, or of the person of that address."""
    above, _slash, people = path.rstrip("/").rpartition("/")
    if above:
        programme = programme_at(request, f"{above}/", people_slug=people)
        if programme is not None:
            return _of_person(request, programme, slug)
    return _of_session(request, programme_at(request, path), slug)


def _of_session(request: HttpRequest, found: ProgrammePage | None, slug: str) -> HttpResponse:
    programme, frame = _public(request, found)
    session = session_at(programme, slug)
    if session is None:
        raise Http404
    key, title = session.translation_key, session.title
    data = read(frame, programme, request.path, session=key, title=title)
    # One that is not for everybody, or stands in for a translation, is not among them.
    if not any(known.is_translated for known in data.sessions):
        raise Http404
    return _answer(request, f"{slug}.ics", FEEDS[CALENDAR], data)


def _of_person(request: HttpRequest, found: ProgrammePage, slug: str) -> HttpResponse:
    programme, frame = _public(request, found)
    people = people_in(frame, slug=slug).values()
    person = next((person for person in people if person.slug == slug), None)
    if person is None or frame.language not in person.addresses:
        raise Http404
    data = read(frame, programme, request.path, person=person.key, title=person.name)
    return _answer(request, f"{slug}.ics", FEEDS[CALENDAR], data)


def _public(request: HttpRequest, programme: ProgrammePage | None) -> tuple[ProgrammePage, Frame]:
    """The programme and its frame. Raises ``Http404`` where not everybody may read it.

    Programs cannot log in: what is behind a log-in has no feed for anybody.
    """
    if programme is None:
        raise Http404
    frame = frame_of(request, programme)
    if frame.is_private or frame.language not in frame.programmes:
        raise Http404
    return programme, frame


def _answer(request: HttpRequest, name: str, feed: Feed, data: Programme) -> HttpResponse:
    """The feed, or 304 for whoever has it.

    Compared by content alone: nothing stored tells when a session was taken back, so a date would
    leave it standing with those who ask by date.
    """
    content = feed.render(data)
    response = HttpResponse(content, content_type=feed.media_type)
    etag = response["ETag"] = f'"{sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    if data.changed > NEVER:
        response["Last-Modified"] = http_date(data.changed.timestamp())
    if feed.is_download:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
