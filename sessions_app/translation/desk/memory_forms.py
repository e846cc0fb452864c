"""The forms of the memory: what to look for, an entry's texts, a file to take in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...conf import content_languages
from .. import wire
from ..checks.text import anchors
from ..memory import curation
from ..models import MemoryEntry

USED, RETIRED, ALL = "", "retired", "all"
# What each choice asks of ``curation.search``.
RETIREMENT = {USED: False, RETIRED: True, ALL: None}


def _names(codes: Iterable[str] | None) -> list[tuple[str, str]]:
    """Code and name of the site's languages that are among ``codes`` (None: all)."""
    wanted = None if codes is None else set(codes)
    return [
        (code, str(name)) for code, name in content_languages() if wanted is None or code in wanted
    ]


class SearchForm(forms.Form):
    """Words, languages, and whether retired entries are shown; everything may be left empty."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    source = forms.ChoiceField(label=_("From"), required=False)
    target = forms.ChoiceField(label=_("Into"), required=False)
    show = forms.ChoiceField(
        label=_("Entries"),
        required=False,
        choices=[(USED, _("in use")), (RETIRED, _("retired")), (ALL, _("all"))],
    )

    def __init__(self, sent: Mapping[str, Any], into: Iterable[str] | None) -> None:
        names = ("q", "source", "target", "show")
        super().__init__(
            {name: str(sent.get(name, "")).replace("\0", "") for name in names},
            auto_id="desk-memory-%s",
            label_suffix="",
        )
        every = ("", _("every language"))
        self.into = into
        self.fields["source"].choices = [every, *_names(None)]
        self.fields["target"].choices = [every, *_names(into)]

    def value(self, name: str) -> str:
        """The cleaned value of a field, empty where what was sent is unknown."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked beyond the list as it opens."""
        return any(self.value(name) for name in self.fields)

    def entries(self) -> Any:
        """The entries that are asked for."""
        target = self.value("target")
        return curation.search(
            self.value("q"),
            into=[target] if target else self.into,
            source_language=self.value("source"),
            retired=RETIREMENT[self.value("show")],
        ).select_related("by")


class WireField(forms.CharField):
    """A segment's text as it is typed at the desk: marks as {b}…{/b}, links as {1}…{/1}."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


class CorrectionForm(forms.Form):
    """Both texts of an entry."""

    source = WireField(label=_("Original"))
    target = WireField(label=_("Translation"))

    def __init__(self, entry: MemoryEntry, sent: Mapping[str, Any] | None = None) -> None:
        self.entry = entry
        super().__init__(
            sent,
            auto_id="desk-memory-%s",
            label_suffix="",
            initial={
                "source": wire.from_html(entry.source, rich=True),
                "target": wire.from_html(entry.target, rich=True),
            },
        )
        for name, language in (
            ("source", entry.source_language),
            ("target", entry.target_language),
        ):
            self.fields[name].widget.attrs |= {"lang": language, "rows": 5}

    def clean_source(self) -> str:
        """The original as segment HTML; it may have the links it had."""
        return self._html("source", set(anchors(self.entry.source)))

    def clean_target(self) -> str:
        """The translation as segment HTML; it may have the links of the original."""
        return self._html("target", set(anchors(self.cleaned_data.get("source", ""))))

    def _html(self, name: str, ids: set[str]) -> str:
        text = self.cleaned_data[name]
        if not text.strip():
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        try:
            return wire.to_html(text, rich=True, ids=ids)
        except wire.WireError as error:
            raise forms.ValidationError(str(error)) from error


class ImportForm(forms.Form):
    """A TMX file, and the languages that are taken out of it."""

    file = forms.FileField(
        label=_("TMX file"), widget=forms.FileInput(attrs={"accept": ".tmx,.xml"})
    )
    source = forms.ChoiceField(label=_("From"))
    target = forms.ChoiceField(label=_("Into"))

    def __init__(self, into: Iterable[str], *sent: Any) -> None:
        super().__init__(*sent, auto_id="desk-memory-%s", label_suffix="")
        self.fields["source"].choices = _names(None)
        self.fields["target"].choices = _names(into)
        if self.fields["target"].choices:
            self.fields["target"].initial = self.fields["target"].choices[-1][0]

    def clean(self) -> dict[str, Any]:
        """Two different languages."""
        cleaned = super().clean() or {}
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("target"):
            self.add_error("target", _("Choose two different languages."))
        return cleaned
