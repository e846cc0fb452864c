"""The preview beside the texts, in a real browser: one follows the other."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from tests.e2e.serving import Site

SESSIONS = 24
# All at once: what one test translates, the memory would fill in for the next.
SETUP = """
import json
from uuid import uuid4
from wagtail.models import Locale
from sessions_app.models import ProgrammePage
from sessions_app.translation import drafting, localize
from tests.factories import block, make_photo, make_session, make_speaker, make_track
paragraphs = "".join(
    f"<p>Absatz {{n}} handelt von der <b>Verwaltung</b> und "
    f'<a href="https://example.org/{{n}}">ihrer Quelle {{n}}</a>.</p>'
    for n in range(30)
)
photo = make_photo("Saal", size=(800, 500), de="Ein Saal")
programme = ProgrammePage.objects.get(source=None)
pages = [
    make_session(
        programme,
        slug=uuid4().hex,
        title="Wer spricht?",
        summary="Erste Zeile.",
        seo_title="Für Maschinen",
        people=[make_speaker("Ada", slug=uuid4().hex, position="Leiterin", organisation="Amt")],
        track=make_track("Rathaus"),
        body=[
            block("text", paragraphs),
            block("image", {{
                "image": {{"image": photo.pk, "alt_text": "Ein voller Saal", "decorative": False}},
                "caption": "Der Saal am Morgen",
            }}),
            block("details", {{"summary": "Mehr erfahren", "text": "<p>Aufgeklappt.</p>"}}),
        ],
    )
    for _ in range({count})
]
english = Locale.objects.get(language_code="en")
told = []
for page in pages:
    rows = localize.segment_rows(drafting.open_translations([page], english).translations)
    own = localize.translations_of([page.translation_key], english).get()
    told.append([own.pk, {{row.text: f"{{pk}}-{{row.id}}" for pk in rows for row in rows[pk]}}])
print(json.dumps(told))
"""
# Where a highlight of the frame stands: its words, and its box in the frame's window.
HIGHLIGHT = """(frame, name) => {
  const window = frame.contentWindow;
  const ranges = [...(window.CSS.highlights.get(name) ?? [])];
  return ranges.map((range) => {
    const box = range.getBoundingClientRect();
    return [range.toString(), box.top >= 0 && box.bottom <= window.innerHeight];
  });
}"""


@dataclass(frozen=True)
class Session:
    """An opened session of the served site; ``keys`` of its texts by the source's text."""

    pk: int
    keys: dict[str, str]

    @property
    def address(self) -> str:
        return f"/admin/translations/{self.pk}/"

    def key(self, begin: str) -> str:
        """Key of the one text that begins like this."""
        (found,) = [key for text, key in self.keys.items() if text.startswith(begin)]
        return found


@pytest.fixture(scope="module")
def sessions(own_site: Site) -> Iterator[Session]:
    """Long sessions that no test has seen."""
    made = own_site.python(SETUP.format(count=SESSIONS)).splitlines()[-1]
    return iter([Session(pk, keys) for pk, keys in json.loads(made)])


@pytest.fixture
def session(sessions: Iterator[Session]) -> Session:
    """A session of this test's own."""
    return next(sessions)


@pytest.fixture
def desk(
    window: Callable[..., Page],
    own_site: Site,
    sign_in: Callable[..., None],
    session: Session,
) -> Page:
    """The editor with its preview open and loaded."""
    viewport = {"width": 1440, "height": 900}
    options = {"locale": "en-GB", "viewport": viewport, "reduced_motion": "reduce"}
    page = window(base_url=own_site.url, **options)
    sign_in(page, "reviewer")
    page.goto(session.address)
    expect(page.locator("[data-desk][data-ready]")).to_be_visible()
    toggle(page).click()
    loaded(page, 1)
    return page


def toggle(page: Page) -> Locator:
    return page.get_by_role("button", name="Preview", exact=True)


def pane(page: Page) -> Locator:
    return page.get_by_role("region", name="Preview")


def loaded(page: Page, times: int) -> None:
    """Wait until the page in the frame was loaded so many times."""
    expect(pane(page)).to_have_attribute("data-loaded", str(times))


def shown(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='The page in English']")


def field(page: Page, session: Session, begin: str) -> Locator:
    return page.locator(f"#s-{session.key(begin)} .desk-input:visible")


def highlight(page: Page, name: str) -> Any:
    return page.locator("iframe[title='The page in English']").evaluate(HIGHLIGHT, name)


