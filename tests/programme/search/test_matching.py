"""Which words are the same to a reader, and what is shown of a text."""

import pytest

from sessions_app.programme.search.matching import (
    FORM,
    PASSAGE,
    START,
    WITHIN,
    Piece,
    Question,
    likeness,
    mark,
    passage,
    read_question,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "text", "language", "found"),
    [
        ("Sozialstaaten", "Der Sozialstaat von morgen", "de", FORM),
        ("sozialstaat", "Zwei Sozialstaaten", "de", FORM),
        ("Häuser", "Ein Haus", "de", FORM),
        ("haus", "Alte Häuser", "de", FORM),
        ("gehen", "Er ist gegangen", "de", FORM),
        ("Beraterin", "Berater*innen gesucht", "de", FORM),
        ("Beraterinnen", "Der Berater", "de", FORM),
        *(
            (typed, text, "de", FORM)
            for typed in ("Pfluge", "Pflüge", "Pfluege")
            for text in ("Pflüge", "Pfluege")
        ),
        *((typed, "Ada Ölsner", "", FORM) for typed in ("olsner", "oelsner", "ÖLSNER", "Ölsner")),
        ("strasse", "Straße", "de", FORM),
        ("cafe", "Café", "fr", FORM),
        ("policy", "New policies", "en", FORM),
        ("policies", "A policy", "en", FORM),
        ("Verwal", "Die Verwaltung", "de", START),
        ("olsn", "Ada Ölsner", "", START),
        ("Antrag", "Onlineantrag stellen", "de", WITHIN),
        ("Staaten", "Der Sozialstaat", "de", WITHIN),
        ("Häuser", "Ein Krankenhaus", "de", WITHIN),
        # What English words contain is mostly chance.
        ("rate", "We administrate", "en", None),
        # Two letters are a word or nothing.
        ("KI", "Kinder", "de", None),
        ("ki", "Was KI kann", "de", FORM),
        ("Recht", "Politik", "de", None),
        ("שלום", "שלום עולם", "he", FORM),
    ],
)
def test_likeness(typed, text, language, found):
    assert likeness(typed, words_of(text, language), language) == found


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("", "", ()),
        ("  Staat \t und\nMacht ", "Staat und Macht", ("Staat", "und", "Macht")),
        ("Pflüge pfluege PFLUGE", "Pflüge pfluege PFLUGE", ("PFLUGE",)),
        ("Sozial\u00adstaat", "Sozialstaat", ("Sozialstaat",)),
        ("a\x00b", "a b", ("a", "b")),
        ("%_'\"\\;--", "%_'\"\\;--", ()),
        ("😀🏳️‍🌈", "😀🏳️🌈", ()),
        ("\u202eabc", "abc", ("abc",)),
        ("שלום", "שלום", ("שלום",)),
        ("x" * 10_000, "x" * 200, ("x" * 200,)),
        ("<script>", "<script>", ("script",)),
    ],
)
def test_a_question_is_read_from_anything(typed, text, words):
    assert read_question(typed) == Question(text, words)


def test_marks_are_whole_words_and_the_text_stays_as_it_is():
    question = read_question("staat hilft")
    text = "„Staaten“ warten: dem Sozialstaat hilft <b>."
    pieces = mark(text, question, "de")
    assert pieces == (
        Piece("„"),
        Piece("Staaten", True),
        Piece("“ warten: dem "),
        Piece("Sozialstaat", True),
        Piece(" "),
        Piece("hilft", True),
        Piece(" <b>."),
    )
    assert "".join(piece.text for piece in pieces) == text
    assert mark("", question, "de") == ()


def test_the_passage_says_most_of_what_was_asked():
    text = "Der Staat am Anfang.\nGanz etwas anderes.\nDer Staat hilft der Stadt."
    assert passage(text, read_question("Staat Stadt"), "de") == (2, "Der Staat hilft der Stadt.")
    assert passage(text, read_question("Staat"), "de") == (1, "Der Staat am Anfang.")
    assert passage(text, read_question("Recht"), "de") == (0, "Der Staat am Anfang.")
    assert passage("", read_question("Recht"), "de") == (0, "")


@pytest.mark.parametrize("place", [0, 25, 60])
def test_a_long_line_is_cut_between_words(place):
    words = ["Wort"] * 61
    words[place] = "Staat"
    _count, stretch = passage(" ".join(words), read_question("Staat"), "de")
    assert len(stretch) <= PASSAGE + 2
    assert "Staat" in stretch
    assert set(stretch.strip("…").split()) == {"Wort", "Staat"}
    assert (stretch.startswith("…"), stretch.endswith("…")) == (place > 0, place < 60)


def test_a_line_without_blanks_is_cut_all_the_same():
    count, stretch = passage("x" * 5_000, read_question("xxx"), "de")
    assert (count, stretch) == (1, f"{'x' * PASSAGE}…")
