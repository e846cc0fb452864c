"""One text: saved, kept as in the source, confirmed. By script in JSON, without one by forms."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from ... import checking, drafting, history, localize, wire
from .base import DeskMixin, TranslationMixin
from .machines import engine_of


def by_script(request: HttpRequest) -> bool:
    """Whether a script asks, and reads the answer."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


class SegmentView(DeskMixin, TranslationMixin, View):
    """Stores one text."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """To a script 200 with what is stored now, 409 with the other text, 422 or 403 with why.

        Without a script the editor, which tells what happened.
        """
        try:
            saved = self.save(request, kwargs["segment"])
        except (drafting.Refusal, wire.WireError) as error:
            if by_script(request):
                return _refused(error)
            messages.error(request, str(error))
        else:
            if by_script(request):
                answer = {"state": "saved", **told(saved.row)}
                return JsonResponse(answer | self.judged(saved.row))
            messages.success(request, _("Saved"))
        key = f"{self.translation.pk}-{kwargs['segment']}"
        return redirect(f"{self.address('editor')}#s-{key}")

    def judged(self, row: localize.SegmentRow) -> dict[str, Any]:
        """What the checks find; what was waived is asked for only where there is something."""
        found = findings(self.translation, row, checking.context_of_save(self.translation))
        if found:
            known = known_of(self.translation, [self.translation])
            found = findings(self.translation, row, known)
        return {"findings": found}

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Store the text; raises what ``drafting`` raises."""
        raise NotImplementedError


def _refused(error: Exception) -> JsonResponse:
    """Why a text was not stored, for the script."""
    if isinstance(error, drafting.Conflict):
        theirs = told(error.theirs.row)
        conflict = {"state": "conflict", "message": str(error), "theirs": theirs}
        return JsonResponse(conflict, status=409)
    if isinstance(error, wire.WireError):
        return JsonResponse({"state": "error", "message": str(error)}, status=422)
    return JsonResponse({"state": "refused", "message": str(error)}, status=403)


def told(row: localize.SegmentRow) -> dict[str, Any]:
    """A text as it is stored, as the script is told of it."""
    at = formats.time_format(timezone.localtime(row.at), "TIME_FORMAT") if row.at else ""
    return {
        "text": wire.from_html(row.target or "", rich=row.rich),
        "version": drafting.version(row.target),
        "kept": row.kept,
        "filled": row.is_filled,
        "machine": row.is_machine,
        "done": row.is_done,
        "by": row.by,
        "at": at,
    }


def thought(row: localize.SegmentRow, place: history.Pending) -> dict[str, Any]:
    """What is thought of a text, as the script is told of it, and what it is besides."""
    verdict = place.verdict(row.target)
    return {
        "verdict": verdict,
        "asked": place.asked(row.target),
        "kept": row.kept,
        "filled": row.is_filled,
        "machine": row.is_machine,
        "done": row.is_done and verdict != "needs_work",
    }


def known_of(translation: Any, translations: Iterable[Any]) -> checking.Context:
    """What the checks ask about texts that were just saved. One query, or five at first."""
    known = checking.context_of_save(translation)
    return replace(known, pending=history.pending(translations))


def findings(
    translation: Any, row: localize.SegmentRow, known: checking.Context
) -> list[dict[str, Any]]:
    """What the checks find in a text and nobody has waived, as the script is told of it."""
    return [
        {
            "check": finding.check,
            "severity": finding.severity.name.lower(),
            "message": finding.message,
            "detail": finding.detail,
        }
        for _row, finding in checking.check_rows(translation, [row], known)
        if not finding.dismissed
    ]


class SaveView(SegmentView):
    """Saves what was typed."""

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Store ``text`` where ``version`` still stands."""
        text, version = request.POST.get("text"), request.POST.get("version", "")
        if text is None:
            # An empty text takes the translation away; one that got lost must not.
            raise wire.WireError(_("The text did not arrive. Please send it again."))
        taken = request.POST.get("taken", "")
        engine = engine_of(taken, self.translation.pk, segment, text) if taken else ""
        return drafting.save_segment(
            self.translation, segment, text, version, request.user, engine=engine
        )


class KeepView(SegmentView):
    """Lets the source's text stand."""

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Keep the source's text where ``version`` still stands."""
        version = request.POST.get("version", "")
        return drafting.keep_as_source(self.translation, segment, version, request.user)


class ConfirmView(SegmentView):
    """Takes a text that was filled in as it stands."""

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Confirm the text where ``version`` still stands."""
        version = request.POST.get("version", "")
        return drafting.confirm(self.translation, segment, version, request.user)


class RevertView(SegmentView):
    """Puts an earlier version back: what stood after an event, or ``before`` it."""

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Put it back where ``version`` still stands."""
        event, version = self.kwargs["event"], request.POST.get("version", "")
        event = -event if request.POST.get("before") else event
        return drafting.revert(self.translation, segment, event, version, request.user)

    def judged(self, row: localize.SegmentRow) -> dict[str, Any]:
        """What was thought of the version holds again."""
        known = known_of(self.translation, [self.translation])
        place = known.pending.get((row.context_id, row.string_id), history.Pending())
        return {"findings": findings(self.translation, row, known), **thought(row, place)}


def help_address(translation: Any, segment: int) -> str:
    """Where the help of a text is."""
    return reverse("sessions_translation:help", args=[translation.pk, segment])
