"""What readers find, in both languages and on both databases."""

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from sessions_app.models import Partner, SessionPage, Speaker
from sessions_app.programme.search import finding as search
from tests.factories import (
    block,
    body,
    make_content_page,
    make_partner,
    make_session,
    make_speaker,
    publish,
    translate,
)

from ..feeds.large import SESSIONS, UNTRANSLATED, make_large
from ..shown import show

pytestmark = pytest.mark.django_db

TITLES = "//article[@class='z-found']//h2/a"
QUERIES = {"asked": 9, "bare": 3, "suggestions": 8}


def address(language: str, question: str | None = None, name: str = "sessions_search") -> str:
    with translation.override(language):
        path = reverse(name)
    return path if question is None else f"{path}?q={quote(question)}"


@pytest.fixture
def ask(client):
    """``ask(language, question)``: titles with their address and language, in order."""

    def found(language: str, question: str) -> list[tuple[str, ...]]:
        shown = show(client, address(language, question))
        assert shown.status == 200
        return shown.rows(TITLES, "href", "lang", "hreflang")

    return found


@pytest.fixture
def titles(ask):
    """``titles(language, question)``: what was found is called, in order."""
    return lambda language, question: [row[0] for row in ask(language, question)]


@pytest.fixture
def site(house):
    """A panel in both languages, a German talk, people and a partner."""
    ada = make_speaker("Ada Ölsner", slug="ada", organisation="Landeslabor", position="Leiterin")
    translate(ada, "en", organisation="State Laboratory", position="Head")
    bo = make_speaker("Bo Muster", slug="bo", biography="<p>Bo baut <b>Pflüge</b>.</p>")
    partner = make_partner("Stiftung Wort", description="Sie fördert das Gespräch.")
    translate(partner, "en", name="Word Foundation", description="It funds conversation.")
    funded = block("partner", {"partner": partner.pk, "kind": "funded", "text": "Mit Dank."})
    panel = make_session(
        house.programme,
        title="Der Sozialstaat von morgen",
        slug="sozialstaat",
        subtitle="Ein Abend über Häuser",
        summary="Wie Verwaltung arbeitet.",
        people=[ada, bo],
        body=body(funded, text_html="<h2>Worum es geht</h2><p>Anträge &amp; <b>Form</b>ulare.</p>"),
    )
    translate(
        panel,
        "en",
        title="The welfare state of tomorrow",
        slug="welfare",
        subtitle="An evening on houses",
        summary="How administrations work.",
        body=body(funded, text_html="<p>New policies for forms.</p>"),
    )
    make_session(
        house.programme,
        title="Pflüge und Städte",
        slug="pfluege",
        summary="Nur <auf> Deutsch.",
        people=[bo],
    )
    make_content_page(house.home, title="Impressum")
    return house


