"""Ways through the programme: filters, grid, what a visitor remembers, no connection."""

import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.serving import Site

PROGRAMME = "/de/programm/"


@pytest.fixture
def programme(page: Page) -> Page:
    """The German programme of the demo."""
    page.goto(PROGRAMME)
    return page


def titles(page: Page) -> list[str]:
    """Titles of the sessions that are shown, in order."""
    return [
        entry.text_content().strip()
        for entry in page.locator(".z-entry:visible .z-entry-title").all()
    ]


def asked(page: Page) -> dict[str, list[str]]:
    """The query of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def test_filters_answer_while_one_types_as_the_server_would(programme):
    everything = titles(programme)
    assert len(everything) == 24
    programme.get_by_label("Titel, Name oder Raum").fill("STUDIO")
    expect(programme.get_by_role("status").first).to_have_text(re.compile(r"^\d+ von 24 Sessions$"))
    quickly = titles(programme)
    assert 0 < len(quickly) < 24
    assert asked(programme) == {"q": ["STUDIO"]}
    programme.get_by_label("Gesprochen wird").select_option("en")
    both = titles(programme)
    assert asked(programme) == {"q": ["STUDIO"], "spoken": ["en"]}
    programme.reload()
    assert titles(programme) == both
    programme.get_by_role("link", name="Alles zeigen").click()
    assert (titles(programme), asked(programme)) == (everything, {})
    assert programme.evaluate("document.activeElement.id") == "filter-q"


def test_every_filter_says_the_same_in_the_browser_and_on_the_server(programme):
    different = {}
    for field in ("track", "format", "room", "spoken", "help"):
        select = programme.locator(f"select[name={field}]")
        for option in select.locator("option").all()[1:]:
            value = option.get_attribute("value")
            select.select_option(value)
            quickly = titles(programme)
            other = programme.request.get(f"{PROGRAMME}?{field}={value}").text()
            hidden = len(re.findall(r'<article class="z-entry[^>]* hidden', other))
            if len(quickly) != 24 - hidden:
                different[field, value] = (len(quickly), 24 - hidden)
        select.select_option("")
    assert different == {}


def test_nothing_found_says_so(programme):
    programme.get_by_label("Titel, Name oder Raum").fill("xyzzy")
    expect(programme.get_by_text("Keine Session passt zu diesen Filtern.")).to_be_visible()
    assert programme.locator(".z-day:visible").count() == 0


def test_the_keyboard_leads_through_filters_views_and_grid(programme, axe):
    programme.locator("#filter-q").focus()
    reached = [programme.evaluate("document.activeElement.id")]
    for _ in range(5):
        programme.keyboard.press("Tab")
        reached.append(programme.evaluate("document.activeElement.id"))
    assert reached == [
        "filter-q",
        "filter-track",
        "filter-format",
        "filter-room",
        "filter-spoken",
        "filter-help",
    ]
    words = []
    for _ in range(4):
        programme.keyboard.press("Tab")
        words.append(programme.evaluate("document.activeElement.textContent.trim()"))
    assert words == ["Donnerstag, 10. Juni", "Freitag, 11. Juni", "Liste", "Raumplan"]
    programme.keyboard.press("Enter")
    assert asked(programme) == {"view": ["grid"]}
    expect(programme.get_by_role("link", name="Raumplan")).to_have_attribute("aria-current", "true")
    programme.keyboard.press("Tab")
    region = programme.evaluate(
        "[document.activeElement.getAttribute('role'),"
        " document.activeElement.getAttribute('aria-label')]"
    )
    assert region == ["region", "Donnerstag, 10. Juni 2027"]
    programme.keyboard.press("Tab")
    assert programme.evaluate("document.activeElement.closest('.z-entry') !== null")
    axe(programme)


def test_list_and_grid_are_one_dom(programme):
    before = programme.locator(".z-day").first.evaluate("e => [...e.querySelectorAll('a')].length")
    programme.get_by_role("link", name="Raumplan").click()
    places = programme.evaluate(
        """() => [...document.querySelector('[data-grid]').querySelectorAll('.z-entry')].map(e => {
            const box = e.getBoundingClientRect();
            const room = [...document.querySelector('[data-grid]').querySelectorAll('.z-room')]
                .find(r => Math.abs(r.getBoundingClientRect().left - box.left) < 2);
            return [e.querySelector('.z-entry-room').textContent, room && room.textContent];
        })"""
    )
    assert places
    assert [pair for pair in places if pair[0] != pair[1]] == []
    after = programme.locator(".z-day").first.evaluate("e => [...e.querySelectorAll('a')].length")
    assert before == after
    programme.get_by_role("link", name="Liste").click()
    assert asked(programme) == {}
    assert programme.locator(".z-room:visible").count() == 0


def test_the_switch_takes_the_filters_along(programme):
    programme.get_by_label("Gesprochen wird").select_option("en")
    german = len(titles(programme))
    programme.locator(".z-switch").get_by_role("link", name="English").click()
    programme.wait_for_url("**/en/programme/?spoken=en")
    assert len(titles(programme)) == german


def test_what_is_remembered_is_the_same_in_both_languages(programme, new_context, live_site, axe):
    stars = programme.get_by_role("button", name=re.compile("^Merken: "))
    first, second = stars.nth(0), stars.nth(1)
    name = first.get_attribute("aria-label").removeprefix("Merken: ")
    for star in (first, second):
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
    mine = programme.get_by_role("link", name=re.compile("^Mein Programm"))
    expect(mine).to_have_text("Mein Programm\u00a0(2)")
    mine.click()
    expect(programme.locator("h1")).to_have_text("Mein Programm")
    assert titles(programme)[0] == name
    assert len(titles(programme)) == 2
    axe(programme)
    # Whoever gets the link sees the same, without a script, and may take it over.
    link = programme.get_by_role("textbox", name="Link zu dieser Auswahl").input_value()
    reader = new_context(java_script_enabled=False).new_page()
    reader.goto(link)
    assert len(titles(reader)) == 2
    friend = new_context(base_url=live_site.url).new_page()
    friend.goto(link)
    friend.get_by_role("button", name="Diese Sessions auf diesem Gerät merken").click()
    friend.goto("/en/programme/my-programme/")
    friend.wait_for_url("**/my-programme/?s=*")
    assert len(titles(friend)) == 2
    # A star that is taken away goes with the next visit.
    friend.get_by_role("button", name=re.compile("^Remember: ")).first.click()
    assert len(asked(friend)["s"][0].split(",")) == 1
    friend.reload()
    assert len(titles(friend)) == 1
    calendar = friend.locator("a[type='text/calendar']").first.get_attribute("href")
    assert friend.request.get(calendar).text().count("BEGIN:VEVENT") == 1


def test_a_session_is_remembered_on_its_own_page(page, live_site):
    page.goto(PROGRAMME)
    page.locator(".z-entry-title a").first.click()
    star = page.locator(".z-head").get_by_role("button", name=re.compile("^Merken: "))
    star.click()
    page.goto("/en/programme/my-programme/")
    page.wait_for_url("**/my-programme/?s=*")
    assert len(titles(page)) == 1


def wait_until_kept(page: Page) -> None:
    """Until all that the page asked to be kept is kept."""
    deadline = time.monotonic() + 60
    while not page.evaluate(
        """async () => {
            await navigator.serviceWorker.ready;
            const kept = await (await caches.open('zwiesprache-1')).keys();
            const addresses = kept.map(r => new URL(r.url).pathname);
            const fallback = await (await caches.open('zwiesprache-1-fallback')).keys();
            return addresses.includes('/de/programm/') && fallback.length === 1
                && kept.some(r => r.url.includes('/mein-programm/?s='));
        }"""
    ):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_without_a_connection_the_programme_is_still_there(
    new_context: Callable[..., BrowserContext], live_site: Site
):
    context = new_context(base_url=live_site.url)
    page = context.new_page()
    page.goto(PROGRAMME)
    page.get_by_role("button", name=re.compile("^Merken: ")).first.click()
    wait_until_kept(page)
    context.set_offline(True)
    page.goto(PROGRAMME)
    assert len(titles(page)) == 24
    expect(page.get_by_text("Keine Verbindung. Was Sie sehen")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.z-doors')).borderTopStyle") == (
        "solid"
    )
    page.goto("/de/programm/mein-programm/")
    page.wait_for_url("**/mein-programm/?s=*")
    expect(page.locator(".z-entry")).to_have_count(1)
    page.goto("/de/programm/raeume/")
    expect(page.locator("h1")).to_have_text("Keine Verbindung")
    context.set_offline(False)
    page.goto("/de/programm/raeume/")
    expect(page.locator("h1")).to_have_text("Räume")


def test_editors_screens_are_never_kept(page, sign_in):
    sign_in(page, "editor")
    page.goto(PROGRAMME)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto("/admin/")
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async name =>
            (await (await caches.open(name)).keys()).map(r => new URL(r.url).pathname)))).flat()"""
    )
    assert [address for address in kept if address.startswith("/admin")] == []
