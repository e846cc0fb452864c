"""What every block yields for translation, and that it takes the translations back."""

from uuid import uuid4

import pytest
from wagtail_localize.segments import RelatedObjectSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from sessions_app.models import SessionPage
from tests.factories import (
    block,
    body,
    full_body,
    make_partner,
    make_photo,
    make_session,
    make_site,
    make_speaker,
)
from tests.factories.bodies import table

pytestmark = pytest.mark.django_db


def session_with(*blocks, programme=None):
    """A session of these blocks, read anew."""
    return make_session(programme or make_site().programme, body=body(*blocks))


def texts_of(session):
    """Texts to translate below the body as (path without the block's id, text)."""
    return [
        (".".join(segment.path.split(".")[2:]), segment.string.render_text())
        for segment in extract_segments(session)
        if isinstance(segment, StringSegmentValue) and segment.path.startswith("body.")
    ]


def translated(session):
    """The session with every text in upper case, through wagtail-localize's own pair."""
    upper = []
    for segment in extract_segments(session):
        if isinstance(segment, StringSegmentValue):
            # Tags stay as they are: only what stands between them is raised.
            parts = segment.string.data.split("<")
            head, *tail = parts
            tail = [f"{tag}>{text.upper()}" for tag, text in (part.split(">", 1) for part in tail)]
            string = StringValue("<".join([head.upper(), *tail]))
            segment = StringSegmentValue(
                segment.path, string, order=segment.order, attrs=segment.attrs
            )
        upper.append(segment)
    target = SessionPage.objects.get(pk=session.pk)
    locale = session.locale
    ingest_segments(session, target, locale, locale, upper)
    return target


TABLE = [
    # kind, value, texts to translate, raw value with every text in upper case
    (
        "text",
        '<p>Ein <b>Wort</b> und <a linktype="lang" lang="en">a word</a>.</p>',
        [("", "Ein Wort und a word.")],
        '<p>EIN <b>WORT</b> UND <a lang="en" linktype="lang">A WORD</a>.</p>',
    ),
    (
        "quote",
        {"quote": "Reden hilft.", "author": "Ada Beispiel", "role": "Leitung"},
        [("quote", "Reden hilft."), ("role", "Leitung")],
        {"quote": "REDEN HILFT.", "author": "Ada Beispiel", "role": "LEITUNG"},
    ),
    (
        "quote",
        {"quote": "Reden hilft.", "author": "", "role": ""},
        [("quote", "Reden hilft.")],
        {"quote": "REDEN HILFT.", "author": "", "role": ""},
    ),
    (
        "details",
        {"summary": "Mehr", "text": "<p>Noch mehr</p>"},
        [("summary", "Mehr"), ("text", "Noch mehr")],
        {"summary": "MEHR", "text": "<p>NOCH MEHR</p>"},
    ),
    (
        "table",
        table("Ablauf", ["Zeit", "Was"], [["10 Uhr", "Ja"], ["", "Ja"], ["  ", "Nein"]]),
        [("", text) for text in ("Ablauf", "Zeit", "Was", "10 Uhr", "Ja", "Ja", "Nein")],
        table("ABLAUF", ["ZEIT", "WAS"], [["10 UHR", "JA"], ["", "JA"], ["  ", "NEIN"]]),
    ),
    ("table", table("", [], []), [], table("", [], [])),
    (
        "video",
        {"title": "Film", "url": "https://example.org/f", "poster": None, "caption": ""},
        [("title", "Film")],
        {"title": "FILM", "url": "https://example.org/f", "poster": None, "caption": ""},
    ),
    ("portrait", {"speaker": None, "role": "Leitung"}, [("role", "Leitung")], None),
    ("portrait", {"speaker": None, "role": ""}, [], None),
    (
        "partner",
        {"partner": None, "kind": "funded", "text": "Dank"},
        [("text", "Dank")],
        {"partner": None, "kind": "funded", "text": "DANK"},
    ),
    (
        "image",
        {"image": {"image": None, "alt_text": "Saal", "decorative": False}, "caption": "Am Tag"},
        [("caption", "Am Tag")],
        {"image": {"image": None, "alt_text": None, "decorative": None}, "caption": "AM TAG"},
    ),
]