def test_addresses_are_in_the_language_of_the_page():
    assert [address("de"), address("en")] == ["/de/suche/", "/en/search/"]
    assert [address(code, name="sessions_suggestions") for code in ("de", "en")] == [
        "/de/suche/suggestions/",
        "/en/search/suggestions/",
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        # Forms of a word, umlauts however they are typed.
        ("Sozialstaaten", ["Der Sozialstaat von morgen"]),
        ("haus", ["Der Sozialstaat von morgen"]),
        *((word, ["Pflüge und Städte", "Bo Muster"]) for word in ("Pfluge", "pflüge", "PFLUEGE")),
        # Names: the person before the sessions.
        *(
            (word, ["Ada Ölsner", "Der Sozialstaat von morgen"])
            for word in ("olsner", "oelsner", "Ölsner")
        ),
        ("Bo Muster", ["Bo Muster", "Der Sozialstaat von morgen", "Pflüge und Städte"]),
        # Body, across tags; a partner and its text.
        ("Antrag Formular", ["Der Sozialstaat von morgen"]),
        ("Dank", ["Der Sozialstaat von morgen"]),
        ("Stiftung", ["Stiftung Wort", "Der Sozialstaat von morgen"]),
        ("fördern", ["Stiftung Wort"]),
        # Every word has to occur, be it in several texts.
        ("morgen Verwaltung Ölsner", ["Der Sozialstaat von morgen"]),
        ("morgen Pflüge", []),
        ("Landeslabor", ["Ada Ölsner"]),
        ("Impressum", ["Impressum"]),
        # The title in the other language.
        ("welfare", ["Der Sozialstaat von morgen"]),
        # Ids, keys and the names of blocks are no text.
        ("funded", []),
        ("partner", []),
    ],
)
def test_german(titles, site, question, found):
    assert titles("de", question) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("states morrow", []),
        ("states tomorrow", [("The welfare state of tomorrow", "/en/programme/welfare/", "", "")]),
        ("policy", [("The welfare state of tomorrow", "/en/programme/welfare/", "", "")]),
        ("laboratory", [("Ada Ölsner", "/en/programme/speakers/ada/", "", "")]),
        ("conversations", [("Word Foundation", None, "", "")]),
        # German alone: found by its German title, by German rules.
        ("Pfluege Stadt", [("Pflüge und Städte", "/de/programm/pfluege/", "de", "de")]),
        (
            "Bo",
            [
                ("Bo Muster", "/de/programm/personen/bo/", "", "de"),
                ("Pflüge und Städte", "/de/programm/pfluege/", "de", "de"),
                ("The welfare state of tomorrow", "/en/programme/welfare/", "", ""),
            ],
        ),
        ("Verwaltung", []),
        ("Impressum", []),
    ],
)
def test_english(ask, site, question, found):
    partner = Partner.objects.get(source=None)
    rows = [(t, a or f"/en/programme/partners/{partner.pk}/", *rest) for t, a, *rest in found]
    assert ask("en", question) == rows


def test_a_result_tells_its_kind_its_language_and_what_is_missing(client, site):
    shown = show(client, address("en", "Pflüge"))
    assert shown.values("//article[@class='z-found']", "data-voice") == [("source",), ("source",)]
    assert shown.texts("//p[@class='z-found-marks']") == [
        "SessionGermannot yet translated",
        "PersonGermannot yet translated",
    ]
    assert shown.rows("//p[@class='z-found-passage']", "lang") == [
        ("Nur <auf> Deutsch.", "de"),
        ("Bo baut Pflüge.", "de"),
    ]
    assert shown.texts("//p[@class='z-found-people']") == ["Bo Muster"]
    assert shown.texts("//article//mark") == ["Pflüge", "Pflüge"]
    english = show(client, address("en", "welfare"))
    assert english.values("//article[@class='z-found']", "data-voice") == [("",)]
    assert english.texts("//p[@class='z-found-marks']") == ["SessionEnglish"]
    assert english.texts("//p[@class='z-found-people']") == ["Ada Ölsner, Bo Muster"]


def test_a_partner_without_a_translation_says_so_on_the_page_of_the_language(client, site):
    partner = make_partner("Wortwerk")
    blocks = body(block("partner", {"partner": partner.pk, "kind": "hosted", "text": ""}))
    make_session(site.programme, title="Noch etwas", slug="noch", body=blocks)
    shown = show(client, address("en", "Wortwerk"))
    assert shown.rows(TITLES, "href", "lang", "hreflang") == [
        ("Wortwerk", f"/en/programme/partners/{partner.pk}/", "de", ""),
        ("Noch etwas", "/de/programm/noch/", "de", "de"),
    ]
    assert shown.texts("//p[@class='z-found-marks']") == [
        "PartnerGermannot yet translated",
        "SessionGermannot yet translated",
    ]
    for href in ("en/programme/partners", "de/programm/partner"):
        assert client.get(f"/{href}/{partner.pk}/").status_code == 200


def test_titles_and_names_come_first_then_what_is_said_then_the_rest(titles, house):
    text = {"spoken_language": "de"}
    make_session(house.programme, title="D", slug="d", body=body(text_html="<p>Wald</p>"), **text)
    make_session(house.programme, title="C", slug="c", summary="Wald", **text)
    make_session(house.programme, title="B", slug="b", subtitle="Wald", **text)
    make_session(house.programme, title="Waldweg", slug="a2", **text)
    make_session(house.programme, title="Stadtwald", slug="a3", **text)
    make_session(house.programme, title="Wälder", slug="a1", **text)
    make_session(house.programme, title="Wiese", slug="w", people=[make_speaker("Ida Wald")])
    assert titles("de", "Wald") == [
        "Wälder",
        "Ida Wald",
        "Waldweg",
        "Stadtwald",
        "B",
        "C",
        "Wiese",
        "D",
    ]


