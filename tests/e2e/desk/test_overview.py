"""The overview in a real browser: the keyboard, the address, any width, no script, no barrier."""

import csv
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

OVERVIEW = "/admin/translations/"
# Parts that stand out of the window to the right, but for those that scroll by themselves.
OUTSIDE = """() => [...document.querySelectorAll("main *")]
    .filter((part) => part.checkVisibility()
        && !part.closest(".desk-words__scroll, .w-sr-only, svg")
        && part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((part) => part.className)"""
# Wagtail's own furniture on its own screens.
FURNITURE = (".w-sidebar", ".w-slim-header")
NOTHING = "?q=gibt-es-nicht"


def asked(page: Page) -> dict[str, str]:
    """What the address asks for, without what is empty."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def rows(page: Page) -> list[str]:
    """Titles that are listed."""
    page.wait_for_load_state()
    return page.locator("tbody .desk-entries__title > :first-child").all_inner_texts()


def tab_to(page: Page, label: str) -> None:
    """Press the tab key until the field of that label has the focus."""
    field = page.get_by_label(label, exact=True)
    for _press in range(12):
        if field.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The tab key does not lead to {label}.")


def test_filters_are_set_by_keyboard_and_stay_in_the_address(enter: Callable[..., Page]) -> None:
    page = enter("translator")
    page.goto(OVERVIEW)
    everything = rows(page)
    page.get_by_label("Search").focus()
    page.keyboard.type("staat")
    tab_to(page, "Kind")
    page.keyboard.type("All pages")
    tab_to(page, "Assigned to")
    page.keyboard.type("Nobody")
    page.get_by_label("Search").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/translations/?*")
    sent = {"language": "en", "q": "staat", "kind": "pages", "assignee": "nobody"}
    assert asked(page) == sent
    found = rows(page)
    assert 0 < len(found) < len(everything)
    assert [title for title in found if "staat" not in title.casefold()] == []
    page.reload()
    assert (rows(page), page.get_by_label("Search").input_value()) == (found, "staat")
    live = page.get_by_role("navigation", name="By state").get_by_role("link", name="live")
    live.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**state=live**")
    assert asked(page) == sent | {"state": "live"}
    assert page.locator(".desk-entries__state .desk-state").all_inner_texts() == ["live"] * len(
        rows(page)
    )
    expect(live).to_have_attribute("aria-current", "true")
    page.go_back()
    assert (asked(page), rows(page)) == (sent, found)
    page.go_back()
    assert (asked(page), rows(page)) == ({}, everything)
    page.reload()
    page.get_by_role("link", name="As last time").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**assignee=nobody**")
    assert (asked(page), rows(page)) == (sent, found)
    page.get_by_role("link", name="Without filters").click()
    page.wait_for_url("**/translations/?language=en")
    assert rows(page) == everything


def test_columns_sort_by_keyboard(enter: Callable[..., Page]) -> None:
    page = enter("translator")
    page.goto(f"{OVERVIEW}?kind=pages")
    column = page.get_by_role("columnheader", name="Original")
    for sort, told in (("title", "ascending"), ("-title", "descending")):
        column.get_by_role("link").focus()
        page.keyboard.press("Enter")
        expect(column).to_have_attribute("aria-sort", told)
        assert asked(page) == {"kind": "pages", "sort": sort}
    last_first = rows(page)
    page.get_by_label("Search").fill("e")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=e**")
    assert asked(page)["sort"] == "-title"
    assert rows(page) == [title for title in last_first if "e" in title.casefold()]


def test_groups_by_keyboard(enter: Callable[..., Page]) -> None:
    page = enter("translator")
    page.goto(f"{OVERVIEW}?kind=sessions_app.sessionpage")
    page.get_by_label("Group by").focus()
    page.keyboard.type("Track")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**group=track**")
    numbers = page.locator(".desk-entries__group .desk-states__number").all_inner_texts()
    assert (len(numbers) > 1, sum(map(int, numbers))) == (True, len(rows(page)))


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_every_screen_is_open_to_everybody(
    enter: Callable[..., Page], axe: Callable[..., None], scheme: str, width: int
) -> None:
    page = enter("manager", color_scheme=scheme, viewport={"width": width, "height": 900})
    for address in (
        OVERVIEW,
        f"{OVERVIEW}?q=e&kind=pages&sort=-words&state=live",
        f"{OVERVIEW}?group=day",
        f"{OVERVIEW}{NOTHING}",
        f"{OVERVIEW}?language=de",
        f"{OVERVIEW}words/",
    ):
        page.goto(address)
        for summary in page.locator(".desk-chart__numbers summary").all():
            summary.click()
        axe(page)
        assert page.evaluate(OUTSIDE) == []
    for address in ("/admin/", "/admin/sessions/", "/admin/snippets/sessions_app/speaker/"):
        page.goto(address)
        expect(page.locator(".desk-badge, .desk-home__entries").first).to_be_visible()
        axe(page, exclude=FURNITURE)


@pytest.mark.parametrize("who", ["translator", "manager"])
@pytest.mark.parametrize("height", [700, 256])
def test_nothing_stands_out_at_four_hundred_percent(
    enter: Callable[..., Page], who: str, height: int
) -> None:
    page = enter(who, viewport={"width": 320, "height": height})
    for address in (
        OVERVIEW,
        f"{OVERVIEW}?group=track&q=e",
        f"{OVERVIEW}{NOTHING}",
        f"{OVERVIEW}words/",
        "/admin/",
    ):
        page.goto(address)
        assert (address, page.evaluate(OUTSIDE)) == (address, [])


def test_on_a_phone_every_cell_says_what_it_is(enter: Callable[..., Page]) -> None:
    page = enter("translator", viewport={"width": 390, "height": 844})
    page.goto(f"{OVERVIEW}?state=draft")
    first = page.locator(".desk-entries tbody tr").first
    cells = first.locator("td[data-label]:visible")
    labels = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert labels == ['"Words left: "', '"Open for: "', '"Next start: "', '"Last saved: "']
    assert [text for text in cells.all_inner_texts() if not text.strip()] == []
    title = first.locator(".desk-entries__title").bounding_box()
    words = cells.first.bounding_box()
    assert title is not None
    assert words is not None
    assert words["y"] >= title["y"] + title["height"]
    sort = page.get_by_role("link", name="Words left")
    expect(sort).to_be_visible()
    sort.click()
    page.wait_for_url("**sort=words**")


@pytest.mark.parametrize("address", ["/admin/sessions/", "/admin/snippets/sessions_app/speaker/"])
def test_beside_a_form_the_panel_is_read_whole(enter: Callable[..., Page], address: str) -> None:
    page = enter("manager", viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.locator("main tbody .title-wrapper a").first.click()
    page.get_by_role("button", name="Übersetzungen ein- oder ausblenden").first.click()
    language = page.locator("[data-side-panel=translations] h3").first
    expect(language).to_have_text("Englisch")
    expect(language).to_be_visible()
    # Nothing of Wagtail's lies over its first letter.
    assert language.evaluate("""language => {
        const { left, top, height } = language.getBoundingClientRect();
        return document.elementFromPoint(left + 4, top + height / 2) === language;
    }""")


def test_without_a_script_all_of_it_works(enter: Callable[..., Page]) -> None:
    page = enter("translator", java_script_enabled=False)
    page.goto(OVERVIEW)
    everything = rows(page)
    page.get_by_label("Search").fill("staat")
    page.get_by_label("Group by").select_option(label="Track")
    page.get_by_role("button", name="Show", exact=True).click()
    assert {"q": "staat", "group": "track"}.items() <= asked(page).items()
    assert 0 < len(rows(page)) < len(everything)
    page.get_by_role("link", name="State", exact=True).click()
    assert asked(page)["sort"] == "state"
    page.get_by_text("The same in numbers").click()
    expect(page.locator(".desk-chart__numbers table")).to_be_visible()
    page.goto("/admin/")
    page.get_by_role("link", name="All translations").click()
    assert rows(page) == everything


def test_the_list_is_saved_as_a_file(enter: Callable[..., Page]) -> None:
    page = enter("translator")
    page.goto(f"{OVERVIEW}?kind=sessions_app.sessionpage&sort=title")
    with page.expect_download() as loading:
        page.get_by_role("link", name="This list as CSV").click()
    with open(loading.value.path(), newline="", encoding="utf-8-sig") as file:
        _headline, *lines = csv.reader(file)
    assert [line[0] for line in lines] == rows(page)
