"""What a session page shows, in both languages, and with which language on which words."""

from datetime import datetime

import pytest
from wagtail.models import Locale

from sessions_app.enums import SlotState
from sessions_app.models import Material
from sessions_app.translation import localize
from sessions_app.translation.models import Release
from tests.factories import (
    block,
    body,
    full_body,
    make_content_page,
    make_format,
    make_partner,
    make_photo,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
    slot,
    translate,
)
from tests.factories.content import BERLIN

from .shown import Shown, show

pytestmark = pytest.mark.django_db

FACTS = "//dl[@class='z-facts']/div"
PEOPLE = "//section[@class='z-people']//li"
BODY = "//div[@class='z-body']"


@pytest.fixture
def panel(house):
    """A session with everything a session can hold, translated."""
    hall = make_room("Großer Saal", step_free=True)
    translate(hall, "en", name="Great Hall")
    track = make_track("Staat", color="#b0603a")
    translate(track, "en", name="State")
    ada = make_speaker(
        "Ada Beispiel",
        slug="ada",
        position="Informatikerin",
        organisation="Hochschule",
        photo=make_photo("Ada", credit="Mila Brandt", de="Ada am Pult", en="Ada at the lectern"),
    )
    translate(ada, "en", position="Computer scientist", organisation="University")
    bo = make_speaker("Bo Muster", slug="bo", position="Moderator", pronouns="er")
    partner = make_partner(
        "Stiftung Wort", website="https://example.org/wort", logo=make_photo("Logo")
    )
    translate(partner, "en", name="Word Foundation")
    imprint = make_content_page(house.home, title="Impressum")
    raw = full_body(
        photo=make_photo("Saal", credit="Jonas Feld"), speaker=ada, partner=partner, page=imprint
    )
    session = make_session(
        house.programme,
        title="Gespräch",
        slug="gespraech",
        subtitle="Über den Staat",
        summary="Worum es geht.\n\nUnd um mehr.",
        people=[ada, (bo, "moderator")],
        slots=[slot("2026-09-17 10:00", 75, hall)],
        format=make_format("Podium"),
        track=track,
        interpretation=["en"],
        captions=["de", "en"],
        sign_language="gsg",
        materials=[
            Material(kind="paper", url="https://example.org/text", title="Aufsatz", language="de"),
            Material(kind="slides", url="https://example.org/folien"),
        ],
        body=raw,
    )
    translate(
        session,
        "en",
        title="Talk",
        slug="talk",
        subtitle="On the state",
        summary="What it is about.",
        body=raw,
    )
    return session


@pytest.fixture
def english(client, panel) -> Shown:
    """The English page."""
    return show(client, "/en/programme/talk/")


@pytest.fixture
def german(client, panel) -> Shown:
    """The German page."""
    return show(client, "/de/programm/gespraech/")


def test_texts_are_those_of_the_language(german, english):
    places = (
        "//h1",
        "//p[@class='z-subtitle']",
        "//div[@class='z-summary']/p",
        "//p[@class='z-up']",
    )
    assert [german.texts(path) for path in places] == [
        ["Gespräch"],
        ["Über den Staat"],
        ["Worum es geht.", "Und um mehr."],
        ["Programm"],
    ]
    assert [english.texts(path) for path in places] == [
        ["Talk"],
        ["On the state"],
        ["What it is about."],
        ["Programme"],
    ]
    assert english.text("//title") == "Talk – Zwiesprache"
    assert english.values("//meta[@name='description']", "content") == [("What it is about.",)]


def test_the_title_is_told_in_the_other_voice_as_well(german, english):
    voice = "//p[@class='z-voice']/a"
    assert german.rows(voice, "href", "lang", "hreflang") == [
        ("Talk", "/en/programme/talk/", "en", "en")
    ]
    assert english.rows(voice, "href", "lang", "hreflang") == [
        ("Gespräch", "/de/programm/gespraech/", "de", "de")
    ]
    assert english.values("//p[@class='z-voice']", "data-voice") == [("source",)]


def test_facts_are_told_in_the_readers_language(english):
    assert english.texts(FACTS) == [
        "When 10:00–11:15 Thursday, 17 September 2026",
        "Where Great Hall reached without steps",
        "Held in German Interpretation: English Captions: German, English German Sign Language",
        "Format Podium State",
    ]
    assert english.values(f"{FACTS}//time", "datetime") == [
        ("2026-09-17T10:00:00+02:00",),
        ("2026-09-17T11:15:00+02:00",),
    ]
    assert english.rows(f"{FACTS}//*[@lang]", "lang") == [("Podium", "de")]
    assert english.values(f"{FACTS}//*[local-name()='rect']", "fill") == [("#b0603a",)]


