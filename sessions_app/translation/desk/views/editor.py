"""The editor: the source left, the translation right; saved whole or text by text."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Page

from ... import drafting, localize, policy, release, status, wire
from ...models import Action
from .. import posted, surface
from ..document import Problem, model_of
from .base import DeskMixin, DeskView, TranslationMixin

FILTERS = ("missing", "outdated")


class EditorView(TranslationMixin, DeskView):
    """Shows the texts side by side; a whole form may be posted to it."""

    template_name = "translation/editor.html"
    header_icon = "zwiesprache"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The editor as it stands."""
        return self.answer(surface.load(self.translation, request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was changed; what could not be saved stays in its field with a word why."""
        before = surface.load(self.translation, request.user)
        outcome = posted.save(request.POST, before.documents, request.user)
        if outcome.saved:
            messages.success(request, saved_message(outcome.saved))
        if outcome.is_clean:
            return redirect(self.address("editor"))
        messages.error(request, problems_message(outcome))
        after = surface.load(self.translation, request.user, outcome.problems)
        return self.answer(after, homeless=outcome.homeless)

    def answer(self, shown: surface.Surface, homeless: tuple[str, ...] | list[str] = ()) -> Any:
        """Render ``shown``."""
        return self.render_to_response(self.get_context_data(surface=shown, homeless=homeless))

    def get_page_title(self) -> str:
        """Title of the source."""
        return self.translation.source.object_repr

    def get_page_subtitle(self) -> str:
        """Into which language."""
        return str(self.translation.target_locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, then this translation."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": voices(self.translation)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``surface``, and what the template asks about it."""
        context = super().get_context_data(**kwargs)
        shown: surface.Surface = context["surface"]
        user, locale = self.request.user, self.translation.target_locale
        context |= {
            "translation": self.translation,
            "header_name": self.get_page_title(),
            "show": show if (show := self.request.GET.get("show")) in FILTERS else "",
            "source_language": self.translation.source.locale,
            "target_language": locale,
            "may_write": not shown.obstacles,
            "may_open": policy.allows(user, Action.TRANSLATE, locale),
            "may_publish": policy.allows(user, Action.PUBLISH, locale),
            "original_links": links(shown, self.request),
            "strings": _strings(),
        }
        return context


def voices(translation: Any) -> str:
    """From which language into which, for people."""
    return f"{translation.source.locale} → {translation.target_locale}"


def links(shown: surface.Surface, request: HttpRequest) -> dict[str, str]:
    """Addresses of the public original (``source``) and of the public translation (``live``)."""
    found: dict[str, str] = {}
    for name, row in (("source", shown.original), ("live", shown.target)):
        if isinstance(row, Page) and row.live and (address := row.get_url(request)):
            found[name] = address
    return found


def saved_message(count: int) -> str:
    """Says how many texts were saved."""
    return ngettext("%(count)d text saved.", "%(count)d texts saved.", count) % {"count": count}


def problems_message(outcome: posted.Outcome) -> str:
    """Says how many texts were not saved."""
    count = len(outcome.problems) + len(outcome.homeless)
    return ngettext(
        "%(count)d text could not be saved. It stands below, nothing is lost.",
        "%(count)d texts could not be saved. They stand below, nothing is lost.",
        count,
    ) % {"count": count}


class SegmentView(DeskMixin, TranslationMixin, View):
    """One text, by script: answers JSON."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """200 with what is stored now; 409 with the other text; 422 or 403 with a reason."""
        try:
            saved = self.save(request, kwargs["segment"])
        except drafting.Conflict as conflict:
            problem = Problem(str(conflict), "", "", "", conflict.theirs)
            return JsonResponse(
                {
                    "state": "conflict",
                    "message": problem.message,
                    "theirs": _told(conflict.theirs, problem.their_text),
                },
                status=409,
            )
        except wire.WireError as error:
            return JsonResponse({"state": "error", "message": str(error)}, status=422)
        except drafting.Refusal as refusal:
            return JsonResponse({"state": "refused", "message": str(refusal)}, status=403)
        found = release.check_rows(self.translation, model_of(self.translation), [saved.row])
        return JsonResponse(
            {
                "state": "saved",
                **_told(saved, wire.from_html(saved.html, rich=saved.row.rich)),
                "findings": [
                    {
                        "check": finding.check,
                        "severity": finding.severity.name.lower(),
                        "message": finding.message,
                    }
                    for _row, finding in found
                ],
            }
        )

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Store the text; raises what ``drafting`` raises."""
        raise NotImplementedError


def _told(saved: drafting.Saved, text: str) -> dict[str, Any]:
    at = formats.time_format(timezone.localtime(saved.at), "TIME_FORMAT") if saved.at else ""
    return {
        "text": text,
        "version": saved.version,
        "kept": saved.kept,
        "by": saved.by,
        "at": at,
    }


class SaveView(SegmentView):
    """Saves what was typed."""

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Store ``text`` where ``version`` still stands."""
        text, version = request.POST.get("text", ""), request.POST.get("version", "")
        return drafting.save_segment(self.translation, segment, text, version, request.user)


class KeepView(SegmentView):
    """Lets the source's text stand."""

    def save(self, request: HttpRequest, segment: int) -> drafting.Saved:
        """Keep the source's text where ``version`` still stands."""
        version = request.POST.get("version", "")
        return drafting.keep_as_source(self.translation, segment, version, request.user)


class StateView(DeskMixin, TranslationMixin, View):
    """Where the translation stands now, its snippets included."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """The state's value and its name; empty where the original was deleted."""
        original = localize.original_of(self.translation)
        if original is None:
            return JsonResponse({"state": "", "label": ""})
        found = status.statuses([original], self.translation.target_locale)
        state = found[original.translation_key].state
        return JsonResponse({"state": state.value, "label": str(state.label)})


class TokenView(DeskMixin, View):
    """A fresh CSRF token for a page that outlived its session."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """The token."""
        return JsonResponse({"token": get_token(request)})


def _strings() -> dict[str, str]:
    """What the editor's script says."""
    return {
        "saving": _("Saving…"),
        "saved": _("Saved"),
        "savedAt": _("Saved at %(time)s"),
        "typing": _("Not saved yet"),
        "kept": _("Not saved; kept in this browser, trying again"),
        "refused": _("Not saved; kept in this browser"),
        "conflict": _("Somebody else changed this text meanwhile."),
        "keptAsSource": _("Kept as in the original"),
        "allSaved": _("All saved"),
        "waiting": _("%(count)s not saved yet"),
        "offline": _("No connection. Everything is kept in this browser."),
        "progress": _("%(done)s of %(total)s texts"),
        "markPlaced": _("placed"),
        "markMissing": _("missing"),
        "markTimes": _("%(count)s times"),
        "tooLong": _("Characters too many: %(over)s"),
        "restored": _("Kept texts from your last visit were brought back."),
        "noOpen": _("Nothing is left to translate here."),
        "wrote": _("%(name)s wrote:"),
        "storedNow": _("Stored is now:"),
        "takeTheirs": _("Take the stored text"),
        "takeMine": _("Replace it by mine"),
    }


def editor_address(translation: Any) -> str:
    """Where ``translation`` is edited."""
    return reverse("sessions_translation:editor", args=[translation.pk])
