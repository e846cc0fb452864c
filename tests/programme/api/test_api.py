"""The API: what it tells, whom it tells, and what it costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, ReferenceIndex

from sessions_app.models import Material
from sessions_app.programme.releases import release
from tests.factories import (
    House,
    block,
    full_body,
    make_content_page,
    make_format,
    make_partner,
    make_photo,
    make_programme,
    make_room,
    make_session,
    make_speaker,
    make_superuser,
    make_track,
    slot,
    translate,
)

pytestmark = pytest.mark.django_db

HOST = "http://localhost"
ENDPOINTS = (
    "sessions",
    "speakers",
    "partners",
    "rooms",
    "tracks",
    "formats",
    "programmes",
    "pages",
)


@pytest.fixture
def panel(house: House) -> Any:
    """A session with everything, in both languages."""
    ada, bo = make_speaker("Ada Ölsner", slug="ada"), make_speaker("Bo Muster", slug="bo")
    translate(ada, "en")
    hall, track, kind = make_room(capacity=90), make_track(color="#1a5fb4"), make_format("Panel")
    translate(hall, "en", name="Great hall")
    translate(track, "en", name="State")
    partner = make_partner("Stiftung", website="https://example.org/")
    translate(partner, "en", name="Foundation")
    imprint = make_content_page(house.home, title="Impressum", slug="impressum")
    translate(imprint, "en", title="Imprint", slug="imprint")
    body = full_body(photo=make_photo(), speaker=ada, partner=partner, page=imprint)
    panel = make_session(
        house.programme,
        title="Große Fragen",
        slug="fragen",
        subtitle="Ein Abend",
        summary="Worum es geht.",
        people=[(ada, "moderator"), bo],
        slots=[
            slot(
                "2026-09-17 23:30",
                90,
                hall,
                state="moved",
                previous_start=slot("2026-09-17 20:00").start,
            )
        ],
        materials=[
            Material(kind="slides", url="https://example.org/folien", title="Folien"),
            Material(kind="link", url="javascript:alert(1)"),
        ],
        track=track,
        format=kind,
        interpretation=["en"],
        body=body,
    )
    translate(panel, "en", title="Big questions", slug="questions", summary="About.", body=body)
    for page in (panel, panel.get_translations().get().specific):
        ReferenceIndex.create_or_update_for_object(page)
    return panel


def ask(client: Client, address: str) -> dict[str, Any]:
    response = client.get(f"/api/v2/{address}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


def items(client: Client, address: str) -> list[dict[str, Any]]:
    return ask(client, address)["items"]


def names(client: Client, address: str) -> list[tuple[str, str]]:
    """Title and language of every row."""
    return [
        (row["versions"][row["language"]]["title"], row["language"])
        for row in items(client, address)
    ]


def test_the_index_names_the_endpoints(client, house):
    assert ask(client, "") == {name: f"{HOST}/api/v2/{name}/" for name in ENDPOINTS}


def test_a_session(client, panel):
    german, english = items(client, "sessions/")
    ada, bo = panel.appearances.all()
    room = panel.slots.get().room
    assert english == {
        "id": english["id"],
        "meta": {
            "type": "sessions_app.SessionPage",
            "detail_url": f"{HOST}/api/v2/sessions/{english['id']}/",
            "html_url": f"{HOST}/en/programme/questions/",
            "first_published_at": None,
            "last_published_at": None,
            "slug": "questions",
        },
        "language": "en",
        "original_language": "de",
        "versions": {
            "de": {
                "id": panel.pk,
                "html_url": f"{HOST}/de/programm/fragen/",
                "title": "Große Fragen",
            },
            "en": {
                "id": english["id"],
                "html_url": f"{HOST}/en/programme/questions/",
                "title": "Big questions",
            },
        },
        "title": "Big questions",
        "subtitle": "[en] Ein Abend",
        "summary": "About.",
        "facts": {
            "programme": panel.get_parent().pk,
            "time_zone": "Europe/Berlin",
            "times": [
                {
                    "id": panel.slots.get().pk,
                    "start": "2026-09-17T23:30:00+02:00",
                    "end": "2026-09-18T01:00:00+02:00",
                    "minutes": 90,
                    "state": "moved",
                    "is_cancelled": False,
                    "previous_start": "2026-09-17T20:00:00+02:00",
                    "room": {"id": room.pk, "name": "Great hall", "language": "en"},
                }
            ],
            "people": [
                {"id": ada.speaker_id, "name": "Ada Ölsner", "role": "moderator"},
                {"id": bo.speaker_id, "name": "Bo Muster", "role": "speaker"},
            ],
            "format": {"id": panel.format_id, "name": "Panel", "language": "de"},
            "track": {"id": panel.track_id, "name": "State", "language": "en"},
            "spoken_language": "de",
            "interpretation": ["en"],
            "captions": [],
            "sign_language": "",
            "materials": [
                {
                    "kind": "slides",
                    "url": "https://example.org/folien",
                    "title": "Folien",
                    "language": "",
                }
            ],
        },
    }
    assert (german["title"], german["language"]) == ("Große Fragen", "de")
    assert german["versions"] == english["versions"]
    told = german["facts"]["times"][0]["room"]
    assert told == {"id": room.pk, "name": "Großer Saal", "language": "de"}


def test_its_details_hold_the_body_for_readers_of_the_language(client, panel):
    pk = panel.get_translations().get().pk
    (listed,) = [row for row in items(client, "sessions/") if row["id"] == pk]
    whole = ask(client, f"sessions/{pk}/")
    body = whole.pop("body")
    assert whole == listed
    assert [part["type"] for part in body] == [b.block_type for b in panel.body]
    text = body[0]["value"]
    assert '<a lang="en">the civil service</a>' in text
    assert '<a href="/en/imprint/">mehr dazu</a>' in text
    assert "linktype" not in text
    assert body[1]["value"] == {
        "quote": "Reden hilft.",
        "author": "Ada Beispiel",
        "role": "Moderatorin",
    }


def test_people_partners_labels_and_programmes(client, panel, house):
    ada = items(client, "speakers/")[0]
    assert ada["versions"] == {
        "de": {
            "id": ada["id"],
            "html_url": f"{HOST}/de/programm/personen/ada/",
            "title": "Ada Ölsner",
        },
        "en": {
            "id": ada["versions"]["en"]["id"],
            "html_url": f"{HOST}/en/programme/speakers/ada/",
            "title": "Ada Ölsner",
        },
    }
    assert ada["facts"] == {
        "name": "Ada Ölsner",
        "slug": "ada",
        "pronouns": "",
        "website": "",
        "links": [],
        "photo": None,
    }
    assert {
        name: [(row["name"], row["facts"]) for row in items(client, f"{name}/?locale=en")]
        for name in ("partners", "rooms", "tracks", "formats")
    } == {
        "partners": [("Foundation", {"website": "https://example.org/", "logo": None})],
        "rooms": [("Great hall", {"order": 0, "capacity": 90, "step_free": False})],
        "tracks": [("State", {"order": 0, "color": "#1a5fb4"})],
        "formats": [],
    }
    (programme,) = items(client, "programmes/?locale=en")
    assert programme["facts"] == {
        "starts_on": "2026-09-17",
        "ends_on": "2026-09-18",
        "time_zone": "Europe/Berlin",
        "venue": "Haus der Begegnung",
        "street": "Am Markt 1",
        "postal_code": "10115",
        "city": "Berlin",
        "country": "DE",
        "organiser": "Verein Zwiesprache",
    }


def test_photos_come_as_they_are_cut_for_pages(client, house):
    photo = make_photo(size=(480, 600), credit="Muster", de="Ada mit Hut")
    make_session(house.programme, people=[make_speaker(photo=photo)])
    (ada,) = items(client, "speakers/")
    told = ada["facts"]["photo"]
    assert told.pop("url").startswith(f"{HOST}/media/images/photo-")
    assert told == {"width": 480, "height": 600, "alt": "Ada mit Hut", "credit": "Muster"}


def test_a_biography_stands_in_the_details(client, house):
    ada = make_speaker(
        biography=f'<p>Siehe <a linktype="page" id="{house.programme.pk}">da</a></p>'
    )
    make_session(house.programme, people=[ada])
    assert ask(client, f"speakers/{ada.pk}/")["biography"] == (
        '<p>Siehe <a href="/de/programm/">da</a></p>'
    )


def test_pages_of_every_kind(client, panel):
    found = [
        (row["meta"]["type"], row["title"], row["original_language"], row["meta"]["html_url"])
        for row in items(client, "pages/?locale=en")
    ]
    assert found == [
        ("cms.HomePage", "Zwiesprache", "de", f"{HOST}/en/"),
        ("sessions_app.ProgrammePage", "Programme", "de", f"{HOST}/en/programme/"),
        ("cms.ContentPage", "Imprint", "de", f"{HOST}/en/imprint/"),
        ("sessions_app.SessionPage", "Big questions", "de", f"{HOST}/en/programme/questions/"),
    ]


def test_what_is_not_public_is_nowhere(client, house):
    drafted = make_speaker("Entwurf", slug="entwurf")
    secret = make_speaker("Geheim", slug="geheim")
    retired = make_speaker("Zurückgezogen", slug="zurueckgezogen")
    translate(retired, "en")
    hidden_partner = make_partner("Noch geheim")
    photo = make_photo()
    body = full_body(photo=photo, speaker=secret, partner=hidden_partner, page=house.home)
    draft = make_session(house.programme, title="Entwurf", people=[drafted], live=False, body=body)
    hidden = make_session(house.programme, title="Geheim", people=[secret])
    translate(hidden, "en", title="Secret")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    orphan = make_session(house.programme, title="Verwaist")
    translate(orphan, "en", title="Orphaned")
    orphan.unpublish()
    alias = make_session(house.programme, title="Alias", people=[retired])
    alias.copy_for_translation(house.locales["en"], alias=True)
    retired.unpublish()
    room = make_room("Keller")
    translate(room, "en", name="Basement")
    room.unpublish()
    ReferenceIndex.create_or_update_for_object(draft)
    assert {name: names(client, f"{name}/") for name in ENDPOINTS} == {
        "sessions": [("Alias", "de")],
        "speakers": [],
        "partners": [],
        "rooms": [],
        "tracks": [],
        "formats": [],
        "programmes": [("Programm", "de"), ("Programme", "en")],
        "pages": [
            ("Zwiesprache", "de"),
            ("Programm", "de"),
            ("Zwiesprache", "en"),
            ("Programme", "en"),
            ("Alias", "de"),
        ],
    }
    assert items(client, "sessions/")[0]["facts"]["people"] == []
    for page in (draft, hidden, orphan):
        response = client.get(f"/api/v2/sessions/{page.pk}/")
        assert (response.status_code, response.json()) == (404, {"message": "not found"})


def test_a_language_without_a_home_is_left_out(client, panel, house):
    house.homes["en"].unpublish()
    assert names(client, "sessions/") == [("Große Fragen", "de")]
    assert list(items(client, "sessions/")[0]["versions"]) == ["de"]
    assert names(client, "speakers/") == [("Ada Ölsner", "de"), ("Bo Muster", "de")]


def test_filters_take_the_id_of_any_version(client, panel, house):
    other = make_programme(house.home, title="Anderes", people_slug="leute")
    lonely = make_session(other, title="Allein", track=make_track("Anderer"))
    english = panel.get_translations().get().specific
    both = [("Große Fragen", "de"), ("Big questions", "en")]
    room, track = panel.slots.get().room, panel.track
    ada, bo = (part.speaker for part in panel.appearances.all())
    found = {
        f"{name}={pk}": names(client, f"sessions/?{name}={pk}")
        for name, pk in [
            ("programme", house.programme.pk),
            ("programme", house.programmes["en"].pk),
            ("programme", other.pk),
            ("track", track.pk),
            ("track", track.get_translations().get().pk),
            ("track", lonely.track_id),
            ("format", panel.format_id),
            ("room", room.get_translations().get().pk),
            ("speaker", ada.get_translations().get().pk),
            ("speaker", bo.pk),
            ("speaker", 999_999_999_999_999_999),
            ("room", 0),
        ]
    }
    lone = [("Allein", "de")]
    assert list(found.values()) == [both, both, lone, both, both, lone, *[both] * 4, [], []]
    assert names(client, f"sessions/?locale=en&track={track.pk}") == [("Big questions", "en")]
    assert english.pk in {row["id"] for row in items(client, f"sessions/?room={room.pk}")}


def test_times_are_those_that_visitors_know(client, panel, house):
    programme = house.programme
    programme.follows_releases = True
    programme.save()
    assert items(client, "sessions/")[0]["facts"]["times"] == []
    assert names(client, f"sessions/?room={panel.slots.get().room_id}") == []
    release(programme, "1.0", make_superuser())
    told = panel.slots.get()
    told.start, told.room = slot("2026-09-18 09:00").start, make_room("Anderswo")
    told.save()
    (time,) = items(client, "sessions/")[0]["facts"]["times"]
    assert (time["start"], time["room"]["name"]) == ("2026-09-17T23:30:00+02:00", "Großer Saal")
    assert names(client, f"sessions/?room={told.room_id}") == []
    assert len(names(client, f"sessions/?room={time['room']['id']}")) == 2


def test_pages_of_a_list(client, house):
    for number in range(5):
        make_session(house.programme, title=f"Gespräch {number}")
    page = ask(client, "sessions/?limit=2&offset=3")
    assert page["meta"] == {"total_count": 5}
    assert [row["title"] for row in page["items"]] == ["Gespräch 3", "Gespräch 4"]
    assert ask(client, "sessions/?offset=999999999999999999")["items"] == []
    assert ask(client, "sessions/?limit=0") == {"meta": {"total_count": 5}, "items": []}


@pytest.mark.parametrize(
    ("query", "message"),
    {
        "limit=101": "limit cannot be higher than 100",
        "limit=-1": "limit must be a positive integer",
        "limit=": "limit must be a positive integer",
        "limit=%D9%A1": "limit must be a positive integer",
        "offset=x": "offset must be a positive integer",
        f"offset={'9' * 19}": "offset must be a positive integer",
        f"offset={'9' * 5000}": "offset must be a positive integer",
        "track=1+OR+1": "track must be a positive integer",
        "room=%00": "room must be a positive integer",
        "locale=xx": "locale must be a language of the site",
        "locale=%00": "locale must be a language of the site",
        "search=Fragen": "query parameter is not recognised: search",
        "fields=*": "query parameter is not recognised: fields",
        "b=1&a=2": "query parameter is not recognised: a, b",
    }.items(),
)
def test_bad_questions_get_a_sentence(client, house, query, message):
    response = client.get(f"/api/v2/sessions/?{query}")
    assert (response.status_code, response.json()) == (400, {"message": message})
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "address",
    ["sessions/0/", f"sessions/{'9' * 18}/", f"sessions/{'9' * 40}/", "pages/1/"],
)
def test_what_is_not_there(client, house, address):
    response = client.get(f"/api/v2/{address}")
    assert (response.status_code, response.json()) == (404, {"message": "not found"})


def test_there_is_nothing_else_below(client, house):
    addresses = ["nothing/", "sessions/x/", "sessions/find/", "documents/", "images/"]
    assert {client.get(f"/api/v2/{address}").status_code for address in addresses} == {404}


@pytest.mark.parametrize("address", ["sessions/", "pages/", ""])
def test_it_is_open_and_can_only_be_read(client, house, address):
    get = client.get(f"/api/v2/{address}", headers={"Accept": "text/html"})
    assert get["Content-Type"] == "application/json"
    assert get["Access-Control-Allow-Origin"] == "*"
    assert get.cookies == {}
    assert "Cookie" not in get.get("Vary", "")
    assert client.head(f"/api/v2/{address}").content == b""
    statuses = {
        method: getattr(client, method)(f"/api/v2/{address}").status_code
        for method in ("post", "put", "patch", "delete")
    }
    assert statuses == dict.fromkeys(statuses, 405)


def test_a_list_may_be_kept_for_five_minutes(client, house):
    assert client.get("/api/v2/rooms/")["Cache-Control"] == "public, max-age=300"
    assert "Cache-Control" not in client.get("/api/v2/rooms/?x=1")


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, house, count):
    """Of the site, the frame, the number of rows and the rows; the rest as each kind needs."""
    for number in range(count):
        photo = make_photo(f"Bild {number}")
        speaker, partner = make_speaker(f"P {number}", photo=photo), make_partner(logo=photo)
        labels = {"track": make_track(f"T {number}"), "format": make_format(f"F {number}")}
        room = make_room(f"R {number}")
        for original in (speaker, partner, room, *labels.values()):
            translate(original, "en")
        session = make_session(
            house.programme,
            title=f"S {number}",
            people=[speaker],
            slots=[slot(room=room)],
            materials=[Material(url="https://example.org/")],
            body=[block("partner", {"partner": partner.pk, "kind": "funded", "text": ""})],
            **labels,
        )
        translate(session, "en")
        ReferenceIndex.create_or_update_for_object(session)
    found = {}
    for name in ENDPOINTS:
        assert len(items(client, f"{name}/")) >= 2 * min(count, 1)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v2/{name}/")
        found[name] = len(queries)
    assert found == {
        "sessions": 12,
        "speakers": 8,
        "partners": 6,
        "rooms": 5,
        "tracks": 5,
        "formats": 5,
        "programmes": 5,
        "pages": 5,
    }
