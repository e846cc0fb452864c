"""Handed in by one person, read and decided on by another; visitors read what was approved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.serving import Site

# A panel of the demo whose translation is a draft: complete it, and print where it is edited.
PREPARE = """
from django.contrib.auth import get_user_model
from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, status
from wagtail.models import Locale
user = get_user_model().objects.get(username="admin")
en = Locale.objects.get(language_code="en")
pages = list(SessionPage.objects.filter(source=None, live=True, locale__language_code="de"))
states = status.statuses(pages, en)
page = next(p for p in pages if states[p.translation_key].state == "draft")
for translation in drafting.open_translations([page], en).translations:
    for row in localize.segment_rows([translation])[translation.pk]:
        if row.target is None:
            drafting.keep_as_source(translation, row.id, drafting.version(None), user)
own = localize.translations_of([page.translation_key], en).get()
print(own.pk)
"""


@pytest.fixture
def translation(own_site: Site) -> str:
    """Primary key of a translation that is complete and not public."""
    return own_site.python(PREPARE).split()[-1]


def test_the_round(
    own_site: Site,
    translation: str,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    address = f"/admin/translations/{translation}/"
    translator = new_context(base_url=own_site.url, locale="en").new_page()
    sign_in(translator, "translator")
    translator.goto(address)
    translator.locator("[data-desk-review]").click()
    translator.get_by_role("button", name="Submit for review").click()
    expect(translator.locator(".messages .success")).to_contain_text("waits for its review")
    expect(translator.locator(".desk-target textarea").first).to_have_attribute("readonly", "")

    reviewer = new_context(base_url=own_site.url, locale="en").new_page()
    sign_in(reviewer, "reviewer")
    reviewer.goto(f"{address}review/")
    axe(reviewer)
    reviewer.get_by_label("What is to be changed").fill("Bitte den Titel noch einmal lesen.")
    reviewer.get_by_role("button", name="Send back").click()
    expect(reviewer.locator(".messages .success")).to_contain_text("was sent back")

    translator.goto(f"{address}review/")
    expect(translator.locator(".desk-comment")).to_have_text("Bitte den Titel noch einmal lesen.")
    translator.get_by_role("button", name="Submit for review").click()
    reviewer.goto(f"{address}review/")
    reviewer.get_by_role("button", name="Approve and release").click()
    expect(reviewer.locator(".messages .success")).to_contain_text("approved and public")
    live = reviewer.get_by_role("link", name="Live page")
    expect(live).to_be_visible()
    visitor = new_context(base_url=own_site.url).new_page()
    answer = visitor.goto(str(live.get_attribute("href")))
    assert answer is not None
    assert (answer.status, visitor.locator("html").get_attribute("lang")) == (200, "en")
