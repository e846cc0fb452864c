"""The overview: true states of everything, filtered before it is paged, with constant queries."""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail_localize.models import StringTranslation

from sessions_app.models import Appearance, SessionPage, Slot
from sessions_app.translation import assigning, drafting, localize, release
from sessions_app.translation.models import Action, Assignment
from tests.factories import (
    House,
    body,
    make_content_page,
    make_editor,
    make_group,
    make_locale,
    make_session,
    make_speaker,
    make_superuser,
    make_track,
    make_user,
    slot,
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
        for row in page.select(".desk-entries tbody tr:not(.desk-entries__group)")
    ]


def cookies(response: Any) -> list[Any]:
    """What the browser is to keep of the filters."""
    return [one for name, one in response.cookies.items() if name.startswith("desk-overview-")]


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


# Filters


@pytest.fixture
def programme(house: House, en: Locale, publisher: Any) -> dict[str, Any]:
    """Four sessions of two tracks on two days, one of them assigned; a person, and their track."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    first, second = noon + timedelta(days=3), noon + timedelta(days=4)
    state, art = make_track("Staat", order=2), make_track("Kunst", order=1)
    ada = make_speaker("Ada <b>Beispiel</b>", position="x")

    def made(title: str, track: Any, start: Any, **fields: Any) -> SessionPage:
        slots = [slot(start)] if start else []
        return make_session(house.programme, title=title, track=track, slots=slots, **fields)

    pages = {
        "A": made("Anfang & Ende", state, first, people=[ada]),
        "B": made("Bühne", art, second),
        "C": made("Café", state, second),
        "D": made("Demnächst", None, None),
    }
    drafting.open_translations([pages["A"], pages["B"]], en)
    found = localize.translations_of([pages["A"].translation_key], en)
    tara = make_user("tara", make_group("t", languages={"en": [Action.TRANSLATE]}))
    assigning.assign(found, tara, publisher)
    return pages | {
        "state": state.pk, "art": art.pk, "tara": tara, "ada": ada,
        "first": first.date().isoformat(), "second": second.date().isoformat(),
    }  # fmt: skip


NAMES = {"A": "Anfang & Ende", "B": "Bühne", "C": "Café", "D": "Demnächst"}
SESSIONS = "sessions_app.sessionpage"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "ABCD"),
        ({"track": "state"}, "AC"),
        ({"track": "art"}, "B"),
        ({"day": "first"}, "A"),
        ({"day": "second"}, "BC"),
        ({"day": "second", "track": "state"}, "C"),
        ({"day": "first", "track": "art"}, ""),
        ({"assignee": "tara"}, "A"),
        ({"assignee": "me"}, ""),
        ({"assignee": "nobody"}, "BCD"),
        ({"assignee": "nobody", "state": "draft"}, "B"),
        ({"state": "draft"}, "AB"),
        ({"state": "missing", "day": "second"}, "C"),
        ({"state": "live"}, ""),
        ({"q": "ÜH"}, "B"),
        ({"q": "&"}, "A"),
        ({"q": "ende anf"}, "A"),
        ({"q": "   "}, "ABCD"),
        ({"q": "e", "state": "missing", "track": "state", "assignee": "nobody"}, ""),
        ({"q": "É", "state": "missing", "track": "state", "assignee": "nobody"}, "C"),
    ],
)
def test_filters_alone_and_together(
    desk: Client, programme: dict[str, Any], soup: Soup, asked: dict[str, str], found: str
) -> None:
    sent = {name: str(programme.get(value, value)) for name, value in asked.items()}
    if "assignee" in asked:
        sent["assignee"] = {"tara": str(programme["tara"].pk)}.get(
            asked["assignee"], sent["assignee"]
        )
    page = soup(desk.get(OVERVIEW, sent | {"kind": SESSIONS, "sort": "title"}))
    assert [title for title, *_ in entries(page)] == [NAMES[letter] for letter in found]


def test_me_is_whoever_asks(
    programme: dict[str, Any], visit: Visit, soup: Soup, desk: Client
) -> None:
    page = soup(visit(programme["tara"]).get(OVERVIEW, {"assignee": "me"}))
    assert [title for title, *_ in entries(page)] == ["Anfang & Ende"]
    assert words(page, "select[name=assignee] option") == ["Everybody", "Me (tara)", "Nobody"]
    page = soup(desk.get(OVERVIEW))
    assert words(page, "select[name=assignee] option") == [
        "Everybody", "Me (translator)", "Nobody", "tara",
    ]  # fmt: skip


HOSTILE = [
    "nonsense",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "x" * 5000,
    "\0",
    "🙂" * 300,
    "-1",
    "9" * 400,
    "../../etc/passwd",
    "%s%n{{ 7*7 }}",
]
FIELDS = ["language", "kind", "track", "day", "assignee", "state", "group", "sort", "p", "export"]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_makes_no_sense_filters_nothing(
    desk: Client, programme: dict[str, Any], soup: Soup, value: str
) -> None:
    everything = entries(soup(desk.get(OVERVIEW)))
    response = desk.get(OVERVIEW, dict.fromkeys(FIELDS, value))
    page = soup(response)
    assert (response.status_code, entries(page)) == (200, everything)
    assert [option["value"] for option in page.select("select option[selected]")] == ["en"]
    assert page.select("img[onerror], main script:not([src])") == []
    assert page.select("input[name=sort]") == []
    assert cookies(response) == []


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_searched_for_stands_in_the_field_and_nowhere_else(
    desk: Client, programme: dict[str, Any], soup: Soup, value: str
) -> None:
    response = desk.get(OVERVIEW, {"q": value})
    page = soup(response)
    assert response.status_code == 200
    (field,) = page.select("input[name=q]")
    assert field["value"].replace("\ufffd", "\0") == value
    assert page.select("img[onerror], main script:not([src])") == []


def test_a_title_with_html_is_a_text(desk: Client, programme: dict[str, Any], soup: Soup) -> None:
    page = soup(desk.get(OVERVIEW, {"q": "<b>"}))
    assert entries(page) == [("Ada <b>Beispiel</b>", "draft", "")]
    assert page.select(".desk-entries b") == []


def test_unknown_parameters_do_no_harm(desk: Client, programme: dict[str, Any], soup: Soup) -> None:
    response = desk.get(f"{OVERVIEW}?q=B&q=Caf&language=en&language=xx&zz=%FF&state[]=live&=")
    assert [title for title, *_ in entries(soup(response))] == ["Café"]


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ("track", ["Kunst 1", "Staat 2", "Track: none 6"]),
        ("day", ["{first} 1", "{second} 2", "Day: none 6"]),
    ],
)
def test_groups_have_headings(
    desk: Client, programme: dict[str, Any], soup: Soup, kind: str, headings: list[str]
) -> None:
    page = soup(desk.get(OVERVIEW, {"group": kind}))
    days = {
        name: date_format(date.fromisoformat(programme[name]), "DATE_FORMAT")
        for name in ("first", "second")
    }
    assert words(page, ".desk-entries__group th") == [one.format(**days) for one in headings]
    bodies = [
        len(body.select("tr:not(.desk-entries__group)"))
        for body in page.select(".desk-entries tbody")
    ]
    assert bodies[:2] == [1, 2]
    scopes = {(th["scope"], th["colspan"]) for th in page.select(".desk-entries__group th")}
    assert scopes == {("rowgroup", "9")}


def test_groups_go_on_on_the_next_page(desk: Client, house: House, soup: Soup) -> None:
    state, art = make_track("Staat", order=1), make_track("Kunst", order=2)
    for number in range(60):
        make_session(
            house.programme, title=f"Sitzung {number}", track=state if number < 55 else art
        )
    asked = {"group": "track", "kind": SESSIONS, "sort": "title"}
    first, second = (soup(desk.get(OVERVIEW, asked | {"p": page})) for page in "12")
    assert words(first, ".desk-entries__group th") == ["Staat 55"]
    assert words(second, ".desk-entries__group th") == ["Staat 55", "Kunst 5"]
    assert [title for title, *_ in entries(second)] == [
        f"Sitzung {number}" for number in range(50, 60)
    ]
    assert len(entries(soup(desk.get(OVERVIEW, asked | {"p": "99"})))) == 10


SORTED = {
    "title": "Original",
    "state": "State",
    "progress": "Translated",
    "words": "Words left",
    "age": "Open for",
    "start": "Next start",
    "assignee": "Assigned to",
    "saved": "Last saved",
}


@pytest.mark.parametrize("name", SORTED)
def test_every_column_sorts_both_ways(
    desk: Client, programme: dict[str, Any], soup: Soup, name: str
) -> None:
    for sort, told, arrow, turned in (
        (name, "ascending", "↑", f"-{name}"),
        (f"-{name}", "descending", "↓", name),
    ):
        page = soup(desk.get(OVERVIEW, {"sort": sort, "q": "e", "p": "1"}))
        (column,) = page.select("thead th[aria-sort]")
        assert (column["aria-sort"], words(column, "a")) == (told, [f"{SORTED[name]} {arrow}"])
        assert column.a["href"] == f"?sort={turned}&q=e"
        assert page.select_one("input[name=sort]")["value"] == sort
    assert words(soup(desk.get(OVERVIEW)), ".desk-entries thead th") == list(SORTED.values())


# What a row tells


def test_a_row_tells_words_age_start_and_hands(
    desk: Client, programme: dict[str, Any], en: Locale, publisher: Any, soup: Soup
) -> None:
    page = programme["A"]
    moment = timezone.now() - timedelta(days=5)
    SessionPage.objects.filter(pk=page.pk).update(last_published_at=moment)
    translation = localize.translations_of([page.translation_key], en).get()
    row = localize.segment_rows([translation])[translation.pk][0]
    type(publisher).objects.filter(pk=publisher.pk).update(first_name="Łucja", last_name="Öst")
    found = soup(desk.get(OVERVIEW, {"q": "Anfang"}))
    assert words(found, "tbody td[data-label]")[:2] == ["2", "5 days"]
    drafting.save_segment(
        translation, row.id, "Beginning and end", drafting.version(None), publisher
    )
    found = soup(desk.get(OVERVIEW, {"q": "Anfang"}))
    start = datetime.fromisoformat(programme["first"]).replace(hour=12)
    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert words(found, "tbody td[data-label]") == [
        "0",
        "5 days",
        f"{date_format(start, 'SHORT_DATE_FORMAT')} {date_format(start, 'TIME_FORMAT')}",
        "tara",
        f"Łucja Öst {today}",
    ]
    assert [cell["data-label"] for cell in found.select("tbody td[data-label]")] == [
        "Words left", "Open for", "Next start", "Assigned to", "Last saved",
    ]  # fmt: skip
    assert words(found, ".desk-entries__percent") == ["100 %"]


@pytest.mark.parametrize(
    ("hours", "told"), [(-30, "over"), (-0.5, "running"), (30, "")], ids=["over", "running", "soon"]
)
def test_a_start_says_whether_it_is_over(
    desk: Client, house: House, soup: Soup, hours: float, told: str
) -> None:
    start = timezone.now() + timedelta(hours=hours)
    make_session(house.programme, title="Ein Termin", slots=[slot(start)])
    found = soup(desk.get(OVERVIEW, {"q": "Termin"}))
    assert words(found, ".desk-entries__over") == [told] * bool(told)


@pytest.mark.parametrize(("days", "told"), [(0, "today"), (1, "1 day"), (12, "12 days")])
def test_an_age_is_told_in_days(
    desk: Client, house: House, soup: Soup, days: int, told: str
) -> None:
    page = make_session(house.programme, title="Ein Alter")
    moment = timezone.now() - timedelta(days=days)
    SessionPage.objects.filter(pk=page.pk).update(last_published_at=moment)
    assert words(soup(desk.get(OVERVIEW, {"q": "Alter"})), "tbody .desk-entries__age") == [told]


# As last time


def test_filters_are_remembered_for_this_screen_alone(
    desk: Client, programme: dict[str, Any], soup: Soup
) -> None:
    assert cookies(desk.get(OVERVIEW)) == []
    assert cookies(desk.get(OVERVIEW, {"language": "en", "sort": "title"})) == []
    response = desk.get(OVERVIEW, {"q": "Bü & <b>", "kind": "pages", "sort": "-age", "zz": "1"})
    (kept,), user = cookies(response), response.wsgi_request.user
    query = "language=en&q=B%C3%BC+%26+%3Cb%3E&kind=pages&sort=-age"
    assert (kept.key, kept.value) == (f"desk-overview-{user.pk}", query)
    assert {name: kept[name] for name in ("path", "httponly", "samesite", "secure")} == {
        "path": OVERVIEW,
        "httponly": True,
        "samesite": "Lax",
        "secure": "",
    }
    (safe,) = cookies(desk.get(OVERVIEW, {"q": "x"}, secure=True))
    assert safe["secure"] is True
    desk.get(OVERVIEW, {"q": "Bü & <b>", "kind": "pages", "sort": "-age"})
    page = soup(desk.get(OVERVIEW))
    (link,) = page.select(".desk-filters__last a")
    assert (link.get_text(strip=True), link["href"]) == ("As last time", f"?{query}")
    page = soup(desk.get(f"{OVERVIEW}{link['href']}"))
    assert page.select_one("input[name=q]")["value"] == "Bü & <b>"
    (link,) = page.select(".desk-filters__last a")
    assert (link.get_text(strip=True), link["href"]) == ("Without filters", "?language=en")


def test_filters_are_remembered_for_each_person(
    desk: Client, programme: dict[str, Any], soup: Soup
) -> None:
    desk.get(OVERVIEW, {"q": "Bühne"})
    desk.force_login(programme["tara"])
    assert soup(desk.get(OVERVIEW)).select(".desk-filters__last") == []


@pytest.mark.parametrize(
    ("kept", "offered"),
    [
        ("", []),
        ("language=en", []),
        ("nonsense", []),
        ("zz=1&csrfmiddlewaretoken=x", []),
        ("a&" * 2000, []),
        ("%00%FF=%FF&\x01", []),
        ('"><script>alert(1)</script>', []),
        ('q="><script>alert(1)</script>', ["?q=%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E"]),
        ("q=//evil.example&next=//evil.example", ["?q=%2F%2Fevil.example"]),
        ("state=live&state=draft&p=7&export=csv", ["?state=draft"]),
        ("language=xx&q=%00&sort=%3Cb%3E", ["?language=xx&q=%00&sort=%3Cb%3E"]),
    ],
)
def test_a_hostile_cookie_does_no_harm(
    desk: Client, programme: dict[str, Any], soup: Soup, kept: str, offered: list[str]
) -> None:
    user = desk.get(OVERVIEW).wsgi_request.user
    desk.cookies[f"desk-overview-{user.pk}"] = kept
    response = desk.get(OVERVIEW)
    page = soup(response)
    assert response.status_code == 200
    assert [link["href"] for link in page.select(".desk-filters__last a")] == offered
    assert page.select("main script:not([src])") == []
    for address in offered:
        assert desk.get(f"{OVERVIEW}{address}").status_code == 200


# Rights


def test_every_role_has_its_languages(
    house: House, programme: dict[str, Any], visit: Visit, soup: Soup
) -> None:
    make_locale("fr")
    home = house.home
    roles = {
        "translate": make_user("a", make_group("a", languages={"en": [Action.TRANSLATE]})),
        "review": make_user("b", make_group("b", languages={"fr": [Action.REVIEW]})),
        "publish": make_user("c", make_group("c", languages={"de": [Action.PUBLISH]})),
        "write too": make_user(
            "d",
            make_group("d", languages={"de": [Action.WRITE], "fr": [Action.REVIEW]}, pages=[home]),
        ),
        "write": make_editor(home),
        "all": make_superuser(),
    }
    found = {}
    for name, user in roles.items():
        page = soup(visit(user).get(OVERVIEW))
        found[name] = (
            words(page, "select[name=language] option"),
            len(entries(page)),
            len(page.select(".desk-entries__title a[href*=translations]")),
            len(page.select(".desk-entries form")),
        )
    assert found == {
        "translate": (["English"], 9, 5, 2),
        "review": (["French"], 9, 0, 0),
        "publish": (["Deutsch"], 0, 0, 0),
        "write too": (["French"], 9, 0, 0),
        "write": (["English", "Deutsch", "French"], 6, 0, 0),
        "all": (["English", "Deutsch", "French"], 9, 5, 2),
    }


def test_an_editor_of_a_part_sees_that_part(house: House, visit: Visit, soup: Soup) -> None:
    mine = make_content_page(house.home, title="Meine Seite")
    make_content_page(house.home, title="Fremde Seite")
    user = make_user("part", make_group("p", pages=[mine], page_rights=["change_page"]))
    page = soup(visit(user).get(OVERVIEW))
    assert entries(page) == [("Meine Seite", "missing", "")]
    assert page.select(".desk-bulk, .desk-ways a[href*=memory], .desk-ways a[href*=words]") == []
    adds = make_user("adds", make_group("q", pages=[mine], page_rights=["add_page"]))
    assert entries(soup(visit(adds).get(OVERVIEW))) == []


# Budget


def copies(page: SessionPage, number: int) -> list[int]:
    """Primary keys of so many sessions that are like ``page``, made in a few statements."""
    fields = SessionPage._meta.local_concrete_fields
    highest = Page.objects.aggregate(Max("pk"))["pk__max"]
    made = []
    for place in range(number):
        one = copy(page)
        one.pk = one.page_ptr_id = highest + 1 + place
        one.id = one.pk
        one.title, one.slug = f"{page.title} {place}", f"{page.slug}-{place}"
        one.translation_key = uuid4()
        one.path = page.path[: -page.steplen] + page._int2str(5000 + place).rjust(page.steplen, "0")
        made.append(one)
    with connection.cursor() as cursor:
        for model, columns in ((Page, Page._meta.local_concrete_fields), (SessionPage, fields)):
            names = ", ".join(connection.ops.quote_name(column.column) for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})",
                [
                    [
                        column.get_db_prep_save(column.value_from_object(one), connection)
                        for column in columns
                    ]
                    for one in made
                ],
            )
    return [one.pk for one in made]


@pytest.fixture
def five_hundred(house: House, en: Locale, publisher: Any) -> None:
    """500 sessions with people, times, tracks; all opened, a text each done, half of them given."""
    tracks = [make_track(f"Strang {n}", order=n) for n in range(8)]
    people = [make_speaker(f"Person {n}", position="x") for n in range(40)]
    first = make_session(house.programme, title="Sitzung", people=people[:1], track=tracks[0])
    ReferenceIndex.create_or_update_for_object(first)
    pks = copies(first, 499)
    now = timezone.now()
    for place, track in enumerate(tracks):
        SessionPage.objects.filter(pk__in=pks[place::8]).update(track=track)
    Slot.objects.bulk_create(
        Slot(page_id=pk, start=now + timedelta(hours=n % 90 - 5), minutes=45)
        for n, pk in enumerate(pks)
    )
    Appearance.objects.bulk_create(
        Appearance(page_id=pk, speaker=people[n % 40], role="speaker") for n, pk in enumerate(pks)
    )
    references = list(ReferenceIndex.objects.filter(object_id=str(first.pk)))
    for reference in references:
        reference.pk = None
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(**{
            field.attname: getattr(reference, field.attname)
            for field in ReferenceIndex._meta.concrete_fields
            if field.attname not in {"id", "object_id"}
        }, object_id=str(pk))
        for pk in pks
        for reference in references
    )  # fmt: skip
    pages = list(SessionPage.objects.filter(pk__in=pks))
    drafting.open_translations(pages, en)
    keys = [page.translation_key for page in pages]
    opened = list(localize.translations_of(keys, en))
    Assignment.objects.bulk_create(
        Assignment(translation=one, assignee=publisher, by=publisher) for one in opened[::2]
    )
    rows = localize.segment_rows(opened)
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=row.string_id, context_id=row.context_id, locale=en, data="Session",
            last_translated_by=publisher,
        )
        for found in rows.values()
        for row in found[:1]
    )  # fmt: skip


def test_the_overview_of_five_hundred_costs_no_more(
    five_hundred: None, visit: Visit, publisher: Any, soup: Soup,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = visit(publisher)
    client.get(OVERVIEW)
    for asked in ({}, {"group": "day", "sort": "-words"}):
        with django_assert_num_queries(14):
            page = soup(client.get(OVERVIEW, asked))
        assert len(entries(page)) == 50
        assert words(page, ".desk-states li")[0] == "All 550"
    with django_assert_num_queries(10):
        response = client.get(OVERVIEW, {"export": "csv"})
    assert len(response.content.splitlines()) == 551


def test_budget_of_the_overview(
    house: House, en: Locale, visit: Visit, publisher: Any, states: None, soup: Soup,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = visit(publisher)
    client.get(OVERVIEW)
    with django_assert_num_queries(14):
        few = len(entries(soup(client.get(OVERVIEW))))
    speakers = [make_speaker(f"Person {n}", position="x") for n in range(20)]
    many = [
        make_session(house.programme, title=f"Sitzung {n}", people=[speakers[n % 20]])
        for n in range(60)
    ]
    drafting.open_translations(many[:40], en)
    with django_assert_num_queries(14):
        assert len(entries(soup(client.get(OVERVIEW)))) == 50
    assert few < 50
