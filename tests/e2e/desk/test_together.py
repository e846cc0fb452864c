"""Two people at one page, and a server that goes away: nothing is lost."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.desk.panel import SETUP, TEXT, Panel, field, saved, segment, visit
from tests.e2e.serving import serve

# Others' saves are to be seen within so many milliseconds.
SOON = 12_000


def test_each_sees_who_is_here_and_what_the_other_saved(
    enter: Callable[..., Page], panel: Panel
) -> None:
    first, second = enter("reviewer"), enter("translator")
    visit(first, panel)
    visit(second, panel)
    expect(first.locator("[data-desk-people]")).to_have_text("Tara Brück is here too", timeout=SOON)
    field(second, panel, "Worum").click()
    expect(segment(first, panel, "Worum").locator(".desk-present")).to_have_text(
        "Tara Brück is at this text", timeout=SOON
    )
    second.keyboard.type("What it is about")
    saved(second)
    # Untouched here: the new text comes in, with a mark and a word.
    here = segment(first, panel, "Worum")
    expect(field(first, panel, "Worum")).to_have_text("What it is about", timeout=SOON)
    expect(here).to_have_attribute("data-fresh", "")
    expect(here.locator("[data-desk-state]")).to_have_text("Tara Brück, just now")
    expect(first.locator("[data-desk-status]")).to_have_text(
        "Tara Brück changed this text just now."
    )
    expect(first.locator("[data-desk-count]")).to_contain_text("1 of")
    # What came in can be worked on: its version came with it.
    field(first, panel, "Worum").click()
    first.keyboard.type(" today")
    saved(first)
    assert panel.stored()["Worum es geht"] == "What it is about today"
    expect(field(second, panel, "Worum")).to_have_text("What it is about today", timeout=SOON)
    second.close()
    expect(first.locator("[data-desk-people]")).to_have_text("", timeout=4 * SOON)


def test_who_is_typing_meets_the_other_text_as_a_conflict(
    enter: Callable[..., Page], panel: Panel
) -> None:
    first, second = enter("reviewer"), enter("translator")
    visit(first, panel)
    visit(second, panel)
    # The second one's saves do not get through, so the field stays touched.
    second.route("**/texts/**", lambda route: route.abort())
    field(second, panel, "Zum Schluss").click()
    second.keyboard.type("Finally.")
    field(first, panel, "Zum Schluss").click()
    first.keyboard.type("In the end.")
    saved(first)
    conflict = segment(second, panel, "Zum Schluss").locator(".desk-conflict")
    expect(conflict.locator(".desk-theirs")).to_have_text("In the end.", timeout=2 * SOON)
    expect(field(second, panel, "Zum Schluss")).to_have_text("Finally.")
    assert panel.stored()["Zum Schluss."] == "In the end."
    second.unroute("**/texts/**")
    conflict.get_by_role("button", name="Replace it by mine").click()
    saved(second)
    assert panel.stored()["Zum Schluss."] == "Finally."
    expect(field(first, panel, "Zum Schluss")).to_have_text("Finally.", timeout=SOON)


def test_both_type_at_once_and_every_text_arrives(enter: Callable[..., Page], panel: Panel) -> None:
    first, second = enter("reviewer"), enter("translator")
    visit(first, panel)
    visit(second, panel)
    texts = {"Gespräch": "A talk", "Erste": "First line.", "Worum": "About", "Reden": "Talk."}
    for number, (source, text) in enumerate(texts.items()):
        page = (first, second)[number % 2]
        field(page, panel, source).click()
        page.keyboard.type(text)
    saved(first)
    saved(second)
    for source, text in texts.items():
        for page in (first, second):
            expect(segment(page, panel, source).locator("textarea")).to_have_value(
                text, timeout=SOON
            )
    assert sorted(filter(None, panel.stored().values())) == sorted(texts.values())


def test_the_server_stops_during_a_save_and_comes_back(
    demo_files: Path,
    tmp_path: Path,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
) -> None:
    files = tmp_path / "var"
    shutil.copytree(demo_files, files)
    server = serve(files)
    site = next(server)
    made = json.loads(site.python(SETUP.format(count=1, text=TEXT)).splitlines()[-1])
    ((pk, rows),) = made
    panel = Panel(site, pk, rows)
    page = new_context(base_url=site.url, locale="en-GB").new_page()
    sign_in(page, "reviewer")
    visit(page, panel)
    # The text is on its way when the database is taken, so the server is stopped amidst the save.
    with closing(sqlite3.connect(files / "db.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        field(page, panel, "Zum Schluss").click()
        page.keyboard.type("Written amidst the fall")
        state = segment(page, panel, "Zum Schluss").locator("[data-desk-state]")
        expect(state).to_have_text("Saving…")
        with pytest.raises(StopIteration):
            next(server)
        database.execute("ROLLBACK")
    expect(state).to_have_text("Not saved; kept in this browser, trying again")
    assert panel.stored()["Zum Schluss."] is None
    page.keyboard.type(", and after it")
    again = serve(files, port=urlsplit(site.url).port or 0)
    next(again)
    saved(page)
    assert panel.stored()["Zum Schluss."] == "Written amidst the fall, and after it"
    expect(page.locator("[data-desk-saved]")).to_have_text("All saved")
    again.close()
