"""Signs: at the end, around what is quoted, in brackets, between words."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .languages import Language, base, language
from .text import WORD, excerpt, without_addresses

_CLOSING = "\"'”“’‘»«›‹)]}\u00a0 \n\t\r"
_END_MARKS = {"…": "…", ".": ".", "!": "!", "?": "?", ":": ":", ";": ";", "\u037e": "?"}
_QUOTES = "„“”‚‘»«›‹"
_APOSTROPHE = re.compile(r"(?<=\w)’|’(?=\w)")
# Inches and seconds of arc.
_MEASURE = re.compile(r'(?<=\d)"')
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
# “a)”, “1)” at the beginning of an item.
_ENUMERATION = re.compile(r"(?:^|(?<=\s))\w{1,2}\)", re.MULTILINE)
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})[ \u00a0]+\1\b", re.IGNORECASE)
_SPACES = re.compile(r"(?:[^\S\n][^\S\n]+)")
_SPACE_BEFORE = re.compile(r"\w[^\S\n]+[,.;!?](?![.\d])")


def _end_mark(text: str) -> str:
    """The mark that ends a text, whatever closes behind it; empty where there is none."""
    text = text.rstrip(_CLOSING)
    return "…" if text.endswith("...") else _END_MARKS.get(text[-1:], "")


def _ends_in_abbreviation(text: str, known: Language | None) -> bool:
    """Whether the full stop at the end belongs to a word, an initial or an ordinal number."""
    last = text.rstrip(_CLOSING).split()[-1] if text.split() else ""
    word = last.rstrip(".").rpartition(".")[2]
    return (
        len(word) <= 1
        or last.count(".") > 1
        or word.isdigit()
        or (known is not None and word.casefold() in known.abbreviations)
    )


class EndMark(Check):
    """The target ends with another mark than the source."""

    identifier = "end_mark"
    severity = Severity.WARNING
    name = _("Mark at the end")
    description = _(
        "A text ends with the mark of the original: full stop, question mark, exclamation mark,"
        " colon, semicolon or dots."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where the marks differ; a heading may go without its full stop."""
        source, target = _end_mark(pair.source_text), _end_mark(pair.target_text)
        if pair.kept or source == target or not pair.target_text.strip():
            return
        if {source, target} == {"", "."} and (
            pair.is_heading
            or (source and _ends_in_abbreviation(pair.source_text, language(pair.source_language)))
            or (target and _ends_in_abbreviation(pair.target_text, language(pair.target_language)))
        ):
            return
        if not source:
            message = _("The original does not end with “%(mark)s”.")
            yield Found(str(message) % {"mark": target}, f"+{target}")
        else:
            message = _("The original ends with “%(mark)s”.")
            yield Found(str(message) % {"mark": source}, f"-{source}")


