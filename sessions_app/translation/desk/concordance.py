"""The memory as a list shows it: texts with the words that were looked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..checks.text import plain
from ..models import MemoryEntry


@dataclass(frozen=True)
class Piece:
    """Some of a text; ``found`` where it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True)
class Hit:
    """An entry with its two texts in pieces."""

    entry: MemoryEntry
    source: list[Piece]
    target: list[Piece]
    may_change: bool


def pieces(html: str, words: str) -> list[Piece]:
    """The text of a segment (HTML), parted where ``words`` stand in it, in whatever case."""
    text = plain(html)
    if not words:
        return [Piece(text, found=False)]
    parts = re.split(f"({re.escape(words)})", text, flags=re.IGNORECASE)
    return [Piece(part, found=bool(place % 2)) for place, part in enumerate(parts) if part]


def hits(entries: Iterable[MemoryEntry], words: str, changeable: set[str] | None) -> list[Hit]:
    """``entries`` as the list shows them; ``changeable`` are target languages (None: all)."""
    return [
        Hit(
            entry,
            pieces(entry.source, words),
            pieces(entry.target, words),
            changeable is None or entry.target_language in changeable,
        )
        for entry in entries
    ]
