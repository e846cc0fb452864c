"""Which words of a text a reader's question means, and where they stand. Pure.

Words are compared folded: without case, accents and umlauts, however those were typed ("Pflüge",
"Pfluege", "pfluge"). A word is also found in its other forms, by the word lists of the text's
language; by its beginning; and, where a language writes compounds as one word, within them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from ...translation.words.german import LANGUAGE as GERMAN
from ...translation.words.lemmas import base, keys, tokens, words
from ..schedule.filters import fold as fold_signs

# Signs of a question that are looked at.
LONGEST = 200
# Letters from which on the beginning of a word stands for it, and a part of a compound.
BEGINNING = 3
PART = 4
# Languages that write compounds as one word.
COMPOUNDING = frozenset({GERMAN})

# Signs of a passage that is shown.
PASSAGE = 220

_NO_WORD = re.compile(r"[\W_]+")
# Letters with an umlaut as they are typed where a keyboard has none.
_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü"}
_TYPED = re.compile("ae|oe|ue")

FORM, START, WITHIN = range(3)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """``word`` as it is compared: its letters and figures, without case, accents, umlauts."""
    return _NO_WORD.sub("", fold_signs(word))


@dataclass(frozen=True)
class Question:
    """What a reader typed, cleaned, and its words, each once however it was typed."""

    text: str = ""
    words: tuple[str, ...] = ()


def read_question(typed: str) -> Question:
    """A question from anything that anybody may send."""
    text = " ".join("".join(map(_visible, typed[:LONGEST])).split())
    by_fold = {fold(word): word for word in words(text)}
    return Question(text, tuple(word for folded, word in by_fold.items() if folded))


def _visible(sign: str) -> str:
    """The sign; a blank for what parts words without being seen, nothing for what does not."""
    kind = category(sign)
    return " " if kind == "Cc" or kind[0] == "Z" else "" if kind[0] == "C" else sign


@lru_cache(maxsize=100_000)
def forms(word: str, language: str) -> frozenset[str]:
    """``word`` of a text in ``language`` and the words it may be a form of, folded."""
    return frozenset(filter(None, map(fold, {word, *keys(word, language)})))


@lru_cache(maxsize=20_000)
def words_of(text: str, language: str) -> str:
    """The words of ``text`` and what they are forms of, each between two blanks.

    The text itself is the key under which they are kept: what changed is read anew.
    """
    found: dict[str, None] = {}
    for word in dict.fromkeys(words(text)):
        found.update(dict.fromkeys(forms(word, language)))
    return f" {' '.join(found)} "


@lru_cache(maxsize=1_000)
def _meant(typed: str, language: str) -> tuple[str, ...]:
    """What a word of a question may mean in ``language``, as it stands in :func:`words_of`.

    Nouns are typed in small letters, and umlauts spelt out.
    """
    spelt = _TYPED.sub(lambda found: _UMLAUTS[found[0]], typed.lower())
    variants = {typed, typed.lower(), typed.capitalize(), spelt, spelt.capitalize()}
    found = {form for variant in variants for form in forms(variant, language)}
    return tuple(f" {form} " for form in found)


@lru_cache(maxsize=1_000)
def _parts(typed: str, language: str) -> tuple[str, ...]:
    """What is looked for within words: the word of a question, and what it may be a form of."""
    if base(language) not in COMPOUNDING:
        return ()
    found = (fold(typed), *(form.strip() for form in _meant(typed, language)))
    return tuple(part for part in dict.fromkeys(found) if len(part) >= PART)


def likeness(typed: str, known: str, language: str) -> int | None:
    """How a word of a question stands in ``known``, which :func:`words_of` made.

    ``FORM``: as itself or in another form. ``START``: as a beginning. ``WITHIN``: in a compound.
    ``None``: not at all.
    """
    if any(form in known for form in _meant(typed, language)):
        return FORM
    word = fold(typed)
    if len(word) >= BEGINNING and f" {word}" in known:
        return START
    if any(part in known for part in _parts(typed, language)):
        return WITHIN
    return None


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; ``is_meant`` where it is a word that was asked for."""

    text: str
    is_meant: bool = False


def mark(text: str, question: Question, language: str) -> tuple[Piece, ...]:
    """``text`` in pieces, the words of the question apart. Together they are the text."""
    pieces: list[Piece] = []
    end = 0
    for token in tokens(text):
        if not _asked(token.text, question, language):
            continue
        if token.start > end:
            pieces.append(Piece(text[end : token.start]))
        pieces.append(Piece(token.text, True))
        end = token.end
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return tuple(pieces)


def passage(text: str, question: Question, language: str) -> tuple[int, str]:
    """The stretch of ``text`` that says most of what was asked, and how many words it has of it.

    About :data:`PASSAGE` signs of one line, cut between words; the earliest of equals; the first
    line where there is none of the words.
    """
    best = (0, "")
    memo: dict[str, frozenset[str]] = {}
    for line in text.splitlines():
        found = []
        for token in tokens(line):
            if token.text not in memo:
                memo[token.text] = _asked(token.text, question, language)
            if memo[token.text]:
                found.append((token.start, memo[token.text]))
        for number, (start, _asked_there) in enumerate(found):
            near = [asked for place, asked in found[number:] if place < start + PASSAGE // 2]
            count = len(frozenset().union(*near))
            if count > best[0]:
                best = (count, _around(line, start))
        best = best if best[1] else (0, _around(line, 0))
    return best


def _asked(word: str, question: Question, language: str) -> frozenset[str]:
    """The words of the question that ``word`` of a text stands for."""
    known = f" {' '.join(forms(word, language))} "
    return frozenset(t for t in question.words if likeness(t, known, language) is not None)


def _around(line: str, place: int) -> str:
    """About :data:`PASSAGE` signs of ``line`` with those from ``place`` on, cut between words."""
    if len(line) <= PASSAGE:
        return line
    start = max(0, min(place - PASSAGE // 3, len(line) - PASSAGE))
    end = min(len(line), start + PASSAGE)
    blanks = [found.start() for found in re.finditer(r"\s", line)]
    if start:
        start = next((blank + 1 for blank in blanks if start <= blank < place), start)
    if end < len(line):
        # Never before the end of the word that was asked for.
        last = bisect_right(blanks, end) - 1
        end = blanks[last] if last >= 0 and blanks[last] > place else end
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"


def rank(typed: str, texts: Iterable[tuple[int, str, str]]) -> int | None:
    """How well texts answer a word of a question: smaller is better, ``None`` is not at all.

    ``texts``: how far down each stands (0 is what something is called), the text, its language.
    """
    best = None
    for level, text, language in texts:
        found = likeness(typed, words_of(text, language), language)
        if found is not None and (best is None or level * 3 + found < best):
            best = level * 3 + found
    return best
