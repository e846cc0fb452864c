"""Several pages released as one: all or none, what they share once, reasons by item."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.signals import page_published

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, release, timing
from sessions_app.translation.models import PlannedRelease, Release
from sessions_app.translation.release import ReleaseRefused, TogetherRefused
from tests.factories import (
    House,
    make_programme,
    make_publisher,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_translator,
    publish,
)

pytestmark = pytest.mark.django_db

Open = Callable[[Any, Locale], Any]
Family = Callable[[Any], list[Any]]
TranslateAll = Callable[..., None]
Pages = Callable[..., list[Any]]


@pytest.fixture
def pages(
    house: House,
    en: Locale,
    planner: AbstractUser,
    open_one: Open,
    family: Family,
    translate_all: TranslateAll,
) -> Pages:
    """``pages(3)``: Translations of so many pages with one shared speaker, all complete."""

    numbers = count()

    def make(number: int) -> list[Any]:
        shared = [make_speaker("Ada", position="Leiterin")]
        made = [
            publish(make_session(house.programme, title=f"Seite {next(numbers)}", people=shared))
            for _n in range(number)
        ]
        found = [open_one(page, en) for page in made]
        translate_all(planner, *family(found[0]))
        return found

    return make


def titles(en: Locale) -> list[str]:
    """Live English pages below the programme, in the order of the tree."""
    found = Page.objects.filter(locale=en, live=True, depth__gt=3).order_by("path")
    return list(found.values_list("title", flat=True))


def reason_codes(refused: Any) -> dict[int, list[str]]:
    found = refused.value.by_translation
    return {pk: [reason.code for reason in reasons] for pk, reasons in found.items()}


def test_all_go_live_and_what_they_share_once(
    pages: Pages, en: Locale, planner: AbstractUser
) -> None:
    found = pages(3)
    released = release.release_together(reversed(found), planner)
    assert titles(en) == ["EN Seite 0", "EN Seite 1", "EN Seite 2"]
    assert {pk: row.title for pk, row in released.items() if hasattr(row, "title")} == {
        one.pk: f"EN Seite {n}" for n, one in enumerate(found)
    }
    speaker = Speaker.objects.get(locale=en)
    assert (speaker.live, speaker.revisions.count()) == (True, 1)
    assert Release.objects.count() == 4


def test_one_that_cannot_keeps_all_back_with_the_reasons_of_each(
    pages: Pages, en: Locale, planner: AbstractUser
) -> None:
    found = pages(3)
    first, second, third = found
    row = localize.segment_rows([second])[second.pk][0]
    drafting.save_segment(second, row.id, "", drafting.version(row.target), planner)
    timing.plan_release(third, planner, timezone.now() + timedelta(days=1))
    before = Page.objects.count()
    with pytest.raises(TogetherRefused) as refused:
        release.release_together(found, planner)
    assert reason_codes(refused) == {second.pk: ["incomplete"], third.pk: ["planned"]}
    assert first.pk not in refused.value.by_translation
    assert isinstance(refused.value, ReleaseRefused)
    assert len(refused.value.reasons) == 2
    assert (titles(en), Page.objects.count(), Release.objects.count()) == ([], before, 0)


def test_who_may_not_publish_releases_none(pages: Pages, en: Locale) -> None:
    found = pages(2)
    with pytest.raises(TogetherRefused) as refused:
        release.release_together(found, make_translator())
    assert reason_codes(refused) == {one.pk: ["not_permitted"] for one in found}


def test_a_failure_in_the_middle_leaves_nothing_behind(
    pages: Pages, en: Locale, planner: AbstractUser
) -> None:
    found = pages(3)
    before = Page.objects.count(), Speaker.objects.count(), PageLogEntry.objects.count()

    def fail(instance: Any, **kwargs: Any) -> None:
        if instance.title == "EN Seite 1":
            raise RuntimeError("The power went off.")

    page_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            release.release_together(found, planner)
    finally:
        page_published.disconnect(fail)
    now = Page.objects.count(), Speaker.objects.count(), PageLogEntry.objects.count()
    assert (now, titles(en), Release.objects.count()) == (before, [], 0)


def test_a_page_comes_with_the_page_above_it(
    house: House, en: Locale, planner: AbstractUser, open_one: Open, translate_all: TranslateAll
) -> None:
    above = publish(make_programme(house.home, title="Oben", people_slug="leute"))
    # It comes before the programme that is translated already, and moves that aside.
    above.move(house.programme, pos="left")
    below = publish(make_session(above, title="Unten"))
    beside = publish(make_session(house.programme, title="Daneben"))
    found = [open_one(page, en) for page in (below, beside, above)]
    translate_all(planner, *found)
    with pytest.raises(TogetherRefused) as refused:
        release.release_together(found[:2], planner)
    assert reason_codes(refused) == {found[0].pk: ["parent_missing"]}
    release.release_together(found, planner)
    assert titles(en) == ["EN Unten", "EN Daneben"]
    live = {page.title: page for page in Page.objects.filter(locale=en, live=True)}
    parents = {title: live[title].get_parent().title for title in ("EN Unten", "EN Daneben")}
    assert parents == {"EN Unten": "EN Oben", "EN Daneben": "Programme"}
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_mirror_becomes_a_page_although_others_are_put_before_it(
    house: House, en: Locale, planner: AbstractUser, open_one: Open, translate_all: TranslateAll
) -> None:
    made = [publish(make_session(house.programme, title=f"Seite {n}")) for n in range(3)]
    CreatePageAliasAction(
        made[2],
        parent=house.programmes["en"],
        update_slug="alias",
        update_locale=en,
        reset_translation_key=False,
    ).execute(skip_permission_checks=True)
    found = [open_one(page, en) for page in made]
    translate_all(planner, *found)
    release.release_together(found, planner)
    assert sorted(titles(en)) == ["EN Seite 0", "EN Seite 1", "EN Seite 2"]
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.third_locale
def test_several_languages_at_once(
    house: House,
    targets: list[Locale],
    admin: AbstractUser,
    open_one: Open,
    translate_all: TranslateAll,
) -> None:
    page = publish(make_session(house.programme, title="Seite"))
    found = [open_one(page, locale) for locale in targets]
    for one in found:
        translate_all(admin, one, mark=one.target_locale.language_code)
    release.release_together(found, admin)
    live = SessionPage.objects.filter(translation_key=page.translation_key, live=True)
    assert {row.locale for row in live} == {page.locale, *targets}


def test_nothing_is_released_of_nothing(planner: AbstractUser) -> None:
    assert release.release_together([], planner) == {}


def test_an_original_that_was_deleted_is_named(pages: Pages, planner: AbstractUser) -> None:
    found = pages(2)
    original = localize.original_of(found[0])
    assert original is not None
    original.delete()
    with pytest.raises(TogetherRefused) as refused:
        release.release_together(found, planner)
    assert reason_codes(refused) == {found[0].pk: ["source_deleted"]}


def test_budget_of_a_batch(pages: Pages, planner: AbstractUser) -> None:
    """No more than linear, and below that of releases one by one."""
    release.release_together(pages(1), planner)
    needed = []
    for number in (2, 6):
        found = pages(number)
        with CaptureQueriesContext(connection) as queries:
            release.release_together(found, planner)
        needed.append(len(queries))
    few, many = needed
    assert many <= 6 * 130
    assert many <= 3 * few


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_batches_in_opposite_order_do_not_block_each_other(
    locales: dict[str, Locale],
) -> None:
    house, user = make_site(*locales), make_superuser()
    make_publisher()
    shared = [make_speaker(f"Ada {n}", position="Leiterin") for n in range(3)]
    made = [publish(make_session(house.programme, title=f"S {n}", people=shared)) for n in range(6)]
    opened = drafting.open_translations(made, locales["en"]).translations
    for one in opened:
        for row in localize.segment_rows([one])[one.pk]:
            drafting.keep_as_source(one, row.id, drafting.version(None), user)
    of_pages = [one for one in opened if localize.model_of_source(one.source) is SessionPage]
    start, failures = Barrier(3), []

    def run(batch: list[Any]) -> None:
        start.wait()
        try:
            release.release_together(batch, user)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    batches = [of_pages[:4], of_pages[:1:-1], [of_pages[5], of_pages[0], of_pages[3]]]
    threads = [Thread(target=run, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Page.objects.filter(locale=locales["en"], live=True, depth__gt=3).count() == 6
    assert Page.find_problems() == ([], [], [], [], [])
    assert not PlannedRelease.objects.exists()
