"""Wagtail's panel “Checks” in a real browser: what it tells an editor of a German original."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Site

SLUG = "der-staat-der-zuerst-fragt"
PAGE = f"""
from sessions_app.models import SessionPage
print(SessionPage.objects.get(slug="{SLUG}", locale__language_code="de").pk)
"""
# In the language of the demo's editor, who reads German.
WORDS = """
import json
from django.utils.translation import override
from sessions_app.content_checks import RULES
with override("de"):
    print(json.dumps({id: [str(rule.name), str(rule.help)] for id, rule in RULES.items()}))
"""


@pytest.fixture
def editor(
    own_site: Site,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
) -> Page:
    """The demo's first session, open in the editor that Wagtail brings."""
    page = new_context(base_url=own_site.url, viewport={"width": 1500, "height": 900}).new_page()
    sign_in(page, "editor")
    page.goto(f"/admin/pages/{own_site.python(PAGE).strip()}/edit/")
    return page


def told(editor: Page) -> list[list[str]]:
    """Name, help and place of every row of the panel that is ours."""
    rows = editor.locator("[data-checks-panel] [data-content-checker-row]")
    return [
        [
            row.locator("[data-content-checker-name]").inner_text(),
            row.locator("[data-content-checker-help]").inner_text(),
            row.locator("[data-content-checker-selector-text]").inner_text(),
        ]
        for row in rows.all()
    ]


def test_the_panel_tells_what_a_browser_cannot_see(editor: Page, own_site: Site) -> None:
    words = json.loads(own_site.python(WORDS))
    editor.locator("[data-side-panel-toggle=checks]").click()
    panel = editor.locator("[data-side-panel=checks]")
    counter = panel.locator("[data-content-checker-count]")
    # The demo's original has nothing to mend.
    expect(editor.locator("[data-content-word-count]")).not_to_have_text("-")
    expect(counter).to_have_text("0")

    editor.locator("#id_summary").fill('Zu "kurz".')
    expect(counter).to_have_text("2")
    rows = told(editor)
    assert sorted(rows) == sorted(
        [*words[rule], ".z-summary"] for rule in ("sessions-quotes", "sessions-summary-length")
    )

    # What is mended goes, while the panel stands open.
    editor.locator("#id_summary").fill("Ämter stellen Fragen, deren Antwort sie haben. " * 3)
    expect(counter).to_have_text("0")
    editor.locator("#id_spoken_language").evaluate(
        "field => { field.value = ''; field.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    expect(counter).to_have_text("1")
    assert [row[:2] for row in told(editor)] == [words["sessions-spoken-language"]]
