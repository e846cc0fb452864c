"""Find terms in texts by their lemmas. Pure: an index is built from plain values.

Positions are counted in the plain text of a segment (:func:`checks.text.plain`).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..checks.base import Term
from ..checks.text import plain
from . import lemmas

APPROVED, FORBIDDEN, KEEP = "approved", "forbidden", "keep"

# What may stand between two words of one term.
_GAP = re.compile(r"\s{1,3}|\s?[-‐‑–/&]\s?|[.’']")
_HYPHENS = "-‐‑"
_REMEMBERED = 20_000


@dataclass(frozen=True)
class Entry:
    """A row of the glossary as a plain value; ``status`` is ``approved`` ``forbidden`` ``keep``."""

    source: str
    target: str = ""
    status: str = APPROVED
    part_of_speech: str = "noun"
    domain: str = ""
    definition: str = ""
    source_note: str = ""
    target_note: str = ""


@dataclass(frozen=True)
class Hit:
    """A term that stands in a text: where, in which forms, and what the glossary says about it.

    ``entries`` hold what is approved before what is forbidden.
    """

    term: Term
    spans: tuple[tuple[int, int], ...]
    forms: tuple[str, ...]
    entries: tuple[Entry, ...]


class Place(NamedTuple):
    """One occurrence: number of the phrase, its place, and whether it only begins a compound."""

    phrase: int
    start: int
    end: int
    is_modifier: bool = False


class _Pattern(NamedTuple):
    """The words of a phrase by their keys; ``capital`` asks for a capital letter in the text."""

    phrase: int
    words: tuple[frozenset[str], ...]
    capital: bool


class Matcher:
    """Finds phrases of one language in plain texts, whatever form they stand in."""

    def __init__(self, phrases: Sequence[str], language: str) -> None:
        self.language = language
        self._first: dict[str, list[_Pattern]] = defaultdict(list)
        self._within: dict[str, list[int]] = defaultdict(list)
        self._parts: dict[str, list[Place]] = {}
        self._openings: set[str] = set()
        for number, phrase in enumerate(phrases):
            self._add(number, phrase)

    def places(self, text: str) -> list[Place]:
        """Every occurrence in ``text``, in its order; the longest where several overlap."""
        if not self._first:
            return []
        words = lemmas.tokens(text)
        found: list[Place] = []
        for number, word in enumerate(words):
            found += self._whole(words, number, text)
            found += [
                Place(part.phrase, word.start + part.start, word.start + part.end, part.is_modifier)
                for part in self._compound(word.text)
            ]
            found += self._joined(words, number, text)
        return _longest(found)

    def _add(self, number: int, phrase: str) -> None:
        words = lemmas.tokens(phrase)
        if not words:
            return
        single = len(words) == 1
        # Where a capital letter says so, a noun alone is told from verbs and adjectives by it.
        capital = single and lemmas.is_noun(words[0].text, self.language)
        pattern = _Pattern(number, tuple(self._keys(word.text) for word in words), capital)
        for key in pattern.words[0]:
            self._first[key].append(pattern)
        if single:
            self._add_within(number, words[0].text, capital)
        elif _is_chain(words, phrase):
            joined = _join(words)
            alone = _Pattern(number, (self._keys(joined),), False)
            for key in alone.words[0]:
                self._first[key].append(alone)

    def _add_within(self, number: int, word: str, capital: bool) -> None:
        if not capital or len(word) < lemmas.SHORTEST or lemmas.is_acronym(word):
            return
        for key in self._keys(word):
            self._within[key].append(number)
            self._openings.add(_opening(key.lstrip("~")))

    def _keys(self, word: str) -> frozenset[str]:
        """Keys of a phrase's word: those of an acronym are for itself alone."""
        if lemmas.is_acronym(word):
            return frozenset({f"={word}"})
        return lemmas.keys(word, self.language)

    def _whole(self, words: Sequence[lemmas.Token], number: int, text: str) -> Iterable[Place]:
        word = words[number]
        for key in lemmas.keys(word.text, self.language):
            for pattern in self._first.get(key, ()):
                last = number + len(pattern.words) - 1
                if last >= len(words) or (pattern.capital and not word.text[0].isupper()):
                    continue
                if all(
                    lemmas.keys(words[number + n].text, self.language) & pattern.words[n]
                    and _GAP.fullmatch(text, words[number + n - 1].end, words[number + n].start)
                    for n in range(1, len(pattern.words))
                ):
                    yield Place(pattern.phrase, word.start, words[last].end)

    def _joined(self, words: Sequence[lemmas.Token], number: int, text: str) -> Iterable[Place]:
        """Phrases of one word that the text writes with hyphens, from the word ``number`` on."""
        chain = [words[number]]
        for word in words[number + 1 : number + 4]:
            if text[chain[-1].end : word.start] not in tuple(_HYPHENS):
                break
            chain.append(word)
            keys = lemmas.keys(_join(chain), self.language)
            for pattern in {p for key in keys for p in self._first.get(key, ())}:
                if len(pattern.words) == 1:
                    yield Place(pattern.phrase, chain[0].start, word.end)

    def _compound(self, word: str) -> list[Place]:
        """Phrases that a compound begins or ends with, placed from the word's beginning."""
        found = self._parts.get(word)
        if found is None:
            found = []
            if self._may_hold(word):
                for part in lemmas.parts(word, self.language):
                    phrases = {p for key in part.keys for p in self._within.get(key, ())}
                    found += [Place(p, part.start, part.end, not part.is_head) for p in phrases]
            if len(self._parts) >= _REMEMBERED:
                self._parts.clear()
            self._parts[word] = found
        return found

    def _may_hold(self, word: str) -> bool:
        """Whether any phrase's first letters stand in ``word``: spares most words the parting."""
        if len(word) < 2 * lemmas.SHORTEST - 1 or not self._openings:
            return False
        folded = _unumlauted(word)
        return any(folded[at : at + 3] in self._openings for at in range(len(folded) - 3))


