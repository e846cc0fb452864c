"""Texts that do not fit."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .base import Check, Pair, Severity
from .text import plain


class TooLong(Check):
    """A plain text that exceeds the limit of its field."""

    identifier = "too_long"
    severity = Severity.ERROR
    name = _("Too long")

    def find(self, pair: Pair) -> Iterator[str]:
        """One sentence where the target has more characters than the field holds."""
        over = len(plain(pair.target)) - (pair.max_length or 0)
        if pair.max_length and over > 0:
            yield ngettext(
                "The text is %(over)d character too long; %(limit)d fit.",
                "The text is %(over)d characters too long; %(limit)d fit.",
                over,
            ) % {"over": over, "limit": pair.max_length}


class Blank(Check):
    """A translation that shows nothing."""

    identifier = "blank"
    severity = Severity.ERROR
    name = _("Blank")

    def find(self, pair: Pair) -> Iterator[str]:
        """One sentence where the target consists of white space alone."""
        if plain(pair.source).strip() and not plain(pair.target).strip():
            yield str(_("The text is blank."))
