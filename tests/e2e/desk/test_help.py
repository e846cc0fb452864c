"""The help beside a text in a real browser: notes, opinions, earlier texts, and whose they are."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.e2e.desk.panel import Panel, field, saved, segment, visit

# All in one task, as when the browser has much to do.
CLICK_AND_KEY = """(field) => {
    const told = { bubbles: true };
    field.dispatchEvent(new PointerEvent("pointerdown", told));
    field.focus();
    field.dispatchEvent(new PointerEvent("pointerup", told));
    const key = { key: "W", code: "KeyW", altKey: true, shiftKey: true, cancelable: true, ...told };
    field.dispatchEvent(new KeyboardEvent("keydown", key));
}"""
GO_AND_SEND = """(button, field) => {
    field.focus();
    button.form.requestSubmit();
}"""


def test_notes_and_findings_in_the_help(wide: Page, panel: Panel) -> None:
    visit(wide, panel)
    field(wide, panel, "Reden hilft").click()
    wide.keyboard.type("Talking helps 2 people.")
    saved(wide)
    finding = segment(wide, panel, "Reden hilft").locator("[data-check]")
    expect(finding).to_have_count(1)
    help_pane = wide.locator("[data-desk-helping]")
    wide.keyboard.press("Alt+Shift+KeyH")
    expect(help_pane.locator("#desk-helping-title")).to_be_focused()
    # Whether other panels' texts are told of besides depends on who was here before.
    number = help_pane.locator(".desk-judged").filter(has_text="number 2")
    number.locator("summary").click()
    number.get_by_label("Why it is right so").fill("Two people were there.")
    number.get_by_role("button", name="Dismiss", exact=True).click()
    expect(finding).to_have_count(0)
    expect(help_pane).to_contain_text("Two people were there.")
    expect(wide.locator("[data-desk-number=findings]")).to_have_text("0")
    help_pane.get_by_label("Add a note").fill("Who were they?")
    help_pane.get_by_role("button", name="Save the note").click()
    expect(help_pane.locator(".desk-note")).to_contain_text("Who were they?")
    expect(wide.locator("[data-desk-number=notes]")).to_have_text("1")
    expect(segment(wide, panel, "Reden hilft").locator("[data-desk-notes]")).to_be_visible()
    help_pane.get_by_role("button", name="Let it count again").click()
    expect(finding).to_have_count(1)
    help_pane.get_by_role("button", name="Resolved").click()
    expect(wide.locator("[data-desk-number=notes]")).to_have_text("0")
    wide.keyboard.press("Escape")
    expect(field(wide, panel, "Reden hilft")).to_be_focused()


def two_texts(page: Page, panel: Panel) -> None:
    """Translate two texts, which can be thought something of then; nothing is known of either."""
    visit(page, panel)
    for text, target in (("Reden hilft", "Talking helps."), ("Zum Schluss", "In the end.")):
        field(page, panel, text).click()
        page.keyboard.type(target)
    saved(page)
    visit(page, panel)


def test_a_key_is_about_the_text_one_has_just_gone_to(wide: Page, panel: Panel) -> None:
    two_texts(wide, panel)
    field(wide, panel, "Reden hilft").click()
    expect(wide.locator(f"#work-{panel.key('Reden hilft')}")).to_be_attached()
    # The browser tells of the key before it has let go of the click.
    field(wide, panel, "Zum Schluss").evaluate(CLICK_AND_KEY)
    expect(wide.locator(f"#work-{panel.key('Zum Schluss')}")).to_be_focused()


def test_what_is_sent_is_about_the_text_it_stood_beside(wide: Page, panel: Panel) -> None:
    visit(wide, panel)
    field(wide, panel, "Reden hilft").click()
    wide.get_by_label("Add a note").fill("Who says so?")
    other = field(wide, panel, "Zum Schluss").element_handle()
    # Gone on to another text, whose help is not here yet.
    wide.get_by_role("button", name="Save the note").evaluate(GO_AND_SEND, other)
    number = "[data-desk-notes-number]"
    expect(segment(wide, panel, "Reden hilft").locator(number)).to_have_text("1")
    expect(segment(wide, panel, "Zum Schluss").locator(number)).to_have_text("0")
    expect(wide.locator(f"#note-{panel.key('Zum Schluss')}")).to_have_value("")
    field(wide, panel, "Reden hilft").click()
    expect(wide.locator(".desk-note")).to_have_count(1)
    expect(wide.locator(f"#note-{panel.key('Reden hilft')}")).to_have_value("")


def test_words_in_the_help_outlive_what_takes_its_place(wide: Page, panel: Panel) -> None:
    two_texts(wide, panel)
    late = list[Route]()
    wide.route("**/help/", lambda route: late.append(route), times=1)
    field(wide, panel, "Reden hilft").click()
    expect(wide.locator("[data-desk-helping-body]")).to_have_attribute("aria-busy", "true")
    expect(wide.locator("[data-desk-helping-status]")).not_to_have_text("")
    # Asked once more, the help is here before the first answer.
    wide.keyboard.press("Alt+Shift+KeyW")
    work = wide.locator(f"#work-{panel.key('Reden hilft')}")
    expect(work).to_be_focused()
    wide.keyboard.type("What hel")
    first = wide.locator("[data-desk-advice]").element_handle()
    (route,) = late
    route.continue_()
    first.wait_for_element_state("hidden")
    wide.keyboard.type("ps?")
    expect(work).to_have_value("What helps?")
    note = wide.get_by_label("Add a note")
    note.fill("Ask them")
    # Elsewhere and back.
    field(wide, panel, "Zum Schluss").click()
    expect(wide.locator(f"#work-{panel.key('Zum Schluss')}")).to_have_value("")
    expect(note).to_have_value("")
    field(wide, panel, "Reden hilft").click()
    expect(work).to_have_value("What helps?")
    expect(work).to_be_visible()
    expect(note).to_have_value("Ask them")
    # What was sent does not come again; the other words stay.
    wide.get_by_role("button", name="Save the note").click()
    expect(wide.locator(".desk-note")).to_contain_text("Ask them")
    expect(note).to_have_value("")
    expect(work).to_have_value("What helps?")
    visit(wide, panel)
    field(wide, panel, "Reden hilft").click()
    expect(work).to_have_value("What helps?")
    expect(note).to_have_value("")


def test_an_earlier_text_is_taken_again(
    wide: Page, panel: Panel, enter: Callable[..., Page]
) -> None:
    other = enter("translator")
    visit(other, panel)
    field(other, panel, "Zum Schluss").click()
    other.keyboard.type("In the end.")
    saved(other)
    visit(wide, panel)
    field(wide, panel, "Zum Schluss").click()
    wide.keyboard.press("Control+a")
    wide.keyboard.type("Finally.")
    saved(wide)
    history = wide.locator(".desk-happening")
    expect(history).to_have_count(2)
    history.last.get_by_role("button", name="Take this text again").click()
    saved(wide)
    assert panel.stored()["Zum Schluss."] == "In the end."


def test_the_help_stands_below_its_text_where_there_is_no_room(
    enter: Callable[..., Page], panel: Panel
) -> None:
    page = enter(viewport={"width": 390, "height": 800})
    visit(page, panel)
    one = segment(page, panel, "Zum Schluss")
    link = one.locator("[data-desk-help]")
    link.click()
    expect(one.locator(".desk-helping .desk-advice")).to_be_visible()
    expect(link).to_have_attribute("aria-expanded", "true")
    one.locator("[data-desk-helping-close]").click()
    expect(one.locator(".desk-helping")).to_be_hidden()
    expect(field(page, panel, "Zum Schluss")).to_be_focused()
