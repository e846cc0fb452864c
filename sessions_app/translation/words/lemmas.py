"""Words of a text and what they are forms of. Pure.

Lemmas come from simplemma's word lists (MIT licence), which are read when a language is first asked
for. Two words belong together where they share a key (:func:`keys`): a lemma, or a form that
stands for one. A language without a list is compared by its words as they are written.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import simplemma

from . import german

# A word; a gender sign and the ending behind it belong to it ("Lots*innen").
_WORD = re.compile(r"[^\W_]+(?:[*:_·/]-?[Ii]n(?:nen)?(?![^\W_]))?")
# The shortest word that is looked for within compounds.
SHORTEST = german.SHORTEST
# Longer than any word: the longest of German laws has 79 letters.
LONGEST = 80


class Token(NamedTuple):
    """A word of a text, and from where to where it reaches."""

    text: str
    start: int
    end: int


class Part(NamedTuple):
    """A part of a compound that is a word itself: its keys, its place, whether it is the last.

    The last part of a compound says what kind of thing it is.
    """

    keys: frozenset[str]
    start: int
    end: int
    is_head: bool


def tokens(text: str) -> list[Token]:
    """The words of ``text`` in their order. A hyphen parts words."""
    return [Token(found[0], *found.span()) for found in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The same words without their places, which is quicker."""
    return _WORD.findall(text)


def base(language: str) -> str:
    """The language of a code without its region: ``pt`` for ``pt-BR``."""
    return language.replace("_", "-").partition("-")[0].lower()


def is_acronym(word: str) -> bool:
    """Whether the word is written in capitals alone, and means something else in small letters."""
    return len(word) > 1 and word.isupper()


def is_noun(word: str, language: str) -> bool:
    """Whether the capital letter of ``word`` says in its language that it is a noun."""
    return base(language) == german.LANGUAGE and word[:1].isupper()


@lru_cache(maxsize=50_000)
def keys(word: str, language: str) -> frozenset[str]:
    """What ``word`` may be a form of, in small letters; acronyms with ``=`` before them."""
    if base(language) == german.LANGUAGE:
        word = german.without_gender(word)
    found = {word.casefold()}
    acronym = word[:-1] if word.endswith("s") else word
    if is_acronym(acronym):
        found.add(f"={acronym}")
    for lemma in _lemmas(word, base(language)):
        found.add(lemma.casefold())
        if is_noun(word, language):
            found |= {key.casefold() for key in german.of_person(lemma)}
    return frozenset(found)


def _lemmas(word: str, language: str) -> set[str]:
    """Lemmas of the word as it stands, and of the word in the middle of a sentence."""
    found: set[str] = set()
    if len(word) > LONGEST:
        return {word}
    try:
        for form in dict.fromkeys((word, word.capitalize() if word.isupper() else word.lower())):
            known = simplemma.is_known(form, lang=language)
            found.add(simplemma.lemmatize(form, lang=language, greedy=not known))
            if not known and language == german.LANGUAGE:
                found |= german.of_unknown(form)
    except ValueError:
        return {word}
    return found


@lru_cache(maxsize=50_000)
def is_listed(word: str, language: str) -> bool | None:
    """Whether the list of a language has ``word``, whatever its case; ``None`` without a list.

    The lists hold many names, and words of other languages that are used in theirs.
    """
    if len(word) > LONGEST:
        return False
    try:
        return simplemma.is_known(word, lang=base(language))
    except ValueError:
        return None


def is_only_of(word: str, language: str, other: str) -> bool:
    """Whether a word is surely of the one language and not of the other.

    A word may be a compound that no list has.
    """
    if is_listed(word, other) is not False:
        return False
    return is_listed(word, language) is True or bool(parts(word, language))


def parts(word: str, language: str) -> list[Part]:
    """The first and the last parts that a compound noun may be made of.

    Both the part and what remains have to be words, the part one of :data:`SHORTEST` letters. For
    languages that write their compounds apart there are none.
    """
    if len(word) > LONGEST or not is_noun(word, language):
        return []
    whole = german.without_gender(word)
    found = [
        Part(keys(whole[cut:].capitalize(), language), cut, len(word), True)
        for cut in german.heads(whole)
    ]
    for cut in german.modifiers(whole):
        known = frozenset(stem.casefold() for stem in german.stems(whole[:cut]))
        if simplemma.is_known(whole[:cut], lang=german.LANGUAGE):
            known |= keys(whole[:cut], language)
        found.append(Part(known, 0, cut, False))
    return found
