"""A review and back, by three people in three browsers; what they are told comes by e-mail."""

import re
import shutil
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.desk.panel import Panel, field, saved, segment, visit
from tests.e2e.serving import Site, serve
from tests.mail import Mailbox, mail_server

WORDS = "Please say “talking”, not “to talk”."
TRANSLATED = {
    "Gespräch": "A conversation",
    "Erste": "First line.",
    "Worum": "What it is about",
    "Reden": "To talk helps.",
    "Leiterin": "Head of office",
}
WRITTEN = {
    "Die <b>": "The {b}office{/b} learns, says {1}the civil service{/1}, {2}in its report{/2}.",
    "Zum Schluss": "In the end.",
}
# What visitors read in the end, in this order; what stood there meanwhile.
PUBLIC = [
    "A conversation",
    "First line.",
    "What it is about",
    "The office learns, says the civil service, in its report.",
    "Finally.",
    "Talking helps.",
    "Head of office",
]
GIVEN_UP = ("In the end.", "To talk helps.")
# The translator has written some of the texts already.
BEGUN = """
from django.contrib.auth import get_user_model
from wagtail_localize.models import Translation
from sessions_app.translation import drafting
user = get_user_model().objects.get(username="translator")
translation = Translation.objects.get(pk={pk})
for row, text in {texts!r}.items():
    drafting.save_segment(translation, row, text, drafting.version(None), user)
"""
# It is handed in; the reader has marked one text and corrected another one.
READ = """
from django.contrib.auth import get_user_model
from wagtail_localize.models import Translation
from sessions_app.translation import drafting, localize, remarks, review
users = get_user_model().objects
translator, reader = users.get(username="translator"), users.get(username="{who}")
translation = Translation.objects.get(pk={pk})
rows = localize.segment_rows([translation])[translation.pk]
for row in rows:
    if row.target is None:
        drafting.keep_as_source(translation, row.id, drafting.version(None), translator)
review.submit(translation, translator)
remarks.need_work(translation, {marked}, "Not quite.", reader)
before = next(row.target for row in rows if row.id == {corrected})
drafting.save_segment(translation, {corrected}, "Finally.", drafting.version(before), reader)
"""
ENGLISH = """
from wagtail_localize.models import Translation
page = Translation.objects.get(pk={pk}).get_target_instance()
print(page.pk, page.full_url)
"""
# What Wagtail's history of the page says to the manager, newest first.
STEPS = [
    "Veröffentlicht",
    "Freigegeben bei „Review:",
    "Zum Schluss.",
    "erneut eingereicht",
    "Abgelehnt bei „Review:",
    "“ gestartet",
    "Erstellt",
]
# Wagtail's own furniture on its own screens.
FURNITURE = (".w-sidebar", ".w-slim-header")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def letters() -> Iterator[Mailbox]:
    """The mail server of the site."""
    with mail_server() as found:
        yield found


@pytest.fixture(scope="module")
def own_site(
    demo_files: Path, tmp_path_factory: pytest.TempPathFactory, letters: Mailbox
) -> Iterator[Site]:
    """The demo in a copy of the module's own, which sends its letters to ``letters``."""
    files = tmp_path_factory.mktemp("own") / "var"
    shutil.copytree(demo_files, files)
    yield from serve(files, EMAIL_URL=f"smtp://127.0.0.1:{letters.port}")


@pytest.fixture
def begun(panel: Panel) -> Panel:
    """A panel of whose texts two are translated."""
    texts = {row(panel, text): target for text, target in WRITTEN.items()}
    panel.site.python(BEGUN.format(pk=panel.pk, texts=texts))
    return panel


def row(panel: Panel, text: str) -> int:
    """Primary key of the segment whose source begins with ``text``."""
    return int(panel.key(text).split("-")[1])


def title(panel: Panel) -> str:
    """What its letters call the panel."""
    return next(text for text in panel.rows if text.startswith("Gespräch"))


def newest(box: Mailbox, who: str) -> EmailMessage:
    """The newest letter to the log-in ``who``."""
    return box.to(f"{who}@example.org")[-1]


