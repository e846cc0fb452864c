"""Addresses from titles: one rule for the server, the editor's browser and translated pages.

A leaf. The rule is a list of regular expressions and replacements that Python and JavaScript
read alike, so that Wagtail's slug field shows what the server would make.
"""

import re
import unicodedata

from django.utils.text import slugify as ascii_slug

# How a language writes its own letters without accents; the rest only loses the accent.
# Keyed by the primary subtag of BCP 47. German: DIN 5007-2 and common practice in addresses.
OWN_LETTERS: dict[str, dict[str, str]] = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "da": {"å": "aa", "ø": "oe"},
    "nb": {"å": "aa", "ø": "oe"},
    "nn": {"å": "aa", "ø": "oe"},
}
# Letters that Unicode does not take apart into a base letter and an accent.
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
}
# Nothing a reader sees or speaks: soft hyphen, zero-width marks, joiners, byte order mark.
INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
APOSTROPHES = "['’ʼ‘]"
# The gender signs of German stand between letters; between figures a colon separates.
GENDER_SIGNS = r"(?<=[^\s\d])[*:_·](?=[^\s\d])"
SEPARATORS = r"""[-\s.,;:/\\|+&@#=~–—―‐‑−…·•()\[\]{}<>„“”‚"«»‹›!?%*_]+"""
ENDS = "^-+|-+$"


def rules(language_code: str) -> list[tuple[re.Pattern[str], str]]:
    """Replacements in order; what remains afterwards only loses its accents and its case."""
    own = OWN_LETTERS.get(language_code.lower().split("-")[0], {})
    pairs = [
        (INVISIBLE, ""),
        *((unicodedata.normalize("NFD", letter), latin) for letter, latin in own.items()),
        *{**LETTERS, **own}.items(),
        (APOSTROPHES, ""),
        (GENDER_SIGNS, ""),
        (SEPARATORS, "-"),
        (ENDS, ""),
    ]
    return [(re.compile(pattern, re.IGNORECASE), replacement) for pattern, replacement in pairs]


def slugify(text: str, language_code: str, *, length: int = 255) -> str:
    """``text`` as a part of an address, in ASCII, at most ``length`` characters, cut at a word.

    Empty where nothing of the text can be written in ASCII; whoever asks must have a fallback.
    """
    for pattern, replacement in rules(language_code):
        text = pattern.sub(replacement, text)
    slug = re.sub("-+", "-", ascii_slug(text)).strip("-")
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]
