"""Links and marks that got lost or doubled on the way."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .text import anchors, inline


class LinksLost(Check):
    """Every link of the source stands once in the target, as often as in the source."""

    identifier = "links"
    severity = Severity.ERROR
    name = _("Links and marks")
    description = _("Every link and mark of the original stands once in the translation.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each mark that is missing, and for each that stands too often."""
        source, target = anchors(pair.source), anchors(pair.target)
        for mark in source - target:
            number = mark.removeprefix("a")
            message = _("Link or mark %(number)s of the original is missing.")
            yield Found(str(message) % {"number": number}, f"-{number}")
        for mark in target - source:
            if mark in source:
                number = mark.removeprefix("a")
                message = _("Link or mark %(number)s stands more often than in the original.")
                yield Found(str(message) % {"number": number}, f"+{number}")


class InlineLost(Check):
    """Emphasis and line breaks stand in the target as often as in the source."""

    identifier = "inline"
    severity = Severity.HINT
    name = _("Bold, italics, line breaks")
    description = _("What is bold, in italics or broken into lines is so in the translation too.")
    _LOST = {
        "b": _("Something is bold in the original that is not in the translation."),
        "i": _("Something is in italics in the original that is not in the translation."),
        "br": _("A line break of the original is missing."),
        "code": _("Something is code in the original that is not in the translation."),
        "abbr": _("An abbreviation is marked in the original that is not in the translation."),
    }

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each kind of element that stands less often."""
        missing = inline(pair.source) - inline(pair.target)
        for element in missing:
            yield Found(str(self._LOST[element]), element)
