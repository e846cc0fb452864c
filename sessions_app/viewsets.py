"""The admin for content: the list of sessions, and people, partners and labels in one menu."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import (
    BaseColumn,
    Column,
    LiveStatusTagColumn,
    LocaleColumn,
    NumberColumn,
    UpdatedAtColumn,
)
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import EditView as SnippetEditView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .listing import (
    PartnerFilterSet,
    SessionFilterSet,
    SpeakerFilterSet,
    SpokenLanguageColumn,
    StartColumn,
    UsageColumn,
    picture_column,
    with_facts,
    with_pictures,
    with_states,
)
from .models import Partner, Room, SessionFormat, SessionPage, Speaker, Track
from .releasing.viewset import ReleaseViewSet
from .translation.desk.columns import StatesColumn
from .translation.desk.page_screens import DeskPageViewSet
from .translation.desk.page_steps import DeskUnpublishSnippetView
from .translation.desk.panels import TranslationsPanelMixin

# Sessions ----------------------------------------------------------------------------------------

SESSION_COLUMNS: list[BaseColumn] = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
    StartColumn("first_start", label=_("Start"), sort_key="first_start"),
    Column("first_room", label=_("Room"), sort_key="first_room"),
    Column("track_name", label=_("Track"), sort_key="track_name"),
    Column("format_name", label=_("Format"), sort_key="format_name"),
    SpokenLanguageColumn("held_in", label=_("Spoken language"), sort_key="held_in"),
    NumberColumn("people_count", label=_("People"), sort_key="people_count"),
    StatesColumn(),
    PageStatusColumn("status", label=_("Status"), sort_key="live"),
]


def local_minutes(moment: datetime | None) -> str:
    """A moment for a spreadsheet, by the clock of whoever exports."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


class SessionIndexMixin:
    """What the flat list and the explorer share: the facts of every row."""

    def annotate_queryset(self, pages: QuerySet[SessionPage]) -> QuerySet[SessionPage]:
        """Wagtail's annotations and the facts of the originals."""
        return super().annotate_queryset(with_facts(pages))


class SessionIndexView(SessionIndexMixin, PageIndexView):
    """All sessions of all programmes, each once: the originals."""

    custom_field_preprocess = {"first_start": {"csv": local_minutes, "xlsx": local_minutes}}

    def get_base_queryset(self) -> QuerySet[SessionPage]:
        """Originals alone; a translation is found beside its original, on the desk."""
        return super().get_base_queryset().filter(source=None)


class SessionExplorerView(SessionIndexMixin, ExplorableIndexView):
    """The sessions below one programme, in its language."""


class SessionListing(PageListingViewSet):
    """The list of sessions in the menu."""

    name = "sessions"
    model = SessionPage
    icon = "date"
    menu_label = _("Sessions")
    menu_name = "sessions"
    index_view_class = SessionIndexView
    columns = SESSION_COLUMNS
    filterset_class = SessionFilterSet
    ordering = "first_start"
    list_export = [
        "title",
        "first_start",
        "first_room",
        "track_name",
        "format_name",
        "held_in",
        "people_count",
        "live",
        "slug",
    ]
    export_filename = "sessions"
    export_headings = {
        "title": _("Title"),
        "first_start": _("Start"),
        "first_room": _("Room"),
        "track_name": _("Track"),
        "format_name": _("Format"),
        "held_in": _("Spoken language"),
        "people_count": _("People"),
        "live": _("Published"),
        "slug": _("Address part"),
    }

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """Shown to whoever may do anything with pages."""

        def is_shown(_item: MenuItem, request: HttpRequest) -> bool:
            policy = policy_registry.get_by_type(SessionPage)
            return policy.user_has_any_permission(
                request.user, SessionIndexView.any_permission_required
            )

        return type("SessionsMenuItem", (MenuItem,), {"is_shown": is_shown})


class SessionViewSet(DeskPageViewSet):
    """Sessions in the explorer: the children of a programme with their facts."""

    model = SessionPage
    index_view_class = SessionExplorerView
    columns = SESSION_COLUMNS
    filterset_class = SessionFilterSet


# People, partners, labels ------------------------------------------------------------------------


class OriginalsMixin:
    """A chooser of originals: facts name the object that was written first, in every language."""

    def get_object_list(self) -> QuerySet:
        """Every original, in whichever language it was written."""
        return with_pictures(with_states(super().get_object_list().filter(source=None)))

    @property
    def columns(self) -> list[BaseColumn]:
        """Wagtail's columns, with a picture in front where the model has one."""
        columns = super().columns
        if picture := picture_column(self.model_class):
            columns.insert(0, picture)
        return columns


