"""What the site's machines make of one text; asked for by hand, since it costs time and money."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ... import drafting, localize, machines, wire
from ...models import Action
from .. import markup
from .base import DeskView, TranslationMixin
from .editor import voices


@dataclass(frozen=True)
class Offer:
    """A machine's answer: for reading, as the text it puts into the field, and signed."""

    name: str
    problem: str
    shown: SafeString
    text: str
    taken: str


def signed(translation: int, segment: int, name: str, text: str) -> str:
    """A word that proves, when it comes back with ``text``, that the machine ``name`` wrote it."""
    return f"{name}:{_signature(translation, segment, name, text)}"


def engine_of(taken: str, translation: int, segment: int, text: str) -> str:
    """Name of the machine whose ``text`` was taken as it is; empty where a person wrote it."""
    name, _colon, signature = taken.rpartition(":")
    if name and constant_time_compare(signature, _signature(translation, segment, name, text)):
        return name
    return ""


def _signature(translation: int, segment: int, name: str, text: str) -> str:
    words = "\n".join([str(translation), str(segment), name, " ".join(text.split())])
    return salted_hmac("sessions_translation.machines", words, algorithm="sha256").hexdigest()


class MachinesView(TranslationMixin, DeskView):
    """Asks every machine for a translation of one text."""

    template_name = "translation/machines.html"
    actions = (Action.TRANSLATE, Action.REVIEW)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answers; alone, without the admin's frame, for the editor's script."""
        row = localize.segment_row(self.translation, kwargs["segment"])
        if row is None or not machines.machines():
            raise Http404
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            self.template_name = "translation/components/machines.html"
        locales = self.translation.source.locale, self.translation.target_locale
        found = machines.suggest(row.text, *(locale.language_code for locale in locales))
        offers = [
            Offer(
                name=one.name,
                problem=one.problem,
                shown=markup.render(one.html, row.attrs),
                text=(text := wire.from_html(one.html, rich=row.rich)),
                taken=signed(self.translation.pk, row.id, one.name, text),
            )
            for one in found
        ]
        context = {
            "translation": self.translation,
            "row": row,
            "source": markup.render(row.text, row.attrs),
            "version": drafting.version(row.target),
            "offers": offers,
            "source_language": locales[0],
            "target_language": locales[1],
        }
        return self.render_to_response(self.get_context_data(**context))

    def get_page_title(self) -> str:
        """What it is about."""
        return _("What the machines suggest")

    def get_page_subtitle(self) -> str:
        """Of which object."""
        return str(self.translation.source.object_repr)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, the machines."""
        overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        return [*self.breadcrumbs_items, overview, editor, {"url": "", "label": _("Machines")}]
