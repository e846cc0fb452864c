"""Previews: of pages and snippets as drafts, of every block before it is chosen."""

import html5lib
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block

from sessions_app.models import Partner, SessionPage, Speaker, Track
from tests.factories import (
    body,
    make_editor,
    make_partner,
    make_photo,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    slot,
    translate,
)

from .forms import session_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_site()


def document(response):
    """The parsed answer; an HTML that a parser must mend fails."""
    assert response.status_code == 200
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(response.content)


def words(node):
    """All words of a node, in order."""
    return " ".join("".join(node.itertext()).split())


@pytest.mark.parametrize("kind", list(SessionPage.body.field.stream_block.child_blocks))
@pytest.mark.parametrize("is_filled", [True, False], ids=["filled", "empty library"])
def test_every_block_is_previewed(client, house, kind, is_filled):
    if is_filled:
        make_speaker("Ada Beispiel", photo=make_photo(de="Ada"))
        make_partner("Stiftung Wort", logo=make_photo())
        make_photo(de="Ein Saal")
    block = SessionPage.body.field.stream_block.child_blocks[kind]
    assert block.is_previewable
    assert block.get_description() != ""
    assert block.meta.icon != Block._meta_class.icon
    client.force_login(make_editor(house.home))
    page = document(
        client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    )
    shown = page.find(f".//div[@class='z-block z-block-{kind}']")
    says_something = words(shown) != ""
    assert says_something is (is_filled or kind not in {"portrait", "partner", "image"})


SNIPPETS = {
    Speaker: {"name": "Dr. Ada Beispiel", "position": "Leitung", "biography": "<p>Spricht.</p>"},
    Partner: {"name": "Stiftung Wort", "description": "Fördert."},
    Track: {"name": "Staat", "color": "#1a5fb4"},
}


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Speaker, "Dr. Ada Beispiel Leitung Spricht."),
        (Partner, "Stiftung Wort Fördert."),
        (Track, "Staat"),
    ],
)
def test_a_snippet_is_previewed_as_it_stands(house, model, said):
    unsaved = model(locale=house.locales["de"], **SNIPPETS[model])
    assert words(document(unsaved.make_preview_request()).find("body")) == said


def test_the_preview_of_a_translation_borrows_the_facts(house):
    speaker = make_speaker("Dr. Ada Beispiel", photo=make_photo(en="Ada speaking"))
    english = translate(speaker, "en", position="Chair", biography="<p>Speaks.</p>")
    page = document(english.make_preview_request())
    assert page.get("lang") == "en"
    assert words(page.find("body")) == "Dr. Ada Beispiel Chair Speaks."
    assert page.find(".//img").get("alt") == "Ada speaking"


def test_a_session_is_previewed_while_it_is_written(client, house):
    """The texts that were typed and not saved, with the facts beside them."""
    session = make_session(house.programme, title="Alt", body=body(text_html="<p>Alt</p>"))
    client.force_login(make_superuser())
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[session.pk])
    room, track = make_room("Kleiner Saal"), make_track("Staat")
    data = session_data(
        title="Neu",
        track=str(track.pk),
        slots=[
            {
                "start": "2026-09-17 10:00",
                "minutes": "90",
                "room": str(room.pk),
                "state": "planned",
                "previous_start": "",
            }
        ],
    )
    stored = client.post(url, data)
    assert stored.json() == {"is_valid": True, "is_available": True}
    page = document(client.get(url))
    assert words(page.find(".//h1")) == "Neu"
    said = words(page.find(".//main"))
    assert [word in said for word in ("Alt", "Kleiner Saal", "Staat", "10:00")] == [
        False,
        True,
        True,
        True,
    ]
    session.refresh_from_db()
    assert session.title == "Alt"


def test_a_draft_is_previewed_and_the_public_reads_what_was_published(house):
    session = make_session(house.programme, title="Alt", slots=[slot()])
    session.title = "Neu"
    session.save_revision()
    draft = session.get_latest_revision_as_object()
    response = draft.make_preview_request()
    assert words(document(response).find(".//h1")) == "Neu"
    assert words(document(Client().get(session.get_url())).find(".//h1")) == "Alt"
