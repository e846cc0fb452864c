"""Texts that do not fit."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .base import Check, Found, Pair, Severity

# A text as short as this is a label, whatever it is called; twice its length breaks its layout.
_LABEL = 40
_ROOM = 20


class TooLong(Check):
    """A plain text that exceeds the limit of its field."""

    identifier = "too_long"
    severity = Severity.ERROR
    name = _("Too long")
    description = _("A text fits into its field.")
    dismissible = False

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where the target has more characters than the field holds."""
        over = len(pair.target_text) - (pair.max_length or 0)
        if pair.max_length and over > 0:
            yield Found(
                ngettext(
                    "The text is %(over)d character too long; %(limit)d fit.",
                    "The text is %(over)d characters too long; %(limit)d fit.",
                    over,
                )
                % {"over": over, "limit": pair.max_length}
            )


class Blank(Check):
    """A translation that shows nothing."""

    identifier = "blank"
    severity = Severity.ERROR
    name = _("Blank")
    description = _("A translation shows something.")
    dismissible = False

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where the target consists of white space alone."""
        if pair.source_text.strip() and not pair.target_text.strip():
            yield Found(str(_("The text is blank.")))


class LongLabel(Check):
    """A heading or label that is more than twice as long as in the source."""

    identifier = "long_label"
    severity = Severity.HINT
    name = _("Long label")
    description = _("Headings and labels are not much longer than in the original.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where a short text became more than twice as long."""
        source, target = len(pair.source_text.strip()), len(pair.target_text.strip())
        is_label = pair.is_heading or (not pair.rich and source <= _LABEL)
        if source and is_label and target > 2 * source and target - source > _ROOM:
            message = _(
                "The text is more than twice as long as the original (%(target)d and %(source)d"
                " characters) and may break its layout."
            )
            yield Found(str(message) % {"target": target, "source": source})
