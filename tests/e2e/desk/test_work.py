"""A translator's work at the desk in a real browser: the keyboard alone, help, filters, notes."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.desk.panel import Panel, field, saved, segment, visit, wire
from tests.e2e.serving import Site

# A session whose title the memory knows from others, with a term of the demo's glossary.
KNOWN = """
import json
from wagtail.models import Locale
from sessions_app.models import ProgrammePage
from sessions_app.translation import drafting, localize
from django.contrib.auth import get_user_model
from tests.factories import make_session
programme = ProgrammePage.objects.get(source=None)
english = Locale.objects.get(language_code="en")
user = get_user_model().objects.get(username="admin")
def opened(title):
    page = make_session(programme, title=title)
    drafting.open_translations([page], english)
    found = localize.translations_of([page.translation_key], english).get()
    return found, localize.segment_rows([found])[found.pk]
for german, heading in [
    ("Das Publikum kommt heute um neun", "The audience comes at nine today"),
    ("Das Publikum kommt um zehn", "The audience comes at ten"),
]:
    other, rows = opened(german)
    drafting.save_segment(other, rows[0].id, heading, drafting.version(None), user)
mine, rows = opened("Das Publikum kommt um neun")
print(json.dumps([mine.pk, {row.text: row.id for row in rows}]))
"""
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
SIXTY = """
import json
from wagtail.models import Locale
from sessions_app.models import ProgrammePage
from sessions_app.translation import drafting, localize
from tests.factories import block, make_session
link = '<p>Absatz {n} nennt <a href="https://example.org/{n}">seine Quelle {n}</a>.</p>'
alone = "<p>Absatz {n} steht für sich.</p>"
html = "".join((alone if n % 20 else link).format(n=n) for n in range(58))
page = make_session(ProgrammePage.objects.get(source=None), title="Sechzig Texte",
    summary="Worum es in sechzig Texten geht.", body=[block("text", html)])
english = Locale.objects.get(language_code="en")
drafting.open_translations([page], english)
opened = localize.translations_of([page.translation_key], english).get()
rows = localize.segment_rows([opened])[opened.pk]
print(json.dumps([opened.pk, {row.text: row.id for row in rows}]))
"""


def made(site: Site, code: str) -> Panel:
    """The panel that ``code`` makes."""
    pk, rows = json.loads(site.python(code).splitlines()[-1])
    return Panel(site, pk, rows)


@pytest.fixture
def known(own_site: Site) -> Panel:
    """A panel of which the memory knows something."""
    return made(own_site, KNOWN)


@pytest.fixture
def wide(enter: Callable[..., Page]) -> Page:
    """A reviewer's window with room for all panes."""
    return enter(viewport={"width": 1500, "height": 900})


def test_sixty_texts_with_the_keyboard_alone(own_site: Site, wide: Page) -> None:
    panel = made(own_site, SIXTY)
    visit(wide, panel)
    expect(wide.locator("[data-desk-count]")).to_have_text("0 of 60 texts")
    wide.keyboard.press("Alt+Shift+KeyN")
    expect(field(wide, panel, "Sechzig Texte")).to_be_focused()
    wide.keyboard.type("Sixty texts")
    wide.keyboard.press("Control+Enter")
    wide.keyboard.type("What sixty texts are about.")
    for number in range(58):
        wide.keyboard.press("Control+Enter")
        if number % 20 == 0:
            wide.keyboard.type(f"Paragraph {number} names ")
            wide.keyboard.press("Alt+Shift+Digit1")
            wide.keyboard.type(f"its source {number}")
        else:
            wide.keyboard.type(f"Paragraph {number} stands alone.")
    wide.keyboard.press("Control+Enter")
    expect(wide.locator("[data-desk-status]")).to_have_text("Nothing is left to translate here.")
    expect(wide.locator("[data-desk-saved]")).to_have_text("All saved")
    expect(wide.locator("[data-desk-count]")).to_have_text("60 of 60 texts")
    expect(wide.locator("[data-desk-words]")).to_have_text("0 words left")
    expect(wide.locator("[data-desk-number=missing]")).to_have_text("0")
    expect(wide.locator("[data-desk-live]")).to_have_text("ready")
    stored = panel.stored()
    assert list(stored.values()) == [
        "Sixty texts",
        "What sixty texts are about.",
        *(
            f'Paragraph {n} names <a id="a1">its source {n}</a>'
            if n % 20 == 0
            else f"Paragraph {n} stands alone."
            for n in range(58)
        ),
    ]


