"""Originals frozen in bulk: the same rows as stock code, stable ids, and what followed what."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize
from sessions_app.translation.models import SourceState, Succession
from tests.factories import House, block, body, make_session, publish
from tests.factories.content import stream

pytestmark = pytest.mark.django_db

TABLES = (
    TranslatableObject,
    TranslationContext,
    String,
    Template,
    StringSegment,
    TemplateSegment,
    RelatedObjectSegment,
    OverridableSegment,
)


def contents() -> dict[str, list[tuple[Any, ...]]]:
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in TABLES}


def test_stock_refresh_changes_nothing_after_ours(panel: SessionPage, en: Any) -> None:
    drafting.open_translations([panel], en)
    before = contents()
    assert {name: len(rows) for name, rows in before.items()} == {
        "TranslatableObject": 9,
        "TranslationContext": 34,
        "String": 39,
        "Template": 3,
        "StringSegment": 45,
        "TemplateSegment": 6,
        "RelatedObjectSegment": 0,
        "OverridableSegment": 1,
    }
    for source in TranslationSource.objects.all():
        source.refresh_segments()
    assert contents() == before


def test_a_second_snapshot_of_the_same_content_writes_no_segment(
    panel: SessionPage, en: Any
) -> None:
    drafting.open_translations([panel], en)
    before = contents()
    source = localize.source_of(panel)
    with CaptureQueriesContext(connection) as queries:
        localize.snapshot(localize.load([panel]))
    assert contents() == before
    assert [q["sql"] for q in queries if "INSERT" in q["sql"]] == []
    assert localize.source_of(panel).last_updated_at > source.last_updated_at


PARAGRAPHS = [
    "Der erste Absatz spricht von Häusern.",
    "Der zweite Absatz spricht von Bäumen.",
    "Der dritte Absatz spricht von Flüssen.",
    "Der vierte Absatz spricht von Brücken.",
    "Der fünfte Absatz spricht von Wegen.",
    "Der sechste Absatz spricht von Plätzen.",
]


def html(paragraphs: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


@pytest.fixture
def essay(house: House) -> SessionPage:
    """A page with six paragraphs in one rich text."""
    page = make_session(house.programme, title="Aufsatz", body=body(text_html=html(PARAGRAPHS)))
    return publish(page)


def rewrite(page: SessionPage, paragraphs: list[str]) -> SessionPage:
    raw = [dict(part) for part in page.body.raw_data]
    raw[0]["value"] = html(paragraphs)
    page.body = stream(page, raw)
    page.save()
    localize.snapshot(localize.load([page]))
    return page


def test_ids_of_texts_that_stay_stay(
    essay: SessionPage, en: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(essay, en)
    before = {row.text: row.id for row in localize.segment_rows([translation])[translation.pk]}
    rewrite(essay, ["Ein neuer Anfang über Berge.", *PARAGRAPHS])
    after = {row.text: row.id for row in localize.segment_rows([translation])[translation.pk]}
    assert {text: after[text] for text in before} == before
    assert list(after) == ["Aufsatz", "Ein neuer Anfang über Berge.", *PARAGRAPHS]


def test_every_kind_of_change_is_paired_with_what_stood_there(
    essay: SessionPage,
    en: Any,
    admin: Any,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
) -> None:
    translation = open_one(essay, en)
    translate_all(admin, translation)
    rewrite(
        essay,
        [
            "Ganz vorn steht etwas Neues.",  # inserted
            "Der erste Absatz spricht von Häuseern.",  # a typo
            PARAGRAPHS[1],
            # the third is deleted
            PARAGRAPHS[3],
            "Der fünfte Absatz erzählt heute von allen Wegen.",  # reworded
            PARAGRAPHS[5],
        ],
    )
    rows = {row.text: row for row in localize.segment_rows([translation])[translation.pk]}
    assert {text: (row.target, row.previous) for text, row in rows.items()} == {
        "Aufsatz": ("EN Aufsatz", None),
        "Ganz vorn steht etwas Neues.": (None, None),
        "Der erste Absatz spricht von Häuseern.": (None, PARAGRAPHS[0]),
        PARAGRAPHS[1]: (f"EN {PARAGRAPHS[1]}", None),
        PARAGRAPHS[3]: (f"EN {PARAGRAPHS[3]}", None),
        "Der fünfte Absatz erzählt heute von allen Wegen.": (None, PARAGRAPHS[4]),
        PARAGRAPHS[5]: (f"EN {PARAGRAPHS[5]}", None),
    }
    assert rows["Der erste Absatz spricht von Häuseern."].previous_target == f"EN {PARAGRAPHS[0]}"


def test_the_chain_of_changes_is_followed_and_circles_end(
    essay: SessionPage,
    en: Any,
    admin: Any,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
) -> None:
    translation = open_one(essay, en)
    translate_all(admin, translation)

    def first_row() -> Any:
        return localize.segment_rows([translation])[translation.pk][1]

    for text in ("Zweite Fassung.", "Dritte Fassung.", "Zweite Fassung."):
        rewrite(essay, [text, *PARAGRAPHS[1:]])
    # The second version returned: what it followed on first is still what it follows on.
    assert Succession.objects.count() == 2
    assert (first_row().target, first_row().previous) == (None, PARAGRAPHS[0])
    assert first_row().previous_target == f"EN {PARAGRAPHS[0]}"
    rewrite(essay, PARAGRAPHS)
    assert first_row().target == f"EN {PARAGRAPHS[0]}"


def test_a_moved_block_keeps_every_text(
    house: House,
    en: Any,
    admin: Any,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
) -> None:
    blocks = body(*(block("text", f"<p>Absatz {n}</p>") for n in range(3)))
    page = publish(make_session(house.programme, body=blocks))
    translation = open_one(page, en)
    translate_all(admin, translation)
    page.body = stream(page, [blocks[2], blocks[0], blocks[1]])
    page.save()
    localize.snapshot(localize.load([page]))
    rows = localize.segment_rows([translation])[translation.pk]
    assert [row.target for row in rows] == [
        "EN Ein Gespräch",
        "EN Absatz 2",
        "EN Absatz 0",
        "EN Absatz 1",
    ]


def test_the_digest_ignores_facts_and_the_way_of_writing(panel: SessionPage, en: Any) -> None:
    drafting.open_translations([panel], en)

    def digest() -> str:
        return SourceState.objects.get(source__object_id=panel.translation_key).digest

    first = digest()
    panel.spoken_language = "en"
    panel.slots = []
    raw = json.loads(json.dumps(list(panel.body.raw_data)))
    raw[0]["value"] = raw[0]["value"].replace('data-block-key="k1"', 'data-block-key="zz"')
    panel.body = stream(panel, [dict(sorted(part.items())) for part in raw])
    panel.save()
    localize.snapshot(localize.load([panel]))
    assert digest() == first
    panel.summary = "Anders."
    panel.save()
    localize.snapshot(localize.load([panel]))
    second = digest()
    assert second != first
    panel.summary = "Worum es geht."
    panel.save()
    localize.snapshot(localize.load([panel]))
    assert digest() == first
