"""Releases planned and called off, the list of them, and translations taken offline."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from ... import embargo, policy, release, timing
from ...models import Action
from ...refusal import Refusal
from .base import READERS, DeskMixin, DeskView, TranslationMixin, require
from .editor import editor_address, voices
from .passage import ReleaseView


class PlanReleaseView(DeskMixin, TranslationMixin, View):
    """Plans a release: ``at`` names the moment, ``together`` waits for the original."""

    actions = (Action.PUBLISH,)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Plan it, then back to the editor; or the dialog with what stands in the way."""
        typed = request.POST.get("at", "")
        try:
            at = None if "together" in request.POST else timing.moment(typed)
            standing = _number(request.POST.get("plan", ""))
            plan = timing.plan_release(self.translation, request.user, at, instead_of=standing)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.dialog(request, None, typed)
        except release.ReleaseRefused as refused:
            messages.error(request, _("Nothing was planned."))
            return self.dialog(request, refused.reasons, typed)
        messages.success(request, f"{self.translation.source.object_repr}: {embargo.when(plan)}")
        return redirect(self.address("editor"))

    def dialog(
        self, request: HttpRequest, refused: list[release.Reason] | None, typed: str
    ) -> HttpResponseBase:
        """The release's page, with what was typed."""
        page = ReleaseView()
        page.setup(request, **self.kwargs)
        return page.answer(refused, typed)


class CancelPlanView(DeskMixin, TranslationMixin, View):
    """Calls a planned release off, or puts one away that failed."""

    actions = (Action.PUBLISH,)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it, then back to the list it was asked from, else to the editor."""
        try:
            plan = _number(request.POST.get("plan", ""))
            timing.cancel(self.translation, request.user, plan or 0)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            told = {"name": self.translation.source.object_repr}
            messages.success(request, _("No release of “%(name)s” is planned any more.") % told)
        is_listed = request.POST.get("from") == "list"
        return redirect(
            reverse("sessions_translation:planned") if is_listed else self.address("editor")
        )


class UnreleaseView(TranslationMixin, DeskView):
    """Says what visitors see once a translation is offline, and takes it offline."""

    template_name = "translation/offline.html"
    actions = (Action.PUBLISH,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The question."""
        return self.answer(release.effects(self.translation, request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it, then back to the editor; or say why not."""
        try:
            release.unrelease(self.translation, request.user)
        except release.ReleaseRefused:
            messages.error(request, _("Nothing has changed."))
            return self.answer(release.effects(self.translation, request.user))
        told = {"name": self.translation.source.object_repr}
        messages.success(request, _("“%(name)s” is offline in this language now.") % told)
        return redirect(self.address("editor"))

    def answer(self, effects: release.Effects) -> HttpResponseBase:
        """Render what would happen."""
        planned = [
            (plan.translation.source.object_repr, embargo.when(plan)) for plan in effects.plans
        ]
        return self.render_to_response(self.get_context_data(effects=effects, planned=planned))

    def get_page_title(self) -> str:
        """What is to go offline."""
        return self.translation.source.object_repr

    def get_page_subtitle(self) -> str:
        """In which language."""
        return str(self.translation.target_locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, this question."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        return [*self.breadcrumbs_items, overview, editor, {"url": "", "label": _("Offline")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``effects``, ``planned`` as pairs of name and sentence, and where to go from here."""
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "target_language": self.translation.target_locale,
            "editor_url": self.address("editor"),
        }


class PlannedView(DeskView):
    """All releases that are planned, and those that could not be carried out."""

    template_name = "translation/planned.html"
    page_title = gettext_lazy("Planned releases")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Those in the languages that the user works in."""
        locales = policy.locales(request.user, *READERS)
        require(request.user, next(iter(locales), 0), *READERS)
        publishes = policy.locales(request.user, Action.PUBLISH)

        def told(plan: Any) -> dict[str, Any]:
            return {
                "plan": plan,
                "url": editor_address(plan.translation),
                "when": embargo.when(plan),
                "changed": embargo.in_words(plan.changed_at),
                "may_cancel": plan.translation.target_locale_id in publishes,
            }

        context = self.get_context_data(
            waiting=[told(plan) for plan in timing.waiting(locales)],
            failed=[told(plan) for plan in timing.failed(locales)],
        )
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, then this list."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        return [*self.breadcrumbs_items, overview, {"url": "", "label": str(self.page_title)}]


def _number(text: str) -> int | None:
    """A primary key as forms post it; None for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else None