def test_facts_are_the_same_on_the_page_of_the_original(german):
    assert german.values(f"{FACTS}//time", "datetime") == [
        ("2026-09-17T10:00:00+02:00",),
        ("2026-09-17T11:15:00+02:00",),
    ]
    assert german.rows(f"{FACTS}//*[@lang]", "lang") == []


def test_people_in_order_with_role_photo_and_the_language_of_their_words(english):
    assert english.texts(PEOPLE) == [
        "Ada Beispiel Computer scientist University",
        "B Bo Muster er Moderator Moderator",
    ]
    assert english.rows(f"{PEOPLE}//a", "href", "hreflang") == [
        ("Ada Beispiel", "/en/programme/speakers/ada/", ""),
        ("Bo Muster", "/de/programm/personen/bo/", "de"),
    ]
    assert english.rows(f"{PEOPLE}//*[@lang]", "lang") == [("Moderator", "de")]
    assert english.texts(f"{PEOPLE}//p[@class='z-person-role']") == ["Moderator"]
    assert english.values(f"{PEOPLE}//img", "alt", "loading") == [("Ada at the lectern", "lazy")]
    assert english.text("//p[@class='z-credits']") == "Photograph: Mila Brandt"


def test_pictures_come_in_three_formats_with_sizes(english):
    picture = f"({PEOPLE}//picture)[1]"
    types = english.values(f"{picture}//source", "type")
    assert types == [("image/webp",)]
    ((srcset, sizes, width),) = english.values(f"{picture}//img", "srcset", "sizes", "width")
    assert [candidate.split()[1] for candidate in srcset.split(", ")] == [f"{width}w"]
    assert sizes == "(min-width: 40rem) 10rem, 6rem"


def test_every_block_of_the_body(english):
    assert english.texts(f"{BODY}/div[contains(@class, 'z-block')]") == [
        "Worum es gehtDie Verwaltung lernt, sagt the civil service, und mehr dazu steht im"
        " Bericht.ErstensZweitens",
        "Reden hilft.Ada Beispiel, Moderatorin",
        "Mehr erfahrenAufgeklappt.",
        "Ablauf ZeitWas 10 UhrBeginn11 Uhr",
        "Zum Weiterlesen Auf dieser Seite Anderswo",
        "Der Saal am Morgen Photograph: Jonas Feld",
        "Aufzeichnung opens at example.org90 Minuten Photograph: Jonas Feld",
        "Ada Beispiel Leiterin der Denkfabrik Photograph: Mila Brandt",
        "Partner Funded by Word Foundation Mit freundlicher Förderung. Word Foundation supports"
        " this session with a grant. The organisers alone chose content and speakers.",
    ]
    assert english.rows(f"{BODY}//a[@lang]", "lang", "href") == [("the civil service", "en", "")]
    assert english.rows(f"{BODY}//figure[@class='z-portrait']//a", "href") == [
        ("Ada Beispiel", "/en/programme/speakers/ada/")
    ]
    assert english.rows(f"{BODY}//aside//a", "href") == [
        ("Word Foundation", "https://example.org/wort")
    ]
    assert english.values(f"{BODY}//figure[@class='z-figure']//img", "alt") == [
        ("Ein voller Saal",)
    ]


def test_links_lead_to_the_readers_language_or_say_that_they_do_not(client, panel, english):
    links = f"{BODY}//div[@class='z-prose']//a[@href] | {BODY}//ul[@class='z-linklist']//a"
    assert english.rows(links, "href", "hreflang")[:4] == [
        ("mehr dazu", "/de/impressum/", "de"),
        ("im Bericht", "https://example.org/bericht", ""),
        ("Auf dieser Seite", "/de/impressum/", "de"),
        ("Anderswo", "https://example.org/", ""),
    ]
    imprint = panel.get_parent().get_parent().get_children().get(slug="impressum").specific
    translate(imprint, "en", slug="imprint")
    assert show(client, "/en/programme/talk/").rows(links, "href", "hreflang")[:3] == [
        ("mehr dazu", "/en/imprint/", ""),
        ("im Bericht", "https://example.org/bericht", ""),
        ("Auf dieser Seite", "/en/imprint/", ""),
    ]
    imprint.live = False
    imprint.save()
    imprint.get_translations().update(live=False)
    assert show(client, "/en/programme/talk/").rows(links, "href", "hreflang")[:2] == [
        ("im Bericht", "https://example.org/bericht", ""),
        ("Anderswo", "https://example.org/", ""),
    ]


def test_materials_say_their_kind_and_language(english):
    assert english.rows("//section[@class='z-materials']//a", "href", "hreflang") == [
        ("Paper Aufsatz German", "https://example.org/text", "de"),
        ("Slides", "https://example.org/folien", ""),
    ]
    assert english.rows("//section[@class='z-materials']//strong", "lang") == [("Aufsatz", "de")]


