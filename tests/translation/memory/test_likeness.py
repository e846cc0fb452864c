"""How alike texts are: canonical form, sketch, percentage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation.words import likeness

SENTENCE = "Die Verwaltung lernt von der Wissenschaft, wie man fragt."


@given(st.text())
def test_a_sketch_is_of_distinct_numbers_that_a_database_takes(text: str) -> None:
    numbers = likeness.sketch(text, "de", "en")
    assert len(set(numbers)) == len(numbers) <= likeness.BANDS
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert -(2**63) <= likeness.key(text, "de", "en") < 2**63


@given(st.text(), st.text())
def test_a_percentage_tells_equal_texts_alone_as_equal(one: str, two: str) -> None:
    found = likeness.percent(one, two)
    assert 0 <= found <= 100
    assert (found == 100) is (likeness.canonical(one) == likeness.canonical(two))
    assert likeness.percent(one, one) == 100


@given(st.text())
def test_the_canonical_form_is_its_own(text: str) -> None:
    told = likeness.canonical(text)
    assert likeness.canonical(told) == told
    assert likeness.sketch(told, "de", "en") == likeness.sketch(text, "de", "en")


@pytest.mark.parametrize(
    "text",
    [
        "die verwaltung lernt von der wissenschaft wie man fragt",
        "Die <b>Verwaltung</b> lernt von der <a id='a1'>Wissenschaft</a>, wie man fragt!",
        "Die Ver\u00adwaltung\n lernt von der Wissenschaft, wie man fragt.",
    ],
)
def test_small_things_leave_the_sketch_as_it_is(text: str) -> None:
    assert likeness.sketch(text, "de", "en") == likeness.sketch(SENTENCE, "de", "en")


def test_values_of_numbers_leave_the_sketch_as_it_is() -> None:
    assert likeness.sketch("Am 12.3. um 9:30", "de", "en") == likeness.sketch(
        "Am 4.11. um 14:00", "de", "en"
    )


def test_sketches_of_other_languages_share_nothing() -> None:
    here = set(likeness.sketch(SENTENCE, "de", "en"))
    assert not here & set(likeness.sketch(SENTENCE, "de", "fr"))


def test_a_sketch_is_stored_and_never_changes() -> None:
    assert likeness.sketch("Staat", "de", "en")[:3] == [
        -8906886800328605687,
        -8885923615615522193,
        -6466465319400950021,
    ]


@pytest.mark.parametrize(
    ("asked", "percent"),
    [
        (SENTENCE, 100),
        (SENTENCE.lower(), 99),
        (f"<b>{SENTENCE}</b>", 97),
        ("Die Verwaltung lernt von der Wirtschaft, wie man fragt.", 92),
        ("Die Verwaltung lernt, wie man fragt.", 75),
        ("Mittagessen im Foyer", 18),
        ("", 0),
    ],
)
def test_percentages(asked: str, percent: int) -> None:
    assert likeness.percent(SENTENCE, asked) == percent


@pytest.mark.parametrize(
    ("known", "asked", "percent"),
    [
        ("Panel 1", "Panel 2", 97),
        ("Am 12.3. um 9:30", "Am 13.3. um 9:30", 97),
        ("<b>Panel 1</b>", "Panel 2", 95),
        ("Ja", "Nein", 0),
        ("—", "…", 0),
    ],
)
def test_numbers_and_marks_cost_two_each(known: str, asked: str, percent: int) -> None:
    assert likeness.percent(known, asked) == percent
