"""The desk in Wagtail's admin: addresses, menu, and the way from its editors to the desk's."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html_join
from wagtail import hooks

from .desk import address_log, entrance, panels, text_log, timing_log, urls
from .desk.glossary import GlossaryViewSet, log_actions
from .desk.notice_forms import NoticesPanel
from .desk.page_screens import DeskPageViewSet


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[Any]:
    """Everything below ``translations/``."""
    return [path("translations/", include(urls, namespace=urls.app_name))]


@hooks.register("register_admin_menu_item")
def register_desk_menu_item() -> Any:
    """“Translations” in the menu, for those who have something to see there."""
    return entrance.menu_item()


@hooks.register("register_admin_menu_item")
def register_mine_menu_item() -> Any:
    """“My desk” below it."""
    return entrance.mine_menu_item()


@hooks.register("register_reports_menu_item")
def register_changes_menu_item() -> Any:
    """“Who changed what” among the reports."""
    return entrance.changes_menu_item()


@hooks.register("register_account_settings_panel")
def register_notices_panel(request: HttpRequest, user: Any, profile: Any) -> NoticesPanel:
    """What people are told of translations, on their account page."""
    return NoticesPanel(request, user, profile)


@hooks.register("register_icons")
def register_desk_icons(icons: list[str]) -> list[str]:
    """Two voices, one sign."""
    return [*icons, "translation/icons/zwiesprache.svg", "translation/icons/glossary.svg"]


@hooks.register("register_admin_viewset")
def register_glossary() -> GlossaryViewSet:
    """The glossary, beside the desk in the menu."""
    return GlossaryViewSet()


@hooks.register("register_admin_viewset")
def register_page_screens() -> DeskPageViewSet:
    """The explorer and the editor of pages, with the states of translations."""
    return DeskPageViewSet("desk_pages")


@hooks.register("insert_global_admin_css")
def desk_styles() -> str:
    """How badges and panels look on Wagtail's own screens."""
    sheets = (f"translation/desk/{name}.css" for name in ("tokens", "shared", "wagtail"))
    addresses = ((static(sheet),) for sheet in sheets)
    return format_html_join("", '<link rel="stylesheet" href="{}">', addresses)


hooks.register("construct_homepage_panels", panels.add_to_home)
hooks.register("before_edit_page", entrance.page_to_desk, order=-10)
hooks.register("before_edit_snippet", entrance.snippet_to_desk, order=-10)
hooks.register("register_log_actions", log_actions)
hooks.register("register_log_actions", address_log.log_actions)
hooks.register("register_log_actions", text_log.log_actions)
hooks.register("register_log_actions", timing_log.log_actions)