def test_what_is_not_live_is_shown_nowhere(client, house):
    hidden = make_speaker("Verborgen", slug="verborgen", live=False)
    translate(hidden, "en")
    secret = make_partner("Geheim", live=False)
    track, room = make_track("Leise", live=False), make_room("Keller", live=False)
    session = make_session(
        house.programme,
        slug="x",
        people=[hidden],
        slots=[slot(room=room)],
        track=track,
        body=body(
            block("portrait", {"speaker": hidden.pk, "role": "Niemand"}),
            block("partner", {"partner": secret.pk, "kind": "funded", "text": "Nichts"}),
        ),
    )
    translate(session, "en", slug="x")
    for address in ("/de/programm/x/", "/en/programme/x/"):
        shown = show(client, address)
        assert shown.texts(PEOPLE) == []
        assert shown.texts(f"{BODY}/div") == ["", ""]
        assert len(shown.texts(FACTS)) == 2


def test_a_person_released_with_half_the_texts_borrows_the_other_half(client, house):
    ada = make_speaker(
        "Ada", slug="ada", position="Informatikerin", biography="<p>Lebt in Bremen.</p>"
    )
    translate(ada, "en", position="Computer scientist", biography="")
    translate(make_session(house.programme, people=[ada]), "en", slug="x")
    shown = show(client, "/en/programme/speakers/ada/")
    assert shown.rows("//p[@class='z-subtitle']", "lang") == [("Computer scientist", "")]
    assert shown.rows("//div[@class='z-prose']", "lang") == [("Lebt in Bremen.", "de")]


def test_a_moved_session_says_from_when(client, house):
    def state(**fields):
        session = make_session(
            house.programme, title=str(fields), slots=[slot("2026-09-17 10:00", 60, **fields)]
        )
        english = translate(session, "en", title=str(fields))
        return show(client, f"/en/programme/{english.slug}/").texts(
            "//*[contains(@class, 'z-state')]"
        )

    same_day = datetime(2026, 9, 17, 9, 30, tzinfo=BERLIN)
    day_before = datetime(2026, 9, 16, 22, 0, tzinfo=BERLIN)
    assert state(state=SlotState.MOVED, previous_start=same_day) == ["Moved, formerly 09:30"]
    assert state(state=SlotState.MOVED, previous_start=day_before) == [
        "Moved, formerly Wednesday, 16 September, 22:00"
    ]
    assert state(state=SlotState.CANCELLED) == ["Cancelled"]
    assert state() == []


def test_a_session_with_no_time_left_is_cancelled(client, house):
    off, on = (
        slot("2026-09-17 10:00", state=SlotState.CANCELLED),
        slot("2026-09-18 10:00"),
    )
    make_session(house.programme, title="Ganz", slug="ganz", slots=[off])
    make_session(
        house.programme,
        title="Halb",
        slug="halb",
        slots=[slot("2026-09-17 10:00", state=SlotState.CANCELLED), on],
    )
    alarm = "//p[@class='z-alarm']"
    assert len(show(client, "/de/programm/ganz/").texts(alarm)) == 1
    assert show(client, "/de/programm/halb/").texts(alarm) == []


def test_a_session_without_facts_says_what_is_open(client, house):
    translate(make_session(house.programme, slug="x", spoken_language=""), "en", slug="x")
    assert show(client, "/en/programme/x/").texts(FACTS) == ["When Time to be announced"]


def test_a_moved_slot_is_moved_in_every_language_at_once(client, panel):
    moved = panel.slots.get()
    moved.start = datetime(2026, 9, 18, 16, 0, tzinfo=BERLIN)
    moved.save()
    for address in ("/de/programm/gespraech/", "/en/programme/talk/"):
        assert show(client, address).values(f"{FACTS}//time", "datetime")[0] == (
            "2026-09-18T16:00:00+02:00",
        )


@pytest.mark.django_db(transaction=True)
def test_a_changed_original_is_said_to_be_ahead(client, panel):
    english = Locale.objects.get(language_code="en")
    # What was released is what stands in German now.

    localize.register([panel])
    (source,) = localize.snapshot([panel])
    Release.objects.create(
        source=source,
        locale=english,
        digest=source.state.digest,
        at=datetime(2026, 1, 1, tzinfo=BERLIN),
    )
    behind = "//p[@data-kind='behind']"
    assert show(client, "/en/programme/talk/").texts(behind) == []
    panel.summary = "Worum es nun geht."
    publish(panel)
    assert show(client, "/en/programme/talk/").texts(behind) == [
        "The German original has changed since; this text still follows the earlier wording."
        " Times, rooms and people are up to date."
    ]
    assert show(client, "/en/programme/talk/").texts("//div[@class='z-summary']/p") == [
        "What it is about."
    ]
    assert show(client, "/de/programm/gespraech/").texts(behind) == []
