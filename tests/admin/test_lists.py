"""Lists of the admin: what they show, what they find, and that they cost the same at any length."""

import csv
from io import StringIO

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from tests.factories import (
    make_editor,
    make_format,
    make_partner,
    make_photo,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    make_translator,
    slot,
    translate,
)

pytestmark = pytest.mark.django_db
SESSIONS = "sessions:index"


@pytest.fixture
def house():
    return make_site()


def list_url(model):
    return reverse(f"wagtailsnippets_sessions_app_{model._meta.model_name}:list")


def rows(response):
    """The table of a list as the words of its cells, without the box to tick."""
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(response.content)
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.findall("td")[1:]]
        for row in page.findall(".//main//table/tbody/tr")
    ]


def titles(response):
    """What is listed, in order."""
    return [str(item) for item in response.context["object_list"]]


@pytest.fixture
def programme(house):
    """Two sessions that differ in everything a list shows."""
    state = make_track("Staat")
    make_session(
        house.programme,
        title="Erstens",
        slots=[slot("2026-09-18 09:00"), slot("2026-09-17 09:30", room=make_room("Aula"))],
        people=[make_speaker("Ada"), make_speaker("Bo")],
        track=state,
        format=make_format("Podium"),
    )
    make_session(
        house.programme,
        title="Zweitens",
        slots=[slot("2026-09-17 11:00", room=make_room("Keller"))],
        track=make_track("Kunst"),
        format=make_format("Vortrag"),
        spoken_language="en",
        live=False,
    )
    return house.programme


def test_sessions_are_listed_with_their_facts(client, programme):
    client.force_login(make_superuser())
    found = rows(client.get(reverse(SESSIONS)))
    # The first cell holds buttons after the title, the last one words for screen readers before.
    assert [[row[0].split()[0], *row[1:-1], row[-1].split()[-1]] for row in found] == [
        [
            "Erstens",
            "17.09.2026 09:30",
            "Aula",
            "Staat",
            "Podium",
            "Deutsch",
            "2",
            "EN fehlt",
            "veröffentlicht",
        ],
        [
            "Zweitens",
            "17.09.2026 11:00",
            "Keller",
            "Kunst",
            "Vortrag",
            "Englisch",
            "0",
            "EN fehlt",
            "Entwurf",
        ],
    ]


def test_starts_are_told_by_the_clock_at_the_venue(client, house, programme):
    house.programme.refresh_from_db()
    house.programme.time_zone = "Europe/Lisbon"
    house.programme.save()
    client.force_login(make_superuser())
    assert [row[1] for row in rows(client.get(reverse(SESSIONS)))] == [
        "17.09.2026 08:30",
        "17.09.2026 10:00",
    ]


def test_translations_borrow_the_facts_in_the_explorer(client, house, programme):
    for session in programme.get_children().specific():
        translate(session, "en")
    client.force_login(make_superuser())
    assert len(rows(client.get(reverse(SESSIONS)))) == 2
    url = reverse("wagtailadmin_explore", args=[house.programmes["en"].pk])
    found = sorted(row[1:5] for row in rows(client.get(url)))
    assert found == [
        ["17.09.2026 09:30", "Aula", "Staat", "Podium"],
        ["17.09.2026 11:00", "Keller", "Kunst", "Vortrag"],
    ]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("track=Staat", ["Erstens"]),
        ("format=Vortrag", ["Zweitens"]),
        ("room=Aula", ["Erstens"]),
        ("room=Keller&room=Aula", ["Erstens", "Zweitens"]),
        ("spoken_language=en", ["Zweitens"]),
        ("live=true", ["Erstens"]),
        ("live=false", ["Zweitens"]),
        ("locale=de", ["Erstens", "Zweitens"]),
        ("locale=en", []),
        ("q=Zweit", ["Zweitens"]),
        ("q=Zweit&live=true", []),
        ("ordering=-first_start", ["Zweitens", "Erstens"]),
        ("ordering=people_count", ["Zweitens", "Erstens"]),
        ("ordering=track_name", ["Zweitens", "Erstens"]),
    ],
)
def test_sessions_are_found(client, programme, query, found):
    for model in (Track, SessionFormat, Room):
        for label in model.objects.all():
            query = query.replace(f"={label.name}", f"={label.pk}")
    client.force_login(make_superuser())
    assert titles(client.get(f"{reverse(SESSIONS)}?{query}")) == found


