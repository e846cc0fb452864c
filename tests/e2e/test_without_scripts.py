"""Everything but favourites works where scripts are switched off."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.kinds import KNOWN, LANGUAGES, UNKNOWN, addresses_of
from tests.e2e.serving import Site


@pytest.fixture(scope="module")
def addresses(live_site: Site) -> dict[str, dict[str, str]]:
    """Address by language and kind."""
    return addresses_of(live_site.url)


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext], live_site: Site) -> Page:
    """A visitor's page without scripts."""
    return new_context(base_url=live_site.url, java_script_enabled=False).new_page()


def titles(page: Page) -> list[str]:
    """Titles of the sessions that are shown, in order."""
    page.wait_for_load_state()
    return [
        " ".join((title.text_content() or "").split())
        for title in page.locator(".z-entry:visible .z-entry-title").all()
    ]


def asked(page: Page) -> dict[str, list[str]]:
    """The query of the page's address, once the page is there."""
    page.wait_for_load_state()
    return parse_qs(urlsplit(page.url).query, keep_blank_values=False)


def events(page: Page, calendar: Locator) -> int:
    """Number of events in the calendar that a link leads to; it is a file to keep."""
    answer = page.request.get(calendar.get_attribute("href") or "")
    assert answer.headers["content-type"].startswith("text/calendar")
    return answer.text().count("BEGIN:VEVENT")


def test_filters_are_a_form(plain, addresses):
    plain.goto(addresses["de"]["programme"])
    everything = titles(plain)
    assert len(everything) == 24
    plain.get_by_label("Gesprochen wird").select_option("en")
    plain.get_by_role("button", name="Zeigen").click()
    assert asked(plain) == {"spoken": ["en"]}
    assert plain.get_by_label("Gesprochen wird").input_value() == "en"
    english = titles(plain)
    assert 0 < len(english) < 24
    expect(plain.locator("[data-count]")).to_have_text(f"{len(english)} von 24 Sessions")
    assert events(plain, plain.locator(".z-programme a[type='text/calendar']").first) == len(
        english
    )
    plain.get_by_role("link", name="Alles zeigen").click()
    assert (asked(plain), titles(plain)) == ({}, everything)
    plain.get_by_label("Titel, Name oder Raum").fill(UNKNOWN)
    plain.get_by_role("button", name="Zeigen").click()
    assert titles(plain) == []
    expect(plain.get_by_text("Keine Session passt zu diesen Filtern.")).to_be_visible()


def test_the_grid_is_a_link_and_keeps_the_filters(plain, addresses):
    plain.goto(addresses["de"]["filtered"])
    listed = titles(plain)
    plain.get_by_role("link", name="Raumplan").click()
    assert asked(plain) == {"spoken": ["en"], "view": ["grid"]}
    assert plain.locator(".z-room:visible").count() > 0
    assert sorted(titles(plain)) == sorted(listed)
    plain.get_by_label("Gesprochen wird").select_option("de")
    plain.get_by_role("button", name="Zeigen").click()
    assert asked(plain) == {"spoken": ["de"], "view": ["grid"]}
    plain.get_by_role("link", name="Liste").click()
    assert asked(plain) == {"spoken": ["de"]}
    assert plain.locator(".z-room:visible").count() == 0


def test_the_switch_takes_the_filters_along(plain, addresses):
    plain.goto(addresses["de"]["filtered"])
    german = len(titles(plain))
    plain.locator(".z-switch").get_by_role("link", name="English").click()
    assert urlsplit(plain.url).path == addresses["en"]["programme"]
    assert (asked(plain), len(titles(plain))) == ({"spoken": ["en"]}, german)


def test_the_search_answers_with_a_page(plain, addresses):
    plain.goto("/de/")
    field = plain.locator("header input[name=q]")
    field.fill(KNOWN["de"])
    field.press("Enter")
    assert f"{urlsplit(plain.url).path}?{urlsplit(plain.url).query}" == addresses["de"]["found"]
    results = plain.locator(".z-results a[href]")
    count = int(re.findall(r"\d+", plain.locator(".z-search-count").text_content() or "")[0])
    assert count >= results.count() > 0
    results.first.click()
    assert urlsplit(plain.url).path.startswith("/de/")
    expect(plain.locator("h1")).to_have_count(1)
    plain.goto(addresses["de"]["search"])
    field = plain.locator("main input[name=q]")
    field.fill(UNKNOWN)
    field.press("Enter")
    expect(plain.locator(".z-search-count")).to_have_text(f"Zu „{UNKNOWN}“ wurde nichts gefunden.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["room", "track"])
def test_rooms_and_tracks_have_their_sessions_and_calendar(plain, addresses, kind, language):
    plain.goto(addresses[language][f"{kind}s"])
    plain.locator(".z-placelist-name a").first.click()
    assert urlsplit(plain.url).path == addresses[language][kind]
    shown = titles(plain)
    assert shown
    calendar = plain.locator(f"main a[type='text/calendar'][href*='{kind}=']")
    assert events(plain, calendar.first) == len(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_selection_is_an_address(plain, addresses, language):
    plain.goto(addresses[language]["selection"])
    assert len(titles(plain)) == 3
    share = plain.locator("#share").input_value()
    assert share == plain.url
    assert events(plain, plain.locator("main a[type='text/calendar']").first) == 3
    plain.locator(".z-switch a").click()
    assert len(titles(plain)) == 3
    assert asked(plain) == parse_qs(urlsplit(share).query)


def test_who_remembers_nothing_is_told_why(plain, addresses):
    plain.goto(addresses["en"]["mine"])
    assert titles(plain) == []
    # The browser that is steered from outside keeps it to itself; others show it.
    words = plain.locator("noscript").text_content() or ""
    assert re.sub("<.*?>", "", words) == (
        "Marking sessions needs JavaScript, which is switched off in this browser. Links to a"
        " selection and calendars work without it."
    )
    plain.goto(addresses["en"]["programme"])
    assert plain.locator(".z-star:visible").count() == 0


def test_a_session_goes_into_the_calendar(plain, addresses):
    plain.goto(addresses["de"]["session"])
    assert events(plain, plain.locator("main a[type='text/calendar']").first) == 1


def test_films_are_links_to_their_host(plain, addresses):
    plain.goto(addresses["de"]["session with a film"])
    films = plain.locator("a.z-video-link")
    assert films.count() > 0
    addresses_of_films = [film.get_attribute("href") or "" for film in films.all()]
    assert {urlsplit(address).scheme for address in addresses_of_films} == {"https"}
    assert plain.locator("iframe").count() == 0


def test_details_unfold(plain, addresses):
    plain.goto(addresses["de"]["session with a table"])
    summaries = plain.locator("summary").all()
    assert summaries
    for summary in summaries:
        summary.click()
        assert summary.locator("xpath=..").get_attribute("open") == ""


def test_changes_name_their_sessions(plain, addresses):
    plain.goto(addresses["de"]["changes"])
    everything = plain.locator(".z-version-session").count()
    assert everything > 0
    plain.goto(addresses["de"]["changes of a selection"])
    assert plain.locator(".z-version-session").count() < everything
    plain.get_by_role("link", name="Alle Änderungen zeigen").click()
    expect(plain.locator(".z-version-session")).to_have_count(everything)
