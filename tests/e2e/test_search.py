"""The suggestions below the field of the search, by keyboard and by pointer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.serving import Site

OPTION = "[role=option]"


@pytest.fixture
def search(new_context: Callable[..., BrowserContext], live_site: Site) -> Page:
    """The English search, with the beginning of a word typed into its field."""
    page = new_context(base_url=live_site.url).new_page()
    page.goto("/en/search/")
    page.get_by_role("combobox").press_sequentially("welf")
    expect(page.locator(OPTION)).to_have_count(1)
    return page


def _state(page: Page) -> tuple[str | None, str | None, list[str | None]]:
    field = page.get_by_role("combobox")
    chosen = [option.get_attribute("aria-selected") for option in page.locator(OPTION).all()]
    return (
        field.get_attribute("aria-expanded"),
        field.get_attribute("aria-activedescendant"),
        chosen,
    )


def test_the_arrows_go_through_the_list_and_back_to_the_field(search):
    assert _state(search) == ("true", None, ["false"])
    expect(search.locator("form [role=status]")).to_have_text("1 suggestion")
    search.keyboard.press("ArrowDown")
    assert _state(search) == ("true", "search-field-list-0", ["true"])
    search.keyboard.press("ArrowDown")
    assert _state(search) == ("true", None, ["false"])
    search.keyboard.press("ArrowUp")
    assert _state(search) == ("true", "search-field-list-0", ["true"])
    search.keyboard.press("Escape")
    assert _state(search) == ("false", None, ["false"])
    expect(search.get_by_role("combobox")).to_have_value("welf")


def test_what_is_chosen_leads_to_its_page(search):
    search.keyboard.press("ArrowDown")
    search.keyboard.press("Enter")
    search.wait_for_url("**/en/programme/welfare-state-4-0-*/")
    search.go_back()
    search.get_by_role("combobox").fill("welfa")
    search.locator(OPTION).click()
    search.wait_for_url("**/en/programme/welfare-state-4-0-*/")


def test_enter_asks_the_form_where_nothing_is_chosen(search):
    search.keyboard.press("Enter")
    search.wait_for_url("**/en/search/?q=welf")
    expect(search).to_have_title(re.compile("^“welf”: "))


def test_a_narrow_screen_leads_to_the_search_by_a_button(new_context, live_site):
    page = new_context(
        base_url=live_site.url, viewport={"width": 390, "height": 800}, java_script_enabled=False
    ).new_page()
    page.goto("/en/")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/en/search/?q=")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
