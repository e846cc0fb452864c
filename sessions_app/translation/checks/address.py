"""The address that a translated page has, or is going to have."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ...slugs import slugify
from .base import Address, Check, Found, Pair, Severity
from .languages import base, telling_words

_FIRST_NUMBER = 2


class AddressOfPage(Check):
    """An address that is taken already, or that does not come from the translated title.

    It is made from the title when the page is first released, and stays as it is then.
    """

    identifier = "slug"
    severity = Severity.WARNING
    name = _("Address of the page")
    description = _(
        "The address of a page comes from its translated title, is in the same language, and no"
        " other page beside it has it."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for the address of a released page, or for the one it would get."""
        known = pair.address
        if known is None:
            return
        wanted = slugify(pair.target_text, pair.target_language)
        if not known.slug:
            yield from self._before_release(wanted, known, pair)
        elif known.slug != wanted:
            yield from self._after_release(wanted, known, pair)

    def _before_release(self, wanted: str, known: Address, pair: Pair) -> Iterator[Found]:
        if not wanted:
            message = _("No address can be made from this title; it would be “%(address)s”.")
            yield Found(str(message) % {"address": known.original}, known.original)
        elif wanted in known.taken:
            number = _FIRST_NUMBER
            while f"{wanted}-{number}" in known.taken:
                number += 1
            message = _(
                "The address “%(address)s” is taken by a page beside this one; with this title it"
                " would become “%(other)s”."
            )
            told = {"address": wanted, "other": f"{wanted}-{number}"}
            yield Found(str(message) % told, wanted)

    def _after_release(self, wanted: str, known: Address, pair: Pair) -> Iterator[Found]:
        slug = known.slug
        if self._ends_in_language(slug, wanted, pair):
            message = _("The address “%(address)s” of the page ends with the code of a language.")
        elif self._is_of_original(known, pair):
            message = _("The address “%(address)s” of the page is in the language of the original.")
        else:
            return
        yield Found(str(message) % {"address": slug}, slug)

    def _ends_in_language(self, slug: str, wanted: str, pair: Pair) -> bool:
        """Whether a code was hung on, as tools do that translate no address."""
        languages = pair.target_language, pair.source_language
        codes = {code.lower() for one in languages for code in (one, base(one))}
        ends = tuple(f"-{code}" for code in sorted(codes))
        return slug.endswith(ends) and not wanted.endswith(ends)

    def _is_of_original(self, known: Address, pair: Pair) -> bool:
        """Whether the address is that of the original, was made of its title, or has its words."""
        if base(pair.source_language) == base(pair.target_language):
            return False
        title = slugify(pair.source_text, pair.source_language)
        stem = known.slug.rstrip("0123456789").rstrip("-")
        if {known.slug, stem} & ({title, known.original} - {""}):
            return True
        small = telling_words(pair.source_language, pair.target_language)
        words = {slugify(word, pair.source_language) for word in small if len(word) > 2}
        return bool(words.intersection(known.slug.split("-")))
