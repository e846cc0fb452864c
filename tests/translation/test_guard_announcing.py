"""Wagtail's confirmation pages say what happens to translations, before it happens."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import checks
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from sessions_app.models import Speaker
from sessions_app.translation import cascade
from sessions_app.translation.guard import checks as guard_checks
from tests.factories import (
    House,
    make_content_page,
    make_editor,
    make_locale,
    make_programme,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """A browser in English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def visitor(client: Client, house: House) -> Client:
    """In which an administrator is logged in."""
    client.force_login(make_superuser())
    return client


def told(answer: Any) -> list[str]:
    """The messages above a page."""
    page = BeautifulSoup(answer.content, "html.parser")
    return [" ".join(found.get_text().split()) for found in page.select(".messages ul li.warning")]


def ask(client: Client, name: str, *arguments: Any) -> list[str]:
    return told(client.get(reverse(f"wagtailadmin_pages:{name}", args=arguments)))


def ask_bulk(client: Client, action: str, *rows: Any) -> list[str]:
    model = "page" if hasattr(rows[0], "slug") and hasattr(rows[0], "depth") else "speaker"
    app = "wagtailcore" if model == "page" else "sessions_app"
    query = "&".join(f"id={row.pk}" for row in rows)
    url = reverse("wagtail_bulk_action", args=[app, model, action])
    return told(client.get(f"{url}?{query}&next=/admin/"))


KEPT = "Their texts are kept. They are public again once they are released anew."


class TestUnpublishing:
    def test_one_page(self, visitor: Client, house: House) -> None:
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="One")
        said = [f"1 page in English goes offline: “One”. {KEPT}"]
        assert ask(visitor, "unpublish", page.pk) == said
        assert ask_bulk(visitor, "unpublish", page) == said

    def test_several_languages(self, client: Client) -> None:
        make_locale("fr")
        house = make_site("de", "en", "fr")
        client.force_login(make_superuser())
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="One")
        translate(page, "fr", title="Un")
        assert ask(client, "unpublish", page.pk) == [
            "1 page in English goes offline: “One”. 1 page in French goes offline: “Un”. " + KEPT
        ]

    def test_pages_below(self, visitor: Client, house: House) -> None:
        for number in range(14):
            page = make_session(house.programme, title=f"Sitzung {number}")
            translate(page, "en", title=f"Session {number}")
        named = ", ".join(f"“Session {number}”" for number in range(12))
        said = [
            "1 page in English goes offline: “Programme”."
            " If the subpages are unpublished, too, 14 more pages in English go offline:"
            f" {named} and 2 more. {KEPT}"
        ]
        assert ask(visitor, "unpublish", house.programme.pk) == said
        assert ask_bulk(visitor, "unpublish", house.programme) == said

    def test_snippets(self, visitor: Client) -> None:
        speaker = make_speaker("Ada")
        translate(speaker, "en")
        url = reverse("wagtailsnippets_sessions_app_speaker:unpublish", args=[speaker.pk])
        assert told(visitor.get(url)) == [f"1 translation into English goes offline: “Ada”. {KEPT}"]

    def test_nothing_is_said_where_nothing_happens(self, visitor: Client, house: House) -> None:
        plain = make_session(house.programme, title="Eins")
        offline = make_session(house.programme, title="Zwei")
        english = translate(offline, "en")
        english.unpublish()
        speaker = make_speaker("Ada")
        url = reverse("wagtailsnippets_sessions_app_speaker:unpublish", args=[speaker.pk])
        assert ask(visitor, "unpublish", plain.pk) == []
        assert ask(visitor, "unpublish", offline.pk) == []
        assert ask_bulk(visitor, "unpublish", plain, offline) == []
        assert told(visitor.get(url)) == []

    def test_what_is_said_is_what_happens(self, visitor: Client, house: House) -> None:
        pages = [make_session(house.programme, title=f"Sitzung {n}") for n in range(3)]
        versions = [translate(page, "en") for page in pages]
        versions[1].unpublish()
        found = cascade.taken_offline([house.programme], deep=True)
        url = reverse("wagtailadmin_pages:unpublish", args=[house.programme.pk])
        visitor.post(url, {"include_descendants": "on"})
        assert {page.pk for page in found} == {versions[0].pk, versions[2].pk}
        rows = type(versions[0]).objects.filter(pk__in=[version.pk for version in versions])
        assert not rows.filter(live=True).exists()


