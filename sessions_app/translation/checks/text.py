"""Segment HTML as plain text, and the elements it holds. Pure."""

import re
from collections import Counter
from html import unescape

_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")
_ANCHOR = re.compile(r'<a\s+id="([^"]*)"')
# Soft hyphen and the zero-width characters: they show nothing of themselves.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def plain(html: str) -> str:
    """The text without tags, line breaks as newlines, without characters that show nothing."""
    return _INVISIBLE.sub("", unescape(_TAG.sub("", _BREAK.sub("\n", html))))


def anchors(html: str) -> Counter[str]:
    """How often every link or language mark stands in the text, by its id."""
    return Counter(_ANCHOR.findall(html))
