"""What visitors meet: every kind of page, in both languages, judged as a browser shows it."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from tests.e2e.kinds import KINDS, LANGUAGES, addresses_of
from tests.e2e.serving import Site

BUDGET = 30_000  # bytes of a page without its pictures, over the wire
WIDTHS = [320, 390, 768, 1280, 1920]
# Width → schemes in which axe judges it.
JUDGED = {390: ("light", "dark"), 1280: ("dark", "light")}
# 24 CSS pixels or a line of text (WCAG 2.2, 2.5.8): links in running text are exempt.
SMALL_TARGETS = """() => [...document.querySelectorAll(
        'header a, nav a, footer a, summary, button, select, input:not([type=hidden])')]
    .map(e => [e.id || e.textContent.trim(), e.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height && (box.height < 24 || box.width < 24))
    .map(([name, box]) => [name, Math.round(box.width), Math.round(box.height)])"""


@pytest.fixture(scope="module")
def addresses(live_site: Site) -> dict[str, dict[str, str]]:
    """Address by language and kind."""
    return addresses_of(live_site.url)


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], live_site: Site) -> Callable[..., Page]:
    """Open an address as a visitor of that kind; options as Playwright's contexts take them."""

    def open_page(address: str, **options: object) -> Page:
        page = new_context(base_url=live_site.url, **options).new_page()
        page.goto(address)
        return page

    return open_page


def test_the_english_pages_are_the_counterparts(addresses):
    programme = "/en/programme/"
    session = f"{programme}welfare-state-4-0-what-makes-an-administration-innovative/"
    plain = {kind: address for kind, address in addresses["en"].items() if "?" not in address}
    numbered = {"room": "rooms", "track": "tracks", "partner": "partners"}
    assert {kind: address for kind, address in plain.items() if kind not in numbered} == {
        "home": "/en/",
        "programme": programme,
        "easy language": "/en/easy-read/",
        "sign language": "/en/sign-language/",
        "plain": "/en/imprint/",
        "contents": "/en/contents/",
        "search": "/en/search/",
        "session": session,
        "session with a film": f"{programme}the-advice-bus-keeps-going/",
        "session with a table": f"{programme}one-claim-eleven-forms/",
        "people": f"{programme}speakers/",
        "rooms": f"{programme}rooms/",
        "tracks": f"{programme}tracks/",
        "partners": f"{programme}partners/",
        "changes": f"{programme}changes/",
        "mine": f"{programme}my-programme/",
        "person": f"{programme}speakers/katharina-zweig/",
        "offline": f"{programme}offline/",
        "missing": "/en/nowhere/",
    }
    assert {
        kind: plain[kind].removeprefix(programme).split("/")[0] for kind in numbered
    } == numbered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_stands_in_anybodys_way(visit, axe, addresses, kind, language):
    """Whatever the window's width and the scheme: one load, seen in all of them."""
    page = visit(addresses[language][kind])
    wide, small = {}, {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        scrolled = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide[width] = max(0, scrolled)
        for scheme in JUDGED.get(width, ()):
            page.emulate_media(color_scheme=scheme)
            axe(page)
            small[width] = page.evaluate(SMALL_TARGETS)
    assert (wide, small) == (dict.fromkeys(WIDTHS, 0), {width: [] for width in JUDGED})


def test_the_keyboard_leads_through_the_page(visit, addresses):
    page = visit(addresses["en"]["session"])
    reached = []
    for _ in range(11):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => [document.activeElement.textContent.trim() || document.activeElement.id,"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    assert reached == [
        ["Skip to the content", "solid"],
        ["Easy Read", "solid"],
        ["Sign language", "solid"],
        ["„”Zwiesprache", "solid"],
        ["Programme", "solid"],
        ["About the conference", "solid"],
        ["search", "solid"],
        ["Search", "solid"],
        ["Deutsch", "solid"],
        ["Programme", "solid"],
        ["Sozialstaat 4.0\u00a0– Was macht eine innovative Verwaltung aus?", "solid"],
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
            # As nginx and WhiteNoise send it in production.
            weights[response.url] = len(gzip.compress(response.body(), 6))

    page = visit("about:blank", java_script_enabled=False)
    page.on("response", weigh)
    page.goto(addresses["en"][kind], wait_until="networkidle")
    assert page.locator("h1").count() == 1
    assert [url for url in weights if url.endswith(".js")] == []
    assert 0 < sum(weights.values()) < BUDGET


def test_an_editor_sees_the_bar_and_no_broken_policy(page, sign_in, addresses):
    sign_in(page, "editor")
    page.goto(addresses["de"]["session"])
    assert page.locator("wagtail-userbar").count() == 1


def test_on_paper_there_is_no_furniture(visit, addresses):
    page = visit(addresses["de"]["programme"])
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "() => ['.z-switch', '.z-days', '.menu', '.z-skip'].map(s => [s,"
        " getComputedStyle(document.querySelector(s)).display])"
    )
    assert hidden == [[s, "none"] for s in (".z-switch", ".z-days", ".menu", ".z-skip")]
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
