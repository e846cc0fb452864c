"""The page of a session turns from when to come to what to watch, once it is over."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents.models import Document

from sessions_app.models import Material
from sessions_app.validators import CAPTIONS_LIMIT
from tests.factories import (
    make_document,
    make_photo,
    make_room,
    make_session,
    slot,
    translate,
)

from ..feeds.conftest import events_v1
from ..shown import show

pytestmark = pytest.mark.django_db

WEBVTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGuten Tag.\n"
RECORDING = "//section[@class='z-recording']"
FACTS = "//dl[contains(@class, 'z-facts')]/div"
MATERIALS = "//section[@class='z-materials']"


def over(minutes: int = 60) -> datetime:
    """The start of an hour that ended so many minutes ago."""
    return timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=60 + minutes)


def captions(language: str, name: str = "") -> Material:
    document = make_document(name or f"film.{language}.vtt", WEBVTT)
    return Material(kind="captions", file=document, language=language)


@pytest.fixture
def film() -> Document:
    return make_document("film.mp4", b"....ftypmp42" * 100)


def held(house, *materials, slots=None, **fields):
    """A session that took place, translated."""
    for order, material in enumerate(materials):
        material.sort_order = order
    session = make_session(
        house.programme,
        title="Gespräch",
        slug="x",
        slots=slots or [slot(over(), room=make_room())],
        materials=materials,
        **fields,
    )
    translate(session, "en", title="Talk", slug="x")
    return session


def both(client):
    return show(client, "/de/programm/x/"), show(client, "/en/programme/x/")


def test_after_the_end_the_film_comes_first(client, house, film):
    held(
        house,
        Material(kind="slides", file=make_document("folien.pdf", b"%PDF" * 512), language="de"),
        Material(
            kind="recording",
            file=film,
            title="Mitschnitt",
            language="de",
            poster=make_photo("Standbild", credit="Jonas Feld"),
        ),
        captions("de"),
        captions("en"),
        Material(kind="paper", url="https://example.org/aufsatz", title="Aufsatz"),
    )
    german, english = both(client)
    for shown in (german, english):
        (main,) = shown.root.xpath("//main/article")
        assert [child.get("class") for child in main][1:3] == ["z-recording", "z-facts is-past"]
        assert shown.values(f"{RECORDING}//video[@controls]", "preload") == [("none",)]
        assert shown.values(f"{RECORDING}//video/source", "src", "type") == [
            (film.url, "video/mp4")
        ]
        assert shown.texts("//p[@class='z-calendar']") == []
        assert shown.texts(f"{RECORDING}//figcaption")[0].endswith("Jonas Feld")
    tracks = f"{RECORDING}//track"
    assert [track[1:] for track in german.rows(tracks, "kind", "srclang", "label", "default")] == [
        ("captions", "de", "Deutsch", ""),
        ("captions", "en", "Englisch", ""),
    ]
    assert len(english.root.xpath(f"{tracks}[@srclang='en'][@default]")) == 1
    assert len(english.root.xpath(f"{tracks}[@default]")) == 1
    assert german.root.xpath(f"{tracks}[@default]") == []
    assert [text.split(" ", 3)[:3] for text in english.texts(FACTS)[:1]] == [
        ["Took", "place", "on"]
    ]
    assert english.texts(f"{FACTS}/dt") == ["Took place on", "Where", "Was held in"]
    assert english.rows(f"{RECORDING}//strong", "lang") == [("Mitschnitt", "de")]
    assert english.text(f"{MATERIALS}/h2") == "Materials"
    assert english.rows(f"{MATERIALS}//a", "href", "hreflang") == [
        ("Slides German, PDF, 2.0 KB", Document.objects.get(title="folien.pdf").url, "de"),
        ("Paper Aufsatz", "https://example.org/aufsatz", ""),
    ]


def test_before_the_end_the_page_says_when(client, house, film):
    still_going_on = [slot(over(600)), slot(over(-30))]
    held(house, Material(kind="recording", file=film), captions("de"), slots=still_going_on)
    _german, english = both(client)
    assert english.texts(RECORDING) == []
    assert english.texts(f"{FACTS}/dt") == ["When", "Held in"]
    assert len(english.texts("//p[@class='z-calendar']")) == 1
    assert english.rows(f"{MATERIALS}//a", "href") == [
        ("Recording MP4, 1.2 KB", film.url),
        (
            "Captions of the recording German, VTT, 43 bytes",
            Document.objects.get(title="film.de.vtt").url,
        ),
    ]


@pytest.mark.parametrize(
    "slots",
    [
        pytest.param([], id="no time"),
        pytest.param([slot(over(), state="cancelled")], id="cancelled"),
    ],
)
def test_what_never_took_place_is_not_past(client, house, film, slots):
    make_session(
        house.programme, slug="x", slots=slots, materials=[Material(kind="recording", file=film)]
    )
    assert show(client, "/de/programm/x/").texts(RECORDING) == []


def test_a_cancelled_time_to_come_does_not_hold_the_film_back(client, house, film):
    times = [slot(over()), slot(over(-600), state="cancelled")]
    held(house, Material(kind="recording", file=film), slots=times)
    assert len(both(client)[1].texts(RECORDING)) == 1


def test_without_a_recording_the_page_stays_as_it_is(client, house):
    held(house, Material(kind="slides", url="https://example.org/folien"))
    english = both(client)[1]
    assert (english.texts(RECORDING), english.texts(f"{FACTS}/dt")[0]) == ([], "When")


def test_of_several_recordings_the_readers_comes_first(client, house, film):
    other = make_document("film-en.webm", b"webm")
    held(
        house,
        Material(kind="recording", file=film, language="de"),
        Material(kind="recording", file=other, language="en"),
    )
    german, english = both(client)
    found = [
        (shown.values(f"{RECORDING}//source", "src"), shown.values(f"{MATERIALS}//a", "href"))
        for shown in (german, english)
    ]
    assert found == [([(film.url,)], [(other.url,)]), ([(other.url,)], [(film.url,)])]


def test_captions_belong_to_films_that_the_browser_plays(client, house, film):
    """The player of another host has its own: then they are a material like any other."""
    held(
        house,
        Material(kind="recording", url="https://media.ccc.de/v/gespraech"),
        captions("de"),
        Material(kind="captions", url="https://example.org/film.vtt", language="en"),
    )
    english = both(client)[1]
    assert english.values(f"{RECORDING}//a", "href", "data-film") == [
        ("https://media.ccc.de/v/gespraech", "https://media.ccc.de/v/gespraech/oembed")
    ]
    assert english.texts(f"{RECORDING}//track") == []
    assert len(english.texts(f"{MATERIALS}//li")) == 2


def test_captions_of_another_origin_are_no_track(client, house, film):
    held(
        house,
        Material(kind="recording", file=film),
        Material(kind="captions", url="https://example.org/film.vtt", language="en"),
        Material(kind="captions", url="http://localhost/static/film.vtt", language="de"),
    )
    english = both(client)[1]
    assert english.values(f"{RECORDING}//track", "src", "srclang") == [
        ("http://localhost/static/film.vtt", "de")
    ]
    assert english.values(f"{MATERIALS}//a", "href") == [("https://example.org/film.vtt",)]


def test_a_file_that_was_deleted_leaves_nothing_behind(client, house, film):
    held(house, Material(kind="recording", file=film, title="Film"))
    film.delete()
    german, english = both(client)
    assert [shown.texts(f"{RECORDING} | {MATERIALS}") for shown in (german, english)] == [[], []]


@pytest.mark.parametrize("count", [1, 5])
def test_files_and_posters_cost_no_query_more(client, house, count):
    materials = [
        Material(
            kind=kind,
            file=make_document(f"{kind}-{number}.mp4"),
            poster=make_photo(),
            language="de",
        )
        for number in range(count)
        for kind in ("recording", "slides")
    ]
    held(house, *materials)
    counted = {}
    for address in ("/de/programm/x/", "/en/programme/x/"):
        assert client.get(address).status_code == 200
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        documents = [q for q in queries if "wagtaildocs_document" in q["sql"]]
        counted[address] = (len(queries), len(documents))
    assert counted == {"/de/programm/x/": (17, 1), "/en/programme/x/": (19, 1)}


def test_feeds_give_files_their_whole_address(client, house, film):
    held(
        house,
        Material(kind="recording", file=film, title="Film"),
        captions("de"),
        Material(kind="slides", url="https://example.org/folien"),
        Material(kind="paper", file=make_document("weg.pdf")),
    )
    Document.objects.get(title="weg.pdf").delete()
    (event,) = events_v1(client.get("/en/programme/schedule.json").content)
    caption = Document.objects.get(title="film.de.vtt")
    assert event["links"] == [
        {"type": "media", "url": f"http://localhost{film.url}", "title": "Film"},
        {"type": "related", "url": f"http://localhost{caption.url}", "title": ""},
        {"type": "slides", "url": "https://example.org/folien", "title": ""},
    ]


def faults(**fields) -> dict[str, list[str]]:
    material = Material(**fields)
    try:
        material.clean()
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


def test_a_material_is_an_address_or_a_file():
    document = make_document()
    assert faults() == {"url": ["Give an address or a file."]}
    assert faults(url="https://example.org/", file=document) == {
        "file": ["Give either an address or a file, not both."]
    }
    assert faults(url="https://example.org/") == faults(file=document) == {}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("film.vtt", WEBVTT, None),
        ("FILM.VTT", b"\xef\xbb\xbfWEBVTT Titel\r\n\r\n00:01.000 --> 00:02.000\r\nJa\r\n", None),
        ("film.srt", WEBVTT, "Captions are a file in the format WebVTT, whose name ends in .vtt."),
        ("film.vtt", b"", "The file holds no captions in the format WebVTT."),
        ("film.vtt", b"WEBVTT", "The file holds no captions in the format WebVTT."),
        ("film.vtt", b"WEBVTTX\n-->", "The file holds no captions in the format WebVTT."),
        ("film.vtt", b"WEBVTT\n\n\xff -->", "The file holds no captions in the format WebVTT."),
        ("film.vtt", b"<script>-->", "The file holds no captions in the format WebVTT."),
        ("film.vtt", WEBVTT + b" " * CAPTIONS_LIMIT, "The file is too large for captions."),
    ],
    ids=lambda value: str(value)[:20],
)
def test_captions_are_webvtt(name, content, told):
    document = make_document(name, content)
    expected = {} if told is None else {"file": [told]}
    assert faults(kind="captions", language="de", file=document) == expected


def test_captions_say_their_language():
    told = ["Say in which language the captions are."]
    assert faults(kind="captions", url="https://example.org/a.vtt") == {"language": told}
    wrong = faults(kind="captions", file=make_document("a.txt"))
    assert (wrong["language"], set(wrong)) == (told, {"language", "file"})


def test_captions_whose_file_is_gone_from_the_disk_are_refused():
    document = make_document("film.vtt", WEBVTT)
    document.file.storage.delete(document.file.name)
    document = Document.objects.get(pk=document.pk)
    assert faults(kind="captions", language="de", file=document) == {
        "file": ["The file cannot be read."]
    }


def test_documents_come_as_what_they_are(client):
    """Neither a guess nor a page of their own can be made of what somebody uploaded."""
    found = {}
    for name, content in (("film.vtt", WEBVTT), ("film.mp4", b"film"), ("film.html", b"<script>")):
        answer = client.get(make_document(name, content).url)
        found[name] = (
            answer.status_code,
            answer["Content-Type"],
            answer["X-Content-Type-Options"],
            answer["Content-Disposition"].split(";")[0],
            answer["Content-Security-Policy"],
        )
    safe = ("nosniff", "attachment", "default-src 'none'")
    assert found == {
        "film.vtt": (200, "text/vtt", *safe),
        "film.mp4": (200, "video/mp4", *safe),
        "film.html": (200, "text/html", *safe),
    }
