"""The whole way of a panel: written in German, translated at the desk, read in English, changed."""

import re
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.serving import Site

TITLE = "Wer spricht hier für wen?"
ENGLISH = "Who speaks for whom?"
SUMMARY = "Übersetzen ist Auslegung, und jede Auslegung hat Folgen."
PARAGRAPHS = [
    "Das Amt spricht seine eigene Sprache, und das ist kein Vorwurf.",
    "Der Saal antwortet in vielen anderen.",
]
PEOPLE = {
    "Ruth Probenow": ("Dolmetscherin", "Büro für klare Worte"),
    "Emil Versuchsmann": ("Amtsleiter", "Amt für Erprobung"),
}


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def publish(page: Page, button: str) -> None:
    """Open the menu beside the save button, choose to publish, wait for the message."""
    page.locator("footer .w-dropdown__toggle").last.click()
    page.locator(f"footer button[name={button}]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def choose(page: Page, opener: Locator, name: str) -> None:
    """Choose the snippet of that name in the dialogue that ``opener`` opens."""
    opener.click()
    dialog = page.locator(".modal.in, dialog[open]")
    dialog.locator("input[name=q]").fill(name)
    dialog.get_by_role("link", name=name).first.click()
    expect(dialog).to_be_hidden()


def add_block(page: Page, number: int) -> Locator:
    """Add the block of that place in the picker below the last block; the new block."""
    stream = page.locator("[data-contentpath=body]")
    before = stream.locator("[data-streamfield-child]").count()
    stream.locator("button.c-sf-add-button").last.click()
    page.get_by_role("option").nth(number).click()
    block = stream.locator("[data-streamfield-child]").nth(before)
    expect(block).to_be_visible()
    return block


def write_person(page: Page, name: str) -> None:
    position, organisation = PEOPLE[name]
    page.goto("/admin/snippets/sessions_app/speaker/add/")
    page.locator("#id_name").fill(name)
    page.locator("#id_position").fill(position)
    page.locator("#id_organisation").fill(organisation)
    publish(page, "action-publish")


def write_panel(page: Page, site: Site) -> None:
    """The editor's part: page with body and partner, people, time and room; published."""
    parent = site.python(
        "from sessions_app.models import ProgrammePage; "
        "print(ProgrammePage.objects.get(locale__language_code='de').pk)"
    ).strip()
    page.goto(f"/admin/pages/add/sessions_app/sessionpage/{parent}/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill(SUMMARY)
    text = add_block(page, 0).get_by_role("textbox")
    text.click()
    page.keyboard.type(PARAGRAPHS[0])
    page.keyboard.press("Enter")
    page.keyboard.type(PARAGRAPHS[1])
    partner = add_block(page, 8)
    choose(page, partner.locator("[data-chooser-action-choose]").first, "Gesprächskreis")
    page.get_by_role("tab").nth(1).click()
    choose(page, page.locator("#id_format-chooser [data-chooser-action-choose]").first, "Panel")
    page.locator("#id_slots-ADD").click()
    page.locator("#id_slots-0-start").fill("2027-06-10 17:30")
    page.keyboard.press("Escape")
    page.locator("#id_slots-0-minutes").fill("45")
    dialog = page.locator(".modal.in, dialog[open]")
    for name in PEOPLE:
        page.locator("#id_appearances-OPEN_MODAL").click()
        dialog.locator("input[name=q]").fill(name)
        expect(dialog.locator("tbody tr")).to_have_count(1)
        dialog.locator("tbody tr").filter(has_text=name).locator("input[type=checkbox]").check()
        dialog.locator("button[type=submit], input[type=submit]").last.click()
        expect(dialog).to_be_hidden()
    page.locator("#id_spoken_language").select_option("de")
    publish(page, "action-publish")


def translate(page: Page, segment: Locator, text: str) -> None:
    """Type a translation into one segment and wait until it is stored."""
    field = segment.locator("[contenteditable=true], textarea:visible").first
    with page.expect_response(re.compile(r"/texts/\d+/$")) as answer:
        field.click()
        field.fill(text)
        field.blur()
    assert answer.value.status == 200
    expect(segment).to_have_attribute("data-state", "done")


def segment(page: Page, german: str) -> Locator:
    return page.locator("[data-desk-segment]").filter(
        has=page.locator("[data-desk-source]", has_text=german)
    )


def test_from_a_german_panel_to_an_english_one_and_on(
    own_site: Site,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
) -> None:
    german = f"{own_site.url}/de/programm/wer-spricht-hier-fuer-wen/"
    english = f"{own_site.url}/en/programme/who-speaks-for-whom/"

    # The editor writes and publishes.
    editor = new_context(base_url=own_site.url).new_page()
    sign_in(editor, "editor")
    for name in PEOPLE:
        write_person(editor, name)
    write_panel(editor, own_site)
    assert status(german) == 200

    # Nothing of it is public in English, and the English programme says what it links.
    assert status(f"{own_site.url}/en/programme/wer-spricht-hier-fuer-wen/") == 404
    visitor = new_context(base_url=own_site.url, java_script_enabled=False).new_page()
    visitor.goto("/en/programme/")
    link = visitor.get_by_role("link", name=TITLE)
    expect(link).to_have_attribute("href", re.compile(r"/de/programm/wer-spricht-hier-fuer-wen/$"))
    expect(link).to_have_attribute("hreflang", "de")
    assert link.evaluate("e => e.closest('[lang]').lang") == "de"

    # The translator opens it, is refused as long as it is incomplete, translates, releases.
    translator = new_context(base_url=own_site.url, locale="en-GB").new_page()
    sign_in(translator, "translator")
    translator.goto("/admin/translations/?q=Wer+spricht")
    translator.get_by_role("button", name=re.compile("Translate")).click()
    expect(translator.locator("[data-desk-source]").first).to_have_text(TITLE)
    translator.locator("[data-desk-release]").click()
    dialog = translator.locator("[data-desk-dialog]")
    expect(dialog).to_contain_text("texts are not translated yet")
    expect(dialog.locator("[data-desk-release-form]")).to_have_count(0)
    dialog.locator("[data-desk-close]").click()
    assert status(english) == 404

    translate(translator, segment(translator, TITLE), ENGLISH)
    translate(translator, segment(translator, SUMMARY), "To translate is to interpret.")
    translate(translator, segment(translator, PARAGRAPHS[0]), "The office has its own language.")
    translate(translator, segment(translator, PARAGRAPHS[1]), "The room answers in many others.")
    translate(translator, segment(translator, "Dolmetscherin"), "Interpreter")
    translate(translator, segment(translator, "Büro für klare Worte"), "Plain Words Agency")
    translate(translator, segment(translator, "Amtsleiter"), "Head of office")
    translate(translator, segment(translator, "Amt für Erprobung"), "Office of Trials")
    translator.locator("[data-desk-release]").click()
    dialog.locator("[data-desk-release-form] button").click()
    expect(translator.locator(".messages .success")).to_be_visible()

    # The visitor reads it.
    visitor.goto(english)
    assert visitor.locator("html").get_attribute("lang") == "en"
    expect(visitor.locator("h1")).to_have_text(ENGLISH)
    main = visitor.locator("main")
    for text in ("The office has its own language.", "Interpreter", "Plain Words Agency", "17:30"):
        expect(main).to_contain_text(text)
    expect(main).to_contain_text("This text is a translation")
    for gone in (*PARAGRAPHS, "Dolmetscherin"):
        expect(main).not_to_contain_text(gone)
    alternates = {
        link.get_attribute("hreflang"): link.get_attribute("href")
        for link in visitor.locator("link[rel=alternate][hreflang]").all()
    }
    assert alternates == {"de": german, "en": english, "x-default": german}
    assert visitor.locator("link[rel=canonical]").get_attribute("href") == english
    switch = visitor.locator("header a[hreflang=de], nav a[hreflang=de]").first
    assert switch.get_attribute("lang") == "de"
    switch.click()
    expect(visitor).to_have_url(german)

    # The editor moves the time and changes one sentence.
    pk = own_site.python(
        "from sessions_app.models import SessionPage; "
        "print(SessionPage.objects.get(slug='wer-spricht-hier-fuer-wen').pk)"
    ).strip()
    editor.goto(f"/admin/pages/{pk}/edit/")
    text = editor.locator("[data-contentpath=body] [role=textbox]").first
    text.click()
    editor.keyboard.press("Control+Home")
    editor.keyboard.type("Übrigens: ")
    editor.get_by_role("tab").nth(1).click()
    editor.locator("#id_slots-0-start").fill("2027-06-10 18:15")
    editor.keyboard.press("Escape")
    publish(editor, "action-publish")

    # English shows the new time at once, the old text, and says that it is behind.
    visitor.goto(english)
    expect(main).to_contain_text("18:15")
    expect(main).not_to_contain_text("17:30")
    expect(main).to_contain_text("The office has its own language.")
    expect(main).to_contain_text("The German original has changed since")

    # The desk says that it is outdated, and shows what the sentence was.
    translator.goto("/admin/translations/?q=Wer+spricht&state=outdated")
    row = translator.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("outdated")
    row.get_by_role("link", name=TITLE).click()
    changed = segment(translator, f"Übrigens: {PARAGRAPHS[0]}")
    expect(changed).to_have_attribute("data-state", "outdated")
    expect(changed.locator(".desk-changed")).to_contain_text(PARAGRAPHS[0])
    expect(changed.locator("[contenteditable=true], textarea:visible").first).to_have_text(
        "The office has its own language."
    )
