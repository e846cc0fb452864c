"""The memory's screens in a real browser: open to everybody, usable without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import Site

LIST = "/admin/translations/memory/"
SCREENS = (LIST, f"{LIST}?q=sprache", f"{LIST}?q=nirgends", f"{LIST}import/")
TEXT = '<tuv xml:lang="{language}"><seg>{text}</seg></tuv>'
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


def send(page: Page, *units: tuple[str, str]) -> None:
    """Take a file in."""
    page.goto(f"{LIST}import/")
    body = "\n".join(
        "<tu>"
        + TEXT.format(language="de", text=one)
        + TEXT.format(language="en", text=two)
        + "</tu>"
        for one, two in units
    )
    content = f'<?xml version="1.0"?><tmx version="1.4"><header/><body>{body}</body></tmx>'
    file = {"name": "old.tmx", "mimeType": "application/xml", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Import").click()


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

    for address in (*SCREENS, "/admin/translations/words/"):
        page.goto(address)
        judge()
    page.goto(f"{LIST}?q=sprache")
    page.get_by_role("link", name="Correct").first.click()
    judge()
    page.get_by_role("textbox", name="Translation").fill("{b}open")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("textbox", name="Translation")).to_have_accessible_description(
        "{b} is never closed."
    )
    judge()
    send(page, ("Fertig", ""))
    expect(page.get_by_role("table", name="What was left out")).to_contain_text("empty")
    judge()


@pytest.mark.parametrize("script", [True, False])
def test_an_entry_is_taken_in_corrected_retired_and_brought_back(
    enter: Callable[..., Page], script: bool
) -> None:
    page = enter(java_script_enabled=script)
    word = f"Wortungetüm{int(script)}"
    send(page, (word, "monster word"))
    page.goto(f"{LIST}?q={word}")
    hit = page.get_by_role("listitem").filter(has_text=word)
    expect(hit).to_contain_text("monster word")
    hit.get_by_role("link", name="Correct").click()
    page.get_by_role("textbox", name="Translation").fill("monstrous word")
    page.get_by_role("button", name="Save the correction").click()
    page.wait_for_url(f"**{LIST}?q=*")
    expect(hit).to_contain_text("monstrous word")
    hit.get_by_role("button", name="Retire").click()
    expect(page.get_by_text("Nothing in the memory fits this search.")).to_be_visible()
    page.goto(f"{LIST}?q={word}&show=retired")
    expect(hit).to_have_count(2)
    hit.filter(has_text="monstrous").get_by_role("button", name="Bring back").click()
    page.goto(f"{LIST}?q={word}")
    expect(hit).to_contain_text("monstrous word")


def test_the_report_of_a_running_import_follows_it(
    enter: Callable[..., Page], own_site: Site
) -> None:
    job = own_site.python(
        "from sessions_app.translation.models import MemoryImport;"
        "print(MemoryImport.objects.create(name='old.tmx', source_language='de',"
        " target_language='en', state='running', size=100, position=30).pk)"
    ).strip()
    page = enter()
    page.goto(f"{LIST}import/{job}/")
    told = page.locator(".desk-memory").get_by_role("status")
    expect(told).to_have_text("30 % read.")
    own_site.python(
        "from sessions_app.translation.models import MemoryImport;"
        f"MemoryImport.objects.filter(pk='{job}').update(state='finished', new=7, position=100)"
    )
    expect(told).to_have_text("The import is finished.")
    expect(page.locator(".desk-memory__counts")).to_contain_text("7")
    expect(page.get_by_role("progressbar")).to_have_count(0)
