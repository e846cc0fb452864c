"""A panel that was opened for translation on the served site, and the ways around its editor."""

import sqlite3
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from tests.e2e.serving import Site

TEXT = (
    "<h2>Worum es geht</h2>"
    '<p>Die <b>Verwaltung</b> lernt, sagt <a linktype="lang" lang="en">the civil service</a>, '
    '<a href="https://example.org/bericht">im Bericht</a>.</p>'
    "<p>Zum Schluss.</p>"
)
PANELS = 20
SETUP = """
import json
from wagtail.models import Locale
from sessions_app.models import ProgrammePage
from sessions_app.translation import drafting, localize
from tests.factories import block, make_session
programme = ProgrammePage.objects.get(source=None)
pages = [
    make_session(
        programme, title=f"Gespräch {{number}}", summary="Erste Zeile.",
        body=[block("text", {text!r}), block("quote", {{"quote": "Reden hilft.", "author": "Ada",
        "role": "Leiterin"}})],
    )
    for number in range({count})
]
english = Locale.objects.get(language_code="en")
drafting.open_translations(pages, english)
opened = localize.translations_of([page.translation_key for page in pages], english)
rows = localize.segment_rows(opened)
print(json.dumps([[pk, {{row.text: row.id for row in found}}] for pk, found in rows.items()]))
"""
STORED = """
select string.data, target.data
from wagtail_localize_translation translation
join wagtail_localize_stringsegment segment on segment.source_id = translation.source_id
join wagtail_localize_string string on string.id = segment.string_id
left join wagtail_localize_stringtranslation target
    on target.translation_of_id = segment.string_id and target.context_id = segment.context_id
    and target.locale_id = translation.target_locale_id
where translation.id = ? order by segment."order"
"""


class Panel:
    """A German session that was opened for translation, on the served site."""

    def __init__(self, site: Site, pk: int, rows: dict[str, int]) -> None:
        self.site, self.pk, self.rows = site, pk, rows
        self.address = f"/admin/translations/{self.pk}/"

    def stored(self) -> dict[str, str | None]:
        """Segment HTML of the translation by the source's."""
        with closing(sqlite3.connect(self.site.files / "db.sqlite3")) as database:
            return dict(database.execute(STORED, [self.pk]).fetchall())

    def key(self, text: str) -> str:
        """Key of the segment whose source begins with ``text``."""
        (row,) = [pk for source, pk in self.rows.items() if source.startswith(text)]
        return f"{self.pk}-{row}"


def visit(page: Page, panel: Panel) -> None:
    page.goto(panel.address)
    expect(page.locator("[data-desk][data-ready]")).to_be_visible()


def segment(page: Page, panel: Panel, text: str) -> Locator:
    """The segment whose source begins with ``text``."""
    return page.locator(f"#s-{panel.key(text)}")


def field(page: Page, panel: Panel, text: str) -> Locator:
    """Where one types: the textarea, or the rich field over it."""
    return segment(page, panel, text).locator(".desk-input:visible")


def wire(page: Page, panel: Panel, text: str) -> str:
    """What the form would post for the segment."""
    return segment(page, panel, text).locator("textarea").input_value()


def saved(page: Page) -> None:
    """Wait until everything typed is on the server."""
    expect(page.locator("[data-desk-saved]")).to_have_text("All saved")
