"""Every check against texts that are right and texts that are wrong."""

import time
from collections import Counter
from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation import checks
from sessions_app.translation.checks.quantities import quantities

from .demo import pairs
from .table import TABLE, Row

LANGUAGES = ("de", "en", "fr", "de-AT", "xx")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.check}:{row.target[:30]}")
def test_a_check_finds_what_is_wrong_and_nothing_else(row: Row) -> None:
    found = list(checks.registry()[row.check].find(row.pair))
    assert sorted(one.detail for one in found) == sorted(row.details)
    assert all(one.message and "%(" not in one.message for one in found if "%" not in row.source)


def test_every_check_has_three_good_and_three_bad_pairs() -> None:
    right = Counter(row.check for row in TABLE if not row.details)
    wrong = Counter(row.check for row in TABLE if row.details)
    assert set(right) == set(wrong) == set(checks.registry())
    assert min(right.values()) >= 3
    assert min(wrong.values()) >= 3


def test_what_is_kept_as_it_is_is_not_measured_by_the_language() -> None:
    """A text that somebody left in the source's words breaks none of its rules."""
    about_storage = {"blank", "too_long", "links", "addresses", "placeholders", "alt_text", "slug"}
    kept = [
        (row.check, row.target)
        for row in TABLE
        if row.check not in about_storage | {"inline", "long_label"}
        and list(checks.registry()[row.check].find(replace(row.pair, kept=True)))
    ]
    assert kept == []


def test_languages_without_a_table_are_left_in_peace() -> None:
    need_a_table = {
        "dates",
        "gender_signs",
        "heading_case",
        "numbers",
        "numbers_added",
        "quotes",
        "source_left",
        "straight_quotes",
        "times",
        "units",
    }
    found = [
        (row.check, row.target)
        for row in TABLE
        if row.check in need_a_table
        and list(
            checks.registry()[row.check].find(
                replace(row.pair, source_language="xx", target_language="yy")
            )
        )
    ]
    assert found == []


def test_every_check_says_what_it_is() -> None:
    for identifier, check in checks.registry().items():
        assert identifier == check.identifier
        assert 0 < len(identifier) <= 32
        assert str(check.name)
        assert str(check.description).endswith(".")


texts = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("0123456789.,:/-–% €apmUhr<>(){}\u00a0„“”’*")
    ),
    max_size=80,
)


@given(
    texts,
    texts,
    st.sampled_from(LANGUAGES),
    st.sampled_from(LANGUAGES),
    st.lists(texts, max_size=3),
)
def test_no_text_breaks_a_check(
    source: str, target: str, one: str, other: str, names: list[str]
) -> None:
    phrases = tuple(names)
    for left, right in ((source, target), (escape(source), escape(target))):
        pair = checks.Pair(
            left,
            right,
            one,
            other,
            field="title",
            names=phrases,
            terms=tuple(checks.Term(name, name, (name,)) for name in phrases),
            others=phrases,
            address=checks.Address(other, source, frozenset(names)),
        )
        assert all(finding.message for finding in checks.run(pair))


# What patterns and loops may stumble over, thousands of times in a row.
REPEATED = (
    "1.1",
    "(",
    "([{",
    "a'a'",
    "http://",
    "„",
    "“",
    "a-",
    "A ",
    "9–",
    "9 Uhr ",
    "halb ",
    "hundert",
    "Amt ",
    "Amtamt",
    "Haus der ",
    "der die ",
    "the office ",
    "a*in",
    "a@",
    "a) ",
    "' a",
    ",,",
    "&amp;",
    '<a id="lang-x">',
    "<i>",
    "{a",
    "%(",
    " ",
    "\n",
    "\x00",
    "\u0301",
    "\u200b",
    "😀",
)


@pytest.mark.parametrize("piece", REPEATED)
def test_no_text_takes_a_check_long(piece: str) -> None:
    """Many times the text may take many times as long, never that many times squared."""
    terms = (checks.Term("Amt", "Amt", ("office",), ("authority",)),)

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        pair = checks.Pair(
            text, f"{text} x", "de", "en", field="title", terms=terms, names=("A B",)
        )
        start = time.process_time()
        checks.run(pair)
        return time.process_time() - start

    seconds(100)
    short, long = seconds(2_000), seconds(40_000)
    assert long < 100 * max(short, 0.02)


@pytest.mark.parametrize("piece", ["Ämter ", "\ud800", "((((", "\u202e\u0300", "1"])
def test_a_text_of_a_hundred_thousand_characters_breaks_no_check(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    for pair in (
        checks.Pair(text, f"{text}.", "de", "en", names=("Ada",)),
        checks.Pair("Amt", text, "de", "en", part="h2", max_length=10),
        checks.Pair(text, "Amt", "en", "de", field="alt_text"),
    ):
        assert all(finding.message for finding in checks.run(pair))


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_numbers_are_read_as_each_language_writes_them(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02d}"
    german = english.translate(str.maketrans(",.", ".,"))
    said = [quantities(text, code) for text, code in ((english, "en"), (german, "de"))]
    assert said[0] is not None
    assert said[1] is not None
    assert set(said[0].numbers) == set(said[1].numbers)
    assert len(said[0].numbers) == 1


def test_the_demo_is_translated_without_an_error() -> None:
    """Nothing in it is wrong; the one hint is about a heading that explains itself in English."""
    found = [
        (place, finding.check, finding.severity)
        for place, pair in pairs()
        for finding in checks.run(pair)
    ]
    assert len(list(pairs())) > 400
    assert found == [("pages.imprint.body", "long_label", checks.Severity.HINT)]


def test_a_number_without_end_is_no_number() -> None:
    """German puts words for numbers together without a limit; a text may do so too."""
    said = quantities("hundert" * 3000, "de")
    assert said is not None
    assert said.words == {}
