"""What changed: which text followed which in a place, and which words of a text. Pure."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, TypeVar

from rapidfuzz.distance import LCSseq

from .checks.text import plain

K = TypeVar("K", bound=Hashable)

# Below this share of common words a new text is taken for a new one, not for a changed one.
LIKENESS = 0.3
# How many pairs of equal pieces two texts may have to be compared at leisure, some 300 words; and
# how many pairs of pieces at all to be compared piece by piece, some 5,000 words.
QUICK, WHOLE = 100_000, 100_000_000

_WORD = re.compile(r"\w+")
# A word, white space, or one other sign.
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_TAG = re.compile(r"<[^>]*>")


def words(html: str) -> list[str]:
    """The words of a segment's HTML, in lower case, without its tags."""
    return _WORD.findall(_TAG.sub(" ", html).lower())


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """Share of words that two texts have in common: 0 (none) to 1 (the same words)."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def successions(old: Sequence[tuple[K, str]], new: Sequence[tuple[K, str]]) -> dict[K, K]:
    """Which text of ``old`` each changed text of ``new`` follows.

    Both are (identity, HTML) in the order of one place (a field, or one rich text). Texts that
    stand in both are no matter of change. Where several texts were replaced by several others,
    they are paired in order, by likeness, so that the sum of likeness is greatest; a single text
    that replaced a single one is always its successor.
    """
    matcher = SequenceMatcher(None, [k for k, _ in old], [k for k, _ in new], autojunk=False)
    kept = {k for k, _ in old} & {k for k, _ in new}
    pairs: dict[K, K] = {}
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "replace":
            continue
        gone = [item for item in old[i1:i2] if item[0] not in kept]
        come = [item for item in new[j1:j2] if item[0] not in kept]
        if len(gone) == len(come) == 1:
            pairs[come[0][0]] = gone[0][0]
        else:
            pairs |= {come[j][0]: gone[i][0] for i, j in _monotone_pairs(gone, come)}
    return pairs


def _monotone_pairs(
    old: Sequence[tuple[K, str]], new: Sequence[tuple[K, str]]
) -> list[tuple[int, int]]:
    """Pairs of indices in ascending order on both sides with the greatest sum of likeness."""
    counted = [Counter(words(text)) for _, text in new]
    score = [[likeness(Counter(words(text)), n) for n in counted] for _, text in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = score[i][j] + best[i + 1][j + 1] if score[i][j] >= LIKENESS else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if score[i][j] >= LIKENESS and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


@dataclass(frozen=True)
class Piece:
    """Some words of a text that stand in both versions, in the old one or in the new one."""

    kind: Literal["same", "removed", "added"]
    text: str


def _opcodes(old: list[str], new: list[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """How ``old`` becomes ``new``, in the manner of ``difflib``.

    Its way reads best and grows with the third power of what is repeated: long texts go the way
    of the longest common subsequence, and monstrous ones are told as replaced.
    """
    counts = Counter(new)
    if sum(counts[piece] for piece in old) <= QUICK:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if len(old) * len(new) <= WHOLE:
        return [
            (step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)
            for step in LCSseq.opcodes(old, new)
        ]
    return [("replace", 0, len(old), 0, len(new))]


def word_changes(old: str, new: str) -> list[Piece]:
    """The words of two texts (segment HTML), told by what became of them; tags are left out.

    Read without the added pieces it is the old text, without the removed ones the new one.
    White space alone between two changes belongs to them, so that a phrase reads as one.
    """
    before, after = _PIECE.findall(plain(old)), _PIECE.findall(plain(new))
    steps: list[tuple[list[str], list[str], bool]] = []
    for tag, i1, i2, j1, j2 in _opcodes(before, after):
        steps.append((before[i1:i2], after[j1:j2], tag == "equal"))
    for index in range(1, len(steps) - 1):
        gone, come, same = steps[index]
        if same and not "".join(gone).strip() and not steps[index - 1][2]:
            steps[index] = (gone, come, False)
    pieces: list[Piece] = []
    for same, run in groupby(steps, key=lambda step: step[2]):
        parts = list(run)
        gone_text = "".join("".join(gone) for gone, _come, _same in parts)
        come_text = "".join("".join(come) for _gone, come, _same in parts)
        if same:
            pieces.append(Piece("same", come_text))
            continue
        if gone_text:
            pieces.append(Piece("removed", gone_text))
        if come_text:
            pieces.append(Piece("added", come_text))
    return pieces
