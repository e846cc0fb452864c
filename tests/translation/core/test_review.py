"""Submitted, read, approved or sent back: what goes live is what was read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale, Page, PageLogEntry, Workflow, WorkflowState

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, release, review, status
from sessions_app.translation.models import PublicationRules, Release, Review, TranslationReviewTask
from sessions_app.translation.refusal import Refusal
from sessions_app.translation.status import State
from tests.factories import make_translator, make_user, publish

from .texts import row_of


def english(panel: SessionPage, en: Locale) -> SessionPage | None:
    return SessionPage.objects.filter(translation_key=panel.translation_key, locale=en).first()


def own_state(panel: SessionPage, en: Locale) -> State:
    return status.statuses([panel], en, related=False)[panel.translation_key].own


def test_submitting_publishes_nothing_and_locks_the_texts(
    translation: Any, panel: SessionPage, en: Locale, translator: AbstractUser
) -> None:
    review.submit(translation, translator)
    draft = english(panel, en)
    assert draft is not None
    assert (draft.live, draft.get_latest_revision_as_object().title) == (
        False,
        "EN Straße & Staat",
    )
    assert not Speaker.objects.filter(locale=en, live=True).exists()
    assert own_state(panel, en) is State.IN_REVIEW
    row = row_of(translation)
    with pytest.raises(drafting.Refusal):
        drafting.save_segment(translation, row.id, "X", drafting.version(row.target), translator)
    with pytest.raises(release.ReleaseRefused) as refused:
        review.submit(translation, translator)
    assert {reason.code for reason in refused.value.reasons} == {"held"}


def test_approving_releases_page_and_people_for_somebody_who_may_not_publish(
    translation: Any,
    panel: SessionPage,
    en: Locale,
    translator: AbstractUser,
    reviewer: AbstractUser,
) -> None:
    review.submit(translation, translator)
    target = review.approve(translation, reviewer)
    assert (target.live, target.title) == (True, "EN Straße & Staat")
    assert status.statuses([panel], en)[panel.translation_key].state is State.LIVE
    assert Release.objects.get(source=translation.source).by == reviewer
    assert set(WorkflowState.objects.values_list("status", flat=True)) == {"approved"}
    page = Page.objects.get(pk=target.pk)
    logged = PageLogEntry.objects.filter(page=page.pk).values_list("action", "user__username")
    assert ("wagtail.workflow.approve", "reviewer") in set(logged)
    assert ("wagtail.publish", "reviewer") in set(logged)


def test_what_was_read_goes_live_whatever_the_original_says_by_now(
    translation: Any,
    panel: SessionPage,
    en: Locale,
    translator: AbstractUser,
    reviewer: AbstractUser,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    review.submit(translation, translator)
    panel.title = "Gasse & Staat"
    with django_capture_on_commit_callbacks(execute=True):
        publish(panel)
    translation = localize.translation_by_pk(translation.pk)
    target = review.approve(translation, reviewer)
    assert target.title == "EN Straße & Staat"
    assert own_state(panel, en) is State.OUTDATED


def test_sent_back_texts_can_be_changed_and_submitted_again(
    translation: Any,
    panel: SessionPage,
    en: Locale,
    translator: AbstractUser,
    reviewer: AbstractUser,
) -> None:
    review.submit(translation, translator)
    review.send_back(translation, reviewer, " Der Titel! ")
    comment = review.last_comment(translation)
    assert comment is not None
    assert (comment.comment, comment.finished_by) == ("Der Titel!", reviewer)
    assert own_state(panel, en) is State.READY
    row = row_of(translation)
    token = drafting.version(row.target)
    drafting.save_segment(translation, row.id, "Street & State", token, translator)
    review.submit(translation, translator)
    assert review.last_comment(translation) is None
    draft = english(panel, en)
    assert draft is not None
    assert draft.workflow_states.count() == 1
    assert review.approve(translation, reviewer).title == "Street & State"


def test_a_submission_can_be_withdrawn_by_whoever_made_it(
    translation: Any, panel: SessionPage, en: Locale, translator: AbstractUser
) -> None:
    review.submit(translation, translator)
    with pytest.raises(Refusal):
        review.withdraw(translation, make_translator(name="other"))
    review.withdraw(translation, translator)
    assert own_state(panel, en) is State.READY
    assert review.of(translation) is None


def test_four_eyes(translation: Any, translator: AbstractUser, admin: AbstractUser) -> None:
    row = row_of(translation)
    drafting.save_segment(translation, row.id, "Mine", drafting.version(row.target), admin)
    review.submit(translation, translator)
    with pytest.raises(Refusal, match="translated"):
        review.approve(translation, admin)
    PublicationRules(four_eyes=False).save()
    assert review.approve(translation, admin).title == "Mine"


@pytest.mark.parametrize("step", ["submit", "approve", "send_back", "withdraw"])
def test_nobody_else_takes_a_step(
    translation: Any, translator: AbstractUser, reviewer: AbstractUser, step: str
) -> None:
    steps: dict[str, Callable[[], Any]] = {
        "submit": lambda: review.submit(translation, make_user("stranger")),
        "approve": lambda: review.approve(translation, translator),
        "send_back": lambda: review.send_back(translation, translator, "No"),
        "withdraw": lambda: review.withdraw(translation, make_translator("en", "third")),
    }
    if step != "submit":
        review.submit(translation, translator)
    with pytest.raises((Refusal, release.ReleaseRefused)):
        steps[step]()
    assert Release.objects.count() == 0


def test_nothing_is_approved_that_nobody_submitted(
    translation: Any, reviewer: AbstractUser
) -> None:
    for step in (
        lambda: review.approve(translation, reviewer),
        lambda: review.send_back(translation, reviewer, "No"),
        lambda: review.withdraw(translation, reviewer),
    ):
        with pytest.raises(Refusal):
            step()


def test_an_incomplete_translation_cannot_be_submitted(
    translation: Any, translator: AbstractUser
) -> None:
    row = row_of(translation)
    drafting.save_segment(translation, row.id, "", drafting.version(row.target), translator)
    with pytest.raises(release.ReleaseRefused):
        review.submit(translation, translator)
    assert not Review.objects.exists()
    assert not WorkflowState.objects.exists()


def test_a_page_cannot_be_approved_while_its_original_is_offline(
    translation: Any, panel: SessionPage, translator: AbstractUser, reviewer: AbstractUser
) -> None:
    review.submit(translation, translator)
    panel.unpublish()
    with pytest.raises(release.ReleaseRefused) as refused:
        review.approve(translation, reviewer)
    assert [reason.code for reason in refused.value.reasons] == ["source_not_live"]
    assert not Release.objects.exists()


def test_a_person_is_approved_together_with_the_page(
    translation: Any, family: Any, translator: AbstractUser, reviewer: AbstractUser
) -> None:
    review.submit(translation, translator)
    person = next(one for one in family(translation) if one.source.object_repr.startswith("Person"))
    with pytest.raises(Refusal, match="Straße & Staat"):
        review.approve(person, reviewer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_the_first_of_all_reviews_are_begun_at_once(en: Locale) -> None:
    """One task and one workflow for a language, whoever is first."""

    def begin(_number: int) -> int:
        try:
            with transaction.atomic():
                return int(review.workflow_of(en).pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(begin, range(8)))
    assert len(found) == 1
    assert (Workflow.objects.filter(name__startswith="Review: ").count(),
            TranslationReviewTask.objects.count()) == (1, 1)  # fmt: skip
