"""Search: what readers find by words, and how it is shown.

The only place that searches, alike on every database: words are compared in Python and kept by the
text that they were read from, so that nothing found is ever behind what is public.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from rapidfuzz import fuzz, process

from ...conf import content_languages
from ...translation.words.lemmas import words
from ..frame import Frame, frame_of
from ..languages import Languages, languages_of
from ..texts import Text
from .findable import CALLED, Find, Kind, everything
from .matching import Piece, Question, fold, mark, passage, rank, read_question

PER_PAGE = 20
SUGGESTIONS = 8
# Letters from which on something is suggested.
SHORTEST = 2
# Likeness in per cent from which on a word may have been meant by another.
NEAR = 74

Context = dict[str, Any]
_KINDS = list(Kind)
_NO_TEXT = Text("")


@dataclass(frozen=True)
class Result:
    """A find as it is shown: its title and a passage in pieces, with the words that were asked for.

    ``passage`` is empty where there is no text; ``source`` is the text that it comes from.
    """

    find: Find
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    source: Text


def find(question: Question, among: Iterable[Find]) -> list[Find]:
    """Those in which every word of the question stands, the best first.

    What something is called counts before what is said of it, a word before the beginning of one.
    """
    found = []
    for one in among:
        place = _rank(question, one)
        if place is not None:
            order = (place, _KINDS.index(one.kind), fold(str(one.title)), one.key)
            found.append((order, one))
    return [one for _order, one in sorted(found, key=lambda row: row[0])]


def _rank(question: Question, one: Find) -> int | None:
    """How well it answers: smaller is better, ``None`` where a word is missing."""
    fields = [(level, text.value, text.language) for level, text in one.texts]
    total = None
    for typed in question.words:
        place = rank(typed, fields)
        if place is None:
            return None
        total = (total or 0) + place
    return total


def show(one: Find, question: Question) -> Result:
    """A find with the passage that says most of what was asked."""
    most, source, stretch = -1, _NO_TEXT, ""
    for level, text in one.texts:
        # Names say nothing by themselves.
        if level == CALLED or not text.language:
            continue
        count, line = passage(text.value, question, text.language)
        if count > most:
            most, source, stretch = count, text, line
    return Result(
        find=one,
        title=mark(str(one.title), question, one.title.language),
        passage=mark(stretch, question, source.language),
        source=source,
    )


def near(question: Question, among: Sequence[Find]) -> str:
    """A question of almost the same words that does find something; empty where there is none."""
    known = {
        fold(word): word
        for one in among
        for _level, text in one.called
        for word in words(text.value)
    }
    asked = []
    for typed in question.words:
        if find(read_question(typed), among):
            asked.append(typed)
            continue
        alike = process.extractOne(fold(typed), list(known), scorer=fuzz.ratio, score_cutoff=NEAR)
        if alike is None:
            return ""
        asked.append(known[alike[0]])
    other = " ".join(asked)
    return other if tuple(asked) != question.words and find(read_question(other), among) else ""


def search_addresses(frame: Frame) -> dict[str, str]:
    """Address of the search by language; empty where the host does not include it. No query."""
    found = {}
    for code, _name in content_languages():
        home = frame.homes.get(code)
        if home is not None and home in frame.pages:
            with override(code):
                try:
                    found[code] = reverse("sessions_search")
                except NoReverseMatch:
                    return {}
    return found


def search_context(request: HttpRequest) -> Context:
    """Context of the search page for ``q`` and ``page`` of the address, whatever they are.

    Raises ``Http404`` where the language has no home that everybody may read.
    """
    frame = _public(request)
    question = read_question(request.GET.get("q", ""))
    among: list[Find] = []
    if question.words:
        frame, among = everything(request)
    found = find(question, among)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "frame": frame,
        "languages": _languages(frame, question, request.path),
        "question": question,
        "page_of_results": page,
        "results": [show(one, question) for one in page],
        "count": len(found),
        "near": "" if found else near(question, among),
        "noindex": bool(question.text),
        "programmes": [
            {"title": page.title, "address": frame.address(page)}
            for page in frame.chapters
            if page.people_slug
        ],
    }


def suggestions(request: HttpRequest) -> Context:
    """What is called as ``q`` says, for a list below the field; ``status`` tells how many."""
    _public(request)
    question = read_question(request.GET.get("q", ""))
    found: list[Find] = []
    if len(question.text) >= SHORTEST and question.words:
        _frame, among = everything(request)
        found = find(question, (replace(one, texts=one.called) for one in among))[:SUGGESTIONS]
    message = ngettext("%(count)d suggestion", "%(count)d suggestions", len(found))
    return {
        "status": message % {"count": len(found)} if found else "",
        "suggestions": [_suggestion(one) for one in found],
    }


def _suggestion(one: Find) -> dict[str, str]:
    kind = str(one.kind.label)
    return {
        "title": str(one.title),
        "language": one.title.language if one.title.foreign else "",
        "note": kind if one.is_translated else f"{kind}, {_('not yet translated')}",
        "address": one.address,
    }


def _public(request: HttpRequest) -> Frame:
    frame = frame_of(request)
    home = frame.homes.get(frame.language)
    if home is None or home not in frame.pages:
        raise Http404
    return frame


def _languages(frame: Frame, question: Question, here: str) -> Languages:
    """The page's languages; the switch keeps the question, machines hear of the bare page."""
    languages = languages_of(
        frame, search_addresses(frame), original=content_languages()[0][0], here=here
    )
    if not question.text:
        return languages
    asked = f"?{urlencode({'q': question.text})}"
    choices = (
        replace(choice, address=choice.address + asked) if choice in languages.others else choice
        for choice in languages.choices
    )
    return replace(languages, choices=tuple(choices))
