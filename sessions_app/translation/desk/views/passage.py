"""The steps of a translation: opened, resumed, previewed, released."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Locale

from ... import drafting, localize, policy, release
from ...models import Action
from ...source import TranslatedModel
from .. import posted, preview, release_screen, surface
from .base import DeskMixin, DeskView, TranslationMixin, require
from .editor import EditorView, editor_address, problems_message, voices


class OpenView(DeskView):
    """Asks whether an object is to be translated into a language, and opens the translation."""

    template_name = "translation/open.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find object and language; 404 for what is no original, 403 without the right."""
        super().setup(request, *args, **kwargs)
        if "\0" in kwargs["language"]:
            raise Http404
        self.locale = get_object_or_404(Locale, language_code=kwargs["language"])
        require(request.user, self.locale.pk, Action.TRANSLATE, Action.REVIEW, Action.PUBLISH)
        self.object = original(kwargs["content_type"], kwargs["pk"], self.locale)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The editor where the translation is open already; else the question."""
        opened = localize.translations_of([self.object.translation_key], self.locale).first()
        if opened is not None and opened.source.locale_id == self.object.locale_id:
            return redirect(editor_address(opened))
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Open, then on to the editor; what is not touched is named with the reason."""
        require(request.user, self.locale.pk, Action.TRANSLATE)
        opening = drafting.open_translations([self.object], self.locale)
        key = self.object.translation_key
        for left, why in opening.untouched:
            if why is drafting.Kept.OPPOSITE and left.translation_key != key:
                continue
            told = {"name": left, "reason": why.label}
            messages.warning(request, _("“%(name)s” was left alone: %(reason)s") % told)
        opened = localize.translations_of([key], self.locale).first()
        if opened is not None and opened.source.locale_id == self.object.locale_id:
            return redirect(editor_address(_within(request) or opened))
        return redirect("sessions_translation:overview")

    def get_page_title(self) -> str:
        """What is to be translated."""
        return str(self.object)

    def get_page_subtitle(self) -> str:
        """Into which language."""
        return str(self.locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, then this object."""
        label = f"{self.object.locale} → {self.locale}"
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        return [*self.breadcrumbs_items, overview, {"url": "", "label": label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The object, the language, and whether it may be opened by this user."""
        return super().get_context_data(**kwargs) | {
            "object": self.object,
            "locale": self.locale,
            "may_open": policy.allows(self.request.user, Action.TRANSLATE, self.locale),
        }


def _within(request: HttpRequest) -> Any:
    """The translation in whose editor the object was opened, where there is one."""
    given = request.POST.get("within", "")
    is_number = given.isdecimal() and len(given) < 16
    return localize.translation_by_pk(int(given)) if is_number else None


def original(content_type: int, pk: str, locale: Locale) -> TranslatedModel:
    """The original of that content type and key; 404 for anything that cannot be translated."""
    model = get_object_or_404(ContentType, pk=content_type).model_class()
    if model is None or not issubclass(model, TranslatedModel):
        raise Http404
    try:
        found = model._default_manager.filter(pk=pk, source=None).first()
    except (ValueError, OverflowError, ValidationError) as error:
        raise Http404 from error
    if found is None or found.locale_id == locale.pk:
        raise Http404
    return found


class ResumeView(TranslationMixin, View):
    """Takes a stopped translation up again."""

    actions = (Action.TRANSLATE,)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Resume, or say why not; back to the editor either way."""
        try:
            drafting.resume(self.translation, request.user)
        except drafting.Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The translation goes on, with all its texts."))
        return redirect(self.address("editor"))


class ReleaseView(TranslationMixin, DeskView):
    """What stands against a release, and the release itself."""

    template_name = "translation/release.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The reasons; alone, without the admin's frame, for the editor's script."""
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            self.template_name = "translation/components/release.html"
        return self.answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save what the editor's form brought along, then release; or list why not.

        What is planned for another moment is asked about first; ``over`` is the answer.
        """
        require(request.user, self.translation.target_locale_id, Action.PUBLISH)
        if unsaved := self._unsaved(request):
            return unsaved
        try:
            over = request.POST.get("over") == "yes"
            target = release.release(self.translation, request.user, over_plans=over)
        except release.ReleaseRefused as refused:
            messages.error(request, _("Nothing was released."))
            return self.answer(refused.reasons)
        messages.success(
            request,
            _("“%(name)s” is public now.") % {"name": target},
            buttons=_live_button(target),
        )
        return redirect(self.address("editor"))

    def _unsaved(self, request: HttpRequest) -> HttpResponseBase | None:
        """Save the posted texts; the editor with its problems where that failed."""
        if not any(name.startswith("text-") for name in request.POST):
            return None
        before = surface.load(self.translation, request.user)
        outcome = posted.save(request.POST, before.documents, request.user)
        if outcome.is_clean:
            return None
        editor = EditorView()
        editor.setup(request, **self.kwargs)
        after = surface.load(self.translation, request.user, outcome.problems)
        posted.hand_back(outcome, after.documents)
        messages.error(request, problems_message(outcome))
        return editor.answer(after, homeless=outcome.homeless)

    def answer(
        self, refused: list[release.Reason] | None = None, at: str | None = None
    ) -> HttpResponseBase:
        """Render what stands against a release, and what can be done."""
        screen = release_screen.load(self.translation, self.request.user, refused, at)
        return self.render_to_response(self.get_context_data(screen=screen))

    def get_page_title(self) -> str:
        """What is to be released."""
        return self.translation.source.object_repr

    def get_page_subtitle(self) -> str:
        """In which language."""
        return str(self.translation.target_locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, the release."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        return [*self.breadcrumbs_items, overview, editor, {"url": "", "label": _("Release")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``screen``, and where to go from here."""
        user, locale = self.request.user, self.translation.target_locale
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "target_language": locale,
            "may_publish": policy.allows(user, Action.PUBLISH, locale),
            "editor_url": self.address("editor"),
        }


def _live_button(target: Any) -> list[Any]:
    address = target.get_url() if hasattr(target, "get_url") else None
    return [messages.button(address, _("View live"), new_window=False)] if address else []


class PreviewView(DeskMixin, TranslationMixin, View):
    """The page as visitors would see it with the texts of now.

    ``?marks`` is how the editor's script asks for it, for its pane.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Render the preview; where there can be none, say why: in the pane or in the editor."""
        is_marked = "marks" in request.GET
        try:
            return preview.render(self.translation, request, is_marked=is_marked)
        except preview.NoPreview as reason:
            if is_marked:
                context = {"reason": str(reason)}
                return render(request, "translation/no_preview.html", context, status=404)
            messages.warning(request, str(reason))
            return redirect(self.address("editor"))
