"""Diff, digest and checks: text in, answer out."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation import checks, diff
from sessions_app.translation.checks.length import Blank, TooLong
from sessions_app.translation.checks.markup import LinksLost
from sessions_app.translation.checks.text import plain
from sessions_app.translation.diff import successions
from sessions_app.translation.digest import digest


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([], [(1, "neu")], {}),
        ([(1, "alt")], [], {}),
        ([(1, "alt")], [(1, "alt")], {}),
        # One for one is a change, however unlike.
        ([(1, "Regen")], [(2, "Sonnenschein")], {2: 1}),
        # Moved texts are no change.
        ([(1, "a"), (2, "b")], [(2, "b"), (1, "a")], {}),
        # Several for several go by likeness, in order.
        (
            [(1, "rote Äpfel schmecken"), (2, "grüne Birnen reifen")],
            [(3, "blaue Pflaumen"), (4, "rote Äpfel schmecken süß"), (5, "grüne Birnen faulen")],
            {4: 1, 5: 2},
        ),
        # Nothing in common: nothing follows.
        ([(1, "eins zwei"), (2, "drei vier")], [(3, "fünf sechs"), (4, "sieben acht")], {}),
        # An inserted text follows on nothing.
        ([(1, "a"), (2, "b")], [(1, "a"), (3, "neu"), (2, "b")], {}),
    ],
)
def test_what_follows_on_what(
    old: list[tuple[int, str]], new: list[tuple[int, str]], pairs: dict[int, int]
) -> None:
    assert successions(old, new) == pairs


def test_hundreds_of_replaced_paragraphs_are_paired_in_order() -> None:
    old = [(n, f"Absatz {n} spricht von Ding {n}") for n in range(300)]
    new = [(1000 + n, f"Absatz {n} spricht von Sache {n}") for n in range(300)]
    assert successions(old, new) == {1000 + n: n for n in range(300)}


def test_a_digest_sees_texts_and_nothing_else() -> None:
    content = {"title": "A", "body": '[{"type": "t", "value": "<p data-block-key=\\"x\\">B</p>"}]'}
    same = {"body": '[{"value":"<p>B</p>","type":"t"}]', "title": "A", "room": 7}
    assert digest(content, ["title", "body"]) == digest(same, ["title", "body"])
    assert digest(content, ["title", "body"]) != digest({**same, "title": "a"}, ["title", "body"])
    assert digest({"title": "[offen"}, ["title"]) != digest({"title": "[offen]"}, ["title"])


def pair(source: str, target: str, max_length: int | None = None) -> checks.Pair:
    return checks.Pair(source, target, "de", "en", max_length)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (
            TooLong(),
            [pair("x", "four", 4), pair("x", "ein\u00adge", 5), pair("x", "&amp;&amp;", 2)],
            [pair("x", "fives", 4), pair("x", "&amp;&amp;", 1), pair("x", "a<br/>b", 2)],
        ),
        (
            Blank(),
            [pair("x", "y"), pair("", ""), pair("x", "<b>z</b>")],
            [pair("x", " "), pair("x", "<b> </b>"), pair("x", "\u00a0"), pair("x", "\u200b")],
        ),
        (
            LinksLost(),
            [
                pair('<a id="a1">x</a>', 'y <a id="a1">z</a>'),
                pair("x", "y"),
                pair('<a id="a1">x</a> <a id="a2">y</a>', '<a id="a2">y</a> <a id="a1">x</a>'),
            ],
            [
                pair('<a id="a1">x</a>', "x"),
                pair('<a id="a1">x</a>', '<a id="a1">x</a> <a id="a1">y</a>'),
                pair('<a id="a1">x</a> <a id="a2">y</a>', '<a id="a2">y</a>'),
            ],
        ),
    ],
    ids=lambda value: getattr(value, "identifier", ""),
)
def test_every_check_finds_what_is_wrong_and_nothing_else(
    check: checks.Check, good: list[checks.Pair], bad: list[checks.Pair]
) -> None:
    assert [list(check.find(each)) for each in good] == [[] for _ in good]
    assert [len(list(check.find(each))) for each in bad] == [1 for _ in bad]


def told(old: str, new: str) -> list[tuple[str, str]]:
    """Kinds and texts of the pieces."""
    return [(piece.kind, piece.text) for piece in diff.word_changes(old, new)]


def test_one_word_that_changed_is_told_alone() -> None:
    assert told("Die Verwatlung <b>lernt</b>.", "Die Verwaltung <b>lernt</b>.") == [
        ("same", "Die "),
        ("removed", "Verwatlung"),
        ("added", "Verwaltung"),
        ("same", " lernt."),
    ]


def test_a_phrase_that_changed_is_told_as_one() -> None:
    assert told("Wir gehen heute heim.", "Wir gehen morgen früh heim.") == [
        ("same", "Wir gehen "),
        ("removed", "heute"),
        ("added", "morgen früh"),
        ("same", " heim."),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_word_changes_hold_both_texts(old: str, new: str) -> None:
    old, new = escape(old), escape(new)
    pieces = diff.word_changes(old, new)
    assert "".join(p.text for p in pieces if p.kind != "added") == plain(old)
    assert "".join(p.text for p in pieces if p.kind != "removed") == plain(new)
