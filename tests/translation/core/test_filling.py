"""What was translated once is not translated again: copies, rewritten pages, moved blocks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import Locale

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, memory, release, status
from sessions_app.translation.models import MemoryEntry, MemorySketch, PublicationRules
from sessions_app.translation.status import State
from tests.factories import House, make_session, publish
from tests.factories.content import stream

Blocks = list[dict[str, Any]]


def paragraphs(*texts: str) -> Blocks:
    html = "".join(f"<p>{text}</p>" for text in texts)
    return [{"type": "text", "id": "t", "value": html}]


FIVE = ("Erste Frage.", "Zweite Frage.", "Dritte Frage.", "Vierte Frage.", "Letzte Frage.")


@pytest.fixture
def translated(
    house: House,
    admin: AbstractUser,
    en: Locale,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
) -> Callable[..., tuple[SessionPage, Any]]:
    """``translated(body)``: a live page with an English text for every German one."""

    def make(body: Blocks, title: str = "Sitzung") -> tuple[SessionPage, Any]:
        page = publish(make_session(house.programme, title=title, format=None, body=body))
        translation = open_one(page, en)
        translate_all(admin, translation)
        return page, translation

    return make


@pytest.fixture
def change(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[SessionPage, Blocks], None]:
    """``change(page, body)``: publish another body."""

    def run(page: SessionPage, body: Blocks) -> None:
        page.body = stream(page, body)
        with django_capture_on_commit_callbacks(execute=True):
            publish(page)

    return run


def copied(page: SessionPage) -> SessionPage:
    """A copy of the page, published, with a key of its own.

    By a program that enters nothing in Wagtail's log: no text comes along by itself.
    """
    attrs = {"slug": "kopie"}
    return publish(
        page.copy(update_attrs=attrs, copy_revisions=False, keep_live=False, log_action=None)
    )


def targets(translation: Any) -> dict[str, str | None]:
    found = localize.translation_by_pk(translation.pk)
    return {row.text: row.target for row in localize.segment_rows([found])[found.pk]}


def states(page: SessionPage, en: Locale) -> tuple[int, int, int]:
    """Texts, done ones, filled ones."""
    found = status.statuses([page], en)[page.translation_key]
    return found.total, found.done, found.filled


def test_a_mended_typo_loses_no_character(
    translated: Any, change: Any, en: Locale, admin: AbstractUser
) -> None:
    page, translation = translated(paragraphs("Die Verwatlung lernt.", *FIVE))
    change(page, paragraphs("Die Verwaltung lernt.", *FIVE))
    found = localize.translation_by_pk(translation.pk)
    rows = {row.text: row for row in localize.segment_rows([found])[found.pk]}
    mended = rows["Die Verwaltung lernt."]
    assert (mended.target, mended.previous, mended.previous_target) == (
        None,
        "Die Verwatlung lernt.",
        "EN Die Verwatlung lernt.",
    )
    assert [rows[text].target for text in FIVE] == [f"EN {text}" for text in FIVE]


def test_a_paragraph_on_top_leaves_the_others_translated(translated: Any, change: Any) -> None:
    page, translation = translated(paragraphs(*FIVE))
    change(page, paragraphs("Ganz neu.", *FIVE))
    found = targets(translation)
    assert {text: found[text] for text in FIVE} == {text: f"EN {text}" for text in FIVE}
    assert found["Ganz neu."] is None


def test_a_moved_block_stays_translated(translated: Any, change: Any, en: Locale) -> None:
    quote = {"type": "quote", "id": "q", "value": {"quote": "Wir reden."}}
    page, translation = translated([*paragraphs(*FIVE), quote])
    before = targets(translation)
    change(page, [quote, *paragraphs(*FIVE)])
    assert targets(translation) == before
    assert None not in before.values()


def test_a_copied_page_is_filled_from_memory(
    translated: Any, house: House, en: Locale, open_one: Callable[..., Any]
) -> None:
    page, translation = translated(paragraphs(*FIVE))
    copy = copied(page)
    assert copy.translation_key != page.translation_key
    fresh = open_one(copy, en)
    assert targets(fresh) == targets(translation)
    assert states(copy, en) == (6, 6, 6)
    rows = localize.segment_rows([fresh])[fresh.pk]
    assert {row.origin for row in rows} == {"memory"}


def test_a_page_deleted_and_written_again_is_filled_from_memory(
    translated: Any, house: House, en: Locale, open_one: Callable[..., Any]
) -> None:
    page, translation = translated(paragraphs(*FIVE))
    before = targets(translation)
    page.delete()
    again = publish(
        make_session(house.programme, title="Sitzung", format=None, body=paragraphs(*FIVE))
    )
    assert targets(open_one(again, en)) == before


def test_a_new_paragraph_that_is_known_is_filled_when_the_original_is_published(
    translated: Any, change: Any, en: Locale
) -> None:
    translated(paragraphs("Bekannter Satz."), title="Andere")
    page, translation = translated(paragraphs(*FIVE))
    change(page, paragraphs("Bekannter Satz.", *FIVE))
    assert targets(translation)["Bekannter Satz."] == "EN Bekannter Satz."
    assert states(page, en) == (7, 7, 1)


def test_what_was_translated_in_two_ways_is_left_to_people(
    translated: Any, house: House, en: Locale, admin: AbstractUser, open_one: Callable[..., Any]
) -> None:
    _page, _first = translated(paragraphs("Zwei Lesarten."), title="Erste")
    _page, second = translated(paragraphs("Zwei Lesarten.", "Noch ein Satz."), title="Zweite")
    row = next(r for r in localize.segment_rows([second])[second.pk] if r.text == "Zwei Lesarten.")
    token = drafting.version(row.target)
    drafting.save_segment(second, row.id, "Two readings.", token, admin)
    page = publish(
        make_session(
            house.programme,
            title="Dritte",
            format=None,
            body=[paragraphs("Zwei Lesarten.")[0] | {"id": "elsewhere"}],
        )
    )
    assert targets(open_one(page, en)) == {"Dritte": None, "Zwei Lesarten.": None}


def test_confirming_takes_a_filled_text_as_ones_own(
    translated: Any, house: House, en: Locale, admin: AbstractUser, open_one: Callable[..., Any]
) -> None:
    page, _translation = translated(paragraphs(*FIVE))
    copy = copied(page)
    fresh = open_one(copy, en)
    row = localize.segment_rows([fresh])[fresh.pk][0]
    saved = drafting.confirm(fresh, row.id, drafting.version(row.target), admin)
    assert (saved.html, saved.row.origin, saved.by) == (row.target, "", "admin")
    with pytest.raises(drafting.Conflict):
        drafting.confirm(fresh, row.id + 1, drafting.version("stale"), admin)
    assert states(copy, en) == (6, 6, 5)


def test_the_rules_may_ask_for_confirmation(
    translated: Any,
    en: Locale,
    admin: AbstractUser,
    open_one: Callable[..., Any],
) -> None:
    page, _translation = translated(paragraphs(*FIVE))
    copy = copied(page)
    PublicationRules(confirm_fills=True).save()
    fresh = open_one(copy, en)
    assert states(copy, en) == (6, 0, 6)
    assert [r.code for r in release.reasons(fresh, admin)] == ["incomplete"]
    for row in localize.segment_rows([fresh])[fresh.pk]:
        drafting.confirm(fresh, row.id, drafting.version(row.target), admin)
    assert release.reasons(fresh, admin) == []
    assert status.statuses([copy], en)[copy.translation_key].own is State.READY


def test_a_host_may_do_without_filling(
    translated: Any, en: Locale, open_one: Callable[..., Any], settings: Settings
) -> None:
    page, _translation = translated(paragraphs(*FIVE))
    copy = copied(page)
    settings.SESSIONS = settings.SESSIONS | {"MEMORY_FILLS": False}
    assert set(targets(open_one(copy, en)).values()) == {None}


@pytest.mark.parametrize("number", [3, 60])
def test_filling_a_page_costs_the_same_for_few_and_many_texts(
    translated: Any,
    en: Locale,
    open_one: Callable[..., Any],
    number: int,
    settings: Settings,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page, _translation = translated(paragraphs(*(f"Satz Nummer {n}." for n in range(number))))
    copy = copied(page)
    settings.SESSIONS = settings.SESSIONS | {"MEMORY_FILLS": False}
    fresh = open_one(copy, en)
    # One more where the rules of publication, kept for some seconds, are read anew meanwhile.
    with django_assert_max_num_queries(9):
        assert drafting.fill([fresh]) == number + 1
    assert MemoryEntry.objects.count() == number + 1


def test_the_memory_can_learn_what_was_translated_before_it_was_there(
    translated: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    translated(paragraphs(*FIVE))
    before = set(MemoryEntry.objects.values_list("source", "target"))
    MemoryEntry.objects.all().delete()
    for number in (6, 0):
        call_command("learn_translations")
        assert set(MemoryEntry.objects.values_list("source", "target")) == before
        assert capsys.readouterr().out == f"Texts learnt: {number}\n"


def test_marks_of_a_rich_text_are_not_filled_into_a_title(
    translated: Any,
    house: House,
    en: Locale,
    admin: AbstractUser,
    open_one: Callable[..., Any],
) -> None:
    _page, first = translated(paragraphs("Guten Tag & Weg"))
    row = next(r for r in localize.segment_rows([first])[first.pk] if r.rich)
    token = drafting.version(row.target)
    drafting.save_segment(first, row.id, "Good {i}day{/i} & way", token, admin)
    page = publish(make_session(house.programme, title="Guten Tag & Weg", format=None))
    assert targets(open_one(page, en)) == {"Guten Tag &amp; Weg": "Good day &amp; way"}


def test_what_was_kept_first_and_typed_then_is_found_by_likeness(
    translated: Any, en: Locale, admin: AbstractUser
) -> None:
    _page, translation = translated(paragraphs("Die Verwaltung lernt aus ihren Fehlern."))
    row = next(r for r in localize.segment_rows([translation])[translation.pk] if r.rich)
    MemoryEntry.objects.all().delete()
    MemorySketch.objects.all().delete()
    kept = drafting.keep_as_source(translation, row.id, drafting.version(row.target), admin)
    drafting.save_segment(translation, row.id, "It learns.", kept.version, admin)
    found = memory.suggest("Die Verwaltung lernt aus vielen Fehlern.", "de", "en")
    assert [match.target for match in found] == ["It learns."]
