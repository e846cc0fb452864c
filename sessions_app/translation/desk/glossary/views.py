"""The screens of the glossary that Wagtail's generic views do not have, and those they lack a
language in.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from ....conf import content_languages
from ...exchange import glossary_csv, tbx
from ...exchange.lines import Unreadable
from ...glossary import importing
from ...models import GlossaryTerm
from ...refusal import Refusal
from ..views.base import DeskMixin
from .columns import TermColumn
from .forms import TakeForm, UploadForm, packed

# As many lines of each kind as a preview shows.
SHOWN = 100


def _demand(request: HttpRequest, action: str) -> None:
    """Raise ``PermissionDenied`` unless the user may do this to the glossary of some language."""
    if not policy_registry.get_by_type(GlossaryTerm).user_has_permission(request.user, action):
        raise PermissionDenied


def _readable(request: HttpRequest) -> Any:
    """The terms that the user may read."""
    policy = policy_registry.get_by_type(GlossaryTerm)
    return policy.instances_user_has_permission_for(request.user, "view")


class OneTermMixin:
    """Refuses a term of a language in which the user may not do this."""

    instance_action = "view"
    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> GlossaryTerm:
        """The term; 404 where there is none, 403 where it is not for this user."""
        term = super().get_object(*args, **kwargs)  # type: ignore[misc]
        policy = policy_registry.get_by_type(GlossaryTerm)
        if not policy.user_has_permission_for_instance(
            self.request.user, self.instance_action, term
        ):
            raise PermissionDenied
        return term


class TermIndexView(generic.IndexView):
    """The list: terms that the user may read, with the ways in and out."""

    import_url_name = "sessions_glossary:import"

    def get_base_queryset(self) -> Any:
        """Terms into the languages in which the user works."""
        return _readable(self.request)

    def _get_title_column(self, field_name: str, column_class: Any = None, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, column_class or TermColumn, **kwargs)

    def _may_change(self, term: GlossaryTerm) -> bool:
        return self.user_has_permission_for_instance("change", term)

    def get_edit_url(self, instance: GlossaryTerm) -> str | None:
        """None for a term of another language."""
        return super().get_edit_url(instance) if self._may_change(instance) else None

    def get_delete_url(self, instance: GlossaryTerm) -> str | None:
        """Likewise."""
        return super().get_delete_url(instance) if self._may_change(instance) else None

    def get_copy_url(self, instance: GlossaryTerm) -> str | None:
        """Likewise."""
        return super().get_copy_url(instance) if self._may_change(instance) else None

    @cached_property
    def header_buttons(self) -> list[Any]:
        """“Add”, and “Import” beside it."""
        buttons = super().header_buttons
        if self.user_has_permission("add"):
            buttons.append(
                HeaderButton(_("Import"), url=reverse(self.import_url_name), icon_name="upload")
            )
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's exports, and the two that can be read back."""
        return [
            *super().header_more_buttons,
            Button(
                _("Glossary as CSV (to import again)"),
                url=reverse("sessions_glossary:export_csv"),
                icon_name="download",
                priority=100,
            ),
            Button(
                _("Glossary as TBX"),
                url=reverse("sessions_glossary:export_tbx"),
                icon_name="download",
                priority=110,
            ),
        ]


class TermEditView(OneTermMixin, generic.EditView):
    """The form; the history keeps what each field said before."""

    instance_action = "change"

    def save_instance(self) -> GlossaryTerm:
        """Save, and log what changed."""
        before = GlossaryTerm.objects.get(pk=self.form.instance.pk)
        term: GlossaryTerm = self.form.save()
        changes = importing.changes_of(before, term)
        log(
            instance=term,
            action=importing.CHANGED,
            data={"changes": changes},
            content_changed=bool(changes),
        )
        return term


class TermDeleteView(OneTermMixin, generic.DeleteView):
    """Delete a term of one's own language."""

    instance_action = "delete"


class TermCopyView(OneTermMixin, generic.CopyView):
    """Begin a term from another."""


