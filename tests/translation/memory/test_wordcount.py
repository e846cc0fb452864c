"""How words are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation.words import wordcount


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        (" \n ", 0),
        ("Guten Tag", 2),
        ("Guten\u00a0Tag", 2),
        ("Ver<b>wal</b>tung", 1),
        ("Erste Zeile<br/>zweite Zeile", 4),
        ("Zeile<br/>Zeile", 2),
        ('Siehe <a id="a1">den Bericht</a>.', 3),
        ("Open-Source-Software", 1),
        ("Ver\u00adwal\u00adtung", 1),
        ("am 12.3.2027 um 9:30 Uhr", 5),
        ("1.000,50 €", 1),
        ("10–12 Uhr", 2),
        ("Staat – Verwaltung", 2),
        ("Staat—Verwaltung", 2),
        ("und/oder", 1),
        ("https://example.org/ein/weg?x=1&amp;y=2", 1),
        ("post@example.org", 1),
        ("… !", 0),
        ("„Was ist Verwaltung?“", 3),
        ("R&amp;D", 1),
        ("Bürger*innen", 1),
    ],
)
def test_words(html: str, words: int) -> None:
    assert wordcount.count(html) == words


@given(st.text())
def test_never_more_words_than_parts(text: str) -> None:
    assert 0 <= wordcount.count(text) <= len(text)
