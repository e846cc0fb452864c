"""The editor without a script: one form that saves what was changed and keeps what it cannot."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from sessions_app.models import Track
from sessions_app.translation import drafting, localize
from tests.factories import body

Rows = Callable[[Any], dict[str, Any]]
Change = Callable[[Any, list[dict[str, Any]]], None]
Soup = Callable[[Any], BeautifulSoup]


@pytest.fixture
def address(opened: Any) -> str:
    """Where the editor is."""
    return f"/admin/translations/{opened.pk}/"


@pytest.fixture
def form(desk: Client, address: str, soup: Soup) -> Callable[[], dict[str, str]]:
    """``form()``: what a browser would post if nothing were changed."""

    def read() -> dict[str, str]:
        return fields(soup(desk.get(address)))

    return read


def fields(page: BeautifulSoup) -> dict[str, str]:
    """Names and values of the editor's form; a browser drops one line break after <textarea>."""
    form = page.select_one("form.desk-form")
    assert form is not None
    found = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]")}
    for area in form.select("textarea"):
        text = area.text.removeprefix("\n").replace("\n", "\r\n")
        found[area["name"]] = text
    return found


def name_of(opened: Any, row: Any) -> str:
    """Name of the field of a text of the page itself."""
    return f"text-{opened.pk}-{row.id}"


def messages_of(page: BeautifulSoup) -> list[str]:
    """What the admin tells above the page."""
    return [" ".join(item.stripped_strings) for item in page.select(".messages > ul > li")]


def problem_of(page: BeautifulSoup, row: Any, opened: Any) -> list[str]:
    """Sentences of the problem at a text."""
    return [
        " ".join(line.stripped_strings)
        for line in page.select(f"#s-{opened.pk}-{row.id} [role=alert] :is(p, label)")
    ]


def test_an_untouched_form_saves_nothing(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str
) -> None:
    title = rows(opened)["Was ist Verwaltung?"]
    summary = rows(opened)["Erste Zeile.<br/>Zweite Zeile."]
    user = desk.get("/admin/account/").wsgi_request.user
    drafting.save_segment(opened, title.id, "What?", drafting.version(None), user)
    drafting.keep_as_source(opened, summary.id, drafting.version(None), user)
    before = rows(opened)
    response = desk.post(address, form())
    assert (response.status_code, response["location"]) == (302, address)
    assert rows(opened) == before


def test_changed_texts_are_saved_those_of_snippets_too(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str,
    soup: Soup,
) -> None:  # fmt: skip
    found = rows(opened)
    data = form()
    track = localize.translations_of(
        Track.objects.values_list("translation_key", flat=True), opened.target_locale_id
    ).get()
    name_of_track = name_of(track, rows(track)["Staat"])
    data |= {
        name_of(opened, found["Was ist Verwaltung?"]): "What is\r\nadministration?",
        name_of(opened, found["Erste Zeile.<br/>Zweite Zeile."]): "One.\r\nTwo.",
        name_of(opened, found["Worum es geht"]): "{b}About{/b}",
        name_of_track: "State",
    }
    response = desk.post(address, data, follow=True)
    after = rows(opened)
    assert [
        after["Was ist Verwaltung?"].target,
        after["Erste Zeile.<br/>Zweite Zeile."].target,
        after["Worum es geht"].target,
    ] == ["What is administration?", "One.<br/>Two.", "<b>About</b>"]
    assert messages_of(soup(response)) == ["4 texts saved."]
    assert fields(soup(response))[name_of_track] == "State"


def test_a_text_that_cannot_be_stored_stays_in_its_field_and_others_are_saved(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str,
    soup: Soup,
) -> None:  # fmt: skip
    found = rows(opened)
    bad, good = found["Worum es geht"], found["Erstens"]
    data = form() | {name_of(opened, bad): "{9}x{/9}", name_of(opened, good): "First"}
    page = soup(desk.post(address, data))
    assert messages_of(page) == [
        "1 text saved.",
        "1 text could not be saved. It stands below, nothing is lost. Go to the first error",
    ]
    assert problem_of(page, bad, opened) == [
        "The original has no mark {9}. Write \\{9} to show it as it is."
    ]
    assert fields(page)[name_of(opened, bad)] == "{9}x{/9}"
    assert (rows(opened)["Worum es geht"].target, rows(opened)["Erstens"].target) == (None, "First")
    # Posted again with the mistake mended, it is saved.
    again = fields(page) | {name_of(opened, bad): "About"}
    assert desk.post(address, again).status_code == 302
    assert rows(opened)["Worum es geht"].target == "About"


