"""Prose of the data files as the HTML that Wagtail's rich text stores.

Paragraphs are parted by an empty line. ``## `` begins a heading, ``- `` an item of a list.
``[words](target)`` is a link to an address, to ``page:key`` or ``session:name`` of the demo, or,
with ``lang:code``, the mark of another language.
"""

import re
from collections.abc import Callable
from html import escape

# Primary key of a page of the demo by "page:key" or "session:name".
Find = Callable[[str], int]

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def to_html(prose: str, find: Find) -> str:
    """``prose`` as HTML; ``find`` answers what links to pages point to."""
    parts = [part.strip() for part in prose.strip().split("\n\n")]
    return "".join(_block(part, find) for part in parts if part)


def _block(part: str, find: Find) -> str:
    if part.startswith("## "):
        return f"<h2>{_inline(part[3:], find)}</h2>"
    if part.startswith("- "):
        items = [line.removeprefix("- ") for line in part.splitlines()]
        return f"<ul>{''.join(f'<li>{_inline(item, find)}</li>' for item in items)}</ul>"
    return f"<p>{_inline(' '.join(part.splitlines()), find)}</p>"


def _inline(line: str, find: Find) -> str:
    def link(match: re.Match[str]) -> str:
        words, target = match.groups()
        kind, _colon, name = target.partition(":")
        if kind == "lang":
            return f'<a linktype="lang" lang="{name}">{words}</a>'
        if kind in ("page", "session"):
            return f'<a linktype="page" id="{find(target)}">{words}</a>'
        return f'<a href="{target}">{words}</a>'

    return _LINK.sub(link, escape(line, quote=False))
