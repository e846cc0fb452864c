"""The glossary in the menu, and its addresses."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ...glossary import importing
from ...models import GlossaryTerm
from . import views
from .columns import COLUMNS
from .forms import TermFilterSet, TermForm


class GlossaryViewSet(ModelViewSet):
    """Terms: list, form, history. Who may do what is said by ``term_rights``."""

    model = GlossaryTerm
    name = "sessions_glossary"
    url_prefix = "translations/glossary"
    icon = "glossary"
    menu_label = _("Glossary")
    menu_name = "glossary"
    # After the desk's own entry.
    menu_order = 151
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = views.TermIndexView
    edit_view_class = views.TermEditView
    delete_view_class = views.TermDeleteView
    copy_view_class = views.TermCopyView
    inspect_view_class = views.TermInspectView
    history_view_class = views.TermHistoryView
    inspect_view_enabled = True
    inspect_view_fields = [
        "source",
        "target",
        "status",
        "part_of_speech",
        "domain",
        "definition",
        "source_note",
        "target_note",
        "source_language",
        "target_language",
        "updated_at",
    ]
    list_display = COLUMNS
    list_per_page = 50
    ordering = ("source", "target")
    search_fields = ("source", "target", "definition")
    search_backend_name = None
    filterset_class = TermFilterSet
    list_export = [
        "source_language",
        "target_language",
        "source",
        "target",
        "part_of_speech",
        "status",
        "domain",
        "definition",
        "source_note",
        "target_note",
    ]
    export_filename = "glossary"

    def get_form_class(self, for_update: bool = False) -> type[TermForm]:
        """One form for new and old terms."""
        return TermForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing refers to a term: there is no usage to show."""
        return super().get_common_view_kwargs(**kwargs) | {"usage_url_name": self.UNDEFINED}

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None: the boxes of the group editor would say nothing."""
        return Permission.objects.none()

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses without the usage, and files in and out."""
        return [
            *(one for one in super().get_urlpatterns() if one.name != "usage"),
            path("import/", views.ImportView.as_view(), name="import"),
            path("export/csv/", views.CsvView.as_view(), name="export_csv"),
            path("export/tbx/", views.TbxView.as_view(), name="export_tbx"),
        ]


def log_actions(registry: LogActionRegistry) -> None:
    """Teach the history what a change of a term is."""

    @registry.register_action(importing.CHANGED)
    class ChangeFormatter(LogFormatter):
        label = _("Change a glossary term")

        def format_message(self, log_entry: Any) -> str:
            changes = log_entry.data.get("changes", {})
            return importing.told(changes) or str(_("Saved without a change"))
