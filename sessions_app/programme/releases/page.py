"""The page of everything that changed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ...enums import Section
from ...models import ProgrammePage
from ..frame import frame_of
from ..languages import languages_of, original_language, with_query
from ..schedule.filters import chosen_value, filters_of
from ..sections import section_address, section_addresses
from .history import releases_of, versions_of

Context = dict[str, Any]
PER_PAGE = 10


def changes_context(page: ProgrammePage, request: HttpRequest, below: str) -> Context:
    """Context of the releases of a programme, ten on a page.

    ``s`` in the query names the sessions of which to tell, by the primary keys of their originals;
    where it names none, all are told of. Raises ``Http404`` for anything ``below`` the page.
    """
    if below:
        raise Http404
    frame = frame_of(request, page)
    only = filters_of(request.GET).chosen or frozenset()
    query = f"s={chosen_value(only)}" if only else ""
    paginator = Paginator(releases_of(frame, page), PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    releases = list(shown)
    first = releases[-1].pk if releases and not shown.has_next() else None
    languages = languages_of(
        frame,
        section_addresses(frame, Section.CHANGES),
        original=original_language(frame, page),
        here=request.path,
    )
    return {
        "frame": frame,
        "languages": with_query(languages, query),
        "programme": page,
        "section": Section.CHANGES.value,
        "title": _("Changes"),
        "address": section_address(frame, Section.CHANGES) or request.path,
        "versions": versions_of(frame, page, releases, first=first, only=only or None),
        "shown": shown,
        "query": f"{query}&" if query else "",
        "only": len(only),
    }
