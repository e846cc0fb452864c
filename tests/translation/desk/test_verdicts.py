"""What is thought of a text, on the screens: marked, answered, settled, approved, taken back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sessions_app.translation import drafting, review
from sessions_app.translation.models import Action
from tests.factories import House, make_group, make_reviewer, make_user
from tests.translation.desk.conftest import ASYNC
from tests.translation.desk.test_help import NOTHING, TITLE, Rows, Soup, Visit, path, words


@pytest.fixture
def reader(house: House, visit: Visit) -> Client:
    """A browser of a reviewer."""
    return visit(make_reviewer("en"))


@pytest.fixture
def ready(opened: Any, complete: Callable[[Any], None]) -> Any:
    """The session, every text translated by somebody else."""
    complete(opened)
    return opened


def help_of(client: Client, soup: Soup, translation: Any, row: Any) -> BeautifulSoup:
    return soup(client.get(path(translation, row), headers=ASYNC))


def told(response: Any) -> tuple[int, dict[str, Any]]:
    return response.status_code, json.loads(response.content)


def editor(client: Client, translation: Any, end: str = "") -> BeautifulSoup:
    response = client.get(f"/admin/translations/{translation.pk}/{end}")
    return BeautifulSoup(response.content, "html.parser")


def test_marked_settled_and_approved(reader: Client, soup: Soup, ready: Any, rows: Rows) -> None:
    row = rows(ready)[TITLE]
    page = help_of(reader, soup, ready, row)
    form = page.select_one("[data-desk-needs-work] form")
    assert form is not None
    marked = told(reader.post(form["action"], {"text": "Too literal."}, headers=ASYNC))
    assert marked[0] == 200
    assert {name: marked[1][name] for name in ("verdict", "asked", "done")} == {
        "verdict": "needs_work",
        "asked": "Too literal.",
        "done": False,
    }
    page = help_of(reader, soup, ready, row)
    assert words(page, "[data-desk-verdict] .desk-message") == ["Too literal."]
    assert page.select("[data-desk-approve]") == []
    settle = page.select_one("[data-desk-verdict] form")
    assert settle is not None
    assert told(reader.post(settle["action"], headers=ASYNC))[1]["verdict"] == ""
    page = help_of(reader, soup, ready, row)
    approve = page.select_one("[data-desk-approve]")
    assert approve is not None
    assert told(reader.post(approve["action"], headers=ASYNC))[1]["verdict"] == "approved"
    page = help_of(reader, soup, ready, row)
    (line,) = words(page, "[data-desk-verdict] .desk-advice__who")
    assert line.startswith("Approved by reviewer")


def test_the_editor_tells_of_it_and_finds_it(
    reader: Client, desk: Client, ready: Any, rows: Rows
) -> None:
    first, second = rows(ready)["Erstens"], rows(ready)["Zweitens"]
    reader.post(path(ready, first, "needs-work/"), {"text": "Not quite."})
    desk.post(
        path(ready, second, ""), {"text": "Second", "version": drafting.version(second.target)}
    )
    reader.post(path(ready, second, "approve/"))
    page = editor(desk, ready)
    marked = page.select_one(f"#s-{ready.pk}-{first.id}")
    assert marked is not None
    assert (marked["data-state"], words(marked, "[data-desk-asked]")) == (
        "needs_work",
        ["Not quite."],
    )
    assert "data-open" in marked.attrs
    approved = page.select_one(f"#s-{ready.pk}-{second.id}")
    assert approved is not None
    assert (approved["data-state"], words(approved, "[data-desk-state]")) == (
        "approved",
        ["Approved"],
    )
    number = page.select_one("[data-desk-number=needs_work]")
    assert number is not None
    assert number.get_text() == "1"
    found = editor(desk, ready, "?show=needs_work")
    shown = [
        one["data-desk-segment"]
        for one in found.select("[data-desk-segment]")
        if "data-out" not in one.attrs
    ]
    assert shown == [f"{ready.pk}-{first.id}"]


@pytest.mark.parametrize("end", ["needs-work/", "settle/", "approve/", "revert/1/"])
def test_refusals_are_sentences(reader: Client, opened: Any, rows: Rows, end: str) -> None:
    row = rows(opened)[TITLE]
    data = {"text": "x" * 6000, "version": NOTHING}
    status, answer = told(reader.post(path(opened, row, end), data, headers=ASYNC))
    assert (status, answer["message"][-1]) == (403, ".")
    gone = f"/admin/translations/{opened.pk}/texts/999999/{end}"
    assert reader.post(gone, data, headers=ASYNC).status_code == 403
    assert reader.get(path(opened, row, end)).status_code == 405


def test_translators_approve_nothing(desk: Client, soup: Soup, ready: Any, rows: Rows) -> None:
    row = rows(ready)[TITLE]
    assert help_of(desk, soup, ready, row).select("[data-desk-approve]") == []
    assert desk.post(path(ready, row, "approve/"), headers=ASYNC).status_code == 403


def test_who_may_only_publish_says_nothing_of_a_text(
    visit: Visit, soup: Soup, ready: Any, rows: Rows
) -> None:
    client = visit(make_user("reader", make_group("p", languages={"en": [Action.PUBLISH]})))
    row = rows(ready)[TITLE]
    assert help_of(client, soup, ready, row).select("[data-desk-verdict]") == []
    status, answer = told(
        client.post(path(ready, row, "needs-work/"), {"text": "x"}, headers=ASYNC)
    )
    assert (status, answer["state"]) == (403, "refused")


def test_a_note_is_answered(
    desk: Client, reader: Client, soup: Soup, opened: Any, rows: Rows
) -> None:
    row = rows(opened)[TITLE]
    desk.post(path(opened, row, "notes/"), {"text": "Which one?"})
    _resolve, answer = help_of(reader, soup, opened, row).select(".desk-note form")
    assert (
        told(reader.post(answer["action"], {"text": "The first."}, headers=ASYNC))[1]["notes"] == 1
    )
    page = help_of(desk, soup, opened, row)
    assert words(page, ".desk-note .desk-note__words") == ["Which one?", "The first."]
    assert words(page, ".desk-note__answers .desk-note__words") == ["The first."]


class TestReading:
    """The reviewer's editor while something is being reviewed."""

    @pytest.fixture
    def submitted(self, desk: Client, ready: Any, rows: Rows) -> Any:
        """The session, handed in with a text that somebody typed."""
        row = rows(ready)["Erstens"]
        data = {"text": "First", "version": drafting.version(row.target)}
        desk.post(path(ready, row, ""), data)
        desk.post(f"/admin/translations/{ready.pk}/submit/")
        assert review.of(ready) is not None
        return ready

    def test_the_reviewer_may_write_and_the_translator_may_not(
        self, desk: Client, reader: Client, submitted: Any
    ) -> None:
        assert editor(desk, submitted).select("textarea[readonly]") != []
        page = editor(reader, submitted)
        assert page.select("textarea[readonly]") == []
        assert "You are reviewing this." in " ".join(words(page, ".help-block"))

    def test_corrections_and_marks_stand_at_the_decision(
        self, reader: Client, submitted: Any, rows: Rows
    ) -> None:
        row = rows(submitted)["Erstens"]
        data = {"text": "Firstly", "version": drafting.version(row.target)}
        assert told(reader.post(path(submitted, row, ""), data, headers=ASYNC))[0] == 200
        title = rows(submitted)[TITLE]
        reader.post(path(submitted, title, "needs-work/"), {"text": "Too literal."})
        page = editor(reader, submitted, "review/")
        assert words(page, ".desk-corrected summary") == ["1 correction while reading"]
        assert words(page, ".desk-corrected q") == ["Firstly"]
        assert "Too literal." in words(page, ".desk > .desk-reasons li")[0]
        comment = page.select_one("#desk-comment")
        assert comment is not None
        assert "required" not in comment.attrs

    def test_an_old_page_approves_nothing_new(
        self, reader: Client, visit: Visit, submitted: Any, rows: Rows
    ) -> None:
        seen = editor(reader, submitted, "review/").select_one("[name=seen]")
        assert seen is not None
        row = rows(submitted)["Erstens"]
        data = {"text": "Firstly", "version": drafting.version(row.target)}
        visit(make_reviewer("en", "second")).post(path(submitted, row, ""), data, headers=ASYNC)
        address = f"/admin/translations/{submitted.pk}/approve/"
        reader.post(address, {"seen": seen["value"]})
        assert review.of(submitted) is not None
        fresh = editor(reader, submitted, "review/").select_one("[name=seen]")
        assert fresh is not None
        reader.post(address, {"seen": fresh["value"]})
        assert review.of(submitted) is None

    def test_budgets(
        self,
        reader: Client,
        submitted: Any,
        rows: Rows,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        reader.get(f"/admin/translations/{submitted.pk}/")
        with django_assert_max_num_queries(25):
            reader.get(f"/admin/translations/{submitted.pk}/")
        row = rows(submitted)["Erstens"]
        for text in ("Firstly", "Firstly then"):
            data = {"text": text, "version": drafting.version(row.target)}
            with django_assert_max_num_queries(15):
                reader.post(path(submitted, row, ""), data, headers=ASYNC)
            row = rows(submitted)["Erstens"]