class TestDeleting:
    def test_a_page_and_those_below(self, visitor: Client, house: House) -> None:
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="One")
        said = ["2 pages in English go offline: “Programme”, “One”. They and their texts are kept."]
        assert ask(visitor, "delete", house.programme.pk) == said
        assert ask_bulk(visitor, "delete", house.programme) == said

    def test_a_page_that_is_deleted_with_the_one_above_is_told_once(
        self, visitor: Client, house: House
    ) -> None:
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="One")
        assert ask_bulk(visitor, "delete", house.programme, page) == [
            "2 pages in English go offline: “Programme”, “One”. They and their texts are kept."
        ]

    def test_snippets(self, visitor: Client) -> None:
        people = [make_speaker("Ada"), make_speaker("Bert")]
        for person in people:
            translate(person, "en")
        url = reverse("wagtailsnippets_sessions_app_speaker:delete", args=[people[0].pk])
        assert told(visitor.get(url)) == [
            "1 translation into English goes offline: “Ada”. They and their texts are kept."
        ]
        (said,) = ask_bulk(visitor, "delete", *people)
        assert said.startswith("2 translations into English go offline: “")

    def test_a_translation(self, visitor: Client, house: House) -> None:
        english = translate(make_session(house.programme, title="Eins"), "en", title="One")
        said = ["Texts of translations are kept: they can be released anew."]
        assert ask(visitor, "delete", english.pk) == said
        assert ask_bulk(visitor, "delete", english) == said

    def test_a_title_is_text(self, visitor: Client, house: House) -> None:
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="<b>One</b> & “Two”")
        assert ask(visitor, "delete", page.pk) == [
            "1 page in English goes offline: “<b>One</b> & “Two””. They and their texts are kept."
        ]


class TestMovingAndCopying:
    def test_a_page_that_moves(self, visitor: Client, house: House) -> None:
        there = make_programme(house.home, title="Zwei")
        translate(there, "en", title="Two")
        page = make_session(house.programme, title="Eins")
        english = translate(page, "en", title="One")
        english.unpublish()
        said = ["1 page in English moves along: “One”."]
        assert ask(visitor, "move_confirm", page.pk, there.pk) == said
        assert ask_bulk(visitor, "move", page) == said

    def test_a_page_that_is_not_translated(self, visitor: Client, house: House) -> None:
        there = make_programme(house.home, title="Zwei")
        page = make_content_page(house.home)
        assert ask(visitor, "move_confirm", page.pk, there.pk) == []
        assert ask(visitor, "copy", page.pk) == []

    def test_a_copy(self, visitor: Client, house: House, make_opened: Any) -> None:
        page = make_session(house.programme, title="Eins")
        make_opened(page, "en")
        assert ask(visitor, "copy", page.pk) == []
        make_opened(page, "en", texts="EN")
        assert ask(visitor, "copy", page.pk) == [
            "The texts of its translations come along as drafts: English."
        ]


class TestWhoIsTold:
    def test_in_their_own_language(self, client: Client, house: House) -> None:
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="One")
        editor = make_editor(house.home)
        UserProfile.objects.create(user=editor, preferred_language="de")
        client.force_login(editor)
        (told,) = ask(client, "unpublish", page.pk)
        assert told.startswith("1 Seite auf Englisch")

    def test_nobody_else(self, client: Client, house: House) -> None:
        """Whoever is led elsewhere finds no sentence there."""
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="One")
        answer = client.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True)
        assert told(answer) == []

    def test_other_pages_of_the_admin_are_as_they_were(self, visitor: Client, house: House) -> None:
        page = make_session(house.programme, title="Eins")
        translate(page, "en", title="One")
        for address in (
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_explore", args=[house.programme.pk]),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse("wagtailsnippets_sessions_app_speaker:list"),
        ):
            assert told(visitor.get(address)) == []
        assert Speaker.objects.count() == 0


class TestRedirects:
    """Old addresses lead on where Wagtail's redirects are there."""

    def test_here_they_are(self) -> None:
        assert guard_checks.addresses_lead_on(None) == []

    @pytest.mark.parametrize("missing", ["middleware", "setting"])
    def test_elsewhere_the_host_is_warned(self, settings: Any, missing: str) -> None:
        if missing == "middleware":
            settings.MIDDLEWARE = [
                one for one in settings.MIDDLEWARE if one != guard_checks.REDIRECTS
            ]
        else:
            settings.WAGTAILREDIRECTS_AUTO_CREATE = False
        (message,) = guard_checks.addresses_lead_on(None)
        assert (message.id, message.level) == ("sessions_translation.W001", checks.WARNING)
