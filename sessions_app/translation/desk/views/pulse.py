"""What others do meanwhile: who is there, and which texts were saved since one asked last."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.generic import View

from ... import checking, localize
from .. import presence
from .base import DeskMixin, TranslationMixin
from .segment import findings, known_of, told

# A save is told by the clock of its beginning and seen from its end on.
OVERLAP = timedelta(seconds=15)
# Who was away for longer loads the page anew.
LONGEST = timedelta(hours=1)
# Objects on one screen.
DOCUMENTS = 100


class PulseView(DeskMixin, TranslationMixin, View):
    """Asked every few seconds by the editor's script."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Who else is there and what was saved after ``since``, in all ``documents`` shown.

        ``tab`` tells the windows of one person apart; with ``leaving`` the window is closed.
        """
        now = timezone.now()
        tab = request.POST.get("tab", "")[:16]
        if "leaving" in request.POST:
            presence.leave(self.translation, request.user, tab)
            return JsonResponse({"now": now.isoformat(), "people": [], "texts": []})
        segment = request.POST.get("segment", "")[:40]
        people = presence.report(self.translation, request.user, tab, segment)
        return JsonResponse(
            {
                "now": now.isoformat(),
                "people": [{"name": one.name, "segment": one.segment} for one in people],
                "texts": self.texts(_moment(request.POST.get("since", ""), now)),
            }
        )

    def texts(self, moment: datetime) -> list[dict[str, Any]]:
        """Texts that anybody saved after ``moment``, this person included."""
        numbers = [n for n in self.request.POST.get("documents", "").split(",") if n.isdecimal()]
        # Those of the same language: the right to see them was asked for.
        shown = localize.translations_by_pk(
            [int(number) for number in numbers[:DOCUMENTS] if len(number) < 16],
            self.translation.target_locale_id,
        )
        saved = localize.saved_since(shown, moment)
        known = known_of(self.translation, shown) if saved else checking.Context()
        return [
            {
                "key": f"{translation.pk}-{row.id}",
                **told(row),
                "findings": findings(translation, row, known),
            }
            for translation, row in saved
        ]


def _moment(since: str, now: datetime) -> datetime:
    """The time that was asked for, not too long ago; now for what is no time or still to come."""
    try:
        found = parse_datetime(since)
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        found = now
    return min(max(found, now - LONGEST), now) - OVERLAP
