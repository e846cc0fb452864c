"""Bulk actions: what is going to be done, how far it is, what came of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Locale

from ... import assigning, jobs, localize, policy, tasks
from ...models import BulkJob
from ...refusal import Refusal
from .. import overview
from ..assignment_form import TermsForm
from ..entries import Entry, number
from .base import READERS, DeskView, require

# Seconds of work in one request: for the script, which asks again, and for a person, who presses.
AT_ONCE, AT_A_PRESS = 2.0, 15.0
# A job that stands still for so long is taken up by whoever looks at it.
STALLED = timedelta(seconds=20)
LISTED = 30
TITLES = 12


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Pages before what stands below them, snippets last: most go live with a page."""
    return sorted(entries, key=lambda entry: (not entry.original.is_page, len(entry.original.path)))


class PlanView(DeskView):
    """Says what is going to be done with which originals, and asks for what is missing."""

    template_name = "translation/jobs/plan.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """To the list: whoever had to log in again comes back without what was ticked."""
        return redirect("sessions_translation:overview")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The question; back to the list where there is nothing to ask."""
        shown = overview.load(request.user, QueryDict(request.POST.get("filters", "")))
        action = request.POST.get("do", "")
        if action not in BulkJob.Action.values:
            raise PermissionDenied
        if not jobs.may_start(request.user, action, shown.locale):
            raise PermissionDenied
        ticked = set(request.POST.getlist("item"))
        chosen = (
            shown.found
            if request.POST.get("all")
            else [entry for entry in shown.entries if entry.original.place in ticked]
        )
        if not chosen:
            messages.error(request, _("Nothing was selected."))
            return redirect(_list(shown.form.query))
        return self.render_to_response(
            self.get_context_data(
                chosen=in_order(chosen), action=BulkJob.Action(action), shown=shown
            )
        )

    def get_page_title(self) -> str:
        """What is asked."""
        return _("Bulk actions")

    def get_context_data(
        self, chosen: list[Entry], action: BulkJob.Action, shown: overview.Overview, **kwargs: Any
    ) -> dict[str, Any]:
        """The question in words, the first titles, and the people to choose from."""
        people = assigning.candidates(shown.locale) if action == BulkJob.Action.ASSIGN else []
        left = sum(entry.status.words_left for entry in chosen)
        return super().get_context_data(**kwargs) | {
            "action": action,
            "locale": shown.locale,
            "question": question(action, len(chosen), shown.locale),
            "titles": [entry.original for entry in chosen[:TITLES]],
            "more": max(0, len(chosen) - TITLES),
            "items": " ".join(entry.original.place for entry in chosen),
            "people": [(person.pk, localize.name_of(person)) for person in people],
            "terms": TermsForm(),
            "words_left": number(left) if left else "",
            "together": jobs.TOGETHER if 1 < len(chosen) <= jobs.TOGETHER else 0,
            "back": _list(shown.form.query),
        }


def _list(query: str) -> str:
    address = reverse("sessions_translation:overview")
    return f"{address}?{query}" if query else address


def question(action: BulkJob.Action, count: int, locale: Locale) -> str:
    """What is going to be done, as a headline."""
    told = {"count": count, "language": locale}
    if action == BulkJob.Action.OPEN:
        text = ngettext(
            "Open %(count)d original for translation into %(language)s",
            "Open %(count)d originals for translation into %(language)s",
            count,
        )
    elif action == BulkJob.Action.FILL:
        text = ngettext(
            "Fill in %(count)d translation into %(language)s from memory",
            "Fill in %(count)d translations into %(language)s from memory",
            count,
        )
    elif action == BulkJob.Action.ASSIGN:
        text = ngettext(
            "Assign %(count)d translation into %(language)s",
            "Assign %(count)d translations into %(language)s",
            count,
        )
    elif action == BulkJob.Action.SUBMIT:
        text = ngettext(
            "Submit %(count)d translation into %(language)s for review",
            "Submit %(count)d translations into %(language)s for review",
            count,
        )
    else:
        text = ngettext(
            "Release %(count)d translation into %(language)s",
            "Release %(count)d translations into %(language)s",
            count,
        )
    return text % told


