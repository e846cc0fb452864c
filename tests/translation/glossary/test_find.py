"""Terms are found in any form of their words, and in nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation.checks import Term
from sessions_app.translation.checks.text import plain
from sessions_app.translation.words.terminology import FORBIDDEN, KEEP, Entry, Index, places_of

SOURCES = (
    "Amt",
    "Antrag",
    "Antragsteller",
    "Beamter",
    "Beratung",
    "Expertin",
    "KI",
    "Leistung",
    "Lotse",
    "Ordnung",
    "Sozialstaat 4.0",
    "Sozialverwaltung",
    "Teil",
    "Verwaltung",
    "Wagen",
    "beantragen",
    "barrierefrei",
    "barrierefreier Zugang",
    "Ämter-Lotse",
)
INDEX = Index([Entry(source, f"English {source}") for source in SOURCES], "de", "en")


def found(html: str) -> list[tuple[str, str]]:
    """Every place in its order: the term, and the form in which it stands there."""
    text = plain(html)
    places = [(span, hit.term.source) for hit in INDEX.find(html) for span in hit.spans]
    return [(source, text[start:end]) for (start, end), source in sorted(places)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # Inflected.
        ("Anträge des Antrags", [("Antrag", "Anträge"), ("Antrag", "Antrags")]),
        ("Die Ämter öffnen.", [("Amt", "Ämter")]),
        ("in barrierefreien Räumen", [("barrierefrei", "barrierefreien")]),
        ("Sie beantragt Geld.", [("beantragen", "beantragt")]),
        ("Beamte und Beamten", [("Beamter", "Beamte"), ("Beamter", "Beamten")]),
        # At the beginning of a sentence, in capitals, across marks.
        ("ANTRAG", [("Antrag", "ANTRAG")]),
        ("Barrierefreie Wege", [("barrierefrei", "Barrierefreie")]),
        ('An<b>träge</b> im <a id="a1">Amt</a>', [("Antrag", "Anträge"), ("Amt", "Amt")]),
        ("Be\u00adra\u00adtung", [("Beratung", "Beratung")]),
        # Compounds: the longest term, the last part, the first part with its link.
        ("Sozialverwaltungen", [("Sozialverwaltung", "Sozialverwaltungen")]),
        ("Landessozialverwaltung", [("Sozialverwaltung", "sozialverwaltung")]),
        ("Stadtverwaltungen", [("Verwaltung", "verwaltungen")]),
        ("Verwaltungsreform", [("Verwaltung", "Verwaltungs")]),
        ("Beratungsbusse", [("Beratung", "Beratungs")]),
        # With a hyphen.
        ("Ämterlotsen", [("Ämter-Lotse", "Ämterlotsen")]),
        ("Ämter-Lotsen", [("Ämter-Lotse", "Ämter-Lotsen")]),
        ("Service-Lotsen", [("Lotse", "Lotsen")]),
        ("Die KI-Beratung", [("KI", "KI"), ("Beratung", "Beratung")]),
        # Several words.
        ("den barrierefreien Zugang", [("barrierefreier Zugang", "barrierefreien Zugang")]),
        ("im Sozialstaat\u00a04.0", [("Sozialstaat 4.0", "Sozialstaat\u00a04.0")]),
        # Women, men, and everybody.
        ("Antragstellerinnen", [("Antragsteller", "Antragstellerinnen")]),
        ("Antragsteller*innen", [("Antragsteller", "Antragsteller*innen")]),
        ("Antragsteller:innen", [("Antragsteller", "Antragsteller:innen")]),
        ("AntragstellerInnen", [("Antragsteller", "AntragstellerInnen")]),
        ("Ämterlotsinnen", [("Ämter-Lotse", "Ämterlotsinnen")]),
        # Several in one sentence.
        (
            "Antrag auf Leistung beim Amt",
            [("Antrag", "Antrag"), ("Leistung", "Leistung"), ("Amt", "Amt")],
        ),
    ],
)
def test_found(html, expected):
    assert found(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "",
        "Verordnung und Unterordnung",
        "Vorteil und Nachteil",
        "Gewährleistung",
        "insgesamt",
        "Sie wagen es.",
        "ki",
        "mitteilen",
        "Sozialstaat. 4.0",
        "Zugang",
        "Ein Beirat tagt.",
    ],
)
def test_not_found(html):
    assert found(html) == []


def test_a_hit_says_where_and_what():
    index = Index(
        [
            Entry("Amt", "office", definition="Behörde"),
            Entry("Amt", "agency", FORBIDDEN),
            Entry("Amt", "authority"),
        ],
        "de",
        "en",
    )
    (hit,) = index.find("Das <b>Amt</b> der Ämter")
    assert hit.term == Term("Amt", "Amt", ("authority", "office"), ("agency",))
    assert hit.spans == ((4, 7), (12, 17))
    assert hit.forms == ("Amt", "Ämter")
    assert [entry.target for entry in hit.entries] == ["authority", "office", "agency"]


def test_what_is_kept_is_approved_as_it_is():
    (hit,) = Index([Entry("Jobcenter", "Jobcenter", KEEP)], "de", "en").find("im Jobcenter")
    assert hit.term == Term("Jobcenter", "Jobcenter", ("Jobcenter",))


def test_the_beginning_of_a_compound_asks_for_no_translation():
    index = Index(
        [Entry("Beratung", "advice"), Entry("Beratung", "council", FORBIDDEN)], "de", "en"
    )
    (hit,) = index.find("Beratungsbus")
    assert hit.term == Term("Beratung", "Beratungs", (), ("council",))
    (hit,) = index.find("Beratungsbus mit Beratung")
    assert hit.term.approved == ("advice",)


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("application", "two applications", [(4, 16)]),
        ("civil servant", "Civil servants, civil-servant", [(0, 14), (16, 29)]),
        ("decision-making", "decision making", [(0, 15)]),
        ("caseworker", "case-workers", [(0, 12)]),
        ("AI", "aid", []),
        ("IT", "it is IT", [(6, 8)]),
        ("authority", "authorities", [(0, 11)]),
        ("form", "performing", []),
    ],
)
def test_english(phrase, text, places):
    assert places_of(phrase, text, "en") == places


def test_a_language_without_a_list_of_words_is_compared_by_the_letter():
    assert places_of("tlhIngan", "tlhIngan Hol", "tlh") == [(0, 8)]
    assert places_of("tlhIngan", "tlhInganpu", "tlh") == []


ENTRIES = st.builds(
    Entry,
    st.text(max_size=12) | st.sampled_from(SOURCES),
    st.text(max_size=8),
    st.sampled_from(["approved", "forbidden", "keep"]),
)
HTML = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [*SOURCES, "<b>", "</b>", "&shy;", "-", "s", "ung", "*innen", " ", "\u00ad", "ß"]
    )
).map("".join)


@given(st.lists(ENTRIES, max_size=6), HTML, st.sampled_from(["de", "en", "xx"]))
def test_any_text_is_searched_without_harm(entries, html, language):
    text = plain(html)
    for hit in Index(entries, language, "en").find(html):
        for start, end in hit.spans:
            assert 0 <= start < end <= len(text)
        assert set(hit.forms) == {text[start:end] for start, end in hit.spans}
        assert hit.term.found == hit.forms[0]
        assert {entry.source for entry in hit.entries} == {hit.term.source}