class OriginalsChooseView(OriginalsMixin, ChooseView):
    """The chooser's dialog."""


class OriginalsResultsView(OriginalsMixin, ChooseResultsView):
    """The list in the chooser's dialog."""


class OriginalsChooserViewSet(SnippetChooserViewSet):
    """A chooser that offers originals alone."""

    # Wagtail's own words here are those of the language in which the server was started.
    page_title = _("Choose")
    search_tab_label = _("Search")
    choose_view_class = OriginalsChooseView
    choose_results_view_class = OriginalsResultsView


class PictureIndexView(SnippetIndexView):
    """A list with a picture between the box to tick and the name."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Wagtail's columns and the picture."""
        tick, *others = super().columns
        return [tick, picture_column(self.model), *others]


class ContentEditView(TranslationsPanelMixin, SnippetEditView):
    """The form of a snippet, with the panel of its translations."""


class ContentViewSet(SnippetViewSet):
    """What all lists of snippets share: originals alone, no copies, a view to inspect.

    A copy would be a second original of the same person or partner.
    """

    chooser_viewset_class = OriginalsChooserViewSet
    edit_view_class = ContentEditView
    unpublish_view_class = DeskUnpublishSnippetView
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Originals; a translation is found beside its original, on the desk."""
        return with_pictures(with_states(self.model.objects.filter(source=None)))


class SpeakerViewSet(ContentViewSet):
    """People."""

    model = Speaker
    icon = "user"
    menu_name = "speakers"
    index_view_class = PictureIndexView
    list_display = [
        "name",
        "position",
        "organisation",
        LocaleColumn(label=_("Language")),
        UsageColumn("usage", label=_("Usage")),
        UpdatedAtColumn(label=_("Updated")),
        StatesColumn(),
        LiveStatusTagColumn(label=_("Status")),
    ]
    filterset_class = SpeakerFilterSet
    list_export = ["name", "pronouns", "position", "organisation", "website", "slug", "live"]
    export_filename = "speakers"
    inspect_view_fields = [
        "name",
        "pronouns",
        "position",
        "organisation",
        "biography",
        "photo",
        "website",
        "slug",
        "locale",
    ]


class PartnerViewSet(ContentViewSet):
    """Partners."""

    model = Partner
    icon = "group"
    menu_name = "partners"
    index_view_class = PictureIndexView
    list_display = [
        "name",
        "website",
        LocaleColumn(label=_("Language")),
        UsageColumn("usage", label=_("Usage")),
        UpdatedAtColumn(label=_("Updated")),
        StatesColumn(),
        LiveStatusTagColumn(label=_("Status")),
    ]
    filterset_class = PartnerFilterSet
    list_export = ["name", "description", "website", "live"]
    export_filename = "partners"
    inspect_view_fields = ["name", "description", "logo", "website", "locale"]


class LabelViewSet(ContentViewSet):
    """Labels: a name and its place in the order."""

    list_display = [
        "name",
        "order",
        LocaleColumn(label=_("Language")),
        UsageColumn("usage", label=_("Usage")),
        UpdatedAtColumn(label=_("Updated")),
        StatesColumn(),
        LiveStatusTagColumn(label=_("Status")),
    ]
    list_filter = ["live"]
    list_export = ["name", "order", "live"]
    inspect_view_fields = ["name", "order", "locale"]


class TrackViewSet(LabelViewSet):
    """Tracks."""

    model = Track
    icon = "tag"
    menu_name = "tracks"
    list_export = ["name", "order", "color", "live"]
    inspect_view_fields = ["name", "order", "color", "locale"]


class FormatViewSet(LabelViewSet):
    """Formats."""

    model = SessionFormat
    icon = "form"
    menu_name = "formats"


class RoomViewSet(LabelViewSet):
    """Rooms."""

    model = Room
    icon = "home"
    menu_name = "rooms"
    list_display = ["name", "capacity", "step_free", *LabelViewSet.list_display[1:]]
    list_filter = ["live", "step_free"]
    list_export = ["name", "order", "capacity", "step_free", "live"]
    inspect_view_fields = ["name", "order", "capacity", "step_free", "locale"]


class ProgrammeGroup(SnippetViewSetGroup):
    """Everything a programme is made of, in one menu."""

    items = (
        SessionListing("sessions"),
        SpeakerViewSet,
        PartnerViewSet,
        TrackViewSet,
        FormatViewSet,
        RoomViewSet,
        ReleaseViewSet,
    )
    menu_label = _("Programme")
    menu_name = "programme"
    menu_icon = "calendar-alt"
    menu_order = 150