class Index:
    """The glossary from one language into another, ready to be looked into."""

    def __init__(
        self, entries: Iterable[Entry], source_language: str, target_language: str
    ) -> None:
        self.source_language, self.target_language = source_language, target_language
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            groups[entry.source].append(entry)
        self._groups = [
            tuple(sorted(group, key=lambda e: (e.status == FORBIDDEN, e.target)))
            for group in groups.values()
        ]
        self._matcher = Matcher(list(groups), source_language)

    def __len__(self) -> int:
        return len(self._groups)

    def find(self, html: str) -> list[Hit]:
        """The terms in a segment, in the order in which they first stand there.

        A term that merely begins a compound asks for no approved translation: the compound has one
        of its own.
        """
        text = plain(html)
        places: dict[int, list[Place]] = defaultdict(list)
        for place in self._matcher.places(text):
            places[place.phrase].append(place)
        return [_hit(self._groups[number], found, text) for number, found in places.items()]


def _hit(entries: tuple[Entry, ...], places: Sequence[Place], text: str) -> Hit:
    forms = [text[place.start : place.end] for place in places]
    source = entries[0].source
    approved = [entry.target or source for entry in entries if entry.status == APPROVED]
    if any(entry.status == KEEP for entry in entries):
        approved = [source]
    opens = all(place.is_modifier for place in places)
    if opens:
        approved = []
    forbidden = [entry.target for entry in entries if entry.status == FORBIDDEN]
    return Hit(
        Term(source, forms[0], tuple(approved), tuple(forbidden), opens),
        tuple((place.start, place.end) for place in places),
        tuple(dict.fromkeys(forms)),
        entries,
    )


def places_of(phrase: str, text: str, language: str) -> list[tuple[int, int]]:
    """Where ``phrase`` stands in the plain ``text``, in any form of its words."""
    return list(_places_of(phrase, text, language))


@lru_cache(maxsize=1_000)
def _places_of(phrase: str, text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Remembered: the rules of the glossary ask several times about one text."""
    return tuple((place.start, place.end) for place in _matcher(phrase, language).places(text))


@lru_cache(maxsize=4_000)
def _matcher(phrase: str, language: str) -> Matcher:
    return Matcher((phrase,), language)


def _longest(places: Iterable[Place]) -> list[Place]:
    """Those that overlap no longer one, by their position; whole words before parts."""
    taken: list[Place] = []
    for place in sorted(places, key=lambda p: (p.start - p.end, p.is_modifier, p.start, p.phrase)):
        at = bisect_left(taken, place.start, key=lambda other: other.start)
        # What is taken does not overlap: its neighbours alone could be in the way.
        if (at == 0 or taken[at - 1].end <= place.start) and (
            at == len(taken) or place.end <= taken[at].start
        ):
            taken.insert(at, place)
    return taken


def _is_chain(words: Sequence[lemmas.Token], phrase: str) -> bool:
    """Whether hyphens alone stand between the words."""
    return all(phrase[one.end : other.start] in tuple(_HYPHENS) for one, other in pairwise(words))


def _join(words: Sequence[lemmas.Token]) -> str:
    return words[0].text + "".join(word.text.lower() for word in words[1:])


def _opening(word: str) -> str:
    return _unumlauted(word)[:3]


def _unumlauted(word: str) -> str:
    """Small letters; umlauts, which a plural may bring, as the vowels they come from."""
    return word.casefold().replace("ä", "a").replace("ö", "o").replace("ü", "u")
