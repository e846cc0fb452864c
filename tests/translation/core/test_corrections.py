"""A reviewer corrects what is read: recorded, checked, and part of what is approved."""

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale, TaskState
from wagtail_localize.models import StringTranslation

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, history, localize, release, remarks, review
from sessions_app.translation.models import PublicationRules, Release, SegmentEvent
from sessions_app.translation.refusal import Refusal
from tests.factories import make_reviewer, make_translator, publish

from .texts import row_of, write

Kind = SegmentEvent.Kind


@pytest.fixture
def submitted(translation: Any, translator: AbstractUser) -> Any:
    """The panel with people and labels, translated and handed in."""
    review.submit(translation, translator)
    return localize.translation_by_pk(translation.pk)


def test_what_a_reviewer_corrects_goes_live_with_the_approval(
    submitted: Any, reviewer: AbstractUser
) -> None:
    write(submitted, "Street and State", reviewer)
    target = review.approve(submitted, reviewer)
    assert (target.live, target.title) == (True, "Street and State")
    event = history.events(submitted, row_of(submitted).id)[1]
    assert (event.kind, event.origin, event.by) == (Kind.SAVED, history.IN_REVIEW, reviewer)
    running = review.of(submitted)
    assert running is None


def test_a_person_is_corrected_with_the_page(
    submitted: Any, family: Any, en: Locale, reviewer: AbstractUser
) -> None:
    person = next(one for one in family(submitted) if one.source.object_repr == "Person 0")
    write(person, "Head zero", reviewer, "position")
    review.approve(submitted, reviewer)
    assert Speaker.objects.filter(locale=en, position="Head zero", live=True).count() == 1


def test_only_who_reads_corrects(
    submitted: Any, translator: AbstractUser, reviewer: AbstractUser
) -> None:
    for user in (translator, make_translator("en", "other")):
        with pytest.raises(Refusal, match="being reviewed"):
            write(submitted, "Mine", user)
    assert row_of(submitted).target == "EN Straße &amp; Staat"


def test_four_eyes_hold_for_corrections(
    panel: SessionPage,
    en: Locale,
    open_one: Any,
    family: Any,
    translate_all: Any,
    reviewer: AbstractUser,
) -> None:
    """Who wrote what was handed in corrects nothing of it: somebody else reads it."""
    opened = open_one(panel, en)
    translate_all(reviewer, *family(opened))
    review.submit(opened, reviewer)
    with pytest.raises(Refusal, match="somebody else"):
        write(opened, "Mine", reviewer)
    with pytest.raises(Refusal, match="somebody else"):
        review.approve(opened, reviewer)
    PublicationRules(four_eyes=False).save()
    write(opened, "Mine", reviewer)
    assert review.approve(opened, reviewer).title == "Mine"


def test_what_was_corrected_in_one_round_is_no_hindrance_in_the_next(
    submitted: Any, translator: AbstractUser, reviewer: AbstractUser
) -> None:
    write(submitted, "Street and State", reviewer)
    review.send_back(submitted, reviewer, "The rest, please.")
    review.submit(submitted, translator)
    assert review.approve(submitted, reviewer).title == "Street and State"


def test_nobody_approves_what_they_have_not_seen(submitted: Any, reviewer: AbstractUser) -> None:
    running = review.of(submitted)
    assert running is not None
    seen = review.read(running).seen
    write(submitted, "Street and State", make_reviewer("en", "second"))
    with pytest.raises(Refusal, match="corrected meanwhile"):
        review.approve(submitted, reviewer, seen)
    assert not Release.objects.exists()
    running = review.of(submitted)
    assert running is not None
    assert review.approve(submitted, reviewer, review.read(running).seen).live


def test_what_another_tool_wrote_does_not_slip_in_with_a_correction(
    submitted: Any, reviewer: AbstractUser
) -> None:
    write(submitted, "Street and State", reviewer)
    other = row_of(submitted, "summary")
    StringTranslation.objects.filter(
        context=other.context_id, translation_of=other.string_id
    ).update(data="Slipped in")
    with pytest.raises(release.ReleaseRefused) as refused:
        review.approve(submitted, reviewer)
    assert [reason.code for reason in refused.value.reasons] == ["changed"]
    assert not Release.objects.exists()


def test_without_a_correction_what_another_tool_wrote_is_left_out(
    submitted: Any, reviewer: AbstractUser
) -> None:
    other = row_of(submitted, "summary")
    StringTranslation.objects.filter(
        context=other.context_id, translation_of=other.string_id
    ).update(data="Slipped in")
    target = review.approve(submitted, reviewer)
    assert isinstance(target, SessionPage)
    assert target.summary == "EN Worum es geht."


