"""The words of a body, from its raw data."""

import pytest

from sessions_app.blocks.plain import plain, texts
from sessions_app.models import SessionPage
from tests.factories import full_body, make_content_page, make_partner, make_photo, make_speaker
from tests.factories.site import make_site


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>Ver<b>walt</b>ung &amp; Staat</p>", "Verwaltung & Staat"),
        ("<h2>Eins</h2><ul><li>Zwei</li><li> </li></ul>Drei<br/>Vier", "Eins\nZwei\nDrei\nVier"),
        ('<p data-block-key="k1">Ein <a linktype="page" id="7">Wort</a></p>', "Ein Wort"),
        ("<p>&lt;script&gt;</p>", "<script>"),
    ],
)
def test_rich_text(html, text):
    assert plain(html) == text


@pytest.mark.django_db
def test_every_text_of_every_block_in_reading_order_and_nothing_else(django_assert_num_queries):
    house = make_site()
    raw = full_body(
        photo=make_photo(),
        speaker=make_speaker(),
        partner=make_partner(),
        page=make_content_page(house.home),
    )
    block = SessionPage._meta.get_field("body").stream_block
    with django_assert_num_queries(0):
        found = list(texts(block, raw))
    assert found == [
        "Worum es geht\nDie Verwaltung lernt, sagt the civil service, und mehr dazu steht im"
        " Bericht.\nErstens\nZweitens",
        "Reden hilft.",
        "Ada Beispiel",
        "Moderatorin",
        "Mehr erfahren",
        "Aufgeklappt.",
        "Ablauf\nZeit, Was\n10 Uhr, Beginn\n11 Uhr",
        "Zum Weiterlesen",
        "Auf dieser Seite",
        "Anderswo",
        "Ein voller Saal",
        "Der Saal am Morgen",
        "Aufzeichnung",
        "90 Minuten",
        "Leiterin der Denkfabrik",
        "Mit freundlicher Förderung.",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        [{"type": "text", "value": None, "id": "1"}],
        [{"type": "gone", "value": "Text", "id": "1"}],
        [{"type": "table", "value": None, "id": "1"}],
        [{"type": "quote", "value": {}, "id": "1"}],
    ],
)
def test_what_is_missing_says_nothing(raw):
    block = SessionPage._meta.get_field("body").stream_block
    assert list(texts(block, raw)) == []
