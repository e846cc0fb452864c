"""Screens of the releases of a programme."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Func, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.coreutils import get_supported_content_language_variant

from ..models import ProgrammePage, ProgrammeRelease
from ..programme.releases import (
    NotReleased,
    Record,
    release,
    suggest_version,
    whats_new,
)
from ..programme.releases.telling import Reader, Told, tell
from ..programme.texts import Text
from .forms import ReleaseForm
from .rights import may_release, releasable


class Length(Func):
    """Number of items of a list in a column of JSON."""

    output_field = IntegerField()
    function = "JSON_ARRAY_LENGTH"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL's own name for it."""
        return super().as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


def told(records: list[Record], programme: ProgrammePage) -> list[Told]:
    """``records`` in the language of whoever is at work, without links."""
    return tell(records, Reader(_language(), _zone(programme)))


def _language() -> str:
    try:
        return str(get_supported_content_language_variant(get_language() or ""))
    except LookupError:
        return ""


def _zone(programme: ProgrammePage) -> ZoneInfo:
    return ZoneInfo(programme.time_zone or settings.TIME_ZONE)


class MomentColumn(Column):
    """When it was released, by the clock of the programme."""

    cell_template_name = "sessions_app/admin/cells/start.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Wagtail's context with the moment in the programme's time zone."""
        context = super().get_cell_context_data(instance, parent_context)
        context["value"] = instance.released_at.astimezone(_zone(instance.programme))
        return context


COLUMNS: list[BaseColumn] = [
    Column("programme", label=gettext_lazy("Programme"), accessor="programme.title"),
    MomentColumn("released_at", label=gettext_lazy("Released"), sort_key="released_at"),
    Column("released_by", label=gettext_lazy("Released by"), accessor="released_by_name"),
    NumberColumn("count", label=gettext_lazy("Changes"), sort_key="count"),
]


def with_facts(releases: QuerySet[ProgrammeRelease]) -> QuerySet[ProgrammeRelease]:
    """``releases`` with what a list shows of them, and without the large states. One query."""
    name = Coalesce("released_by__username", Value(""), output_field=CharField())
    return (
        releases.defer("state", "changes")
        .select_related("programme")
        .annotate(count=Length("changes"), released_by_name=name)
    )


class ReleaseIndexView(generic.IndexView):
    """All releases of the programmes that the user may release."""

    add_item_label = gettext_lazy("Release the programme")

    def get_base_queryset(self) -> QuerySet[ProgrammeRelease]:
        """Newest first."""
        found = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        return with_facts(found)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The version leads to what it told."""
        return [self._get_title_column("version", TitleColumn), *COLUMNS]

    def get_edit_url(self, instance: ProgrammeRelease) -> None:
        """None: what was told cannot be changed."""
        return


class OneReleaseMixin:
    """Refuses a release of a programme that the user may not publish."""

    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> ProgrammeRelease:
        """The release; 404 where there is none, 403 where it is not for this user."""
        found: ProgrammeRelease = super().get_object(*args, **kwargs)
        if not may_release(self.request.user, found.programme):
            raise PermissionDenied
        return found


class ReleaseInspectView(OneReleaseMixin, generic.InspectView):
    """What a release told, and when."""

    template_name = "sessions_app/admin/releases/inspect.html"
    page_title = gettext_lazy("Release of the programme")

    def get_fields(self) -> list[str]:
        """Those that are words; what changed is told below."""
        return ["programme", "version", "released_at", "released_by"]

    def get_released_at_display_value(self) -> str:
        """The moment by the programme's clock."""
        return _moment(self.object)

    def get_edit_url(self) -> None:
        """None: what was told cannot be changed."""
        return

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``notes`` with their languages, ``told`` and whether it was the ``first``."""
        release = self.object
        return super().get_context_data(**kwargs) | {
            "notes": [Text(text, code, foreign=True) for code, text in release.notes.items()],
            "told": told(release.changes, release.programme),
            "is_first": not _before(release),
        }


class ReleaseDeleteView(OneReleaseMixin, generic.DeleteView):
    """Takes back what was told, and says what that means."""

    @property
    def confirmation_message(self) -> str:
        """What visitors will see then."""
        release = self.object
        meaning = _("Visitors no longer read of version %(version)s and of its changes.")
        sentences = [meaning % {"version": release.version}]
        if release.programme.releases.values_list("pk", flat=True).first() == release.pk:
            sentences.append(_("The next release tells what changed since the one before it."))
            if release.programme.follows_releases:
                before = _before(release)
                sentences.append(
                    _("The programme then shows the times of version %(version)s.")
                    % {"version": before.version}
                    if before
                    else _("The programme then shows no times.")
                )
        return " ".join([*sentences, _("This cannot be undone.")])


def _before(release: ProgrammeRelease) -> ProgrammeRelease | None:
    earlier = release.programme.releases.filter(released_at__lt=release.released_at)
    found: ProgrammeRelease | None = earlier.defer("state", "changes").first()
    return found


def _moment(release: ProgrammeRelease) -> str:
    return date_format(release.released_at.astimezone(_zone(release.programme)), "DATETIME_FORMAT")


class ReleasingView(WagtailAdminTemplateMixin, View):
    """What the screens before a release share."""

    header_icon = "history"
    page_title = gettext_lazy("Release the programme")
    index_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The list, then this screen."""
        label = str(ProgrammeRelease._meta.verbose_name_plural)
        index = {"url": reverse(self.index_url_name), "label": label[:1].upper() + label[1:]}
        here = {
            "url": "",
            "label": str(self.page_title),
            "sublabel": self.get_page_subtitle(),
        }
        return [*self.breadcrumbs_items, index, here]


