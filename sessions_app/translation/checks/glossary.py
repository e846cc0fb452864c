"""Terms of the glossary: said as agreed, not said as ruled out, left as they are."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ..words.terminology import places_of
from .base import Check, Found, Pair, Severity, Term
from .text import plain


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
            elif term.approved and not any(
                _stands(one, text, pair.target_language) for one in term.approved
            ):
                message = _("The glossary says “%(approved)s” for “%(found)s”.")
                words = {"approved": " / ".join(term.approved), "found": term.found}
                yield Found(str(message) % words, term.source)


class TermForbidden(Check):
    """A translation that the glossary rules out."""

    identifier = "term_forbidden"
    severity = Severity.ERROR
    name = _("Glossary: term ruled out")
    description = _("No translation that the glossary rules out stands in the text.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each ruled out translation.

        What is part of a term's approved translation is not ruled out there.
        """
        if pair.kept:
            return
        text = plain(pair.target)
        approved = [
            place
            for term in pair.terms
            for one in term.approved
            for place in places_of(one, text, pair.target_language)
        ]
        for term in pair.terms:
            for one in term.forbidden:
                places = places_of(one, text, pair.target_language)
                if any(not _within(place, approved) for place in places):
                    message = _("The glossary rules out “%(forbidden)s” for “%(found)s”.")
                    words = {"forbidden": one, "found": term.found}
                    yield Found(str(message) % words, one)


def _within(place: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """Whether ``place`` lies within one of ``others`` that is longer."""
    return any(
        start <= place[0] and place[1] <= end and (start, end) != place for start, end in others
    )
