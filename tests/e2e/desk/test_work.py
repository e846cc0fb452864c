"""A translator's work at the desk in a real browser: the keyboard alone, help, filters, notes."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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
