"""Opened, resumed, previewed, released: the steps of a translation and who may take them."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Locale, Page

from sessions_app.models import Track
from sessions_app.translation import drafting, localize, release
from sessions_app.translation.models import Action, Release
from tests.factories import House, make_group, make_session, make_track, make_user, translate
from tests.translation.desk.conftest import ASYNC
from tests.translation.desk.test_editor import words

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]


def open_address(instance: Any, language: str = "en") -> str:
    """Where ``instance`` is opened for translation."""
    content_type = ContentType.objects.get_for_model(type(instance))
    return f"/admin/translations/open/{content_type.pk}/{instance.pk}/{language}/"


def test_opening_leads_to_the_editor_and_makes_nothing_public(
    desk: Client, session: Any, en: Locale
) -> None:
    before = Page.objects.count()
    response = desk.post(open_address(session))
    opened = localize.translations_of([session.translation_key], en).get()
    assert response["location"] == f"/admin/translations/{opened.pk}/"
    assert Page.objects.count() == before
    track = localize.translations_of([session.track.translation_key], en).get()
    assert (track.enabled, Track.objects.filter(locale=en).count()) == (True, 0)


def test_the_address_asks_first_and_leads_on_later(
    desk: Client, session: Any, en: Locale, soup: Soup
) -> None:
    page = soup(desk.get(open_address(session)))
    assert words(page, ".desk--narrow p") == [
        "Not translated yet from Deutsch into English. Opening it makes nothing public.",
        "Back to all translations",
    ]
    assert localize.translations_of([session.translation_key], en).count() == 0
    desk.post(open_address(session))
    opened = localize.translations_of([session.translation_key], en).get()
    assert desk.get(open_address(session))["location"] == f"/admin/translations/{opened.pk}/"


def test_what_was_made_by_hand_is_left_alone_with_a_word(
    desk: Client, session: Any, en: Locale, soup: Soup
) -> None:
    by_hand = translate(session, "en", title="By hand")
    response = desk.post(open_address(session), follow=True)
    assert words(soup(response), ".messages > ul > li") == [
        "“Was ist Verwaltung?” was left alone: It was made by hand."
    ]
    by_hand.refresh_from_db()
    assert by_hand.title == "By hand"
    assert localize.translations_of([session.translation_key], en).count() == 0


def test_a_stopped_one_leads_to_where_it_can_be_resumed(
    desk: Client, opened: Any, session: Any, soup: Soup
) -> None:
    type(opened).objects.filter(pk=opened.pk).update(enabled=False)
    response = desk.post(open_address(session), follow=True)
    assert response.redirect_chain == [(f"/admin/translations/{opened.pk}/", 302)]
    assert words(soup(response), ".messages > ul > li") == [
        "“Was ist Verwaltung?” was left alone: Its translation was stopped; resume it first."
    ]


def test_an_original_of_the_target_language_is_not_found(
    desk: Client, house: House, en: Locale
) -> None:
    english = make_session(house.programmes["en"], title="Written in English")
    user = make_user("user", make_group("o", languages={"en": [Action.TRANSLATE]}))
    desk.force_login(user)
    assert desk.post(open_address(english)).status_code == 404


@pytest.mark.parametrize(
    "path", ["open/999999/1/en/", "open/{user}/1/en/", "open/{page}/x/en/", "open/{page}/1/xx/"]
)
def test_what_cannot_be_translated_is_not_found(desk: Client, session: Any, path: str) -> None:
    types = {
        "user": ContentType.objects.get_for_model(get_user_model()).pk,
        "page": ContentType.objects.get_for_model(type(session)).pk,
    }
    address = "/admin/translations/" + path.format(**types)
    assert (desk.get(address).status_code, desk.post(address).status_code) == (404, 404)


def test_opening_asks_the_policy(session: Any, en: Locale, house: House, visit: Visit) -> None:
    german = make_user("german", make_group("g", languages={"de": list(Action)}))
    publisher = make_user("reader", make_group("p", languages={"en": [Action.PUBLISH]}))
    answers = [
        visit(german).get(open_address(session), headers=ASYNC).status_code,
        visit(german).post(open_address(session), headers=ASYNC).status_code,
        visit(publisher).get(open_address(session), headers=ASYNC).status_code,
        visit(publisher).post(open_address(session), headers=ASYNC).status_code,
    ]
    assert answers == [403, 403, 200, 403]
    assert localize.translations_of([session.translation_key], en).count() == 0


def test_a_stopped_translation_goes_on_with_its_texts(
    desk: Client, opened: Any, rows: Any, publisher: Any, soup: Soup
) -> None:
    row = rows(opened)["Erstens"]
    drafting.save_segment(opened, row.id, "First", drafting.version(None), publisher)
    type(opened).objects.filter(pk=opened.pk).update(enabled=False)
    response = desk.post(f"/admin/translations/{opened.pk}/resume/", follow=True)
    assert words(soup(response), ".messages > ul > li") == [
        "The translation goes on, with all its texts."
    ]
    opened.refresh_from_db()
    assert (opened.enabled, rows(opened)["Erstens"].target) == (True, "First")


def test_resuming_asks_the_policy(opened: Any, house: House, visit: Visit) -> None:
    type(opened).objects.filter(pk=opened.pk).update(enabled=False)
    publisher = make_user("reader", make_group("p", languages={"en": [Action.PUBLISH]}))
    address = f"/admin/translations/{opened.pk}/resume/"
    assert visit(publisher).post(address, headers=ASYNC).status_code == 403
    opened.refresh_from_db()
    assert opened.enabled is False


def test_an_incomplete_page_is_refused_with_its_reasons(
    visit: Visit, opened: Any, rows: Any, publisher: Any, soup: Soup
) -> None:
    client = visit(publisher)
    address = f"/admin/translations/{opened.pk}/release/"
    asked, refused = soup(client.get(address)), soup(client.post(address))
    reasons = [
        "6 texts are not translated yet. Show",
        "Ada Beispiel: 2 texts are not translated yet. Show",
        "Podium: 1 text is not translated yet. Show",
        "Staat: 1 text is not translated yet. Show",
    ]
    assert sorted(words(asked, ".desk-reasons li")) == reasons
    assert sorted(words(refused, ".desk-reasons li")) == reasons
    assert asked.select("form[data-desk-release-form]") == []
    first = rows(opened)["Was ist Verwaltung?"]
    assert asked.select(".desk-reasons a")[-1]["href"] == (
        f"/admin/translations/{opened.pk}/#s-{opened.pk}-{first.id}"
    )
    assert Release.objects.count() == 0


def test_a_script_is_given_the_reasons_alone(
    visit: Visit, opened: Any, publisher: Any, soup: Soup
) -> None:
    page = soup(visit(publisher).get(f"/admin/translations/{opened.pk}/release/", headers=ASYNC))
    assert page.html is None
    assert len(page.select(".desk-reasons li")) == 4


def test_a_complete_page_goes_live(
    visit: Visit, opened: Any, complete: Any, publisher: Any, soup: Soup
) -> None:
    complete(opened)
    client = visit(publisher)
    address = f"/admin/translations/{opened.pk}/release/"
    assert words(soup(client.get(address)), "form[data-desk-release-form] button") == [
        "Release in English"
    ]
    response = client.post(address, follow=True)
    assert response.redirect_chain == [(f"/admin/translations/{opened.pk}/", 302)]
    assert words(soup(response), ".messages > ul > li") == [
        "“Was ist Verwaltung?” is public now. View live"
    ]
    target = localize.target_of(opened)
    assert (target.live, target.get_url()) == (True, "/en/programme/was-ist-verwaltung/")


def test_what_the_form_brought_along_is_saved_before_the_release(
    visit: Visit, opened: Any, complete: Any, publisher: Any, rows: Any
) -> None:
    complete(opened)
    row = rows(opened)["Worum es geht"]
    key = f"{opened.pk}-{row.id}"
    visit(publisher).post(
        f"/admin/translations/{opened.pk}/release/",
        {
            f"text-{key}": "What it is about",
            f"version-{key}": drafting.version("Worum es geht"),
            f"shown-{key}": "",
        },
    )
    assert "What it is about" in str(localize.target_of(opened).body.raw_data[0]["value"])


def test_nothing_is_released_while_a_text_cannot_be_saved(
    visit: Visit, opened: Any, complete: Any, publisher: Any, rows: Any, soup: Soup
) -> None:
    complete(opened)
    key = f"{opened.pk}-{rows(opened)['Worum es geht'].id}"
    response = visit(publisher).post(
        f"/admin/translations/{opened.pk}/release/",
        {f"text-{key}": "{9}", f"version-{key}": drafting.version("Worum es geht")},
    )
    assert words(soup(response), f"#s-{key} [role=alert] p") == [
        "The original has no mark {9}. Write \\{9} to show it as it is."
    ]
    assert Release.objects.count() == 0


def test_releasing_asks_the_policy(desk: Client, opened: Any, complete: Any) -> None:
    complete(opened)
    address = f"/admin/translations/{opened.pk}/release/"
    assert desk.post(address, headers=ASYNC).status_code == 403
    assert Release.objects.count() == 0


def test_a_preview_needs_no_english_row_and_leaves_none(
    desk: Client, opened: Any, rows: Any, publisher: Any
) -> None:
    row = rows(opened)["Was ist Verwaltung?"]
    drafting.save_segment(opened, row.id, "What is it?", drafting.version(None), publisher)
    before = Page.objects.count()
    response = desk.get(f"/admin/translations/{opened.pk}/preview/")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert words(page, "h1") == ["What is it?"]
    assert page.html["lang"] == "en"
    assert Page.objects.count() == before


def test_a_preview_shows_the_texts_of_now_not_those_that_are_live(
    desk: Client, opened: Any, rows: Any, publisher: Any, complete: Any
) -> None:
    complete(opened)
    target = release.release(opened, publisher)
    row = rows(opened)["Was ist Verwaltung?"]
    drafting.save_segment(
        opened, row.id, "Newer", drafting.version("Was ist Verwaltung?"), publisher
    )
    response = desk.get(f"/admin/translations/{opened.pk}/preview/")
    assert words(BeautifulSoup(response.content, "html.parser"), "h1") == ["Newer"]
    target.refresh_from_db()
    assert target.title == "Was ist Verwaltung?"


def test_without_a_translated_parent_there_is_no_preview_but_a_word(
    desk: Client, opened: Any, house: House, soup: Soup
) -> None:
    house.programmes["en"].delete()
    response = desk.get(f"/admin/translations/{opened.pk}/preview/", follow=True)
    assert words(soup(response), ".messages > ul > li") == [
        "There is no preview yet: the page above it, “Programm”, is not translated."
    ]


def test_a_label_has_a_preview_too(
    desk: Client, house: House, en: Locale, soup: Soup, rows: Any, publisher: Any
) -> None:
    track = make_track("Staat")
    drafting.open_translations([track], en)
    opened = localize.translations_of([track.translation_key], en).get()
    row = rows(opened)["Staat"]
    drafting.save_segment(opened, row.id, "State", drafting.version(None), publisher)
    page = soup(desk.get(f"/admin/translations/{opened.pk}/preview/"))
    assert words(page, "h1") == ["State"]
    assert Track.objects.filter(locale=en).count() == 0