class TermInspectView(OneTermMixin, generic.InspectView):
    """A term for those who read."""

    def get_edit_url(self) -> str | None:
        """None for who may not change it."""
        allowed = self.user_has_permission_for_instance("change", self.object)
        return super().get_edit_url() if allowed else None

    def get_delete_url(self) -> str | None:
        """Likewise."""
        allowed = self.user_has_permission_for_instance("delete", self.object)
        return super().get_delete_url() if allowed else None


class TermHistoryView(OneTermMixin, history.HistoryView):
    """Who wrote what when, for all who may read the term."""

    any_permission_required = ("view",)


class ImportView(DeskMixin, WagtailAdminTemplateMixin, View):
    """A file is sent, looked at, and taken once somebody has seen what that would do."""

    header_icon = "upload"
    page_title = _("Import terms")
    template_name = "translation/glossary/import.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """403 for who may not change the glossary of any language."""
        _demand(request, "add")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The admin's home, then the list."""
        name = capfirst(str(GlossaryTerm._meta.verbose_name_plural))
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("sessions_glossary:index"), "label": name},
            {"url": "", "label": str(self.page_title)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form for a file."""
        return self._answer(UploadForm(initial=self._usual()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What a file would do; or, when it comes back from there, the glossary with it taken."""
        return self._take() if "content" in request.POST else self._look()

    def _look(self) -> HttpResponseBase:
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._answer(form, status=422)
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            planned = self._plan(form, file.name, content)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self._answer(form, status=422)
        languages = {name: form.cleaned_data[name] for name in self._usual()}
        carried = {"name": file.name, "content": packed(content), **languages}
        return self._answer(
            UploadForm(initial=languages),
            planned=planned,
            name=file.name,
            take_form=TakeForm(initial=carried),
        )

    def _take(self) -> HttpResponseBase:
        form = TakeForm(self.request.POST)
        try:
            if not form.is_valid():
                raise Refusal(gettext("The file did not arrive whole."))
            data = form.cleaned_data
            planned = self._plan(form, data["name"], data["content"])
            importing.take(planned, self.request.user)
        except (Refusal, Unreadable) as error:
            messages.error(self.request, str(error))
            return redirect("sessions_glossary:import")
        messages.success(self.request, _done(planned))
        return redirect("sessions_glossary:index")

    def _plan(self, form: UploadForm | TakeForm, name: str, content: bytes) -> importing.Plan:
        data = form.cleaned_data
        languages = data["source_language"], data["target_language"]
        return importing.plan(form.read(name, content), self.request.user, *languages)

    def _usual(self) -> dict[str, str]:
        """The languages that are offered first."""
        first, *others = [code for code, _name in content_languages()]
        return {"source_language": first, "target_language": others[0] if others else first}

    def _answer(self, form: UploadForm, status: int = 200, **more: Any) -> HttpResponseBase:
        if planned := more.get("planned"):
            more |= {
                "new": planned.new[:SHOWN],
                "changed": [
                    (term, importing.told(changes)) for term, changes in planned.changed[:SHOWN]
                ],
                "problems": planned.problems[:SHOWN],
                "shown": SHOWN,
            }
        context = self.get_context_data(form=form, columns=glossary_csv.COLUMNS, **more)
        return self.render_to_response(context, status=status)


def _done(planned: importing.Plan) -> str:
    made, changed = len(planned.new), len(planned.changed)
    return " ".join(
        [
            ngettext("%(number)d term added.", "%(number)d terms added.", made) % {"number": made},
            ngettext("%(number)d term changed.", "%(number)d terms changed.", changed)
            % {"number": changed},
        ]
    )


class CsvView(DeskMixin, View):
    """The glossary as a table that can be imported again."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file; 403 for who may read no term."""
        _demand(request, "view")
        lines = glossary_csv.write(_readable(request).iterator())
        return _file(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), "csv")


class TbxView(DeskMixin, View):
    """The glossary for other tools."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file; 403 for who may read no term."""
        _demand(request, "view")
        content = tbx.write(_readable(request))
        return _file(HttpResponse(content, content_type="application/x-tbx+xml"), "tbx")


def _file(response: HttpResponseBase, kind: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="glossary.{kind}"'
    return response
