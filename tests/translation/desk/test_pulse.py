"""What others do meanwhile: who is here, and what was saved since one asked last."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sessions_app.translation import drafting, localize
from tests.factories import make_translator
from tests.translation.desk.conftest import ASYNC

Rows = Callable[[Any], dict[str, Any]]
Visit = Callable[[Any], Client]
NOTHING = drafting.version(None)


@pytest.fixture(autouse=True)
def _nobody_here() -> None:
    cache.clear()


def pulse(client: Client, opened: Any, **fields: str) -> dict[str, Any]:
    """The answer to a question, without its time."""
    data = {"documents": str(opened.pk), "tab": "a", "since": timezone.now().isoformat()}
    response = client.post(f"/admin/translations/{opened.pk}/pulse/", data | fields, headers=ASYNC)
    told: dict[str, Any] = json.loads(response.content)
    told.pop("now")
    return told


def ago(minutes: int) -> str:
    """A moment in the past, as the script names it."""
    return (timezone.now() - timedelta(minutes=minutes)).isoformat()


def test_others_are_told_and_at_which_text(
    desk: Client, opened: Any, visit: Visit, publisher: Any
) -> None:
    key = f"{opened.pk}-1"
    assert pulse(visit(publisher), opened, segment=key)["people"] == []
    assert pulse(desk, opened)["people"] == [{"name": "publisher", "segment": key}]
    # One person with two windows is one, at the text of the last.
    pulse(visit(publisher), opened, tab="b", segment="")
    assert pulse(desk, opened)["people"] == [{"name": "publisher", "segment": ""}]


def test_who_leaves_is_gone(desk: Client, opened: Any, visit: Visit, publisher: Any) -> None:
    pulse(visit(publisher), opened)
    assert pulse(visit(publisher), opened, leaving="1") == {"people": [], "texts": []}
    assert pulse(desk, opened)["people"] == []


def test_texts_that_others_saved_are_told_with_their_findings(
    desk: Client, opened: Any, rows: Rows, visit: Visit, publisher: Any
) -> None:
    since = timezone.now().isoformat()
    row = rows(opened)["Was ist Verwaltung?"]
    drafting.save_segment(opened, row.id, "Administration", NOTHING, publisher)
    (text,) = pulse(desk, opened, since=since)["texts"]
    text.pop("at")
    assert [found.pop("check") for found in text.pop("findings")] == ["end_mark"]
    assert text == {
        "key": f"{opened.pk}-{row.id}",
        "text": "Administration",
        "version": drafting.version("Administration"),
        "kept": False,
        "filled": False,
        "machine": False,
        "done": True,
        "by": "publisher",
    }


def test_texts_of_snippets_on_the_screen_are_told_and_of_no_other_language(
    desk: Client, opened: Any, rows: Rows, publisher: Any
) -> None:
    snippet = type(opened).objects.exclude(pk=opened.pk).order_by("pk").first()
    (row, *_) = localize.segment_rows([snippet])[snippet.pk]
    drafting.save_segment(snippet, row.id, "Something", NOTHING, publisher)
    both = f"{opened.pk},{snippet.pk}"
    assert [t["key"] for t in pulse(desk, opened, documents=both, since=ago(1))["texts"]] == [
        f"{snippet.pk}-{row.id}"
    ]
    assert pulse(desk, opened, since=ago(1))["texts"] == []
    type(opened).objects.filter(pk=snippet.pk).update(target_locale=opened.source.locale)
    assert pulse(desk, opened, documents=both, since=ago(1))["texts"] == []


@pytest.mark.parametrize("since", ["", "yesterday", "2026-13-45T00:00", "2026-01-01T00:00:00"])
def test_what_is_no_time_is_now(
    desk: Client, opened: Any, rows: Rows, publisher: Any, since: str
) -> None:
    row = rows(opened)["Erstens"]
    drafting.save_segment(opened, row.id, "First", NOTHING, publisher)
    place = {"translation_of": row.string_id, "context": row.context_id}
    hit = localize.segments.StringTranslation.objects.filter(**place)
    hit.update(updated_at=timezone.now() - timedelta(minutes=1))
    assert pulse(desk, opened, since=since)["texts"] == []


@pytest.mark.parametrize("documents", ["", "x,,9" * 40, "9" * 400, "-1", "²"])
def test_what_is_no_document_is_left_out(desk: Client, opened: Any, documents: str) -> None:
    assert pulse(desk, opened, documents=documents, since=ago(5)) == {"people": [], "texts": []}


def test_budget_of_a_pulse(
    desk: Client, opened: Any, rows: Rows, publisher: Any, visit: Visit,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    """Ten however many texts were saved and people are here; nine where nothing was saved."""
    desk.get(f"/admin/translations/{opened.pk}/")
    pulse(desk, opened)
    with django_assert_num_queries(8):
        pulse(desk, opened)
    for number, source in enumerate(["Erstens", "Zweitens", "Worum es geht"]):
        drafting.save_segment(opened, rows(opened)[source].id, f"{number}", NOTHING, publisher)
        pulse(visit(make_translator("en", f"t{number}")), opened)
        if number != 1:
            with django_assert_num_queries(9):
                assert len(pulse(desk, opened, since=ago(1))["texts"]) == number + 1
