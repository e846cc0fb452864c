"""The words of a body as plain text, from its raw data: nothing is built and nothing fetched."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from .loaded import children

_END_OF_LINE = re.compile(r"</(?:p|h[1-6]|li|blockquote)>|<br\b[^>]*>|<hr\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def plain(html: str) -> str:
    """Stored rich text without its tags; a line for every paragraph, heading and item."""
    lines = _TAG.sub("", _END_OF_LINE.sub("\n", html)).splitlines()
    return "\n".join(line.strip() for line in map(unescape, lines) if line.strip())


def texts(block: blocks.Block, raw: Any) -> Iterator[str]:
    """Everything that can be read in ``raw``, a raw value of ``block``, in reading order.

    Addresses, choices and primary keys are no texts; those of people and partners stand elsewhere.
    """
    if isinstance(block, blocks.RichTextBlock):
        found = plain(raw) if isinstance(raw, str) else ""
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        found = raw.strip() if isinstance(raw, str) else ""
    elif isinstance(block, TypedTableBlock):
        found = "\n".join(_of_table(raw))
    else:
        found = ""
    if found:
        yield found
    for child, value in children(block, raw):
        yield from texts(child, value)


def _of_table(raw: Any) -> Iterator[str]:
    if not isinstance(raw, Mapping):
        return
    headings = [column.get("heading") for column in raw.get("columns", ())]
    rows = [row.get("values", ()) for row in raw.get("rows", ())]
    for line in ([raw.get("caption")], headings, *rows):
        words = [cell.strip() for cell in line if isinstance(cell, str) and cell.strip()]
        if words:
            yield ", ".join(words)
