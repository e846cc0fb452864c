"""What machines read of a page: JSON-LD and the cards of Open Graph."""

import json
import re

import extruct
import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from sessions_app.models import Material
from sessions_app.programme.metadata.structured_data import script
from tests.factories import (
    block,
    full_body,
    make_content_page,
    make_partner,
    make_photo,
    make_room,
    make_session,
    make_speaker,
    make_superuser,
    make_track,
    slot,
    translate,
)

from ..shown import parse, show
from .vocabulary import faults

pytestmark = pytest.mark.django_db

HOST = "http://localhost"
PLACE = {
    "@type": "Place",
    "name": "Haus der Begegnung",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "Am Markt 1",
        "postalCode": "10115",
        "addressLocality": "Berlin",
        "addressCountry": "DE",
    },
}
ORGANISER = {"@type": "Organization", "name": "Verein Zwiesprache"}
PAGES = [
    "/de/",
    "/en/",
    "/de/programm/",
    "/en/programme/",
    "/de/programm/fragen/",
    "/en/programme/questions/",
    "/de/programm/personen/",
    "/en/programme/speakers/",
    "/de/programm/personen/ada/",
    "/en/programme/speakers/ada/",
    "/de/impressum/",
]


@pytest.fixture
def panel(house):
    """A session with everything, in both languages."""
    ada = make_speaker(
        "Ada Ölsner",
        slug="ada",
        photo=make_photo(size=(480, 600), credit="Foto Muster", en="Ada in a hat"),
        position="Leiterin",
        organisation="Denkfabrik",
        biography="<p>Denkt &amp; <b>schreibt</b>.</p>",
        website="https://example.org/ada",
        links=[{"type": "link", "value": {"label": "Anderswo", "url": "https://example.org/a"}}],
    )
    translate(ada, "en", position="Director", organisation="Think tank", biography="<p>Thinks.</p>")
    bo, hall, track = make_speaker("Bo Muster", slug="bo"), make_room(), make_track("Staat")
    translate(hall, "en", name="Great hall")
    translate(track, "en", name="State")
    imprint = make_content_page(house.home, title="Impressum", slug="impressum")
    kinds = {
        "funded": make_partner("Stiftung", website="https://example.org/stiftung"),
        "sponsored": make_partner("Firma"),
        "hosted": make_partner("Haus"),
        "cooperation": make_partner("Verband"),
        "media": make_partner("Zeitung"),
    }
    body = [
        *full_body(photo=make_photo(), speaker=ada, partner=kinds["funded"], page=imprint),
        *(
            block("partner", {"partner": partner.pk, "kind": kind, "text": ""})
            for kind, partner in kinds.items()
        ),
    ]
    panel = make_session(
        house.programme,
        title="Große Fragen",
        slug="fragen",
        summary="Worum es geht.",
        people=[ada, (bo, "moderator")],
        slots=[slot("2026-09-17 10:00", 90, hall)],
        track=track,
        body=body,
        spoken_language="de",
    )
    translate(panel, "en", title="Big questions", slug="questions", summary="About.", body=body)
    return panel


def pixels(number: int) -> dict[str, object]:
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}


def graph(client, address: str) -> dict[str, dict]:
    """Nodes of the page's only data block by type; an extractor of others reads the same."""
    shown = show(client, address)
    (block,) = shown.root.xpath("//script[@type='application/ld+json']")
    data = json.loads(block.text)
    read = extruct.extract(shown.response.content.decode(), syntaxes=["json-ld"])
    assert read["json-ld"] == [data]
    assert data["@context"] == "https://schema.org"
    found = {node["@type"]: node for node in data["@graph"]}
    assert len(found) == len(data["@graph"])
    return found


@pytest.mark.parametrize("address", PAGES)
def test_the_vocabulary_knows_everything_that_is_said(client, panel, address):
    nodes = list(graph(client, address).values())
    assert faults(nodes) == []
    assert nodes[0]["@id"] == HOST + address
    assert nodes[0]["inLanguage"] == address[1:3]


