"""Which address shows what, and which shows nothing."""

import pytest
from wagtail.models import PageViewRestriction

from sessions_app.models import SessionPage
from tests.factories import (
    make_content_page,
    make_session,
    make_speaker,
    translate,
)

from .shown import show

pytestmark = pytest.mark.django_db

TITLE = "//h1"


def test_the_addresses_of_the_site(client, house):
    ada = make_speaker("Ada", slug="ada")
    translate(ada, "en")
    session = make_session(house.programme, title="Gespräch", slug="gespraech", people=[ada])
    translate(session, "en", title="Talk", slug="talk")
    found = {
        address: (shown.status, shown.text(TITLE), shown.values("/html", "lang"))
        for address, shown in (
            (address, show(client, address))
            for address in (
                "/de/",
                "/en/",
                "/de/programm/",
                "/en/programme/",
                "/de/programm/gespraech/",
                "/en/programme/talk/",
                "/de/programm/personen/ada/",
                "/en/programme/speakers/ada/",
            )
        )
    }
    de, en = [("de",)], [("en",)]
    assert found == {
        "/de/": (200, "Zwiesprache", de),
        "/en/": (200, "Zwiesprache", en),
        "/de/programm/": (200, "Programm", de),
        "/en/programme/": (200, "Programme", en),
        "/de/programm/gespraech/": (200, "Gespräch", de),
        "/en/programme/talk/": (200, "Talk", en),
        "/de/programm/personen/ada/": (200, "Ada", de),
        "/en/programme/speakers/ada/": (200, "Ada", en),
    }


@pytest.mark.parametrize(
    "address",
    [
        "/en/programm/",
        "/en/programme/gespraech/",
        "/de/programm/talk/",
        "/de/programm/speakers/ada/",
        "/en/programme/personen/ada/",
        "/de/programm/personen/niemand/",
        "/de/programm/personen/ada/mehr/",
        "/de/programm/gespraech/mehr/",
        "/fr/",
        "/nirgends/",
        "/api/nirgends/",
    ],
)
def test_no_address_shows_what_it_does_not_promise(client, house, address):
    ada = make_speaker("Ada", slug="ada")
    session = make_session(house.programme, title="Gespräch", slug="gespraech", people=[ada])
    translate(session, "en", title="Talk", slug="talk")
    response = client.get(address)
    assert (response.status_code, "Location" in response) == (404, False)


def test_the_bare_root_leads_to_the_visitors_language(client, house):
    found = {}
    for header in ("de", "en-GB,en;q=0.9", "fr"):
        response = client.get("/", headers={"accept-language": header})
        found[header] = (response.status_code, response["Location"])
    assert found == {"de": (302, "/de/"), "en-GB,en;q=0.9": (302, "/en/"), "fr": (302, "/de/")}


@pytest.mark.parametrize("state", ["missing", "draft", "alias"])
def test_without_a_home_in_a_language_nothing_stands_below_it(client, house, state):
    imprint = make_content_page(house.home, title="Impressum")
    english = house.homes["en"]
    if state == "draft":
        english.live = False
        english.save()
    else:
        type(english).objects.get(pk=english.pk).delete()
    if state == "alias":
        house.home.refresh_from_db()
        house.home.copy_for_translation(house.locales["en"], alias=True)
    assert [
        client.get(address).status_code
        for address in ("/en/", "/en/programm/", f"/en/{imprint.slug}/", "/de/")
    ] == [404, 404, 404, 200]


def test_a_translation_stands_only_while_its_original_does(client, house):
    session = make_session(house.programme, title="Gespräch", slug="gespraech")
    translate(session, "en", title="Talk", slug="talk")
    assert client.get("/en/programme/talk/").status_code == 200
    SessionPage.objects.filter(pk=session.pk).update(live=False)
    assert client.get("/en/programme/talk/").status_code == 404


def test_people_stand_only_where_they_were_released_and_appear(client, house):
    speakers = {slug: make_speaker(slug.title(), slug=slug) for slug in ("ada", "bo", "cy", "di")}
    translate(speakers["ada"], "en")
    translate(speakers["bo"], "en", live=False)
    make_session(house.programme, title="Offen", people=[speakers["ada"], speakers["bo"]])
    make_session(house.programme, title="Entwurf", people=[speakers["cy"]], live=False)
    closed = make_session(house.programme, title="Intern", people=[speakers["di"]])
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    hidden = make_speaker("Eve", slug="eve", live=False)
    make_session(house.programme, title="Auch offen", people=[hidden])
    assert {
        slug: (
            client.get(f"/de/programm/personen/{slug}/").status_code,
            client.get(f"/en/programme/speakers/{slug}/").status_code,
        )
        for slug in ("ada", "bo", "cy", "di", "eve")
    } == {
        "ada": (200, 200),
        "bo": (200, 404),
        "cy": (404, 404),
        "di": (404, 404),
        "eve": (404, 404),
    }


def test_a_closed_session_asks_for_the_log_in(client, admin_client, house):
    session = make_session(house.programme, title="Intern", slug="intern")
    PageViewRestriction.objects.create(page=session, restriction_type="login")
    assert client.get("/de/programm/intern/").status_code == 302
    assert show(admin_client, "/de/programm/intern/").text(TITLE) == "Intern"


def test_everybody_on_the_programme(client, house):
    ada, bo = make_speaker("Ada", slug="ada"), make_speaker("Bo", slug="bo", position="Lehrerin")
    make_speaker("Cy", slug="cy")
    translate(ada, "en")
    translate(make_session(house.programme, people=[bo, ada]), "en")
    german, english = (
        show(client, "/de/programm/personen/"),
        show(client, "/en/programme/speakers/"),
    )
    names = "//p[@class='z-person-name']/a"
    assert german.rows(names, "href", "hreflang") == [
        ("Ada", "/de/programm/personen/ada/", ""),
        ("Bo", "/de/programm/personen/bo/", ""),
    ]
    assert english.rows(names, "href", "hreflang") == [
        ("Ada", "/en/programme/speakers/ada/", ""),
        ("Bo", "/de/programm/personen/bo/", "de"),
    ]
    assert english.rows("//div[@class='z-person-words']/p[2]", "lang") == [("Lehrerin", "de")]
