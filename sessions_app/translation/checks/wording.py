"""Texts that are worded otherwise than elsewhere, and descriptions that describe nothing."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .languages import language
from .text import excerpt, plain

_FILE_NAME = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|tiff?|webp)\b|\b(?:IMG|DSC|P)_?\d{3,}|\w_\w")
ALT_TEXTS = frozenset(("alt", "alt_text", "contextual_alt_text"))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


class OtherwiseElsewhere(Check):
    """The same source text was translated in another way elsewhere."""

    identifier = "elsewhere"
    severity = Severity.HINT
    name = _("Translated otherwise elsewhere")
    description = _("The same text is translated in the same way everywhere.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence with the other translation; small differences in writing do not count."""
        if pair.kept:
            return
        target = _folded(pair.target_text)
        for other in sorted(pair.others)[:3]:
            text = plain(other)
            if _folded(text) != target and text.strip():
                message = _("Elsewhere the same text is translated “%(other)s”.")
                yield Found(str(message) % {"other": excerpt(text)}, excerpt(text))
                return


class AltText(Check):
    """A description of a picture that is a file's name or says that it describes a picture."""

    identifier = "alt_text"
    severity = Severity.HINT
    name = _("Alternative text")
    description = _(
        "An alternative text says what is to be seen: it is no file name and does not begin with"
        " “Image of”."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for a file's name, one for needless words at the beginning."""
        if pair.field not in ALT_TEXTS:
            return
        text = pair.target_text.strip()
        if _FILE_NAME.search(text):
            yield Found(str(_("The alternative text looks like the name of a file.")), "file")
        for needless in self._needless(pair):
            if text.casefold().startswith(needless):
                message = _("Nobody needs to be told “%(words)s”: say what is to be seen.")
                yield Found(str(message) % {"words": text[: len(needless)]}, needless)
                return

    def _needless(self, pair: Pair) -> tuple[str, ...]:
        known = language(pair.target_language)
        return known.pictures if known else ()
