"""Signs: at the end, brackets, blanks and what stands on both sides of them."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .languages import Language, base, language
from .text import without_addresses

_CLOSING = "\"'”“’‘»«›‹)]}\u00a0 \n\t\r"
_END_MARKS = {"…": "…", ".": ".", "!": "!", "?": "?", ":": ":", ";": ";", "\u037e": "?"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
# “a)”, “1)”, “iv)” at the beginning of an item.
_ENUMERATION = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})\)", re.MULTILINE)
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})[ \u00a0]+\1\b", re.IGNORECASE)
_SPACES = re.compile(r"(?:[^\S\n][^\S\n]+)")
_SPACE_BEFORE = re.compile(r"\w[^\S\n]+[,.;!?)\]](?![.\d])|[^\W\d_][^\S\n]+:(?!\S)")
_SPACE_MISSING = re.compile(r"[a-zäöüß]{2}[.!?][A-ZÄÖÜ][a-zäöüß]|[^\W\d_]{2}[,;][^\W\d_]{2}")
_ROMAN = re.compile(r"[IVXLCM]+")


def _end_mark(text: str) -> str:
    """The mark that ends a text, whatever closes behind it; empty where there is none."""
    text = text.rstrip(_CLOSING)
    return "…" if text.endswith("...") else _END_MARKS.get(text[-1:], "")


def _end_marks(text: str) -> str:
    """All marks that end a text together: “?!”."""
    text = text.rstrip(_CLOSING)
    return text[len(text.rstrip("?!")) :]


def _ends_in_abbreviation(text: str, known: Language | None) -> bool:
    """Whether the full stop at the end belongs to a word, an initial or an ordinal number."""
    last = text.rstrip(_CLOSING).split()[-1] if text.split() else ""
    word = last.rstrip(".").rpartition(".")[2]
    return (
        len(word) <= 1
        or last.count(".") > 1
        or word.isdigit()
        or _ROMAN.fullmatch(word) is not None
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
        if target and target in _end_marks(pair.source_text):
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
    text = without_addresses(text)
    # “a)” opens nothing; “(a)” and “(SGB II)” do.
    items = {found.end() - 1 for found in _ENUMERATION.finditer(text)}
    stack: list[str] = []
    for at, sign in enumerate(text):
        if sign in _BRACKETS:
            stack.append(sign)
        elif sign in _BRACKETS.values():
            if at in items and (not stack or stack[-1] != "("):
                continue
            if not stack or _BRACKETS[stack.pop()] != sign:
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
    description = _(
        "One blank stands between words, none before a comma or full stop, none at either end."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each kind of blank that is too many or missing."""
        if pair.kept:
            return
        text = pair.target_text
        if _SPACES.search(text) and not _SPACES.search(pair.source_text):
            yield Found(str(_("Two blanks stand in a row.")), "doubled")
        if text.strip() and text != text.strip() and pair.source_text == pair.source_text.strip():
            yield Found(str(_("A blank stands at the beginning or at the end.")), "end")
        # French sets a blank before some marks.
        if base(pair.target_language) != "fr" and (found := _SPACE_BEFORE.search(text)):
            message = _("A blank stands before “%(mark)s”.")
            yield Found(str(message) % {"mark": found[0][-1]}, found[0][-1])
        missing = _SPACE_MISSING.search(without_addresses(text))
        if missing and missing[0] not in pair.source_text:
            message = _("A blank is missing behind “%(mark)s”.")
            yield Found(str(message) % {"mark": missing[0][2]}, f"-{missing[0][2]}")


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
