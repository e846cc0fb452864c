"""An editor writes in German: the address, the words of another language, the facts."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from sessions_app.slugs import slugify

from .conftest import Site

TITLES = [
    "Straße & Ämter 4.0 – was nun?",
    "Bürger:innen (um 10:30 Uhr)",
    "L’été à la plage",
    "ÜBER „uns“ und/oder GROẞES",
]
# What the server has stored already is told the page only when `window.slow` milliseconds are over.
# Wagtail looks for changes from a moment on that it tells.
SLOW_ANSWERS = """
document.addEventListener("w-unsaved:watch-edits", () => { window.watched = true; });
const ask = window.fetch;
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  window.stored = true;
  await new Promise((told) => setTimeout(told, window.slow ?? 0));
  return answer;
};
"""
STORED = """
select count(distinct page.page_ptr_id), count(slot.id)
from sessions_app_sessionpage page
join wagtailcore_page on wagtailcore_page.id = page.page_ptr_id
left join sessions_app_slot slot on slot.page_id = page.page_ptr_id
where wagtailcore_page.title = ?
"""
# What the newest version of any page holds.
NEWEST = """
select content from wagtailcore_revision
where base_content_type_id = (
    select id from django_content_type where app_label = 'wagtailcore' and model = 'page'
)
order by created_at desc, id desc limit 1
"""


@pytest.fixture(scope="module")
def parent(own_site: Site) -> str:
    """Number of the German programme."""
    return own_site.python(
        "from sessions_app.models import ProgrammePage;"
        "print(ProgrammePage.objects.get(source=None).pk)"
    ).strip()


@pytest.fixture
def editor(
    window: Callable[..., Page],
    own_site: Site,
    sign_in: Callable[..., None],
    parent: str,
) -> Page:
    """The form of a new session, as the demo's editor opens it."""
    page = window(base_url=own_site.url, viewport={"width": 1280, "height": 1000})
    page.add_init_script(SLOW_ANSWERS)
    sign_in(page, "editor")
    page.goto(f"/admin/pages/add/sessions_app/sessionpage/{parent}/")
    expect(page.locator("#id_title")).to_be_visible()
    return page


def test_the_browser_makes_the_address_the_server_makes(editor: Page) -> None:
    made = {}
    for title in TITLES:
        editor.locator("#id_title").fill(title)
        editor.locator("#id_title").blur()
        expect(editor.locator("#id_slug")).to_have_value(slugify(title, "de"))
        made[title] = editor.locator("#id_slug").input_value()
    assert made == {title: slugify(title, "de") for title in TITLES}


def written(editor: Page, text: str) -> Locator:
    """A text block of the body with ``text`` in it."""
    editor.locator("#id_title").fill("Fremde Wörter")
    editor.locator("[data-streamfield-stream-container] .c-sf-add-button").first.click()
    editor.get_by_role("option", name="Text", exact=True).click()
    area = editor.locator(".public-DraftEditor-content").first
    area.click()
    editor.keyboard.type(text)
    return area


def select(editor: Page, start: int, length: int) -> None:
    """Select characters of the first line by the keyboard."""
    editor.keyboard.press("Home")
    for _ in range(start):
        editor.keyboard.press("ArrowRight")
    for _ in range(length):
        editor.keyboard.press("Shift+ArrowRight")


def test_words_of_another_language_are_marked_by_keyboard(
    editor: Page, axe: Callable[..., None]
) -> None:
    area = written(editor, "Der civil service lernt")
    mark = area.locator(".language-of-part-mark")
    dialog = editor.locator("dialog.language-of-part")
    button = editor.locator(".Draftail-ToolbarButton[name=LANG]")

    select(editor, 4, 13)
    button.click()
    expect(dialog.get_by_role("combobox")).to_be_focused()
    axe(editor, exclude=("body > :not(dialog)",))
    editor.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(mark).to_have_count(0)

    select(editor, 4, 13)
    button.click()
    dialog.get_by_role("combobox").select_option("en")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Enter")
    expect(mark).to_have_text("civil service")
    expect(mark).to_have_attribute("lang", "en")


