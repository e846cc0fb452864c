"""Every address of the demo, followed from page to page, judged as a whole."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlsplit

import extruct
import pytest
from lxml import etree
from playwright.sync_api import BrowserContext, ConsoleMessage

from tests.e2e.crawling import Answer, Crawl, crawl
from tests.e2e.kinds import KINDS, LANGUAGES, addresses_of
from tests.e2e.serving import Site
from tests.programme.metadata.vocabulary import faults

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SCHEMES = {"http", "https", "mailto", "webcal"}
# What pages and feeds name that is no address to go to.
NAMESPACES = {
    *SPACES.values(),
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/2005/Atom",
    "https://c3voc.de/schedule/schema.json",
    "https://c3voc.de/schedule/schema2",
}
# What pages say they are and tell of, where it is more than a page.
_EVENT = {"WebPage", "Event"}
ABOUT = {
    "programme": _EVENT,
    "grid": _EVENT,
    "filtered": _EVENT,
    "session": _EVENT,
    "session with a film": _EVENT,
    "session with a table": _EVENT,
    "people": {"CollectionPage", "ItemList"},
    "person": {"ProfilePage", "Person"},
}
Alternates = set[tuple[str, str]]


@pytest.fixture(scope="module")
def addresses(live_site: Site) -> dict[str, dict[str, str]]:
    """One address of every kind of page, by language and kind."""
    return addresses_of(live_site.url)


@pytest.fixture(scope="module")
def whole(live_site: Site, addresses: dict[str, dict[str, str]]) -> Crawl:
    """The demo, from both homes, the sitemap and a page of every kind."""
    kinds = [address for known in addresses.values() for address in known.values()]
    return crawl(live_site.url, ["/de/", "/en/", "/sitemap.xml", "/robots.txt", *kinds])


@pytest.fixture(scope="module")
def sitemap(whole: Crawl) -> dict[str, Alternates]:
    """Alternates by address, as the sitemap lists them."""
    root = etree.fromstring(whole.answers[f"{whole.host}/sitemap.xml"].content)
    return {
        url.findtext("s:loc", namespaces=SPACES): {
            (link.get("hreflang"), link.get("href")) for link in url.findall("x:link", SPACES)
        }
        for url in root.findall("s:url", SPACES)
    }


def alternates(page: Answer) -> Alternates:
    """Language and address of the other versions that a page names, its own among them."""
    links = page.document.xpath("//link[@rel='alternate'][@hreflang]")
    return {(link.get("hreflang"), link.get("href")) for link in links}


def language(page: Answer) -> str:
    """The language that the page's address promises."""
    return urlsplit(page.url).path.split("/")[1]


def own(page: Answer) -> str:
    """The page's address without its state."""
    return page.url.partition("?")[0]


def test_there_is_much_to_judge(whole):
    kinds = {page.media_type for page in whole.answers.values()}
    assert {"text/html", "text/calendar", "application/atom+xml", "image/png", "text/css"} <= kinds
    assert len(whole.pages) > 150


def test_every_address_answers(whole, addresses):
    missing = {f"{whole.host}{addresses[code]['missing']}": 404 for code in LANGUAGES}
    # Feeds name the site; it leads on by the reader's language.
    front = {f"{whole.host}/": 302}
    other = {url: a.status for url, a in whole.answers.items() if a.status != 200}
    assert {url: (s, whole.named.get(url)) for url, s in other.items()} == {
        url: (status, whole.named.get(url)) for url, status in (missing | front).items()
    }


def test_addresses_elsewhere_can_be_gone_to(whole):
    elsewhere = {url for url in whole.named if not whole.is_ours(url)} - NAMESPACES
    assert {url for url in elsewhere if urlsplit(url).scheme not in SCHEMES} == set()
    nowhere = {url for url in elsewhere if not (urlsplit(url).netloc or "@" in url)}
    assert nowhere == set()


def test_subscriptions_lead_to_calendars(whole):
    webcal = {url for url in whole.named if url.startswith("webcal:")}
    assert webcal
    targets = {url: whole.answers.get(f"http{url.removeprefix('webcal')}") for url in webcal}
    assert {
        url: target and target.media_type
        for url, target in targets.items()
        if target is None or target.media_type != "text/calendar"
    } == {}


def test_every_fragment_names_something(whole):
    lost = {}
    for address, pages in whole.named.items():
        url, fragment = urldefrag(address)
        if fragment and url in whole.pages and fragment not in whole.pages[url].names:
            lost[address] = pages
    assert lost == {}


def test_links_say_what_they_lead_to(whole):
    wrong = {}
    for page in whole.pages.values():
        for link in page.document.xpath("//a[@type] | //link[@type]"):
            said = link.get("type")
            found = whole.answers[urldefrag(_absolute(page, link)).url].media_type
            if said != found:
                wrong[page.url, link.get("href")] = (said, found)
    assert wrong == {}


def test_links_say_when_they_change_the_language(whole):
    wrong = {}
    for page in whole.pages.values():
        for link in page.document.xpath("//a[@href]"):
            target = whole.pages.get(urldefrag(_absolute(page, link)).url)
            said = link.get("hreflang") or language(page)
            if target is not None and language(target) != said:
                wrong[page.url, link.get("href")] = said
    assert wrong == {}


