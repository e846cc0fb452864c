"""A translator at the desk, in a real browser: typing, marks, saving, conflicts, no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk.panel import Panel, field, saved, segment, visit, wire
from tests.translation.test_wire import IDS, RICH


def test_plain_and_rich_texts_are_saved_while_they_are_typed(desk: Page, panel: Panel) -> None:
    field(desk, panel, "Gespräch").fill("A conversation")
    expect(desk.locator("[data-desk-saved]")).to_have_text("1 not saved yet")
    saved(desk)
    field(desk, panel, "Worum").click()
    desk.keyboard.type("What {b} is about")
    desk.keyboard.press("Enter")
    desk.keyboard.type("and  why")
    saved(desk)
    expect(desk.locator("[data-desk-count]")).to_contain_text("2 of")
    stored = panel.stored()
    assert stored["Worum es geht"] == "What {b} is about<br/>and  why"
    assert next(iter(stored.values())) == "A conversation"
    visit(desk, panel)
    assert wire(desk, panel, "Worum") == "What \\{b} is about{br}and  why"


def test_one_line_stays_one_line(desk: Page, panel: Panel) -> None:
    title = field(desk, panel, "Gespräch")
    title.click()
    desk.keyboard.type("One")
    desk.keyboard.press("Enter")
    desk.keyboard.insert_text(" title\nof two lines")
    assert wire(desk, panel, "Gespräch") == "One title of two lines"


def test_links_and_marks_are_placed_typed_into_and_survive(desk: Page, panel: Panel) -> None:
    words = field(desk, panel, "Die <b>")
    marks = segment(desk, panel, "Die <b>").locator("[data-desk-mark]")
    expect(marks).to_contain_text(["missing", "missing"])
    words.click()
    desk.keyboard.type("The report")
    desk.keyboard.press("Control+a")
    marks.nth(1).click()
    expect(words.locator(".desk-chip")).to_have_text("The report")
    # At the end of a chip, what is typed stands behind it.
    desk.keyboard.press("End")
    desk.keyboard.type(" says it, so does ")
    marks.nth(0).click()
    desk.keyboard.type("our civil service")
    expect(marks).to_contain_text(["placed", "placed"])
    assert wire(desk, panel, "Die <b>") == (
        "{2}The report{/2} says it, so does {1}our civil service{/1}"
    )
    saved(desk)
    html = '<a id="a2">The report</a> says it, so does <a id="a1">our civil service</a>'
    assert html in panel.stored().values()
    visit(desk, panel)
    chips = field(desk, panel, "Die <b>").locator(".desk-chip")
    expect(chips).to_have_text(["The report", "our civil service"])
    expect(chips.nth(1)).to_have_attribute("lang", "en")


def test_a_mark_moves_and_goes(desk: Page, panel: Panel) -> None:
    field(desk, panel, "Die <b>").click()
    desk.keyboard.type("one two")
    desk.keyboard.press("Control+Shift+ArrowLeft")
    desk.keyboard.press("Alt+Shift+Digit2")
    assert wire(desk, panel, "Die <b>") == "one {2}two{/2}"
    desk.keyboard.press("Home")
    desk.keyboard.press("Control+Shift+ArrowRight")
    desk.keyboard.press("Alt+Shift+Digit2")
    assert wire(desk, panel, "Die <b>") == "{2}one{/2} two"
    desk.keyboard.press("Alt+Shift+Digit2")
    assert wire(desk, panel, "Die <b>") == "one two"


def test_bold_is_kept_and_what_is_pasted_comes_without_its_dress(desk: Page, panel: Panel) -> None:
    words = field(desk, panel, "Die <b>")
    words.click()
    desk.keyboard.press("Control+b")
    desk.keyboard.type("Bold")
    desk.keyboard.press("Control+b")
    desk.keyboard.type(" then ")
    words.evaluate(
        """node => {
            const data = new DataTransfer();
            data.setData("text/html", "<h1 style='color:red'>Big <i>dress</i></h1>");
            data.setData("text/plain", "plain {1} words\\nnext");
            node.dispatchEvent(new InputEvent("beforeinput", {
                inputType: "insertFromPaste", dataTransfer: data, bubbles: true, cancelable: true,
            }));
        }"""
    )
    assert wire(desk, panel, "Die <b>") == "{b}Bold{/b} then plain \\{1} words{br}next"


def test_undoing_touches_one_text_alone(desk: Page, panel: Panel) -> None:
    field(desk, panel, "Worum").click()
    desk.keyboard.type("First")
    field(desk, panel, "Zum Schluss").click()
    desk.keyboard.type("two words")
    desk.keyboard.press("Control+z")
    assert wire(desk, panel, "Zum Schluss") == "two "
    for _ in range(3):
        desk.keyboard.press("Control+z")
    assert (wire(desk, panel, "Worum"), wire(desk, panel, "Zum Schluss")) == ("First", "")
    desk.keyboard.press("Control+Shift+z")
    assert wire(desk, panel, "Zum Schluss") == "two "


def test_every_tricky_text_survives_the_browser(desk: Page) -> None:
    texts = [*(text for _html, text in RICH.values()), "zero\u200bwidth {1}\u200b{/1}\u200b"]
    names = [name.removeprefix("a") for name in IDS]
    survived = desk.evaluate(
        """async ([texts, names]) => {
            const wire = await import("/static/translation/desk/wire.js");
            const tokens = new Map(names.map(name => [name, ""]));
            return texts.map(text => {
                const node = document.createElement("div");
                node.append(wire.toDom(text, tokens));
                return wire.toText(node);
            });
        }""",
        [texts, names],
    )
    assert survived == texts


def test_two_people_and_one_text(enter: Callable[..., Page], panel: Panel) -> None:
    first, second = enter("reviewer"), enter("translator")
    visit(first, panel)
    visit(second, panel)
    field(first, panel, "Zum Schluss").click()
    first.keyboard.type("In the end.")
    saved(first)
    field(second, panel, "Zum Schluss").click()
    second.keyboard.type("Finally.")
    conflict = segment(second, panel, "Zum Schluss").locator(".desk-conflict")
    expect(conflict).to_contain_text("Somebody else changed this text meanwhile.")
    expect(conflict.locator(".desk-theirs")).to_have_text("In the end.")
    expect(field(second, panel, "Zum Schluss")).to_have_text("Finally.")
    assert panel.stored()["Zum Schluss."] == "In the end."
    conflict.get_by_role("button", name="Replace it by mine").click()
    saved(second)
    assert panel.stored()["Zum Schluss."] == "Finally."
    # The other way round: the first one goes on from what stood there.
    field(first, panel, "Zum Schluss").click()
    first.keyboard.type(" Really.")
    other = segment(first, panel, "Zum Schluss").locator(".desk-conflict")
    other.get_by_role("button", name="Take the stored text").click()
    expect(field(first, panel, "Zum Schluss")).to_have_text("Finally.")
    assert panel.stored()["Zum Schluss."] == "Finally."


def test_without_a_connection_nothing_is_lost(desk: Page, panel: Panel) -> None:
    desk.context.set_offline(True)
    field(desk, panel, "Zum Schluss").click()
    desk.keyboard.type("Typed in a tunnel")
    state = segment(desk, panel, "Zum Schluss").locator("[data-desk-state]")
    expect(state).to_have_text("Not saved; kept in this browser, trying again")
    expect(desk.locator("[data-desk-saved]")).to_have_text(
        "No connection. Everything is kept in this browser."
    )
    desk.context.set_offline(False)
    saved(desk)
    assert panel.stored()["Zum Schluss."] == "Typed in a tunnel"


def test_what_was_kept_comes_back_with_the_next_visit(desk: Page, panel: Panel) -> None:
    desk.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    field(desk, panel, "Zum Schluss").click()
    desk.keyboard.type("Before the window closed")
    state = segment(desk, panel, "Zum Schluss").locator("[data-desk-state]")
    expect(state).to_have_text("Not saved; kept in this browser, trying again")
    again = desk.context.new_page()
    desk.close()
    assert panel.stored()["Zum Schluss."] is None
    visit(again, panel)
    expect(field(again, panel, "Zum Schluss")).to_have_text("Before the window closed")
    saved(again)
    assert panel.stored()["Zum Schluss."] == "Before the window closed"


def test_keys(desk: Page, panel: Panel) -> None:
    field(desk, panel, "Worum").click()
    desk.keyboard.type("About")
    desk.keyboard.press("Control+Enter")
    expect(field(desk, panel, "Die <b>")).to_be_focused()
    saved(desk)
    desk.keyboard.press("Alt+ArrowUp")
    expect(field(desk, panel, "Worum")).to_be_focused()
    desk.keyboard.press("Alt+ArrowDown")
    desk.keyboard.press("Alt+ArrowDown")
    expect(field(desk, panel, "Zum Schluss")).to_be_focused()


def test_keeping_and_filtering(desk: Page, panel: Panel) -> None:
    desk.locator("[data-desk-filter] a[data-show=missing]").click()
    one = segment(desk, panel, "Leiterin")
    one.hover()
    one.locator("[data-desk-keep]").click()
    expect(one.locator("[data-desk-state]")).to_have_text("Kept as in the original")
    expect(one.locator("textarea")).to_have_value("Leiterin")
    # It stays in sight until something else is asked for.
    expect(one).to_be_visible()
    desk.locator("[data-desk-filter] a[data-show=outdated]").click()
    expect(desk.locator(".desk-segment:visible")).to_have_count(0)
    desk.locator("[data-desk-filter] a[data-show='']").click()
    expect(one).to_be_visible()


def test_the_release_lists_its_reasons_and_leads_to_the_text(desk: Page, panel: Panel) -> None:
    desk.locator("[data-desk-release]").click()
    dialog = desk.locator("[data-desk-dialog]")
    expect(dialog.locator(".desk-reasons li").last).to_contain_text(
        "7 texts are not translated yet."
    )
    dialog.locator("[data-desk-jump]").last.click()
    expect(dialog).to_be_hidden()
    expect(field(desk, panel, "Gespräch")).to_be_focused()


def test_without_a_script_it_is_a_form(enter: Callable[..., Page], panel: Panel) -> None:
    page = enter(java_script_enabled=False)
    page.goto(panel.address)
    segment(page, panel, "Die <b>").locator("textarea").fill(
        "{1}The civil service{/1} in {2}the report{/2}"
    )
    segment(page, panel, "Zum Schluss").locator("textarea").fill("{9}")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messages li").first).to_contain_text("1 text saved.")
    broken = segment(page, panel, "Zum Schluss")
    expect(broken.locator("[role=alert]")).to_contain_text("The original has no mark {9}.")
    expect(broken.locator("textarea")).to_have_value("{9}")
    html = '<a id="a1">The civil service</a> in <a id="a2">the report</a>'
    assert html in panel.stored().values()
    broken.locator("textarea").fill("")
    segment(page, panel, "Leiterin").get_by_role("button", name="Keep as in the original").click()
    expect(segment(page, panel, "Leiterin").locator("textarea")).to_have_value("Leiterin")
    page.get_by_role("link", name="Release…").click()
    expect(page.locator(".desk-reasons li").last).to_contain_text("5 texts are not translated yet.")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_screens_are_open_to_everybody(
    enter: Callable[..., Page], panel: Panel, axe: Callable[..., None], scheme: str, width: int
) -> None:
    page = enter(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto("/admin/translations/")
    axe(page)
    visit(page, panel)
    field(page, panel, "Die <b>").click()
    page.keyboard.type("Something")
    saved(page)
    axe(page)
    sideways = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) == 0
    page.locator("[data-desk-release]").click()
    expect(page.locator(".desk-reasons")).to_be_visible()
    axe(page)