@pytest.fixture
def hidden(house):
    """Everything that must not be found, each with the word that must not find it."""
    programme = house.programme
    make_session(programme, title="Entwurfswort", slug="draft", live=False)
    orphan = make_session(programme, title="Original", slug="orphan")
    translate(orphan, "en", title="Orphanword", slug="orphan-en")
    SessionPage.objects.filter(pk=orphan.pk).update(live=False)
    closed = make_session(
        programme, title="Geheimwort", slug="closed", people=[make_speaker("Zugeknöpft")]
    )
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    alias = make_session(programme, title="Aliaswort", slug="alias")
    alias.copy_for_translation(house.locales["en"], alias=True)
    make_speaker("Auftrittslos")
    ghost = make_speaker("Geisterhaft")
    gone = make_partner("Vergangen")
    listed = make_partner("Unverbunden")
    make_session(
        programme,
        title="Offen",
        slug="open",
        people=[ghost],
        body=body(block("partner", {"partner": gone.pk, "kind": "funded", "text": ""})),
    )
    Speaker.objects.filter(pk=ghost.pk).update(live=False)
    Partner.objects.filter(pk=gone.pk).update(live=False)
    draft = make_session(programme, title="Öffentlich", slug="revised")
    draft.title = "Revisionswort"
    draft.save_revision()
    make_content_page(house.home, title="Verborgenseite", live=False)
    return listed


@pytest.mark.parametrize(
    "word",
    [
        "Entwurfswort",
        "Orphanword",
        "Geheimwort",
        "Zugeknöpft",
        "Auftrittslos",
        "Geisterhaft",
        "Vergangen",
        "Unverbunden",
        "Revisionswort",
        "Verborgenseite",
    ],
)
def test_only_what_is_public_is_found(client, titles, hidden, word):
    assert (titles("de", word), titles("en", word)) == ([], [])
    for language in ("de", "en"):
        found = client.get(address(language, word, "sessions_suggestions")).json()
        assert found == {"status": "", "suggestions": []}


def test_an_alias_stands_for_nothing(ask, hidden):
    assert ask("en", "Aliaswort") == [("Aliaswort", "/de/programm/alias/", "de", "de")]


def test_what_was_taken_back_is_gone_at_once(titles, house):
    session = publish(make_session(house.programme, title="Heute", slug="heute"))
    assert titles("de", "Heute") == ["Heute"]
    session.title = "Morgen"
    publish(session)
    assert (titles("de", "Heute"), titles("de", "Morgen")) == ([], ["Morgen"])
    session.unpublish()
    assert titles("de", "Morgen") == []


def test_a_language_whose_home_is_closed_has_no_search(client, site):
    PageViewRestriction.objects.create(page=site.homes["en"], restriction_type="login")
    assert client.get(address("en", "state")).status_code == 404
    assert client.get(address("en", "state", "sessions_suggestions")).status_code == 404
    assert client.get(address("de", "Staat")).status_code == 200
    site.homes["de"].unpublish()
    assert client.get(address("de")).status_code == 404


def test_the_switch_keeps_the_question_and_machines_hear_of_the_bare_page(client, site):
    shown = show(client, address("en", "Städte & mehr"))
    assert shown.rows("//nav[@class='z-switch']//a", "href") == [
        ("Deutsch", f"{address('de')}?q=St%C3%A4dte+%26+mehr")
    ]
    assert shown.values("//link[@rel='canonical']", "href") == [
        (f"http://localhost{address('en')}",)
    ]
    assert shown.values("//meta[@name='robots']", "content") == [("noindex",)]
    # A question is nobody else's to keep.
    assert shown.response["Cache-Control"] == "private"
    bare = show(client, address("en"))
    assert "Cache-Control" not in bare.response
    assert bare.values("//meta[@name='robots']", "content") == []
    assert bare.rows("//nav[@class='z-switch']//a", "href") == [("Deutsch", address("de"))]
    assert bare.values("//link[@rel='alternate'][@hreflang]", "hreflang", "href") == [
        (code, f"http://localhost{address(where)}")
        for code, where in (("de", "de"), ("en", "en"), ("x-default", "de"))
    ]


