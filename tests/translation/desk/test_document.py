"""What the editor shows of a source: order, labels, limits, marks, without a query."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import translation as language
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, glossary, localize
from sessions_app.translation.desk import document, markup
from sessions_app.translation.desk.structure import Structure, rich_parts
from sessions_app.translation.localize import SegmentRow
from tests.factories import (
    House,
    full_body,
    make_partner,
    make_photo,
    make_session,
    make_speaker,
)


@pytest.fixture(autouse=True)
def _in_english(db: None) -> Any:
    glossary.terms("de", "en")
    with language.override("en"):
        yield


def row(number: int, path: str, text: str, **values: Any) -> SegmentRow:
    """A text of the source by hand; equal texts of a path share string and context."""
    defaults = {
        "id": number,
        "source_id": 1,
        "string_id": hash(text),
        "context_id": hash(path),
        "order": number,
        "rich": False,
        "attrs": {},
        "target": None,
        "origin": "",
        "error": "",
        "by": "",
        "by_id": None,
        "at": None,
        "previous": None,
        "previous_target": None,
    }
    return SegmentRow(path=path, text=text, **defaults | values)


def source_of(model: type[Any], content: dict[str, Any]) -> Any:
    """A Translation as far as the document reads it."""
    return SimpleNamespace(
        pk=7,
        source=SimpleNamespace(
            object_repr="Ein Text",
            content_json=json.dumps(content),
            specific_content_type=ContentType.objects.get_for_model(model),
            locale=SimpleNamespace(language_code="de"),
        ),
        target_locale=SimpleNamespace(language_code="en"),
    )


def outline(shown: document.Document) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Headings of sections, labels of groups, labels of segments."""
    return [
        (section.heading, [(g.label, [s.label for s in g.segments]) for g in section.groups])
        for section in shown.sections
    ]


@pytest.fixture
def full(house: House, en: Locale) -> Any:
    """Everything a session can hold, opened into English."""
    speaker = make_speaker(position="Leiterin")
    page = make_session(
        house.programme,
        summary="Kurz",
        people=[speaker],
        body=full_body(
            photo=make_photo(), speaker=speaker, partner=make_partner(), page=house.home
        ),
    )
    drafting.open_translations([page], en, related=False)
    return localize.translations_of([page.translation_key], en).get()


