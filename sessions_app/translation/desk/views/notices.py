"""What somebody is told by e-mail, and when."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ... import policy
from ...notices.letters import address_of
from ..notice_forms import NoticesForm
from .base import DeskView


class NoticesView(DeskView):
    """One choice for every kind of notice; one's own alone."""

    template_name = "translation/notices/preferences.html"
    page_title = gettext_lazy("Notices")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """403 for those whom the desk never tells anything."""
        super().setup(request, *args, **kwargs)
        if not policy.may_open_desk(request.user):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        return self.answer(NoticesForm(instance=request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Store the choices; the form anew where one of them is none."""
        form = NoticesForm(request.POST, instance=request.user)
        if not form.is_valid():
            messages.error(request, _("Nothing was saved: choose one of the answers everywhere."))
            return self.answer(form)
        form.save()
        messages.success(request, _("Saved. This holds from now on."))
        return redirect("sessions_translation:notices")

    def answer(self, form: NoticesForm) -> HttpResponseBase:
        """Render ``form``."""
        context = self.get_context_data(form=form, address=address_of(self.request.user))
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, one's own desk, this screen."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        mine = {"url": reverse("sessions_translation:mine"), "label": _("My desk")}
        return [*self.breadcrumbs_items, overview, mine, {"url": "", "label": _("Notices")}]
