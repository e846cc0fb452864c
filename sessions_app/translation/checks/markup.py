"""Links and marks that got lost or doubled on the way."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .base import Check, Pair, Severity
from .text import anchors


class LinksLost(Check):
    """Every link of the source stands once in the target, as often as in the source."""

    identifier = "links"
    severity = Severity.ERROR
    name = _("Links and marks")

    def find(self, pair: Pair) -> Iterator[str]:
        """One sentence for each mark that is missing, and for each that stands too often."""
        source, target = anchors(pair.source), anchors(pair.target)
        for mark in source - target:
            yield str(_("Link or mark %(number)s of the original is missing.")) % {
                "number": mark.removeprefix("a")
            }
        for mark in target - source:
            if mark in source:
                yield str(_("Link or mark %(number)s stands more often than in the original.")) % {
                    "number": mark.removeprefix("a")
                }
