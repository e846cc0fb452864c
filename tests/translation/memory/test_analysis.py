"""How much work a translation is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from sessions_app.translation import drafting, localize, memory
from sessions_app.translation.memory import analysis
from sessions_app.translation.memory.analysis import Analysis, Band, Text
from sessions_app.translation.models import MemoryEntry
from tests.factories import House, make_session, make_site, make_superuser, make_track

from .conftest import unit

pytestmark = pytest.mark.django_db

SENTENCE = "Die Verwaltung lernt von der Wissenschaft, wie man fragt."


@pytest.fixture
def house(locales: dict[str, Locale]) -> House:
    """The site in German and English."""
    return make_site()


def bands(found: Analysis) -> dict[Band, tuple[int, int]]:
    """Words and texts by band."""
    return {band: (found.words[band], found.texts[band]) for band in found.texts}


def of(*texts: Text) -> dict[Band, tuple[int, int]]:
    (found,) = analysis.analyse([[list(texts)]], "de", "en")
    return bands(found)


def test_every_text_is_charged_by_the_best_that_is_known() -> None:
    memory.learn([unit(SENTENCE, "Learns.", "body"), unit("Guten Tag", "Good day", "title")])
    assert of(
        Text("Fertig ist dies", "summary", is_done=True),
        Text(SENTENCE, "body"),
        Text(SENTENCE, "other"),
        Text("Die Verwaltung lernt von der Wissenschaft, wie man sagt.", "body"),
        Text("Die Verwaltung lernt von der Wirtschaft, wie man fragt.", "body"),
        Text("Die Verwaltung lernt, wie man fragt.", "body"),
        Text("Die Verwaltung lernt, dass man fragt.", "body"),
        Text("Mittagessen im Foyer", "body"),
        Text("Mittagessen im Foyer", "other"),
    ) == {
        Band.DONE: (3, 1),
        Band.CONTEXT: (9, 1),
        Band.EXACT: (9, 1),
        Band.ALIKE_85: (18, 2),
        Band.ALIKE_75: (6, 1),
        Band.ALIKE_50: (6, 1),
        Band.NEW: (3, 1),
        Band.REPETITION: (3, 1),
    }


def test_numbers_alone_make_a_text_alike() -> None:
    memory.learn([unit("Panel 1", "Panel 1")])
    assert of(Text("Panel 2", "title")) == {Band.ALIKE_95: (2, 1)}


def test_what_is_done_is_no_forerunner_of_a_repetition() -> None:
    assert of(Text("Guten Tag", "a", is_done=True), Text("Guten Tag", "b")) == {
        Band.DONE: (2, 1),
        Band.NEW: (2, 1),
    }


def test_retired_entries_count_for_nothing() -> None:
    memory.learn([unit("Guten Tag", "Good day")])
    MemoryEntry.objects.update(is_retired=True)
    assert of(Text("Guten Tag", "title"), Text("Guten Tag!", "title")) == {Band.NEW: (4, 2)}


def test_repetitions_reach_from_object_to_object_and_batch_to_batch() -> None:
    text = [Text("Guten Tag", "title")]
    found = analysis.analyse([[text, text], [text]], "de", "en")
    assert [list(one.texts) for one in found] == [[Band.NEW], [Band.REPETITION], [Band.REPETITION]]


def test_analyses_add_up() -> None:
    total = Analysis()
    for found in analysis.analyse([[[Text("Guten Tag", "a")], [Text("Hallo", "b")]]], "de", "en"):
        total.merge(found)
    assert bands(total) == {Band.NEW: (3, 2)}
    assert total.open_words == 3


def test_the_memory_is_asked_for_fifty_texts_at_once() -> None:
    def queries(count: int) -> int:
        texts = [[Text(f"Satz Nummer {n} von vielen", "body") for n in range(count)]]
        with CaptureQueriesContext(connection) as log:
            list(analysis.analyse([texts], "de", "en"))
        return len(log)

    memory.learn([unit("Satz Nummer eins von vielen", "One of many")])
    assert [queries(1), queries(3), queries(50), queries(51)] == [3, 3, 3, 6]


def test_a_translation_and_an_original_that_nobody_opened(house: House, en: Locale) -> None:
    user = make_superuser()
    one = make_session(house.programme, title="Was ist Verwaltung?", summary="Eine Frage")
    two = make_session(house.programme, title="Was ist Verwaltung?", slug="zwei", summary="Antwort")
    ((translation),) = drafting.open_translations([one], en).translations
    rows = {row.text: row for row in localize.segment_rows([translation])[translation.pk]}
    title = rows["Was ist Verwaltung?"]
    drafting.save_segment(
        translation, title.id, "What is administration?", drafting.version(None), user
    )
    assert bands(analysis.of_translation(translation)) == {
        Band.DONE: (3, 1),
        Band.NEW: (2, 1),
    }
    found = analysis.of_originals([one, two], en)
    assert {page.pk: bands(told) for page, told in found} == {
        one.pk: {Band.DONE: (3, 1), Band.NEW: (2, 1)},
        two.pk: {Band.CONTEXT: (3, 1), Band.NEW: (1, 1)},
    }
    track = make_track("Guten Tag")
    ((label, told),) = analysis.of_originals([track], en)
    assert (label, bands(told)) == (track, {Band.NEW: (2, 1)})


def test_originals_are_read_in_a_constant_number_of_queries(house: House, en: Locale) -> None:
    def queries(originals: list[Any]) -> int:
        with CaptureQueriesContext(connection) as log:
            assert len(list(analysis.of_originals(originals, en))) == len(originals)
        return len(log)

    pages = [make_session(house.programme, title=f"Seite {n}") for n in range(6)]
    drafting.open_translations([pages[0], *pages[3:]], en)
    assert queries(pages[:2]) == queries(pages)
