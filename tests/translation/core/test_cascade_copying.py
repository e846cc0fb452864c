"""A copied original brings the texts of its translations along, as drafts."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, release, status
from sessions_app.translation.models import MemoryEntry, SegmentEvent
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_editor,
    make_programme,
    make_session,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(house: House) -> SessionPage:
    """A public session of three texts."""
    page = make_session(house.programme, title="Schlicht", summary="Nur dies.", subtitle="Ja?")
    return publish(page)


@pytest.fixture
def opened(page: SessionPage, en: Locale, open_one: Callable[..., Any]) -> Any:
    return open_one(page, en)


def rows(original: Any, locale: Locale) -> dict[str, localize.SegmentRow]:
    """Texts of the translation of ``original`` by the original's text."""
    (found,) = localize.translations_of([original.translation_key], locale)
    return {row.text: row for row in localize.segment_rows([found])[found.pk]}


def told(original: Any, locale: Locale) -> dict[str, tuple[str | None, str]]:
    return {text: (row.target, row.origin) for text, row in rows(original, locale).items()}


def anew(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


@pytest.mark.third_locale
def test_texts_of_every_language_come_along(
    page: SessionPage,
    targets: list[Locale],
    admin: Any,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
) -> None:
    for locale in targets:
        translation = open_one(page, locale)
        translate_all(admin, translation, mark=f"{locale.language_code} ")
        release.release(translation, admin)
    copy = page.copy(update_attrs={"slug": "kopie"})
    for locale in targets:
        code = locale.language_code
        assert told(copy, locale) == {
            "Schlicht": (f"{code} Schlicht", "memory"),
            "Ja?": (f"{code} Ja?", "memory"),
            "Nur dies.": (f"{code} Nur dies.", "memory"),
        }
        found = status.statuses([copy], locale)[copy.translation_key]
        assert (found.own, found.filled, found.by) == (State.READY, 3, "")
        assert Page.objects.filter(locale=locale, translation_key=copy.translation_key).count() == 0


def test_what_nobody_has_finished_comes_along_as_it_is(
    page: SessionPage, opened: Any, en: Locale, admin: Any
) -> None:
    """A text of a person, one that is kept, one of a machine; and one that is missing."""
    found = rows(page, en)
    drafting.save_segment(
        opened, found["Nur dies."].id, "Just this.", drafting.version(None), admin
    )
    drafting.keep_as_source(opened, found["Ja?"].id, drafting.version(None), admin)
    localize.store(opened, found["Schlicht"], "Simple", origin="deepl", user=None)
    copy = page.copy(update_attrs={"slug": "kopie"})
    assert told(copy, en) == {
        "Schlicht": ("Simple", "deepl"),
        "Ja?": ("Ja?", "source"),
        "Nur dies.": ("Just this.", "memory"),
    }
    events = SegmentEvent.objects.filter(
        context__object_id=copy.translation_key, kind=SegmentEvent.Kind.FILLED
    )
    assert set(events.values_list("after", "origin", "by")) == {
        ("Simple", "deepl", None),
        ("Ja?", "source", None),
        ("Just this.", "memory", None),
    }


def test_it_is_the_text_of_that_page_that_comes_along(
    page: SessionPage, opened: Any, house: House, en: Locale, admin: Any, open_one: Any
) -> None:
    """Not what the memory knows of another place, and without a memory as well."""
    other = publish(make_session(house.programme, title="Andere", summary="Nur dies."))
    for translation, text in ((open_one(other, en), "Only this."), (opened, "Just this.")):
        row = next(
            r for r in localize.segment_rows([translation])[translation.pk] if r.text == "Nur dies."
        )
        token = drafting.version(row.target)
        drafting.save_segment(translation, row.id, text, token, admin)
    MemoryEntry.objects.filter(target="Just this.").delete()
    copy = page.copy(update_attrs={"slug": "kopie"})
    assert told(copy, en)["Nur dies."] == ("Just this.", "memory")


def test_another_title_stands_as_the_successor_of_the_old_one(
    page: SessionPage, opened: Any, en: Locale, admin: Any, translate_all: Callable[..., None]
) -> None:
    translate_all(admin, opened)
    copy = page.copy(update_attrs={"slug": "kopie", "title": "Schlichter"})
    row = rows(copy, en)["Schlichter"]
    assert (row.target, row.previous, row.previous_target) == (None, "Schlicht", "EN Schlicht")
    assert status.statuses([copy], en)[copy.translation_key].own is State.DRAFT


def test_what_is_behind_its_original_stays_so_in_the_copy(
    page: SessionPage,
    opened: Any,
    en: Locale,
    admin: Any,
    translate_all: Callable[..., None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    translate_all(admin, opened)
    page.summary = "Nur das."
    with django_capture_on_commit_callbacks(execute=True):
        page = publish(page)
    row = rows(page.copy(update_attrs={"slug": "kopie"}), en)["Nur das."]
    assert (row.target, row.previous, row.previous_target) == (None, "Nur dies.", "EN Nur dies.")


def test_a_host_without_a_memory(
    page: SessionPage,
    opened: Any,
    en: Locale,
    admin: Any,
    translate_all: Callable[..., None],
    settings: Settings,
) -> None:
    translate_all(admin, opened)
    settings.SESSIONS = settings.SESSIONS | {"MEMORY_FILLS": False}
    copy = page.copy(update_attrs={"slug": "kopie"})
    assert told(copy, en)["Nur dies."] == ("EN Nur dies.", "memory")


def test_the_original_and_its_translation_are_left_as_they_were(
    page: SessionPage, opened: Any, en: Locale, admin: Any, translate_all: Callable[..., None]
) -> None:
    translate_all(admin, opened)
    english = release.release(opened, admin)
    before = told(page, en)
    copy = page.copy(update_attrs={"slug": "kopie"}, keep_live=True)
    assert copy.live
    assert told(page, en) == before
    assert (anew(english).live, status.statuses([page], en)[page.translation_key].own) == (
        True,
        State.LIVE,
    )
    release.release(localize.translations_of([copy.translation_key], en).get(), admin)
    assert set(Page.objects.child_of(english.get_parent()).values_list("slug", flat=True)) == {
        "en-schlicht",
        "en-schlicht-1",
    }


class TestWithoutTexts:
    """Copies of which nothing is opened."""

    def untouched(self, copy: Any) -> None:
        assert Translation.objects.filter(source__object_id=copy.translation_key).count() == 0

    def test_of_what_was_never_opened(self, page: SessionPage) -> None:
        self.untouched(page.copy(update_attrs={"slug": "kopie"}))

    def test_of_what_has_no_text_yet(self, page: SessionPage, opened: Any) -> None:
        self.untouched(page.copy(update_attrs={"slug": "kopie"}))

    def test_of_what_was_stopped(
        self, page: SessionPage, opened: Any, admin: Any, translate_all: Callable[..., None]
    ) -> None:
        translate_all(admin, opened)
        Translation.objects.update(enabled=False)
        self.untouched(page.copy(update_attrs={"slug": "kopie"}))

    def test_an_alias(
        self, page: SessionPage, opened: Any, admin: Any, translate_all: Callable[..., None]
    ) -> None:
        translate_all(admin, opened)
        alias = page.create_alias(update_slug="spiegel", user=admin)
        self.untouched(alias)

    def test_a_copy_of_a_translation(
        self, page: SessionPage, opened: Any, admin: Any, translate_all: Callable[..., None]
    ) -> None:
        translate_all(admin, opened)
        english = release.release(opened, admin)
        self.untouched(english.copy(update_attrs={"slug": "kopie"}))

    def test_a_copy_into_another_tree(
        self,
        page: SessionPage,
        opened: Any,
        house: House,
        en: Locale,
        admin: Any,
        translate_all: Callable[..., None],
    ) -> None:
        translate_all(admin, opened)
        there = house.programmes["en"]
        self.untouched(page.copy(to=there, update_attrs={"slug": "kopie", "locale": en}))


class TestTrees:
    @pytest.fixture
    def section(
        self,
        house: House,
        en: Locale,
        admin: Any,
        open_one: Callable[..., Any],
        translate_all: Callable[..., None],
    ) -> Any:
        """A programme with two sessions, all translated; and one session that is not."""
        section = publish(make_programme(house.home, title="Bereich"))
        pages = [section, *(publish(make_session(section, title=f"Rede {n}")) for n in range(2))]
        for page in pages:
            translation = open_one(page, en)
            translate_all(admin, translation)
            release.release(translation, admin)
        make_session(section, title="Unübersetzt")
        return anew(section)

    def check(self, copied: Any, en: Locale) -> None:
        states = {
            page.title: status.statuses([page.specific], en)[page.translation_key].own
            for page in copied.get_descendants(inclusive=True)
        }
        assert states == {
            "Bereich": State.READY,
            "Rede 0": State.READY,
            "Rede 1": State.READY,
            "Unübersetzt": State.MISSING,
        }
        assert Page.objects.filter(locale=en, live=True, title__startswith="EN Rede").count() == 2

    def test_in_code(self, section: Any, en: Locale) -> None:
        self.check(section.copy(recursive=True, update_attrs={"slug": "zwei"}), en)

    def test_in_the_admin(self, client: Client, house: House, section: Any, en: Locale) -> None:
        client.force_login(make_editor(house.home))
        data = {
            "new_title": "Bereich",
            "new_slug": "zwei",
            "new_parent_page": house.home.pk,
            "copy_subpages": "on",
        }
        url = reverse("wagtailadmin_pages:copy", args=[section.pk])
        assert client.post(url, data).status_code == 302
        self.check(Page.objects.get(slug="zwei"), en)

    def test_by_the_api_of_the_admin(
        self, client: Client, admin: Any, section: Any, en: Locale
    ) -> None:
        client.force_login(admin)
        url = reverse("wagtailadmin_api:pages:action", args=[section.pk, "copy"])
        data = {"recursive": True, "slug": "zwei"}
        answer = client.post(url, json.dumps(data), content_type="application/json")
        assert answer.status_code == 201
        self.check(Page.objects.get(slug="zwei"), en)


def test_a_copy_that_cannot_be_made_leaves_nothing(
    client: Client, page: SessionPage, opened: Any, admin: Any, translate_all: Callable[..., None]
) -> None:
    translate_all(admin, opened)
    client.force_login(admin)
    data = {"new_title": "B", "new_slug": page.slug, "new_parent_page": page.get_parent().pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    assert (SessionPage.objects.count(), Translation.objects.count()) == (1, 1)


def test_costs(
    house: House, en: Locale, admin: Any, open_one: Any, translate_all: Callable[..., None]
) -> None:
    """What is not translated costs one question; the number of texts does not matter."""

    def queries(number: int, *, is_translated: bool = True) -> int:
        paragraphs = "".join(f"<p>Satz Nummer {n}.</p>" for n in range(number))
        body = [{"type": "text", "id": "t", "value": paragraphs}]
        page = publish(make_session(house.programme, title=f"Sitzung {number}", body=body))
        if is_translated:
            translate_all(admin, open_one(page, en))
        with CaptureQueriesContext(connection) as captured:
            page.copy(update_attrs={"slug": f"kopie-{page.pk}"}, user=admin)
        return len(captured)

    plain = queries(1, is_translated=False)
    assert queries(2) == queries(40) == plain + 33
