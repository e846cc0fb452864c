"""The address of a translated page: shown, and changed by whoever may publish."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from ... import address, localize
from ...models import Action
from ...refusal import Refusal
from .base import DeskView, TranslationMixin
from .editor import voices


class AddressForm(forms.Form):
    """The last part of an address. What may stand there :mod:`...address` says."""

    slug = forms.CharField(
        label=gettext_lazy("Address part"),
        help_text=gettext_lazy("Lower-case letters, digits and hyphens."),
        # An empty one is refused with a word why.
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class AddressView(TranslationMixin, DeskView):
    """Where the translated page stands, and a form for the last part of its address."""

    template_name = "translation/address.html"
    header_icon = "link"
    actions = (Action.PUBLISH,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """404 for snippets, which have no address of their own in another language."""
        super().setup(request, *args, **kwargs)
        if not issubclass(localize.model_of_source(self.translation.source), Page):
            raise Http404
        self.target, self.reason = None, ""
        try:
            self.target = address.page_of(localize.target_of(self.translation))
        except Refusal as refusal:
            self.reason = str(refusal)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form; where there is no page yet, a word why there is none."""
        slug = self.target.slug if self.target else ""
        return self.answer(AddressForm({"slug": slug}, auto_id="desk-%s"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change it, then back to the form, which shows the new address; or say why not."""
        form = AddressForm(request.POST, auto_id="desk-%s")
        form.is_valid()
        try:
            changed = address.change(
                self.translation, form.cleaned_data.get("slug", ""), request.user
            )
        except Refusal as refusal:
            form.add_error("slug", str(refusal))
            return self.answer(form)
        shown = changed.get_full_url() or changed.slug
        messages.success(request, _("The address is %(address)s now.") % {"address": shown})
        return redirect(self.address("address"))

    def answer(self, form: AddressForm) -> HttpResponseBase:
        """Render ``form``."""
        return self.render_to_response(self.get_context_data(form=form))

    def get_page_title(self) -> str:
        """Which page it is."""
        return self.translation.source.object_repr

    def get_page_subtitle(self) -> str:
        """In which language."""
        return str(self.translation.target_locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, the address."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        return [*self.breadcrumbs_items, overview, editor, {"url": "", "label": _("Address")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``form``; the page, its address, what it would be by its title."""
        target: Any = self.target
        context = super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "target": target,
            "reason": self.reason,
            "editor_url": self.address("editor"),
        }
        if target is not None:
            parent = target.get_parent()
            language = self.translation.target_locale.language_code
            proposal = address.propose(parent, target.title, language, target.slug, target.pk)
            context |= {
                "before": parent.get_full_url() or "/",
                "public": target.get_full_url(),
                "proposal": proposal if proposal != target.slug else "",
                "below": target.get_descendants().count(),
            }
        return context