def test_the_vocabulary_of_a_session_in_the_order_of_the_form(
    full: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = localize.segment_rows([full])[full.pk]
    templates = localize.templates([full.source_id])
    with django_assert_num_queries(0):
        shown = document.build(full, rows, templates)
        found = outline(shown)
    assert found == [
        ("", [("", ["Title", "Summary"])]),
        (
            "Body",
            [
                ("Text", ["Heading 2", "Paragraph 1", "List item 1", "List item 2"]),
                ("Quote", ["Quote", "Position"]),
                ("Details", ["Heading", "Text"]),
                (
                    "Table",
                    [
                        "Caption",
                        "Heading of column 1",
                        "Heading of column 2",
                        "Row 1 › Zeit",
                        "Row 1 › Was",
                        "Row 2 › Zeit",
                    ],
                ),
                ("Links", ["Heading", "Link 1 › Label", "Link 2 › Label"]),
                ("Picture", ["Alt text", "Caption"]),
                ("Film", ["Title", "Caption"]),
                ("Portrait", ["Position"]),
                ("Partner", ["Text"]),
            ],
        ),
    ]
    assert (shown.kind, shown.done, shown.total) == ("Session", 0, 25)


def test_every_segment_knows_its_field(full: Any) -> None:
    rows = localize.segment_rows([full])[full.pk]
    shown = document.build(full, rows, localize.templates([full.source_id]))
    by_text = {segment.row.text: segment for segment in shown.segments}
    title, quote, summary = by_text["Ein Gespräch"], by_text["Reden hilft."], by_text["Kurz"]
    heading = by_text["Worum es geht"]
    assert (title.place.max_length, title.multiline, title.row.rich) == (255, False, False)
    assert (summary.place.max_length, summary.multiline, summary.row.rich) == (None, True, False)
    assert (quote.path_label, quote.multiline) == ("Body › Quote › Quote", True)
    assert (heading.path_label, heading.part.tag, heading.row.rich) == (
        "Body › Text › Heading 2",
        "h2",
        True,
    )
    assert heading.place.features == {"h2", "h3", "bold", "italic", "ol", "ul", "link", "lang"}


def test_marks_are_told_in_the_order_of_the_source(full: Any) -> None:
    rows = localize.segment_rows([full])[full.pk]
    shown = document.build(full, rows, localize.templates([full.source_id]))
    (paragraph,) = [s for s in shown.segments if s.label == "Paragraph 1"]
    assert paragraph.marks == (
        markup.Mark("1", "the civil service", "Language: en", "en"),
        markup.Mark("2", "mehr dazu", "Page of this site"),
        markup.Mark("3", "im Bericht", "https://example.org/bericht"),
    )
    assert paragraph.source_text == (
        "Die {b}Verwaltung{/b} lernt, sagt {1}the civil service{/1}, und {2}mehr dazu{/2} steht "
        "{3}im Bericht{/3}."
    )
    assert paragraph.source == (
        'Die <b>Verwaltung</b> lernt, sagt <span class="desk-chip" data-t="1" title="Language: en"'
        ' lang="en">the civil service</span>, und <span class="desk-chip" data-t="2" '
        'title="Page of this site">mehr dazu</span> steht <span class="desk-chip" data-t="3" '
        'title="https://example.org/bericht">im Bericht</span>.'
    )


def test_states_of_segments_and_what_their_fields_hold() -> None:
    rows = [
        row(1, "position", "Leiterin", target="Head", by="Kim", at=datetime.now(UTC)),
        row(2, "organisation", "Amt", target="Amt", origin="source"),
        row(3, "biography", "Sie lehrt.", rich=True, previous="Lehrt.", previous_target="<b>T</b>"),
        row(4, "biography", "Gern.", rich=True),
    ]
    templates = {(1, hash("biography")): '<p><text position="0"/></p><p><text position="1"/></p>'}
    shown = document.build(source_of(Speaker, {}), rows, templates)
    assert [(s.state, s.text, s.is_open) for s in shown.segments] == [
        ("done", "Head", False),
        ("kept", "Amt", False),
        ("outdated", "{b}T{/b}", True),
        ("missing", "", True),
    ]
    assert (shown.done, shown.total) == (2, 4)
    assert [s.tags for s in shown.segments] == [(), (), ("outdated",), ("missing",)]
    outdated = shown.segments[2]
    # Nothing is stored for the new text, whatever the field proposes.
    assert outdated.version == drafting.version(None)
    assert outdated.shown == document.shown("{b}T{/b}")
    assert [(piece.kind, piece.text) for piece in outdated.changes] == [
        ("removed", "Lehrt"),
        ("added", "Sie lehrt"),
        ("same", "."),
    ]


def test_equal_texts_of_one_place_are_shown_once() -> None:
    rows = [row(n, "biography", text, rich=True) for n, text in enumerate(["A", "B", "A", "A"])]
    template = "".join(f'<p><text position="{n}"></text></p>' for n in range(4))
    shown = document.build(source_of(Speaker, {}), rows, {(1, hash("biography")): template})
    assert [(s.row.id, s.label, s.places) for s in shown.segments] == [
        (0, "Biography › Paragraph 1", 3),
        (1, "Biography › Paragraph 2", 1),
    ]
    assert shown.total == 4


def test_checks_speak_at_their_text() -> None:
    rows = [row(1, "position", "Leiterin", target="x" * 300), row(2, "organisation", "Amt")]
    shown = document.build(source_of(Speaker, {}), rows, {})
    assert [[f.check for f in s.findings][:1] for s in shown.segments] == [["too_long"], []]


@pytest.mark.parametrize(
    ("path", "label", "trail"),
    [
        ("title", "Title", ()),
        ("body.nowhere.quote", "Body", ()),
        ("body.q.nothing", "Body", ()),
        ("body.l.links.nobody.label", "Body", ("Links",)),
        ("forgotten_field.x", "Forgotten field", ()),
        ("body.'a.b'.quote", "Body", ()),
    ],
)
def test_a_path_that_leads_nowhere_ends_where_it_is_lost(
    path: str, label: str, trail: tuple[str, ...]
) -> None:
    body = [
        {"type": "quote", "value": {"quote": "x"}, "id": "q"},
        {"type": "links", "value": {"links": []}, "id": "l"},
    ]
    structure = Structure(SessionPage, {"body": json.dumps(body)})
    place = structure.place(path)
    assert (place.label, tuple(step for step in place.trail if step != place.block_label)) == (
        label,
        tuple(step for step in trail if step != place.block_label),
    )


@pytest.mark.parametrize(
    ("template", "labels"),
    [
        ('<p><text position="0"></text></p>', ["Paragraph 1"]),
        ('<h3><text position="0"/></h3><p><text position="1"/></p>', ["Heading 3", "Paragraph 1"]),
        ('<p><b><text position="0"/></b></p>', ["Paragraph 1"]),
        ('<ul><li><text position="0"/></li><li><text position="1"/></li></ul>',
         ["List item 1", "List item 2"]),
        ('<blockquote><text position="0"/></blockquote><text position="1"/>',
         ["Quotation 1", "Paragraph 1"]),
        ('<p><text position="0"/><br/><text position="1"/></p>', ["Paragraph 1", "Paragraph 2"]),
        ("", []),
    ],
)  # fmt: skip
def test_parts_of_a_rich_text_are_counted_for_people(template: str, labels: list[str]) -> None:
    assert [part.label for part in rich_parts(template)] == labels


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("Sozial\u00adstaat", 'Sozial<span class="desk-sign" data-c="shy"></span>staat'),
        ("eins<br/>zwei", "eins<br>zwei"),
        ("<b>so <i>und</i></b>", "<b>so <i>und</i></b>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ('<img src="x" onerror="y">', ""),
        ("<b>offen", "<b>offen</b>"),
        ('<a id="a1">x</a>', '<span class="desk-chip" data-t="1" title="a&quot;b">x</span>'),
    ],
)
def test_sources_are_shown_without_anything_that_acts(html: str, shown: str) -> None:
    assert markup.render(html, {"a1": {"href": 'a"b'}}) == shown


def test_sixty_segments_are_read_with_as_many_queries_as_three(
    house: House, en: Locale, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def opened(paragraphs: int) -> Any:
        html = "".join(f"<p>Absatz {n} von {paragraphs}</p>" for n in range(paragraphs))
        blocks = [{"type": "text", "value": html, "id": f"block-{paragraphs}"}]
        page = make_session(house.programme, title=f"Mit {paragraphs}", body=blocks)
        drafting.open_translations([page], en)
        return localize.translations_of([page.translation_key], en).get()

    for paragraphs in (2, 59):
        translation = opened(paragraphs)
        with django_assert_num_queries(3):
            found = localize.segment_rows([translation])[translation.pk]
            templates = localize.templates([translation.source_id])
            shown = document.build(translation, found, templates)
        assert shown.total == paragraphs + 1