class JobsView(DeskView):
    """The bulk actions of whoever asks; starts new ones."""

    template_name = "translation/jobs/jobs.html"
    page_title = gettext_lazy("Bulk actions")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The newest ones; 403 for whoever can start none."""
        if not policy.may_open_desk(request.user):
            raise PermissionDenied
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Start one, then on to its page; back to the list where it cannot be started."""
        action = request.POST.get("do", "")
        codes = {locale.language_code: locale for locale in Locale.objects.all()}
        locale = codes.get(request.POST.get("language", ""))
        if locale is None or action not in BulkJob.Action.values:
            raise PermissionDenied
        if not jobs.may_start(request.user, action, locale):
            raise PermissionDenied
        try:
            options = _options(action, request.POST, locale)
            items = [_item(word) for word in request.POST.get("items", "").split()]
            with transaction.atomic():
                job = jobs.plan(action, locale, items, request.user, **options)
                if not tasks.waits_for_tasks():
                    transaction.on_commit(lambda: tasks.run_job.enqueue(str(job.pk)))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(_list(f"language={locale.language_code}"))
        return redirect("sessions_translation:job", job.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Their action, language, progress."""
        own = BulkJob.objects.filter(by=self.request.user).select_related("locale")
        found = own.defer("report").order_by("-created_at")[:LISTED]
        return super().get_context_data(**kwargs) | {
            "jobs": [
                (job, question(BulkJob.Action(job.action), len(job.items), job.locale))
                for job in found
            ]
        }

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, this list."""
        overview = {"url": _list(""), "label": _("Translations")}
        return [*self.breadcrumbs_items, overview, {"url": "", "label": _("Bulk actions")}]


def _options(action: str, sent: Mapping[str, str], locale: Locale) -> dict[str, Any]:
    if action == BulkJob.Action.RELEASE and sent.get("together"):
        return {"together": True}
    if action != BulkJob.Action.ASSIGN:
        return {}
    assignee = sent.get("assignee", "")
    if not assignee:
        return {"assignee": None}
    people = {str(person.pk) for person in assigning.candidates(locale)}
    if assignee not in people:
        raise Refusal(_("This person may not translate into this language."))
    return {"assignee": assignee, **TermsForm(sent).named()}


def _item(word: str) -> jobs.Item:
    content_type, _dash, pk = word.partition("-")
    try:
        return int(content_type), pk
    except ValueError as error:
        raise Refusal(_("There is nothing like this to translate.")) from error


class JobView(DeskView):
    """How far a bulk action is, and its report."""

    template_name = "translation/jobs/job.html"
    # Whether this very request did some of the work.
    has_driven = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the job; 404 for an unknown one, 403 for somebody else's.

        403, too, for one's own in a language in which one may do nothing any more.
        """
        super().setup(request, *args, **kwargs)
        self.job = get_object_or_404(
            BulkJob.objects.select_related("locale", "by"), pk=kwargs["bulk"]
        )
        if self.job.by_id != request.user.pk and not request.user.is_superuser:
            raise PermissionDenied
        require(request.user, self.job.locale_id, *READERS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do some of the work; the page as it is then.

        The page asks for it where no worker does; should one go on after all, they take turns.
        """
        by_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if not jobs.is_finished(self.job):
            job = jobs.run(self.job.pk, seconds=AT_ONCE if by_script else AT_A_PRESS)
            if job is None:
                raise Http404
            self.job, self.has_driven = job, True
        if by_script:
            return self.render_to_response(self.get_context_data())
        return redirect("sessions_translation:job", self.job.pk)

    @property
    def is_to_be_driven(self) -> bool:
        """Whether this page has to do the work: there is no worker, or none goes on with it."""
        if jobs.is_finished(self.job):
            return False
        is_stalled = self.job.changed_at < timezone.now() - STALLED
        return tasks.waits_for_tasks() or self.has_driven or is_stalled

    def get_page_title(self) -> str:
        """What is being done."""
        action = BulkJob.Action(self.job.action)
        return question(action, len(self.job.items), self.job.locale)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The overview, the list of jobs, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": _list(""), "label": _("Translations")},
            {"url": reverse("sessions_translation:jobs"), "label": _("Bulk actions")},
            {"url": "", "label": str(BulkJob.Action(self.job.action).label)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers, and the report once it is finished: what was refused first."""
        counts = Counter(line["outcome"] for line in self.job.report)
        order = [
            jobs.Outcome.FAILED, jobs.Outcome.REFUSED, jobs.Outcome.DONE, jobs.Outcome.SKIPPED
        ]  # fmt: skip
        report = [
            (one, [line for line in self.job.report if line["outcome"] == one]) for one in order
        ]
        return super().get_context_data(**kwargs) | {
            "job": self.job,
            "question": self.get_page_title(),
            "total": len(self.job.items),
            "is_finished": jobs.is_finished(self.job),
            "is_to_be_driven": self.is_to_be_driven,
            "counts": [(one, counts[one]) for one in order if counts[one]],
            "report": [(one, lines) for one, lines in report if lines],
            "back": _list(f"language={self.job.locale.language_code}"),
        }