def test_an_error_in_a_correction_is_not_released(submitted: Any, reviewer: AbstractUser) -> None:
    rows = localize.segment_rows([submitted])[submitted.pk]
    linked = next(row for row in rows if "<a " in row.text)
    token = drafting.version(linked.target)
    drafting.save_segment(submitted, linked.id, "The link is gone", token, reviewer)
    with pytest.raises(release.ReleaseRefused) as refused:
        review.approve(submitted, reviewer)
    assert {reason.code for reason in refused.value.reasons} == {"check"}
    assert not Release.objects.exists()


def test_when_the_original_changes_nothing_more_is_corrected(
    submitted: Any,
    panel: SessionPage,
    reviewer: AbstractUser,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The review says so; what was handed in is approved all the same, corrections are not."""
    running = review.of(submitted)
    assert running is not None
    assert not review.read(running).is_behind
    panel.title = "Gasse & Staat"
    with django_capture_on_commit_callbacks(execute=True):
        publish(panel)
    submitted = localize.translation_by_pk(submitted.pk)
    running = review.of(submitted)
    assert running is not None
    assert review.read(running).is_behind
    with pytest.raises(Refusal, match="has changed since"):
        write(submitted, "Short.", reviewer, "summary")
    assert review.approve(submitted, reviewer).title == "EN Straße & Staat"


def test_corrections_and_then_a_changed_original_are_sent_back(
    submitted: Any,
    panel: SessionPage,
    reviewer: AbstractUser,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    write(submitted, "Short.", reviewer, "summary")
    panel.title = "Gasse & Staat"
    with django_capture_on_commit_callbacks(execute=True):
        publish(panel)
    with pytest.raises(release.ReleaseRefused) as refused:
        review.approve(localize.translation_by_pk(submitted.pk), reviewer)
    assert [reason.code for reason in refused.value.reasons] == ["changed"]
    review.send_back(localize.translation_by_pk(submitted.pk), reviewer, "Has changed.")
    assert row_of(submitted, "summary").target == "Short."


def test_marks_are_sent_back_with_the_comment_and_hinder_the_approval(
    submitted: Any, family: Any, reviewer: AbstractUser
) -> None:
    person = next(one for one in family(submitted) if one.source.object_repr == "Person 0")
    remarks.need_work(submitted, row_of(submitted).id, "Too literal.", reviewer)
    remarks.need_work(person, row_of(person, "position").id, "Head of what?", reviewer)
    with pytest.raises(release.ReleaseRefused) as refused:
        review.approve(submitted, reviewer)
    assert [reason.code for reason in refused.value.reasons] == ["needs_work"] * 2
    review.send_back(submitted, reviewer, "")
    comment = TaskState.objects.filter(comment__gt="").values_list("comment", flat=True).first()
    assert comment is not None
    assert set(comment.splitlines()) == {
        "“EN Straße & Staat”: Too literal.",
        "“EN Leiterin 0”: Head of what?",
    }


def test_what_came_back_is_handed_in_again_once_every_mark_is_dealt_with(
    submitted: Any, translator: AbstractUser, reviewer: AbstractUser
) -> None:
    remarks.need_work(submitted, row_of(submitted).id, "Too literal.", reviewer)
    remarks.need_work(submitted, row_of(submitted, "summary").id, "Really?", reviewer)
    review.send_back(submitted, reviewer, "")
    with pytest.raises(release.ReleaseRefused) as refused:
        review.submit(submitted, translator)
    assert {reason.code for reason in refused.value.reasons} == {"needs_work"}
    write(submitted, "Street and State", translator)
    remarks.settle(submitted, row_of(submitted, "summary").id, translator)
    review.submit(submitted, translator)
    assert review.approve(submitted, reviewer).title == "Street and State"


def test_nothing_is_sent_back_without_a_word(submitted: Any, reviewer: AbstractUser) -> None:
    with pytest.raises(Refusal, match="Write what"):
        review.send_back(submitted, reviewer, "  ")


def test_an_approved_review_approves_every_text_once(
    submitted: Any, reviewer: AbstractUser
) -> None:
    remarks.approve(submitted, row_of(submitted).id, reviewer)
    review.approve(submitted, reviewer)
    rows = localize.segment_rows([submitted])[submitted.pk]
    pending = history.pending([submitted])
    found = {pending[row.context_id, row.string_id].verdict(row.target) for row in rows}
    assert found == {"approved"}
    of_title = history.events(submitted, row_of(submitted).id)
    assert [event.kind for event in of_title].count(Kind.APPROVED) == 1
