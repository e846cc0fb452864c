"""The form of a term, the filters of the list, and the forms of an import."""

import base64
import binascii
from pathlib import PurePath
from typing import Any, cast

import django_filters
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import CheckboxSelectMultiple
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm

from ....conf import content_languages
from ...exchange import glossary_csv, tbx
from ...exchange.lines import MOST_BYTES, Reading, Unreadable
from ...glossary import rights
from ...models import GlossaryTerm

FIELDS = (
    "source_language",
    "source",
    "source_note",
    "target_language",
    "target",
    "target_note",
    "status",
    "part_of_speech",
    "domain",
    "definition",
)


class TermForm(WagtailAdminModelForm):
    """A term; offers the languages into which the user may change the glossary."""

    class Meta:
        model = GlossaryTerm
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict(content_languages())
        into = {
            code: name
            for code, name in codes.items()
            if self.for_user is None or rights.may_change(self.for_user, code)
        }
        term = self.instance
        self.fields["source_language"] = _languages(
            term, "source_language", codes, next(iter(codes), "")
        )
        first = next((code for code in into if code != next(iter(codes), "")), "")
        self.fields["target_language"] = _languages(term, "target_language", into, first)
        for name in ("definition", "source_note", "target_note"):
            self.fields[name].widget.attrs["rows"] = 2


def _languages(
    term: GlossaryTerm, name: str, offered: dict[str, Any], first: str
) -> forms.TypedChoiceField:
    """A choice of languages; that of a stored term is always among them."""
    stored, column = getattr(term, name), cast("Any", GlossaryTerm._meta.get_field(name))
    if term.pk and stored not in offered:
        offered = {**offered, stored: stored}
    return forms.TypedChoiceField(
        label=capfirst(column.verbose_name),
        choices=list(offered.items()),
        initial=stored or first,
    )


class TermFilterSet(WagtailFilterSet):
    """Status, domain, part of speech and languages."""

    status = django_filters.MultipleChoiceFilter(
        choices=GlossaryTerm.Status.choices, label=_("Status"), widget=CheckboxSelectMultiple
    )
    domain = django_filters.AllValuesMultipleFilter(
        label=_("Domain"), widget=CheckboxSelectMultiple
    )
    part_of_speech = django_filters.MultipleChoiceFilter(
        choices=GlossaryTerm.PartOfSpeech.choices,
        label=_("Part of speech"),
        widget=CheckboxSelectMultiple,
    )
    source_language = django_filters.MultipleChoiceFilter(
        choices=content_languages, label=_("Source language"), widget=CheckboxSelectMultiple
    )
    target_language = django_filters.MultipleChoiceFilter(
        choices=content_languages, label=_("Target language"), widget=CheckboxSelectMultiple
    )

    class Meta:
        model = GlossaryTerm
        fields = ("status", "domain", "part_of_speech", "source_language", "target_language")


class _LanguagesForm(forms.Form):
    """The languages of lines that name none."""

    source_language = forms.ChoiceField(label=_("Translated from"), choices=content_languages)
    target_language = forms.ChoiceField(label=_("Translated into"), choices=content_languages)

    def clean(self) -> dict[str, Any]:
        """Two different languages."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("source_language") == cleaned.get("target_language"):
            self.add_error("target_language", _("Source and target are the same language."))
        return cleaned

    def read(self, name: str, content: bytes) -> Reading:
        """The file by the format that its name says. Raises ``Unreadable``."""
        kind = PurePath(name).suffix.lower()
        if kind in {".tbx", ".xml"}:
            return tbx.read(content, self.cleaned_data["source_language"])
        if kind in {".csv", ".txt", ".tsv"}:
            return glossary_csv.read(content)
        raise Unreadable(_("The file is neither CSV (.csv) nor TBX (.tbx, .xml)."))


class UploadForm(_LanguagesForm):
    """A file to look at."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A table (CSV in UTF-8) or TBX, up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.tbx,.xml"}),
    )
    field_order = ("file", "source_language", "target_language")

    def clean_file(self) -> UploadedFile:
        """No larger than what is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return file


class TakeForm(_LanguagesForm):
    """The file that was looked at, sent along; it is looked at again before it is taken."""

    source_language = forms.ChoiceField(choices=content_languages, widget=forms.HiddenInput)
    target_language = forms.ChoiceField(choices=content_languages, widget=forms.HiddenInput)
    name = forms.CharField(max_length=255, widget=forms.HiddenInput)
    content = forms.CharField(max_length=2 * MOST_BYTES, strip=False, widget=forms.HiddenInput)

    def clean_content(self) -> bytes:
        """What was packed by :func:`packed`."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError(_("The file did not arrive whole.")) from None


def packed(content: bytes) -> str:
    """A file as text that a form can carry."""
    return base64.b64encode(content).decode()