def words(letter: EmailMessage) -> str:
    """What the plain part of ``letter`` says."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def follow(page: Page, letter: EmailMessage) -> None:
    """Open what ``letter`` leads to first."""
    found = re.search(r"http://\S+", words(letter))
    assert found is not None
    page.goto(found[0])


def subjects(box: Mailbox) -> dict[str, list[str]]:
    """What everybody was sent, by log-in."""
    people = sorted({str(one["To"]) for one in box.letters})
    return {
        person.partition("@")[0]: [str(one["Subject"]) for one in box.to(person)]
        for person in people
    }


def write(page: Page, panel: Panel, text: str, target: str) -> None:
    """Type ``target`` into a field, in the place of what stands there."""
    field(page, panel, text).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(target)


def state(page: Page, panel: Panel, text: str) -> Locator:
    """What is said of the text's state."""
    return segment(page, panel, text).locator("[data-desk-state]")


def helping(page: Page, panel: Panel, text: str) -> Locator:
    """The pane of the text's help, once it is there."""
    field(page, panel, text).click()
    pane = page.locator("[data-desk-helping]")
    expect(pane.locator(f"[data-desk-advice='{panel.key(text)}']")).to_be_visible()
    return pane


def mark(page: Page, panel: Panel, text: str, said: str) -> Locator:
    """Say by key what is to be changed in a text; the pane of its help."""
    pane = helping(page, panel, text)
    page.keyboard.press("Alt+Shift+KeyW")
    expect(pane.get_by_label("What is to be changed")).to_be_focused()
    page.keyboard.type(said)
    pane.get_by_role("button", name="Mark the text").click()
    expect(state(page, panel, text)).to_have_text("Needs work")
    return pane


def assigned(manager: Page, translator: Page, panel: Panel, box: Mailbox) -> None:
    """The manager gives the panel to the translator, who follows the letter."""
    manager.goto(f"{panel.address}assign/")
    manager.locator("[name=assignee]").select_option(label="Tara Brück")
    manager.locator("[name=due]").fill("2031-05-03")
    manager.locator("[name=instruction]").fill("Short sentences, please.")
    manager.locator(".desk-assignment__actions button").click()
    expect(manager.locator(".messages .success")).to_be_visible()
    letter = newest(box, "translator")
    assert letter["Subject"] == f"Assigned to you: {title(panel)}"
    told = words(letter)
    for part in ("Mara Plan has assigned this", "Due: May 3, 2031", "Short sentences, please."):
        assert part in told
    follow(translator, letter)
    expect(translator.locator(".desk-instruction")).to_contain_text("Short sentences, please.")


def translated(translator: Page, reviewer: Page, panel: Panel, box: Mailbox) -> None:
    """What is missing is translated and handed in; the reviewer follows the letter."""
    for text, target in TRANSLATED.items():
        write(translator, panel, text, target)
    saved(translator)
    hand_in(translator)
    letter = newest(box, "reviewer")
    assert letter["Subject"] == f"To review: {title(panel)}"
    assert "Tara Brück has submitted it for review." in words(letter)
    follow(reviewer, letter)
    expect(reviewer.locator(".desk-reasons__lead")).to_contain_text("Handed in by Tara Brück")


def hand_in(translator: Page) -> None:
    """Submit what is at the translator's desk; nobody but a reader may change it then."""
    translator.locator("[data-desk-review]").click()
    translator.get_by_role("button", name="Submit for review").click()
    expect(translator.locator(".messages .success")).to_contain_text("waits for its review")
    expect(translator.locator(".desk-target textarea").first).to_have_attribute("readonly", "")


def sent_back(reviewer: Page, panel: Panel) -> None:
    """The reader marks a text, asks about another one and sends it back."""
    visit(reviewer, panel)
    expect(reviewer.locator(".desk")).to_contain_text("You are reviewing this.")
    expect(reviewer.locator(".desk-target textarea[readonly]")).to_have_count(0)
    mark(reviewer, panel, "Reden", WORDS)
    expect(segment(reviewer, panel, "Reden")).to_have_attribute("data-state", "needs_work")
    # Going on at once: the focus is not taken back.
    pane = helping(reviewer, panel, "Leiterin")
    pane.get_by_label("Add a note").fill("@translator: is that her title?")
    pane.get_by_role("button", name="Save the note").click()
    expect(pane.locator(".desk-note")).to_contain_text("is that her title?")
    reviewer.get_by_role("link", name="To the decision").click()
    expect(reviewer.locator(".desk-reasons li")).to_contain_text(WORDS)
    reviewer.get_by_label("What else is to be changed").fill("Nearly there.")
    reviewer.get_by_role("button", name="Send back").click()
    expect(reviewer.locator(".messages .success")).to_contain_text("was sent back")