def expect_active(page: Page, words: list[str]) -> None:
    """Wait until exactly these texts are highlighted, all in view."""
    wanted = [[text, True] for text in words]
    deadline = time.monotonic() + 20
    while (found := highlight(page, "desk-active")) != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert found == wanted


def test_a_text_that_was_typed_is_seen_in_the_preview(desk: Page, session: Session) -> None:
    expect(shown(desk).locator("h1")).to_have_text("Wer spricht?")
    field(desk, session, "Wer spricht?").fill("Who is speaking?")
    loaded(desk, 2)
    expect(shown(desk).locator("h1")).to_have_text("Who is speaking?")
    expect_active(desk, ["Who is speaking?"])


def test_texts_of_people_and_labels_are_seen_as_well(desk: Page, session: Session) -> None:
    field(desk, session, "Leiterin").fill("Director")
    loaded(desk, 2)
    expect(shown(desk).locator(".z-person-words p:nth-child(2)")).to_have_text("Director")
    expect_active(desk, ["Director"])
    field(desk, session, "Rathaus").click()
    expect_active(desk, ["Rathaus"])


def test_the_active_text_is_brought_into_view(desk: Page, session: Session) -> None:
    field(desk, session, "Absatz 28").click()
    expect_active(desk, ["Absatz 28 handelt von der Verwaltung und ihrer Quelle 28."])
    assert desk.locator("iframe").evaluate("f => f.contentWindow.scrollY") > 0
    field(desk, session, "Wer spricht?").click()
    expect_active(desk, ["Wer spricht?"])
    field(desk, session, "Aufgeklappt").click()
    expect_active(desk, ["Aufgeklappt."])
    expect(shown(desk).locator("details")).to_have_attribute("open", "")


def test_the_place_is_kept_when_the_page_is_loaded_again(desk: Page, session: Session) -> None:
    field(desk, session, "Absatz 28").click()
    expect_active(desk, ["Absatz 28 handelt von der Verwaltung und ihrer Quelle 28."])
    read = "f => f.contentWindow.scrollY"
    before = desk.locator("iframe").evaluate(read)
    field(desk, session, "Absatz 28").press_sequentially("Last")
    loaded(desk, 2)
    expect_active(desk, ["Last"])
    assert abs(desk.locator("iframe").evaluate(read) - before) < 60


def test_a_click_in_the_page_leads_to_its_field(desk: Page, session: Session) -> None:
    shown(desk).get_by_text("Absatz 7").click()
    expect(field(desk, session, "Absatz 7")).to_be_focused()
    expect(field(desk, session, "Absatz 7")).to_be_in_viewport()
    expect_active(desk, ["Absatz 7 handelt von der Verwaltung und ihrer Quelle 7."])
    shown(desk).get_by_role("link", name="ihrer Quelle 3").click()
    expect(field(desk, session, "Absatz 3")).to_be_focused()
    shown(desk).get_by_role("img", name="Ein voller Saal").click()
    expect(field(desk, session, "Ein voller Saal")).to_be_focused()
    expect(shown(desk).locator("[data-desk-active]")).to_have_count(1)
    shown(desk).get_by_text("Leiterin").click()
    expect(field(desk, session, "Leiterin")).to_be_focused()


def test_links_of_the_page_lead_nowhere_but_to_their_texts_by_keyboard_too(
    desk: Page, session: Session
) -> None:
    shown(desk).get_by_role("link", name="ihrer Quelle 5").press("Enter")
    expect(field(desk, session, "Absatz 5")).to_be_focused()
    assert desk.locator("iframe").evaluate("f => f.contentWindow.location.pathname") == (
        f"/admin/translations/{session.pk}/preview/"
    )
    shown(desk).get_by_role("link", name="ihrer Quelle 6").press("Escape")
    expect(field(desk, session, "Absatz 5")).to_be_focused()


def test_what_is_not_translated_is_told_apart(desk: Page, session: Session) -> None:
    words = [text for text, _seen in highlight(desk, "desk-missing")]
    assert {"Wer spricht?", "Erste Zeile.", "Leiterin", "Der Saal am Morgen"} <= set(words)
    expect(shown(desk).locator("h1")).to_have_attribute("lang", "de")
    field(desk, session, "Wer spricht?").fill("Who is speaking?")
    loaded(desk, 2)
    words = [text for text, _seen in highlight(desk, "desk-missing")]
    assert "Who is speaking?" not in words
    assert shown(desk).locator("h1").get_attribute("lang") is None


