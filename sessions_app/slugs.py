"""Addresses from titles: one rule for the server, the editor's browser and translated pages.

A leaf. The rule is a list of pairs of regular expression and replacement that Python and
JavaScript read alike, so that Wagtail's slug field shows what the server would make.
"""

import re
import unicodedata

from django.utils.text import slugify as ascii_slug

# How a language writes its own letters without accents; the rest only loses the accent.
# Keyed by the primary subtag of BCP 47. German: DIN 5007-2 and common practice in addresses.
OWN_LETTERS: dict[str, dict[str, str]] = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "sv": {"å": "a", "ä": "a", "ö": "o"},
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
SEPARATORS = r"[\s.,;:/\\|+&@#=~–—―‐‑−…·•()\[\]{}<>„“”‚\"«»‹›!?%*_]+"


def rules(language_code: str) -> list[tuple[str, str]]:
    """Replacements for a lower-case text, in order; what remains is left to the accent stripper."""
    own = OWN_LETTERS.get(language_code.lower().split("-")[0], {})
    letters = {**LETTERS, **own}
    return [
        (INVISIBLE, ""),
        *((unicodedata.normalize("NFD", letter), latin) for letter, latin in own.items()),
        *letters.items(),
        (APOSTROPHES, ""),
        (GENDER_SIGNS, ""),
        (SEPARATORS, "-"),
    ]


def slugify(text: str, language_code: str, *, length: int = 255) -> str:
    """``text`` as a part of an address, in ASCII, at most ``length`` characters, cut at a word.

    Empty where nothing of the text can be written in ASCII; whoever asks must have a fallback.
    """
    text = text.lower()
    for pattern, replacement in rules(language_code):
        text = re.sub(pattern, replacement, text)
    slug = re.sub("-+", "-", ascii_slug(text).replace("_", "-")).strip("-")
    if len(slug) <= length:
        return slug
    head = slug[: length + 1].rpartition("-")[0]
    return head or slug[:length]
