"""Originals go offline, are deleted, come back: what happens to their translations."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.log_actions import registry
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.signals import unpublished
from wagtail_localize.models import StringTranslation

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, release, status
from sessions_app.translation.models import MemoryEntry, Release
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_editor,
    make_programme,
    make_session,
    make_speaker,
    publish,
    translate,
)

pytestmark = pytest.mark.django_db

Released = Callable[..., Any]


@pytest.fixture
def released(
    admin: Any, open_one: Callable[..., Any], translate_all: Callable[..., None]
) -> Released:
    """``released(original, locale)``: opened, translated, live; the target row."""

    def run(original: Any, locale: Locale) -> Any:
        translation = open_one(original, locale)
        translate_all(admin, translation, mark=f"{locale.language_code.upper()} ")
        return release.release(translation, admin)

    return run


@pytest.fixture
def page(house: House) -> SessionPage:
    """A public session of two texts."""
    return publish(make_session(house.programme, title="Schlicht", summary="Nur dies."))


@pytest.fixture
def english(page: SessionPage, en: Locale, released: Released) -> SessionPage:
    """Its English page, live."""
    return released(page, en)


@pytest.fixture
def speaker(house: House) -> Speaker:
    """A public person."""
    return publish(make_speaker("Ada Beispiel", position="Leiterin"))


def anew(row: Any) -> Any:
    """The row as it is stored now."""
    return type(row).objects.get(pk=row.pk)


def state(original: Any, locale: Locale) -> State:
    return status.statuses([original], locale)[original.translation_key].own


def texts() -> set[tuple[int, str]]:
    return set(StringTranslation.objects.values_list("context", "data"))


def remembered() -> set[tuple[str, str, str]]:
    return set(MemoryEntry.objects.values_list("source", "target", "target_language"))


def signed(row: Any, action: str) -> list[Any]:
    """Who did ``action`` to ``row``, by Wagtail's log."""
    entries = registry.get_logs_for_instance(row).filter(action=action)
    return [entry.user for entry in entries.select_related("user")]


def opened(original: Any, locale: Locale) -> Any:
    return localize.translations_of([original.translation_key], locale).get()


