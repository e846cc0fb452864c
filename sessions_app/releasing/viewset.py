"""The releases in the menu, and their addresses."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import ProgrammeRelease
from . import views
from .forms import ReleaseFilterSet


class ReleaseViewSet(ModelViewSet):
    """Releases: list, making one, what each of them told. Who may do it is said by ``rights``."""

    model = ProgrammeRelease
    name = "sessions_releases"
    url_prefix = "releases"
    icon = "history"
    menu_label = _("Releases")
    menu_name = "releases"
    add_to_reference_index = False
    index_view_class = views.ReleaseIndexView
    inspect_view_class = views.ReleaseInspectView
    delete_view_class = views.ReleaseDeleteView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = views.COLUMNS
    list_per_page = 50
    filterset_class = ReleaseFilterSet
    search_fields = ("version",)
    search_backend_name = None

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A release is neither changed nor used anywhere, and its history is the programme's."""
        nowhere = dict.fromkeys(
            ("edit_url_name", "usage_url_name", "history_url_name"), self.UNDEFINED
        )
        return super().get_common_view_kwargs(
            **{**nowhere, "release_url_name": self.get_url_name("release"), **kwargs}
        )

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None: the boxes of the group editor would say nothing."""
        return Permission.objects.none()

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Where a release is to be seen."""
        names = {"edit_url_name": self.get_url_name("inspect")}
        return type("_ReleaseURLFinder", (ModelAdminURLFinder,), names)

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses for what can be done to a release, and the way to a new one."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.construct_view(views.ChooseProgrammeView), name="add"),
            path("new/<int:programme>/", self.construct_view(views.ReleaseView), name="release"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]