def came_back(translator: Page, panel: Panel, box: Mailbox) -> None:
    """The translator learns by letter and at the desk what is to be changed."""
    letter = newest(box, "translator")
    assert letter["Subject"] == f"Sent back: {title(panel)}"
    for part in ("Rune Blick has sent it back:", "Nearly there.", f"“To talk helps.”: {WORDS}"):
        assert part in words(letter)
    translator.goto("/admin/translations/mine/")
    back = translator.locator("section[aria-labelledby=desk-mine-returned] li")
    expect(back).to_have_count(1)
    expect(back.locator(".desk-comment")).to_contain_text(WORDS)
    follow(translator, letter)
    expect(segment(translator, panel, "Reden")).to_have_attribute("data-state", "needs_work")
    expect(state(translator, panel, "Reden")).to_have_text("Needs work")
    expect(segment(translator, panel, "Reden").locator("[data-desk-asked]")).to_have_text(WORDS)
    translator.get_by_role("navigation", name="Texts to show").get_by_role(
        "link", name="Needs work"
    ).click()
    expect(translator.locator(".desk-segment:visible")).to_have_count(1)
    translator.get_by_role("navigation", name="Texts to show").get_by_role(
        "link", name="All"
    ).click()


def answered(translator: Page, panel: Panel, box: Mailbox) -> None:
    """The letter about the note leads to its text; it is answered, the marked text corrected."""
    (letter,) = [
        one for one in box.to("translator@example.org") if "A note for you" in one["Subject"]
    ]
    follow(translator, letter)
    assert translator.url.endswith(f"#s-{panel.key('Leiterin')}")
    pane = helping(translator, panel, "Leiterin")
    pane.locator(".desk-note summary").click()
    pane.get_by_label("Answer").fill("It is, @reviewer.")
    pane.get_by_role("button", name="Save the answer").click()
    expect(pane.locator(".desk-note__answers")).to_contain_text("It is, @reviewer.")
    write(translator, panel, "Reden", "Talking helps.")
    saved(translator)
    expect(segment(translator, panel, "Reden")).to_have_attribute("data-state", "done")
    expect(segment(translator, panel, "Reden").locator("[data-desk-asked]")).to_have_count(0)
    hand_in(translator)


def approved(reviewer: Page, panel: Panel, box: Mailbox) -> None:
    """The reader corrects a text, approves another one by key, then all of it."""
    assert "It is, @reviewer." in words(box.to("reviewer@example.org")[-2])
    follow(reviewer, newest(box, "reviewer"))
    visit(reviewer, panel)
    write(reviewer, panel, "Zum Schluss", "Finally.")
    saved(reviewer)
    helping(reviewer, panel, "Reden")
    reviewer.keyboard.press("Alt+Shift+KeyA")
    expect(segment(reviewer, panel, "Reden")).to_have_attribute("data-state", "approved")
    expect(state(reviewer, panel, "Reden")).to_have_text("Approved")
    expect(reviewer.locator("[data-desk-status]")).to_have_text("The text is approved.")
    expect(field(reviewer, panel, "Reden")).to_be_focused()
    reviewer.get_by_role("link", name="To the decision").click()
    expect(reviewer.locator(".desk-corrected summary")).to_have_text("1 correction while reading")
    reviewer.get_by_role("button", name="Approve and release").click()
    expect(reviewer.locator(".messages .success")).to_contain_text("approved and public")


def test_three_people_bring_a_page_to_its_readers(
    enter: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
    begun: Panel,
    letters: Mailbox,
) -> None:
    size = {"width": 1500, "height": 900}
    manager, translator, reviewer = (
        enter(who, viewport=size) for who in ("manager", "translator", "reviewer")
    )
    # What the demo has to tell is not of this story.
    begun.site.manage("send_notices", "--digest")
    letters.letters.clear()
    assigned(manager, translator, begun, letters)
    translated(translator, reviewer, begun, letters)
    sent_back(reviewer, begun)
    came_back(translator, begun, letters)
    answered(translator, begun, letters)
    approved(reviewer, begun, letters)

    # What is told once a day is told once.
    begun.site.manage("send_notices", "--digest")
    begun.site.manage("send_notices", "--digest")
    begun.site.manage("send_notices")
    name = title(begun)
    english, german = f"To review: {name}", f"Zu prüfen: {name}"
    assert subjects(letters) == {
        "admin": [german, german],
        "manager": [german, german],
        "reviewer": [english, f"A note for you: {name}", english],
        "translator": [
            f"Assigned to you: {name}",
            f"A note for you: {name}",
            f"Sent back: {name}",
            f"Approved: {name}",
        ],
    }
    assert "Rune Blick has approved it. It is public now." in words(newest(letters, "translator"))
    assert len({one["Message-ID"] for one in letters.letters}) == len(letters.letters)

    pk, address = begun.site.python(ENGLISH.format(pk=begun.pk)).split()[-2:]
    visitor = new_context().new_page()
    visitor.goto(address)
    assert visitor.locator("html").get_attribute("lang") == "en"
    told = visitor.locator("main").inner_text().replace("\u00a0", " ")
    assert [told.count(text) for text in PUBLIC] == [1] * len(PUBLIC)
    assert sorted(PUBLIC, key=told.index) == PUBLIC
    # The German title alone stands there, as the way to the original.
    assert [text for text in (*begun.rows, *GIVEN_UP) if text in told] == [name]

    manager.goto(f"/admin/pages/{pk}/history/")
    expect(manager.locator("table.listing tbody tr")).to_contain_text(STEPS)


