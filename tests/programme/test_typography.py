"""Where a line must not end: a table of texts, the held spaces written as ``~``."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.programme.texts import Text
from sessions_app.programme.typography import LONGEST, NBSP, typeset

TABLE = [
    # Short words stay with the next one.
    ("de", "Sozialstaat im~Umbau"),
    ("de", "Ein~Gespräch über die~Lage"),
    ("de", "Streit um~das~Geld"),
    ("de", "(in~Leipzig)"),
    ("de", "„Der~Staat“ an~sich"),
    ("en", "The~future of~work"),
    ("en", "Notes on~a~scandal"),
    ("en-GB", "To~the~point"),
    # Those of another language are words like any other.
    ("en", "Die Lage im Land"),
    ("de", "The future of work"),
    ("fr", "Le droit de la mer"),
    # What would not fit on a narrow screen may break.
    ("de", "der Sozialversicherungsträger"),
    ("de", "Was an~der Verwaltung fehlt"),
    # Numbers, units, paragraphs, dates, abbreviations.
    ("de", "10~%, 20~Uhr und 3~km"),
    ("de", "nach §~5 DDG, Art.~20 Abs.~1 und S.~7"),
    ("de", "am~10. und 11.~Juni 2027"),
    ("en", "On~10~June or~June~10, 2027"),
    ("en", "May it be"),
    ("de", "z.~B. Ämter, u.~a. Gerichte, i.~d.~R. Kassen e.~V."),
    ("fr", "10~€"),
    ("de", "Sozialstaat 4.0~– Was nun?"),
    # Addresses and other spaces stay as they are.
    ("de", "siehe in https://example.org/in/der/tat"),
    ("de", "Post an hallo@example.org"),
    ("de", "in  der  Mitte"),
    ("de", "schon\u00a0gesetzt in\nder\tStadt"),
    ("de", " in "),
    ("de", ""),
    ("", "in der Tat"),
]


@pytest.mark.parametrize(("language", "held"), TABLE)
def test_table(language, held):
    assert typeset(held.replace("~", " "), language).replace(NBSP, "~") == held.replace(NBSP, "~")


@given(st.text(), st.sampled_from(["de", "en", "fr", "", "de-AT", "x" * 50]))
def test_nothing_is_added_lost_or_reordered(text, language):
    made = typeset(text, language)
    assert made.replace(NBSP, " ") == text.replace(NBSP, " ")
    assert typeset(made, language) == made


@given(st.lists(st.sampled_from(["in", "der", "an", "Wort", "das"]), max_size=40))
def test_short_words_never_grow_into_a_long_one(words):
    lines = typeset(" ".join(words), "de").split(" ")
    assert [line for line in lines if len(line) > LONGEST] == []


def render(source: str, **context: object) -> str:
    return Template("{% load sessions %}" + source).render(Context(context)).replace(NBSP, "~")


def test_the_filter_escapes_and_knows_the_language_of_a_text():
    hostile = "in <b>der</b> & <script>"
    assert render("{{ text|typeset:'de' }}", text=hostile) == (
        "in~&lt;b&gt;der&lt;/b&gt; &amp; &lt;script&gt;"
    )
    assert render("{{ text|typeset }}", text=Text("The end of it", "en")) == "The~end of~it"
    assert render("{{ text|typeset:'en' }}", text=Text("in der Tat", "de")) == "in~der~Tat"
    assert render("{{ text|typeset }}", text="in der Tat") == "in der Tat"
    assert render("{{ text|typeset:'de' }}", text="") == ""
    assert render("{{ text|typeset:'de'|linebreaks }}", text="am Ort\n\nim <i>") == (
        "<p>am~Ort</p>\n\n<p>im~&lt;i&gt;</p>"
    )