def test_the_bare_page_has_the_form_and_a_hint(client, site):
    shown = show(client, address("en"))
    assert shown.text("//h1") == "Search"
    assert shown.values("//main//form", "role", "action", "method") == [
        ("search", address("en"), "get")
    ]
    assert shown.values("//main//input", "name", "value", "maxlength") == [("q", "", "200")]
    assert len(shown.texts("//main//label[@for='search-field']")) == 1
    assert len(shown.texts("//p[@class='z-search-hint']")) == 1
    assert shown.texts("//p[@role='status']") == []
    assert shown.values("//header//form", "action") == []
    home = show(client, "/en/")
    assert home.values("//header//form[@role='search']", "action") == [(address("en"),)]
    assert home.rows("//header//label[@for='search']", "class") == [
        ("Search the programme", "z-search-label")
    ]


def test_where_nothing_is_found_the_page_says_what_to_try(client, site):
    shown = show(client, address("de", "Sozialstat Verwaltung"))
    assert shown.texts(TITLES) == []
    assert shown.rows("//p[@class='z-search-near']/a", "href") == [
        ("Sozialstaat Verwaltung", "?q=Sozialstaat%20Verwaltung")
    ]
    assert shown.rows("//div[@class='z-search-help']//li/a", "href") == [
        ("Programm", "/de/programm/")
    ]
    english = show(client, address("en", "qqqqqqqq"))
    assert english.text("//p[@role='status']") == "Nothing was found for “qqqqqqqq”."
    assert english.texts("//p[@class='z-search-near']") == []


def test_pages_of_twenty(client, house):
    for number in range(45):
        make_session(house.programme, title=f"Gespräch {number:02}", slug=f"g-{number}")
    pages = [show(client, f"{address('en', 'Gespräch')}&page={n}") for n in (1, 2, 3)]
    assert [page.texts(TITLES) for page in pages] == [
        [f"Gespräch {number:02}" for number in numbers]
        for numbers in (range(20), range(20, 40), range(40, 45))
    ]
    assert pages[0].text("//p[@role='status']") == "45 results for “Gespräch”page 1 of 3"
    assert [page.values("//ol[@class='z-results']", "start") for page in pages] == [
        [("1",)],
        [("21",)],
        [("41",)],
    ]
    assert pages[1].rows("//nav[@class='z-pages']//a", "href", "rel") == [
        ("Previous page", "?q=Gespr%C3%A4ch&page=1", "prev"),
        ("Next page", "?q=Gespr%C3%A4ch&page=3", "next"),
    ]
    for wrong, number in (("0", 3), ("99", 3), ("-1", 3), ("x", 1), ("", 1), ("9" * 5_000, 1)):
        shown = show(client, f"{address('en', 'Gespräch')}&page={wrong}")
        assert (shown.status, shown.texts(TITLES)) == (200, pages[number - 1].texts(TITLES)), wrong


HOSTILE = {
    "%": "There is no word in “%”.",
    "'": "There is no word in “'”.",
    "a\x00b": "Nothing was found for “a b”.",
    "x" * 10_000: f"Nothing was found for “{'x' * 200}”.",
    "?!;--": "There is no word in “?!;--”.",
    "שלום עולם": "Nothing was found for “שלום עולם”.",
    "\u202eevil": "Nothing was found for “evil”.",
    "😀": "There is no word in “😀”.",
    "' OR 1=1 --": "Nothing was found for “' OR 1=1 --”.",
    "<script>alert(1)</script>": "Nothing was found for “<script>alert(1)</script>”.",
    "(((*": "There is no word in “(((*”.",
}


@pytest.mark.parametrize("question", HOSTILE)
def test_whatever_is_asked_gets_a_clear_answer(client, site, question):
    shown = show(client, address("en", question))
    assert (shown.status, shown.text("//p[@role='status']")) == (200, HOSTILE[question])
    assert shown.texts("//main//script[not(@src)]") == []
    answer = client.get(address("en", question, "sessions_suggestions"))
    assert (answer.status_code, answer.json()) == (200, {"status": "", "suggestions": []})


