"""Addresses of the site in each language that are no pages of Wagtail's."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from ...conf import configuration
from ...models import ProgrammePage, SessionPage
from ..facts import facts_of, parts_of
from ..frame import frame_of
from ..metadata.cards import programme_words, session_words
from ..metadata.share import Words, picture
from ..people import people_in
from ..reading import Reading
from ..routes import programme_at, session_at
from ..schedule.neighbours import around
from ..search.finding import search_context, suggestions
from .contents import contents_of

# Seconds: a year under the digest that pages name, else as long as a feed.
FOR_GOOD, FOR_NOW = 31_536_000, 300


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All public pages of the language, for people."""
    found = contents_of(request)
    context = {"frame": found.frame, "languages": found.languages, "items": found.items}
    return render(request, "sessions_app/contents_page.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form of the search, and what it found, which is nobody else's to keep."""
    response = render(request, "sessions_app/search_page.html", search_context(request))
    if request.GET.get("q"):
        response["Cache-Control"] = "private"
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What the beginning of a question may mean, as JSON."""
    response = JsonResponse(suggestions(request))
    response["Cache-Control"] = "private"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def share(request: HttpRequest, path: str) -> HttpResponse:
    """The drawn picture of the programme at ``path`` below the home, or of the session there.

    Answered with 404 where not everybody may read the page.
    """
    words = _words(request, path).inked(_inks(request))
    response = HttpResponse(content_type="image/png")
    etag = response["ETag"] = f'"{words.digest}"'
    is_named = request.GET.get("v") == words.digest[:12]
    kept = f"max-age={FOR_GOOD}, immutable" if is_named else f"max-age={FOR_NOW}"
    response["Cache-Control"] = f"public, {kept}"
    unchanged = get_conditional_response(request, etag=etag, response=response)
    if unchanged is not None and unchanged.status_code != 200:
        return unchanged
    response.content = picture(words)
    return response


def _inks(request: HttpRequest) -> Mapping[str, str]:
    """The inks of the site that is asked, where the host has a word in them."""
    named = configuration().inks
    return import_string(named)(request) if named else {}


def _words(request: HttpRequest, path: str) -> Words:
    programme = programme_at(request, f"{path}/")
    if programme is not None:
        return _of_programme(request, programme)
    above, _slash, slug = path.rpartition("/")
    programme = programme_at(request, f"{above}/") if above else None
    session = session_at(programme, slug) if programme is not None else None
    if session is None:
        raise Http404
    return _of_session(request, session)


def _of_programme(request: HttpRequest, programme: ProgrammePage) -> Words:
    frame = frame_of(request, programme)
    page = frame.page(programme.pk)
    if frame.is_private or page is None:
        raise Http404
    return programme_words(frame, page)


def _of_session(request: HttpRequest, session: SessionPage) -> Words:
    frame = frame_of(request, session)
    programme = frame.programmes.get(frame.language)
    if frame.is_private or programme is None or frame.page(session.pk) is None:
        raise Http404
    original = session.facts
    parts = parts_of(original, around(frame, programme.programmepage, original))
    people = people_in(frame, parts.speakers)
    return session_words(frame, session, facts_of(original, parts, Reading(frame, people=people)))
