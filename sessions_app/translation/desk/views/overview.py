"""The overview: every original and how far its translation is."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.paginator import WagtailPaginator
from wagtail.models import Locale

from ....conf import content_languages
from ... import policy
from ...models import Action
from ...status import State
from .. import listing
from ..forms import FilterForm
from .base import READERS, DeskView

PER_PAGE = 50


def languages(rows: list[listing.Listed], wanted: set[int] | None) -> list[Locale]:
    """Locales of these primary keys (``None``: all), the language of writing last.

    It is the one least translated into. Rows know most locales; those without any are read.
    """
    known = {row.locale_id: row.language_code for row in rows}
    if wanted is None or wanted - known.keys():
        known |= dict(Locale.objects.values_list("pk", "language_code"))
    codes = [code for code, _name in content_languages()]
    order = {code: place for place, code in enumerate([*codes[1:], *codes[:1]])}
    found = [
        Locale(pk=pk, language_code=code)
        for pk, code in known.items()
        if wanted is None or pk in wanted
    ]
    return sorted(
        found, key=lambda one: (order.get(one.language_code, len(order)), one.language_code)
    )


class OverviewView(DeskView):
    """Lists originals with their true states; filters before it pages."""

    template_name = "translation/overview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list; 403 for people who neither translate nor write."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of entries, the filters, and how many entries there are of each state."""
        user = self.request.user
        own = policy.locales(user, *READERS)
        if not own and not user_has_any_page_permission(user):
            raise PermissionDenied
        everything = listing.read_all()
        # Who translates sees the languages of the desk; who writes sees how far each one is.
        form = FilterForm(self.request.GET, languages(everything, own or None))
        locale = form.locale
        rows = listing.originals(everything, locale)
        if not own:
            rows = listing.editable_pages(user, rows)
        entries = listing.entries(rows, everything, locale)
        admitted = [entry for entry in entries if form.admits(entry)]
        counts = Counter(entry.status.state.value for entry in admitted)
        state, sort = form.value("state"), self.request.GET.get("sort", "")
        found = [e for e in admitted if not state or e.status.state.value == state]
        paginator = WagtailPaginator(listing.arrange(found, sort), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "locale": locale,
            "page_obj": page,
            "entries": page.object_list,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "states": [(one, counts[one.value]) for one in State if counts[one.value]],
            "state": state,
            "sort": sort,
            "admitted": len(admitted),
            "known": len(entries),
            "may_open": policy.allows(user, Action.TRANSLATE, locale),
            "may_enter": locale.pk in own,
        }
