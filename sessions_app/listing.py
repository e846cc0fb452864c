"""Rows, columns and filters of the admin's lists; a constant number of queries for any page."""

from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import ReferenceIndex, Revision, WorkflowState

from . import conf
from .models import (
    Appearance,
    Partner,
    ProgrammePage,
    Room,
    SessionFormat,
    SessionPage,
    Slot,
    Speaker,
    Track,
)

# The picture of a model: its field, its size in a list, its heading.
PICTURES = {
    Speaker: ("photo", "fill-64x64", _("Photo")),
    Partner: ("logo", "max-120x48", _("Logo")),
}


def with_facts(sessions: QuerySet[SessionPage]) -> QuerySet[SessionPage]:
    """``sessions`` annotated with the facts of their originals, for columns and sorting.

    Annotations survive ``specific()``, which Wagtail's lists call; joined objects do not.
    """
    owner = Coalesce(OuterRef("source_id"), OuterRef("pk"))
    slots = Slot.objects.filter(page_id=owner).order_by("start", "pk")
    facts = SessionPage.objects.filter(pk=owner)
    people = Appearance.objects.filter(page_id=owner).order_by().values("page_id")
    return sessions.annotate(
        first_start=Subquery(slots.values("start")[:1]),
        first_room=Subquery(slots.values("room__name")[:1]),
        track_name=Subquery(facts.values("track__name")[:1]),
        format_name=Subquery(facts.values("format__name")[:1]),
        held_in=Subquery(facts.values("spoken_language")[:1]),
        people_count=Coalesce(Subquery(people.annotate(n=Count("pk")).values("n")), 0),
    )


def with_states(snippets: QuerySet) -> QuerySet:
    """``snippets`` with what their status is told from; one query for any number.

    Wagtail does the same for pages, and asks twice a row for snippets.
    """
    scheduled = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(snippets.model),
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    )
    active = WorkflowState.objects.active().select_related("current_task_state__task")
    return snippets.annotate(_approved_schedule=Exists(scheduled)).prefetch_related(
        Prefetch("workflow_states", queryset=active, to_attr="_current_workflow_states")
    )


def with_pictures(snippets: QuerySet) -> QuerySet:
    """``snippets`` with their picture and its small rendition; two queries for any number."""
    if snippets.model not in PICTURES:
        return snippets
    name, spec, _label = PICTURES[snippets.model]
    pictures = get_image_model().objects.prefetch_renditions(spec)
    return snippets.prefetch_related(Prefetch(name, queryset=pictures))


def picture_column(model: type) -> "PictureColumn | None":
    """A column of the model's picture, where it has one."""
    if model not in PICTURES:
        return None
    name, spec, label = PICTURES[model]
    return PictureColumn(name, spec=spec, label=label, width="6rem")


class StartColumn(Column):
    """The first start of a session, by the clock at the venue. One query a table."""

    cell_template_name = "sessions_app/admin/cells/start.html"

    def get_cell_context_data(self, instance: SessionPage, parent_context: Any) -> dict[str, Any]:
        """Wagtail's context with the moment in the programme's time zone."""
        context = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "programme_zones"):
            rows = ProgrammePage.objects.values_list("path", "time_zone", "source__time_zone")
            table.programme_zones = {path: of_source or own for path, own, of_source in rows}
        name = table.programme_zones.get(instance.path[: -SessionPage.steplen])
        zone = ZoneInfo(name) if name else timezone.get_current_timezone()
        if context["raw_value"]:
            context["value"] = context["raw_value"].astimezone(zone)
        return context


class SpokenLanguageColumn(Column):
    """The name of a language in place of its code."""

    def get_value(self, instance: SessionPage) -> Any:
        """Name of the language, the code where the settings do not name it."""
        code = super().get_value(instance)
        return dict(conf.configuration().spoken_language_choices()).get(code, code)


