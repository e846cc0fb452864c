"""The help of one text, and what people do in it: notes, waived findings."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from ... import history, localize, policy, remarks
from ...models import Action
from ...refusal import Refusal
from .. import advice
from .base import DeskMixin, DeskView, TranslationMixin
from .editor import voices
from .segment import by_script, findings, help_address, known_of, thought


class HelpView(TranslationMixin, DeskView):
    """Memory, terms, changes, findings, notes and history of one text."""

    template_name = "translation/help.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; alone, without the admin's frame, for the editor's script."""
        if by_script(request):
            self.template_name = "translation/components/advice.html"
        found = advice.of(self.translation, kwargs["segment"])
        if found is None:
            raise Http404
        return self.render_to_response(self.get_context_data(advice=found))

    def get_page_title(self) -> str:
        """What it is about."""
        return _("Help for a text")

    def get_page_subtitle(self) -> str:
        """Of which object."""
        return str(self.translation.source.object_repr)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, the help."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        return [*self.breadcrumbs_items, overview, editor, {"url": "", "label": _("Help")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``advice``, and what ``user`` may do with it."""
        user, locale = self.request.user, self.translation.target_locale
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "source_language": self.translation.source.locale,
            "target_language": locale,
            "may_write": policy.allows(user, Action.TRANSLATE, locale)
            or policy.allows(user, Action.REVIEW, locale),
            "may_review": policy.allows(user, Action.REVIEW, locale),
        }


class RemarkView(DeskMixin, TranslationMixin, View):
    """Somebody says something about a text, or takes it back."""

    done: str | Promise = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """To a script how the text stands now, or 403 with why not; else the help of the text."""
        try:
            self.act(request)
        except Refusal as refusal:
            if by_script(request):
                return JsonResponse({"state": "refused", "message": str(refusal)}, status=403)
            messages.error(request, str(refusal))
        else:
            if by_script(request):
                return JsonResponse(self.standing())
            messages.success(request, str(self.done))
        return redirect(help_address(self.translation, kwargs["segment"]))

    def act(self, request: HttpRequest) -> None:
        """Do it; raises :class:`Refusal`."""
        raise NotImplementedError

    def standing(self) -> dict[str, Any]:
        """Open notes and findings of the text, as the script is told of them."""
        row = localize.segment_row(self.translation, self.kwargs["segment"])
        if row is None:
            return {"state": "done", "message": str(self.done), "notes": 0, "findings": []}
        known = known_of(self.translation, [self.translation])
        place = known.pending.get((row.context_id, row.string_id), history.Pending())
        return {
            "state": "done",
            "message": str(self.done),
            "notes": place.notes,
            "findings": findings(self.translation, row, known),
            **thought(row, place),
        }


class NoteView(RemarkView):
    """Leaves a note."""

    done = gettext_lazy("The note was added.")

    def act(self, request: HttpRequest) -> None:
        """Store ``text``, as an answer to the note of that event where there is one."""
        text, parent = request.POST.get("text", ""), self.kwargs.get("event")
        remarks.add_note(
            self.translation, self.kwargs["segment"], text, request.user, parent=parent
        )


class ResolveView(RemarkView):
    """Closes a note."""

    done = gettext_lazy("The note was resolved.")

    def act(self, request: HttpRequest) -> None:
        """Close the note of that event."""
        remarks.resolve(self.translation, self.kwargs["event"], request.user)


class DismissView(RemarkView):
    """Waives a finding, for a reason."""

    done = gettext_lazy("The finding was dismissed.")

    def act(self, request: HttpRequest) -> None:
        """Waive what ``check`` found, with its ``detail``."""
        check, detail, reason = (
            request.POST.get(name, "") for name in ("check", "detail", "reason")
        )
        remarks.dismiss(
            self.translation, self.kwargs["segment"], check, detail, reason, request.user
        )


class ReinstateView(RemarkView):
    """Lets a waived finding count again."""

    done = gettext_lazy("The finding counts again.")

    def act(self, request: HttpRequest) -> None:
        """Take the dismissal of that event back."""
        remarks.reinstate(self.translation, self.kwargs["event"], request.user)


class NeedsWorkView(RemarkView):
    """Says what is to be changed."""

    done = gettext_lazy("The text is marked: it needs work.")

    def act(self, request: HttpRequest) -> None:
        """Store ``text``."""
        text, version = request.POST.get("text", ""), request.POST.get("version")
        remarks.need_work(self.translation, self.kwargs["segment"], text, request.user, version)


class SettleView(RemarkView):
    """Takes back that a text needs work."""

    done = gettext_lazy("The remark is settled.")

    def act(self, request: HttpRequest) -> None:
        """Settle it."""
        remarks.settle(self.translation, self.kwargs["segment"], request.user)


class ApproveTextView(RemarkView):
    """Says that a text is right."""

    actions = (Action.REVIEW,)
    done = gettext_lazy("The text is approved.")

    def act(self, request: HttpRequest) -> None:
        """Approve it."""
        version = request.POST.get("version")
        remarks.approve(self.translation, self.kwargs["segment"], request.user, version)