def test_sessions_are_exported(client, programme):
    client.force_login(make_superuser())
    response = client.get(f"{reverse(SESSIONS)}?export=csv")
    table = list(csv.reader(StringIO(b"".join(response.streaming_content).decode())))
    assert table[1:] == [
        ["Erstens", "2026-09-17 09:30", "Aula", "Staat", "Podium", "de", "2", "True", "erstens"],
        [
            "Zweitens",
            "2026-09-17 11:00",
            "Keller",
            "Kunst",
            "Vortrag",
            "en",
            "0",
            "False",
            "zweitens",
        ],
    ]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ada", "Bo", "Cy"]),
        ("live=false", ["Cy"]),
        ("photo=true", ["Bo"]),
        ("appears=true", ["Ada"]),
        ("appears=false&photo=false", ["Cy"]),
        ("locale=de", ["Ada", "Bo"]),
        ("locale=en", ["Cy"]),
        ("q=Ada", ["Ada"]),
    ],
)
def test_people_are_found(client, house, query, found):
    ada, _bo = make_speaker("Ada"), make_speaker("Bo", photo=make_photo())
    make_speaker("Cy", locale="en", live=False)
    translate(ada, "en")
    make_session(house.programme, people=[ada])
    client.force_login(make_superuser())
    assert titles(client.get(f"{list_url(Speaker)}?{query}")) == found


def test_people_are_listed_with_their_use(client, house):
    ada = make_speaker("Ada", position="Chair", organisation="Haus", photo=make_photo())
    make_session(house.programme, people=[ada])
    client.force_login(make_superuser())
    response = client.get(list_url(Speaker))
    (row,) = rows(response)
    assert (row[2], row[3], row[4], row[5]) == ("Chair", "Haus", "Deutsch", "1-mal verwendet")
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(response.content)
    (thumbnail,) = page.findall(".//main//table/tbody/tr/td/img")
    assert thumbnail.get("alt") == ""


COSTS = {
    "sessions": 28,
    "explorer": 36,
    "explorer of translations": 36,
    "speaker": 18,
    "partner": 18,
    "track": 16,
    "sessionformat": 16,
    "room": 16,
    "chooser": 8,
}


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_list_costs_the_same_at_any_length(client, house, number):
    """All lists over the same content, since building it is what takes long."""
    for index in range(number):
        speaker = make_speaker(f"Person {index}", photo=make_photo())
        make_partner(f"Partner {index}", logo=make_photo())
        session = make_session(
            house.programme,
            title=f"Gespräch {index}",
            slots=[slot(room=make_room(f"Raum {index}"))],
            people=[speaker],
            track=make_track(f"Strang {index}"),
            format=make_format(f"Form {index}"),
        )
        translate(session, "en")
    explorer = "wagtailadmin_explore"
    urls = {
        "sessions": reverse(SESSIONS),
        "explorer": reverse(explorer, args=[house.programme.pk]),
        "explorer of translations": reverse(explorer, args=[house.programmes["en"].pk]),
        "chooser": reverse("wagtailsnippetchoosers_sessions_app_speaker:choose"),
        **{
            model._meta.model_name: list_url(model)
            for model in (Speaker, Partner, Track, SessionFormat, Room)
        },
    }
    client.force_login(make_superuser())
    costs = {}
    for name, url in urls.items():
        # The first visit draws the small pictures.
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs[name] = len(queries)
    assert costs == COSTS


def test_the_chooser_offers_originals_with_their_photo(client, house):
    ada = make_speaker("Ada", photo=make_photo())
    translate(ada, "en")
    cy = make_speaker("Cy", locale="en")
    client.force_login(make_editor(house.home))
    response = client.get(reverse("wagtailsnippetchoosers_sessions_app_speaker:choose_results"))
    assert list(response.context["results"]) == [ada, cy]
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(response.content)
    assert len(page.findall(".//td/img")) == 1


def submenu(client, name):
    """Names of the entries below one entry of the admin's menu; ``None`` where it is not shown."""
    from wagtail.admin.menu import admin_menu

    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    for item in admin_menu.menu_items_for_request(request):
        if item.name == name:
            return [entry.name for entry in item.menu.menu_items_for_request(request)]
    return None


def test_one_menu_holds_the_programme(client, house):
    client.force_login(make_editor(house.home))
    everything = ["sessions", "speakers", "partners", "tracks", "formats", "rooms", "releases"]
    assert submenu(client, "programme") == everything


def test_who_may_not_write_has_no_such_menu(client, house):
    client.force_login(make_translator())
    assert submenu(client, "programme") is None
