"""An editor's way through Wagtail's own views: write, save, publish, choose, inspect."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from sessions_app.models import SessionPage, Speaker
from tests.factories import (
    make_editor,
    make_format,
    make_partner,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_track,
    slot,
)

from .forms import session_data, slot_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_site()


@pytest.fixture
def editor(client, house):
    """A browser in which the editor of the German pages has signed in."""
    client.force_login(make_editor(house.home))
    return client


def add_url(house):
    return reverse(
        "wagtailadmin_pages:add", args=["sessions_app", "sessionpage", house.programme.pk]
    )


def test_a_session_is_written_and_published(editor, house):
    ada, partner = make_speaker("Ada"), make_partner()
    text = rich_text("<p>Ein Wort.</p>", features=["bold"])
    data = session_data(
        title="Große Fragen",
        format=str(make_format().pk),
        track=str(make_track().pk),
        spoken_language="de",
        captions=["de", "en"],
        slots=[slot_data(room=str(make_room().pk))],
        appearances=[{"speaker": str(ada.pk), "role": "moderator"}],
        body=streamfield(
            [
                ("text", text),
                ("partner", {"partner": str(partner.pk), "kind": "funded", "text": "Dank"}),
            ]
        ),
    )
    data["action-publish"] = "yes"
    response = editor.post(add_url(house), dict(data.lists()))
    assert response.status_code == 302
    session = SessionPage.objects.get()
    assert (session.live, session.slug, session.source) == (True, "grosse-fragen", None)
    assert session.captions == ["de", "en"]
    assert [(s.start, s.minutes) for s in session.slots.all()] == [
        (datetime(2026, 9, 17, 8, 0, tzinfo=UTC), 60)
    ]
    assert [(a.speaker, a.role) for a in session.appearances.all()] == [(ada, "moderator")]
    assert [block.block_type for block in session.body] == ["text", "partner"]


def test_a_session_without_its_facts_stays_a_draft(editor, house):
    data = session_data(title="Große Fragen")
    data["action-publish"] = "yes"
    response = editor.post(add_url(house), dict(data.lists()))
    assert set(response.context["form"].errors) == {"format", "spoken_language"}
    assert SessionPage.objects.count() == 0
    del data["action-publish"]
    assert editor.post(add_url(house), dict(data.lists())).status_code == 302
    assert SessionPage.objects.get().live is False


def test_a_moved_slot_is_saved_where_it_was(editor, house):
    session = make_session(house.programme, slots=[slot()], format=make_format())
    row = slot_data(
        "2026-09-18 14:30",
        id=str(session.slots.get().pk),
        state="moved",
        previous_start="2026-09-17 10:00",
    )
    data = session_data(
        title=session.title,
        slug=session.slug,
        format=str(session.format_id),
        spoken_language="de",
        slots=[row],
    )
    data["slots-INITIAL_FORMS"] = "1"
    data["action-publish"] = "yes"
    response = editor.post(
        reverse("wagtailadmin_pages:edit", args=[session.pk]), dict(data.lists())
    )
    assert response.status_code == 302
    (moved,) = session.slots.all()
    assert moved.pk == int(row["id"])
    assert moved.start == datetime(2026, 9, 18, 12, 30, tzinfo=UTC)
    assert moved.previous_start == datetime(2026, 9, 17, 8, 0, tzinfo=UTC)


def test_a_person_is_written_and_published(editor, house):
    data = nested_form_data(
        {
            "name": "Dr. Jörg Groß",
            "slug": "",
            "pronouns": "er",
            "photo": "",
            "website": "https://example.org/",
            "position": "Leiter",
            "organisation": "Haus",
            "biography": rich_text("<p>Spricht.</p>", features=["bold"]),
            "links": streamfield([("link", {"label": "Anderswo", "url": "https://example.com/"})]),
            "action-publish": "yes",
        }
    )
    response = editor.post(reverse("wagtailsnippets_sessions_app_speaker:add"), data)
    assert response.status_code == 302
    speaker = Speaker.objects.get()
    assert (speaker.live, speaker.slug) == (True, "dr-joerg-gross")
    assert speaker.locale == house.locales["de"]
    assert [link.value["url"] for link in speaker.links] == ["https://example.com/"]


def test_what_names_a_person_is_told_before_the_person_is_deleted(editor, house):
    ada = make_speaker("Ada")
    session = make_session(house.programme, people=[ada])
    url = reverse("wagtailsnippets_sessions_app_speaker:usage", args=[ada.pk])
    usages = editor.get(url).context["object_list"]
    assert [str(page) for page, _references in usages] == [str(session)]


@pytest.mark.parametrize("model", ["speaker", "partner", "track", "sessionformat", "room"])
def test_everything_can_be_inspected_and_nothing_copied(editor, house, model):
    makers = {
        "speaker": make_speaker,
        "partner": make_partner,
        "track": make_track,
        "sessionformat": make_format,
        "room": make_room,
    }
    instance = makers[model]()
    name = f"wagtailsnippets_sessions_app_{model}"
    response = editor.get(reverse(f"{name}:inspect", args=[instance.pk]))
    assert response.context["object"] == instance
    assert response.context["fields"][0]["value"] == str(instance)
    copied = editor.get(reverse(f"{name}:inspect", args=[instance.pk]).replace("inspect", "copy"))
    assert copied.status_code == 404
