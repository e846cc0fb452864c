"""Terms of the glossary: said as agreed, not said as ruled out, left as they are."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ..words.terminology import places_of
from .base import Check, Found, Pair, Severity, Term
from .text import plain, quoted, without, without_addresses

_TAG_SIGN = re.compile(r"#\w+")


def _is_kept(term: Term) -> bool:
    """Whether the term is not to be translated."""
    return term.approved == (term.source,)


def _stands(phrase: str, text: str, *languages: str) -> bool:
    return any(places_of(phrase, text, language) for language in languages)


class TermMissing(Check):
    """A term whose approved translation does not stand in the target, or that was translated."""

    identifier = "term_missing"
    severity = Severity.WARNING
    name = _("Glossary: term missing")
    description = _(
        "A term of the glossary is translated as agreed, and left as it is where that is agreed."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each term of which no approved translation is used, in any form."""
        if pair.kept:
            return
        text = plain(pair.target)
        for term in pair.terms:
            if _is_kept(term):
                languages = pair.source_language, pair.target_language
                if not _stands(term.source, text, *languages):
                    message = _("“%(term)s” is not to be translated.")
                    yield Found(str(message) % {"term": term.source}, term.source)
            elif term.approved and not self._is_said(term, text, pair):
                message = _("The glossary says “%(approved)s” for “%(found)s”.")
                words = {"approved": " / ".join(term.approved), "found": term.found}
                yield Found(str(message) % words, term.source)
            elif term.opens:
                # “Lecture hall” may be right where a lone “lecture” is not.
                yield from _ruled_out(term, pair, fewest=2)

    def _is_said(self, term: Term, text: str, pair: Pair) -> bool:
        if any(_stands(one, text, pair.target_language) for one in term.approved):
            return True
        # The adverb of an adjective: “currently” for “current”.
        words = text.casefold()
        if any(re.search(rf"\b{re.escape(one.casefold())}ly\b", words) for one in term.approved):
            return True
        return self._is_quoted(term, text, pair)

    def _is_quoted(self, term: Term, text: str, pair: Pair) -> bool:
        """Whether the term stands in the target in its own language, as a title or a tag does."""
        left = [one for one in quoted(pair.source_text) if one in text]
        tags = [one for one in _TAG_SIGN.findall(pair.source_text) if one in text]
        return any(term.found in one for one in (*left, *tags))


class TermForbidden(Check):
    """A translation that the glossary rules out."""

    identifier = "term_forbidden"
    severity = Severity.ERROR
    name = _("Glossary: term ruled out")
    description = _(
        "No translation that the glossary rules out stands in the text in place of the right one."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each ruled out translation.

        What is part of a term's approved translation is not ruled out there. Where the approved
        translation stands as often as the term, the other word means something else: “data
        protection and data security”. Beginnings of compounds are :class:`TermMissing`'s.
        """
        if pair.kept:
            return
        for term in pair.terms:
            if term.forbidden and not term.opens and not _is_translated(term, pair):
                yield from _ruled_out(term, pair)


def _ruled_out(term: Term, pair: Pair, fewest: int = 1) -> Iterator[Found]:
    """One sentence for each translation of ``term`` in the target that is ruled out.

    Those of less than ``fewest`` words do not count.
    """
    text = without(without_addresses(plain(pair.target)), pair.names)
    approved = [
        place
        for one in pair.terms
        for phrase in one.approved
        for place in places_of(phrase, text, pair.target_language)
    ]
    for phrase in term.forbidden:
        places = places_of(phrase, text, pair.target_language)
        if len(phrase.split()) >= fewest and not _are_within(places, approved):
            message = _("The glossary rules out “%(forbidden)s” for “%(found)s”.")
            words = {"forbidden": phrase, "found": term.found}
            yield Found(str(message) % words, phrase)


def _is_translated(term: Term, pair: Pair) -> bool:
    """Whether approved translations stand as often as the term and those that share them."""
    if not term.approved:
        return False
    alike = [one for one in pair.terms if set(one.approved) & set(term.approved)]
    wanted = sum(_times(one, pair) for one in alike)
    places = {
        place
        for one in alike
        for phrase in one.approved
        for place in places_of(phrase, pair.target_text, pair.target_language)
    }
    return len(places) >= wanted


def _times(term: Term, pair: Pair) -> int:
    """How often a term stands in the source."""
    return max(1, len(places_of(term.source, pair.source_text, pair.source_language)))


def _are_within(places: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    """Whether every one of ``places`` lies within one of ``others`` that is longer."""
    ends: dict[int, int] = {}
    for start, end in others:
        ends[start] = max(end, ends.get(start, 0))
    longest = max((end - start for start, end in others), default=0)
    return all(
        ends.get(start, 0) > end
        or any(ends.get(before, 0) >= end for before in range(start - longest, start))
        for start, end in places
    )