def test_an_earlier_version_comes_back_and_a_mark_is_counted(
    enter: Callable[..., Page], begun: Panel
) -> None:
    page = enter("reviewer", viewport={"width": 1500, "height": 900})
    visit(page, begun)
    write(page, begun, "Zum Schluss", "Finally.")
    number = page.locator("[data-desk-number=needs_work]")
    expect(number).to_have_text("0")
    # What is typed is saved before anything is said of it.
    pane = mark(page, begun, "Zum Schluss", "Which end?")
    assert begun.stored()["Zum Schluss."] == "Finally."
    one = segment(page, begun, "Zum Schluss")
    expect(number).to_have_text("1")
    expect(one.locator("[data-desk-asked]")).to_have_text("Which end?")
    expect(page.locator("[data-desk-count]")).to_have_text("1 of 7 texts")
    # What is typed and taken back leaves the mark where it is.
    field(page, begun, "Zum Schluss").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.keyboard.press("Backspace")
    expect(state(page, begun, "Zum Schluss")).to_have_text("Needs work")
    expect(one.locator("[data-desk-asked]")).to_have_text("Which end?")
    pane.get_by_role("button", name="Settled, the text is right as it is").click()
    expect(number).to_have_text("0")
    expect(one).to_have_attribute("data-state", "done")
    expect(state(page, begun, "Zum Schluss")).to_contain_text("Saved at")
    pane.get_by_role("button", name="Take this text again").click()
    expect(field(page, begun, "Zum Schluss")).to_have_text("In the end.")
    expect(pane.locator(".desk-happening").first).to_contain_text("earlier version")
    assert begun.stored()["Zum Schluss."] == "In the end."
    pane.get_by_role("button", name="Take this text again").first.click()
    expect(field(page, begun, "Zum Schluss")).to_have_text("Finally.")
    assert begun.stored()["Zum Schluss."] == "Finally."


@pytest.mark.parametrize(
    ("who", "width", "scheme"), [("reviewer", 1500, "light"), ("manager", 320, "dark")]
)
def test_marks_and_corrections_are_open_to_everybody(
    enter: Callable[..., Page],
    begun: Panel,
    axe: Callable[..., None],
    who: str,
    width: int,
    scheme: str,
) -> None:
    """One reads English, the other one German."""
    marked, corrected = (row(begun, text) for text in ("Reden", "Zum Schluss"))
    begun.site.python(READ.format(pk=begun.pk, who=who, marked=marked, corrected=corrected))
    page = enter(who, color_scheme=scheme, viewport={"width": width, "height": 900})
    visit(page, begun)
    one = segment(page, begun, "Reden")
    expect(one.locator("[data-desk-asked]")).to_have_text("Not quite.")
    field(page, begun, "Reden").click()
    if width < 1000:
        one.locator("[data-desk-help]").click()
    verdict = page.locator("[data-desk-verdict]")
    expect(verdict).to_contain_text("Not quite.")
    axe(page)
    assert page.evaluate(SIDEWAYS) == 0
    field(page, begun, "Leiterin").click()
    page.keyboard.press("Alt+Shift+KeyW")
    expect(verdict.locator("textarea")).to_be_focused()
    axe(page)
    assert page.evaluate(SIDEWAYS) == 0
    page.goto(f"{begun.address}review/")
    page.locator(".desk-corrected summary").click()
    expect(page.locator(".desk-corrected li")).to_contain_text("Finally.")
    axe(page, exclude=FURNITURE)
    assert page.evaluate(SIDEWAYS) == 0
