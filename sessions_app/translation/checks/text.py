"""Segment HTML as plain text, and the elements it holds. Pure."""

import re
from collections import Counter
from functools import lru_cache
from html import unescape

_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^<>]*>")
_ANCHOR = re.compile(r'<a\s+id="([^"]*)"')
_INLINE = re.compile(r"<(b|i|em|strong|code|abbr|acronym|br)\b[^>]*>")
_MARKED = re.compile(r'<a\s+id="lang-[^"]*"[^>]*>[^<]*(?:<(?!/?a\b)[^<]*)*</a>')
_ITALIC = re.compile(r"<(?:i|em)>[^<]*</(?:i|em)>")
# Soft hyphen and the zero-width characters: they show nothing of themselves.
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")

WORD = re.compile(r"[^\W\d_]+(?:[’'\u2019-][^\W\d_]+)*")
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”„»«]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    # Without “www.” what ends as sites do is one; small letters, since “Satz.De” is none.
    r"|(?-i:(?<![\w.@/-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*"
    r"\.(?:com|de|edu|eu|example|gov|info|int|io|net|org|uk)(?![\w-])(?:/[^\s<>\"“”„»«]*)?)",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"%\(\w+\)[sdif]|%(?:\d\$)?[sd](?!\w)|\{\{?\s?(?:[A-Za-z_][\w.|]*|\d{1,2})\s?\}?\}|\$\{\w+\}"
)
# What is quoted, without the marks around it; what stands in brackets.
_QUOTED = re.compile(r"[“„‘‚»«›‹\"]([^“”„‘’»«\"\n]{1,120})[”“’‘«»›‹\"]")

# Elements that look alike to readers.
_ALIKE = {"em": "i", "strong": "b", "acronym": "abbr"}
SHOWN = 60


def plain(html: str) -> str:
    """The text without tags, line breaks as newlines, without characters that show nothing."""
    return INVISIBLE.sub("", unescape(_TAG.sub("", _BREAK.sub("\n", html))))


def anchors(html: str) -> Counter[str]:
    """How often every link or language mark stands in the text, by its id."""
    return Counter(_ANCHOR.findall(html))


def inline(html: str) -> Counter[str]:
    """How often every inline element stands in the text; ``strong`` counts as ``b``."""
    return Counter(_ALIKE.get(name, name) for name in _INLINE.findall(html))


def without_marked(html: str) -> str:
    """The text without what is marked as another language."""
    return _MARKED.sub(" ", html)


def without_italics(html: str) -> str:
    """The text without what is in italics, as words of other languages and titles are."""
    return _ITALIC.sub(" – ", html)


def quoted(text: str) -> tuple[str, ...]:
    """What stands in quotation marks in a plain text."""
    return tuple(dict.fromkeys(found.strip() for found in _QUOTED.findall(text)))


@lru_cache(maxsize=512)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted({one for one in phrases if one.strip()}, key=len, reverse=True)
    found = "|".join(re.escape(one) for one in longest_first)
    return re.compile(rf"(?<!\w)(?:{found})", re.IGNORECASE) if found else None


def without(text: str, phrases: tuple[str, ...]) -> str:
    """``text`` without ``phrases``, whatever follows them; case does not matter."""
    pattern = _phrases(phrases)
    return pattern.sub(" ", text) if pattern else text


def without_addresses(text: str) -> str:
    """``text`` without web addresses, e-mail addresses and placeholders."""
    return PLACEHOLDER.sub(" ", ADDRESS.sub(" ", text))


def excerpt(text: str) -> str:
    """The beginning of ``text``, short enough to be quoted in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"
