"""A visitor's own programme: what was remembered stands in the address, and nowhere on the server.

The visitor's browser remembers primary keys of originals, the same in both languages; the page
shows whatever the address names, so that a link is all it takes to share it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ..enums import Section
from ..models import ProgrammePage
from .feeds.registry import calendar_of_selection
from .frame import frame_of
from .languages import Notice, languages_of, original_language, with_query
from .schedule import Entry, arrange, entries
from .schedule.filters import Filters, chosen_value, filters_of
from .schedule.neighbours import overlap
from .sections import section_address, section_addresses

Context = dict[str, Any]


def mine_context(page: ProgrammePage, request: HttpRequest, below: str) -> Context:
    """Context of the page of remembered sessions, ``s`` in the query naming them.

    Raises ``Http404`` for anything ``below`` it.
    """
    if below:
        raise Http404
    frame = frame_of(request, page)
    filters = Filters(chosen=filters_of(request.GET).chosen or frozenset())
    found = [entry for entry in entries(frame, page) if filters.match(entry)]
    known = frozenset(entry.pk for entry in found)
    query = f"s={chosen_value(known)}" if known else ""
    marked = _with_clashes(found)
    address = section_address(frame, Section.MINE)
    return {
        "frame": frame,
        "languages": with_query(
            languages_of(
                frame,
                section_addresses(frame, Section.MINE),
                original=original_language(frame, page),
                here=request.path,
                notices=_gone(len((filters.chosen or frozenset()) - known)),
            ),
            query,
        ),
        "programme": page,
        "section": Section.MINE.value,
        "title": _("My programme"),
        "noindex": True,
        "schedule": arrange(marked),
        "clashes": sum(1 for entry in marked if entry.clashes) if marked else 0,
        "chosen": chosen_value(known),
        "share": frame.absolute(f"{address}?{query}") if query else "",
        "calendar": calendar_of_selection(frame, query) if query else None,
        "changes_address": f"{section_address(frame, Section.CHANGES)}?{query}" if query else "",
    }


def _with_clashes(found: Sequence[Entry]) -> list[Entry]:
    """``found``, each with the titles of those that go on at the same time."""
    held = [e for e in found if e.time is not None and not e.time.is_cancelled]
    return [
        replace(
            entry,
            clashes=tuple(
                other.title
                for other in held
                if other.pk != entry.pk and overlap(entry.appointment, other.appointment)
            ),
        )
        if entry in held
        else entry
        for entry in found
    ]


def _gone(count: int) -> list[Notice]:
    """That some of what was remembered is no longer on the programme."""
    if not count:
        return []
    return [
        Notice("gone", _("Some of the sessions that were remembered are not on the programme."))
    ]


def offline_context(page: ProgrammePage, request: HttpRequest, below: str) -> Context:
    """Context of the page that a browser shows when it reaches nothing and has kept nothing.

    Raises ``Http404`` for anything ``below`` it.
    """
    if below:
        raise Http404
    frame = frame_of(request, page)
    return {
        "frame": frame,
        "languages": languages_of(
            frame,
            section_addresses(frame, Section.OFFLINE),
            original=original_language(frame, page),
            here=request.path,
        ),
        "programme": page,
        "section": Section.OFFLINE.value,
        "title": _("No connection"),
        "noindex": True,
    }
