"""The overview: true states of everything, filtered before it is paged, with constant queries."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, release
from sessions_app.translation.models import Action
from tests.factories import (
    House,
    body,
    make_editor,
    make_group,
    make_locale,
    make_session,
    make_speaker,
    make_track,
    make_user,
    translate,
)
from tests.translation.desk.conftest import ASYNC
from tests.translation.desk.test_editor import POLICY, words

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
OVERVIEW = "/admin/translations/"


def entries(page: BeautifulSoup) -> list[tuple[str, str, str]]:
    """Title, state and action of every row."""
    return [
        (
            words(row, "th > :first-child")[0],
            words(row, ".desk-state")[0],
            " ".join(words(row, ".desk-entries__state button")),
        )
        for row in page.select(".desk-entries tbody tr")
    ]


@pytest.fixture
def states(house: House, en: Locale, publisher: Any, complete: Any, publish_changed: Any) -> None:
    """One session of every state that the foundation knows."""

    def made(title: str, **fields: Any) -> tuple[SessionPage, Any]:
        page = make_session(
            house.programme, title=title, body=body(text_html="<p>Ein Satz steht hier.</p>"),
            **fields,
        )  # fmt: skip
        if title in {"Fehlt", "Handgemacht", "Entwurf, nie öffentlich"}:
            return page, None
        drafting.open_translations([page], en)
        return page, localize.translations_of([page.translation_key], en).get()

    made("Fehlt")
    made("Begonnen")
    _, ready = made("Bereit")
    complete(ready)
    _, live = made("Öffentlich")
    complete(live)
    release.release(live, publisher)
    page, outdated = made("Veraltet")
    complete(outdated)
    release.release(outdated, publisher)
    (text,) = (dict(block) for block in page.body.raw_data)
    publish_changed(page, [text | {"value": "<p>Ein anderer Satz steht hier.</p>"}])
    by_hand, _ = made("Handgemacht")
    translate(by_hand, "en")
    _, stopped = made("Gestoppt")
    type(stopped).objects.filter(pk=stopped.pk).update(enabled=False)
    unborn, _ = made("Entwurf, nie öffentlich", live=False)
    assert unborn.live is False


def test_every_state_is_told_the_urgent_first(desk: Client, states: None, soup: Soup) -> None:
    page = soup(desk.get(OVERVIEW, {"kind": "sessions_app.sessionpage"}))
    assert entries(page) == [
        ("Veraltet", "outdated", ""),
        ("Fehlt", "missing", "Translate Fehlt"),
        ("Begonnen", "draft", ""),
        ("Bereit", "ready", ""),
        ("Gestoppt", "stopped", ""),
        ("Handgemacht", "made by hand", ""),
        ("Öffentlich", "live", ""),
    ]
    assert words(page, ".desk-states li") == [
        "All 7",
        "missing 1",
        "outdated 1",
        "draft 1",
        "ready 1",
        "stopped 1",
        "made by hand 1",
        "live 1",
    ]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"state": "outdated"}, ["Veraltet"]),
        ({"state": "missing", "kind": "pages"}, ["Fehlt"]),
        ({"state": "nonsense", "kind": "nonsense", "q": "öFFent"}, ["Öffentlich"]),
        ({"q": "eit ber"}, ["Bereit"]),
        ({"q": "gibt es nicht"}, []),
        ({"kind": "snippets"}, ["Ada", "Reihe"]),
        ({"kind": "sessions_app.speaker"}, ["Ada"]),
        ({"sort": "title", "kind": "sessions_app.sessionpage", "q": "t"},
         ["Bereit", "Fehlt", "Gestoppt", "Handgemacht", "Öffentlich", "Veraltet"]),
        ({"sort": "-title", "q": "e", "state": "live"}, ["Öffentlich"]),
        ({"sort": "-progress", "q": "bereit"}, ["Bereit"]),
    ],
)  # fmt: skip
def test_filters(
    desk: Client, states: None, soup: Soup, asked: dict[str, str], titles: list[str]
) -> None:
    make_speaker("Ada", position="Leiterin")
    make_track("Reihe")
    page = soup(desk.get(OVERVIEW, asked))
    assert [title for title, *_ in entries(page)] == titles


def test_a_page_is_as_urgent_as_its_most_urgent_snippet(
    desk: Client, house: House, en: Locale, soup: Soup
) -> None:
    page = make_session(house.programme, title="Mit Person", people=[make_speaker(position="x")])
    drafting.open_translations([page], en, related=False)
    found = soup(desk.get(OVERVIEW, {"q": "Mit Person"}))
    assert words(found, "td.desk-entries__state") == ["missing itself: draft"]
    assert words(found, "td.desk-entries__progress span") == ["0 %", "0 of 1 texts"]


def test_sorting_is_offered_and_told(desk: Client, states: None, soup: Soup) -> None:
    page = soup(desk.get(OVERVIEW, {"sort": "title"}))
    (sorted_by,) = page.select("th[aria-sort]")
    assert (words(page, "th[aria-sort]"), sorted_by["aria-sort"]) == (["Original ↑"], "ascending")
    assert sorted_by.a["href"] == "?sort=-title"


def test_numbers_in_titles_count(desk: Client, house: House, soup: Soup) -> None:
    for number in (10, 2, 1):
        make_session(house.programme, title=f"Werkstatt {number}")
    page = soup(desk.get(OVERVIEW, {"q": "Werkstatt"}))
    assert [title for title, *_ in entries(page)] == ["Werkstatt 1", "Werkstatt 2", "Werkstatt 10"]


def test_the_filter_holds_across_pages(desk: Client, house: House, en: Locale, soup: Soup) -> None:
    sessions = [make_session(house.programme, title=f"Sitzung {n}") for n in range(53)]
    drafting.open_translations([sessions[52]], en)
    first = soup(desk.get(OVERVIEW, {"kind": "sessions_app.sessionpage"}))
    assert len(entries(first)) == 50
    second = soup(desk.get(OVERVIEW, {"kind": "sessions_app.sessionpage", "p": "2"}))
    assert len(entries(second)) == 3
    drafts = soup(desk.get(OVERVIEW, {"state": "draft"}))
    assert entries(drafts) == [("Sitzung 52", "draft", "")]
    nxt = first.select_one(".pagination .next a")
    assert nxt["href"] == "/admin/translations/?kind=sessions_app.sessionpage&p=2"


def test_each_sees_the_languages_of_the_desk_that_are_theirs(
    house: House, visit: Visit, soup: Soup
) -> None:
    make_locale("fr")
    both = make_group("b", languages={"en": [Action.TRANSLATE], "de": [Action.REVIEW]})
    page = soup(visit(make_user("both", both)).get(OVERVIEW))
    assert words(page, "select[name=language] option") == ["English", "Deutsch"]
    french = make_group("f", languages={"fr": [Action.TRANSLATE]})
    page = soup(visit(make_user("french", french)).get(OVERVIEW, {"language": "en"}))
    assert words(page, "select[name=language] option") == ["French"]


def test_an_editor_reads_the_states_of_pages_that_are_theirs_to_edit(
    house: House, session: Any, visit: Visit, soup: Soup
) -> None:
    page = soup(visit(make_editor(house.home)).get(OVERVIEW, {"language": "en"}))
    assert entries(page) == [
        ("Was ist Verwaltung?", "missing", ""),
        ("Programm", "made by hand", ""),
        ("Zwiesprache", "made by hand", ""),
    ]
    assert page.select(".desk-entries form, .desk-entries tbody a") == []


def test_others_do_not_come_in(house: House, visit: Visit) -> None:
    nobody = make_user("nobody", make_group("n"))
    writer = make_user("writer", make_group("w", languages={"de": [Action.WRITE]}))
    answers = [visit(user).get(OVERVIEW, headers=ASYNC).status_code for user in (nobody, writer)]
    assert answers == [403, 403]
    assert Client().get(OVERVIEW)["location"] == f"/admin/login/?next={OVERVIEW}"


def test_an_empty_list_says_what_comes_next(
    desk: Client, house: House, de: Locale, soup: Soup
) -> None:
    assert words(soup(desk.get(OVERVIEW, {"q": "zzz"})), ".desk-empty p") == [
        "Nothing fits these filters. Show everything"
    ]
    house.home.delete()
    assert words(soup(desk.get(OVERVIEW)), ".desk-empty p") == [
        "There is nothing to translate into English yet. As soon as somebody publishes a page or "
        "a snippet in another language, it is listed here as missing."
    ]


def test_the_strict_policy_goes_with_it(desk: Client, states: None) -> None:
    response = desk.get(OVERVIEW)
    page = response.content.decode()
    assert (response["content-security-policy"], "<style" in page, " style=" in page) == (
        POLICY,
        False,
        False,
    )


def test_budget_of_the_overview(
    house: House, en: Locale, visit: Visit, publisher: Any, states: None, soup: Soup,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = visit(publisher)
    client.get(OVERVIEW)
    with django_assert_num_queries(15):
        few = len(entries(soup(client.get(OVERVIEW))))
    speakers = [make_speaker(f"Person {n}", position="x") for n in range(20)]
    many = [
        make_session(house.programme, title=f"Sitzung {n}", people=[speakers[n % 20]])
        for n in range(60)
    ]
    drafting.open_translations(many[:40], en)
    with django_assert_num_queries(15):
        assert len(entries(soup(client.get(OVERVIEW)))) == 50
    assert few < 50