def test_the_judge_finds_faults():
    wrong = [
        {"@type": "Event", "@id": "#a", "jobTitle": "x", "startDate": "2026-09-17T10:00:00"},
        {"@type": "WebPage", "mainEntity": {"@id": "#b"}, "url": "/de/", "name": ""},
        {"@type": "Sitting"},
    ]
    assert faults(wrong) == [
        "Event has no jobTitle",
        "startDate of Event is '2026-09-17T10:00:00'",
        "url of WebPage is '/de/'",
        "name of WebPage is ''",
        "nothing is called #b",
        "no type: Sitting",
    ]


def test_a_session_is_an_event_with_everything(client, panel):
    found = graph(client, "/en/programme/questions/")
    picture = found["WebPage"]["primaryImageOfPage"]["url"]
    assert re.fullmatch(rf"{HOST}/en/programme/questions\.png\?v=[0-9a-f]{{12}}", picture)
    assert found["Event"] == {
        "@type": "Event",
        "@id": f"{HOST}/de/programm/fragen/#event",
        "name": "Big questions",
        "description": "About.",
        "url": f"{HOST}/en/programme/questions/",
        "image": picture,
        "inLanguage": "de",
        "keywords": "State",
        "startDate": "2026-09-17T10:00:00+02:00",
        "endDate": "2026-09-17T11:30:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {
            "@type": "Place",
            "name": "Great hall",
            "address": PLACE["address"],
            "containedInPlace": PLACE,
        },
        "superEvent": {
            "@type": "Event",
            "@id": f"{HOST}/de/programm/#event",
            "name": "Programme – Zwiesprache",
            "url": f"{HOST}/en/programme/",
            "startDate": "2026-09-17",
            "endDate": "2026-09-18",
            "location": PLACE,
        },
        "performer": [
            {
                "@type": "Person",
                "name": "Ada Ölsner",
                "url": f"{HOST}/en/programme/speakers/ada/",
                "jobTitle": "Director",
                "worksFor": {"@type": "Organization", "name": "Think tank"},
            },
            {
                "@type": "Person",
                "name": "Bo Muster",
                "url": f"{HOST}/de/programm/personen/bo/",
            },
        ],
        "organizer": [ORGANISER, {"@type": "Organization", "name": "Haus"}],
        "funder": [
            {"@type": "Organization", "name": "Stiftung", "url": "https://example.org/stiftung"}
        ],
        "sponsor": [{"@type": "Organization", "name": "Firma"}],
        "contributor": [
            {"@type": "Organization", "name": "Verband"},
            {"@type": "Organization", "name": "Zeitung"},
        ],
    }


def test_the_page_around_it_knows_its_translation(client, panel):
    german, english = (
        graph(client, "/de/programm/fragen/"),
        graph(client, "/en/programme/questions/"),
    )
    assert german["Event"]["@id"] == english["Event"]["@id"]
    assert english["WebPage"] == {
        "@type": "WebPage",
        "@id": f"{HOST}/en/programme/questions/",
        "url": f"{HOST}/en/programme/questions/",
        "name": "Big questions",
        "description": "About.",
        "inLanguage": "en",
        "isPartOf": {"@id": f"{HOST}/en/#site"},
        "mainEntity": {"@id": f"{HOST}/de/programm/fragen/#event"},
        "primaryImageOfPage": {
            "@type": "ImageObject",
            "url": english["Event"]["image"],
            "width": pixels(1200),
            "height": pixels(630),
            "caption": "Big questions",
            "inLanguage": "en",
        },
        "translationOfWork": [
            {
                "@type": "WebPage",
                "@id": f"{HOST}/de/programm/fragen/",
                "url": f"{HOST}/de/programm/fragen/",
                "name": "Große Fragen",
                "inLanguage": "de",
            }
        ],
    }
    assert [v["@id"] for v in german["WebPage"]["workTranslation"]] == [
        f"{HOST}/en/programme/questions/"
    ]
    assert "translationOfWork" not in german["WebPage"]


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ([], {}),
        (
            [slot("2026-09-17 10:00", state="cancelled")],
            {
                "startDate": "2026-09-17T10:00:00+02:00",
                "endDate": "2026-09-17T11:00:00+02:00",
                "eventStatus": "https://schema.org/EventCancelled",
            },
        ),
        (
            [
                slot(
                    "2026-09-17 10:00",
                    state="moved",
                    previous_start=slot("2026-09-17 09:00").start,
                )
            ],
            {
                "startDate": "2026-09-17T10:00:00+02:00",
                "endDate": "2026-09-17T11:00:00+02:00",
                "eventStatus": "https://schema.org/EventRescheduled",
                "previousStartDate": "2026-09-17T09:00:00+02:00",
            },
        ),
        (
            [
                slot("2026-09-17 10:00", state="cancelled"),
                slot("2026-09-18 10:00"),
                slot("2026-09-18 15:00", 90),
            ],
            {
                "startDate": "2026-09-18T10:00:00+02:00",
                "endDate": "2026-09-18T16:30:00+02:00",
                "eventStatus": "https://schema.org/EventScheduled",
                "subEvent": [
                    {
                        "@type": "Event",
                        "name": "Zeiten",
                        "startDate": f"2026-09-{start}:00:00+02:00",
                        "endDate": f"2026-09-{end}:00+02:00",
                        "eventStatus": f"https://schema.org/Event{status}",
                        "location": PLACE,
                    }
                    for start, end, status in (
                        ("17T10", "17T11:00", "Cancelled"),
                        ("18T10", "18T11:00", "Scheduled"),
                        ("18T15", "18T16:30", "Scheduled"),
                    )
                ],
            },
        ),
    ],
    ids=["none", "cancelled", "moved", "several"],
)
def test_times(client, house, times, told):
    make_session(house.programme, title="Zeiten", slug="zeiten", slots=times)
    event = graph(client, "/de/programm/zeiten/")["Event"]
    about_time = ("startDate", "endDate", "eventStatus", "previousStartDate", "subEvent")
    assert {name: event[name] for name in about_time if name in event} == told
    assert event["location"] == PLACE
    assert faults([event]) == []


