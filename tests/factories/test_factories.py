"""The builders build what they say."""

import pytest
from wagtail.models import Site

from sessions_app.models import SessionPage
from tests.factories import (
    full_body,
    make_editor,
    make_format,
    make_partner,
    make_photo,
    make_publisher,
    make_reviewer,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_track,
    make_translator,
    publish,
    slot,
    translate,
)

pytestmark = pytest.mark.django_db


def test_site_in_three_languages(settings):
    languages = [("de", "Deutsch"), ("en", "English"), ("fr", "Français")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    house = make_site("de", "en", "fr")
    assert list(Site.objects.values_list("root_page_id", flat=True)) == [house.home.pk]
    assert {code: page.get_url() for code, page in house.programmes.items()} == {
        "de": "/de/programm/",
        "en": "/en/programme/",
        "fr": "/fr/programme/",
    }
    assert [page.source for page in house.programmes.values()] == [
        None,
        house.programme,
        house.programme,
    ]


def test_session_with_everything():
    house = make_site()
    room = make_room()
    speaker = make_speaker("Ada Ölsner", photo=make_photo(de="Ada"))
    session = make_session(
        house.programme,
        title="Große Fragen",
        people=[(speaker, "moderator"), make_speaker("Bo Muster")],
        slots=[slot("2026-09-17 10:00", 90, room)],
        format=make_format(),
        track=make_track(),
        body=full_body(
            photo=make_photo(), speaker=speaker, partner=make_partner(), page=house.programme
        ),
    )
    assert session.get_url() == "/de/programm/grosse-fragen/"
    assert [b.block_type for b in session.body] == list(
        SessionPage.body.field.stream_block.child_blocks
    )
    assert [(str(a.speaker), a.role) for a in session.appearances.all()] == [
        ("Ada Ölsner", "moderator"),
        ("Bo Muster", "speaker"),
    ]
    english = translate(session, "en", title="Big questions")
    assert english.get_url() == "/en/programme/big-questions/"
    assert english.facts == session
    assert english.slots.count() == 0
    assert publish(session).latest_revision is not None


def test_users():
    house = make_site()
    users = [make_editor(house.home), make_translator(), make_reviewer(), make_publisher()]
    assert [
        sorted(u.groups.get().locale_permissions.values_list("action", flat=True)) for u in users
    ] == [
        ["write"],
        ["translate"],
        ["review", "translate"],
        ["publish", "translate"],
    ]
    assert [u.has_perm("wagtailadmin.access_admin") for u in users] == [True] * 4
