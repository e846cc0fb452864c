"""The desk's editor is open to everybody: names and roles, contrast, 320 pixels, 400 percent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk.panel import Panel, field, saved, segment, visit

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1500, 900, "light"), (320, 700, "dark"), (320, 256, "light")]
)
def test_the_editor_with_its_help_is_open_to_everybody(
    enter: Callable[..., Page],
    panel: Panel,
    axe: Callable[..., None],
    scheme: str,
    width: int,
    height: int,
) -> None:
    page = enter(color_scheme=scheme, viewport={"width": width, "height": height})
    visit(page, panel)
    field(page, panel, "Reden hilft").click()
    page.keyboard.type("Talking helps 2 people")
    saved(page)
    if width < 1000:
        segment(page, panel, "Reden hilft").locator("[data-desk-help]").click()
    help_pane = page.locator("[data-desk-helping]")
    expect(help_pane.locator(".desk-judged")).not_to_have_count(0)
    axe(page)
    assert page.evaluate(SIDEWAYS) == 0
    help_pane.locator(".desk-dismiss summary").first.click()
    help_pane.get_by_label("Add a note").fill("A note")
    help_pane.get_by_role("button", name="Save the note").click()
    expect(help_pane.locator(".desk-note")).to_have_count(1)
    axe(page)
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_help_alone_and_the_sheet_of_keys_are_open_to_everybody(
    enter: Callable[..., Page], panel: Panel, axe: Callable[..., None], scheme: str
) -> None:
    page = enter(color_scheme=scheme, viewport={"width": 320, "height": 700})
    row = panel.key("Die <b>").split("-")[1]
    page.goto(f"{panel.address}texts/{row}/help/")
    expect(page.locator(".desk-advice")).to_be_visible()
    axe(page)
    assert page.evaluate(SIDEWAYS) == 0


def test_what_is_heard_has_its_name(enter: Callable[..., Page], panel: Panel) -> None:
    page = enter(viewport={"width": 1500, "height": 900})
    visit(page, panel)
    for role, name in (
        ("complementary", "Outline and filters"),
        ("navigation", "Texts to show"),
        ("navigation", "Contents"),
        ("search", None),
        ("complementary", "Help for this text"),
        ("textbox", "English: Body › Text › Heading 2"),
        ("progressbar", "0 of 7 texts"),
        ("button", "Texts alone"),
    ):
        found = page.get_by_role(role, name=name, exact=True) if name else page.get_by_role(role)
        expect(found.first).to_be_visible()
    field(page, panel, "Worum").click()
    expect(page.get_by_role("toolbar", name="Signs and languages")).to_be_visible()
    for selector in ("[data-desk-status]", "[data-desk-helping-status]"):
        live = page.locator(selector)
        assert live.get_attribute("aria-live") == "polite"
        assert live.get_attribute("role") == "status"
    page.keyboard.type("About")
    expect(page.locator("[data-desk-status]")).to_contain_text("Saved at")
    expect(page.locator("[data-desk-helping-status]")).to_contain_text("Help:")
    page.route("**/texts/**", lambda route: route.abort())
    page.keyboard.type(" it")
    state = segment(page, panel, "Worum").locator("[data-desk-state]")
    expect(state).to_have_text("Not saved; kept in this browser, trying again")
    expect(page.locator("[data-desk-status]")).to_contain_text("Not saved; kept in this browser")


def test_without_a_script_help_and_filters_are_links(
    enter: Callable[..., Page], panel: Panel
) -> None:
    page = enter(java_script_enabled=False)
    page.goto(f"{panel.address}?show=missing&q=Schluss")
    expect(page.locator(".desk-segment:visible")).to_have_count(1)
    segment(page, panel, "Zum Schluss").get_by_role("link", name="Help for this text").click()
    page.get_by_label("Add a note").fill("Which end?")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".desk-note")).to_contain_text("Which end?")
    page.get_by_role("link", name="Back to the text").click()
    expect(segment(page, panel, "Zum Schluss").locator("[data-desk-notes-number]")).to_have_text(
        "1"
    )
