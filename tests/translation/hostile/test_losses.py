"""What editors do to an original, and what must be left of its translation: all of it.

Each with the memory filling what it knows, and without; the same holds then for what stays in its
place, and the memory offers the rest.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import Locale

from sessions_app.models import Partner, SessionPage
from sessions_app.translation import diff, drafting, history, localize, memory, wire
from tests.factories import make_partner, make_session, make_site, make_superuser, publish
from tests.factories.content import stream

pytestmark = pytest.mark.django_db

FIVE = [
    "Der erste Absatz spricht von Häusern.",
    "Der zweite Absatz erzählt, was Bäume wissen.",
    "Im dritten geht es um Flüsse und Brücken.",
    "Viertens: Wege entstehen beim Gehen.",
    "Zum Schluss stehen alle auf einem Platz.",
]
LABELS = ["Auf dieser Seite", "Anderswo", "Ganz woanders"]


def english(text: str) -> str:
    return f"EN {text}"


def text_block(paragraphs: list[str], block_id: str = "t") -> dict[str, Any]:
    html = "".join(f"<p>{text}</p>" for text in paragraphs)
    return {"type": "text", "id": block_id, "value": html}


def links_block(labels: list[str]) -> dict[str, Any]:
    """A list whose items keep their ids."""
    items = [
        {
            "type": "item",
            "id": f"item-{LABELS.index(label)}",
            "value": {"label": label, "page": None, "url": "https://example.org/"},
        }
        for label in labels
    ]
    return {"type": "links", "id": "l", "value": {"heading": "Mehr", "links": items}}


def quote_block(quote: str, block_id: str = "q") -> dict[str, Any]:
    return {"type": "quote", "id": block_id, "value": {"quote": quote, "author": "", "role": ""}}


@pytest.fixture(params=[True, False], ids=["fills", "no fills"])
def fills(request: pytest.FixtureRequest, settings: Settings) -> bool:
    """Whether the memory fills in what it knows."""
    settings.SESSIONS = settings.SESSIONS | {"MEMORY_FILLS": request.param}
    return bool(request.param)


@pytest.fixture
def user(db: None) -> AbstractUser:
    """Who translates."""
    return make_superuser()


class Work:
    """An original, its translation, and what an editor does."""

    def __init__(self, page: Any, locale: Locale, user: Any, capture: Any) -> None:
        self.page, self.user, self.capture = page, user, capture
        drafting.open_translations([page], locale, related=False)
        (found,) = localize.translations_of([page.translation_key], locale)
        self.pk = found.pk
        self.translate()

    @property
    def translation(self) -> Any:
        return localize.translation_by_pk(self.pk)

    @property
    def rows(self) -> list[localize.SegmentRow]:
        translation = self.translation
        return localize.segment_rows([translation])[translation.pk]

    def translate(self) -> None:
        """Every text that is missing, as itself with EN in front."""
        for row in self.rows:
            if row.target is None:
                text = english(wire.from_html(row.text, rich=row.rich))
                token = drafting.version(None)
                drafting.save_segment(self.translation, row.id, text, token, self.user)

    def body(self, *blocks: dict[str, Any]) -> None:
        self.page.body = stream(self.page, list(blocks))
        self.publish()

    def set(self, **fields: str) -> None:
        for name, text in fields.items():
            setattr(self.page, name, text)
        self.publish()

    def publish(self) -> None:
        with self.capture(execute=True):
            self.page = publish(self.page)

    def texts(self) -> dict[str, str | None]:
        """Translation by source text; equal ones of several places have one here."""
        return {row.text: row.target for row in self.rows}

    def row(self, text: str) -> localize.SegmentRow:
        return next(row for row in self.rows if row.text == text)

    def offered(self, text: str) -> list[str]:
        return [match.target for match in memory.suggest(text, "de", "en")]


Make = Callable[..., Work]


@pytest.fixture
def work(
    locales: dict[str, Locale],
    user: AbstractUser,
    fills: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Make:
    """``work(*blocks, **fields)``: a session that is translated whole."""
    house = make_site()

    def make(*blocks: dict[str, Any], **fields: Any) -> Work:
        values = {"title": "Sitzung", "summary": "Worum es heute geht."} | fields
        page = publish(make_session(house.programme, body=list(blocks), **values))
        return Work(page, locales["en"], user, django_capture_on_commit_callbacks)

    return make


def same(texts: list[str]) -> dict[str, str]:
    return {text: english(text) for text in texts}


def changed_words(row: localize.SegmentRow) -> list[tuple[str, str]]:
    assert row.previous is not None
    pieces = diff.word_changes(row.previous, row.text)
    return [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"]


# A typo mended.


@pytest.mark.parametrize("field", ["title", "summary", "search_description"])
def test_a_typo_of_a_field_is_mended(work: Make, field: str) -> None:
    done = work(**{field: "Was die Verwatlung lernt"})
    done.set(**{field: "Was die Verwaltung lernt"})
    row = done.row("Was die Verwaltung lernt")
    assert (row.target, row.previous_target) == (None, "EN Was die Verwatlung lernt")
    assert changed_words(row) == [("removed", "Verwatlung"), ("added", "Verwaltung")]
    assert [r.target for r in done.rows if r.id != row.id].count(None) == 0


def test_a_typo_of_a_paragraph_is_mended_twice_before_anybody_looks(work: Make) -> None:
    done = work(text_block(["Die Verwatlung lernnt.", *FIVE]))
    for text in ("Die Verwaltung lernnt.", "Die Verwaltung lernt."):
        done.body(text_block([text, *FIVE]))
    row = done.row("Die Verwaltung lernt.")
    assert (row.target, row.previous_target) == (None, "EN Die Verwatlung lernnt.")
    assert changed_words(row) == [
        ("removed", "Verwatlung lernnt"),
        ("added", "Verwaltung lernt"),
    ]
    assert {text: done.texts()[text] for text in FIVE} == same(FIVE)
    # What happened to the former text is told at the new one.
    assert [e.after for e in history.events(done.translation, row.id)] == [
        "EN Die Verwatlung lernnt."
    ]


def test_a_typo_of_a_snippet_is_mended(
    locales: dict[str, Locale],
    user: AbstractUser,
    fills: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make_site()
    partner = publish(make_partner("Stiftung", description="Fördert Gesprähe."))
    done = Work(partner, locales["en"], user, django_capture_on_commit_callbacks)
    done.set(description="Fördert Gespräche.")
    assert Partner.objects.count() == 1
    row = done.row("Fördert Gespräche.")
    assert (row.previous, row.previous_target) == ("Fördert Gesprähe.", "EN Fördert Gesprähe.")


# Paragraphs come, go and move.


def test_a_paragraph_comes_before_five_others(work: Make) -> None:
    done = work(text_block(FIVE))
    ids = {row.text: row.id for row in done.rows}
    done.body(text_block(["Ganz neu steht hier etwas.", *FIVE]))
    texts = done.texts()
    assert texts.pop("Ganz neu steht hier etwas.") is None
    assert texts == same(["Sitzung", "Worum es heute geht.", *FIVE])
    assert {row.text: row.id for row in done.rows if row.text in ids} == ids


@pytest.mark.parametrize("order", [[4, 3, 2, 1, 0], [1, 0, 2, 3, 4], [4, 0, 1, 2, 3]])
def test_paragraphs_change_places(work: Make, order: list[int]) -> None:
    done = work(text_block(FIVE))
    done.body(text_block([FIVE[place] for place in order]))
    assert done.texts() == same(["Sitzung", "Worum es heute geht.", *FIVE])
    assert [row.text for row in done.rows][2:] == [FIVE[place] for place in order]


def test_equal_paragraphs_share_a_translation_and_one_may_go(work: Make) -> None:
    done = work(text_block(["Danke.", FIVE[0], "Danke."]))
    done.body(text_block([FIVE[0], "Danke."]))
    assert done.texts() == same(["Sitzung", "Worum es heute geht.", FIVE[0], "Danke."])
    done.body(text_block(["Danke.", "Danke.", FIVE[0], "Danke."]))
    assert [row.target for row in done.rows][2:] == [
        "EN Danke.",
        "EN Danke.",
        english(FIVE[0]),
        "EN Danke.",
    ]


def test_one_of_two_equal_paragraphs_is_mended(work: Make) -> None:
    done = work(text_block(["Vielen Dank.", FIVE[0], "Vielen Dank."]))
    done.body(text_block(["Vielen Dank.", FIVE[0], "Vielen lieben Dank."]))
    row = done.row("Vielen lieben Dank.")
    assert done.row("Vielen Dank.").target == "EN Vielen Dank."
    assert row.target is None
    # It follows on nothing that has gone, and is found by likeness.
    assert "EN Vielen Dank." in {row.previous_target, *done.offered("Vielen lieben Dank.")}


def test_a_paragraph_is_parted(work: Make) -> None:
    long = "Wer fragt, der lernt viel. Wer lernt, der fragt bald anders."
    done = work(text_block([FIVE[0], long, FIVE[1]]))
    done.body(text_block([FIVE[0], *long.split(". ", 1), FIVE[1]]))
    first, second = (done.row(part) for part in long.split(". ", 1))
    # At one of the parts, which stand side by side, the whole translation is at hand.
    assert (first.target, second.target) == (None, None)
    assert {first.previous_target, second.previous_target} == {None, english(long)}
    assert {text: done.texts()[text] for text in FIVE[:2]} == same(FIVE[:2])
    assert done.offered(long)[0] == english(long)


def test_two_paragraphs_become_one(work: Make) -> None:
    done = work(text_block(FIVE))
    both = f"{FIVE[1]} {FIVE[2]}"
    done.body(text_block([FIVE[0], both, *FIVE[3:]]))
    row = done.row(both)
    # One of them is at hand, the other in the memory and in the history of its place.
    assert row.target is None
    assert row.previous_target in {english(FIVE[1]), english(FIVE[2])}
    assert {english(FIVE[1]), english(FIVE[2])} <= {
        match.target for text in FIVE[1:3] for match in memory.suggest(text, "de", "en")
    }
    kept = [FIVE[0], *FIVE[3:]]
    assert {text: done.texts()[text] for text in kept} == same(kept)


# Blocks.


def test_blocks_move(work: Make) -> None:
    blocks = [text_block(FIVE[:2]), quote_block("Reden hilft."), text_block(FIVE[2:], "u")]
    done = work(*blocks)
    before = done.texts()
    done.body(blocks[2], blocks[0], blocks[1])
    assert done.texts() == before
    assert None not in before.values()


def test_items_of_a_list_change_places_and_one_comes(work: Make) -> None:
    done = work(links_block(LABELS[:2]))
    done.body(links_block([LABELS[1], LABELS[0]]))
    assert done.texts() == same(["Sitzung", "Worum es heute geht.", "Mehr", *LABELS[:2]])
    done.body(links_block([LABELS[2], LABELS[1], LABELS[0]]))
    texts = done.texts()
    assert texts.pop(LABELS[2]) is None
    assert texts == same(["Sitzung", "Worum es heute geht.", "Mehr", *LABELS[:2]])


def test_a_paragraph_moves_into_another_block(work: Make, fills: bool) -> None:
    done = work(text_block(FIVE[:3]), text_block(FIVE[3:], "u"))
    done.body(text_block(FIVE[:2]), text_block([*FIVE[2:]], "u"))
    row = done.row(FIVE[2])
    assert row.target == (english(FIVE[2]) if fills else None)
    assert done.offered(FIVE[2])[0] == english(FIVE[2])
    assert {text: done.texts()[text] for text in FIVE if text != FIVE[2]} == same(
        [text for text in FIVE if text != FIVE[2]]
    )


def test_a_block_is_made_anew_with_the_same_words(work: Make, fills: bool) -> None:
    """As when it is cut and pasted: every id in it is another one."""
    done = work(text_block(FIVE))
    done.body(text_block(FIVE, "other"))
    found = {text: done.texts()[text] for text in FIVE}
    assert found == (same(FIVE) if fills else dict.fromkeys(FIVE))
    assert [done.offered(text)[0] for text in FIVE] == [english(text) for text in FIVE]


def test_everything_goes_and_comes_back(work: Make) -> None:
    done = work(text_block(FIVE), quote_block("Reden hilft."))
    before = done.texts()
    done.body()
    done.body(text_block(FIVE), quote_block("Reden hilft."))
    assert done.texts() == before


# Pages.


def test_the_original_goes_back_to_an_older_revision(work: Make) -> None:
    done = work(text_block(FIVE))
    before, old = done.texts(), done.page.latest_revision
    done.body(text_block(["Etwas anderes.", FIVE[0]]))
    done.set(title="Anders")
    done.translate()
    with done.capture(execute=True):
        done.page = old.as_object()
        done.page.save_revision(previous_revision=old).publish()
    assert done.texts() == before
    # And forth again: what was translated meanwhile is there, too.
    done.page = SessionPage.objects.get(pk=done.page.pk)
    done.body(text_block(["Etwas anderes.", FIVE[0]]))
    assert done.row("Etwas anderes.").target == "EN Etwas anderes."


def test_a_copied_page_is_translated_whole(work: Make) -> None:
    done = work(text_block(FIVE), quote_block("Reden hilft."), links_block(LABELS))
    locale = done.translation.target_locale
    copy = publish(done.page.copy(update_attrs={"slug": "kopie"}, keep_live=False))
    drafting.open_translations([copy], locale)
    (fresh,) = localize.translations_of([copy.translation_key], locale)
    rows = localize.segment_rows([fresh])[fresh.pk]
    assert {row.text: row.target for row in rows} == done.texts()
    assert {row.origin for row in rows} == {localize.MEMORY}


def test_a_page_is_deleted_and_written_again(work: Make, fills: bool) -> None:
    blocks = [text_block(FIVE), quote_block("Reden hilft.")]
    done = work(*blocks)
    texts, locale = done.texts(), done.translation.target_locale
    done.page.delete()
    page = publish(
        make_session(
            SessionPage.get_root_nodes()[0].get_descendants().get(slug="programm").specific,
            title="Sitzung",
            summary="Worum es heute geht.",
            body=[block | {"id": f"new-{block['id']}"} for block in blocks],
        )
    )
    drafting.open_translations([page], locale)
    (fresh,) = localize.translations_of([page.translation_key], locale)
    rows = localize.segment_rows([fresh])[fresh.pk]
    assert {row.text: row.target for row in rows} == (texts if fills else dict.fromkeys(texts))
    assert all(memory.exact([row.text], "de", "en")[row.text] for row in rows)