def test_the_film_of_a_session_that_is_over(client, house):
    make_session(
        house.programme,
        title="Vorbei",
        slug="vorbei",
        slots=[slot("2020-09-17 10:00")],
        materials=[Material(kind="recording", url="https://example.org/film", title="Der Film")],
    )
    found = graph(client, "/de/programm/vorbei/")
    event = f"{HOST}/de/programm/vorbei/#event"
    assert found["Event"]["recordedIn"] == {"@id": f"{event}-film"}
    assert found["VideoObject"] == {
        "@type": "VideoObject",
        "@id": f"{event}-film",
        "name": "Der Film",
        "url": "https://example.org/film",
        "recordedAt": {"@id": event},
    }
    assert faults(list(found.values())) == []


def test_a_programme_names_its_sessions_in_short(client, panel, house):
    gone = slot("2026-09-18 10:00", state="cancelled")
    make_session(house.programme, title="Nur auf Deutsch", slug="deutsch", slots=[gone])
    event = graph(client, "/en/programme/")["Event"]
    assert {name: event[name] for name in event if name != "image"} == {
        "@type": "Event",
        "@id": f"{HOST}/de/programm/#event",
        "name": "Programme – Zwiesprache",
        "url": f"{HOST}/en/programme/",
        "startDate": "2026-09-17",
        "endDate": "2026-09-18",
        "location": PLACE,
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": [ORGANISER],
        "subEvent": [
            {
                "@type": "Event",
                "name": "Big questions",
                "url": f"{HOST}/en/programme/questions/",
                "startDate": "2026-09-17T10:00:00+02:00",
                "endDate": "2026-09-17T11:30:00+02:00",
            },
            {
                "@type": "Event",
                "name": "Nur auf Deutsch",
                "url": f"{HOST}/de/programm/deutsch/",
                "startDate": "2026-09-18T10:00:00+02:00",
                "endDate": "2026-09-18T11:00:00+02:00",
                "eventStatus": "https://schema.org/EventCancelled",
            },
        ],
    }