def test_no_mark_is_left_in_the_page(desk: Page) -> None:
    html = desk.locator("iframe").evaluate(
        "f => f.contentDocument.documentElement.outerHTML + f.contentDocument.title"
    )
    assert [sign for sign in html if 0xE0000 <= ord(sign) < 0xE0080] == []


def test_a_text_that_nobody_sees_is_told(desk: Page, session: Session) -> None:
    field(desk, session, "Für Maschinen").click()
    expect(pane(desk).get_by_role("status")).to_have_text("This text is not seen on the page.")
    expect_active(desk, [])
    field(desk, session, "Erste Zeile.").click()
    expect(pane(desk).get_by_role("status")).to_have_text("")


def test_the_window_is_as_wide_as_a_phones_or_a_desktops(desk: Page) -> None:
    inner = "f => f.contentWindow.innerWidth"
    # One pixel of border on either side.
    assert desk.locator("iframe").evaluate(inner) == 1278
    box, stage = (
        desk.locator(f"{selector}").bounding_box()
        for selector in ("iframe", "[data-desk-preview-stage]")
    )
    assert box is not None
    assert stage is not None
    assert abs(box["width"] - stage["width"]) <= 1
    assert abs(box["height"] - stage["height"]) <= 1
    phone = pane(desk).get_by_role("button", name="Phone")
    phone.click()
    expect(phone).to_have_attribute("aria-pressed", "true")
    expect(pane(desk).get_by_role("button", name="Desktop")).to_have_attribute(
        "aria-pressed", "false"
    )
    desk.wait_for_function("document.querySelector('iframe').contentWindow.innerWidth < 400")
    desk.reload()
    loaded(desk, 1)
    assert desk.locator("iframe").evaluate(inner) < 400


def test_the_pane_opens_and_closes_by_keyboard(desk: Page, session: Session) -> None:
    expect(toggle(desk)).to_have_attribute("aria-expanded", "true")
    close = pane(desk).get_by_role("button", name="Close the preview")
    close.press("Enter")
    expect(pane(desk)).to_be_hidden()
    expect(toggle(desk)).to_be_focused()
    expect(toggle(desk)).to_have_attribute("aria-expanded", "false")
    desk.keyboard.press("Enter")
    loaded(desk, 2)
    field(desk, session, "Erste Zeile.").click()
    close.press("Enter")
    expect(field(desk, session, "Erste Zeile.")).to_be_focused()
    desk.reload()
    expect(desk.locator("[data-desk][data-ready]")).to_be_visible()
    expect(pane(desk)).to_be_hidden()


def test_without_a_preview_the_pane_says_why(desk: Page, session: Session, own_site: Site) -> None:
    own_site.python(
        "from sessions_app.models import SessionPage;"
        "from sessions_app.translation import localize;"
        f"localize.original_of(localize.translation_by_pk({session.pk})).delete()"
    )
    pane(desk).get_by_role("button", name="Load the preview again").click()
    expect(pane(desk).get_by_role("status")).to_have_text("The original does not exist any more.")
    expect(pane(desk).locator("iframe")).to_be_hidden()


def test_without_script_there_is_the_link(
    new_context: Callable[..., BrowserContext],
    own_site: Site,
    sign_in: Callable[..., None],
    session: Session,
) -> None:
    page = new_context(base_url=own_site.url, locale="en-GB", java_script_enabled=False).new_page()
    sign_in(page, "reviewer")
    page.goto(session.address)
    expect(pane(page)).to_be_hidden()
    expect(toggle(page)).to_be_hidden()
    link = page.get_by_role("link", name="Preview (opens in a new tab)")
    assert link.get_attribute("href") == f"/admin/translations/{session.pk}/preview/"


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (1024, "dark"), (320, "light"), (1440, "dark")]
)
def test_everybody_can_use_it(
    desk: Page, session: Session, axe: Callable[..., None], scheme: str, width: int
) -> None:
    desk.emulate_media(color_scheme=scheme)
    desk.set_viewport_size({"width": width, "height": 700})
    field(desk, session, "Erste Zeile.").click()
    expect_active(desk, ["Erste Zeile."])
    scroll = desk.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert scroll == [width, width]
    axe(desk, exclude=("#wagtail-sidebar", ".messages"))