@pytest.mark.parametrize("question", ["", "   ", "\x00", "\u200b"])
def test_nothing_but_blanks_is_the_bare_page(client, site, question):
    shown = show(client, address("en", question))
    assert len(shown.texts("//p[@class='z-search-hint']")) == 1


def test_broken_addresses_are_answered(client, site):
    assert client.get(f"{address('en')}?q=%ff%fe&q=state&page=%00").status_code == 200
    assert client.post(address("en")).status_code == 405
    assert client.head(address("en", "state")).status_code == 200


def test_suggestions_are_what_things_are_called(client, site):
    answer = client.get(address("en", "wo", "sessions_suggestions"))
    assert (answer["Content-Type"], answer["X-Robots-Tag"]) == ("application/json", "noindex")
    partner = Partner.objects.get(source=None)
    found = {
        question: client.get(address("en", question, "sessions_suggestions")).json()
        for question in ("w", "wor", "Pfl", "mus", "policies")
    }
    nothing = {"status": "", "suggestions": []}

    def one(title: str, language: str, note: str, where: str) -> dict[str, object]:
        return {
            "status": "1 suggestion",
            "suggestions": [{"title": title, "language": language, "note": note, "address": where}],
        }

    assert found == {
        "w": nothing,
        "wor": one("Word Foundation", "", "Partner", f"/en/programme/partners/{partner.pk}/"),
        "Pfl": one(
            "Pflüge und Städte", "de", "Session, not yet translated", "/de/programm/pfluege/"
        ),
        "mus": one("Bo Muster", "", "Person, not yet translated", "/de/programm/personen/bo/"),
        "policies": nothing,
    }


def test_there_are_never_too_many_suggestions(client, house):
    for number in range(12):
        make_session(house.programme, title=f"Gespräch {number:02}", slug=f"g-{number}")
    found = client.get(address("de", "gespr", "sessions_suggestions")).json()["suggestions"]
    assert [one["title"] for one in found] == [
        f"Gespräch {number:02}" for number in range(search.SUGGESTIONS)
    ]


@pytest.mark.parametrize("size", [1, 6])
def test_queries(client, house, size):
    for number in range(size):
        person = make_speaker(f"Person {number}", biography="<p>Vita</p>")
        translate(person, "en")
        partner = make_partner(f"Partner {number}")
        session = make_session(
            house.programme,
            title=f"Gespräch {number}",
            people=[person],
            body=body(
                block("partner", {"partner": partner.pk, "kind": "funded", "text": "Text"}),
                text_html="<p>Wort</p>",
            ),
        )
        if number % 2:
            translate(session, "en")

    def count(where: str) -> int:
        assert client.get(where).status_code == 200
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        return len(queries)

    for language in ("de", "en"):
        assert {
            "asked": count(address(language, "Gespräch")),
            "bare": count(address(language)),
            "suggestions": count(address(language, "Gespräch", "sessions_suggestions")),
        } == QUERIES
    assert count(address("de", "qqqq")) == QUERIES["asked"]


def test_a_thousand_sessions(client, db, django_assert_num_queries):
    make_large()
    where = address("en", "Gespräch")
    assert client.get(where).status_code == 200
    # No partner is named, so none is asked for.
    with django_assert_num_queries(QUERIES["asked"] - 1):
        first = show(client, where)
    assert first.text("//p[@role='status']") == f"{SESSIONS} results for “Gespräch”page 1 of 50"
    # Those without a translation by their titles; the others only tell what they are called there.
    german = [f"/de/programm/g-{number}/" for number in range(1, SESSIONS + 1, UNTRANSLATED)]
    assert {row[0] for row in first.values(TITLES, "href")} < set(german)
    last = show(client, f"{where}&page=50")
    assert {href.rpartition("-")[0] for (href,) in last.values(TITLES, "href")} == {
        "/en/programme/c"
    }
    assert set(last.values(TITLES, "lang", "hreflang")) == {("", "")}
