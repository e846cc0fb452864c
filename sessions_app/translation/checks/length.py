"""Texts that do not fit."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .base import Check, Found, Pair, Severity

# A text as short as this is a label, whatever it is called; twice its length breaks its layout.
_LABEL = 40
_ROOM = 20
# English takes nine tenths of the room of German; less than this share of it lacks something.
_SHARE = 0.4
_FEWEST = 60


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


class LeftOut(Check):
    """A translation that is much shorter than its source, or has no words at all."""

    identifier = "left_out"
    severity = Severity.WARNING
    name = _("Text left out")
    description = _("A translation is not much shorter than the original.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where most of the text is missing, or all of its words are."""
        source, target = len(pair.source_text.strip()), len(pair.target_text.strip())
        if pair.kept or not target:
            return
        if target < _SHARE * source and source >= _FEWEST:
            message = _(
                "The text is less than half as long as the original (%(target)d and %(source)d"
                " characters)."
            )
            yield Found(str(message) % {"target": target, "source": source})
        elif _says_something(pair.source_text) and not _says_something(pair.target_text):
            yield Found(str(_("The original has words, the translation has none.")), "words")


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


class LongLabel(Check):
    """A heading or label that is more than twice as long as in the source."""

    identifier = "long_label"
    severity = Severity.HINT
    name = _("Long label")
    description = _("Headings and labels are not much longer than in the original.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where a short text became more than twice as long."""
        source, target = len(pair.source_text.strip()), len(pair.target_text.strip())
        is_sentence = pair.source_text.rstrip().endswith((".", "!", "?"))
        is_label = pair.is_heading or (not pair.rich and source <= _LABEL and not is_sentence)
        if source and is_label and target > 2 * source and target - source > _ROOM:
            message = _(
                "The text is more than twice as long as the original (%(target)d and %(source)d"
                " characters) and may break its layout."
            )
            yield Found(str(message) % {"target": target, "source": source})
