"""What the memory knows outlives what it was learnt from, and fills what comes anew."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from sessions_app.translation import drafting, localize
from sessions_app.translation.models import MemoryEntry
from tests.factories import (
    House,
    body,
    make_locale,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
)

pytestmark = pytest.mark.django_db

TEXT = "<p>Wer fragt, der lernt.</p><p>Wer lernt, fragt <b>anders</b>.</p>"


@pytest.fixture
def house(locales: dict[str, Locale]) -> House:
    """The site in German and English."""
    return make_site()


def translated(page: Any, locale: Locale) -> Any:
    """``page`` opened at the desk, each of its texts translated as its own in capitals."""
    user = make_superuser(f"user-of-{page.pk}")
    for translation in drafting.open_translations([page], locale).translations:
        for row in localize.segment_rows([translation])[translation.pk]:
            text = plain_wire(row).upper()
            drafting.save_segment(translation, row.id, text, drafting.version(row.target), user)
    return user


def plain_wire(row: localize.SegmentRow) -> str:
    return row.text.replace("<b>", "").replace("</b>", "")


def page_of(house: House, slug: str) -> Any:
    return make_session(
        house.programme,
        title="Was ist Verwaltung?",
        slug=slug,
        summary="Eine Frage.",
        people=[make_speaker("Ada Beispiel", position="Leiterin")],
        body=body(text_html=TEXT),
    )


def learnt() -> set[tuple[str, str]]:
    return set(MemoryEntry.objects.values_list("source", "target"))


@pytest.fixture
def page(house: House, en: Locale) -> Any:
    """A page that was translated."""
    page = page_of(house, "eins")
    translated(page, en)
    assert ("Wer fragt, der lernt.", "WER FRAGT, DER LERNT.") in learnt()
    return page


def filled(page: Any, locale: Locale) -> dict[str, str]:
    """Origin of every text that stands in a fresh translation of ``page``."""
    drafting.open_translations([page], locale)
    (translation,) = localize.translations_of([page.translation_key], locale)
    rows = localize.segment_rows([translation])[translation.pk]
    return {row.text: row.origin if row.target else "missing" for row in rows}


def test_a_page_that_is_deleted_and_written_again_is_filled_whole(
    house: House, en: Locale, page: Any
) -> None:
    before = learnt()
    page.delete()
    assert learnt() == before
    again = page_of(house, "zwei")
    assert set(filled(again, en).values()) == {localize.MEMORY}


def test_a_copied_page_is_filled_whole(en: Locale, page: Any) -> None:
    copy = page.copy(update_attrs={"slug": "kopie", "title": page.title})
    assert set(filled(copy, en).values()) == {localize.MEMORY}


def test_nothing_is_forgotten_with_the_source(page: Any) -> None:
    before = learnt()
    TranslationSource.objects.all().delete()
    assert learnt() == before


def test_nothing_is_forgotten_with_the_locale(house: House) -> None:
    french = make_locale("fr")
    translated(page_of(house, "drei"), french)
    before = learnt()
    french.delete()
    assert learnt() == before
    assert set(MemoryEntry.objects.values_list("target_language", flat=True)) == {"fr"}


def test_nothing_is_forgotten_with_the_person(house: House, en: Locale) -> None:
    user = translated(page_of(house, "vier"), en)
    before = learnt()
    user.delete()
    assert learnt() == before
    assert set(MemoryEntry.objects.values_list("by", flat=True)) == {None}


def test_a_page_is_filled_in_ten_queries(house: House, en: Locale, page: Any) -> None:
    """Whatever is known of it; the queries of opening it are not counted."""

    def queries(make: Callable[[], Any]) -> int:
        copy = make()
        drafting.open_translations([copy], en)
        (translation,) = localize.translations_of([copy.translation_key], en)
        rows = localize.segment_rows([translation])[translation.pk]
        for row in rows:
            localize.store(translation, row, "", origin="", user=None)
        with CaptureQueriesContext(connection) as log:
            assert drafting.fill([translation]) == len(rows)
        return len(log)

    few = queries(lambda: make_session(house.programme, title=page.title, slug="kurz", summary=""))
    many = queries(lambda: page_of(house, "lang"))
    assert few == many <= 10


def test_keeping_and_removing_a_text_teach_nothing(house: House, en: Locale) -> None:
    user = make_superuser()
    page = make_session(house.programme, title="Kafka", summary="")
    (translation,) = drafting.open_translations([page], en).translations
    (row,) = localize.segment_rows([translation])[translation.pk]
    kept = drafting.keep_as_source(translation, row.id, drafting.version(None), user)
    drafting.save_segment(translation, row.id, "", kept.version, user)
    assert learnt() == set()