class TestUnpublishing:
    @pytest.mark.third_locale
    def test_every_language_goes_offline(
        self, page: SessionPage, targets: list[Locale], released: Released
    ) -> None:
        versions = [released(page, locale) for locale in targets]
        before = texts()
        page.unpublish()
        assert [anew(version).live for version in versions] == [False] * len(targets)
        assert [anew(version).title for version in versions] == [
            f"{locale.language_code.upper()} Schlicht" for locale in targets
        ]
        assert texts() == before
        assert Release.objects.count() == len(targets)
        assert {state(page, locale) for locale in targets} == {State.READY}

    def test_english_comes_back_by_one_release_and_not_by_itself(
        self,
        page: SessionPage,
        english: SessionPage,
        en: Locale,
        admin: Any,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        page.unpublish()
        translation = opened(page, en)
        assert [r.code for r in release.reasons(translation, admin)] == ["source_not_live"]
        with django_capture_on_commit_callbacks(execute=True):
            publish(anew(page))
        assert (anew(english).live, state(page, en)) == (False, State.READY)
        assert release.release(translation, admin).pk == english.pk
        assert (anew(english).live, state(page, en)) == (True, State.LIVE)

    def test_what_was_behind_its_original_is_not_ready(
        self,
        page: SessionPage,
        english: SessionPage,
        en: Locale,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        page.summary = "Etwas anderes."
        with django_capture_on_commit_callbacks(execute=True):
            page = publish(page)
        assert state(page, en) is State.OUTDATED
        page.unpublish()
        assert state(page, en) is State.DRAFT

    def test_a_translation_by_itself_leaves_its_original_alone(
        self, page: SessionPage, english: SessionPage
    ) -> None:
        english.unpublish()
        assert anew(page).live

    def test_what_was_made_by_hand_is_an_original_of_its_own(
        self, page: SessionPage, house: House
    ) -> None:
        by_hand = SessionPage(
            title="By hand",
            slug="by-hand",
            locale=house.locales["en"],
            translation_key=page.translation_key,
        )
        house.programmes["en"].add_child(instance=by_hand)
        page.unpublish()
        assert anew(by_hand).live

    def test_a_row_of_another_tool_that_the_desk_took_over_follows(
        self, page: SessionPage, english: SessionPage
    ) -> None:
        SessionPage.objects.filter(pk=english.pk).update(source=None)
        page.unpublish()
        assert not anew(english).live

    def test_snippets(self, speaker: Speaker, en: Locale, released: Released, admin: Any) -> None:
        english = released(speaker, en)
        speaker.unpublish(user=admin)
        assert (anew(english).live, state(speaker, en)) == (False, State.READY)
        assert signed(english, "wagtail.unpublish") == [admin]

    def test_whoever_works_with_bare_pages(
        self, page: SessionPage, english: SessionPage, admin: Any
    ) -> None:
        Page.objects.get(pk=page.pk).unpublish(user=admin)
        assert not anew(english).live
        assert signed(english, "wagtail.unpublish") == [admin]

    def test_a_page_stored_as_not_public_without_a_word(
        self, page: SessionPage, english: SessionPage
    ) -> None:
        page.live = False
        page.save(update_fields=["live"])
        assert not anew(english).live

    def test_a_draft_of_an_original_is_no_reason(
        self, page: SessionPage, english: SessionPage
    ) -> None:
        page.title = "Entwurf"
        page.save_revision()
        assert anew(english).live

    def test_the_end_that_was_set_for_the_original(
        self, page: SessionPage, english: SessionPage, en: Locale
    ) -> None:
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save()
        call_command("publish_scheduled")
        assert (anew(page).live, anew(page).expired, anew(english).live) == (False, True, False)
        assert signed(english, "wagtail.unpublish") == [None]
        assert state(page, en) is State.READY

    def test_a_beginning_that_was_set_for_the_original(
        self, house: House, en: Locale, admin: Any, open_one: Any, translate_all: Any
    ) -> None:
        page = make_session(house.programme, title="Später", live=False)
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()
        assert not anew(page).live
        translation = open_one(page, en)
        translate_all(admin, translation)
        assert [r.code for r in release.reasons(translation, admin)] == ["source_not_live"]

    def test_who_unpublishes_needs_no_right_in_english_and_stands_in_the_log(
        self, client: Client, house: House, page: SessionPage, english: SessionPage
    ) -> None:
        editor = make_editor(house.home)
        client.force_login(editor)
        assert (
            client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).status_code == 302
        )
        assert (anew(page).live, anew(english).live) == (False, False)
        assert signed(english, "wagtail.unpublish") == [editor]

    def test_subpages_of_the_original_where_that_is_wanted(
        self, client: Client, house: House, admin: Any, page: SessionPage, english: SessionPage
    ) -> None:
        client.force_login(admin)
        url = reverse("wagtailadmin_pages:unpublish", args=[house.programme.pk])
        client.post(url)
        assert not anew(house.programmes["en"]).live
        assert (anew(page).live, anew(english).live) == (True, True)
        publish(anew(house.programme))
        client.post(url, {"include_descendants": "on"})
        assert (anew(page).live, anew(english).live) == (False, False)
        assert signed(english, "wagtail.unpublish") == [admin]

    def test_in_bulk(
        self, client: Client, house: House, admin: Any, page: SessionPage, english: SessionPage
    ) -> None:
        client.force_login(admin)
        query = f"?id={house.programme.pk}&next=/admin/"
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        client.post(url + query, {"include_descendants": "on"})
        rows = (house.programme, house.programmes["en"], page, english)
        assert [anew(row).live for row in rows] == [False] * 4
        assert signed(english, "wagtail.unpublish") == [admin]

    def test_snippets_in_the_admin(
        self, client: Client, house: House, speaker: Speaker, en: Locale, released: Released
    ) -> None:
        english = released(speaker, en)
        editor = make_editor(house.home)
        client.force_login(editor)
        url = reverse("wagtailsnippets_sessions_app_speaker:unpublish", args=[speaker.pk])
        assert client.post(url).status_code == 302
        assert (anew(speaker).live, anew(english).live) == (False, False)
        assert signed(english, "wagtail.unpublish") == [editor]

    @pytest.mark.usefixtures("indexed")
    def test_costs(
        self,
        page: SessionPage,
        english: SessionPage,
        house: House,
        admin: Any,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        """Two queries more than Wagtail's own where there is no translation; less than its two
        steps where there is one: the index of references is left as it is."""
        stock = 28 if connection.vendor == "sqlite" else 27
        alone, stored = anew(publish(make_session(house.programme, title="Allein"))), anew(page)
        with django_assert_num_queries(stock + 2):
            alone.unpublish(user=admin)
        with django_assert_num_queries(2 * stock - 8):
            stored.unpublish(user=admin)

    def test_costs_grow_with_the_number_of_pages(
        self, client: Client, house: House, admin: Any
    ) -> None:
        def queries(number: int) -> int:
            below = make_programme(house.home, title=f"Programm mit {number}")
            translate(below, "en")
            for one in range(number):
                translate(make_session(below, title=f"Sitzung {one}"), "en")
            client.force_login(admin)
            url = reverse("wagtailadmin_pages:unpublish", args=[below.pk])
            with CaptureQueriesContext(connection) as captured:
                client.post(url, {"include_descendants": "on"})
            assert not Page.objects.descendant_of(anew(below)).live().exists()
            return len(captured)

        one, ten, twenty = queries(1), queries(10), queries(20)
        # What a page costs is the same, give or take a query of a batch, however many there are.
        assert (twenty - ten) / 10 == pytest.approx((ten - one) / 9, abs=0.5)


class TestFailures:
    """In real transactions: what fails for the translation has not happened to the original."""

    @pytest.fixture
    def failing(self) -> Iterator[None]:
        def fail(sender: Any, instance: Any, **kwargs: Any) -> None:
            if getattr(instance, "source_id", None):
                raise RuntimeError("Nobody may take this offline.")

        unpublished.connect(fail)
        yield
        unpublished.disconnect(fail)

    @pytest.mark.django_db(transaction=True)
    def test_a_page_stays_public(
        self, page: SessionPage, english: SessionPage, failing: None
    ) -> None:
        for row in (page, Page.objects.get(pk=page.pk)):
            with pytest.raises(RuntimeError):
                row.unpublish()
        assert (anew(page).live, anew(english).live) == (True, True)
        assert signed(english, "wagtail.unpublish") == []

    @pytest.mark.django_db(transaction=True)
    def test_a_snippet_stays_public(
        self, speaker: Speaker, en: Locale, released: Released, failing: None
    ) -> None:
        english = released(speaker, en)
        with pytest.raises(RuntimeError):
            speaker.unpublish()
        assert (anew(speaker).live, anew(english).live) == (True, True)

    @pytest.mark.django_db(transaction=True)
    def test_nothing_is_deleted(
        self, page: SessionPage, english: SessionPage, failing: None
    ) -> None:
        with pytest.raises(RuntimeError):
            page.delete()
        assert (anew(page).live, anew(english).live) == (True, True)

    @pytest.mark.django_db(transaction=True)
    def test_a_whole_tree_stays_public(
        self,
        client: Client,
        house: House,
        admin: Any,
        page: SessionPage,
        english: SessionPage,
        failing: None,
    ) -> None:
        client.force_login(admin)
        client.raise_request_exception = False
        Page.objects.filter(pk=house.programmes["en"].pk).update(live=False)
        url = reverse("wagtailadmin_pages:unpublish", args=[house.programme.pk])
        assert client.post(url, {"include_descendants": "on"}).status_code == 500
        assert (anew(house.programme).live, anew(page).live, anew(english).live) == (True,) * 3


class TestDeleting:
    def test_who_deletes_stands_in_the_log_of_the_translation(
        self, page: SessionPage, english: SessionPage, admin: Any
    ) -> None:
        page.delete(user=admin)
        left = anew(english)
        assert (left.live, left.title, left.source) == (False, "EN Schlicht", None)
        assert signed(english, "wagtail.unpublish") == [admin]

    def test_a_whole_tree(
        self, client: Client, house: House, admin: Any, page: SessionPage, english: SessionPage
    ) -> None:
        before, known = texts(), remembered()
        client.force_login(admin)
        client.post(reverse("wagtailadmin_pages:delete", args=[house.programme.pk]))
        assert not SessionPage.objects.filter(pk=page.pk).exists()
        assert [anew(row).live for row in (house.programmes["en"], english)] == [False, False]
        assert (texts(), remembered()) == (before, known)
        assert signed(english, "wagtail.unpublish") == [admin]

    def test_a_snippet_in_bulk(
        self, client: Client, admin: Any, speaker: Speaker, en: Locale, released: Released
    ) -> None:
        english = released(speaker, en)
        client.force_login(admin)
        url = reverse("wagtail_bulk_action", args=["sessions_app", "speaker", "delete"])
        client.post(f"{url}?id={speaker.pk}&next=/admin/")
        assert not Speaker.objects.filter(pk=speaker.pk).exists()
        assert (anew(english).live, anew(english).source) == (False, None)
        assert signed(english, "wagtail.unpublish") == [admin]

    def test_a_deleted_translation_is_released_anew(
        self, page: SessionPage, english: SessionPage, en: Locale, admin: Any
    ) -> None:
        before = texts()
        english.delete()
        assert (state(page, en), texts()) == (State.READY, before)
        again = release.release(opened(page, en), admin)
        assert (again.live, again.title, again.slug) == (True, "EN Schlicht", "en-schlicht")
        assert state(page, en) is State.LIVE

    def test_so_is_a_snippet(
        self, speaker: Speaker, en: Locale, released: Released, admin: Any
    ) -> None:
        released(speaker, en).delete()
        assert state(speaker, en) is State.READY
        assert release.release(opened(speaker, en), admin).position == "EN Leiterin"

    def test_a_translation_deleted_with_its_parent_is_released_anew(
        self, house: House, page: SessionPage, english: SessionPage, en: Locale
    ) -> None:
        anew(house.programmes["en"]).delete()
        assert state(page, en) is State.READY

    def test_a_translation_whose_original_went_with_it_stays_stopped(
        self, page: SessionPage, english: SessionPage, en: Locale
    ) -> None:
        translation = opened(page, en)
        Page.objects.filter(pk__in=[page.pk, english.pk]).delete()
        translation.refresh_from_db()
        assert not translation.enabled

    def test_deleting_a_language_loses_no_text(
        self, page: SessionPage, english: SessionPage, en: Locale
    ) -> None:
        """Code alone can do so; what was translated before there was a memory is learnt then."""
        known = remembered()
        MemoryEntry.objects.all().delete()
        Page.objects.filter(locale=en).delete()
        en.delete()
        assert StringTranslation.objects.count() == 0
        found = remembered()
        assert (
            found
            == known
            == {
                ("Schlicht", "EN Schlicht", "en"),
                ("Nur dies.", "EN Nur dies.", "en"),
            }
        )


def test_a_revision_that_is_restored_is_a_publication_like_any_other(
    page: SessionPage,
    english: SessionPage,
    en: Locale,
    client: Client,
    admin: Any,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first = page.latest_revision
    page.summary = "Etwas anderes."
    with django_capture_on_commit_callbacks(execute=True):
        page = publish(page)
    assert (state(page, en), anew(english).summary) == (State.OUTDATED, "EN Nur dies.")
    with django_capture_on_commit_callbacks(execute=True):
        first.publish()
    assert (anew(page).summary, state(page, en), anew(english).live) == (
        "Nur dies.",
        State.LIVE,
        True,
    )


def test_the_address_of_an_original_is_its_own(
    client: Client,
    page: SessionPage,
    english: SessionPage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old = page.url
    page.slug = "anders"
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    assert (anew(english).slug, anew(english).url) == ("en-schlicht", "/en/programme/en-schlicht/")
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/de/programm/anders/")


def test_drafting_is_possible_while_the_original_is_offline(
    page: SessionPage, english: SessionPage, en: Locale, admin: Any
) -> None:
    page.unpublish()
    translation = opened(page, en)
    row = localize.segment_rows([translation])[translation.pk][0]
    drafting.save_segment(translation, row.id, "Simple", drafting.version(row.target), admin)
    assert not anew(english).live
    publish(anew(page))
    assert release.release(translation, admin).title == "Simple"
    assert PageLogEntry.objects.filter(page=english.pk, action="wagtail.publish").count() == 2
