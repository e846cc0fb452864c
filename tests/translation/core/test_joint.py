"""Original and translation published together: drafts, schedules, and what must not go wrong."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale, Page

from sessions_app.models import Appearance, SessionPage, Speaker
from sessions_app.translation import drafting, localize, status, timing, wire
from sessions_app.translation.models import PlannedRelease, Release
from sessions_app.translation.release import ReleaseRefused
from sessions_app.translation.status import State
from tests.factories import House, make_session, make_speaker, make_superuser, publish

pytestmark = pytest.mark.django_db

Open = Callable[[Any, Locale], Any]
Family = Callable[[Any], list[Any]]
TranslateAll = Callable[..., None]
Commit = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def draft(house: House) -> SessionPage:
    """A session that was never published, with a speaker who is public."""
    ada = make_speaker("Ada", position="Leiterin")
    return make_session(
        house.programme, title="Geheim", summary="Bald.", people=[ada], live=False
    )  # fmt: skip


@pytest.fixture
def ready(
    draft: SessionPage,
    en: Locale,
    planner: AbstractUser,
    open_one: Open,
    family: Family,
    translate_all: TranslateAll,
) -> Any:
    """Its Translation into English, complete with that of the speaker."""
    translation = open_one(draft, en)
    translate_all(planner, *family(translation))
    return translation


def english(original: Any, en: Locale) -> Any:
    return type(original).objects.get(translation_key=original.translation_key, locale=en)


def plan_of(translation: Any) -> PlannedRelease:
    """The newest plan of the translation."""
    return PlannedRelease.objects.filter(translation=translation.pk, page=None).latest("pk")


def codes(refused: Any) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_draft_goes_live_in_both_languages_at_once(
    draft: SessionPage,
    ready: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    plan = timing.plan_release(ready, planner, None)
    assert (plan.at, plan.state) == (None, "waiting")
    assert timing.carry_out(plan.pk) is None
    assert timing.due() == []
    drafting.save_segment(
        ready,
        localize.segment_rows([ready])[ready.pk][0].id,
        "Typed later",
        drafting.version("EN Geheim"),
        planner,
    )
    with django_capture_on_commit_callbacks(execute=True):
        draft = publish(draft)
    target = english(draft, en)
    assert (draft.live, target.live, target.title) == (True, True, "EN Geheim")
    assert target.last_published_at - draft.last_published_at < timedelta(minutes=1)
    assert Speaker.objects.get(locale=en).live is True
    assert plan_of(ready).state == "done"
    assert status.statuses([draft], en)[draft.translation_key].state is State.READY


def test_a_schedule_of_wagtails_takes_the_translation_along(
    draft: SessionPage,
    ready: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        publish(draft)
    timing.plan_release(ready, planner, None)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    assert (english(draft, en).live, plan_of(ready).state) == (False, "waiting")
    revision = draft.revisions.get()
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    draft.refresh_from_db()
    target = english(draft, en)
    assert (draft.live, target.live, plan_of(ready).state) == (True, True, "done")
    assert target.last_published_at - draft.last_published_at < timedelta(minutes=1)


def test_scheduling_alone_publishes_nothing(
    draft: SessionPage,
    ready: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    timing.plan_release(ready, planner, None)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        publish(draft)
    assert (english(draft, en).live, plan_of(ready).state) == (False, "waiting")


@pytest.mark.parametrize(
    ("title", "summary", "problem"),
    [
        ("Anders", "Bald.", "1 text is not translated yet."),
        ("Anders", "Auch anders.", "2 texts are not translated yet."),
        ("Geheim", "", "The original has changed since this was planned."),
    ],
)
def test_other_texts_than_those_translated_keep_the_translation_offline(
    draft: SessionPage,
    ready: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
    title: str,
    summary: str,
    problem: str,
) -> None:
    timing.plan_release(ready, planner, None)
    draft.title, draft.summary = title, summary
    with django_capture_on_commit_callbacks(execute=True):
        draft = publish(draft)
    assert draft.live is True
    assert english(draft, en).live is False
    assert not Speaker.objects.filter(locale=en, live=True).exists()
    plan = plan_of(ready)
    assert (plan.state, plan.problem) == ("failed", problem)
    assert timing.last_failure(ready) == plan
    assert not Release.objects.exists()


def test_a_person_who_came_late_keeps_the_translation_offline(
    draft: SessionPage,
    ready: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    timing.plan_release(ready, planner, None)
    late = make_speaker("Late", position="Rätin")
    Appearance.objects.create(page=draft, speaker=late, role="speaker")
    draft = SessionPage.objects.get(pk=draft.pk)
    draft.save()
    with django_capture_on_commit_callbacks(execute=True):
        publish(draft)
    plan = plan_of(ready)
    assert (plan.state, plan.problem) == ("failed", "“Late” is not public in this language.")
    assert english(draft, en).live is False


def test_a_draft_that_was_edited_is_read_anew_when_it_is_planned(
    draft: SessionPage, ready: Any, planner: AbstractUser
) -> None:
    draft.title = "Anders"
    draft.save()
    with pytest.raises(ReleaseRefused) as refused:
        timing.plan_release(ready, planner, None)
    assert codes(refused) == ["incomplete"]
    assert str(refused.value) == "1 text is not translated yet."
    # The translator sees the new text by now, and the plan can be made.
    (row, _summary) = localize.segment_rows([ready])[ready.pk]
    assert (row.text, row.previous) == ("Anders", "Geheim")
    drafting.save_segment(ready, row.id, "Otherwise", drafting.version(None), planner)
    assert timing.plan_release(ready, planner, None).state == "waiting"


def test_nothing_of_a_public_original_is_waited_for(
    talk: SessionPage, translated: Any, planner: AbstractUser
) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        timing.plan_release(translated, planner, None)
    assert codes(refused) == ["nothing_to_join"]
    talk.title = "Andere"
    talk.save_revision()
    with pytest.raises(ReleaseRefused) as refused:
        timing.plan_release(translated, planner, None)
    assert codes(refused) == ["source_changed"]
    assert not PlannedRelease.objects.exists()


def test_facts_of_a_public_original_may_be_waited_for(
    talk: SessionPage,
    translated: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    talk.spoken_language = "en"
    revision = talk.save_revision()
    timing.plan_release(translated, planner, None)
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()
    assert plan_of(translated).state == "done"
    assert status.statuses([talk], en)[talk.translation_key].state is State.LIVE


def test_what_stands_in_the_way_of_the_translation_does_not_concern_the_original(
    draft: SessionPage,
    ready: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    timing.plan_release(ready, planner, None)
    target = english(draft, en)
    target.locked, target.locked_by = True, make_superuser("owner")
    target.save()
    with django_capture_on_commit_callbacks(execute=True):
        draft = publish(draft)
    assert draft.live is True
    plan = plan_of(ready)
    assert (plan.state, plan.problem) == ("failed", "It is locked by owner.")


def test_what_nobody_followed_is_due(
    draft: SessionPage, ready: Any, en: Locale, planner: AbstractUser
) -> None:
    """As when the process died after the original was stored: no callback ran."""
    plan = timing.plan_release(ready, planner, None)
    publish(draft)
    assert plan_of(ready).state == "waiting"
    assert timing.due() == [plan.pk]
    call_command("release_planned")
    assert (english(draft, en).live, plan_of(ready).state) == (True, "done")


def test_an_original_published_while_somebody_plans_is_not_waited_for(
    draft: SessionPage,
    ready: Any,
    en: Locale,
    planner: AbstractUser,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        timing.plan_release(ready, planner, None)
        # Stored by somebody who saw no plan yet.
        SessionPage.objects.filter(pk=draft.pk).update(
            live=True, last_published_at=timezone.now() - timedelta(seconds=1)
        )
    assert (english(draft, en).live, plan_of(ready).state) == (True, "done")


def test_a_speaker_goes_live_with_its_original(
    house: House,
    en: Locale,
    planner: AbstractUser,
    open_one: Open,
    translate_all: TranslateAll,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    ada = make_speaker("Ada", position="Leiterin", live=False)
    translation = open_one(ada, en)
    translate_all(planner, translation)
    timing.plan_release(translation, planner, None)
    with django_capture_on_commit_callbacks(execute=True):
        publish(ada)
    found = Speaker.objects.get(locale=en)
    assert (found.live, found.position) == (True, "EN Leiterin")


@pytest.mark.third_locale
def test_all_languages_go_live_together(
    draft: SessionPage,
    targets: list[Locale],
    admin: AbstractUser,
    open_one: Open,
    family: Family,
    translate_all: TranslateAll,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    for locale in targets:
        translation = open_one(draft, locale)
        translate_all(admin, *family(translation), mark=locale.language_code)
        timing.plan_release(translation, admin, None)
    with django_capture_on_commit_callbacks(execute=True):
        publish(draft)
    live = Page.objects.filter(translation_key=draft.translation_key, live=True)
    assert {page.locale for page in live} == {draft.locale, *targets}


def test_an_original_that_nothing_waits_for_costs_one_query(
    talk: SessionPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        timing.carry_out_with(talk.translation_key)


def test_texts_are_compared_as_they_are_stored(
    house: House,
    en: Locale,
    planner: AbstractUser,
    open_one: Open,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    html = '<p data-block-key="a1">Mit <b>Auszeichnung</b> &amp; Zeichen.</p>'
    body = [{"type": "text", "value": html, "id": "b" * 8}]
    page = make_session(house.programme, title="Reich", body=body, live=False)
    translation = open_one(page, en)
    for row in localize.segment_rows([translation])[translation.pk]:
        text = wire.from_html(row.text, rich=row.rich)
        drafting.save_segment(translation, row.id, text, drafting.version(None), planner)
    timing.plan_release(translation, planner, None)
    # The editor writes other keys into the paragraphs.
    page.body.raw_data[0]["value"] = html.replace("a1", "zz")
    with django_capture_on_commit_callbacks(execute=True):
        publish(page)
    assert (english(page, en).live, plan_of(translation).state) == (True, "done")
