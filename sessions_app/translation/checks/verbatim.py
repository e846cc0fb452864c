"""What has to stand in the target letter by letter: addresses, placeholders, names."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from .base import Check, Found, Pair, Severity
from .text import ADDRESS, PLACEHOLDER, WORD, excerpt

# A last name shorter than this is too often an ordinary word.
_SHORTEST_NAME = 4
# How alike a word must be, of 100, to be a name that was misspelt; ends like those of other forms.
_ALIKE = 75
_ENDING = re.compile(r"[’'\u2019]?s?$")
# Whoever is addressed so is called by the last name.
_TITLE = r"(?:Frau|Herrn?|Ms|Mrs|Mr|Dr|Prof|Professorin|Professor)\.?\s"
_TITLED = re.compile(rf"\b{_TITLE}([^\W\d_]+(?:-[^\W\d_]+)*)")


def addresses(text: str) -> Counter[str]:
    """Web and e-mail addresses in a text, without the stop of a sentence behind them."""
    found = (one.rstrip(".,;:!?)’'") for one in ADDRESS.findall(text))
    return Counter(one for one in found if one)


class AddressesChanged(Check):
    """A web or e-mail address of the source that does not stand in the target."""

    identifier = "addresses"
    severity = Severity.WARNING
    name = _("Web and e-mail addresses")
    description = _("Web and e-mail addresses stay as they are.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each address that is missing, and for each that is new."""
        source, target = addresses(pair.source_text), addresses(pair.target_text)
        for address in source.keys() - target.keys():
            message = _("The address “%(address)s” of the original is missing.")
            yield Found(str(message) % {"address": excerpt(address)}, address)
        for address in target.keys() - source.keys():
            message = _("The address “%(address)s” does not stand in the original.")
            yield Found(str(message) % {"address": excerpt(address)}, address)


class PlaceholdersChanged(Check):
    """A placeholder of the source that the target lacks, or one too many."""

    identifier = "placeholders"
    severity = Severity.ERROR
    name = _("Placeholders")
    description = _("Placeholders such as {name} stay as they are.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each placeholder that does not stand as often as in the source."""
        source = Counter(PLACEHOLDER.findall(pair.source_text))
        target = Counter(PLACEHOLDER.findall(pair.target_text))
        for one in source - target:
            message = _("The placeholder %(placeholder)s of the original is missing.")
            yield Found(str(message) % {"placeholder": one}, f"-{one}")
        for one in target - source:
            message = _("The placeholder %(placeholder)s does not stand in the original.")
            yield Found(str(message) % {"placeholder": one}, f"+{one}")


class NamesChanged(Check):
    """A name of a person or organisation of the source that reads otherwise in the target."""

    identifier = "names"
    severity = Severity.WARNING
    name = _("Names")
    description = _("Names of people and organisations on the page stay as they are.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each name that is missing, or stands there with another spelling."""
        if not pair.names or pair.kept:
            return
        source, target = _spaced(pair.source_text), _spaced(pair.target_text)
        for name in pair.names:
            if not name.strip():
                continue
            if _stands(name, source):
                if not _stands(name, target):
                    message = _("The name “%(name)s” does not stand in the translation.")
                    yield Found(str(message) % {"name": name}, name)
            elif altered := self._altered_last_name(name, source, target):
                message = _("The name “%(name)s” reads “%(altered)s” in the translation.")
                last = name.split()[-1]
                yield Found(str(message) % {"name": last, "altered": altered}, last)

    def _altered_last_name(self, name: str, source: str, target: str) -> str | None:
        """The word of the target that a last name of the source was turned into, if there is one.

        A pronoun in its place is fine.
        """
        last = name.split()[-1]
        if len(last) < _SHORTEST_NAME or not _stands(last, source) or _stands(last, target):
            return None
        words = {_ENDING.sub("", word) for word in WORD.findall(target) if word[0].isupper()}
        alike = process.extractOne(last, words, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if alike:
            return alike[0]
        titled = re.search(rf"\b{_TITLE}{re.escape(last)}(?!\w)", source)
        other = _TITLED.search(target) if titled else None
        return other[1] if other and other[1] not in source else None


def _spaced(text: str) -> str:
    """The text with one plain blank for any white space."""
    return " ".join(text.split())


@lru_cache(maxsize=512)
def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?:[’'\u2019]?s|[’'\u2019])?(?!\w)")


def _stands(name: str, text: str) -> bool:
    """Whether the name stands in the text, be it as a genitive."""
    return _pattern(name).search(text) is not None
