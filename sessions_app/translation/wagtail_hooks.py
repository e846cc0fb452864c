"""The desk in Wagtail's admin: addresses, menu, and the way from its editors to the desk's."""

from typing import Any

from django.urls import include, path
from wagtail import hooks

from .desk import entrance, urls


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[Any]:
    """Everything below ``translations/``."""
    return [path("translations/", include(urls, namespace=urls.app_name))]


@hooks.register("register_admin_menu_item")
def register_desk_menu_item() -> Any:
    """“Translations” in the menu, for those who have something to see there."""
    return entrance.menu_item()


@hooks.register("register_icons")
def register_desk_icons(icons: list[str]) -> list[str]:
    """Two voices, one sign."""
    return [*icons, "translation/icons/zwiesprache.svg"]


hooks.register("before_edit_page", entrance.page_to_desk, order=-10)
hooks.register("before_edit_snippet", entrance.snippet_to_desk, order=-10)
