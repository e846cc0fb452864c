"""What visitors meet: every kind of page, in both languages, judged as a browser shows it."""

from collections.abc import Callable, Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from tests.e2e.conftest import Site

GERMAN = {
    "home": "/de/",
    "programme": "/de/programm/",
    "session": "/de/programm/sozialstaat-4-0-was-macht-eine-innovative-verwaltung-aus/",
    "people": "/de/programm/personen/",
    "person": "/de/programm/personen/ana-dujic/",
    "plain": "/de/impressum/",
    "missing": "/de/nirgends/",
}
KINDS = list(GERMAN)
LANGUAGES = ["de", "en"]
BUDGET = 60_000  # bytes of a page without its pictures


@pytest.fixture(scope="module")
def addresses(live_site: Site) -> dict[str, dict[str, str]]:
    """Address by language and kind; the English ones are those that the German pages name."""
    english = {}
    for kind, address in GERMAN.items():
        page = _fetch(live_site.url + address)
        found = page.partition('rel="alternate" hreflang="en" href="')[2].partition('"')[0]
        english[kind] = found.removeprefix(live_site.url) or "/en/nowhere/"
    return {"de": GERMAN, "en": english}


def _fetch(url: str) -> str:
    try:
        with urlopen(url, timeout=60) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return error.read().decode()


@pytest.fixture
def visit(
    new_context: Callable[..., BrowserContext], live_site: Site
) -> Iterator[Callable[..., Page]]:
    """Open an address as a visitor of that kind; options as Playwright's contexts take them."""

    def open_page(address: str, **options: object) -> Page:
        page = new_context(base_url=live_site.url, **options).new_page()
        page.goto(address)
        return page

    return open_page


def test_the_english_pages_are_the_counterparts(addresses):
    assert addresses["en"] == {
        "home": "/en/",
        "programme": "/en/programme/",
        "session": "/en/programme/welfare-state-4-0-what-makes-an-administration-innovative/",
        "people": "/en/programme/speakers/",
        "person": "/en/programme/speakers/ana-dujic/",
        "plain": "/en/imprint/",
        "missing": "/en/nowhere/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_stands_in_anybodys_way(visit, axe, addresses, kind, language, scheme):
    axe(visit(addresses[language][kind], color_scheme=scheme))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_markup_is_valid(live_site, vnu, addresses, kind, language):
    vnu(_fetch(live_site.url + addresses[language][kind]))


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_page_scrolls_sideways(visit, addresses, width):
    wide = {}
    for kind in KINDS:
        page = visit(addresses["de"][kind], viewport={"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide[kind] = max(0, overflow)
        page.close()
    assert wide == dict.fromkeys(KINDS, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_target_is_large_enough(visit, addresses, kind):
    """24 CSS pixels or a line of text (WCAG 2.2, 2.5.8): links in running text are exempt."""
    page = visit(addresses["de"][kind], viewport={"width": 390, "height": 900})
    small = page.evaluate(
        """() => [...document.querySelectorAll('header a, nav a, footer a, summary, button')]
            .map(e => [e.textContent.trim(), Math.round(e.getBoundingClientRect().height)])
            .filter(([, height]) => height && height < 24)"""
    )
    assert small == []


def test_the_keyboard_leads_through_the_page(visit, addresses):
    page = visit(addresses["en"]["session"])
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => [document.activeElement.textContent.trim(),"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    assert reached == [
        ["Skip to the content", "solid"],
        ["„”Zwiesprache", "solid"],
        ["Programme", "solid"],
        ["About the conference", "solid"],
        ["Deutsch", "solid"],
        ["Programme", "solid"],
        ["Sozialstaat 4.0 – Was macht eine innovative Verwaltung aus?", "solid"],
    ]
    page.goto(addresses["en"]["session"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_switch_goes_there_and_back(visit, addresses):
    page = visit(addresses["de"]["session"])
    page.locator(".z-switch").get_by_role("link", name="English").click()
    page.wait_for_url(f"**{addresses['en']['session']}")
    page.locator(".z-switch").get_by_role("link", name="Deutsch").click()
    page.wait_for_url(f"**{addresses['de']['session']}")
    assert page.locator("html").get_attribute("lang") == "de"


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_reads_without_a_script_and_stays_light(visit, addresses, kind):
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type != "image" or response.url.endswith(".svg"):
            weights[response.url] = len(response.body())

    page = visit("about:blank", java_script_enabled=False)
    page.on("response", weigh)
    page.goto(addresses["en"][kind], wait_until="networkidle")
    assert page.locator("h1").count() == 1
    assert [url for url in weights if url.endswith(".js")] == []
    # As sent without compression: what a visitor waits for is a quarter of it.
    budget = 2 * BUDGET if kind in {"programme", "people"} else BUDGET
    assert sum(weights.values()) < budget


def test_a_visitor_gets_no_cookie(new_context, live_site, addresses):
    context = new_context(base_url=live_site.url)
    page = context.new_page()
    for language in LANGUAGES:
        for address in addresses[language].values():
            page.goto(address)
    assert context.cookies() == []


def test_an_editor_sees_the_bar_and_no_broken_policy(page, sign_in, addresses):
    sign_in(page, "editor")
    page.goto(addresses["de"]["session"])
    assert page.locator("wagtail-userbar").count() == 1


def test_details_unfold_without_a_script(visit, addresses, live_site):
    """On paper they are open as well; here the summary alone must do it."""
    page = visit(addresses["de"]["session"], java_script_enabled=False)
    for summary in page.locator("summary").all():
        summary.click()
        assert summary.locator("xpath=..").get_attribute("open") == ""


def test_on_paper_there_is_no_furniture(visit, addresses):
    page = visit(addresses["de"]["programme"])
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "() => ['.z-switch', '.z-days', '.menu', '.z-skip'].map(s => [s,"
        " getComputedStyle(document.querySelector(s)).display])"
    )
    assert hidden == [[s, "none"] for s in (".z-switch", ".z-days", ".menu", ".z-skip")]
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
