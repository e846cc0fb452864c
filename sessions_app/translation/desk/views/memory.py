"""The translation memory: looked through, mended, taken out of and into files."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from ... import tasks
from ...exchange import tmx
from ...memory import curation
from ...models import BulkJob, MemoryEntry, MemoryImport
from ...refusal import Refusal
from .. import concordance
from ..memory_forms import CorrectionForm, ImportForm, SearchForm
from .base import DeskMixin, DeskView

PER_PAGE = 50
# An import that told nothing for so long has nobody who goes on with it.
SILENCE = timedelta(minutes=2)

State = BulkJob.State


class MemoryMixin:
    """Knows the languages of the memory that the user may read and change; 403 without any.

    For a superuser ``readable`` and ``changeable`` are None: all, those of the site or not.
    """

    must_change = False
    readable: set[str] | None
    changeable: set[str] | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the rights once."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.readable = self.changeable = None
        if request.user.is_superuser:
            return
        self.readable = curation.languages(request.user, *curation.READ)
        self.changeable = curation.languages(request.user, *curation.CHANGE)
        if not (self.changeable if self.must_change else self.readable):
            raise PermissionDenied

    def may_change(self, language: str) -> bool:
        """Whether the user may change entries into ``language``."""
        return self.changeable is None or language in self.changeable


class MemoryView(MemoryMixin, DeskView):
    """The concordance: entries, newest first, by words, languages and retirement."""

    template_name = "translation/memory/list.html"
    page_title = gettext_lazy("Translation memory")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A page of entries."""
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, then the memory."""
        return _breadcrumbs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the page of hits, and what may be done."""
        form = SearchForm(self.request.GET, self.readable)
        paginator = WagtailPaginator(_asked_for(form), PER_PAGE)
        for problem in form["q"].errors:
            messages.warning(self.request, problem)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page_obj": page,
            "number": paginator.count,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "hits": concordance.hits(page.object_list, form.value("q"), self.changeable),
            "may_import": self.changeable is None or bool(self.changeable),
            "query": self.request.GET.urlencode(),
            "here": self.request.get_full_path(),
        }


def _asked_for(form: SearchForm) -> QuerySet[MemoryEntry]:
    """The entries; none where the words cannot be looked for, rather than all there are."""
    found: QuerySet[MemoryEntry] = form.entries()
    return found.none() if form["q"].errors else found


def _breadcrumbs(view: DeskView, *more: dict[str, str]) -> list[dict[str, str]]:
    """The overview, the memory, and ``more``; the last one is where we are."""
    overview = {"url": reverse("sessions_translation:overview"), "label": _("Translations")}
    memory = {"url": reverse("sessions_translation:memory"), "label": _("Translation memory")}
    items = [*view.breadcrumbs_items, overview, memory, *more]
    return [*items[:-1], items[-1] | {"url": ""}]


class EntryMixin(MemoryMixin):
    """Finds the entry of the address: 404 for an unknown one, 403 for one not to be changed."""

    must_change = True
    entry: MemoryEntry

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the entry as ``self.entry``."""
        super().setup(request, *args, **kwargs)
        self.entry = get_object_or_404(MemoryEntry.objects.select_related("by"), pk=kwargs["entry"])
        if not self.may_change(self.entry.target_language):
            raise PermissionDenied


class CorrectionView(EntryMixin, DeskView):
    """Both texts of an entry, to be corrected."""

    template_name = "translation/memory/entry.html"
    page_title = gettext_lazy("Correct an entry")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The texts as they are."""
        return self._answer(CorrectionForm(self.entry))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Correct, then back to the list; or say what is wrong with the texts."""
        form = CorrectionForm(self.entry, request.POST)
        if not form.is_valid():
            return self._answer(form)
        texts = form.cleaned_data["source"], form.cleaned_data["target"]
        curation.correct(self.entry, *texts, request.user)
        messages.success(request, _("The entry was corrected; the old one is retired."))
        return redirect(_back(request))

    def _answer(self, form: CorrectionForm) -> HttpResponseBase:
        return self.render_to_response(
            self.get_context_data(form=form, entry=self.entry, back=_back(self.request))
        )

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The memory, then this."""
        return _breadcrumbs(self, {"label": _("Correct an entry")})


