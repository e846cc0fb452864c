"""Saving one text by script: what is stored, what is answered, what is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sessions_app.translation import drafting, history, release, remarks
from sessions_app.translation.models import Action
from tests.factories import House, make_group, make_superuser, make_user
from tests.translation.desk.conftest import ASYNC

Rows = Callable[[Any], dict[str, Any]]
NOTHING = drafting.version(None)


def save(client: Client, opened: Any, row: Any, text: str, version: str = NOTHING) -> Any:
    """Post a text as the editor's script does."""
    return client.post(
        f"/admin/translations/{opened.pk}/texts/{row.id}/",
        {"text": text, "version": version},
        headers=ASYNC,
    )


def answer(response: Any) -> tuple[int, dict[str, Any]]:
    """Status and JSON without the time of day."""
    told = json.loads(response.content)
    for part in (told, told.get("theirs", {})):
        part.pop("at", None)
    return response.status_code, told


def test_a_text_is_stored_and_answered_with_its_new_version(
    desk: Client, opened: Any, rows: Rows
) -> None:
    row = rows(opened)["Worum es geht"]
    assert answer(save(desk, opened, row, "What it is about")) == (
        200,
        {
            "state": "saved",
            "text": "What it is about",
            "version": drafting.version("What it is about"),
            "kept": False,
            "filled": False,
            "machine": False,
            "done": True,
            "by": "translator",
            "findings": [],
        },
    )
    assert rows(opened)["Worum es geht"].target == "What it is about"


def test_tokens_become_the_links_of_the_source(desk: Client, opened: Any, rows: Rows) -> None:
    (row,) = [row for text, row in rows(opened).items() if text.startswith("Die <b>")]
    text = "{2}The report{/2} & {1}the civil service{/1}"
    html = '<a id="a2">The report</a> &amp; <a id="a1">the civil service</a>'
    assert answer(save(desk, opened, row, text))[1]["text"] == text
    assert rows(opened)[row.text].target == html


def test_a_translation_may_name_the_language_of_a_passage_that_the_source_does_not(
    opened: Any, rows: Rows, visit: Callable[[Any], Client], publisher: Any, complete: Any
) -> None:
    complete(opened)
    row = rows(opened)["Erstens"]
    text = "The {lang-de}Erstens{/lang-de} of all, {lang-pt-BR}ou não{/lang-pt-BR}"
    told = answer(save(visit(publisher), opened, row, text, drafting.version(row.target)))
    assert (told[0], told[1]["text"], told[1]["findings"]) == (200, text, [])
    html = 'The <a id="lang-de">Erstens</a> of all, <a id="lang-pt-BR">ou não</a>'
    assert rows(opened)["Erstens"].target == html
    page = release.release(opened, publisher)
    shown = BeautifulSoup(str(page.body.render_as_block()), "html.parser")
    assert [(node["lang"], node.text) for node in shown.select("li [lang]")] == [
        ("de", "Erstens"),
        ("pt-BR", "ou não"),
    ]