def test_nothing_selected_is_told(editor: Page) -> None:
    written(editor, "Nichts")
    # The bar that floats above a selection can be pinned, and is then there without one.
    select(editor, 0, 6)
    editor.locator(".Draftail-ToolbarButton[name=PIN_TOOLBAR]").click()
    editor.keyboard.press("End")
    editor.locator(".Draftail-ToolbarButton[name=LANG]").click()
    dialog = editor.locator("dialog.language-of-part")
    expect(dialog.get_by_role("combobox")).to_have_count(0)
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)


def test_the_mark_is_changed_and_taken_away(editor: Page) -> None:
    area = written(editor, "Der civil service lernt")
    mark = area.locator(".language-of-part-mark")
    dialog = editor.locator("dialog.language-of-part")
    select(editor, 4, 13)
    editor.locator(".Draftail-ToolbarButton[name=LANG]").click()
    dialog.get_by_role("combobox").select_option("en")
    dialog.locator("[type=submit]").click()
    expect(mark).to_have_text("civil service")

    tooltip = editor.locator(".Tooltip")
    mark.locator("[data-draftail-trigger]").click()
    tooltip.get_by_role("button").first.click()
    expect(dialog.get_by_role("combobox")).to_have_value("en")
    dialog.get_by_role("combobox").select_option("de")
    dialog.locator("[type=submit]").click()
    expect(mark).to_have_attribute("lang", "de")
    expect(mark).to_have_text("civil service")

    mark.locator("[data-draftail-trigger]").click()
    tooltip.get_by_role("button").last.click()
    expect(mark).to_have_count(0)
    expect(area).to_have_text("Der civil service lernt")


def test_a_save_waits_for_the_one_on_its_way(editor: Page, own_site: Site) -> None:
    """Nothing new in the form is stored twice, nor is anything sent twice."""
    editor.wait_for_function("() => window.watched")
    editor.evaluate("() => { window.slow = 4000; window.stored = false; }")
    editor.locator("#id_title").fill("Eilig")
    editor.get_by_role("tab").nth(1).click()
    editor.locator("#id_slots-ADD").click()
    editor.locator("#id_slots-0-start").fill("2027-06-10 17:30")
    editor.keyboard.press("Escape")
    editor.locator("#id_slots-0-minutes").fill("45")
    editor.wait_for_function("() => window.stored")
    sent = []
    editor.on(
        "request",
        lambda request: sent.append((request.method, request.resource_type, request.frame)),
    )
    editor.get_by_role("button", name="Entwurf speichern").click()
    editor.evaluate("document.querySelector('#page-edit-form').requestSubmit()")
    expect(editor.locator(".messages .success")).to_be_visible()
    assert sent.count(("POST", "document", editor.main_frame)) == 1
    with closing(sqlite3.connect(own_site.files / "db.sqlite3")) as database:
        assert database.execute(STORED, ["Eilig"]).fetchone() == (1, 1)


@pytest.mark.parametrize("key", ["Control+s", "Enter"])
def test_the_last_words_are_saved_with_the_others(editor: Page, own_site: Site, key: str) -> None:
    """By the key in the text itself, and by the button, as fast as fingers are."""
    area = written(editor, "Anfang")
    editor.locator("#id_title").fill(f"Gespeichert mit {key}")
    area.click()
    editor.keyboard.press("Control+End")
    editor.wait_for_timeout(1000)
    editor.keyboard.type(f" und Ende mit {key}")
    if key == "Enter":
        editor.get_by_role("button", name="Entwurf speichern").focus()
    editor.keyboard.press(key)
    expect(editor.locator(".messages .success")).to_be_visible()
    with closing(sqlite3.connect(own_site.files / "db.sqlite3")) as database:
        (newest,) = database.execute(NEWEST).fetchone()
    assert f"Anfang und Ende mit {key}" in newest
