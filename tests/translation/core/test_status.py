"""The status tells the truth, for pages with their snippets, in a constant number of queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.models import Translation

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, release, rules, status
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_partner,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
    slot,
    translate,
)

pytestmark = pytest.mark.django_db

Open = Callable[[Any, Locale], Any]
TranslateAll = Callable[..., None]


def of(instance: Any, locale: Locale) -> status.Status:
    return status.statuses([instance], locale)[instance.translation_key]


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Callable[[Any], Any]:
    """Publish an object and let happen what happens after the transaction."""

    def run(instance: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return publish(instance)

    return run


@pytest.mark.third_locale
def test_the_way_of_a_page_through_its_states(
    house: House,
    targets: list[Locale],
    admin: Any,
    commit: Callable[[Any], Any],
    open_one: Open,
    translate_all: TranslateAll,
) -> None:
    page = commit(make_session(house.programme, title="Weg", summary="Ein Satz."))
    for locale in targets:
        assert of(page, locale).state is State.MISSING
        translation = open_one(page, locale)
        assert (of(page, locale).state, of(page, locale).total) == (State.DRAFT, 2)
        translate_all(admin, translation)
        assert (of(page, locale).state, of(page, locale).done) == (State.READY, 2)
        target = release.release(translation, admin)
        assert of(page, locale).state is State.LIVE
        assert status.is_behind(target) is False

    page.summary = "Ein anderer Satz."
    page = commit(page)
    for locale in targets:
        now = of(page, locale)
        assert (now.state, now.done, now.outdated) == (State.OUTDATED, 1, 1)
        target = page.versions.get(locale=locale)
        assert (target.summary, target.live) == ("EN Ein Satz.", True)
        assert status.is_behind(target) is True

    page.summary = "Ein Satz."
    page = commit(page)
    for locale in targets:
        assert of(page, locale).state is State.LIVE

    page.spoken_language = "en"
    page.slots = [slot()]
    page = commit(page)
    for locale in targets:
        assert of(page, locale).state is State.LIVE


def test_a_change_of_the_translation_is_ready_until_it_is_released(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    page = publish(make_session(house.programme))
    translation = open_one(page, en)
    translate_all(admin, translation)
    release.release(translation, admin)
    row = localize.segment_rows([translation])[translation.pk][0]
    drafting.save_segment(translation, row.id, "Better", drafting.version(row.target), admin)
    assert of(page, en).state is State.READY
    row = localize.segment_rows([translation])[translation.pk][0]
    drafting.save_segment(translation, row.id, "", drafting.version(row.target), admin)
    assert of(page, en).state is State.DRAFT


def test_a_publication_that_waits_for_its_snapshot_counts_as_changed(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    page = publish(make_session(house.programme))
    translation = open_one(page, en)
    translate_all(admin, translation)
    release.release(translation, admin)
    publish(page)  # inside the test's transaction: the task has not run
    assert of(page, en).state is State.OUTDATED


def test_a_page_shows_the_worst_of_itself_and_its_snippets(
    house: House,
    en: Locale,
    admin: Any,
    commit: Callable[[Any], Any],
    open_one: Open,
    translate_all: TranslateAll,
) -> None:
    ada = make_speaker("Ada", position="Rätin")
    page = commit(make_session(house.programme, people=[ada]))
    translation = open_one(page, en)
    translate_all(admin, translation)
    now = of(page, en)
    assert (now.own, now.state, now.related) == (
        State.READY,
        State.DRAFT,
        ((Speaker, ada.translation_key),),
    )
    speaker = Translation.objects.get(source__object_id=ada.translation_key)
    translate_all(admin, speaker)
    release.release(translation, admin)
    assert of(page, en).state is State.LIVE
    ada = Speaker.objects.get(pk=ada.pk)
    ada.position = "Stadträtin"
    commit(ada)
    assert (of(page, en).own, of(page, en).state) == (State.LIVE, State.OUTDATED)


def test_stopped_and_handmade_targets_say_so(house: House, en: Locale, open_one: Open) -> None:
    stopped, by_hand = make_speaker("A", position="x"), make_speaker("B", position="y")
    translation = open_one(stopped, en)
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    translate(by_hand, "en")
    states = status.statuses([stopped, by_hand], en)
    assert states[stopped.translation_key].state is State.STOPPED
    assert states[by_hand.translation_key].state is State.BY_HAND


def test_a_deleted_translation_can_be_released_anew_with_all_its_texts(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    page = publish(make_session(house.programme, title="Da"))
    translation = open_one(page, en)
    translate_all(admin, translation)
    release.release(translation, admin).delete()
    assert of(page, en).state is State.READY
    translation.refresh_from_db()
    assert release.release(translation, admin).title == "EN Da"


def test_deleting_the_original_takes_translations_offline_and_keeps_them(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    page = publish(make_session(house.programme, title="Weg damit"))
    translation = open_one(page, en)
    translate_all(admin, translation)
    target = release.release(translation, admin)
    SessionPage.objects.get(pk=page.pk).delete()
    target.refresh_from_db()
    assert (target.live, target.title, target.source_id) == (False, "EN Weg damit", None)
    assert [row.target for row in localize.segment_rows([translation])[translation.pk]] == [
        "EN Weg damit"
    ]


def test_the_same_number_of_queries_for_one_and_for_thirty(house: House, en: Locale) -> None:
    track, room, partner = make_track(), make_room(), make_partner()
    people = [make_speaker(f"P{n}", position="x") for n in range(30)]
    pages = [
        make_session(
            house.programme,
            title=f"Sitzung {n}",
            people=people[n : n + 3],
            track=track,
            slots=[slot(room=room)],
            body=[
                {"type": "partner", "value": {"partner": partner.pk, "kind": "hosted"}, "id": "p"}
            ],
        )
        for n in range(30)
    ]
    drafting.open_translations(pages[:10], en)
    translate(pages[0], "en")

    def queries(instances: list[SessionPage]) -> int:
        with CaptureQueriesContext(connection) as captured:
            status.statuses(instances, en)
        return len(captured)

    rules.current()
    assert (queries(pages[:1]), queries(pages)) == (5, 5)