class PictureColumn(Column):
    """A picture in small; empty where there is none."""

    cell_template_name = "sessions_app/admin/cells/picture.html"

    def __init__(self, name: str, *, spec: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.spec = spec

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Wagtail's context with the picture in the size of the column."""
        context = super().get_cell_context_data(instance, parent_context)
        if (picture := context["raw_value"]) is not None:
            context["rendition"] = get_rendition_or_not_found(picture, self.spec)
        return context


class UsageColumn(Column):
    """How often an object is named elsewhere, leading to where. One query a table."""

    cell_template_name = "sessions_app/admin/cells/usage.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Wagtail's context with the number of usages and the address of their list."""
        context = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "usage_counts"):
            table.usage_counts = ReferenceIndex.get_count_references_to_in_bulk(list(table.data))
        url_name = instance.snippet_viewset.get_url_name("usage")
        context["count"] = table.usage_counts.get(instance, 0)
        context["url"] = reverse(url_name, args=[quote(instance.pk)])
        return context


def _chosen(value: str | None) -> bool | None:
    return {"true": True, "false": False}.get(value or "")


class YesNoFilter(django_filters.ChoiceFilter):
    """Yes or no, answered by a condition on the rows."""

    def __init__(self, *, condition: Any, **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(
            choices=[("true", _("Yes")), ("false", _("No"))],
            empty_label=_("Any"),
            widget=RadioSelect,
            **kwargs,
        )

    def filter(self, queryset: QuerySet, value: str | None) -> QuerySet:
        """Rows that meet the condition, those that do not, or all."""
        wanted = _chosen(value)
        if wanted is None:
            return queryset
        return queryset.filter(self.condition if wanted else ~self.condition)


class FactFilter(django_filters.ModelMultipleChoiceFilter):
    """Sessions by labels, which translations borrow from their originals."""

    def __init__(self, model: type, *, lookup: str, **kwargs: Any) -> None:
        self.lookup = lookup
        super().__init__(
            queryset=model.objects.filter(source=None), widget=CheckboxSelectMultiple, **kwargs
        )

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        """Sessions whose original bears one of the chosen labels."""
        if not value:
            return queryset
        owners = SessionPage.objects.filter(**{f"{self.lookup}__in": value}).values("pk")
        return queryset.filter(Q(pk__in=owners) | Q(source_id__in=owners))


class SpokenLanguageFilter(django_filters.MultipleChoiceFilter):
    """Sessions by the language they are held in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: conf.configuration().spoken_language_choices(),
            widget=CheckboxSelectMultiple,
            **kwargs,
        )

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        """Sessions whose original is held in one of the chosen languages."""
        if not value:
            return queryset
        owners = SessionPage.objects.filter(spoken_language__in=value).values("pk")
        return queryset.filter(Q(pk__in=owners) | Q(source_id__in=owners))


class SessionFilterSet(PageFilterSet):
    """Filters of the list of sessions."""

    live = YesNoFilter(label=_("Published"), condition=Q(live=True))
    track = FactFilter(Track, lookup="track", label=_("Track"))
    format = FactFilter(SessionFormat, lookup="format", label=_("Format"))
    room = FactFilter(Room, lookup="slots__room", label=_("Room"))
    spoken_language = SpokenLanguageFilter(label=_("Spoken language"))
    # Of Wagtail's own filters two make no sense here: sessions have no children and one site.
    has_child_pages = None
    site = None

    class Meta:
        model = SessionPage
        fields: list[str] = []


class SpeakerFilterSet(WagtailFilterSet):
    """Filters of the list of speakers."""

    live = YesNoFilter(label=_("Published"), condition=Q(live=True))
    photo = YesNoFilter(label=_("With photo"), condition=Q(photo__isnull=False))
    appears = YesNoFilter(
        label=_("On the programme"),
        condition=Exists(Appearance.objects.filter(speaker_id=OuterRef("pk"))),
    )

    class Meta:
        model = Speaker
        fields: list[str] = []


class PartnerFilterSet(WagtailFilterSet):
    """Filters of the list of partners."""

    live = YesNoFilter(label=_("Published"), condition=Q(live=True))
    logo = YesNoFilter(label=_("With logo"), condition=Q(logo__isnull=False))

    class Meta:
        model = Partner
        fields: list[str] = []
