"""A translator asks a machine, in a real browser, and takes what it says."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.serving import Site, serve
from tests.translation.machines.server import Answer, Service, served

SETUP = """
import json
from wagtail.models import Locale
from sessions_app.models import ProgrammePage
from sessions_app.translation import drafting, localize
from tests.factories import make_session
page = make_session(ProgrammePage.objects.get(source=None), title="Die Maschine fragen")
english = Locale.objects.get(language_code="en")
drafting.open_translations([page], english)
opened = localize.translations_of([page.translation_key], english).get()
print(json.dumps([opened.pk, localize.segment_rows([opened])[opened.pk][0].id]))
"""


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """The machine."""
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def site(
    demo_files: Path, tmp_path_factory: pytest.TempPathFactory, service: Service
) -> Iterator[Site]:
    """The demo with that machine."""
    files = tmp_path_factory.mktemp("machines") / "var"
    shutil.copytree(demo_files, files)
    settings = "tests.e2e.machine_settings"
    yield from serve(files, DJANGO_SETTINGS_MODULE=settings, MACHINE_URL=service.url)


def test_a_translator_asks_a_machine_and_takes_its_text(
    new_context: Callable[..., BrowserContext],
    site: Site,
    service: Service,
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    pk, segment = json.loads(site.python(SETUP).splitlines()[-1])
    viewport = {"width": 1600, "height": 900}
    page = new_context(base_url=site.url, locale="en-GB", viewport=viewport).new_page()
    sign_in(page, "reviewer")
    page.goto(f"/admin/translations/{pk}/")
    expect(page.locator("[data-desk][data-ready]")).to_be_visible()
    field = page.locator(f"#s-{pk}-{segment} textarea")
    field.click()
    ask = page.get_by_role("button", name="Ask LibreTranslate")
    assert service.asked == []
    service.says(Answer(status=500))
    ask.press("Enter")
    answers = page.locator("[data-desk-machine-answers]")
    expect(answers).to_have_text("LibreTranslate The machine refused the text (500).")
    expect(answers).to_be_focused()
    page.reload()
    field.click()
    service.says(Answer({"translatedText": ["Ask the machine"]}))
    ask.press("Enter")
    expect(answers).to_contain_text("Ask the machine")
    axe(page, exclude=("#wagtail-sidebar", ".messages"))
    answers.get_by_role("button", name="Take this text (LibreTranslate)").press("Enter")
    expect(field).to_have_value("Ask the machine")
    expect(page.locator("[data-desk-saved]")).to_have_text("All saved")
    assert [asked.payload["q"] for asked in service.asked] == [["Die Maschine fragen"]] * 2