def test_suggestions_and_terms_are_taken_by_key_and_undone(known: Panel, wide: Page) -> None:
    visit(wide, known)
    field(wide, known, "Das Publikum").click()
    help_pane = wide.locator("[data-desk-helping]")
    expect(help_pane.locator(".desk-suggestion")).to_have_count(2)
    expect(help_pane.locator(".desk-suggestion").first.locator("del")).to_have_text("removed: zehn")
    wide.keyboard.press("Control+m")
    expect(wide.locator("[data-desk-status]")).to_have_text("Which suggestion? Press its number.")
    wide.keyboard.press("Digit1")
    first = help_pane.locator("[data-desk-suggestion='1'] .desk-suggestion__target").inner_text()
    expect(field(wide, known, "Das Publikum")).to_have_value(first)
    wide.keyboard.press("Control+z")
    expect(field(wide, known, "Das Publikum")).to_have_value("")
    wide.keyboard.type("The ")
    wide.keyboard.press("Control+g")
    wide.keyboard.press("Digit1")
    wide.keyboard.type(" comes")
    expect(field(wide, known, "Das Publikum")).to_have_value("The audience comes")
    # Without the first key a digit is a digit; one that has nothing behind it says so.
    wide.keyboard.type(" at 9")
    wide.keyboard.press("Control+m")
    wide.keyboard.press("Digit5")
    expect(wide.locator("[data-desk-status]")).to_have_text(
        "There is no suggestion of this number."
    )
    saved(wide)
    assert known.stored()["Das Publikum kommt um neun"] == "The audience comes at 9"


def test_what_no_keyboard_has_is_put_in(desk: Page, panel: Panel) -> None:
    words = field(desk, panel, "Zum Schluss")
    words.click()
    desk.keyboard.type("At 9")
    desk.keyboard.press("Alt+Shift+Space")
    desk.keyboard.type("a.m. the ad")
    desk.keyboard.press("Alt+Shift+KeyS")
    desk.keyboard.type("ministration")
    expect(words.locator(".desk-sign[data-c=shy]")).to_have_count(1)
    assert wire(desk, panel, "Zum Schluss") == "At 9\u00a0a.m. the ad\u00admin" + "istration"
    desk.locator("[data-desk-sign=nbsp]").click()
    desk.keyboard.type("ends")
    assert wire(desk, panel, "Zum Schluss").endswith("istration\u00a0ends")
    plain = field(desk, panel, "Gespräch")
    plain.click()
    desk.keyboard.type("Ad")
    desk.keyboard.press("Alt+Shift+KeyS")
    desk.keyboard.type("ministration")
    expect(plain).to_have_value("Ad\u00administration")
    saved(desk)
    assert panel.stored()["Zum Schluss."] == "At 9\u00a0a.m. the ad\u00administration\u00a0ends"


def test_a_passage_is_marked_as_another_language(desk: Page, panel: Panel) -> None:
    words = field(desk, panel, "Zum Schluss")
    words.click()
    desk.keyboard.type("So much for the Verwaltung")
    desk.keyboard.press("Alt+Shift+KeyL")
    expect(desk.locator("[data-desk-status]")).to_have_text("Select the words first.")
    desk.keyboard.press("Control+Shift+ArrowLeft")
    desk.keyboard.press("Alt+Shift+KeyL")
    expect(words.locator(".desk-chip")).to_have_attribute("lang", "de")
    saved(desk)
    stored = 'So much for the <a id="lang-de">Verwaltung</a>'
    assert panel.stored()["Zum Schluss."] == stored
    visit(desk, panel)
    expect(field(desk, panel, "Zum Schluss").locator(".desk-chip[lang=de]")).to_have_text(
        "Verwaltung"
    )
    # Plain fields know no languages.
    field(desk, panel, "Gespräch").click()
    expect(desk.locator("[data-desk-language-tools]")).to_be_hidden()


