"""The address of a translated page: proposed, changed, refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.log_actions import registry
from wagtail.models import Locale, Page, PageLogEntry

from sessions_app.models import SessionPage
from sessions_app.translation import address, localize, release, review
from sessions_app.translation.models import PlannedRelease
from sessions_app.translation.refusal import Refusal
from tests.factories import (
    House,
    make_programme,
    make_reviewer,
    make_session,
    make_superuser,
    make_translator,
    publish,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(session: Any, opened: Any, complete: Any) -> Any:
    """The session and its people, translated and public; the English page."""
    complete(opened)
    publish(session)
    return release.release(localize.translation_by_pk(opened.pk), make_superuser("releaser"))


@pytest.fixture
def url(opened: Any) -> str:
    return reverse("sessions_translation:address", args=[opened.pk])


def anew(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def said(answer: Any, soup: Any) -> str:
    """What stands at the field."""
    return " ".join(soup(answer).select_one(".w-field__errors").get_text().split())


class TestForm:
    def test_it_shows_address_and_proposal(
        self, public: Any, url: str, visit: Any, publisher: Any, soup: Any
    ) -> None:
        SessionPage.objects.filter(pk=public.pk).update(title="What is administration?")
        page = soup(visit(publisher).get(url))
        (field,) = page.select("input[name=slug]:not([type=hidden])")
        assert field["value"] == "was-ist-verwaltung"
        assert "http://localhost/en/programme/was-ist-verwaltung/" in page.get_text()
        (proposal,) = page.select("input[type=hidden][name=slug]")
        assert proposal["value"] == "what-is-administration"
        assert len(page.select("h1")) == 1

    def test_it_leads_there_from_the_editor_who_may_publish(
        self, public: Any, opened: Any, url: str, visit: Any, publisher: Any, soup: Any
    ) -> None:
        editor = reverse("sessions_translation:editor", args=[opened.pk])
        for user, links in ((publisher, 1), (make_translator("en", "other"), 0)):
            assert len(soup(visit(user).get(editor)).select(f'a[href="{url}"]')) == links

    def test_the_editor_of_what_has_no_page_yet_has_no_link(
        self, opened: Any, url: str, visit: Any, publisher: Any, soup: Any
    ) -> None:
        editor = reverse("sessions_translation:editor", args=[opened.pk])
        assert soup(visit(publisher).get(editor)).select(f'a[href="{url}"]') == []

    def test_it_changes_the_address(
        self,
        public: Any,
        url: str,
        visit: Any,
        publisher: Any,
        soup: Any,
        client: Client,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        old = public.url
        browser = visit(publisher)
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(url, {"slug": "administration"}, follow=True)
        assert "http://localhost/en/programme/administration/ now." in soup(answer).get_text()
        after = anew(public)
        assert (after.slug, after.live, after.title) == ("administration", True, public.title)
        moved = client.get(old)
        assert (moved.status_code, moved["Location"]) == (301, "/en/programme/administration/")
        assert client.get(after.url).status_code == 200
        (entry,) = PageLogEntry.objects.filter(page=public.pk, action=address.LOGGED)
        assert entry.user == publisher
        assert registry.get_formatter(entry).format_message(entry) == (
            "Address changed from “was-ist-verwaltung” to “administration”"
        )

    def test_what_is_refused_stays_in_the_field_with_a_word_why(
        self, public: Any, url: str, visit: Any, publisher: Any, soup: Any
    ) -> None:
        answer = visit(publisher).post(url, {"slug": "Über uns"})
        page = soup(answer)
        (field,) = page.select("input[name=slug]:not([type=hidden])")
        assert (field["value"], field["aria-invalid"]) == ("Über uns", "true")
        assert said(answer, soup) == (
            "Lower-case letters, digits and hyphens alone, as in “uber-uns”."
        )
        assert anew(public).slug == "was-ist-verwaltung"

    def test_the_strict_policy_of_the_desk(
        self, public: Any, url: str, visit: Any, publisher: Any
    ) -> None:
        answer = visit(publisher).get(url)
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("make", [make_translator, make_reviewer])
    def test_it_takes_the_right_to_publish(
        self, public: Any, url: str, visit: Any, make: Any
    ) -> None:
        browser = visit(make("en", "somebody"))
        assert browser.get(url).status_code == 302
        assert browser.post(url, {"slug": "stolen"}).status_code == 302
        assert anew(public).slug == "was-ist-verwaltung"

    def test_a_page_that_is_not_there_yet(
        self, opened: Any, url: str, visit: Any, publisher: Any, soup: Any
    ) -> None:
        browser = visit(publisher)
        message = "There is no page yet: it gets its address when it is released."
        assert message in soup(browser.get(url)).get_text()
        answer = browser.post(url, {"slug": "early"})
        assert message in soup(answer).get_text()
        assert Page.objects.filter(slug="early").count() == 0

    def test_snippets_have_none(
        self, session: Any, en: Locale, opened: Any, visit: Any, publisher: Any
    ) -> None:
        speaker = session.appearances.get().speaker
        (translation,) = localize.translations_of([speaker.translation_key], en)
        url = reverse("sessions_translation:address", args=[translation.pk])
        assert visit(publisher).get(url).status_code == 404
        assert visit(publisher).post(url, {"slug": "ada"}).status_code == 404

    def test_costs(
        self,
        public: Any,
        url: str,
        visit: Any,
        publisher: Any,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        browser = visit(publisher)
        browser.get(url)
        with django_assert_num_queries(14):
            browser.get(url)


class TestRules:
    @pytest.mark.parametrize(
        ("slug", "message"),
        [
            ("", "An address is not empty."),
            ("   ", "An address is not empty."),
            ("Start", "Lower-case letters, digits and hyphens alone, as in “start”."),
            ("größe", "Lower-case letters, digits and hyphens alone, as in “grosse”."),
            ("a b", "Lower-case letters, digits and hyphens alone, as in “a-b”."),
            ("a/b", "Lower-case letters, digits and hyphens alone, as in “a-b”."),
            ("-a-", "Lower-case letters, digits and hyphens alone, as in “a”."),
            ("a--b", "Lower-case letters, digits and hyphens alone, as in “a-b”."),
            ("..", "Lower-case letters, digits and hyphens alone, as in “was-ist-verwaltung”."),
            ("<b>", "Lower-case letters, digits and hyphens alone, as in “b”."),
            ("日本", "Lower-case letters, digits and hyphens alone, as in “was-ist-verwaltung”."),
            ("start-en", "Leave the language out: it stands at the beginning of every address."),
            ("start-de", "Leave the language out: it stands at the beginning of every address."),
            ("en", "Leave the language out: it stands at the beginning of every address."),
            ("a" * 256, "That is too long; 255 characters fit."),
            ("other", "“Another talk” stands at “other” already."),
            ("speakers", "The programme itself shows something there."),
        ],
    )
    def test_refused(
        self, house: House, public: Any, opened: Any, publisher: Any, slug: str, message: str
    ) -> None:
        other = make_session(house.programme, title="Andere")
        translate(other, "en", title="Another talk", slug="other")
        with pytest.raises(Refusal) as raised:
            address.change(opened, slug, publisher)
        assert str(raised.value) == message
        assert anew(public).slug == "was-ist-verwaltung"

    @pytest.mark.parametrize("slug", ["a", "2026", "en-route", "a" * 255, " spaces-around "])
    def test_accepted(self, public: Any, opened: Any, publisher: Any, slug: str) -> None:
        assert address.change(opened, slug, publisher).slug == slug.strip()
        assert anew(public).slug == slug.strip()

    def test_a_title_may_end_in_what_is_the_code_of_a_language(
        self, public: Any, opened: Any, publisher: Any
    ) -> None:
        SessionPage.objects.filter(pk=public.pk).update(title="Made in DE")
        assert address.change(opened, "made-in-de", publisher).slug == "made-in-de"

    def test_the_same_one_changes_nothing(self, public: Any, opened: Any, publisher: Any) -> None:
        address.change(opened, public.slug, publisher)
        assert PageLogEntry.objects.filter(action=address.LOGGED).count() == 0

    def test_german_by_german_rules(self, house: House) -> None:
        """For pages that were written in English."""
        there = house.programme
        assert address.propose(there, "Größe & Maß: Ämter", "de", "x") == "groesse-mass-aemter"
        assert address.propose(there, "Größe & Maß: Ämter", "en", "x") == "grosse-mass-amter"
        assert address.propose(there, "日本", "en", "japan") == "japan"

    def test_pages_below_move_along(
        self,
        client: Client,
        house: House,
        en: Locale,
        publisher: Any,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        section = make_programme(house.home, title="Bereich")
        english = translate(section, "en", title="Section")
        below = translate(make_session(section, title="Rede"), "en", title="Talk")
        localize.register([section])
        (source,) = localize.snapshot(localize.load([section]))
        localize.add_translations([source], en)
        old = below.url
        translation = localize.translations_of([section.translation_key], en).get()
        with django_capture_on_commit_callbacks(execute=True):
            address.change(translation, "part", publisher)
        assert (anew(english).url, anew(below).url) == ("/en/part/", "/en/part/talk/")
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/en/part/talk/")

    def test_the_first_page_of_a_language(self, house: House, en: Locale, publisher: Any) -> None:
        localize.register([house.home])
        (source,) = localize.snapshot(localize.load([house.home]))
        localize.add_translations([source], en)
        translation = localize.translations_of([house.home.translation_key], en).get()
        with pytest.raises(Refusal, match="first page of a language"):
            address.change(translation, "start", publisher)
        assert anew(house.homes["en"]).slug == "home-en"

    def test_somebody_elses_lock(self, public: Any, opened: Any, publisher: Any) -> None:
        public.locked, public.locked_by = True, make_superuser("owner")
        public.save()
        with pytest.raises(Refusal) as raised:
            address.change(opened, "other", publisher)
        assert str(raised.value) == "It is locked by owner."

    def test_a_running_review(self, public: Any, opened: Any, publisher: Any, session: Any) -> None:
        review.submit(localize.translation_by_pk(opened.pk), publisher)
        with pytest.raises(Refusal) as raised:
            address.change(opened, "other", publisher)
        assert str(raised.value) == "It is being reviewed."

    def test_without_the_right(self, public: Any, opened: Any) -> None:
        with pytest.raises(Refusal) as raised:
            address.change(opened, "other", make_translator("en", "nobody"))
        assert str(raised.value) == "You may not publish in this language."


class TestStaying:
    """What is released later does not bring the old address back."""

    def test_the_next_release(self, public: Any, opened: Any, publisher: Any) -> None:
        address.change(opened, "administration", publisher)
        translation = localize.translation_by_pk(opened.pk)
        assert release.release(translation, publisher).slug == "administration"

    def test_a_release_that_was_planned_before(
        self, public: Any, opened: Any, publisher: Any
    ) -> None:
        planned = public.save_revision(user=publisher)
        later = public.save_revision(user=publisher)
        PlannedRelease.objects.create(translation=opened, revision=planned, digest="", by=publisher)
        address.change(opened, "administration", publisher)
        planned.refresh_from_db()
        later.refresh_from_db()
        assert (planned.content["slug"], later.content["slug"]) == ("administration",) * 2
        planned.publish(user=publisher, skip_permission_checks=True)
        assert anew(public).slug == "administration"
