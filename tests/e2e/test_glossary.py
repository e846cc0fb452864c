"""The glossary's screens in a real browser: open to everybody, usable without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import Site

LIST = "/admin/translations/glossary/"
WRONG = "term;translation;status\nAmt;office;\nSchöffin;;\n"
RIGHT = "term;translation;domain\nAmt;office;Recht\nSchöffin{number};lay judge;Recht\n"
# Wagtail's own furniture, which each of its screens shows.
FURNITURE = ("#wagtail-sidebar", ".messages")


@pytest.fixture
def enter(
    window: Callable[..., Page], own_site: Site, sign_in: Callable[..., None]
) -> Callable[..., Page]:
    """``enter(java_script_enabled=False)``: a browser of the reviewer."""

    def make(**options: Any) -> Page:
        defaults = {"base_url": own_site.url, "locale": "en-GB"}
        page = window(**defaults | options)
        sign_in(page, "reviewer")
        return page

    return make


def send(page: Page, text: str) -> None:
    """Have a file looked at."""
    page.goto(f"{LIST}import/")
    file = {"name": "terms.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_screens_are_open_to_everybody(
    enter: Callable[..., Page], axe: Callable[..., None], scheme: str, width: int
) -> None:
    page = enter(color_scheme=scheme, viewport={"width": width, "height": 900})

    def judge() -> None:
        axe(page, exclude=FURNITURE)
        sideways = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert sideways == 0

    for address in (LIST, f"{LIST}new/", f"{LIST}import/"):
        page.goto(address)
        judge()
    send(page, WRONG)
    expect(page.get_by_role("table", name="Problems").get_by_role("row").nth(1)).to_contain_text(
        "3"
    )
    judge()
    send(page, RIGHT.format(number=f"{width}{scheme}"))
    expect(page.get_by_role("button", name="Take the terms into the glossary")).to_be_visible()
    judge()


@pytest.mark.parametrize("script", [True, False])
def test_terms_are_taken_from_a_file(enter: Callable[..., Page], script: bool) -> None:
    page = enter(java_script_enabled=script)
    send(page, RIGHT.format(number=int(script)))
    page.get_by_role("button", name="Take the terms into the glossary").click()
    page.wait_for_url(f"**{LIST}")
    page.goto(f"{LIST}?q=Schöffin{int(script)}")
    row = page.get_by_role("row").filter(has_text=f"Schöffin{int(script)}")
    expect(row).to_contain_text("lay judge")
    page.get_by_role("link", name=f"Schöffin{int(script)}").click()
    expect(page.get_by_role("textbox", name="Domain")).to_have_value("Recht")