def test_a_conflict_shows_both_texts_and_asks(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str,
    soup: Soup, publisher: Any,
) -> None:  # fmt: skip
    row = rows(opened)["Worum es geht"]
    data = form() | {name_of(opened, row): "Mine"}
    drafting.save_segment(opened, row.id, "Theirs", drafting.version(None), publisher)
    page = soup(desk.post(address, data))
    assert problem_of(page, row, opened) == [
        "Somebody else changed this text meanwhile.",
        "publisher wrote:",
        "Theirs",
        "The stored one",
        "Mine, as in the field above",
    ]
    assert rows(opened)["Worum es geht"].target == "Theirs"
    # Posted without an answer, the question stands.
    unanswered = soup(desk.post(address, fields(page)))
    assert fields(unanswered)[name_of(opened, row)] == "Mine"
    assert rows(opened)["Worum es geht"].target == "Theirs"
    choice = f"resolve-{opened.pk}-{row.id}"
    mine = desk.post(address, fields(page) | {choice: drafting.version("Theirs")})
    assert (mine.status_code, rows(opened)["Worum es geht"].target) == (302, "Mine")


def test_after_a_conflict_the_stored_text_can_be_taken(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str,
    soup: Soup, publisher: Any,
) -> None:  # fmt: skip
    row = rows(opened)["Worum es geht"]
    data = form() | {name_of(opened, row): "Mine"}
    drafting.save_segment(opened, row.id, "Theirs", drafting.version(None), publisher)
    page = soup(desk.post(address, data))
    data = fields(page) | {f"resolve-{opened.pk}-{row.id}": "theirs"}
    response = desk.post(address, data, follow=True)
    assert fields(soup(response))[name_of(opened, row)] == "Theirs"


def test_one_text_is_kept_as_in_the_original_and_the_rest_is_saved(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str
) -> None:
    found = rows(opened)
    data = form() | {
        name_of(opened, found["Zweitens"]): "Second",
        "keep": f"{opened.pk}-{found['Erstens'].id}",
    }
    desk.post(address, data)
    after = rows(opened)
    assert (after["Erstens"].target, after["Erstens"].kept) == ("Erstens", True)
    assert (after["Zweitens"].target, after["Zweitens"].kept) == ("Second", False)


def test_a_changed_original_leaves_the_translation_as_a_proposal_until_it_is_confirmed(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str,
    session: Any, publisher: Any, publish_changed: Change,
) -> None:  # fmt: skip
    row = rows(opened)["Worum es geht"]
    drafting.save_segment(opened, row.id, "What it is about", drafting.version(None), publisher)
    raw = [dict(block) for block in session.body.raw_data]
    raw[0]["value"] = raw[0]["value"].replace("Worum es geht", "Worum es heute geht")
    publish_changed(session, raw)

    changed = rows(opened)["Worum es heute geht"]
    data = form()
    assert data[name_of(opened, changed)] == "What it is about"
    desk.post(address, data)
    assert rows(opened)["Worum es heute geht"].target is None
    desk.post(address, data | {"accept": f"{opened.pk}-{changed.id}"})
    assert rows(opened)["Worum es heute geht"].target == "What it is about"


def test_texts_typed_for_a_passage_that_went_are_handed_back(
    desk: Client, opened: Any, rows: Rows, form: Callable[[], dict[str, str]], address: str,
    session: Any, soup: Soup, publish_changed: Change,
) -> None:  # fmt: skip
    row = rows(opened)["Zweitens"]
    data = form() | {name_of(opened, row): "Second, with care"}
    raw = body(text_html="<p>Ganz anders.</p>")
    publish_changed(session, raw)
    page = soup(desk.post(address, data))
    (kept,) = page.select(".desk-form .help-block li")
    assert kept.text == "Second, with care"
