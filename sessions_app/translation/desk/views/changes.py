"""The report “Who changed what”, on the screen and as a file."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from ....tables import as_workbook, csv_lines
from ... import policy
from ...models import SegmentEvent
from .. import changes_report
from ..changes_filters import ChangesFilterSet
from .base import READERS, DeskMixin, require

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ObjectColumn(Column):
    """The original's title, as the way to the editor where there is one."""

    cell_template_name = "translation/reports/changes_object.html"


class WhatColumn(Column):
    """What was done, and what was said about it."""

    cell_template_name = "translation/reports/changes_what.html"


class TextColumn(Column):
    """One version of a text; tells its own words from those of the other."""

    cell_template_name = "translation/reports/changes_text.html"


class ChangesView(DeskMixin, ReportView):
    """Every event of a text in the languages that the reader works in."""

    model = SegmentEvent
    page_title = gettext_lazy("Who changed what")
    header_icon = "history"
    template_name = "translation/reports/changes.html"
    results_template_name = "translation/reports/changes_results.html"
    index_url_name = "sessions_translation:changes"
    index_results_url_name = "sessions_translation:changes_found"
    filterset_class = ChangesFilterSet
    is_searchable = True
    show_export_buttons = True
    columns = (
        Column("when", label=gettext_lazy("When"), classname="desk-changes__when"),
        Column("by", label=gettext_lazy("Who")),
        ObjectColumn("title", label=gettext_lazy("Original"), classname="desk-changes__title"),
        Column("language", label=gettext_lazy("Language")),
        Column("where", label=gettext_lazy("Where")),
        WhatColumn("event", label=gettext_lazy("What")),
        TextColumn("before", label=gettext_lazy("Before"), classname="desk-changes__text"),
        TextColumn("after", label=gettext_lazy("After"), classname="desk-changes__text"),
        Column("origin", label=gettext_lazy("Taken from")),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A page of what was found, or all of it as a file; 403 for those who read no language."""
        require(request.user, next(iter(self.locales), 0), *READERS)
        if self.is_export and not self.problems:
            return self.file(request.GET["export"])
        self.is_export = False
        return super().get(request, *args, **kwargs)

    @cached_property
    def locales(self) -> set[int]:
        """The languages that the reader works in."""
        return policy.locales(self.request.user, *READERS)

    @cached_property
    def problems(self) -> list[str]:
        """What was asked for and cannot be understood, in sentences."""
        return [
            f"{form[name].label}: {error}"
            for form in (self.filters.form, self.search_form)
            for name, errors in form.errors.items()
            for error in errors
        ]

    def get_base_queryset(self) -> Any:
        """Everything in the reader's languages; nothing where it is not clear what is wanted."""
        found = changes_report.events(self.locales)
        return found.none() if self.problems else found

    def search_queryset(self, queryset: Any) -> Any:
        """What has the words, wherever they stand."""
        return changes_report.search(queryset, self.search_query) if self.is_searching else queryset

    def get_filtered_queryset(self) -> Any:
        """What was found."""
        return self.get_queryset()

    def get_table_kwargs(self) -> dict[str, Any]:
        """With a name for those who do not see what is above the table."""
        return super().get_table_kwargs() | {"caption": self.page_title}

    def get_table(self, object_list: Any) -> Any:
        """The events of the page, told as words."""
        return super().get_table(changes_report.Teller().tell(list(object_list)))

    def file(self, kind: str) -> HttpResponseBase:
        """What was found as a table for office programmes; CSV is sent while it is written."""
        rows = changes_report.table(self.get_queryset())
        if kind == self.FORMAT_CSV:
            lines = _in_this_language(csv_lines(rows))
            response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        else:
            response = HttpResponse(as_workbook(rows, _("Changes")), content_type=WORKBOOK)
        name = f"changes-{timezone.localdate()}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _in_this_language(lines: Iterator[bytes]) -> Iterator[bytes]:
    """``lines`` in larger parts, written in the language and by the clock of now.

    What is sent piece by piece is written after the view has answered, when both are others.
    """
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def part() -> bytes:
        with translation.override(language), timezone.override(zone):
            return b"".join(islice(lines, changes_report.BATCH))

    return iter(part, b"")
