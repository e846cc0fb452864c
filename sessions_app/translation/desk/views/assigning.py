"""Who is to translate something, by when, and what there is to know."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ... import assigning, localize, status
from ...models import Assignment
from ...refusal import Refusal
from ..assignment_form import AssignmentForm
from ..entries import number
from .base import DeskView, TranslationMixin
from .editor import voices


class AssignView(TranslationMixin, DeskView):
    """The form of one assignment, with the number of words it is about."""

    template_name = "translation/assign.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form, with what is stored."""
        return self.answer(AssignmentForm(None, self.people(), self.stored()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Assign, then back to the editor; the form with what is wrong with it."""
        form = AssignmentForm(request.POST, self.people(), self.stored())
        if form.is_valid():
            try:
                assigning.assign([self.translation], form.person, request.user, **form.terms)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, self.message(form.person))
                return redirect(self.address("editor"))
        return self.answer(form)

    def people(self) -> list[Any]:
        """Those who may translate it."""
        return list(assigning.candidates(self.translation.target_locale))

    def stored(self) -> Assignment | None:
        """The assignment there is."""
        return Assignment.objects.filter(translation=self.translation).first()

    def message(self, person: Any) -> str:
        """What is said when it is done."""
        name = self.translation.source.object_repr
        if person is None:
            return _("“%(name)s” is assigned to nobody now.") % {"name": name}
        told = {"name": name, "person": localize.name_of(person)}
        return _("“%(name)s” is assigned to %(person)s.") % told

    def answer(self, form: AssignmentForm) -> HttpResponseBase:
        """Render ``form``."""
        return self.render_to_response(self.get_context_data(form=form))

    def get_page_title(self) -> str:
        """What is to be translated."""
        return str(self.translation.source.object_repr)

    def get_page_subtitle(self) -> str:
        """Into which language."""
        return str(self.translation.target_locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, this form."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        return [*self.breadcrumbs_items, overview, editor, {"url": "", "label": _("Assign")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the page and of the snippets that are translated with it."""
        words, left = self.words()
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "editor_url": self.address("editor"),
            "words": number(words),
            "words_left": number(left),
            "limit": assigning.LONGEST,
        }

    def words(self) -> tuple[int, int]:
        """Words in all and words left, as the editor counts them."""
        original = localize.original_of(self.translation)
        if original is None:
            return 0, 0
        found = status.family([original], self.translation.target_locale)
        return (
            sum(one.words for one in found.values()),
            sum(one.words_left for one in found.values()),
        )