def test_a_person_with_portrait_and_places_elsewhere(client, panel):
    found = graph(client, "/en/programme/speakers/ada/")
    person = found["Person"]
    assert found["ProfilePage"]["mainEntity"] == {"@id": person["@id"]}
    image = person.pop("image")
    assert image.pop("url").startswith(f"{HOST}/media/images/photo-")
    assert image == {
        "@type": "ImageObject",
        "width": pixels(480),
        "height": pixels(600),
        "caption": "Ada in a hat",
        "creditText": "Foto Muster",
        "inLanguage": "en",
    }
    assert person == {
        "@type": "Person",
        "@id": f"{HOST}/de/programm/personen/ada/#person",
        "name": "Ada Ölsner",
        "url": f"{HOST}/en/programme/speakers/ada/",
        "jobTitle": "Director",
        "worksFor": {"@type": "Organization", "name": "Think tank"},
        "description": "Thinks.",
        "sameAs": ["https://example.org/ada", "https://example.org/a"],
        "performerIn": [
            {
                "@type": "Event",
                "name": "Big questions",
                "url": f"{HOST}/en/programme/questions/",
                "startDate": "2026-09-17T10:00:00+02:00",
                "endDate": "2026-09-17T11:30:00+02:00",
            }
        ],
    }


def test_everybody(client, panel):
    found = graph(client, "/de/programm/personen/")
    assert found["CollectionPage"]["mainEntity"] == {"@id": found["ItemList"]["@id"]}
    assert [
        (item["position"], item["item"]["name"], item["item"]["url"])
        for item in found["ItemList"]["itemListElement"]
    ] == [
        (1, "Ada Ölsner", f"{HOST}/de/programm/personen/ada/"),
        (2, "Bo Muster", f"{HOST}/de/programm/personen/bo/"),
    ]


def test_the_site_and_how_to_search_it(client, house):
    assert graph(client, "/en/")["WebSite"] == {
        "@type": "WebSite",
        "@id": f"{HOST}/en/#site",
        "url": f"{HOST}/en/",
        "name": "Zwiesprache",
        "inLanguage": "en",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{HOST}/en/search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def test_hostile_words_stay_data(client, house):
    title = "</script><script>alert(1)</script> & \u2028 <!-- {{ x }}"
    make_session(house.programme, title=title, slug="boese", summary="<b>&amp;</b>")
    event = graph(client, "/de/programm/boese/")["Event"]
    assert (event["name"], event["description"]) == (title, "<b>&amp;</b>")
    source = client.get("/de/programm/boese/").content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source)
    assert re.findall("[<>&\u2028\u2029]", data) == []
    assert script([]) == ""


def test_where_nobody_reads_nothing_is_said(client, panel, house):
    hidden = make_session(house.programme, title="Geheim", slug="geheim")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    client.force_login(make_superuser())
    request = RequestFactory().get("/", HTTP_HOST="localhost")
    pages = {
        "restricted": show(client, "/de/programm/geheim/"),
        "missing": show(client, "/de/nirgends/"),
        "preview": parse(panel.make_preview_request(request, "")),
    }
    data, image = "//script[@type='application/ld+json']", "//meta[@property='og:image']"
    assert {name: page.texts(data) for name, page in pages.items()} == {name: [] for name in pages}
    assert pages["restricted"].values(image, "content") == []
    assert pages["preview"].values(image, "content") == []


def test_the_card_of_a_session(client, panel):
    shown = show(client, "/en/programme/questions/")
    told = shown.values("//meta[starts-with(@property, 'og:')]", "property", "content")
    assert [pair for pair in told if pair[0] != "og:image"] == [
        ("og:type", "article"),
        ("og:title", "Big questions"),
        ("og:description", "About."),
        ("og:url", f"{HOST}/en/programme/questions/"),
        ("og:site_name", "Zwiesprache"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "de_DE"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "Big questions"),
    ]
    assert shown.values("//meta[starts-with(@name, 'twitter:')]", "name", "content") == [
        ("twitter:card", "summary_large_image")
    ]


@pytest.mark.parametrize(
    ("address", "kind", "title", "description"),
    [
        ("/en/", "website", "Zwiesprache", "[en] Was die Konferenz will."),
        ("/en/programme/", "website", "Programme", ""),
        ("/en/programme/speakers/", "website", "Speakers", ""),
        ("/en/programme/speakers/ada/", "profile", "Ada Ölsner", "Director"),
    ],
)
def test_cards_tell_what_the_page_tells(client, panel, address, kind, title, description):
    shown = show(client, address)
    told = dict(shown.values("//meta[@property]", "property", "content"))
    names = ("og:type", "og:title", "og:description")
    assert [told.get(name, "") for name in names] == [kind, title, description]
    assert shown.values("//meta[@name='description']", "content") == (
        [(description,)] if description else []
    )
