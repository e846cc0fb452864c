"""The desk on Wagtail's own screens: the first page, the editors of pages and of snippets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Locale

from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from sessions_app.translation import assigning, drafting, localize, release
from sessions_app.translation.models import Action
from tests.factories import (
    House,
    make_content_page,
    make_editor,
    make_format,
    make_group,
    make_locale,
    make_partner,
    make_publisher,
    make_room,
    make_session,
    make_speaker,
    make_superuser,
    make_track,
    make_translator,
    make_user,
    publish,
    slot,
    translate,
)
from tests.factories.people import SNIPPETS
from tests.translation.desk.test_editor import words

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
HOME = "/admin/"
OVERVIEW = "/admin/translations/"
PANEL = "#translations-section"
SIDE = "[data-side-panel=translations]"


@pytest.fixture
def manager(house: House) -> Any:
    """Has every right over both languages and all pages."""
    everything = {code: list(Action) for code in ("de", "en")}
    group = make_group("m", languages=everything, pages=house.homes.values(), models=SNIPPETS)
    return make_user("manager", group)


@pytest.fixture
def panel(visit: Visit, soup: Soup) -> Callable[[Any], BeautifulSoup]:
    """``panel(user)``: what the first page shows that user; fails where that is not one panel."""

    def read(user: Any) -> BeautifulSoup:
        (found,) = soup(visit(user).get(HOME)).select(PANEL)
        return found

    return read


@pytest.fixture
def side(visit: Visit, soup: Soup) -> Callable[[Any, str], BeautifulSoup]:
    """``side(user, address)``: the panel beside the form; fails where that is not one panel."""

    def read(user: Any, address: str) -> BeautifulSoup:
        (found,) = soup(visit(user).get(address)).select(SIDE)
        return found

    return read


def edit_page(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def snippet(instance: Any, name: str = "edit") -> str:
    model = instance._meta.model_name
    return reverse(f"wagtailsnippets_sessions_app_{model}:{name}", args=[instance.pk])


# The first page


def test_a_translator_sees_what_comes_next(
    house: House, session: Any, opened: Any, panel: Callable[[Any], BeautifulSoup]
) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)
    soon = noon + timedelta(days=2)
    make_session(house.programme, title="Bald", slots=[slot(soon)])
    make_session(house.programme, title="Vorbei", slots=[slot(noon - timedelta(days=2))])
    found = panel(make_translator())
    assert words(found, "h2") == ["Translations into English"]
    assert words(found, ".desk-home__states li") == ["missing 2", "draft 4", "made by hand 2"]
    assert [a["href"] for a in found.select(".desk-home__states a")] == [
        f"{OVERVIEW}?language=en&state={state}" for state in ("missing", "draft", "by_hand")
    ]
    start = f"{date_format(soon, 'SHORT_DATE_FORMAT')} {date_format(soon, 'TIME_FORMAT')}"
    rows = [
        (words(row, ".desk-home__title")[0], words(row, ".desk-home__facts")[0])
        for row in found.select(".desk-home__entries li")
    ]
    assert rows == [
        ("Bald", f"missing {start}"),
        ("Was ist Verwaltung?", "draft 21 words left"),
        ("Ada Beispiel", "draft 2 words left"),
        ("Podium", "draft 1 word left"),
        ("Staat", "draft 1 word left"),
    ]
    links = [link["href"] for link in found.select(".desk-home__entries a")]
    assert links[1] == f"/admin/translations/{opened.pk}/"
    assert words(found, ".desk-home__ways a") == ["All translations"]


def test_ones_own_come_first(
    house: House, session: Any, opened: Any, publisher: Any, panel: Callable[[Any], BeautifulSoup]
) -> None:
    make_session(house.programme, title="Bald", slots=[slot(timezone.now() + timedelta(days=2))])
    tara, other = make_translator(name="tara"), make_translator(name="other")
    assigning.assign([opened], tara, publisher)
    hers, his = panel(tara), panel(other)
    first = [words(found, ".desk-home__title")[0] for found in (hers, his)]
    assert first == ["Was ist Verwaltung?", "Bald"]
    assert words(hers, ".desk-home__ways a") == ["1 assigned to me", "All translations"]
    assert hers.select_one(".desk-home__ways a")["href"] == f"{OVERVIEW}?language=en&assignee=me"
    assert words(his, ".desk-home__ways a") == ["All translations"]


def test_an_editor_sees_states_and_no_doors(
    house: House, session: Any, opened: Any, panel: Callable[[Any], BeautifulSoup]
) -> None:
    found = panel(make_editor(house.home))
    assert words(found, ".desk-home__title") == ["Was ist Verwaltung?"]
    assert found.select(".desk-home__entries a") == []


def test_who_may_not_translate_is_led_to_what_is_open_alone(
    house: House, session: Any, opened: Any, panel: Callable[[Any], BeautifulSoup]
) -> None:
    make_session(house.programme, title="Nicht begonnen")
    reader = make_user("reader", make_group("r", languages={"en": [Action.REVIEW]}))
    found = panel(reader)
    assert words(found, ".desk-home__title") == [
        "Nicht begonnen",
        "Was ist Verwaltung?",
        "Ada Beispiel",
        "Podium",
        "Staat",
    ]
    assert words(found, ".desk-home__entries a") == words(found, ".desk-home__title")[1:]


def test_everybody_has_what_is_theirs_and_nobody_an_error(
    house: House, session: Any, manager: Any, visit: Visit, soup: Soup
) -> None:
    make_locale("fr")
    french = make_user("french", make_group("f", languages={"fr": [Action.TRANSLATE]}))
    writer = make_user("writer", make_group("w", languages={"de": [Action.WRITE]}))
    nobody = make_user("nobody", make_group("n"))
    people = [make_translator(), make_superuser(), manager, french, writer, nobody]
    found = {}
    for user in people:
        response = visit(user).get(HOME)
        found[user.username] = (response.status_code, words(soup(response), f"{PANEL} h2"))
    assert found == {
        "translator": (200, ["Translations into English"]),
        "admin": (200, ["Translations into English"]),
        "manager": (200, ["Translations into English"]),
        "french": (200, ["Translations into French"]),
        "writer": (200, []),
        "nobody": (200, []),
    }


def test_it_says_when_nothing_is_left(
    house: House, session: Any, opened: Any, complete: Any, publisher: Any,
    panel: Callable[[Any], BeautifulSoup],
) -> None:  # fmt: skip
    complete(opened)
    release.release(opened, publisher)
    found = panel(make_translator())
    assert words(found, ".desk-home__empty") == ["Nothing is left to do. All translations"]
    house.home.delete()
    for model in SNIPPETS:
        model.objects.all().delete()
    found = panel(make_translator(name="late"))
    assert words(found, ".desk-home__empty") == [
        "As soon as something is published, its translation is listed here."
    ]


def test_the_first_page_costs_the_same_with_more(
    house: House, en: Locale, manager: Any, visit: Visit, soup: Soup
) -> None:
    people = [make_translator(), make_superuser(), manager, make_editor(house.home)]
    costs = []
    for first, last in ((0, 1), (1, 3), (3, 30)):
        made = [
            make_session(
                house.programme,
                title=f"Sitzung {n}",
                people=[make_speaker(f"Person {n}", position="x")],
                track=make_track(f"Strang {n}"),
                slots=[slot(timezone.now() + timedelta(days=n + 1))],
            )
            for n in range(first, last)
        ]
        drafting.open_translations(made[:2], en)
        assigning.assign(
            localize.translations_of([page.translation_key for page in made[:2]], en),
            people[0],
            people[1],
        )
        cost = {}
        for user in people:
            client = visit(user)
            client.get(HOME)
            with CaptureQueriesContext(connection) as queries:
                page = soup(client.get(HOME))
            assert len(page.select(f"{PANEL} .desk-home__entries li")) == min(
                5, last if user is people[3] else 3 * last
            )
            cost[user.username] = sum("sessions_" in one["sql"] for one in queries)
        costs.append(cost)
    assert costs[0] == costs[1] == costs[2]


# Beside the forms


def test_beside_a_page_stand_its_languages(
    session: Any, opened: Any, side: Callable[[Any, str], BeautifulSoup], publisher: Any
) -> None:
    row = localize.segment_rows([opened])[opened.pk][0]
    drafting.save_segment(opened, row.id, "What?", drafting.version(None), publisher)
    found = side(make_superuser(), edit_page(session))
    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert [words(one, "h3, p, a") for one in found.select("section")] == [
        [
            "English",
            "draft 16 %",
            f"1 of 6 textsLast saved: publisher {today}",
            "To the translation",
        ]
    ]
    assert found.a["href"] == f"/admin/translations/{opened.pk}/"


def test_beside_a_page_that_nobody_opened_is_the_way_to_it(
    house: House, session: Any, side: Callable[[Any, str], BeautifulSoup]
) -> None:
    found = side(make_superuser(), edit_page(session))
    assert words(found, "section a") == ["Translate"]
    kind = session.content_type_id
    assert found.a["href"] == f"/admin/translations/open/{kind}/{session.pk}/en/"
    by_hand = side(make_superuser("other"), edit_page(house.programme))
    assert words(by_hand, "h3, p, a") == ["English", "made by hand"]


def test_who_has_no_right_in_the_language_reads_the_state_alone(
    house: House, session: Any, side: Callable[[Any, str], BeautifulSoup], opened: Any
) -> None:
    editor = make_editor(house.home)
    assert words(side(editor, edit_page(session)), "h3, a") == ["English"]
    fresh = make_session(house.programme, title="Nicht begonnen")
    reviews = make_group("r", languages={"en": [Action.REVIEW]})
    both = make_user("both", editor.groups.get(), reviews)
    assert words(side(both, edit_page(session)), "a") == ["To the translation"]
    assert words(side(both, edit_page(fresh)), "a") == []


def test_there_is_one_for_every_language(
    house: House, session: Any, side: Callable[[Any, str], BeautifulSoup], settings: Any
) -> None:
    names = [("de", "German"), ("en", "English"), ("fr", "French")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = names
    make_locale("fr")
    assert words(side(make_superuser(), edit_page(session)), "h3") == ["English", "French"]


def test_where_there_is_no_other_language_it_says_so(
    house: House, session: Any, side: Callable[[Any, str], BeautifulSoup], en: Locale
) -> None:
    house.homes["en"].delete()
    en.delete()
    found = side(make_superuser(), edit_page(session))
    assert words(found, "p") == ["There is no other language to translate into."]


def test_the_toggle_counts_what_is_to_be_done(house: House, visit: Visit, soup: Soup) -> None:
    make_locale("fr")
    by_hand = make_session(house.programme, title="Von Hand")
    translate(by_hand, "en")
    page = soup(visit(make_superuser()).get(edit_page(by_hand)))
    (toggle,) = page.select("[data-side-panel-toggle=translations]")
    assert (toggle["aria-label"], words(toggle, "[data-side-panel-toggle-counter]")) == (
        "Toggle translations",
        ["1"],
    )


def test_a_locked_page_has_it_too(
    house: House, session: Any, side: Callable[[Any, str], BeautifulSoup], manager: Any
) -> None:
    admin = make_superuser()
    session.locked, session.locked_by, session.locked_at = True, admin, timezone.now()
    session.save()
    assert words(side(manager, edit_page(session)), "h3") == ["English"]


def test_a_draft_has_it_too(house: House, side: Callable[[Any, str], BeautifulSoup]) -> None:
    page = make_session(house.programme, title="Entwurf", live=False)
    page.title = "Entwurf zwei"
    page.save_revision()
    assert words(side(make_superuser(), edit_page(page)), "h3, p, a") == [
        "English",
        "missing",
        "Translate",
    ]
    plain = make_content_page(house.home, title="Impressum")
    publish(plain)
    assert words(side(make_superuser("other"), edit_page(plain)), "h3") == ["English"]


def test_new_objects_have_none(house: House, visit: Visit, soup: Soup) -> None:
    client = visit(make_superuser())
    addresses = [
        reverse("wagtailadmin_pages:add", args=["sessions_app", "sessionpage", house.programme.pk]),
        *(
            reverse(f"wagtailsnippets_sessions_app_{model._meta.model_name}:add")
            for model in SNIPPETS
        ),
    ]
    for address in addresses:
        response = client.get(address)
        assert (response.status_code, soup(response).select(SIDE)) == (200, [])


def test_a_translation_opens_at_the_desk(
    session: Any, opened: Any, complete: Any, publisher: Any, visit: Visit, soup: Soup
) -> None:
    complete(opened)
    target = release.release(opened, publisher)
    client = visit(make_superuser())
    assert client.get(edit_page(target))["location"] == f"/admin/translations/{opened.pk}/"
    speaker = Speaker.objects.get(source__isnull=False)
    (key,) = {speaker.translation_key}
    own = localize.translations_of([key], speaker.locale_id).get()
    assert client.get(snippet(speaker))["location"] == f"/admin/translations/{own.pk}/"


def test_a_translation_made_by_hand_has_none(
    house: House, session: Any, visit: Visit, soup: Soup
) -> None:
    page = soup(visit(make_superuser()).get(edit_page(translate(session, "en"))))
    assert page.select(SIDE) == []


MAKERS: list[tuple[type, Callable[[], Any]]] = [
    (Speaker, lambda: make_speaker(position="Leitung")),
    (Partner, make_partner),
    (Track, make_track),
    (SessionFormat, make_format),
    (Room, make_room),
]


@pytest.mark.parametrize(("model", "make"), MAKERS)
def test_beside_a_snippet_stand_its_languages(
    house: House, en: Locale, side: Callable[[Any, str], BeautifulSoup], model: type,
    make: Callable[[], Any],
) -> None:  # fmt: skip
    instance = make()
    admin = make_superuser()
    kind = "missing Translate"
    found = side(admin, snippet(instance))
    assert (words(found, "h3"), " ".join(words(found, "p, a"))) == (["English"], kind)
    drafting.open_translations([instance], en)
    (opened,) = localize.translations_of([instance.translation_key], en)
    found = side(admin, snippet(instance))
    assert found.a["href"] == f"/admin/translations/{opened.pk}/"
    assert words(found, ".desk-side__percent") == ["0 %"]


def test_the_panel_costs_the_same_whatever_the_page_names(
    house: House, session: Any, opened: Any, visit: Visit
) -> None:
    people = [make_speaker(f"Person {n}", position="x") for n in range(9)]
    named = make_session(house.programme, title="Viele", people=people)
    drafting.open_translations([named], opened.target_locale)
    client = visit(make_superuser())
    costs = []
    for page in (session, named):
        client.get(edit_page(page))
        with CaptureQueriesContext(connection) as queries:
            client.get(edit_page(page))
        costs.append(sum("wagtail_localize" in one["sql"] for one in queries))
    assert costs == [3, 3]


def test_who_publishes_alone_is_at_home_there(house: House, visit: Visit, soup: Soup) -> None:
    publisher = make_publisher("de", "p")
    found = soup(visit(publisher).get(HOME))
    assert words(found, f"{PANEL} h2") == ["Translations into Deutsch"]
