"""The ways into the desk: the menu, and the editors of Wagtail that are not for translations."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from .. import localize, policy
from ..source import TranslatedModel


class DeskMenuItem(MenuItem):
    """Shown to translators, and to editors, who see how far their pages are."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the overview has anything for this user."""
        return policy.may_open_desk(request.user) or user_has_any_page_permission(request.user)


class ReadersMenuItem(MenuItem):
    """Shown to those who have some right over translations."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the desk has anything for them."""
        return policy.may_open_desk(request.user)


def menu_item() -> DeskMenuItem:
    """The menu's way to the overview."""
    return DeskMenuItem(
        _("Translations"),
        reverse_lazy("sessions_translation:overview"),
        name="translations",
        icon_name="zwiesprache",
        order=150,
    )


def mine_menu_item() -> ReadersMenuItem:
    """The menu's way to what is one's own to do, right below the overview."""
    return ReadersMenuItem(
        _("My desk"),
        reverse_lazy("sessions_translation:mine"),
        name="my-desk",
        icon_name="tasks",
        order=151,
    )


def changes_menu_item() -> ReadersMenuItem:
    """The way to “Who changed what”, before Wagtail's own reports."""
    return ReadersMenuItem(
        _("Who changed what"),
        reverse_lazy("sessions_translation:changes"),
        name="who-changed-what",
        icon_name="history",
        order=600,
    )


def page_to_desk(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Lead from Wagtail's editor of a translated page to the desk's."""
    return _to_desk(page.specific)


def snippet_to_desk(request: HttpRequest, instance: Any) -> HttpResponseBase | None:
    """Lead from Wagtail's editor of a translated snippet to the desk's."""
    return _to_desk(instance)


def _to_desk(instance: Any) -> HttpResponseBase | None:
    if not isinstance(instance, TranslatedModel) or instance.source_id is None:
        return None
    found = localize.translations_of([instance.translation_key], instance.locale_id)
    opened = found.filter(enabled=True).first()
    return opened and redirect(reverse("sessions_translation:editor", args=[opened.pk]))
