"""The picture that stands for a page where its address is shared."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageFont
from wagtail.models import PageViewRestriction

from cms.models import SiteSettings
from sessions_app.checks import inks_are_found
from sessions_app.programme.metadata.share import (
    _SANS,
    INKS,
    PAPER,
    SIZE,
    Words,
    broken,
    draw,
    picture,
)
from tests.factories import (
    make_content_page,
    make_photo,
    make_room,
    make_session,
    make_speaker,
    publish,
    slot,
    translate,
)

from ..shown import show

WORDS = Words(
    voice="source",
    language="Deutsch",
    title="Große Fragen",
    other="Big questions",
    people="Ada Ölsner, Bo Muster",
    when="10:00–11:30",
    where="Donnerstag, 17. September 2026 · Großer Saal",
    programme="Zwiesprache · Programm",
)
HOSTILE = {
    "nothing": {"title": "", "other": "", "people": "", "when": "", "where": "", "programme": ""},
    "one long word": {"title": "Donaudampfschifffahrt" * 40},
    "many words": {"title": "und so weiter " * 500, "people": "Ada, " * 900, "other": "on " * 400},
    "other scripts": {"title": "你好 مرحبا שלום Γειά Здравствуй 👩‍🚀", "people": "王小明"},
    "signs without a width": {"title": "Sozial\u00adstaat\u200b\ufeff\u202e", "when": "\x00\x07"},
    "line ends": {"title": "Eins\r\nzwei\u2028drei", "where": "\n\n"},
    "halves of pairs": {"title": "\ud800 und \udfff", "programme": "\ud83d"},
}


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def is_near(found: tuple[int, ...], colour: str) -> bool:
    """A palette rounds by a shade that nobody sees."""
    return max(abs(a - b) for a, b in zip(found, rgb(colour), strict=True)) <= 2


def test_the_same_words_give_the_same_bytes() -> None:
    assert draw(WORDS) == draw(replace(WORDS))
    assert Image.open(BytesIO(draw(WORDS))).size == SIZE == (1200, 630)
    assert len(draw(WORDS)) < 40_000


@pytest.mark.parametrize("voice", ["source", "translation"])
def test_two_voices_two_inks(voice: str) -> None:
    """The column is the ink of what is read, the seam that of the other one."""
    other = "translation" if voice == "source" else "source"
    image = opened(draw(replace(WORDS, voice=voice)))
    alone = opened(draw(replace(WORDS, voice=voice, other="")))
    assert [
        is_near(image.getpixel((4, 4)), INKS[voice]),
        is_near(image.getpixel((200, 4)), INKS[other]),
        is_near(image.getpixel((1196, 4)), PAPER),
        is_near(alone.getpixel((200, 4)), PAPER),
    ] == [True] * 4


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_anything_can_be_drawn(words: dict[str, str]) -> None:
    assert opened(draw(replace(WORDS, **words))).size == SIZE


def test_every_word_has_a_part_in_the_digest() -> None:
    changed = [replace(WORDS, **{name: "#000000"}) for name in vars(WORDS) if name != "voice"]
    digests = {words.digest for words in (WORDS, replace(WORDS, voice="translation"), *changed)}
    assert len(digests) == len(vars(WORDS)) + 1
    assert {len(digest) for digest in digests} == {32}


def test_lines_are_even_and_a_long_rest_gives_way() -> None:
    font = ImageFont.truetype(_SANS, 40)
    text = "Wer pflegt die Regeln im Code und wer liest sie"
    assert broken(text, font, 700, 3) == ["Wer pflegt die Regeln im", "Code und wer liest sie"]
    assert broken(text, font, 400, 2) == ["Wer pflegt die Regeln", "im Code und wer liest…"]
    assert broken("", font, 400, 2) == []
    room_for_two = font.getlength("VerwaltungVerwaltung")
    assert broken("Verwaltung" * 3, font, room_for_two, 9) == ["VerwaltungVerwaltung", "Verwaltung"]


def test_it_is_drawn_once() -> None:
    key = f"sessions:share:{WORDS.digest}"
    cache.delete(key)
    first = picture(WORDS)
    assert cache.get(key) == first
    cache.set(key, b"kept")
    assert picture(WORDS) == b"kept"
    cache.delete(key)


@pytest.fixture
def panel(house):
    """A session in both languages with two people, a time and a room."""
    ada = make_speaker(
        "Ada Ölsner", slug="ada", photo=make_photo(size=(480, 600), de="Ada", en="Ada in a hat")
    )
    translate(ada, "en")
    bo, hall = make_speaker("Bo Muster", slug="bo"), make_room()
    translate(hall, "en", name="Great hall")
    panel = make_session(
        house.programme,
        title="Große Fragen",
        slug="fragen",
        people=[ada, (bo, "moderator"), (ada, "host")],
        slots=[slot("2026-09-17 10:00", 90, hall)],
    )
    translate(panel, "en", title="Big questions", slug="questions")
    return panel


def image_of(client, address: str) -> str:
    """Address of the page's picture."""
    ((found,),) = show(client, address).values("//meta[@property='og:image']", "content")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    {
        "/de/programm/fragen/": Words(
            "source",
            "Deutsch",
            "Große Fragen",
            "Big questions",
            "Ada Ölsner, Bo Muster",
            "10:00–11:30",
            "Donnerstag, 17. September 2026 · Großer Saal",
            "Zwiesprache · Programm",
        ),
        "/en/programme/questions/": Words(
            "translation",
            "English",
            "Big questions",
            "Große Fragen",
            "Ada Ölsner, Bo Muster",
            "10:00–11:30",
            "Thursday, 17 September 2026 · Great hall",
            "Zwiesprache · Programme",
        ),
        "/en/programme/": Words(
            "translation",
            "English",
            "Zwiesprache",
            "Zwiesprache",
            "Verein Zwiesprache",
            "17 September 2026 – 18 September 2026",
            "Haus der Begegnung, Berlin",
            "Programme",
        ),
    }.items(),
)
def test_the_address_on_a_page_leads_to_its_picture(client, panel, address, words) -> None:
    found = image_of(client, address)
    assert found == f"http://localhost{address.rstrip('/')}.png?v={words.digest[:12]}"
    response = client.get(found)
    assert {name: response.get(name) for name in ("Content-Type", "Cache-Control", "Vary")} == {
        "Content-Type": "image/png",
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": None,
    }
    assert response["ETag"][1:13] == found.partition("?v=")[2]
    assert response.cookies == {}
    assert response.content == draw(words)