class ChooseProgrammeView(ReleasingView):
    """Which programme to release; leads on where there is one alone."""

    template_name = "sessions_app/admin/releases/choose.html"
    release_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the programmes that the user may release; 403 where there is none."""
        super().setup(request, *args, **kwargs)
        self.programmes = releasable(request.user)
        if not self.programmes and not request.user.is_superuser:
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The programmes, or the way to the only one."""
        links = [
            (page.title, reverse(self.release_url_name, args=[page.pk])) for page in self.programmes
        ]
        if len(links) == 1:
            return redirect(links[0][1])
        return self.render_to_response(self.get_context_data(links=links))


class ReleaseView(ReleasingView):
    """Shows what is new and asks for a name; then tells it to everybody."""

    template_name = "sessions_app/admin/releases/release.html"
    inspect_url_name = ""
    programme: ProgrammePage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the programme; 404 for a translation and what is none, 403 for one not theirs."""
        super().setup(request, *args, **kwargs)
        found = ProgrammePage.objects.filter(pk=self.kwargs["programme"], source=None).first()
        if found is None:
            raise Http404
        if not may_release(request.user, found):
            raise PermissionDenied
        self.programme = found
        self.last, self.state, self.records = whats_new(found)

    @property
    def is_unchanged(self) -> bool:
        """Whether visitors would read the same as before."""
        return self.last is not None and not self.records

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        initial = {"version": suggest_version(self.programme)}
        return self.answer(ReleaseForm(initial=initial, is_unchanged=self.is_unchanged))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Release it, then back to the list; or the form with what stands against it."""
        form = ReleaseForm(request.POST, is_unchanged=self.is_unchanged)
        made = self.release(form) if form.is_valid() else None
        if made is None:
            messages.error(request, _("The programme was not released."))
            return self.answer(form)
        address = reverse(self.inspect_url_name, args=[made.pk])
        messages.success(
            request,
            _("Version %(version)s is released.") % {"version": made.version},
            buttons=[messages.button(address, _("What it tells"))],
        )
        return redirect(reverse(self.index_url_name))

    def release(self, form: ReleaseForm) -> ProgrammeRelease | None:
        """The release, or ``None`` with the reason at the form."""
        try:
            return release(
                self.programme,
                form.cleaned_data["version"],
                self.request.user,
                form.notes,
                since=_number(self.request.POST.get("since", "")),
            )
        except NotReleased as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return None

    def answer(self, form: ReleaseForm) -> HttpResponseBase:
        """The form with what is new."""
        sessions = self.state["sessions"]
        timed = sum(1 for times in self.state["times"].values() if times)
        count = ngettext(
            "This is the first release: %(count)d session, %(timed)d of them with a time.",
            "This is the first release: %(count)d sessions, %(timed)d of them with a time.",
            len(sessions),
        )
        context = self.get_context_data(
            form=form,
            media=form.media,
            programme=self.programme,
            last=self.last,
            since=self.last.pk if self.last else 0,
            released_at=_moment(self.last) if self.last else "",
            first=count % {"count": len(sessions), "timed": timed},
            told=told(self.records, self.programme),
            action_url=self.request.path,
            submit_button_label=_("Release the programme"),
            submit_button_active_label=_("Releasing…"),
        )
        return self.render_to_response(context)

    def get_page_subtitle(self) -> str:
        """The programme."""
        return str(self.programme.title)


def _number(text: str) -> int:
    """A primary key as a form posts it; -1, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1
