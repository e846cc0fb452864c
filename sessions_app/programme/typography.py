"""Spaces at which a line must not end, as printers of each language set them. Pure.

For headings and leads: text goes in and comes out with non-breaking spaces. A short word stays with
the next one, a number with its unit or month, an abbreviation of several parts together. Addresses
are left alone, and nothing is held together that would not fit on a narrow screen.
"""

import re
from itertools import pairwise

NBSP = "\u00a0"
# Characters that may be held together by short words; a phone shows a few more in a heading.
LONGEST = 16

# Prepositions and articles that look lost at the end of a line.
SHORT = {
    "de": re.compile(
        "ab|am|an|auf|bei|das|dem|den|der|des|die|ein|im|in|ins|ob|um|vom|von|zu|zum|zur", re.I
    ),
    "en": re.compile("a|an|as|at|by|for|from|in|into|of|on|or|the|to|with", re.I),
}
MONTHS = {
    "de": re.compile(
        "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    ),
    "en": re.compile(
        "January|February|March|April|May|June|July|August|September|October|November|December"
    ),
}
UNITS = re.compile(
    "[%‰€$£]|°C|[km]?g|t|[kcm]?m|k?m²|m?l|s|min|h|[kMGT]B|kWh|[kM]?W|EUR|USD|Uhr|Mio\\.|Mrd\\."
    "|[ap]m|[ap]\\.m\\."
)
# What stands before a number and is nothing without it.
BEFORE_NUMBERS = re.compile("§§?|(?:Art|Abs|Nr|S|Kap|No|pp?|[Vv]ol)\\.")

_OPENING, _CLOSING = "„“‚‘»«›‹([\"'", ".,;:!?“”’‘»«›‹)]\"'"
_NUMBER = re.compile(r"[+−-]?\d[\d.,:\u2009]*")
_DAY = {"de": re.compile(r"\d{1,2}\."), "en": re.compile(r"\d{1,2}(?:st|nd|rd|th)?")}
_PART = re.compile(r"[^\W\d_]\.")
_ADDRESS = re.compile(r"://|@|^www\.|\\|/.*/")


def typeset(text: str, language: str) -> str:
    """``text`` with non-breaking spaces, by the rules of ``language`` (a BCP 47 code).

    Signs are neither added nor removed; languages without rules of their own get those for numbers.
    """
    base = language.lower().split("-")[0]
    return "\n".join(_line(line, base) for line in text.split("\n"))


def _line(text: str, base: str) -> str:
    words = text.split(" ")
    made = [words[0]]
    held = len(words[0])
    for left, right in pairwise(words):
        is_held = _belongs(left, right, base) or (
            _is_short(left, right, base) and held + 1 + len(right) <= LONGEST
        )
        made += [NBSP if is_held else " ", right]
        held = held + 1 + len(right) if is_held else len(right)
    return "".join(made)


def _is_short(left: str, right: str, base: str) -> bool:
    """Whether ``left`` is a short word that leads to ``right``, or ``right`` a dash after it."""
    if not right or not left or _ADDRESS.search(left) or _ADDRESS.search(right):
        return False
    return right == "–" or _is(SHORT.get(base), left.lstrip(_OPENING))


def _belongs(left: str, right: str, base: str) -> bool:
    """Whether the two mean something only together."""
    before, after = left.lstrip(_OPENING), right.rstrip(_CLOSING)
    months = MONTHS.get(base)
    return (
        (_is(_PART, before) and _PART.match(right) is not None)
        or (_is(BEFORE_NUMBERS, before) and right[:1].isdigit())
        or (_is(_NUMBER, before) and (_is(UNITS, after) or _is(UNITS, right)))
        or (_is(_DAY.get(base), before) and _is(months, after))
        or (base == "en" and _is(months, before) and _is(_DAY["en"], after))
    )


def _is(pattern: re.Pattern[str] | None, word: str) -> bool:
    return pattern is not None and pattern.fullmatch(word) is not None