class QuotesOfLanguage(Check):
    """Quotation marks of another language in the target."""

    identifier = "quotes"
    severity = Severity.WARNING
    name = _("Quotation marks")
    description = _("Quotation marks are those of the language: “…” in English, „…“ in German.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for the marks that are not of the target's language."""
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
    """Whether a straight quotation mark stands in a plain text; inches are none."""
    return '"' in _MEASURE.sub("", text)


class BracketsOpen(Check):
    """Brackets that do not match, where those of the source do."""

    identifier = "brackets"
    severity = Severity.WARNING
    name = _("Brackets")
    description = _("Every bracket that is opened is closed.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for the first bracket without its partner."""
        lonely = _lonely_bracket(pair.target_text)
        if lonely and not pair.kept and not _lonely_bracket(pair.source_text):
            message = _("The bracket “%(bracket)s” has no partner.")
            yield Found(str(message) % {"bracket": lonely}, lonely)


def _lonely_bracket(text: str) -> str:
    """The first bracket without a partner; empty where all have one."""
    if not any(sign in text for sign in "()[]{}"):
        return ""
    text = _ENUMERATION.sub("", without_addresses(text))
    stack: list[str] = []
    for sign in text:
        if sign in _BRACKETS:
            stack.append(sign)
        elif sign in _BRACKETS.values() and (not stack or _BRACKETS[stack.pop()] != sign):
            return sign
    return stack[-1] if stack else ""


class DoubledWords(Check):
    """A word that stands twice in a row."""

    identifier = "doubled_words"
    severity = Severity.WARNING
    name = _("Doubled words")
    description = _("No word stands twice in a row by mistake.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each word that is doubled in the target and not in the source."""
        if pair.kept:
            return
        known = language(pair.target_language)
        fine = Counter(word.casefold() for word in _DOUBLED.findall(pair.source_text))
        for word in dict.fromkeys(_DOUBLED.findall(pair.target_text)):
            if word.casefold() in fine or (known and word.casefold() in known.doubled):
                continue
            message = _("“%(word)s” stands twice in a row.")
            yield Found(str(message) % {"word": word}, word.casefold())


class DoubledSpaces(Check):
    """Blanks too many: two in a row, or one before a comma or full stop."""

    identifier = "spaces"
    severity = Severity.HINT
    name = _("Blanks")
    description = _("One blank stands between words, and none before a comma or full stop.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where the target has doubled blanks, and one for a blank before a mark."""
        if pair.kept:
            return
        text = pair.target_text
        if _SPACES.search(text) and not _SPACES.search(pair.source_text):
            yield Found(str(_("Two blanks stand in a row.")), "doubled")
        # French sets a blank before some marks.
        if base(pair.target_language) != "fr" and (found := _SPACE_BEFORE.search(text)):
            message = _("A blank stands before “%(mark)s”.")
            yield Found(str(message) % {"mark": found[0][-1]}, found[0][-1])


class HeadingCase(Check):
    """A heading with capital letters where the language writes it as a sentence."""

    identifier = "heading_case"
    severity = Severity.HINT
    name = _("Capitals in headings")
    description = _("Headings are written as sentences are, not With a Capital in Every Word.")
    _FEWEST = 3

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where nearly all longer words of a heading begin with a capital."""
        known = language(pair.target_language)
        if known is None or not known.is_sentence_case or not pair.is_heading or pair.kept:
            return
        as_they_are = {
            word
            for phrase in (*pair.names, *(one for term in pair.terms for one in term.approved))
            for word in phrase.split()
        }
        as_they_are |= set(WORD.findall(pair.source_text))
        # The first word, and the one after a colon, have their capital anyhow.
        words = [
            found[0]
            for found in WORD.finditer(pair.target_text)
            if not re.search(r"(?:^|[:.?!–—“„«])\s*$", pair.target_text[: found.start()])
        ]
        told = [
            word
            for word in words
            if len(word) > 3 and not word.isupper() and word not in as_they_are
        ]
        capitals = [word for word in told if word[0].isupper()]
        if len(capitals) >= self._FEWEST and len(capitals) > 0.7 * len(told):
            message = _("The heading is written with capitals (%(words)s).")
            yield Found(str(message) % {"words": excerpt(", ".join(capitals))})


class NonBreakingLost(Check):
    """A number that stands apart from its unit or sign, where the source kept them together."""

    identifier = "non_breaking"
    severity = Severity.HINT
    name = _("Non-breaking spaces")
    description = _(
        "Where the original keeps a number or an abbreviation together on one line, the"
        " translation does too."
    )
    _KEPT = re.compile(r"(?:\d|§|\b\w\.)[\u00a0\u202f]\S|\S[\u00a0\u202f]\d")
    _APART = re.compile(
        r"(?:§|\b(?:No|Nr|Art|Abs|p|pp|S|Section|Article|Art)\.?) \d+"
        r"|(?<![\w.,])\d+(?:[.,]\d+)* (?:%|€|\$|£|°C|km²|m²|km|cm|mm|kg|GB|MB|kWh|Uhr|[ap]\.?m\b)"
        r"|\b[a-z]\. [A-Za-z]\.",
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each piece that may break where the source may not."""
        if pair.kept or not self._KEPT.search(pair.source_text):
            return
        for piece in dict.fromkeys(self._APART.findall(pair.target_text)):
            message = _("A non-breaking space keeps “%(piece)s” together.")
            yield Found(str(message) % {"piece": piece}, piece)