@pytest.mark.django_db
def test_the_site_may_have_inks_of_its_own(client, house, panel) -> None:
    before = image_of(client, "/en/programme/questions/")
    SiteSettings.objects.create(site=house.site, source_color="#0b5d3b")
    address = image_of(client, "/en/programme/questions/")
    assert address != before
    response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    image = opened(response.content)
    assert [
        is_near(image.getpixel((4, 4)), INKS["translation"]),
        is_near(image.getpixel((200, 4)), "#0b5d3b"),
    ] == [True, True]
    told = WORDS.inked({"source": "red", "translation": "#123456", "paper": "#000000"})
    assert told == replace(WORDS, translation_ink="#123456")


@pytest.mark.parametrize(
    ("path", "faults"),
    [
        ("", []),
        ("cms.views.inks", []),
        ("cms.views.nothing", ["sessions_app.E006"]),
        ("inks", ["sessions_app.E006"]),
        ("sessions_app.programme.metadata.share.INKS", ["sessions_app.E006"]),
    ],
)
def test_a_path_that_leads_to_no_inks_is_refused(settings, path, faults) -> None:
    settings.SESSIONS = {"INKS": path}
    assert [error.id for error in inks_are_found(None)] == faults


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(client, panel) -> None:
    old = image_of(client, "/en/programme/questions/")
    first = client.get(old)
    again = client.get(old, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.head(old)["ETag"] == first["ETag"]
    page = panel.get_translations().get().specific
    page.title = "Bigger questions"
    publish(page)
    assert image_of(client, "/en/programme/questions/") != old
    # Under an address that names another picture the new one is kept for a while alone.
    stale = client.get(old, headers={"If-None-Match": first["ETag"]})
    assert (stale.status_code, stale["Cache-Control"]) == (200, "public, max-age=300")


@pytest.mark.django_db
def test_what_a_session_was_told_of_itself_is_drawn(client, panel) -> None:
    for time in panel.slots.all():
        time.state = "cancelled"
        time.save()
    told = client.get("/en/programme/questions.png")
    words = Words(
        "translation",
        "English",
        "Big questions",
        "Große Fragen",
        "Ada Ölsner, Bo Muster",
        "Cancelled",
        "",
        "Zwiesprache · Programme",
    )
    assert told["ETag"] == f'"{words.digest}"'


@pytest.mark.django_db
def test_several_times_are_counted(client, house) -> None:
    times = [slot(f"2026-09-{day} 10:00", 90) for day in (17, 18, 19)]
    times.append(slot("2026-09-16 10:00", 90, state="cancelled"))
    session = make_session(house.programme, slug="fragen", slots=times)
    translate(session, "en", title="Questions", slug="questions")
    words = Words(
        "translation",
        "English",
        "Questions",
        "Ein Gespräch",
        "",
        "10:00–11:30",
        "Thursday, 17 September 2026 · 2 more times",
        "Zwiesprache · Programme",
    )
    assert client.get("/en/programme/questions.png")["ETag"] == f'"{words.digest}"'


@pytest.mark.django_db
def test_only_what_everybody_may_read_has_one(client, house, panel) -> None:
    make_session(house.programme, title="Entwurf", slug="entwurf", live=False)
    hidden = make_session(house.programme, title="Geheim", slug="geheim")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    orphan = make_session(house.programme, title="Verwaist", slug="verwaist")
    translate(orphan, "en", slug="orphaned")
    orphan.unpublish()
    alias = make_session(house.programme, title="Alias", slug="alias")
    alias.copy_for_translation(house.locales["en"], alias=True)
    make_content_page(house.home, title="Impressum", slug="impressum")
    addresses = [
        "/de/programm/entwurf.png",
        "/de/programm/geheim.png",
        "/de/programm/verwaist.png",
        "/en/programme/orphaned.png",
        "/en/programme/alias.png",
        "/de/programme/questions.png",
        "/de/programm/personen.png",
        "/de/programm/personen/ada.png",
        "/de/impressum.png",
        "/de.png",
        "/de/nirgends/fragen.png",
        f"/de/{'x/' * 200}y.png",
        f"/de/programm/{'y' * 5000}.png",
        "/de/programm/fragen.png/",
    ]
    assert {a: client.get(a).status_code for a in addresses} == dict.fromkeys(addresses, 404)
    assert client.post("/de/programm/fragen.png").status_code == 405
    assert client.get("/de/programm/alias.png").status_code == 200


@pytest.mark.django_db
def test_pages_without_one_show_that_of_the_programme(client, house, panel) -> None:
    make_content_page(house.home, title="Impressum", slug="impressum")
    own = image_of(client, "/de/programm/")
    others = ["/de/", "/de/impressum/", "/de/programm/personen/", "/de/programm/personen/bo/"]
    assert {image_of(client, address) for address in others} == {own}


@pytest.mark.django_db
def test_people_show_their_portrait(client, panel) -> None:
    page = show(client, "/en/programme/speakers/ada/")
    told = dict(page.values("//meta[starts-with(@property, 'og:')]", "property", "content"))
    assert told["og:image"].startswith("http://localhost/media/images/photo-")
    assert {name: told[name] for name in told if name.startswith("og:image:")} == {
        "og:image:width": "480",
        "og:image:height": "600",
        "og:image:alt": "Ada in a hat",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, house, count) -> None:
    speakers = [make_speaker(f"Person {n}") for n in range(count)]
    times = [slot(f"2026-09-17 1{n}:00", 30, make_room(f"Raum {n}")) for n in range(count)]
    session = make_session(house.programme, slug="fragen", people=speakers, slots=times)
    translate(session, "en", slug="questions")
    found = {}
    for address in ("/de/programm/fragen.png", "/en/programme/questions.png", "/en/programme.png"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[address] = len(queries)
    assert found == {
        "/de/programm/fragen.png": 11,
        "/en/programme/questions.png": 11,
        "/en/programme.png": 4,
    }