@pytest.mark.parametrize(("kind", "value", "texts", "raised"), TABLE)
def test_every_block_yields_its_texts_and_takes_them_back(kind, value, texts, raised):
    session = session_with(block(kind, value))
    assert texts_of(session) == texts
    if raised is not None:
        assert translated(session).body.get_prep_value()[0]["value"] == raised


def test_all_kinds_are_in_the_table():
    tested = {kind for kind, *_rest in TABLE} | {"links"}
    assert tested == set(SessionPage.body.field.stream_block.child_blocks)


def test_a_list_of_links():
    house = make_site()
    value = {
        "heading": "Mehr",
        "links": [
            {"label": "Hier", "page": house.programme.pk, "url": ""},
            {"label": "Dort", "page": None, "url": "https://example.org/"},
        ],
    }
    session = session_with(block("links", value), programme=house.programme)
    first, second = session.body[0].value["links"].bound_blocks
    assert texts_of(session) == [
        ("heading", "Mehr"),
        (f"links.{first.id}.label", "Hier"),
        (f"links.{second.id}.label", "Dort"),
    ]
    raw = translated(session).body.get_prep_value()[0]["value"]
    assert raw["heading"] == "MEHR"
    assert [item["value"] for item in raw["links"]] == [
        {"label": "HIER", "page": house.programme.pk, "url": ""},
        {"label": "DORT", "page": None, "url": "https://example.org/"},
    ]


def test_a_picture_keeps_its_picture_and_changes_its_texts():
    photo = make_photo()
    picture = {"image": photo.pk, "alt_text": "Ein Saal", "decorative": False}
    session = session_with(block("image", {"image": picture, "caption": "Am Tag"}))
    assert texts_of(session) == [("image.alt_text", "Ein Saal"), ("caption", "Am Tag")]
    assert translated(session).body.get_prep_value()[0]["value"] == {
        "image": {"image": photo.pk, "alt_text": "EIN SAAL", "decorative": False},
        "caption": "AM TAG",
    }


def test_a_decorative_picture_has_nothing_to_say():
    picture = {"image": make_photo().pk, "alt_text": "vergessen", "decorative": True}
    session = session_with(block("image", {"image": picture, "caption": ""}))
    assert texts_of(session) == []


def test_a_picture_deleted_from_the_library_stops_no_release():
    photo = make_photo()
    picture = {"image": photo.pk, "alt_text": "Ein Saal", "decorative": False}
    session = session_with(block("image", {"image": picture, "caption": "Am Tag"}))
    photo.delete()
    session = SessionPage.objects.get(pk=session.pk)
    assert translated(session).body[0].value["caption"] == "AM TAG"


def test_people_partners_and_pages_are_facts():
    """None of them is a segment: they are read from the source in every language."""
    house = make_site()
    session = make_session(
        house.programme,
        body=full_body(
            photo=make_photo(),
            speaker=make_speaker(),
            partner=make_partner(),
            page=house.programme,
        ),
    )
    related = [s for s in extract_segments(session) if isinstance(s, RelatedObjectSegmentValue)]
    assert related == []
    before, after = session.body.get_prep_value(), translated(session).body.get_prep_value()
    for kind, name in (("portrait", "speaker"), ("partner", "partner"), ("video", "poster")):
        chosen = [[b["value"][name] for b in raw if b["type"] == kind] for raw in (before, after)]
        assert chosen[0] == chosen[1]


def test_an_unknown_block_is_left_out():
    """A block that a host has taken away again must not stop a translation."""
    raw = [{"type": "gone", "value": "?", "id": str(uuid4())}, block("text", "<p>Da</p>")]
    assert texts_of(make_session(make_site().programme, body=raw)) == [("", "Da")]


def test_a_table_refuses_translations_of_another_table():
    session = session_with(block("table", table("Ablauf", ["Zeit"], [["10 Uhr"]])))
    value = session.body[0].value
    segment = StringSegmentValue("", StringValue("one"))
    with pytest.raises(ValueError, match="as many translations as texts"):
        session.body[0].block.restore_translated_segments(value, [segment])
