"""The form of a release, and the filters of their list."""

from typing import Any

import django_filters
from django import forms
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..conf import content_languages
from ..models import ProgrammePage, ProgrammeRelease
from ..programme.releases.making import MOST_NOTES
from ..programme.texts import language_name


class ReleaseForm(forms.Form):
    """Name and notes of a release; ``is_unchanged`` asks whether it is meant although nothing is
    new."""

    version = forms.CharField(
        label=gettext_lazy("Version"),
        max_length=ProgrammeRelease._meta.get_field("version").max_length,
        help_text=gettext_lazy("What visitors call this state of the programme, as in 1.1."),
    )

    def __init__(self, *args: Any, is_unchanged: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in content_languages():
            self.fields[f"notes_{code}"] = forms.CharField(
                label=_("Notes in %(language)s") % {"language": language_name(code)},
                required=False,
                max_length=MOST_NOTES,
                widget=AdminAutoHeightTextInput(attrs={"lang": code}),
                help_text=_("A few words to visitors, above the list of changes."),
            )
        if is_unchanged:
            self.fields["unchanged"] = forms.BooleanField(
                label=_("Release it although nothing has changed")
            )

    @property
    def notes(self) -> dict[str, str]:
        """Notes by language code."""
        return {code: self.cleaned_data[f"notes_{code}"] for code, _name in content_languages()}


class ReleaseFilterSet(WagtailFilterSet):
    """Releases of one programme."""

    programme = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Programme"),
        queryset=ProgrammePage.objects.filter(source=None),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = ProgrammeRelease
        fields: list[str] = []