def _back(request: HttpRequest) -> str:
    """The list as it was left, where the request names it."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    memory = reverse("sessions_translation:memory")
    is_ours = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if is_ours and given.partition("?")[0] == memory else memory


class RetireView(EntryMixin, DeskMixin, View):
    """Takes a translation out of the memory's offers."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Retire, then back to the list."""
        curation.retire(self.entry, request.user)
        messages.success(request, _("This translation is not suggested any more."))
        return redirect(_back(request))


class RestoreView(EntryMixin, DeskMixin, View):
    """Brings a retired translation back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Restore, then back to the list."""
        curation.restore(self.entry, request.user)
        messages.success(request, _("This translation is suggested again."))
        return redirect(_back(request))


class ExportView(MemoryMixin, DeskMixin, View):
    """What the list shows, as a TMX file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file, sent while it is written."""
        entries = _asked_for(SearchForm(request.GET, self.readable))
        name = f"memory-{timezone.localdate():%Y-%m-%d}.tmx"
        return StreamingHttpResponse(
            tmx.write(curation.units(entries)),
            content_type="application/xml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class ImportView(MemoryMixin, DeskView):
    """Asks for a TMX file and begins to take it in."""

    must_change = True
    template_name = "translation/memory/import.html"
    page_title = gettext_lazy("Import a TMX file")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        return self._answer(ImportForm(self._languages()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin, then on to the report; or say what is wrong with the file."""
        form = ImportForm(self._languages(), request.POST, request.FILES)
        if not form.is_valid():
            return self._answer(form)
        sent = form.cleaned_data
        try:
            job = curation.begin_import(
                sent["file"], sent["file"].name, sent["source"], sent["target"], request.user
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self._answer(form)
        tasks.take_into_memory.enqueue(str(job.pk))
        return redirect("sessions_translation:memory_report", job.pk)

    def _languages(self) -> set[str]:
        return curation.languages(self.request.user, *curation.CHANGE)

    def _answer(self, form: ImportForm) -> HttpResponseBase:
        return self.render_to_response(
            self.get_context_data(form=form, megabytes=curation.MOST_BYTES // 1_000_000)
        )

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The memory, then this."""
        return _breadcrumbs(self, {"label": _("Import a TMX file")})


class ImportReportView(MemoryMixin, DeskView):
    """How far an import is, and what came of it."""

    must_change = True
    template_name = "translation/memory/report.html"
    job: MemoryImport

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the import as ``self.job``; 403 for one into a language of others."""
        super().setup(request, *args, **kwargs)
        self.job = get_object_or_404(MemoryImport.objects.defer("content"), pk=kwargs["job"])
        if not self.may_change(self.job.target_language):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The report."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go on with an import that was interrupted."""
        if self._is_silent():
            tasks.take_into_memory.enqueue(str(self.job.pk))
        return redirect("sessions_translation:memory_report", self.job.pk)

    def _is_running(self) -> bool:
        return self.job.state in {State.WAITING, State.RUNNING}

    def _is_silent(self) -> bool:
        return self._is_running() and timezone.now() - self.job.changed_at > SILENCE

    def get_page_title(self) -> str:
        """What is taken in."""
        return _("Import of %(name)s") % {"name": self.job.name}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The memory, then this."""
        return _breadcrumbs(self, {"label": _("Import")})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The import and what can be done about it."""
        job = self.job
        return super().get_context_data(**kwargs) | {
            "job": job,
            "is_running": self._is_running(),
            "is_silent": self._is_silent(),
            "percent": 100 * job.position // job.size if job.size else 0,
            "untold": job.skipped - len(job.problems),
        }
