"""Previews: what is not saved, or not live, shown in its own language and marked as not public."""

from datetime import timedelta

import pytest
from django.utils import translation

from sessions_app.models import Appearance, ProgrammePage, SessionPage, Slot
from tests.factories import (
    block,
    body,
    make_content_page,
    make_room,
    make_session,
    make_speaker,
    slot,
    translate,
)
from tests.factories.content import stream

from .shown import Shown, parse

pytestmark = pytest.mark.django_db

MARK = "//p[@class='z-preview']"
FACTS = "//dl[@class='z-facts']/div"


def preview(page) -> Shown:
    """What the editor's preview shows."""
    return parse(page.make_preview_request())


def test_a_draft_says_that_it_is_not_public(house):
    session = make_session(
        house.programme, title="Entwurf", slots=[slot(room=make_room("Saal"))], live=False
    )
    shown = preview(session)
    assert (shown.status, shown.text("//h1")) == (200, "Entwurf")
    assert len(shown.texts(MARK)) == 1
    assert shown.values("//meta[@name='robots']", "content") == [("noindex",)]
    assert shown.values("//link[@rel='alternate' or @rel='canonical']", "href") == []
    assert shown.values(f"{FACTS}//time", "datetime")[0] == ("2026-09-17T10:00:00+02:00",)


def test_a_public_page_bears_no_mark(client, house):
    make_session(house.programme, slug="offen")
    assert parse(client.get("/de/programm/offen/")).texts(MARK) == []


def test_a_new_session_shows_the_parts_of_the_form(house, django_assert_max_num_queries):
    """As Wagtail's preview of a page that is being created: no row, no primary key."""
    ada, hall = make_speaker("Ada"), make_room("Saal")
    page = SessionPage(title="Neu", slug="neu", locale=house.locales["de"], spoken_language="de")
    parent = ProgrammePage.objects.get(pk=house.programme.pk)
    page.depth, page.path = (
        parent.depth + 1,
        SessionPage._get_children_path_interval(parent.path)[0],
    )
    page.set_url_path(parent)
    times = slot(room=hall)
    page.slots = [times, Slot(start=times.start + timedelta(days=1), minutes=30)]
    page.appearances = [Appearance(speaker=ada, role="moderator")]
    page.body = stream(page, body(block("quote", {"quote": "Ja.", "author": "Ada", "role": ""})))
    shown = preview(page)
    assert (page.pk, shown.status, shown.text("//h1")) == (None, 200, "Neu")
    assert shown.values(f"{FACTS}//time", "datetime")[::2] == [
        ("2026-09-17T10:00:00+02:00",),
        ("2026-09-18T10:00:00+02:00",),
    ]
    assert shown.texts("//p[@class='z-person-name']") == ["Ada"]
    assert shown.texts("//figure[@class='z-quote']/blockquote") == ["Ja."]
    assert SessionPage.objects.count() == 0


def unsaved_english(original: SessionPage, **texts: str) -> SessionPage:
    """An English copy without a row, as the desk builds it: facts through ``source``."""
    return SessionPage(
        locale=original.get_parent()
        .get_translation(type(original.locale).objects.get(language_code="en"))
        .locale,
        translation_key=original.translation_key,
        source=original,
        **texts,
    )


@pytest.mark.parametrize("has_place", [True, False])
def test_a_translation_without_a_row_shows_the_facts_of_its_original(house, has_place):
    hall = make_room("Saal")
    translate(hall, "en", name="Hall")
    ada = make_speaker("Ada", slug="ada", position="Informatikerin")
    original = make_session(
        house.programme,
        title="Gespräch",
        slug="gespraech",
        people=[ada],
        slots=[slot(room=hall)],
    )
    page = unsaved_english(original, title="Talk", slug="talk", summary="In English.")
    if has_place:
        parent = ProgrammePage.objects.get(pk=house.programmes["en"].pk)
        page.depth = parent.depth + 1
        page.path = SessionPage._get_children_path_interval(parent.path)[0]
        page.set_url_path(parent)
    with translation.override("de"):
        shown = preview(page)
    assert (page.pk, shown.values("/html", "lang")) == (None, [("en",)])
    assert shown.text("//h1") == "Talk"
    assert shown.texts(FACTS)[:2] == [
        "When 10:00–11:00 Thursday, 17 September 2026",
        "Where Hall",
    ]
    assert shown.rows("//div[@class='z-person-words']/p[2]", "lang") == [("Informatikerin", "de")]
    assert shown.text(MARK) == "Preview: this is not public yet."
    assert shown.texts("//p[@data-kind='translation']") == [
        "This text is a translation. Read the original in German"
    ]
    assert shown.rows("//p[@class='z-up']/a", "href") == [("Programme", "/en/programme/")]
    assert not SessionPage.objects.filter(source=original).exists()


def test_a_preview_leaves_the_language_of_the_desk_alone(house):
    original = make_session(house.programme, title="Gespräch")
    page = unsaved_english(original, title="Talk", slug="talk")
    with translation.override("de"):
        preview(page)
        assert translation.get_language() == "de"


def test_a_changed_programme_and_a_plain_page(house):
    programme = ProgrammePage.objects.get(pk=house.programmes["en"].pk)
    programme.introduction = "Not saved yet."
    make_session(house.programme, title="Nur hier", slots=[slot()])
    shown = preview(programme)
    assert shown.texts("//div[@class='z-lead']") == ["Not saved yet."]
    assert shown.rows("//h4/a", "lang") == [("Nur hier", "de")]
    imprint = make_content_page(house.home, title="Impressum", live=False)
    imprint.title = "Anders"
    shown = preview(imprint)
    assert (shown.text("//h1"), len(shown.texts(MARK))) == ("Anders", 1)


def test_a_session_below_a_draft_programme_keeps_its_time_zone(house):
    programme = ProgrammePage.objects.get(pk=house.programme.pk)
    programme.live, programme.time_zone = False, "Asia/Tokyo"
    programme.save()
    session = make_session(house.programme, slots=[slot()], live=False)
    assert preview(session).values(f"{FACTS}//time", "datetime")[0] == (
        "2026-09-17T17:00:00+09:00",
    )
