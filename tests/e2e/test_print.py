"""What comes out of a printer: sheets of days, signs for doors, pages without furniture."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.serving import Site

PROGRAMME = "/de/programm/"
SESSION = "/de/programm/sozialstaat-4-0-was-macht-eine-innovative-verwaltung-aus/"
A4 = {b"594.95996 841.91998", b"595.91998 841.91998"}


@pytest.fixture
def on_paper(new_context: Callable[..., BrowserContext], live_site: Site) -> Callable[[str], Page]:
    """Open an address as it is printed."""

    def open_page(address: str) -> Page:
        page = new_context(base_url=live_site.url).new_page()
        page.goto(address)
        page.emulate_media(media="print")
        return page

    return open_page


def sheets(page: Page) -> list[bytes]:
    """Width and height of every sheet, in points."""
    pdf = page.pdf(prefer_css_page_size=True)
    return re.findall(rb"/MediaBox \[0 0 ([\d.]+ [\d.]+)\]", pdf)


def room(page: Page) -> str:
    """Address of the first room."""
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Räume").click()
    return str(page.locator(".z-placelist a").first.get_attribute("href"))


@pytest.mark.parametrize("address", [PROGRAMME, SESSION, "/de/", "/de/programm/personen/"])
def test_no_furniture_is_printed_and_the_address_once(on_paper, address):
    page = on_paper(address)
    shown = page.evaluate(
        "() => [...document.querySelectorAll('nav, form, button, .z-up, .z-feeds, .z-own-code')]"
        ".filter(e => e.checkVisibility()).map(e => e.className)"
    )
    assert shown == []
    assert page.locator(".z-address:visible").count() == 1
    assert page.locator(".z-address").inner_text().endswith(address.rstrip("/"))
    ink = page.evaluate("() => getComputedStyle(document.body).color")
    underlined = page.evaluate(
        "() => [...document.querySelectorAll('main a')].filter(e => e.checkVisibility()"
        " && getComputedStyle(e).textDecorationLine.includes('underline')).length"
    )
    assert (ink, underlined) == ("rgb(0, 0, 0)", 0)


def test_every_day_of_the_programme_begins_a_sheet(on_paper):
    page = on_paper(PROGRAMME)
    days = page.locator(".z-day")
    breaks = days.evaluate_all("all => all.map(day => getComputedStyle(day).breakBefore)")
    heads = page.locator(".z-day-title").evaluate_all(
        "all => all.map(head => getComputedStyle(head).display)"
    )
    assert breaks == ["auto", "page"]
    assert heads == ["table-header-group"] * 2
    found = sheets(page)
    assert 2 <= len(found) <= 4
    assert set(found) <= A4


def test_the_page_of_a_room_is_the_sign_on_its_door(on_paper):
    """Name and square code belong to a table's head and foot, which stand on every sheet."""
    page = on_paper(room(on_paper(PROGRAMME)))
    parts = page.evaluate(
        "() => ['.z-head', '.z-own-code'].map("
        "name => getComputedStyle(document.querySelector('.z-room-sign ' + name)).display)"
    )
    assert parts == ["table-header-group", "table-footer-group"]
    name = page.evaluate(
        "() => parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    )
    assert name >= 90
    code = page.locator(".z-own-code svg").bounding_box()
    assert code is not None
    assert min(code["width"], code["height"]) > 140
    assert page.locator(".masthead, .colophon").filter(visible=True).count() == 0
    found = sheets(page)
    assert (len(found), set(found) <= A4) == (2, True)
