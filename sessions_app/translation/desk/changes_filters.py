"""What the report of changes can be narrowed down to."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .. import localize, policy
from ..models import SegmentEvent
from . import changes_report
from .listing import language_name


class PersonField(django_filters.fields.ModelChoiceField):
    """People by the names that the desk has for them."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return localize.name_of(obj)


class PersonFilter(django_filters.ModelChoiceFilter):
    """One of those who did something."""

    field_class = PersonField


def _people(request: HttpRequest) -> QuerySet[Any]:
    return changes_report.people(policy.locales(request.user, *policy.READERS))


def _day() -> forms.DateInput:
    """The browser's own calendar: Wagtail's needs a script in the page, which the desk forbids."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ChangesFilterSet(WagtailFilterSet):
    """Days, person, language and kind of event. Only languages of the reader are offered."""

    # Compared as days: the first and the last moment there are lie beyond those of some zone.
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("Since"), widget=_day()
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("Until"), widget=_day()
    )
    person = PersonFilter(
        field_name="by", queryset=_people, label=_("Who"), empty_label=_("Everybody")
    )
    language = django_filters.ChoiceFilter(
        field_name="locale__language_code",
        label=_("Language"),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=SegmentEvent.Kind.choices,
        label=_("What"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )

    class Meta:
        model = SegmentEvent
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = policy.codes(self.request.user, *policy.READERS)
        names = ((code, language_name(code)) for code in codes)
        self.filters["language"].extra["choices"] = sorted(names, key=lambda one: one[1])
