"""Releases at a chosen moment: what is frozen, what goes live when, what makes a plan fail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils import translation as language
from pytest_django import DjangoAssertNumQueries
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import Locale, PageLogEntry
from wagtail.users.models import UserProfile

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, policy, release, review, status, timing
from sessions_app.translation.models import Action, PlannedRelease, PublicationRules, Release
from sessions_app.translation.refusal import Refusal
from sessions_app.translation.release import ReleaseRefused
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_programme,
    make_publisher,
    make_session,
    make_superuser,
    make_translator,
    publish,
)

pytestmark = pytest.mark.django_db

Open = Callable[[Any, Locale], Any]
Family = Callable[[Any], list[Any]]
TranslateAll = Callable[..., None]


def soon(**more: float) -> datetime:
    return timezone.now() + timedelta(hours=1, **more)


def carried_out(plan: PlannedRelease) -> PlannedRelease:
    """The plan, after its moment has come."""
    PlannedRelease.objects.filter(pk=plan.pk).update(at=timezone.now() - timedelta(seconds=1))
    done = timing.carry_out(plan.pk)
    assert done is not None
    return done


def write(translation: Any, path: str, text: str, user: Any) -> None:
    """Type another text."""
    rows = localize.segment_rows([translation])[translation.pk]
    row = next(row for row in rows if row.path == path)
    drafting.save_segment(translation, row.id, text, drafting.version(row.target), user)


def speaker_of(family: Family, translation: Any) -> Any:
    return next(one for one in family(translation) if one.source.object_repr == "Ada")


def english(original: Any, en: Locale) -> Any:
    return type(original).objects.filter(
        translation_key=original.translation_key, locale=en
    ).first()  # fmt: skip


def states() -> list[str]:
    return list(PlannedRelease.objects.order_by("pk").values_list("state", flat=True))


def codes(refused: Any) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_planning_freezes_and_publishes_nothing(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser
) -> None:
    at = soon()
    plan = timing.plan_release(translated, planner, at)
    target = english(talk, en)
    assert (target.live, target.get_latest_revision_as_object().title) == (False, "EN Straße")
    assert not Speaker.objects.filter(locale=en, live=True).exists()
    assert (plan.at, plan.by, plan.revision_id) == (at, planner, target.latest_revision_id)
    assert states() == ["waiting", "waiting"]
    assert timing.carry_out(plan.pk) is None
    assert (timing.due(), Release.objects.count()) == ([], 0)


def test_what_was_frozen_goes_live_whatever_was_typed_meanwhile(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser, family: Family
) -> None:
    plan = timing.plan_release(translated, planner, soon())
    write(translated, "title", "Typed later", planner)
    write(speaker_of(family, translated), "position", "Typed later, too", planner)
    assert carried_out(plan).state == "done"
    target = english(talk, en)
    assert (target.live, target.title) == (True, "EN Straße")
    assert Speaker.objects.get(locale=en, live=True).position == "EN Leiterin"
    assert states() == ["done", "done"]
    # What was typed is still to be released.
    found = status.family([talk], en)
    assert {state.own for state in found.values()} == {State.READY}
    assert {one.by for one in Release.objects.all()} == {planner}
    assert timing.carry_out(plan.pk) is None
    logged = PageLogEntry.objects.filter(page=target.pk).exclude(action="wagtail.create")
    assert list(logged.order_by("timestamp", "pk").values_list("action", "user__username")) == [
        ("sessions_translation.release.plan", "planner"),
        ("wagtail.publish", "planner"),
    ]


def test_an_original_that_changed_makes_the_page_outdated(
    talk: SessionPage,
    translated: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan = timing.plan_release(translated, planner, soon())
    assert timing.original_changed(timing.plan_of(translated), talk) is False  # type: ignore[arg-type]
    talk.title = "Gasse"
    with django_capture_on_commit_callbacks(execute=True):
        publish(talk)
    assert timing.original_changed(timing.plan_of(translated), talk) is True  # type: ignore[arg-type]
    assert carried_out(plan).state == "done"
    assert english(talk, en).title == "EN Straße"
    assert status.statuses([talk], en)[talk.translation_key].own is State.OUTDATED


def hide(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    talk.unpublish()


def hide_above(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    above = english(talk.get_parent().specific, translated.target_locale)
    above.unpublish()


def stop(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    type(translated).objects.filter(pk=translated.pk).update(enabled=False)


def lock(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    target = english(talk, translated.target_locale)
    target.locked, target.locked_by = True, make_superuser("owner")
    target.save()


def take_the_right(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    planner.groups.clear()


def take_the_account(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    planner.delete()


def ask_for_reviews(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    PublicationRules(review_required=True).save()


def purge(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    english(talk, translated.target_locale).save_revision()
    purge_revisions()


def stop_the_speaker(talk: SessionPage, translated: Any, planner: AbstractUser) -> None:
    type(translated).objects.exclude(pk=translated.pk).update(enabled=False)


@pytest.mark.parametrize(
    ("happen", "problem"),
    [
        (hide, "The original is not public."),
        (hide_above, "The page above it, “Programme”, is not public yet."),
        (stop, "Its translation was stopped; resume it first."),
        (lock, "It is locked by owner."),
        (take_the_right, "planner may not publish in this language any more."),
        (take_the_account, "Whoever planned it may not publish in this language any more."),
        (
            ask_for_reviews,
            "The rules ask for a review: submit the texts, so that somebody approves them.",
        ),
        (purge, "The frozen texts do not exist any more."),
        (stop_the_speaker, "Ada: Its translation was stopped; resume it first."),
    ],
)
def test_a_plan_fails_with_its_reason_and_nothing_goes_live(
    talk: SessionPage,
    translated: Any,
    en: Locale,
    planner: AbstractUser,
    happen: Callable[..., None],
    problem: str,
) -> None:
    plan = timing.plan_release(translated, planner, soon())
    happen(talk, translated, planner)
    failed = carried_out(plan)
    assert (failed.state, failed.problem) == ("failed", problem)
    assert states() == ["failed", "failed"]
    assert english(talk, en) is None or english(talk, en).live is False
    assert not Speaker.objects.filter(locale=en, live=True).exists()
    assert not Release.objects.exists()
    kept = timing.last_failure(translated)
    assert kept is not None
    assert (kept.pk, kept.problem) == (plan.pk, problem)
    assert timing.failed([en.pk]) == [kept]
    logged = PageLogEntry.objects.filter(action="sessions_translation.release.fail").get()
    assert logged.data["problem"] == problem


def test_the_reason_is_told_in_the_language_of_whoever_planned_it(
    talk: SessionPage, translated: Any, planner: Any
) -> None:
    UserProfile.objects.create(user=planner, preferred_language="de")
    plan = timing.plan_release(translated, planner, soon())
    talk.unpublish()
    with language.override("en"):
        failed = carried_out(plan)
        assert language.get_language() == "en"
    assert failed.problem == "Das Original ist nicht öffentlich."


def test_a_failure_is_forgotten_once_the_page_is_released_or_planned_anew(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser
) -> None:
    plan = timing.plan_release(translated, planner, soon())
    talk.unpublish()
    carried_out(plan)
    publish(talk)
    again = timing.plan_release(translated, planner, soon())
    assert (timing.last_failure(translated), timing.failed([en.pk])) == (None, [])
    timing.cancel(translated, planner, again.pk)
    release.release(translated, planner)
    assert timing.failed([en.pk]) == []


def test_the_same_release_is_planned_once(
    translated: Any, en: Locale, planner: AbstractUser
) -> None:
    first = timing.plan_release(translated, planner, soon())
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedRelease.objects.create(translation=translated, digest="x", at=soon())
    with pytest.raises(Refusal, match=r"Somebody else was quicker\. It goes live on"):
        timing.plan_release(translated, planner, soon())
    second = timing.plan_release(translated, planner, None or soon(days=1), instead_of=first.pk)
    assert states() == ["cancelled", "cancelled", "waiting", "waiting"]
    with pytest.raises(Refusal, match=r"Somebody else was quicker\. It goes live on"):
        timing.plan_release(translated, planner, soon(), instead_of=first.pk)
    with pytest.raises(Refusal, match=r"It is not planned any more\."):
        timing.cancel(translated, planner, first.pk)
    assert timing.waiting([en.pk]) == [second]
    timing.cancel(translated, planner, second.pk)
    assert states() == ["cancelled"] * 4
    assert timing.carry_out(second.pk) is None
    with pytest.raises(Refusal, match=r"Somebody else was quicker\. It is not planned any more\."):
        timing.plan_release(translated, planner, soon(), instead_of=second.pk)
    called_off = PageLogEntry.objects.filter(action="sessions_translation.release.call_off")
    assert called_off.get().user == planner


def test_only_who_may_publish_plans_and_calls_off(translated: Any, planner: AbstractUser) -> None:
    translator = make_translator()
    plan = timing.plan_release(translated, planner, soon())
    for step in (
        lambda: timing.plan_release(translated, translator, soon(), instead_of=plan.pk),
        lambda: timing.plan_release(translated, translator, None, instead_of=plan.pk),
        lambda: timing.cancel(translated, translator, plan.pk),
    ):
        with pytest.raises(Refusal, match=r"You may not publish in this language\."):
            step()
    assert states() == ["waiting", "waiting"]


def test_what_cannot_be_released_cannot_be_planned(
    translated: Any, planner: AbstractUser, family: Family
) -> None:
    write(speaker_of(family, translated), "position", "", planner)
    with pytest.raises(ReleaseRefused) as refused:
        timing.plan_release(translated, planner, soon())
    assert codes(refused) == ["incomplete"]
    for at in (timezone.now() - timedelta(days=1), timezone.now()):
        with pytest.raises(Refusal, match="That is over already"):
            timing.plan_release(translated, planner, at)
    with pytest.raises(Refusal, match=r"That is too far away\."):
        timing.plan_release(translated, planner, datetime(9999, 12, 31, tzinfo=UTC))
    assert not PlannedRelease.objects.exists()


def test_now_is_refused_while_a_plan_waits(
    translated: Any, en: Locale, planner: AbstractUser
) -> None:
    timing.plan_release(translated, planner, soon())
    for step in (release.release, review.submit):
        with pytest.raises(ReleaseRefused) as refused:
            step(translated, planner)
        assert codes(refused) == ["planned"]
    assert not Release.objects.exists()
    release.release(translated, planner, over_plans=True)
    assert states() == ["cancelled", "cancelled"]
    logged = PageLogEntry.objects.get(action="sessions_translation.release.call_off")
    assert logged.user == planner


def test_a_speaker_with_a_plan_of_its_own_is_not_released_before(
    translated: Any, planner: AbstractUser, family: Family, en: Locale
) -> None:
    speaker = speaker_of(family, translated)
    own = timing.plan_release(speaker, planner, soon(days=2))
    with pytest.raises(ReleaseRefused) as refused:
        release.release(translated, planner)
    assert codes(refused) == ["planned"]
    assert str(refused.value).startswith("Ada: It goes live on")
    with pytest.raises(ReleaseRefused) as refused:
        timing.plan_release(translated, planner, soon(days=1))
    assert codes(refused) == ["planned"]
    page = timing.plan_release(translated, planner, soon(days=3))
    assert carried_out(own).state == "done"
    assert Speaker.objects.get(locale=en).live is True
    assert carried_out(page).state == "done"


def test_a_shared_speaker_waits_with_each_page_and_newer_texts_stay(
    house: House,
    talk: SessionPage,
    translated: Any,
    en: Locale,
    planner: AbstractUser,
    family: Family,
    open_one: Open,
    translate_all: TranslateAll,
) -> None:
    ada = Speaker.objects.get(source=None)
    other = publish(make_session(house.programme, title="Zweite", people=[ada]))
    second = open_one(other, en)
    translate_all(planner, second)
    first_plan = timing.plan_release(translated, planner, soon(days=1))
    write(speaker_of(family, translated), "position", "Newer", planner)
    second_plan = timing.plan_release(second, planner, soon())
    assert states() == ["waiting"] * 4
    assert carried_out(second_plan).state == "done"
    assert Speaker.objects.get(locale=en).position == "Newer"
    assert carried_out(first_plan).state == "done"
    assert Speaker.objects.get(locale=en).position == "Newer"
    assert (english(talk, en).live, english(other, en).live) == (True, True)


def test_a_speaker_that_went_offline_is_left_out(
    talk: SessionPage, translated: Any, en: Locale, planner: AbstractUser
) -> None:
    plan = timing.plan_release(translated, planner, soon())
    Speaker.objects.get(source=None).unpublish()
    assert carried_out(plan).state == "done"
    assert english(talk, en).live is True
    assert Speaker.objects.get(locale=en).live is False


def test_a_page_is_planned_below_one_that_goes_live_first(
    house: House, en: Locale, planner: AbstractUser, open_one: Open, translate_all: TranslateAll
) -> None:
    above = publish(make_programme(house.home, title="Zweites Programm", people_slug="leute"))
    below = publish(make_session(above, title="Darunter"))
    upper, lower = open_one(above, en), open_one(below, en)
    translate_all(planner, upper, lower)
    with pytest.raises(ReleaseRefused) as refused:
        timing.plan_release(lower, planner, soon())
    assert codes(refused) == ["parent_missing"]
    first = timing.plan_release(upper, planner, soon(days=1))
    with pytest.raises(ReleaseRefused) as refused:
        timing.plan_release(lower, planner, soon())
    assert codes(refused) == ["parent_not_live"]
    second = timing.plan_release(lower, planner, first.at)
    PlannedRelease.objects.update(at=timezone.now() - timedelta(seconds=1))
    assert timing.due() == [first.pk, second.pk]
    done = [timing.carry_out(pk) for pk in timing.due()]
    assert [one.state for one in done if one] == ["done", "done"]
    assert english(below, en).live is True


@pytest.mark.usefixtures("indexed")
def test_budget_of_a_plan(
    translated: Any, planner: AbstractUser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert timing.carry_out(0) is None
    with django_assert_num_queries(1):
        assert timing.due() == []
    # Whoever sees the button has been asked for their rights.
    assert policy.allows(planner, Action.TRANSLATE, translated.target_locale)
    # Fewer on PostgreSQL, as counted.
    postgres = connection.vendor == "postgresql"
    with django_assert_num_queries(97 if postgres else 101):
        plan = timing.plan_release(translated, planner, soon())
    PlannedRelease.objects.filter(pk=plan.pk).update(at=timezone.now() - timedelta(seconds=1))
    planner = make_publisher("en", "other")
    with django_assert_num_queries(102 if postgres else 104):
        timing.carry_out(plan.pk)