def test_the_original_is_copied_and_kept_by_key(desk: Page, panel: Panel) -> None:
    field(desk, panel, "Die <b>").click()
    desk.keyboard.press("Alt+Shift+KeyC")
    assert wire(desk, panel, "Die <b>") == (
        "Die {b}Verwaltung{/b} lernt, sagt {1}the civil service{/1}, {2}im Bericht{/2}."
    )
    desk.keyboard.press("Control+z")
    assert wire(desk, panel, "Die <b>") == ""
    field(desk, panel, "Leiterin").click()
    desk.keyboard.press("Alt+Shift+KeyK")
    state = segment(desk, panel, "Leiterin").locator("[data-desk-state]")
    expect(state).to_have_text("Kept as in the original")


def test_search_and_filters_by_key(desk: Page, panel: Panel) -> None:
    desk.keyboard.press("Alt+Shift+KeyF")
    expect(desk.locator("#desk-search")).to_be_focused()
    desk.keyboard.type("verwalt")
    expect(desk.locator(".desk-segment:visible")).to_have_count(1)
    expect(desk.locator("[data-desk-status]")).to_have_text("1 texts found")
    desk.keyboard.press("Enter")
    expect(field(desk, panel, "Die <b>")).to_be_focused()
    assert desk.url.endswith("?q=verwalt")
    # The same without a script: the address says it all.
    desk.reload()
    expect(desk.locator(".desk-segment:visible")).to_have_count(1)
    desk.locator("#desk-search").fill("")
    expect(desk.locator(".desk-segment:visible")).to_have_count(7)


def test_the_panes_go_and_come(wide: Page, panel: Panel) -> None:
    visit(wide, panel)
    field(wide, panel, "Worum").click()
    panes = wide.locator(".desk-outline, .desk-panes > .desk-helping")
    expect(panes.first).to_be_visible()
    expect(panes.last).to_be_visible()
    wide.keyboard.press("Alt+Shift+Digit0")
    expect(panes.first).to_be_hidden()
    expect(panes.last).to_be_hidden()
    expect(wide.get_by_role("button", name="Texts alone")).to_have_attribute("aria-pressed", "true")
    wide.keyboard.press("Alt+Shift+Digit0")
    expect(panes.first).to_be_visible()
    wide.keyboard.press("Control+p")
    expect(wide.locator("[data-desk-preview-pane]")).to_be_visible()
    wide.keyboard.press("Control+p")
    expect(wide.locator("[data-desk-preview-pane]")).to_be_hidden()


def test_the_contents_lead_to_their_texts(wide: Page, panel: Panel) -> None:
    visit(wide, panel)
    contents = wide.get_by_role("navigation", name="Contents")
    contents.get_by_role("link", name=re.compile("Quote")).click()
    expect(field(wide, panel, "Reden hilft")).to_be_focused()
    here = contents.locator("[aria-current=location]")
    expect(here).to_have_text(re.compile("Quote.*0/2"))
    wide.keyboard.type("Talking helps.")
    saved(wide)
    expect(here).to_have_text(re.compile("Quote.*1/2"))


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


def test_the_sheet_of_keys_tells_of_the_desk(desk: Page, panel: Panel) -> None:
    desk.locator("body").press("?")
    sheet = desk.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Take suggestion 1–5 of the memory")
    expect(sheet).to_contain_text("Ctrl + m, 1–5")
    desk.keyboard.press("Escape")
    desk.goto("/admin/translations/")
    desk.locator("body").press("?")
    expect(sheet).to_be_visible()
    expect(sheet).not_to_contain_text("Take suggestion")


def test_who_switched_shortcuts_off_types_in_peace(
    own_site: Site, panel: Panel, enter: Callable[..., Page]
) -> None:
    own_site.python(
        "from django.contrib.auth import get_user_model as m\n"
        "from wagtail.users.models import UserProfile as P\n"
        "P.objects.update_or_create(user=m().objects.get(username='translator'),"
        " defaults={'keyboard_shortcuts': False})"
    )
    page = enter("translator")
    visit(page, panel)
    field(page, panel, "Worum").click()
    page.keyboard.press("Alt+Shift+KeyC")
    page.keyboard.press("Alt+ArrowDown")
    expect(field(page, panel, "Worum")).to_be_focused()
    assert wire(page, panel, "Worum") == ""
