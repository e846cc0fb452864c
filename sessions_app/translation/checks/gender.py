"""German signs for all genders, where the language has none."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .languages import base
from .text import plain, without, without_addresses, without_marked

# Before “in” alone stands what ends as a person does: “LinkedIn” and “sign/in” are none.
_PERSON = r"[^\W\d_]*(?:er|or|ent|ant|ist|eur|at|oge|eg|ach|ling|und)"
STAR = re.compile(r"\b[^\W\d_]{2,}[*_·]in(?:nen)?\b|\b[^\W\d_]{2,}[*]\w{1,3}\b")
COLON = re.compile(rf"\b[^\W\d_]{{3,}}:innen\b|\b{_PERSON}:in\b")
SLASH = re.compile(rf"\b[^\W\d_]{{3,}}/-?innen\b|\b{_PERSON}/-?in\b")
CAPITAL = re.compile(rf"\b[A-ZÄÖÜ][a-zäöüß]{{2,}}Innen\b|\b{_PERSON}In\b")
FORMS = (STAR, COLON, SLASH, CAPITAL)


class GenderSigns(Check):
    """A German gender sign that stands in a text of another language."""

    identifier = "gender_signs"
    severity = Severity.WARNING
    name = _("German gender signs")
    description = _(
        "German signs for all genders (Teilnehmer*innen, Teilnehmer:innen, TeilnehmerInnen) do not"
        " stand in other languages."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each word with such a sign."""
        languages = base(pair.source_language), base(pair.target_language)
        if languages[0] != "de" or languages[1] == "de" or pair.kept:
            return
        as_they_are = (*pair.names, *(one for term in pair.terms for one in term.approved))
        text = without(without_addresses(plain(without_marked(pair.target))), as_they_are)
        for word in dict.fromkeys(word for form in FORMS for word in form.findall(text)):
            message = _("“%(word)s” bears a German gender sign.")
            yield Found(str(message) % {"word": word}, word)
