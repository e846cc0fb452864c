"""States in Wagtail's own lists: each right, at the same cost for any number of rows."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page

from sessions_app.models import (
    Appearance,
    Partner,
    Room,
    SessionFormat,
    SessionPage,
    Speaker,
    Track,
)
from sessions_app.translation import drafting, localize, release, review
from sessions_app.translation.desk.badges import badges
from sessions_app.translation.models import Action
from tests.factories import (
    House,
    body,
    make_content_page,
    make_format,
    make_group,
    make_partner,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    make_user,
    translate,
)
from tests.translation.desk.test_editor import words

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
SNIPPETS = (Speaker, Partner, Track, SessionFormat, Room)
SESSIONS = "/admin/sessions/"
TRANSLATE = Action.TRANSLATE


def explorer(page: Page) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def snippets(model: type) -> str:
    return reverse(f"wagtailsnippets_sessions_app_{model._meta.model_name}:list")


def told(instance: Any) -> list[tuple[str, str]]:
    """Language and state of every badge of one object."""
    found = badges([instance]).get((type(instance), instance.pk), [])
    return [(badge.language_code, badge.status.state.value) for badge in found]


def shown(page: BeautifulSoup) -> dict[str, list[str]]:
    """Badges of a list by the title of their row."""
    return {title(row): words(row, ".desk-badge") for row in page.select("main table tbody tr")}


def title(row: Any) -> str:
    """What stands in the first cell of a row."""
    return words(row, ".title-wrapper a")[0]


@pytest.fixture
def admin(house: House, visit: Visit) -> Client:
    return visit(make_superuser())


@pytest.fixture
def states(house: House, en: Locale, publisher: Any, complete: Any, publish_changed: Any) -> House:
    """A session of every state, named after it."""

    def opened(title: str) -> Any:
        page = make_session(
            house.programme, title=title, body=body(text_html="<p>Ein Satz steht hier.</p>")
        )
        drafting.open_translations([page], en)
        return localize.translations_of([page.translation_key], en).get()

    make_session(house.programme, title="missing")
    make_session(house.programme, title="missing, not public", live=False)
    opened("draft")
    complete(opened("ready"))
    handed = opened("in review")
    complete(handed)
    review.submit(handed, publisher)
    for title in ("live", "outdated"):
        one = opened(title)
        complete(one)
        release.release(one, publisher)
    page = SessionPage.objects.get(title="outdated", source=None)
    (text,) = (dict(block) for block in page.body.raw_data)
    publish_changed(page, [text | {"value": "<p>Ein anderer Satz steht hier.</p>"}])
    stopped = opened("stopped")
    type(stopped).objects.filter(pk=stopped.pk).update(enabled=False)
    translate(make_session(house.programme, title="made by hand"), "en")
    named = make_session(house.programme, title="live, its person missing")
    drafting.open_translations([named], en)
    one = localize.translations_of([named.translation_key], en).get()
    complete(one)
    release.release(one, publisher)
    Appearance.objects.create(page=named, speaker=make_speaker("Ada", position="x"), role="speaker")
    named = SessionPage.objects.get(pk=named.pk)
    publish_changed(named, [dict(block) for block in named.body.raw_data])
    house.programme.create_alias(update_slug="spiegel", parent=house.home)
    return house


STATES = {
    "missing": ["EN missing"],
    "missing, not public": ["EN missing"],
    "draft": ["EN draft"],
    "ready": ["EN ready"],
    "in review": ["EN in review"],
    "live": ["EN live"],
    "outdated": ["EN outdated"],
    "stopped": ["EN stopped"],
    "made by hand": ["EN made by hand"],
    "live, its person missing": ["EN missing"],
}


@pytest.mark.parametrize("place", ["explorer", "sessions"])
def test_every_state_is_told(states: House, admin: Client, soup: Soup, place: str) -> None:
    url = explorer(states.programme) if place == "explorer" else SESSIONS
    assert shown(soup(admin.get(url))) == STATES


def test_translations_tell_their_own_state(states: House, admin: Client, soup: Soup) -> None:
    found = shown(soup(admin.get(explorer(states.programmes["en"]))))
    assert {title: one for title, one in found.items() if not title.startswith("[en]")} == {
        "in review": ["EN in review"],
        "live": ["EN live"],
        "outdated": ["EN outdated"],
        "live, its person missing": ["EN missing"],
    }
    assert found["[en] made by hand"] == ["EN made by hand"]


def test_pages_of_other_kinds_and_mirrors(
    house: House, admin: Client, soup: Soup, en: Locale
) -> None:
    plain = make_content_page(house.home, title="Impressum")
    make_content_page(house.home, title="Datenschutz", live=False)
    plain.create_alias(update_slug="noch-eins", parent=house.home)
    plain.copy_for_translation(en, alias=True)
    found = soup(admin.get(explorer(house.home))).select("main table tbody tr")
    assert sorted((title(row), words(row, ".desk-badge")) for row in found) == [
        ("Datenschutz", ["EN missing"]),
        ("Impressum", []),
        ("Impressum", ["EN missing"]),
        ("Programm", ["EN made by hand"]),
    ]


def test_an_original_stands_beside_its_translation(house: House, admin: Client, soup: Soup) -> None:
    root = soup(admin.get(explorer(Page.get_first_root_node())))
    found = [words(row, ".desk-badge") for row in root.select("main table tbody tr")]
    assert found == [["EN made by hand"], ["EN made by hand"]]


@pytest.mark.parametrize("model", SNIPPETS)
def test_snippets_tell_their_states(
    house: House, admin: Client, soup: Soup, en: Locale, publisher: Any, complete: Any, model: type
) -> None:
    make = {
        Speaker: lambda name, **fields: make_speaker(name, position="Leitung", **fields),
        Partner: make_partner,
        Track: make_track,
        SessionFormat: make_format,
        Room: make_room,
    }[model]
    made = {name: make(name) for name in ("missing", "draft", "ready", "live", "by hand")}
    make("not public", live=False)
    make("from English", locale="en")
    drafting.open_translations([made[name] for name in ("draft", "ready", "live")], en)
    for name in ("ready", "live"):
        complete(localize.translations_of([made[name].translation_key], en).get())
    release.release(localize.translations_of([made["live"].translation_key], en).get(), publisher)
    translate(made["by hand"], "en")
    assert shown(soup(admin.get(snippets(model)))) == {
        "missing": ["EN missing"],
        "draft": ["EN draft"],
        "ready": ["EN ready"],
        "live": ["EN live"],
        "by hand": ["EN made by hand"],
        "not public": ["EN missing"],
        "from English": ["DE missing"],
    }


def test_a_badge_leads_to_the_editor_of_whoever_translates(
    house: House, visit: Visit, soup: Soup, session: Any, opened: Any
) -> None:
    make_session(house.programme, title="Nicht begonnen")
    rights = {"languages": {"de": [Action.WRITE]}, "pages": [house.home]}
    editor = make_user("editor", make_group("editors", **rights))
    both = make_user("both", editor.groups.get(), make_group("t", languages={"en": [TRANSLATE]}))
    other = make_user("other", editor.groups.get(), make_group("o", languages={"de": [TRANSLATE]}))
    links = {
        user.username: [
            link["href"]
            for link in soup(visit(user).get(explorer(house.programme))).select("a.desk-badge")
        ]
        for user in (make_superuser(), both, editor, other)
    }
    editor_of = [f"/admin/translations/{opened.pk}/"]
    assert links == {"admin": editor_of, "both": editor_of, "editor": [], "other": []}


def test_badges_name_their_language_in_full(
    house: House, admin: Client, soup: Soup, session: Any
) -> None:
    (badge,) = soup(admin.get(SESSIONS)).select(".desk-badge abbr")
    assert (badge["title"], badge.get_text()) == ("English", "EN")


# The function itself


def test_nothing_is_asked_for_nothing(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alias = house.programme.create_alias(update_slug="spiegel", parent=house.home)
    with django_assert_num_queries(0):
        assert badges([]) == {}
        assert badges([Speaker(name="Ungespeichert"), alias, object()]) == {}
        # Not every list brings specific pages.
        assert badges([Page(pk=house.programme.pk)]) == {}


def test_a_translation_whose_original_is_gone_is_an_original(house: House) -> None:
    page = make_session(house.programme, title="Gibt es bald nicht mehr")
    kept = translate(page, "en")
    assert (told(page), told(kept)) == ([("en", "by_hand")], [("en", "by_hand")])
    page.delete()
    assert told(SessionPage.objects.get(pk=kept.pk)) == [("de", "missing")]


def test_a_stopped_translation_says_so_on_its_own_row(
    opened: Any, complete: Any, publisher: Any, session: Any
) -> None:
    complete(opened)
    release.release(opened, publisher)
    type(opened).objects.filter(pk=opened.pk).update(enabled=False)
    target = SessionPage.objects.get(source=session)
    assert (told(session), told(target)) == ([("en", "stopped")], [("en", "stopped")])


@pytest.mark.third_locale
def test_every_other_language_has_a_badge(locales: dict[str, Locale]) -> None:
    house = make_site(*locales)
    page = make_session(house.programme, title="Gespräch")
    assert told(page) == [(code, "missing") for code in sorted(locales) if code != "de"]
    english = make_session(house.programmes["en"], title="A talk")
    assert told(english) == [(code, "missing") for code in sorted(locales) if code != "en"]
    target = translate(page, "en")
    assert told(target) == [("en", "by_hand")]
    both = badges([page, english, target])
    assert {place: [b.language_code for b in found] for place, found in both.items()} == {
        (SessionPage, page.pk): [code for code in sorted(locales) if code != "de"],
        (SessionPage, english.pk): [code for code in sorted(locales) if code != "en"],
        (SessionPage, target.pk): ["en"],
    }


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.third_locale
def test_badges_cost_the_same_for_any_number(
    locales: dict[str, Locale], number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    house = make_site(*locales)
    targets = [locale for code, locale in locales.items() if code != "de"]
    pages = [
        make_session(house.programme, title=f"Sitzung {n}", people=[make_speaker(position="x")])
        for n in range(number)
    ]
    for locale in targets:
        drafting.open_translations(pages, locale)
        for page in pages:
            translate(page, locale.language_code)
    rows = list(SessionPage.objects.filter(pk__in=[page.pk for page in pages]))
    badges(rows)
    with django_assert_num_queries(1 + 5 * len(targets)):
        found = badges(rows)
    assert len(found) == number
    assert {len(each) for each in found.values()} == {len(targets)}


@pytest.mark.parametrize("codes", [("de", "en"), ("de", "en", "fr")], ids=["one", "two"])
def test_lists_cost_the_same_for_any_number(
    db: None, settings: Any, visit: Visit, soup: Soup, codes: tuple[str, ...]
) -> None:
    """All lists with one and with two further languages, at one row, at three and at thirty."""
    names = {"de": "Deutsch", "en": "English", "fr": "French"}
    settings.LANGUAGES = [(code, names[code]) for code in codes]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    house = make_site(*codes)
    client = visit(make_superuser())
    urls = {
        "explorer": explorer(house.programme),
        "sessions": SESSIONS,
        **{model._meta.model_name: snippets(model) for model in SNIPPETS},
    }
    makers = (make_partner, make_track, make_format, make_room)
    costs = []
    for first, last in ((0, 1), (1, 3), (3, 30)):
        for n in range(first, last):
            for make in makers:
                make(f"Etwas {n}")
            page = make_session(
                house.programme, title=f"Sitzung {n}", people=[make_speaker(f"Person {n}")]
            )
            if n < 3:
                drafting.open_translations([page], house.locales["en"])
        cost = {}
        for name, url in urls.items():
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                page = soup(client.get(url))
            assert {len(found) for found in shown(page).values()} == {len(codes) - 1}
            assert len(shown(page)) == last
            cost[name] = len(queries)
        costs.append(cost)
    assert costs[0] == costs[1] == costs[2]
