"""The filters of the overview."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from ..status import State
from . import listing

PAGES = "pages"
SNIPPETS = "snippets"


class FilterForm(forms.Form):
    """Language, state, kind and words; every field may be left empty but the language."""

    language = forms.ChoiceField(label=_("Into"))
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, sent: Mapping[str, Any], locales: list[Locale]) -> None:
        self.locales = {locale.language_code: locale for locale in locales}
        first = next(iter(self.locales))
        known = sent.get("language") in self.locales
        names = ("state", "kind", "q")
        super().__init__(
            {name: sent.get(name, "") for name in names}
            | {"language": sent["language"] if known else first},
            auto_id="desk-%s",
            label_suffix="",
        )
        self.fields["language"].choices = [
            (code, str(locale)) for code, locale in self.locales.items()
        ]
        self.fields["state"].choices = [("", _("All states")), *State.choices]
        kinds = [
            (m._meta.label_lower, capfirst(m._meta.verbose_name_plural))
            for m in listing.models_in_order()
        ]
        self.fields["kind"].choices = [
            ("", _("Everything")),
            (PAGES, _("All pages")),
            (SNIPPETS, _("Everything but pages")),
            *kinds,
        ]

    def value(self, name: str) -> str:
        """The cleaned value of a field, empty where what was sent is unknown."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def locale(self) -> Locale:
        """The chosen language; the first one where none is chosen."""
        return self.locales[self.value("language")]

    def admits(self, entry: listing.Entry) -> bool:
        """Whether ``entry`` passes kind and words; the state is asked apart, so as to count."""
        kind, words = self.value("kind"), self.value("q").casefold().split()
        original = entry.original
        fits = (
            not kind
            or (kind == PAGES and original.is_page)
            or (kind == SNIPPETS and not original.is_page)
            or kind == original.model._meta.label_lower
        )
        return fits and all(word in original.title.casefold() for word in words)
