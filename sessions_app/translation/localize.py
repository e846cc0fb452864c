"""The only module that reads and writes wagtail-localize's models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class SegmentRow:
    """One text to translate, with what stands in the target language.

    ``text`` and ``target`` are segment HTML (``<a id="a1">``, ``<b>``, ``<br>``); ``attrs`` maps
    element ids to attributes; ``previous`` is the source text that ``previous_target`` translated
    where the source was changed since.
    """

    id: int
    source_id: int
    string_id: int
    context_id: int
    path: str
    order: int
    text: str
    attrs: dict[str, dict[str, str]]
    target: str | None
    kept: bool
    error: str
    by: str
    at: datetime | None
    previous: str | None
    previous_target: str | None


def segment_rows(translations: Iterable[Any]) -> dict[int, list[SegmentRow]]:
    """Rows by Translation primary key, in the order of the source; four queries in all."""
    raise NotImplementedError


def templates(source_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """Structure of every rich text: HTML with ``<text position="n">`` by (source, context). One query."""
    raise NotImplementedError
