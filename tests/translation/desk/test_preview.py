"""The preview: what it shows of page and snippets, the marks around its texts, what it costs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from sessions_app.models import Partner, Speaker, Track
from sessions_app.translation import drafting, localize, release
from sessions_app.translation.desk.marks import BEGIN, CANCEL, TAGS
from tests.factories import (
    House,
    block,
    full_body,
    make_format,
    make_partner,
    make_photo,
    make_room,
    make_session,
    make_speaker,
    make_track,
    make_translator,
    slot,
)
from tests.translation.desk.test_editor import words

Soup = Callable[[Any], BeautifulSoup]
MARK = re.compile(f"{BEGIN}([\U000e0020-\U000e007e]*){CANCEL}")


@pytest.fixture
def translations(opened: Any, en: Locale) -> dict[str, Any]:
    """Every Translation into English by the name of its original."""
    return {t.source.object_repr: t for t in type(opened).objects.filter(target_locale=en)}


@pytest.fixture
def put(publisher: Any) -> Callable[..., None]:
    """``put(translation, source, text)``: store a translation as its translator would."""

    def store(translation: Any, source: str, text: str) -> None:
        (row,) = [
            row
            for row in localize.segment_rows([translation])[translation.pk]
            if row.text == source
        ]
        drafting.save_segment(translation, row.id, text, drafting.version(row.target), publisher)

    return store


def address(translation: Any) -> str:
    """Where the preview is."""
    return f"/admin/translations/{translation.pk}/preview/"


def marked(html: str) -> dict[str, str]:
    """Text of everything that stands between marks, by key; tags and space made even."""
    found: dict[str, str] = {}
    parts = MARK.split(html)
    for signs, text in zip(parts[1::2], parts[2::2], strict=True):
        key = "".join(chr(ord(sign) - TAGS) for sign in signs)
        if key:
            plain = BeautifulSoup(text, "html.parser").get_text()
            found.setdefault(key, " ".join(plain.split()))
    return found


def test_snippets_are_shown_as_they_would_be_released_with_the_page(
    desk: Client, opened: Any, translations: dict[str, Any], put: Any, soup: Soup
) -> None:
    put(translations["Ada Beispiel"], "Leiterin", "Director")
    put(translations["Staat"], "Staat", "State")
    page = soup(desk.get(address(opened)))
    assert words(page, ".z-person-words p") == ["Ada Beispiel", "Director", "Amt"]
    assert words(page, ".z-fact dd:last-child > span") == ["German", "Podium", "State"][1:]
    assert [node.get("lang") for node in page.select(".z-person-words p")] == [None, None, "de"]
    assert (Speaker.objects.count(), Track.objects.count()) == (1, 1)


def test_a_released_snippet_shows_its_texts_of_now(
    desk: Client,
    opened: Any,
    translations: dict[str, Any],
    complete: Any,
    publisher: Any,
    put: Any,
    soup: Soup,
) -> None:
    complete(opened)
    release.release(opened, publisher)
    put(translations["Ada Beispiel"], "Leiterin", "Director")
    put(translations["Staat"], "Staat", "State")
    page = soup(desk.get(address(opened)))
    assert words(page, ".z-person-words p") == ["Ada Beispiel", "Director", "Amt"]
    live = soup(Client().get("/en/programme/was-ist-verwaltung/"))
    assert words(live, ".z-person-words p") == ["Ada Beispiel", "Leiterin", "Amt"]
    assert words(live, ".z-fact-note")[-1:] == ["Staat"]


def test_a_stopped_snippet_stays_as_visitors_know_it(
    desk: Client, opened: Any, translations: dict[str, Any], put: Any, soup: Soup
) -> None:
    ada = translations["Ada Beispiel"]
    put(ada, "Leiterin", "Director")
    type(ada).objects.filter(pk=ada.pk).update(enabled=False)
    page = soup(desk.get(address(opened)))
    assert words(page, ".z-person-words p") == ["Ada Beispiel", "Leiterin", "Amt"]


def test_portraits_and_partners_in_the_body_follow_as_well(
    desk: Client, house: House, en: Locale, put: Any, soup: Soup
) -> None:
    ada, bo = make_speaker("Ada", position="Leiterin"), make_speaker("Bo", position="Lehrer")
    partner = make_partner("Stiftung", description="Wer wir sind.")
    page = make_session(
        house.programme,
        body=[
            block("portrait", {"speaker": ada.pk, "role": ""}),
            block("portrait", {"speaker": bo.pk, "role": ""}),
            block("partner", {"partner": partner.pk, "kind": "funded", "text": ""}),
        ],
    )
    drafting.open_translations([page], en)
    opened = {
        t.source.object_repr: t
        for t in localize.translations_of(
            [page.translation_key, bo.translation_key, partner.translation_key], en
        )
    }
    put(opened["Bo"], "Lehrer", "Teacher")
    put(opened["Stiftung"], "Wer wir sind.", "Who we are.")
    shown = soup(desk.get(address(opened["Ein Gespräch"])))
    assert words(shown, ".z-portrait figcaption") == ["Ada Leiterin", "Bo Teacher"]
    assert words(shown, ".z-partner > *")[-3:-1] == ["Stiftung", "Who we are."]
    assert Partner.objects.count() == 1


def test_every_text_that_is_shown_tells_its_key(
    desk: Client, opened: Any, translations: dict[str, Any], put: Any
) -> None:
    put(opened, "Was ist Verwaltung?", "What is it?")
    put(translations["Ada Beispiel"], "Leiterin", "Director")
    html = desk.get(address(opened) + "?marks=1").content.decode()
    keys = {
        row.text: f"{translation.pk}-{row.id}"
        for translation in translations.values()
        for row in localize.segment_rows([translation])[translation.pk]
    }
    lines, text = (
        next(text for text in keys if text.startswith(begin)) for begin in ("Erste", "Die <b>")
    )
    assert marked(html) == {
        keys["Was ist Verwaltung?"]: "What is it?",
        keys[lines]: "Erste Zeile. Zweite Zeile.",
        keys["Worum es geht"]: "Worum es geht",
        keys[text]: "Die Verwaltung lernt, sagt the civil service, im Bericht.",
        keys["Erstens"]: "Erstens",
        keys["Zweitens"]: "Zweitens",
        keys["Leiterin"]: "Director",
        keys["Amt"]: "Amt",
        keys["Podium"]: "Podium",
        keys["Staat"]: "Staat",
    }


def test_nobody_else_meets_a_mark(desk: Client, opened: Any) -> None:
    plain = desk.get(address(opened)).content.decode()
    with_marks = desk.get(address(opened) + "?marks=1").content.decode()
    assert (BEGIN in plain, BEGIN in with_marks) == (False, True)
    # The pane goes without Wagtail's bar.
    shown, in_pane = (
        BeautifulSoup(html, "html.parser").select_one("main") for html in (plain, with_marks)
    )
    assert MARK.sub("", str(in_pane)) == str(shown)
    assert ("wagtail-userbar" in plain, "wagtail-userbar" in with_marks) == (True, False)


def test_equal_texts_of_one_place_tell_the_first_ones_key(
    desk: Client, house: House, en: Locale
) -> None:
    twice = '<p data-block-key="k1">Ja.</p><p data-block-key="k2">Ja.</p>'
    page = make_session(house.programme, title="Doppelt", body=[block("text", twice)])
    drafting.open_translations([page], en)
    opened = localize.translations_of([page.translation_key], en).get()
    first, second = (r for r in localize.segment_rows([opened])[opened.pk] if r.text == "Ja.")
    html = desk.get(address(opened) + "?marks=1").content.decode()
    found = ["".join(chr(ord(s) - TAGS) for s in signs) for signs in MARK.findall(html)]
    assert found.count(f"{opened.pk}-{first.id}") == 2
    assert found.count(f"{opened.pk}-{second.id}") == 0


def test_texts_for_machines_bear_no_mark(desk: Client, house: House, en: Locale) -> None:
    page = make_session(house.programme, title="Titel", seo_title="SEO", summary="Kurz.")
    drafting.open_translations([page], en)
    opened = localize.translations_of([page.translation_key], en).get()
    html = desk.get(address(opened) + "?marks=1").content.decode()
    shown = BeautifulSoup(html, "html.parser")
    assert shown.title is not None
    assert shown.title.get_text() == "SEO – Zwiesprache"


def test_marks_do_not_change_how_a_page_looks(
    desk: Client, house: House, en: Locale, soup: Soup
) -> None:
    page = make_session(house.programme, title="So lang wie ein Titel ohne Weiteres sein mag")
    drafting.open_translations([page], en)
    opened = localize.translations_of([page.translation_key], en).get()
    shown = [soup(desk.get(address(opened) + marks)) for marks in ("", "?marks=1")]
    assert [page.select("h1")[0]["class"] for page in shown] == [["z-title"], ["z-title"]]


def test_the_pane_is_told_why_there_is_no_preview(
    desk: Client, opened: Any, house: House, soup: Soup
) -> None:
    house.programmes["en"].delete()
    response = desk.get(address(opened) + "?marks=1")
    assert response.status_code == 404
    assert words(soup(response), "[data-desk-no-preview]") == [
        "There is no preview yet: the page above it, “Programm”, is not translated."
    ]


def test_the_original_is_gone(desk: Client, opened: Any, session: Any, soup: Soup) -> None:
    Page.objects.get(pk=session.pk).delete()
    response = desk.get(address(opened) + "?marks=1")
    assert words(soup(response), "[data-desk-no-preview]") == [
        "The original does not exist any more."
    ]


def test_the_desk_alone_may_frame_it(desk: Client, opened: Any) -> None:
    response = desk.get(address(opened) + "?marks=1")
    assert response["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["content-security-policy"].split("; ")
    assert "no-store" in response["cache-control"]


# As a page of its own it bears Wagtail's bar, which asks for the user's rights; the pane does not.
PREVIEW = {"": 36, "?marks=1": 31}


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("size", [1, 8])
def test_a_preview_costs_the_same_whatever_the_page_holds(
    house: House, en: Locale, visit: Callable[[Any], Client], people: int, size: int
) -> None:
    client = visit(make_translator("en"))
    cast = [
        make_speaker(f"Person {n}", position="Leiterin", photo=make_photo(f"P{n}"))
        for n in range(people)
    ]
    partner = make_partner(logo=make_photo("Logo"))
    page = make_session(
        house.programme,
        summary="Kurz.",
        people=cast,
        slots=[slot(room=make_room())],
        track=make_track(),
        format=make_format(),
        body=[
            one
            for n in range(size)
            for one in full_body(
                photo=make_photo(f"Bild {n}"),
                speaker=cast[n % people],
                partner=partner,
                page=house.home,
            )
        ],
    )
    drafting.open_translations([page], en)
    opened = localize.translations_of([page.translation_key], en).get()
    for marks, budget in PREVIEW.items():
        # Pictures are made by whoever looks first.
        assert client.get(address(opened) + marks).status_code == 200
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address(opened) + marks)
        assert len(queries) == budget
