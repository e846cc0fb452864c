"""The steps of a review: submitted, approved, sent back, withdrawn."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from ... import policy, release, review
from ...models import Action
from ...refusal import Refusal
from .base import DeskMixin, DeskView, TranslationMixin
from .editor import voices


class ReviewView(TranslationMixin, DeskView):
    """Where the review stands, and what can be done about it."""

    template_name = "translation/review.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; alone, without the admin's frame, for the editor's script."""
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            self.template_name = "translation/components/review.html"
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        """What is to be reviewed."""
        return self.translation.source.object_repr

    def get_page_subtitle(self) -> str:
        """In which language."""
        return str(self.translation.target_locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, the review."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        return [*self.breadcrumbs_items, overview, editor, {"url": "", "label": _("Review")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The running review, else what stands against submitting; and what ``user`` may do."""
        user, locale = self.request.user, self.translation.target_locale
        running = review.of(self.translation)
        may_submit = policy.allows(user, Action.TRANSLATE, locale)
        return (
            super().get_context_data(**kwargs)
            | {
                "translation": self.translation,
                "target_language": locale,
                "editor_url": self.address("editor"),
                "review": running,
                "reading": review.read(running) if running else None,
                "came_back": None if running else review.last_comment(self.translation),
                "may_submit": may_submit,
                "may_decide": policy.allows(user, Action.REVIEW, locale),
                "is_mine": running and running.workflow_state.requested_by_id == user.pk,
                "reasons": review.reasons(self.translation, user)
                if may_submit and not running
                else [],
            }
            | kwargs
        )


class StepView(DeskMixin, TranslationMixin, View):
    """One step: done, then back to the editor; or the review's page with what stands against it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the step."""
        try:
            self.take(request)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("review"))
        except release.ReleaseRefused as refused:
            messages.error(request, _("Nothing has changed."))
            page = ReviewView()
            page.setup(request, **self.kwargs)
            context = page.get_context_data(reasons=refused.reasons)
            answer: HttpResponse = page.render_to_response(context)
            return answer
        name = self.translation.source.object_repr
        messages.success(request, self.message() % {"name": name})
        return redirect(self.address("editor"))

    def take(self, request: HttpRequest) -> Any:
        """The step itself."""
        raise NotImplementedError

    def message(self) -> str:
        """What is said when it was taken."""
        raise NotImplementedError


class SubmitView(StepView):
    """Hands the texts in."""

    actions = (Action.TRANSLATE,)

    def take(self, request: HttpRequest) -> Any:
        """Freeze and submit."""
        return review.submit(self.translation, request.user)

    def message(self) -> str:
        """Said to the translator."""
        return _("“%(name)s” waits for its review.")


class ApproveView(StepView):
    """Lets go live what was handed in."""

    actions = (Action.REVIEW,)

    def take(self, request: HttpRequest) -> Any:
        """Approve and release."""
        return review.approve(self.translation, request.user, request.POST.get("seen"))

    def message(self) -> str:
        """Said to the reviewer."""
        return _("“%(name)s” is approved and public now.")


class SendBackView(StepView):
    """Gives the texts back with a comment."""

    actions = (Action.REVIEW,)

    def take(self, request: HttpRequest) -> Any:
        """Send back."""
        return review.send_back(self.translation, request.user, request.POST.get("comment", ""))

    def message(self) -> str:
        """Said to the reviewer."""
        return _("“%(name)s” was sent back.")


class WithdrawView(StepView):
    """Takes a submission back."""

    def take(self, request: HttpRequest) -> Any:
        """Withdraw."""
        return review.withdraw(self.translation, request.user)

    def message(self) -> str:
        """Said to whoever submitted it."""
        return _("“%(name)s” can be changed again.")
