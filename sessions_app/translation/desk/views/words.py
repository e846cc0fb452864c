"""How many words there are to translate: of one object, and of everything."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from ....tables import as_csv, as_workbook
from ... import policy
from ...memory import analysis
from ...memory.analysis import Analysis, Band
from .. import listing
from .base import READERS, DeskView, TranslationMixin
from .editor import voices

PAGES, SNIPPETS = "pages", "snippets"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(found: Analysis) -> list[tuple[Band, int, int]]:
    """Band, words and texts, for the bands that have any."""
    return [(band, found.words[band], found.texts[band]) for band in Band if found.texts[band]]


class WordsView(TranslationMixin, DeskView):
    """The words of one object, by what the memory knows of them."""

    template_name = "translation/memory/words.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The table."""
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        """Title of the source."""
        return self.translation.source.object_repr

    def get_page_subtitle(self) -> str:
        """Into which language."""
        return str(self.translation.target_locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the editor, the words."""
        editor = {"url": self.address("editor"), "label": voices(self.translation)}
        items = super().get_breadcrumbs_items()
        return [*items, editor, {"url": "", "label": _("Words")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The bands and their sum."""
        found = analysis.of_translation(self.translation)
        return super().get_context_data(**kwargs) | {
            "translation": self.translation,
            "table": table(found),
            "total": found,
            "total_words": found.words.total(),
            "total_texts": found.texts.total(),
            "back": self.address("editor"),
        }


class WordsForm(forms.Form):
    """Into which language, and what is counted."""

    language = forms.ChoiceField(label=gettext_lazy("Into"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[
            ("", gettext_lazy("Everything")),
            (PAGES, gettext_lazy("All pages")),
            (SNIPPETS, gettext_lazy("Everything but pages")),
        ],
    )

    def __init__(self, sent: Any, locales: list[Locale]) -> None:
        self.locales = {locale.language_code: locale for locale in locales}
        first = next(iter(self.locales))
        language, kind = sent.get("language"), sent.get("kind")
        super().__init__(
            {
                "language": language if language in self.locales else first,
                "kind": kind if kind in {PAGES, SNIPPETS} else "",
            },
            auto_id="desk-words-%s",
            label_suffix="",
        )
        self.fields["language"].choices = [(code, str(one)) for code, one in self.locales.items()]
        self.is_valid()

    def originals(self) -> list[listing.Listed]:
        """The public originals that are asked for. One query."""
        kind = self.cleaned_data["kind"]
        rows = listing.originals(listing.read_all(), self.locale)
        return [row for row in rows if row.live and (not kind or row.is_page == (kind == PAGES))]

    @property
    def locale(self) -> Locale:
        """The chosen language."""
        return self.locales[self.cleaned_data["language"]]


class AllWordsView(DeskView):
    """The words of everything that is public, object by object; as a table file, too."""

    template_name = "translation/memory/all_words.html"
    page_title = gettext_lazy("Word counts")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The screen, or the file that ``format`` names."""
        wanted = policy.locales(request.user, *READERS)
        locales = list(Locale.objects.filter(pk__in=wanted).order_by("-pk"))
        if not locales:
            raise PermissionDenied
        form = WordsForm(request.GET, locales)
        found = analysis.of_originals(form.originals(), form.locale)
        name = f"words-{form.locale.language_code}-{timezone.localdate():%Y-%m-%d}"
        match request.GET.get("format"):
            case "csv":
                return _file(as_csv(_lines(found)), f"{name}.csv", "text/csv; charset=utf-8")
            case "xlsx":
                content = as_workbook(_lines(found), _("Word counts"))
                return _file(content, f"{name}.xlsx", _WORKBOOK)
        return self.render_to_response(self.get_context_data(form=form, found=list(found)))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, then this."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Word counts")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sum, and a row for every object."""
        total = Analysis()
        for _original, one in kwargs["found"]:
            total.merge(one)
        bands = [band for band in Band if total.texts[band]]
        return super().get_context_data(**kwargs) | {
            "locale": kwargs["form"].locale,
            "bands": bands,
            "rows": [
                (original, [one.words[band] for band in bands], one.words.total())
                for original, one in kwargs["found"]
            ],
            "table": table(total),
            "sums": [total.words[band] for band in bands],
            "total_words": total.words.total(),
            "total_texts": total.texts.total(),
            "query": _without_format(self.request),
        }


def _without_format(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("format", None)
    return query.urlencode()


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _lines(found: Iterable[tuple[listing.Listed, Analysis]]) -> Iterator[list[str | int]]:
    """A table of words: a heading, and a line for every object."""
    yield [
        _("Title"),
        _("Kind"),
        _("Language"),
        *(str(band.label) for band in Band),
        _("Words"),
        _("Texts"),
    ]
    for original, one in found:
        yield [
            original.title,
            original.kind,
            original.language,
            *(one.words[band] for band in Band),
            one.words.total(),
            one.texts.total(),
        ]
