"""The editor: the source left, the translation right; saved whole or text by text."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Page

from ... import localize, machines, policy, status
from ...models import Action
from .. import posted, surface, wording
from .base import DeskMixin, DeskView, TranslationMixin


class EditorView(TranslationMixin, DeskView):
    """Shows the texts side by side; a whole form may be posted to it."""

    template_name = "translation/editor.html"
    header_icon = "zwiesprache"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The editor as it stands."""
        now = timezone.now()
        return self.answer(surface.load(self.translation, request.user), now=now)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was changed; what could not be saved stays in its field with a word why."""
        before = surface.load(self.translation, request.user)
        outcome = posted.save(request.POST, before.documents, request.user)
        if outcome.saved:
            messages.success(request, saved_message(outcome.saved))
        if outcome.is_clean:
            return redirect(self.address("editor"))
        now = timezone.now()
        after = surface.load(self.translation, request.user, outcome.problems)
        posted.hand_back(outcome, after.documents)
        messages.error(request, problems_message(outcome))
        return self.answer(after, homeless=outcome.homeless, now=now)

    def answer(
        self,
        shown: surface.Surface,
        homeless: tuple[str, ...] | list[str] = (),
        now: datetime | None = None,
    ) -> Any:
        """Render ``shown``, which was read at ``now``."""
        context = self.get_context_data(surface=shown, homeless=homeless, now=now or timezone.now())
        return self.render_to_response(context)

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
        choice = choice_of(self.request)
        left_out = {segment.key for segment in shown.segments if not choice.fits(segment)}
        context |= {
            "translation": self.translation,
            "header_name": self.get_page_title(),
            "choice": choice,
            "filters": filters(shown.numbers()),
            "left_out": left_out,
            "source_language": self.translation.source.locale,
            "target_language": locale,
            "may_write": not shown.obstacles,
            "may_open": policy.allows(user, Action.TRANSLATE, locale),
            "may_publish": policy.allows(user, Action.PUBLISH, locale),
            "original_links": links(shown),
            "strings": wording.script_strings(),
            "languages": wording.languages_of_parts(self.translation),
        }
        return context


def choice_of(request: HttpRequest) -> surface.Choice:
    """What the address asks to see; an unknown filter is none."""
    show = request.GET.get("show", "")
    return surface.Choice(
        show if show in surface.FILTERS else "", request.GET.get("q", "").strip()[:200]
    )


def filters(numbers: dict[str, int]) -> list[tuple[str, str, int]]:
    """Name, label and number of texts of every filter."""
    labels = {
        "": _("All"),
        "missing": _("Missing"),
        "outdated": _("Outdated"),
        "needs_work": _("Needs work"),
        "filled": _("Filled in"),
        "machine": _("From a machine"),
        "findings": _("With findings"),
        "notes": _("With notes"),
    }
    if not machines.machines() and not numbers["machine"]:
        del labels["machine"]
    return [(name, label, numbers[name]) for name, label in labels.items()]


def voices(translation: Any) -> str:
    """From which language into which, for people."""
    return f"{translation.source.locale} → {translation.target_locale}"


def links(shown: surface.Surface) -> dict[str, str]:
    """Addresses of the public original (``source``) and of the public translation (``live``).

    Where the translated page has an address part of its own, of the form for it (``address``).

    With their host where there are several sites: nobody has to ask which one this is.
    """
    found: dict[str, str] = {}
    for name, row in (("source", shown.original), ("live", shown.target)):
        if isinstance(row, Page) and row.live and (address := row.get_url()):
            found[name] = address
    if isinstance(shown.target, Page) and shown.target.depth > 2:
        found["address"] = reverse("sessions_translation:address", args=[shown.translation.pk])
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


def editor_address(translation: Any) -> str:
    """Where ``translation`` is edited."""
    return reverse("sessions_translation:editor", args=[translation.pk])
