"""A translation goes offline, the original stays; one release brings it back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, release, review, status, timing
from sessions_app.translation.models import PlannedRelease, Release
from sessions_app.translation.release import ReleaseRefused
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_programme,
    make_session,
    make_superuser,
    make_translator,
    publish,
    slot,
)

pytestmark = pytest.mark.django_db

Open = Callable[[Any, Locale], Any]
Family = Callable[[Any], list[Any]]
TranslateAll = Callable[..., None]


def english(original: Any, en: Locale) -> Any:
    return type(original).objects.get(translation_key=original.translation_key, locale=en)


def codes(refused: Any) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def own_state(original: Any, en: Locale) -> State:
    return status.statuses([original], en)[original.translation_key].own


def test_texts_address_and_record_stay_and_one_release_brings_it_back(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser, client: Client
) -> None:
    release.release(translated, planner)
    before = english(talk, en)
    record = Release.objects.get(source=translated.source)
    assert client.get(before.get_url()).status_code == 200
    release.unrelease(translated, planner)
    hidden = english(talk, en)
    assert (hidden.live, hidden.slug, hidden.title) == (False, before.slug, before.title)
    assert client.get(before.get_url()).status_code == 404
    assert client.get(talk.get_url()).status_code == 200
    assert own_state(talk, en) is State.READY
    assert Release.objects.get(source=translated.source).revision_id == record.revision_id
    assert Speaker.objects.get(locale=en).live is True
    entry = PageLogEntry.objects.get(page=hidden.pk, action="wagtail.unpublish")
    assert entry.user == planner
    release.release(translated, planner)
    assert client.get(before.get_url()).status_code == 200
    assert own_state(talk, en) is State.LIVE


def test_what_the_original_says_meanwhile_is_still_to_be_translated(
    talk: SessionPage,
    translated: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Any,
) -> None:
    release.release(translated, planner)
    release.unrelease(translated, planner)
    talk.title = "Gasse"
    with django_capture_on_commit_callbacks(execute=True):
        publish(talk)
    assert own_state(talk, en) is State.DRAFT
    assert english(talk, en).live is False


def test_without_a_person_pages_show_the_texts_of_the_original_marked_as_such(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser, family: Family,
    client: Client,
) -> None:  # fmt: skip
    release.release(translated, planner)
    address = english(talk, en).get_url()
    assert "EN Leiterin" in client.get(address).content.decode()
    ada = next(one for one in family(translated) if one.source.object_repr == "Ada")
    effects = release.effects(ada, planner)
    assert (effects.is_page, [page.title for page in effects.shown_on]) == (False, ["EN Straße"])
    release.unrelease(ada, planner)
    html = client.get(address).content.decode()
    assert "EN Leiterin" not in html
    assert 'lang="de">Leiterin' in html
    entry = ModelLogEntry.objects.get(
        content_type=ContentType.objects.get_for_model(Speaker), action="wagtail.unpublish"
    )
    assert entry.user == planner
    found = status.statuses([talk], en)[talk.translation_key]
    assert (found.own, found.state) == (State.LIVE, State.READY)
    release.release(translated, planner)
    assert "EN Leiterin" in client.get(address).content.decode()


def test_what_stands_below_goes_offline_too(
    house: House, en: Locale, planner: AbstractUser, open_one: Open, translate_all: TranslateAll
) -> None:
    above = publish(make_programme(house.home, title="Oben", people_slug="leute"))
    below = [publish(make_session(above, title=f"Unten {n}")) for n in range(2)]
    found = [open_one(page, en) for page in (above, *below)]
    translate_all(planner, *found)
    release.release_together(found, planner)
    plan = timing.plan_release(found[1], planner, timezone.now() + timedelta(days=1))
    effects = release.effects(found[0], planner)
    assert [page.title for page in effects.below] == ["EN Unten 0", "EN Unten 1"]
    assert (effects.plans, effects.reasons) == ((plan,), ())
    release.unrelease(found[0], planner)
    assert [english(page, en).live for page in (above, *below)] == [False, False, False]
    assert PlannedRelease.objects.get().state == "cancelled"
    logged = PageLogEntry.objects.filter(action="wagtail.unpublish")
    assert {entry.user for entry in logged} == {planner}
    assert logged.count() == 3
    with pytest.raises(ReleaseRefused) as refused:
        release.release(found[1], planner)
    assert codes(refused) == ["parent_not_live"]
    release.release_together(found, planner)
    assert [english(page, en).live for page in (above, *below)] == [True, True, True]


def test_pages_written_in_the_language_are_not_hidden_by_the_way(
    house: House, en: Locale, planner: AbstractUser, open_one: Open, translate_all: TranslateAll
) -> None:
    above = publish(make_programme(house.home, title="Oben", people_slug="leute"))
    translation = open_one(above, en)
    translate_all(planner, translation)
    target = release.release(translation, planner)
    for number in range(2):
        talk = make_session(target, title=f"A talk {number}", spoken_language="en")
        with pytest.raises(ReleaseRefused) as refused:
            release.unrelease(translation, planner)
        assert codes(refused) == ["originals_below"]
    assert str(refused.value) == (
        "2 pages below it were written in this language; they have to go offline or elsewhere"
        " first: “A talk 0”, “A talk 1”."
    )
    talk.refresh_from_db()
    assert (talk.live, english(above, en).live) == (True, True)


def test_who_may_not_and_what_cannot(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser
) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        release.unrelease(translated, planner)
    assert codes(refused) == ["not_live"]
    target: Any = release.release(translated, planner)
    with pytest.raises(ReleaseRefused) as refused:
        release.unrelease(translated, make_translator())
    assert codes(refused) == ["not_permitted"]
    target.locked, target.locked_by = True, make_superuser("owner")
    target.save()
    with pytest.raises(ReleaseRefused) as refused:
        release.unrelease(translated, planner)
    assert (codes(refused), str(refused.value)) == (["held"], "It is locked by owner.")
    assert english(talk, en).live is True


def test_a_running_review_does_not_keep_a_mistake_online(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser
) -> None:
    release.release(translated, planner)
    row = localize.segment_rows([translated])[translated.pk][0]
    drafting.save_segment(translated, row.id, "Newer", drafting.version(row.target), planner)
    review.submit(translated, planner)
    release.unrelease(translated, planner)
    assert english(talk, en).live is False
    assert own_state(talk, en) is State.IN_REVIEW
    assert review.approve(translated, make_superuser("reader")).live is True


def test_planned_releases_are_called_off(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser
) -> None:
    release.release(translated, planner)
    plan = timing.plan_release(translated, planner, timezone.now() + timedelta(days=1))
    assert release.unrelease(translated, planner).plans == (plan,)
    assert PlannedRelease.objects.get().state == "cancelled"
    assert PageLogEntry.objects.get(action="sessions_translation.release.call_off").user == planner


def test_the_programme_lists_the_original_in_its_place(
    house: House,
    en: Locale,
    planner: AbstractUser,
    open_one: Open,
    translate_all: TranslateAll,
    client: Client,
) -> None:
    page = publish(make_session(house.programme, title="Straße", slots=[slot()]))
    translation = open_one(page, en)
    translate_all(planner, translation)
    release.release(translation, planner)
    address = house.programmes["en"].get_url()
    assert "EN Straße" in client.get(address).content.decode()
    release.unrelease(translation, planner)
    html = client.get(address).content.decode()
    assert "EN Straße" not in html
    assert 'lang="de"' in html
    assert "Straße" in html


def test_budget(
    house: House, en: Locale, planner: AbstractUser, open_one: Open, translate_all: TranslateAll
) -> None:
    needed = []
    for number in (1, 3):
        title = f"Oben {number}"
        above = publish(make_programme(house.home, title=title, people_slug="leute"))
        below = [publish(make_session(above, title=f"Unten {n}")) for n in range(number)]
        found = [open_one(page, en) for page in (above, *below)]
        translate_all(planner, *found)
        release.release_together(found, planner)
        with CaptureQueriesContext(connection) as queries:
            release.unrelease(found[0], planner)
        needed.append(len(queries))
    few, many = needed
    assert many <= 2 * few
    assert Page.objects.filter(locale=en, live=True, depth__gt=3).count() == 0
