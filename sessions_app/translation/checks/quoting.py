"""Quotation marks: those of the language, curved, in pairs."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .languages import base, language
from .text import excerpt

_QUOTES = "„“”‚‘»«›‹"
_APOSTROPHE = re.compile(r"(?<=\w)’|’(?=\w)")
# Inches and seconds of arc.
_MEASURE = re.compile(r'(?<=\d)"')
# Two commas or apostrophes in place of a mark; one before a word and one behind.
_TYPED = re.compile(
    r"(?<![\w,]),,(?=\w)|(?<=[\w.!?])''(?!\w)|(?<![\w'])'(?=[^\W\d_])[^'\n]{1,80}(?<=[\w.!?…])'(?!\w)"
)


class QuotesOfLanguage(Check):
    """Quotation marks of another language in the target, or one without its partner."""

    identifier = "quotes"
    severity = Severity.WARNING
    name = _("Quotation marks")
    description = _(
        "Quotation marks are those of the language: “…” in English, „…“ in German; every one that"
        " is opened is closed."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for the marks that are not of the target's language, or for a lonely one."""
        known = language(pair.target_language)
        if known is None or pair.kept:
            return
        wrong = wrong_quote(pair.target_text, base(pair.target_language))
        if wrong:
            message = _(
                "“%(found)s”: quotation marks of this language are %(opening)s…%(closing)s."
            )
            opening, closing = known.quotes[0]
            shown = {"found": wrong, "opening": opening, "closing": closing}
            yield Found(str(message) % shown, wrong)
        elif lonely := self._lonely(pair):
            message = _("The quotation mark “%(mark)s” has no partner.")
            yield Found(str(message) % {"mark": lonely}, lonely)

    def _lonely(self, pair: Pair) -> str:
        """A mark of which the target has one too many, where the source has as many of both."""
        for text, code in (
            (pair.source_text, pair.source_language),
            (pair.target_text, pair.target_language),
        ):
            known = language(code)
            if known is None:
                return ""
            opening, closing = known.quotes[0]
            more = text.count(opening) - text.count(closing)
            if more:
                return "" if text is pair.source_text else opening if more > 0 else closing
        return ""


@lru_cache(maxsize=256)
def wrong_quote(text: str, code: str) -> str:
    """The first quotation mark that is none of the language or stands on the wrong side of a word.

    With the word beside it, so that people can find it.
    """
    known = language(code)
    if known is None or not any(mark in text for mark in _QUOTES):
        return ""
    opening = {pair[0] for pair in known.quotes}
    closing = {pair[1] for pair in known.quotes}
    text = _APOSTROPHE.sub("'", text)
    for match in re.finditer(f"[{_QUOTES}]", text):
        mark, at = match[0], match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        # French sets a blank between the mark and the word.
        opens = not before or before.isspace() or before in "([{–—-/" + _QUOTES
        closes = not after or after.isspace() or after in ")]}.,;:!?…–—-/" + _QUOTES
        allowed = mark in opening | closing
        if opens and not closes:
            allowed = mark in opening
        elif closes and not opens:
            allowed = mark in closing
        if not allowed:
            return excerpt(_around(text, at))
    return ""


def _around(text: str, at: int) -> str:
    """The sign at ``at`` with the word it stands at."""
    start, end = at, at + 1
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


class StraightQuotes(Check):
    """Typewriter's quotation marks in the target."""

    identifier = "straight_quotes"
    severity = Severity.HINT
    name = _("Straight quotation marks")
    description = _('Quotation marks are curved, not straight as in "…".')

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where a straight mark stands that is no measure."""
        known = language(pair.target_language)
        if pair.kept or known is None or "<code" in pair.target:
            return
        if has_straight_quotes(pair.target_text):
            opening, closing = known.quotes[0]
            message = _("Write %(opening)s…%(closing)s in place of straight quotation marks.")
            yield Found(str(message) % {"opening": opening, "closing": closing})


def has_straight_quotes(text: str) -> bool:
    """Whether a typewriter's quotation mark stands in a plain text; inches are none."""
    return '"' in _MEASURE.sub("", text) or _TYPED.search(text) is not None
