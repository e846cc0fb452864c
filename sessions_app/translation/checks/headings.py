"""How headings are written."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .languages import Language, language, word_set
from .text import WORD, excerpt

# Behind these a heading begins anew.
_RESTART = frozenset(":.?!–—“„«‘(")
# Written small even where everything else has its capital.
_SMALL = word_set("about after before between from into over through under with without")
# What makes words with capitals in a row the name of a body, a law or an office.
_BODIES = word_set(
    "academy act agency alliance association bank centre charter code college commission committee"
    " convention council court department federal foundation institute ministry museum nations"
    " parliament republic union university"
)
_JOINING = word_set("and for of on the to")


class HeadingCase(Check):
    """A heading with capital letters where the language writes it as a sentence."""

    identifier = "heading_case"
    severity = Severity.HINT
    name = _("Capitals in headings")
    description = _("Headings are written as sentences are, not With a Capital in Every Word.")
    _FEWEST = 2

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where all longer words of a heading begin with a capital, or are capital."""
        known = language(pair.target_language)
        if known is None or not known.is_sentence_case or not pair.is_heading or pair.kept:
            return
        words = _words(pair.target_text)
        shouted = [word for word, _first in words if len(word) > 3 and word.isupper()]
        if len(shouted) > 1 and len(shouted) == sum(len(word) > 3 for word, _first in words):
            if not pair.source_text.isupper():
                yield self._found(shouted)
            return
        capitals = self._capitals(words, pair, known)
        if len(capitals) >= self._FEWEST:
            yield self._found(capitals)

    def _found(self, words: list[str]) -> Found:
        message = _("The heading is written with capitals (%(words)s).")
        return Found(str(message) % {"words": excerpt(", ".join(words))})

    def _capitals(self, words: list[tuple[str, bool]], pair: Pair, known: Language) -> list[str]:
        """Words that have their capital for no other reason; none where a longer one is small."""
        phrases = (*pair.names, *(one for term in pair.terms for one in term.approved))
        as_they_are = {word for phrase in phrases for word in phrase.split()}
        as_they_are |= set(WORD.findall(pair.source_text))
        bodies = _of_bodies([word for word, _first in words], known)
        capitals = []
        for number, (word, is_first) in enumerate(words):
            if is_first or len(word) < 4 or word.isupper() or word.casefold() in _SMALL:
                continue
            if word[0].islower():
                return []
            is_name = word in as_they_are or word.casefold().removesuffix("’s") in known.names
            if not is_name and number not in bodies:
                capitals.append(word)
        return capitals


def _words(text: str) -> list[tuple[str, bool]]:
    """The words of a heading, each with whether it has its capital anyhow."""
    found = []
    end = 0
    for match in WORD.finditer(text):
        between = text[end : match.start()]
        found.append((match[0], end == 0 or not _RESTART.isdisjoint(between)))
        end = match.end()
    return found


def _of_bodies(words: list[str], known: Language) -> set[int]:
    """Places of words that are part of a name such as “Federal Ministry of Labour”."""
    found: set[int] = set()
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and (words[end][0].isupper() or words[end] in _JOINING):
            end += 1
        run = [word.casefold() for word in words[start:end]]
        # A verb or a pronoun with a capital is part of no name.
        told = set(run) - _JOINING
        if told & _BODIES and not told & known.small:
            found.update(range(start, end))
        start = end + 1
    return found
