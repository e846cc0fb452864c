"""The help of one text: what it says, what people do in it, who may, and what it costs."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.translation import drafting, history, localize, remarks
from sessions_app.translation.models import Action, GlossaryTerm
from tests.factories import House, body, make_group, make_session, make_user, publish
from tests.translation.desk.conftest import ASYNC

Rows = Callable[[Any], dict[str, Any]]
Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
NOTHING = drafting.version(None)
TITLE = "Was ist Verwaltung?"


def path(opened: Any, row: Any, end: str = "help/") -> str:
    """An address below that of a text."""
    return f"/admin/translations/{opened.pk}/texts/{row.id}/{end}"


def words(page: Any, selector: str) -> list[str]:
    """Text of everything that the selector names, white space made even."""
    return [" ".join(found.get_text().split()) for found in page.select(selector)]


@pytest.fixture
def advice(desk: Client, opened: Any, soup: Soup) -> Callable[[Any], BeautifulSoup]:
    """``advice(row)``: the help of a text as the script fetches it."""

    def fetch(row: Any) -> BeautifulSoup:
        return soup(desk.get(path(opened, row), headers=ASYNC))

    return fetch


@pytest.fixture
def other(house: House, en: Locale, publisher: Any) -> Callable[[str, str], Any]:
    """``other(german, english)``: another session that has these as its title."""

    def make(german: str, english: str) -> Any:
        page = make_session(house.programme, title=german)
        drafting.open_translations([page], en)
        translation = localize.translations_of([page.translation_key], en).get()
        (row,) = (r for r in localize.segment_rows([translation])[translation.pk] if r.text)
        drafting.save_segment(translation, row.id, english, NOTHING, publisher)
        return translation

    return make


def test_alone_it_is_a_page_with_a_way_back(
    desk: Client, opened: Any, rows: Rows, soup: Soup
) -> None:
    row = rows(opened)[TITLE]
    page = soup(desk.get(path(opened, row)))
    assert words(page, "h2.desk-title") == [TITLE]
    assert words(page, ".desk-advice__title") == ["Memory", "Notes"]
    (back,) = page.select(".desk > p > a")
    assert back["href"] == f"/admin/translations/{opened.pk}/#s-{opened.pk}-{row.id}"


def test_for_the_script_it_is_a_part_alone(advice: Any, opened: Any, rows: Rows) -> None:
    row = rows(opened)["Zweitens"]
    page = advice(row)
    assert (page.html, page.select("[data-desk-advice]")[0]["data-desk-advice"]) == (
        None,
        f"{opened.pk}-{row.id}",
    )
    assert words(page, ".desk-advice__where") == ["Body › Text › List item 2"]


def test_the_memory_offers_what_is_alike_with_the_words_that_differ(
    advice: Any, other: Any, opened: Any, rows: Rows
) -> None:
    other("Was ist heute Verwaltung?", "What is administration today?")
    (offer,) = advice(rows(opened)[TITLE]).select(".desk-suggestion")
    assert words(offer, ".desk-suggestion__target") == ["What is administration today?"]
    assert words(offer, "del") == ["removed: heute"]
    (form,) = offer.select("form[data-desk-take]")
    assert form["action"] == path(opened, rows(opened)[TITLE], "")
    assert {i["name"]: i["value"] for i in form.select("[type=hidden]")[1:]} == {
        "text": "What is administration today?",
        "version": NOTHING,
    }


def test_what_stands_there_already_is_not_offered(
    advice: Any, desk: Client, opened: Any, rows: Rows
) -> None:
    row = rows(opened)[TITLE]
    desk.post(path(opened, row, ""), {"text": "Mine?", "version": NOTHING}, headers=ASYNC)
    assert words(advice(row), ".desk-suggestion") == []


def test_terms_are_told_with_what_to_write_and_what_not(
    advice: Any, opened: Any, rows: Rows
) -> None:
    pair = {"source_language": "de", "target_language": "en", "source": "Verwaltung"}
    GlossaryTerm.objects.create(**pair, target="administration", definition="Wer Gesetze ausführt.")
    GlossaryTerm.objects.create(**pair, target="management", status="forbidden")
    page = advice(rows(opened)[TITLE])
    assert words(page, ".desk-term dt") == ["Verwaltung"]
    assert [b["data-desk-insert"] for b in page.select("[data-desk-insert]")] == ["administration"]
    assert words(page, ".desk-term__forbidden") == ["management"]
    assert words(page, ".desk-term > .desk-term__note") == ["Wer Gesetze ausführt."]
    assert page.select("[data-places]")[0]["data-places"] == "8-18"


def test_a_changed_source_is_told_word_by_word(
    advice: Any, desk: Client, opened: Any, rows: Rows, session: Any, publish_changed: Any
) -> None:
    desk.post(path(opened, rows(opened)["Erstens"], ""), {"text": "First", "version": NOTHING})
    (text,) = (dict(block) for block in session.body.raw_data)
    text["value"] = text["value"].replace("Erstens", "Erstens alles")
    publish_changed(session, [text])
    opened.source.refresh_from_db()
    assert words(advice(rows(opened)["Erstens alles"]), ".desk-advice__part ins")[0] == (
        "added: alles"
    )


def test_a_finding_is_waived_for_a_reason_and_counts_again(
    advice: Any, desk: Client, opened: Any, rows: Rows
) -> None:
    row = rows(opened)[TITLE]
    desk.post(path(opened, row, ""), {"text": "Administration", "version": NOTHING})
    page = advice(row)
    assert words(page, ".desk-judged .desk-message") == ["Warning: The original ends with “?”."]
    (form,) = page.select(".desk-judged form")
    fields = {i["name"]: i["value"] for i in form.select("[type=hidden]")}
    bare = desk.post(form["action"], fields | {"reason": " "}, headers=ASYNC)
    assert (bare.status_code, json.loads(bare.content)["message"]) == (403, "Write a few words.")
    done = desk.post(form["action"], fields | {"reason": "A title."}, headers=ASYNC)
    assert json.loads(done.content) == {
        "state": "done",
        "message": "The finding was dismissed.",
        "verdict": "",
        "asked": "",
        "kept": False,
        "filled": False,
        "machine": False,
        "done": True,
        "notes": 0,
        "findings": [],
    }
    page = advice(row)
    assert words(page, ".desk-judged .desk-advice__who") == ["Dismissed by translator: A title."]
    (form,) = page.select(".desk-judged form")
    back = json.loads(desk.post(form["action"], headers=ASYNC).content)
    assert [found["check"] for found in back["findings"]] == ["end_mark"]


def test_a_note_is_left_and_resolved(advice: Any, desk: Client, opened: Any, rows: Rows) -> None:
    row = rows(opened)[TITLE]
    answer = desk.post(path(opened, row, "notes/"), {"text": "Which one?"}, headers=ASYNC)
    assert json.loads(answer.content)["notes"] == 1
    page = advice(row)
    assert words(page, ".desk-note .desk-note__words") == ["Which one?"]
    form, _answer = page.select(".desk-note form")
    assert json.loads(desk.post(form["action"], headers=ASYNC).content)["notes"] == 0
    page = advice(row)
    assert words(page, ".desk-note") == []
    assert words(page, ".desk-happening .desk-note__words") == ["Which one?"]


def test_without_a_script_a_note_leads_back_to_the_help(
    desk: Client, opened: Any, rows: Rows
) -> None:
    row = rows(opened)[TITLE]
    for text, said in (("Which one?", "The note was added."), ("", "Write a few words.")):
        response = desk.post(path(opened, row, "notes/"), {"text": text}, follow=True)
        assert response.redirect_chain == [(path(opened, row), 302)]
        assert [str(message).strip() for message in response.context["messages"]] == [said]


def test_the_history_tells_who_wrote_what_and_offers_it_again(
    advice: Any, opened: Any, rows: Rows, visit: Visit, publisher: Any, desk: Client
) -> None:
    row = rows(opened)[TITLE]
    visit(publisher).post(path(opened, row, ""), {"text": "What is it?", "version": NOTHING})
    version = drafting.version("What is it?")
    desk.post(path(opened, row, ""), {"text": "What was it?", "version": version})
    page = advice(row)
    who = [line.split(" · ")[0] for line in words(page, ".desk-happening .desk-advice__who")]
    assert who == ["translator", "publisher"]
    assert words(page, ".desk-happening:first-child ins") == ["added: was"]
    (again,) = page.select(".desk-happening [data-desk-revert]")
    token = again.select_one("[name=version]")["value"]
    told = json.loads(desk.post(again["action"], {"version": token}, headers=ASYNC).content)
    assert (told["state"], told["text"]) == ("saved", "What is it?")
    assert words(advice(row), ".desk-happening:first-child .desk-advice__who")[0].endswith(
        "taken back to an earlier version"
    )


@pytest.mark.parametrize("end", ["notes/", "dismiss/"])
def test_who_has_no_right_in_the_language_says_nothing(
    opened: Any, rows: Rows, house: House, visit: Visit, end: str
) -> None:
    german = make_user("german", make_group("g", languages={"de": list(Action)}))
    address = path(opened, rows(opened)[TITLE], end)
    data = {"text": "x", "check": "end_mark", "reason": "x"}
    assert visit(german).post(address, data, headers=ASYNC).status_code == 403
    assert history.pending([opened]) == {}


def test_who_may_only_publish_reads_and_takes_nothing(
    opened: Any, rows: Rows, house: House, visit: Visit, soup: Soup
) -> None:
    reader = make_user("reader", make_group("p", languages={"en": [Action.PUBLISH]}))
    page = soup(visit(reader).get(path(opened, rows(opened)[TITLE]), headers=ASYNC))
    assert page.select("[data-desk-take]") == []
    assert words(page, "[data-desk-remark] button") == ["Save the note"]


@pytest.mark.parametrize("end", ["help/", "notes/", "dismiss/"])
def test_bad_input_is_answered_with_a_sentence_or_not_found(
    desk: Client, opened: Any, rows: Rows, end: str
) -> None:
    gone = f"/admin/translations/{opened.pk}/texts/999999/{end}"
    row = rows(opened)[TITLE]
    if end == "help/":
        assert desk.get(gone).status_code == 404
        return
    data = {"text": "x", "check": "nonsense", "detail": "\x00" * 400, "reason": "x" * 6000}
    assert desk.post(gone, data, headers=ASYNC).status_code == 403
    if end == "dismiss/":
        told = json.loads(desk.post(path(opened, row, end), data, headers=ASYNC).content)
        assert told["message"] == "This finding cannot be dismissed."
    for wrong in ("notes/999999/resolve/", "dismiss/999999/reinstate/"):
        told = json.loads(desk.post(path(opened, row, wrong), headers=ASYNC).content)
        assert told["message"] == "It does not exist any more."


def test_budget_of_the_help(
    house: House, en: Locale, desk: Client, publisher: Any, other: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    """The same at one paragraph and at sixty, with nothing known and with much."""
    pages = []
    for number in (1, 60):
        html = "".join(f"<p>Absatz {n} von {number} Absätzen.</p>" for n in range(number))
        page = publish(
            make_session(house.programme, title=f"T {number}", body=body(text_html=html))
        )
        drafting.open_translations([page], en)
        pages.append(localize.translations_of([page.translation_key], en).get())
    other("Absatz 0 von 7 Absätzen.", "Paragraph 0 of 7.")
    for translation in pages:
        rows = localize.segment_rows([translation])[translation.pk]
        row = next(r for r in rows if r.text.startswith("Absatz 0"))
        desk.get(path(translation, row), headers=ASYNC)
        with django_assert_num_queries(16):
            desk.get(path(translation, row), headers=ASYNC)
        drafting.save_segment(translation, row.id, "One", NOTHING, publisher)
        for text in ("a", "b", "c"):
            remarks.add_note(translation, row.id, text, publisher)
        with django_assert_num_queries(16):
            desk.get(path(translation, row), headers=ASYNC)
