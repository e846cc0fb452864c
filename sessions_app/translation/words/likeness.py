"""How alike two texts are: their canonical form, a sketch to find them by, a percentage. Pure.

A sketch is a set of numbers of which alike texts share some, as a rule (minimal hashes in bands:
A. Z. Broder, "On the resemblance and containment of documents", 1997). It finds candidates with
one indexed query; :func:`percent` then tells how alike they are indeed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ..checks.text import INVISIBLE, plain

# What a likeness is called where texts say the same, in another place and in the same one.
EXACT, CONTEXT = 100, 101

# Letters in a row that are looked at together, and how many numbers of how many hashes each are
# made of them: measured, see tests/benchmarks/bench_memory.py.
GRAM = 4
BANDS = 20
ROWS = 2

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_MARK = re.compile(r"<[^>]*>")
_SIGN = re.compile(r"[^\w\s]")
_PIECE = re.compile(r"\w+|[^\w\s]")

_MASK = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15


def canonical(html: str) -> str:
    """Segment HTML by which texts are told apart.

    White space is one blank, signs that show nothing are gone, letters are composed (NFC).
    """
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", html))
    return _SPACE.sub(" ", text).strip()


def key(html: str, source_language: str, target_language: str) -> int:
    """A signed number of 64 bits for a text and its pair of languages."""
    told = "\0".join((source_language, target_language, canonical(html)))
    return _number(told)


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def sketch(html: str, source_language: str, target_language: str) -> list[int]:
    """Signed numbers of 64 bits, each once; none for a text without letters and digits.

    Case, marks, punctuation and the values of numbers make no difference.
    """
    text = _SIGN.sub(" ", _NUMBER.sub("0", plain(html).casefold()))
    text = f" {_SPACE.sub(' ', text).strip()} "
    if len(text) < GRAM:
        return []
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    grams = np.zeros(len(codes) - GRAM + 1, dtype=np.uint64)
    for place in range(GRAM):
        grams = _mixed(grams ^ codes[place : place + len(grams)].astype(np.uint64))
    lowest = _mixed(np.unique(grams)[:, None] ^ _seeds()).min(axis=0)
    bands = lowest.reshape(BANDS, ROWS)
    salt = _number(f"{source_language}\0{target_language}") & _MASK
    numbers = np.arange(BANDS, dtype=np.uint64) ^ np.uint64(salt)
    for row in range(ROWS):
        numbers = _mixed(numbers ^ bands[:, row])
    return sorted(set(numbers.astype(np.int64).tolist()))


@lru_cache(maxsize=1)
def _seeds() -> NDArray[np.uint64]:
    """One for every hash. They are part of what is stored: never change them."""
    return np.array(
        [(_GOLDEN * (place + 1)) & _MASK for place in range(BANDS * ROWS)], dtype=np.uint64
    )


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser: every bit of the input moves every bit of the output."""
    values = values + np.uint64(_GOLDEN)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = values ^ (values >> np.uint64(31))
    return mixed


def percent(known: str, asked: str) -> int:
    """How alike two segments are: 0 to 100, where 100 is said of equal ones alone.

    The mean of how many words and how many characters stay, by the fewest changes, whatever the
    case. A number replaced by another one counts as the same word; what differs in such small
    things only is 99 at most, two less for other numbers and two less for other marks.
    """
    one, two = _levelled(known), _levelled(asked)
    if one.canonical == two.canonical:
        return EXACT
    words = Levenshtein.normalized_similarity(one.pieces, two.pieces)
    found = int(50 * words + 0.5 * fuzz.ratio(one.text, two.text) + 1e-6)
    lost = 2 * (one.numbers != two.numbers) + 2 * (one.marks != two.marks)
    return max(0, min(found, EXACT - 1) - lost)


@dataclass(frozen=True)
class _Levelled:
    """A text without what makes little difference, and what that was."""

    canonical: str
    text: str
    pieces: tuple[str, ...]
    numbers: tuple[str, ...]
    marks: tuple[str, ...]


@lru_cache(maxsize=4096)
def _levelled(html: str) -> _Levelled:
    words = plain(html)
    text = _SPACE.sub(" ", _NUMBER.sub("0", words.casefold())).strip()
    return _Levelled(
        canonical(html),
        text,
        tuple(_PIECE.findall(text)),
        tuple(_NUMBER.findall(words)),
        tuple(_MARK.findall(html)),
    )
