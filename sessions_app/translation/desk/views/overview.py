"""The overview: every original and how far its translation is."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from ....tables import as_csv, as_workbook
from ... import jobs
from ...models import Action, BulkJob
from .. import entries, overview
from .base import DeskView

PER_PAGE = 50
# How long a browser remembers what its user looked at last.
REMEMBERED = 60 * 60 * 24 * 365
FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        lambda rows: as_workbook(rows, _("Translations")),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


class OverviewView(DeskView):
    """Lists originals with their true states; filters before it pages."""

    template_name = "translation/overview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list, or all that was found as a file; 403 for whoever has nothing to see here."""
        self.overview = overview.load(request.user, request.GET)
        if request.GET.get("export") in FILES:
            return self.file(request.GET["export"])
        response = self.render_to_response(self.get_context_data())
        self.remember(response)
        return response

    def file(self, kind: str) -> HttpResponse:
        """What was found as a table for office programmes."""
        write, content_type = FILES[kind]
        code, today = self.overview.locale.language_code, timezone.localdate()
        response = HttpResponse(write(self.overview.table()), content_type=content_type)
        response["Content-Disposition"] = (
            f'attachment; filename="translations-{code}-{today}.{kind}"'
        )
        return response

    @property
    def cookie(self) -> str:
        """Where this browser keeps the filters of this user."""
        return f"desk-overview-{self.request.user.pk}"

    def remember(self, response: HttpResponse) -> None:
        """Let the browser keep the filters, for the link “as last time”."""
        form = self.overview.form
        if form.is_filtered:
            sort = {"sort": self.overview.sort} if self.overview.sort else {}
            value = "&".join(filter(None, [form.query, urlencode(sort)]))
            path = reverse("sessions_translation:overview")
            response.set_cookie(
                self.cookie,
                value,
                max_age=REMEMBERED,
                path=path,
                secure=self.request.is_secure(),
                httponly=True,
                samesite="Lax",
            )

    def last_time(self) -> str:
        """The remembered filters as a query; empty where some are set, or none are known."""
        if self.overview.form.is_filtered:
            return ""
        try:
            kept = QueryDict(self.request.COOKIES.get(self.cookie, ""))
        except TooManyFieldsSent:
            # Whoever wrote that, it was not this view.
            return ""
        known = {name: kept[name] for name in (*self.overview.form.fields, "sort") if name in kept}
        return "" if known.keys() <= {"language"} else urlencode(known)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of entries, the filters, and how many entries there are of each state."""
        shown = self.overview
        paginator = WagtailPaginator(shown.found, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        kind = shown.form.value("group")
        groups = entries.headed(page.object_list, shown.found, kind)
        actions = [one for one in BulkJob.Action if shown.may(*jobs.MAY_START[one])]
        return super().get_context_data(**kwargs) | {
            "overview": shown,
            "form": shown.form,
            "locale": shown.locale,
            "page_obj": page,
            "groups": groups if kind else [entries.Group("", 0, page.object_list)],
            "grouped_by": shown.form.kinds.get(kind),
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "states": shown.states,
            "state": shown.form.value("state"),
            "sort": shown.sort,
            "admitted": len(shown.admitted),
            "known": len(shown.entries),
            "may_open": shown.may(Action.TRANSLATE),
            "may_enter": shown.may_enter,
            "actions": actions,
            "last_time": self.last_time(),
            "chart": shown.chart,
        }
