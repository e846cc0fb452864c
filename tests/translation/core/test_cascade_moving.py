"""Originals move: their translations stand where they stand, in their order."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.signals import pre_page_move

from cms.models import ContentPage
from sessions_app.models import ProgrammePage, SessionPage
from sessions_app.translation import cascade, release
from sessions_app.translation.refusal import Refusal
from tests.factories import (
    House,
    make_content_page,
    make_editor,
    make_programme,
    make_session,
    publish,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(house: House) -> ProgrammePage:
    """A second programme, in every language."""
    made = make_programme(house.home, title="Zweites Programm")
    for code in list(house.locales)[1:]:
        translate(made, code, title="Second programme", slug="second")
    return made


@pytest.fixture
def page(house: House) -> SessionPage:
    return publish(make_session(house.programme, title="Schlicht"))


@pytest.fixture
def english(page: SessionPage) -> SessionPage:
    return translate(page, "en", title="Simple")


def anew(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def parent(row: Any) -> Page:
    return anew(row).get_parent()


def titles(above: Any) -> list[str]:
    """Titles of the pages below ``above``, in their order."""
    return [child.title for child in anew(above).get_children()]


def signed(row: Any, action: str) -> list[Any]:
    entries = PageLogEntry.objects.filter(page=row.pk, action=action)
    return [entry.user for entry in entries.select_related("user")]


class TestFollowing:
    @pytest.mark.third_locale
    def test_translations_stand_below_the_translation_of_the_new_parent(
        self, house: House, page: SessionPage, other: ProgrammePage
    ) -> None:
        versions = [translate(page, code) for code in list(house.locales)[1:]]
        page.move(other, pos="last-child")
        assert [parent(version).translation_key for version in versions] == [
            other.translation_key
        ] * len(versions)
        assert [parent(version).locale_id for version in versions] == [
            version.locale_id for version in versions
        ]
        assert [anew(version).live for version in versions] == [True] * len(versions)

    def test_it_can_be_taken_back(
        self, house: House, page: SessionPage, english: SessionPage, other: ProgrammePage
    ) -> None:
        page.move(other, pos="last-child")
        anew(page).move(anew(house.programme), pos="last-child")
        assert (parent(english).pk, anew(english).url) == (
            house.programmes["en"].pk,
            "/en/programme/simple/",
        )

    def test_pages_below_it_go_along(self, house: House) -> None:
        home = anew(house.home)
        below = make_content_page(home, title="Unten")
        english_below = translate(below, "en", title="Below")
        section = make_programme(home, title="Bereich")
        english_section = translate(section, "en", title="Section")
        talk = make_session(section, title="Gespräch")
        english_talk = translate(talk, "en", title="Talk")
        below.move(anew(section), pos="first-child")
        assert parent(english_below).pk == english_section.pk
        assert anew(english_below).url_path == "/home-en/section/below/"
        assert titles(english_section) == ["Below", "Talk"]
        assert anew(english_talk).url_path == "/home-en/section/talk/"

    def test_a_translation_that_is_not_public_moves_and_stays_so(
        self, page: SessionPage, english: SessionPage, other: ProgrammePage
    ) -> None:
        english.unpublish()
        page.move(other, pos="last-child")
        assert (parent(english).title, anew(english).live) == ("Second programme", False)

    def test_whoever_works_with_bare_pages(
        self, page: SessionPage, english: SessionPage, other: ProgrammePage, admin: Any
    ) -> None:
        bare, there = Page.objects.get(pk=page.pk), Page.objects.get(pk=other.pk)
        bare.move(there, pos="last-child", user=admin)
        assert parent(english).title == "Second programme"
        assert signed(english, "wagtail.move") == signed(page, "wagtail.move") == [admin]

    def test_a_translation_by_itself_is_not_followed(
        self, house: House, page: SessionPage, english: SessionPage, other: ProgrammePage
    ) -> None:
        there = other.get_translation(house.locales["en"])
        english.move(there, pos="last-child")
        assert parent(page).pk == house.programme.pk

    def test_old_addresses_lead_to_the_new_ones_in_both_languages(
        self,
        client: Client,
        house: House,
        page: SessionPage,
        english: SessionPage,
        other: ProgrammePage,
    ) -> None:
        old = page.url, english.url
        assert old == ("/de/programm/schlicht/", "/en/programme/simple/")
        page.move(other, pos="last-child")
        answers = [client.get(address) for address in old]
        assert [(answer.status_code, answer["Location"]) for answer in answers] == [
            (301, "/de/zweites-programm/schlicht/"),
            (301, "/en/second/simple/"),
        ]

    def test_who_moves_needs_no_right_in_english_and_stands_in_the_log(
        self,
        client: Client,
        house: House,
        page: SessionPage,
        english: SessionPage,
        other: ProgrammePage,
    ) -> None:
        editor = make_editor(house.home)
        client.force_login(editor)
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
        assert client.post(url).status_code == 302
        assert parent(english).title == "Second programme"
        assert signed(english, "wagtail.move") == [editor]

    def test_in_bulk(
        self,
        client: Client,
        house: House,
        admin: Any,
        page: SessionPage,
        english: SessionPage,
        other: ProgrammePage,
    ) -> None:
        second = translate(make_session(house.programme, title="Zweite"), "en", title="Second")
        client.force_login(admin)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        query = f"?id={page.pk}&id={second.source_id}&next=/admin/"
        client.post(url + query, {"chooser": other.pk})
        assert titles(other) == ["Schlicht", "Zweite"]
        assert titles(english.get_parent().get_next_sibling()) == ["Simple", "Second"]
        assert signed(second, "wagtail.move") == [admin]

    def test_by_the_api_of_the_admin(
        self,
        client: Client,
        admin: Any,
        page: SessionPage,
        english: SessionPage,
        other: ProgrammePage,
    ) -> None:
        client.force_login(admin)
        url = reverse("wagtailadmin_api:pages:action", args=[page.pk, "move"])
        data = {"destination_page_id": other.pk, "position": "last-child"}
        answer = client.post(url, json.dumps(data), content_type="application/json")
        assert answer.status_code == 200
        assert parent(english).title == "Second programme"


class TestOrder:
    @pytest.fixture
    def pages(self, house: House) -> list[ContentPage]:
        """Five pages in German; English has the second to the fifth, the other way round."""
        found = [make_content_page(house.home, title=f"Seite {n}") for n in range(1, 6)]
        for page in reversed(found[1:]):
            translate(page, "en", title=page.title.replace("Seite", "Page"))
        return found

    def english(self, house: House) -> list[str]:
        return [title for title in titles(house.homes["en"]) if title.startswith("Page")]

    def test_what_moves_among_its_siblings_stands_behind_the_same_one(
        self, house: House, pages: list[ContentPage]
    ) -> None:
        assert self.english(house) == ["Page 5", "Page 4", "Page 3", "Page 2"]
        anew(pages[4]).move(anew(pages[1]), pos="right")
        assert self.english(house) == ["Page 4", "Page 3", "Page 2", "Page 5"]
        anew(pages[4]).move(anew(pages[0]), pos="left")
        assert self.english(house) == ["Page 5", "Page 4", "Page 3", "Page 2"]

    def test_nothing_is_written_where_it_stands_well(self, house: House) -> None:
        pages = [make_content_page(house.home, title=f"Seite {n}") for n in range(1, 4)]
        versions = [translate(page, "en", title=page.slug) for page in pages[1:]]
        anew(pages[1]).move(anew(pages[0]), pos="left")
        assert titles(house.homes["en"])[-2:] == ["seite-2", "seite-3"]
        assert signed(pages[1], "wagtail.reorder") == [None]
        assert signed(versions[0], "wagtail.reorder") == []

    def test_the_explorer_puts_them_in_order(
        self, client: Client, house: House, admin: Any, pages: list[ContentPage]
    ) -> None:
        client.force_login(admin)
        place = titles(house.home).index("Seite 1")
        url = reverse("wagtailadmin_pages:set_page_position", args=[pages[1].pk])
        client.post(f"{url}?position={place}")
        assert titles(house.home)[place] == "Seite 2"
        assert self.english(house) == ["Page 2", "Page 5", "Page 4", "Page 3"]
        moved = ContentPage.objects.get(title="Page 2")
        assert signed(moved, "wagtail.reorder") == [admin]

    def test_a_new_translation_stands_in_order(
        self,
        house: House,
        en: Locale,
        admin: Any,
        open_one: Callable[..., Any],
        translate_all: Callable[..., None],
    ) -> None:
        pages = [publish(make_content_page(house.home, title=f"Seite {n}")) for n in range(1, 5)]
        for number in (2, 0, 3, 1):
            translation = open_one(pages[number], en)
            translate_all(admin, translation)
            release.release(translation, admin)
        assert [title for title in titles(house.homes["en"]) if "Seite" in title] == [
            "EN Seite 1",
            "EN Seite 2",
            "EN Seite 3",
            "EN Seite 4",
        ]

    def test_where_too_many_would_make_room_it_is_the_last_one(
        self,
        house: House,
        en: Locale,
        admin: Any,
        open_one: Callable[..., Any],
        translate_all: Callable[..., None],
    ) -> None:
        first = publish(make_session(house.programme, title="Erste"))
        for number in range(11):
            translate(make_session(house.programme, title=f"Sitzung {number}"), "en")
        translation = open_one(first, en)
        translate_all(admin, translation)
        release.release(translation, admin)
        assert titles(house.programmes["en"])[-1] == "EN Erste"


class TestRefusals:
    """What cannot be followed is not done."""

    def stays(self, house: House, page: SessionPage, english: SessionPage) -> None:
        assert parent(page).pk == house.programme.pk
        assert parent(english).pk == house.programmes["en"].pk
        assert (anew(page).live, anew(english).live) == (True, True)

    def refused(self, client: Client, page: Page, to: Page) -> str:
        """What every way of moving says."""
        one = client.get(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))
        two = client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        three = client.post(f"{url}?id={page.pk}&next=/admin/", {"chooser": to.pk})
        four = client.post(
            reverse("wagtailadmin_api:pages:action", args=[page.pk, "move"]),
            json.dumps({"destination_page_id": to.pk, "position": "first-child"}),
            content_type="application/json",
        )
        with pytest.raises(Refusal) as raised:
            page.move(to, pos="last-child")
        assert {answer.status_code for answer in (one, two, three, four)} == {403}
        said = {one.context["message"], two.context["message"], three.context["message"]}
        said |= {four.json()["message"], str(raised.value)}
        (message,) = said
        return message

    @pytest.fixture
    def client(self, admin: Any) -> Client:
        """A browser in English in which an administrator is logged in."""
        client = Client(headers={"accept-language": "en"})
        client.force_login(admin)
        return client

    def test_a_parent_that_is_not_translated(
        self, client: Client, house: House, page: SessionPage, english: SessionPage
    ) -> None:
        there = make_programme(house.home, title="Neu")
        assert self.refused(client, page, there) == (
            "“Neu” is missing in English: “Simple” could not follow."
        )
        self.stays(house, page, english)

    def test_a_parent_whose_translation_is_not_public(
        self,
        client: Client,
        house: House,
        page: SessionPage,
        english: SessionPage,
        other: ProgrammePage,
    ) -> None:
        other.get_translation(house.locales["en"]).unpublish()
        assert self.refused(client, page, other) == (
            "“Zweites Programm” is not public in English: “Simple” could not stay public."
        )
        self.stays(house, page, english)

    def test_an_address_that_is_taken(
        self,
        client: Client,
        house: House,
        page: SessionPage,
        english: SessionPage,
        other: ProgrammePage,
    ) -> None:
        translate(make_session(other, title="Anders"), "en", title="Other", slug="simple")
        assert self.refused(client, page, other) == (
            "Below “Zweites Programm” a page in English has the address of “Simple”."
        )
        self.stays(house, page, english)

    def test_two_that_would_have_the_same_address(
        self, client: Client, house: House, page: SessionPage, english: SessionPage
    ) -> None:
        rows = []
        for title in ("Eins", "Zwei", "Drei"):
            rows.append(make_programme(house.home, title=title))
            translate(rows[-1], "en", title=f"EN {title}")
        talks = [make_session(rows[n], title=f"Rede {n}", slug=f"rede-{n}") for n in range(2)]
        for talk in talks:
            translate(talk, "en", title="A talk", slug="talk")
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        query = "&".join(f"id={talk.pk}" for talk in talks)
        answer = client.post(f"{url}?{query}&next=/admin/", {"chooser": rows[2].pk})
        assert (answer.status_code, answer.context["message"]) == (
            403,
            "Below “Drei” a page in English has the address of “A talk”.",
        )
        assert titles(rows[2]) == []

    def test_a_tree_of_another_language(
        self, house: House, page: SessionPage, english: SessionPage
    ) -> None:
        with pytest.raises(Refusal):
            page.move(house.programmes["en"], pos="last-child")
        self.stays(house, page, english)

    def test_what_is_not_translated_goes_anywhere(self, house: House, page: SessionPage) -> None:
        there = make_programme(house.home, title="Neu")
        assert cascade.hindrances([page], there) == []
        page.move(there, pos="last-child")
        assert parent(page).pk == there.pk

    def test_another_place_below_the_same_parent_needs_nothing(
        self, house: House, page: SessionPage, english: SessionPage
    ) -> None:
        house.programmes["en"].unpublish()
        make_session(house.programme, title="Zweite")
        assert cascade.hindrances([anew(page)], anew(house.programme)) == []
        anew(page).move(anew(house.programme), pos="last-child")
        assert titles(house.programme) == ["Zweite", "Schlicht"]

    @pytest.mark.django_db(transaction=True)
    def test_somebody_was_quicker(
        self,
        client: Client,
        house: House,
        page: SessionPage,
        english: SessionPage,
        other: ProgrammePage,
    ) -> None:
        """Between the question and the step the parent's translation went; nothing is half done."""

        def delete(sender: Any, **kwargs: Any) -> None:
            Page.objects.filter(slug="second").delete()

        pre_page_move.connect(delete)
        try:
            url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
            answer = client.post(url)
        finally:
            pre_page_move.disconnect(delete)
        assert (answer.status_code, answer.context["message"]) == (
            403,
            "“Zweites Programm” is missing in English: “Simple” could not follow.",
        )
        self.stays(house, page, english)
        # Not even that: it happened in the same transaction.
        assert Page.objects.filter(slug="second").exists()