def test_what_is_no_language_is_no_mark(desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Erstens"]
    assert answer(save(desk, opened, row, "{lang-}x{/lang-}"))[0] == 422
    assert answer(save(desk, opened, row, "{lang-1}x{/lang-1}"))[0] == 422


def test_lines_of_plain_text_are_lines(desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Erste Zeile.<br/>Zweite Zeile."]
    save(desk, opened, row, "First line.\r\nSecond {b} line.")
    assert rows(opened)[row.text].target == "First line.<br/>Second {b} line."


def test_findings_come_with_the_answer(desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Was ist Verwaltung?"]
    found = answer(save(desk, opened, row, "x" * 256))[1]["findings"]
    assert found[0] == {
        "check": "too_long",
        "severity": "error",
        "message": "The text is 1 character too long; 255 fit.",
        "detail": "",
    }


def test_sending_twice_is_harmless(desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Worum es geht"]
    first = answer(save(desk, opened, row, "About"))
    assert answer(save(desk, opened, row, "About")) == first


def test_a_second_writer_is_shown_the_first_ones_text(
    desk: Client, opened: Any, rows: Rows, visit: Callable[[Any], Client], publisher: Any
) -> None:
    row = rows(opened)["Worum es geht"]
    save(visit(publisher), opened, row, "Theirs")
    assert answer(save(desk, opened, row, "Mine")) == (
        409,
        {
            "state": "conflict",
            "message": "Somebody else changed this text meanwhile.",
            "theirs": {
                "text": "Theirs",
                "version": drafting.version("Theirs"),
                "kept": False,
                "filled": False,
                "machine": False,
                "done": True,
                "by": "publisher",
            },
        },
    )
    assert rows(opened)["Worum es geht"].target == "Theirs"
    resolved = save(desk, opened, row, "Mine", drafting.version("Theirs"))
    assert answer(resolved)[1]["text"] == "Mine"


def test_keeping_the_source_counts_as_translated(desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Erstens"]
    response = desk.post(
        f"/admin/translations/{opened.pk}/texts/{row.id}/keep/", {"version": NOTHING}, headers=ASYNC
    )
    status, told = answer(response)
    assert (status, told["text"], told["kept"]) == (200, "Erstens", True)
    assert rows(opened)["Erstens"].kept is True


def test_a_text_that_was_filled_in_is_confirmed(
    desk: Client, opened: Any, rows: Rows, filled: Any
) -> None:
    row = filled("Erstens", "First")
    address = f"/admin/translations/{opened.pk}/texts/{row.id}/confirm/"
    data = {"version": drafting.version("First")}
    told = answer(desk.post(address, data, headers=ASYNC))
    assert (told[0], told[1]["text"], told[1]["filled"]) == (200, "First", False)
    assert [event.kind for event in history.events(opened, row.id)] == ["confirmed", "filled"]


def test_without_a_script_a_save_leads_back_to_its_text(
    desk: Client, opened: Any, rows: Rows
) -> None:
    row = rows(opened)["Erstens"]
    address = f"/admin/translations/{opened.pk}/texts/{row.id}/"
    response = desk.post(address, {"text": "First", "version": NOTHING})
    here = f"/admin/translations/{opened.pk}/#s-{opened.pk}-{row.id}"
    assert (response.status_code, response["location"]) == (302, here)
    assert rows(opened)["Erstens"].target == "First"
    late = desk.post(address, {"text": "Late", "version": NOTHING}, follow=True)
    assert [str(message).strip() for message in late.context["messages"]] == [
        "Saved",
        "Somebody else changed this text meanwhile.",
    ]
    assert rows(opened)["Erstens"].target == "First"


def test_a_waived_finding_is_not_told_again(desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Was ist Verwaltung?"]
    (found,) = answer(save(desk, opened, row, "What is administration"))[1]["findings"]
    assert found["check"] == "end_mark"
    remarks.dismiss(opened, row.id, found["check"], found["detail"], "A title.", make_superuser())
    version = drafting.version("What is administration")
    again = answer(save(desk, opened, row, "What is an administration", version))
    assert again[1]["findings"] == []


def test_bad_tokens_are_refused_with_a_reason(desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Worum es geht"]
    assert answer(save(desk, opened, row, "{7}x{/7}")) == (
        422,
        {
            "state": "error",
            "message": "The original has no mark {7}. Write \\{7} to show it as it is.",
        },
    )
    assert rows(opened)["Worum es geht"].target is None


def test_a_text_that_is_gone_is_refused_with_a_reason(desk: Client, opened: Any) -> None:
    response = desk.post(
        f"/admin/translations/{opened.pk}/texts/999999/",
        {"text": "x", "version": NOTHING},
        headers=ASYNC,
    )
    assert answer(response) == (
        403,
        {
            "state": "refused",
            "message": "The original has changed: this text is no longer part of it.",
        },
    )


@pytest.mark.parametrize("name", ["", "keep/", "confirm/"])
def test_saving_asks_the_policy(
    opened: Any, rows: Rows, house: House, visit: Callable[[Any], Client], name: str
) -> None:
    row = rows(opened)["Worum es geht"]
    address = f"/admin/translations/{opened.pk}/texts/{row.id}/{name}"
    data = {"text": "x", "version": NOTHING}
    german = make_user("german", make_group("g", languages={"de": [Action.TRANSLATE]}))
    reader = make_user("reader", make_group("p", languages={"en": [Action.PUBLISH]}))
    answers = [
        Client().post(address, data, headers=ASYNC).status_code,
        visit(german).post(address, data, headers=ASYNC).status_code,
        visit(reader).post(address, data, headers=ASYNC).status_code,
    ]
    assert answers == [403, 403, 403]
    assert rows(opened)["Worum es geht"].target is None


def test_an_unknown_translation_is_not_found(desk: Client) -> None:
    response = desk.post("/admin/translations/999999/texts/1/", {"text": "x"}, headers=ASYNC)
    assert response.status_code == 404


def test_budget_of_a_save(
    desk: Client, opened: Any, rows: Rows, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk.get(f"/admin/translations/{opened.pk}/")
    first, second = rows(opened)["Erstens"], rows(opened)["Zweitens"]
    save(desk, opened, first, "First")
    with django_assert_max_num_queries(15):
        save(desk, opened, second, "Second")
    with django_assert_max_num_queries(15):
        save(desk, opened, first, "Firstly", drafting.version("First"))


def test_the_state_is_told_anew(desk: Client, opened: Any, complete: Callable[[Any], None]) -> None:
    address = f"/admin/translations/{opened.pk}/state/"
    before = json.loads(desk.get(address, headers=ASYNC).content)
    complete(opened)
    after = json.loads(desk.get(address, headers=ASYNC).content)
    assert (before, after) == (
        {"state": "draft", "label": "draft"},
        {"state": "ready", "label": "ready"},
    )


def test_a_fresh_token_can_be_fetched(desk: Client, opened: Any, rows: Rows) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    row = rows(opened)["Erstens"]
    assert save(strict, opened, row, "First").status_code == 403
    token = json.loads(strict.get("/admin/translations/token/", headers=ASYNC).content)["token"]
    response = strict.post(
        f"/admin/translations/{opened.pk}/texts/{row.id}/",
        {"text": "First", "version": NOTHING},
        headers=ASYNC | {"x-csrftoken": token},
    )
    assert (response.status_code, rows(opened)["Erstens"].target) == (200, "First")
