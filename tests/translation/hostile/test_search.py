"""What may be looked for: signs that mean something to databases, patterns and pages."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from sessions_app.translation import memory
from sessions_app.translation.models import GlossaryTerm, MemoryEntry
from tests.translation.memory.conftest import unit

pytestmark = pytest.mark.django_db

TEXTS = [
    "100 % der Ämter",
    "snake_case",
    "Er sagt „ja“ und 'nein' und \"so\"",
    "C:\\Amt\\neu",
    "f(x) = [a|b]* + ?.",
    "Straße & Staat <b>",
    "Igel 🦔 im Amt",
    "ohne alles",
]
# What is looked for, and which of the texts hold it.
WORDS = {
    "%": [0],
    "_": [1],
    "0 %": [0],
    "e_c": [1],
    "'": [2],
    '"so"': [2],
    "„JA“": [2],
    "\\": [3],
    "\\A": [3],
    ".*": [],
    "[a|b]*": [4],
    "(": [4],
    "?.": [4],
    "&": [5],
    "<b>": [5],
    "& staat": [5],
    "🦔": [6],
    "' OR 1=1 --": [],
    "\u202e": [],
    "x" * 200: [],
}


@pytest.fixture
def entries(house: Any) -> None:
    """The texts in the memory, translated as themselves."""
    memory.learn(
        [
            unit(memory_html(text), memory_html(f"EN {text}"), page=f"{n}", days=-n)
            for n, text in enumerate(TEXTS)
        ]
    )


def memory_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def found(response: Any) -> list[str]:
    """The originals of a list of the memory."""
    return ["".join(piece.text for piece in hit.source) for hit in response.context["hits"]]


def test_words_are_found_as_they_stand(entries: None, reader: Client) -> None:
    address = reverse("sessions_translation:memory")
    for words, places in WORDS.items():
        response = reader.get(address, {"q": words})
        assert (words, found(response)) == (words, [TEXTS[place] for place in places])
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one("input[name=q]")["value"] == words
        for hit in response.context["hits"]:
            marked = [p.text for p in (*hit.source, *hit.target) if p.found]
            assert {text.casefold() for text in marked} == {words.casefold()}


def test_what_cannot_be_looked_for_says_so_and_shows_nothing_else(
    entries: None, reader: Client
) -> None:
    address = reverse("sessions_translation:memory")
    response = reader.get(address, {"q": "x" * 10_000})
    page = BeautifulSoup(response.content, "html.parser").get_text()
    assert "Ensure this value has at most 200 characters (it has 10000)." in page
    assert found(response) == []
    export = reader.get(reverse("sessions_translation:memory_export"), {"q": "x" * 10_000})
    assert b"<tu" not in b"".join(export.streaming_content)
    assert found(reader.get(address, {"q": "\0"})) == TEXTS


def test_unknown_languages_and_pages_show_what_there_is(entries: None, reader: Client) -> None:
    address = reverse("sessions_translation:memory")
    for query in (
        {"source": "xx"},
        {"target": "\0"},
        {"show": "x" * 9999},
        {"target": "de"},
        *(
            {"p": page}
            for page in ("abc", "-1", "0", "1000000000000", "9" * 5000, "1.5", "٣", "\0")
        ),
    ):
        assert (query, found(reader.get(address, query))) == (query, TEXTS)
    assert reader.get(f"{address}?q=%ff%fe%00&p=%ff").status_code == 200


def test_pages_of_a_long_list(reader: Client) -> None:
    memory.learn([unit(f"Satz {n:03}", f"S {n}", page=f"{n}", days=-n) for n in range(120)])
    address = reverse("sessions_translation:memory")
    firsts = {p: found(reader.get(address, {"p": p}))[0] for p in ("1", "2", "3", "4", "abc", "-1")}
    assert firsts == {
        "1": "Satz 000",
        "2": "Satz 050",
        "3": "Satz 100",
        "4": "Satz 100",
        "abc": "Satz 000",
        "-1": "Satz 100",
    }


def test_an_entry_is_corrected_with_anything(entries: None, reader: Client) -> None:
    entry = MemoryEntry.objects.get(source="ohne alles")
    address = reverse("sessions_translation:memory_entry", args=[entry.pk])
    for wrong in (
        {},
        {"source": "a"},
        {"source": "a", "target": "\0"},
        {"source": "a", "target": "{1}x{/1}"},
        {"source": "a", "target": "x" * 50_001},
        {"source": "\x01", "target": "a"},
    ):
        response = reader.post(address, wrong)
        assert (response.status_code, response.context["form"].is_valid()) == (200, False)
    for outside in ("https://example.org/", "//example.org", "javascript:alert(1)", "\0"):
        form = {"source": "ohne", "target": "without", "next": outside}
        response = reader.post(address, form)
        assert response["location"] == reverse("sessions_translation:memory")
    retired = MemoryEntry.objects.filter(is_retired=True)
    assert list(retired.values_list("source", flat=True)) == ["ohne alles"]


@pytest.fixture
def terms(house: Any) -> None:
    """The texts in the glossary."""
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(
            source_language="de",
            target_language="en",
            source=text,
            target=f"EN {text}",
            domain=text,
        )
        for text in TEXTS
    )


def listed(response: Any) -> set[str]:
    return {term.source for term in response.context["object_list"]}


def test_terms_are_found_as_they_stand(terms: None, reader: Client) -> None:
    address = reverse("sessions_glossary:index")
    everything = set(TEXTS)
    for words, places in list(WORDS.items())[::3]:
        assert (words, listed(reader.get(address, {"q": words}))) == (
            words,
            {TEXTS[place] for place in places},
        )
    for query in (
        {"q": ""},
        {"ordering": "x"},
        {"ordering": "-source__x"},
        {"domain": "\0"},
        {"status": "x" * 9999},
        {"export": "x"},
    ):
        assert reader.get(address, query).status_code == 200
    assert listed(reader.get(address, {"q": "\0"})) in (everything, set())
    assert listed(reader.get(address, {"q": "x" * 10_000})) == set()
    for page in ("abc", "-1", "1000000000000", "9" * 5000):
        assert reader.get(address, {"p": page}).status_code in {200, 404}


def test_texts_of_the_editor_are_searched_with_anything(reader: Client, opened: Any) -> None:
    address = f"/admin/translations/{opened.pk}/"
    for query in ("%", "\\", "(", "<b>", "🦔", "\0", "x" * 10_000):
        assert reader.get(address, {"q": query, "show": query}).status_code == 200