def _absolute(page: Answer, link: etree._Element) -> str:
    address = link.get("href")
    return address if ":" in address else f"http://{urlsplit(page.url).netloc}{address}"


def test_every_page_says_where_it_stands_and_in_which_language(whole):
    assert {
        url: (
            page.values("//link[@rel='canonical']/@href"),
            page.values("/html/@lang"),
            len(page.document.xpath("//h1")),
        )
        for url, page in whole.pages.items()
    } == {url: ([own(page)], [language(page)], 1) for url, page in whole.pages.items()}


def test_titles_tell_pages_apart(whole):
    titles: dict[tuple[str, str], list[str]] = {}
    for page in whole.indexed.values():
        if not page.is_state:
            (title,) = page.values("//head/title/text()")
            titles.setdefault((language(page), title), []).append(page.url)
    assert {title: urls for title, urls in titles.items() if len(urls) > 1} == {}


def test_only_what_nobody_searches_for_is_kept_from_search_engines(whole, addresses):
    def among(*kinds: str) -> set[str]:
        return {whole.host + known[kind] for known in addresses.values() for kind in kinds}

    assert {url for url in whole.pages if url not in whole.indexed} == {
        url
        for url, page in whole.pages.items()
        if own(page) in among("mine", "offline") or (page.is_state and own(page) in among("search"))
    }


def test_the_sitemap_lists_every_page(whole, sitemap):
    assert set(sitemap) == {url for url, page in whole.indexed.items() if not page.is_state}


def test_languages_are_the_same_in_the_head_the_sitemap_and_the_other_language(whole, sitemap):
    wrong = {}
    for url, page in whole.pages.items():
        found = alternates(page)
        versions = {code: address for code, address in found if code != "x-default"}
        said = {
            "itself": versions.get(language(page)) == own(page),
            "each language once": len(versions) == len(found) - 1,
            "everybody else": ("x-default", versions.get("de") or versions.get("en")) in found,
            "in the sitemap": sitemap.get(own(page), found) == found,
            "there and back": all(
                version in whole.pages
                and language(whole.pages[version]) == code
                and alternates(whole.pages[version]) == found
                for code, version in versions.items()
            ),
        }
        faulty = [name for name, is_right in said.items() if not is_right]
        if faulty:
            wrong[url] = (faulty, found)
    assert wrong == {}


def test_the_switch_leads_to_the_counterpart_and_keeps_the_state(whole):
    wrong = {}
    for url, page in whole.pages.items():
        # A query that says nothing is no state.
        query = f"?{urlsplit(url).query}" if parse_qs(urlsplit(url).query) else ""
        links = page.document.xpath("//nav[@class='z-switch']//a[@rel='alternate']")
        found = {(link.get("hreflang"), link.get("lang"), link.get("href")) for link in links}
        expected = {
            (code, code, f"{address.removeprefix(whole.host)}{query}")
            for code, address in alternates(page)
            if code not in {"x-default", language(page)}
        }
        if found != expected:
            wrong[url] = (found, expected)
    assert wrong == {}


def test_nothing_in_a_page_needs_a_weaker_policy(whole):
    path = (
        "//style | //*[@style] | //*[@*[starts-with(name(), 'on')]]"
        " | //script[not(@src)][not(@type = 'application/ld+json')]"
    )
    assert {url: found for url, p in whole.pages.items() if (found := p.document.xpath(path))} == {}
    policies = {page.headers["content-security-policy"] for page in whole.pages.values()}
    assert [policy for policy in policies if "unsafe" in policy] == []


def test_nobody_gets_a_cookie(whole):
    assert [url for url, answer in whole.answers.items() if "set-cookie" in answer.headers] == []


def test_every_document_is_valid(whole, addresses, vnu):
    missing = [whole.answers[whole.host + addresses[code]["missing"]] for code in LANGUAGES]
    judged = [*whole.pages.values(), *missing]
    vnu(*(page.text for page in judged), names=[page.url for page in judged])


def graph(page: Answer) -> list[dict[str, Any]]:
    """Nodes of the only block of JSON-LD in the page."""
    found = extruct.extract(page.text, base_url=page.url, syntaxes=["json-ld"])["json-ld"]
    (block,) = found
    assert block["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = block["@graph"]
    return nodes


def test_machines_read_what_the_vocabulary_knows(whole):
    wrong = {url: faults(graph(page)) for url, page in whole.pages.items()}
    assert {url: found for url, found in wrong.items() if found} == {}


def test_every_kind_of_page_says_what_it_is_about(whole, addresses):
    for known in addresses.values():
        pages = {kind: whole.pages.get(whole.host + address) for kind, address in known.items()}
        assert {
            kind: {node["@type"] for node in graph(page)} - {"WebSite"}
            for kind, page in pages.items()
            if page is not None
        } == {kind: ABOUT.get(kind, {"WebPage"}) for kind in KINDS if kind != "missing"}


def test_the_browser_takes_every_page_quietly(
    whole: Crawl, new_context: Callable[..., BrowserContext]
):
    """No foreign request and no broken policy either: the context itself watches for them."""
    said: list[tuple[str, str]] = []
    # A narrow window, for small pictures.
    context = new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append((page.url, message.text))

    page.on("console", note)
    for url in whole.pages:
        page.goto(url)
    assert said == []
    # Nothing is kept of whoever only reads: no cookie, no entry of the local storage.
    assert context.storage_state() == {"cookies": [], "origins": []}
