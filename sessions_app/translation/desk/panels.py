"""The desk on Wagtail's own screens: beside the form of an original, and on the first page."""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component, MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from .. import policy
from ..models import Action
from ..source import TranslatedModel
from . import entries, overview
from .badges import Badge, badges

TO_DO = 5


class TranslationsSidePanel(BaseSidePanel):
    """How far the translations of an original are, with the way to each of them."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Counts the languages in which something is to be done."""

        aria_label = _("Toggle translations")
        icon_name = "zwiesprache"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Wagtail's context with the number."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            told = [badge.status.state not in entries.SETTLED for badge in self.panel.badges]
            return context | {"count": sum(told)}

    name = "translations"
    title = _("Translations")
    template_name = "translation/panels/side.html"
    order = 150

    @cached_property
    def badges(self) -> list[Badge]:
        """One for each other language."""
        return badges([self.object]).get((type(self.object), self.object.pk), [])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Wagtail's context with the badges, and what the user may do in which language."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = self.request.user
        return context | {
            "badges": self.badges,
            "own": policy.locales(user, *policy.READERS),
            "translates": policy.locales(user, Action.TRANSLATE),
            "content_type": ContentType.objects.get_for_model(self.object).pk,
        }


class TranslationsPanelMixin:
    """An edit view of Wagtail's with the panel, for originals that are stored."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and ours."""
        panels: MediaContainer = super().get_side_panels()  # type: ignore[misc]
        edited = getattr(self, "page", None) or getattr(self, "object", None)
        is_original = isinstance(edited, TranslatedModel) and edited.source_id is None
        if is_original and not getattr(self, "expects_json_response", False):
            panels.append(TranslationsSidePanel(edited, self.request))  # type: ignore[attr-defined]
        return panels


class TranslationsPanel(Component):
    """What is to be done next, on the admin's first page."""

    name = "translations"
    template_name = "translation/panels/home.html"
    order = 130

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Counts by state, and the first entries: one's own, else the most urgent."""
        user = (parent_context or {})["request"].user
        shown = overview.load(user, {})
        open_ones = [entry for entry in shown.found if not entry.is_settled]
        mine = [entry for entry in open_ones if _is_mine(entry, user)]
        others = [entry for entry in open_ones if not _is_mine(entry, user)]
        return {
            "overview": shown,
            "locale": shown.locale,
            "states": shown.states,
            "mine": len(mine),
            "entries": [*mine, *others][:TO_DO],
            "may_enter": shown.may_enter,
            "may_open": shown.may(Action.TRANSLATE),
        }


def _is_mine(entry: entries.Entry, user: Any) -> bool:
    return entry.status.assignee is not None and entry.status.assignee.pk == user.pk


def add_to_home(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the first page of whoever has anything to see in it."""
    if policy.may_open_desk(request.user) or user_has_any_page_permission(request.user):
        panels.append(TranslationsPanel())
