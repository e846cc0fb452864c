"""One's own desk, and taking what is free."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from ... import assigning, policy
from ...models import Action
from ...refusal import Refusal
from .. import mine
from .base import DeskMixin, DeskView, TranslationMixin


class MineView(DeskView):
    """What is mine, what I may approve, what came back to me, what is free."""

    template_name = "translation/mine.html"
    page_title = gettext_lazy("My desk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The lists; 403 for those without any right over translations."""
        if not policy.may_open_desk(request.user):
            raise PermissionDenied
        return self.render_to_response(self.get_context_data(desk=mine.load(request.user)))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, this screen."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        return [*self.breadcrumbs_items, overview, {"url": "", "label": _("My desk")}]


class ClaimView(DeskMixin, TranslationMixin, View):
    """“I take it”, and giving it back."""

    actions = (Action.TRANSLATE,)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take it, or ``give_back``; whoever comes too late is told who has it."""
        name = {"name": self.translation.source.object_repr}
        try:
            if "give_back" in request.POST:
                assigning.give_back(self.translation, request.user)
                messages.success(request, _("“%(name)s” is free for others now.") % name)
            else:
                assigning.claim(self.translation, request.user)
                messages.success(request, _("“%(name)s” is yours now.") % name)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        if request.POST.get("back") == "mine":
            return redirect("sessions_translation:mine")
        return redirect(self.address("editor"))
