"""Submitted texts are frozen, read by somebody else, and released as they were read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Workflow, WorkflowState, WorkflowTask
from wagtail.signals import workflow_approved

from .. import (
    checking,
    corrections,
    history,
    localize,
    notices,
    policy,
    release,
    remarks,
    rules,
    status,
)
from ..corrections import of
from ..models import Action, Review, SegmentEvent, TranslationReviewTask
from ..refusal import Refusal
from ..release import Reason, ReleaseRefused, Unit
from ..source import TranslatedModel
from ..wire import version
from .reading import all_of, excerpt, marks

Kind = SegmentEvent.Kind
Corrections = Mapping[int, Sequence[SegmentEvent]]
Pendings = Mapping[tuple[int, int], history.Pending]


def reasons(translation: Any, user: AbstractBaseUser) -> list[Reason]:
    """Everything that stands against submitting ``translation`` now."""
    return list(release.plan(translation, user, Action.TRANSLATE).reasons)


@transaction.atomic
def submit(translation: Any, user: AbstractBaseUser) -> Review:
    """Freeze the texts, and those of the snippets that changed, for somebody to review.

    Each object gets a draft revision; what is public stays as it is. Raises
    :class:`release.ReleaseRefused`; then nothing has changed.
    """
    _lock(translation)
    planned = release.plan(translation, user, Action.TRANSLATE)
    if planned.reasons:
        raise ReleaseRefused(list(planned.reasons))
    workflow = workflow_of(translation.target_locale)
    writers = _writers(planned.units)
    made = []
    for unit in planned.units:
        target, revision = release.freeze(unit, user)
        state = _start(workflow, target, user)
        digest = localize.state_of(unit.translation.source).digest
        made.append(
            Review(
                translation=unit.translation,
                workflow_state=state,
                revision=revision,
                digest=digest,
                writers=writers,
                texts=corrections.texts_of(unit.rows),
                at=timezone.now(),
            )
        )
    *snippets, page = made
    page.save()
    for snippet in snippets:
        snippet.page = page
        snippet.save()
    notices.submitted(page, user)
    return page


@transaction.atomic
def approve(translation: Any, user: AbstractBaseUser, seen: str | None = None) -> TranslatedModel:
    """Release exactly what was submitted, whatever was changed meanwhile; the live target row.

    What a reviewer corrected while reading is part of it; ``seen`` is the token of what ``user``
    has read (see :class:`Reading`), where they came to see it. Whoever may review needs no right to
    publish. Raises :class:`Refusal` where nothing is being reviewed or ``user`` may not,
    :class:`release.ReleaseRefused` for what stands in the way.
    """
    _lock(translation)
    found = _mine(translation, user)
    reviews = all_of(found)
    if rules.now().four_eyes and user.pk in found.writers:
        raise Refusal(_("You have translated some of these texts: somebody else approves them."))
    made = corrections.made(reviews)
    if seen is not None and seen != corrections.seen(reviews, made):
        raise Refusal(_("A text was corrected meanwhile. Please read it, then approve."))
    units = _units(reviews)
    pending = history.pending([unit.translation for unit in units])
    against = [*_to_settle(units, pending), *_against_corrections(reviews, units, made)]
    for unit in units:
        against += release.hindrances_of_place(unit.translation, unit.original)
    if against:
        raise ReleaseRefused(against)
    for one, unit in zip(reviews, units, strict=True):
        if one.pk in made:
            # What was corrected was read with the rest: nothing else has changed.
            draft, one.revision = release.freeze(unit, user)
            one.save(update_fields=["revision"])
        else:
            draft = cast("TranslatedModel", unit.target)
        _finish(one, user)
        target = release.publish(unit, draft, one.revision, one.digest, user)
    remarks.approve_all(_as_read(reviews, units, made), _approved(pending), user)
    notices.approved(found, [unit.translation for unit in units], user)
    return target


@transaction.atomic
def send_back(translation: Any, user: AbstractBaseUser, comment: str) -> None:
    """Give the texts back to whoever submitted them, with what is to be changed.

    That is ``comment`` and what was said of single texts; one of them has to be there. Raises
    :class:`Refusal`.
    """
    _lock(translation)
    found = _mine(translation, user)
    reviews = all_of(found)
    said = [comment, *(f"{one.place}: {one.words}" for one in marks(reviews))]
    comment = remarks.words("\n".join(said), _("Write what is to be changed."))
    for one in reviews:
        one.workflow_state.current_task_state.specific.reject(user=user, comment=comment)
    notices.sent_back(found, user, comment)


@transaction.atomic
def withdraw(translation: Any, user: AbstractBaseUser) -> None:
    """Take one's own submission back. Raises :class:`Refusal`."""
    _lock(translation)
    found = of(translation)
    if found is None:
        raise Refusal(_("It is not being reviewed."))
    if found.workflow_state.requested_by_id != user.pk and not policy.allows(
        user, Action.REVIEW, translation.target_locale
    ):
        raise Refusal(_("Somebody else has submitted it."))
    for one in (*found.snippets.all(), found):
        one.workflow_state.cancel(user=user)


def workflow_of(locale: Locale) -> Workflow:
    """The workflow with the review of translations into ``locale``; made where there is none."""
    if (found := _known_workflow(locale)) is not None:
        return found
    # Of several who are the first one makes it, and the others look again.
    Locale.objects.select_for_update().get(pk=locale.pk)
    if (found := _known_workflow(locale)) is not None:
        return found
    task = TranslationReviewTask.objects.filter(locale=locale, active=True).first()
    if task is None:
        # In no language: it is made once, by whoever submits first.
        name = f"Review: {locale.language_code}"
        task = TranslationReviewTask.objects.create(name=name, locale=locale)
    made = Workflow.objects.create(name=task.name)
    WorkflowTask.objects.create(workflow=made, task=task, sort_order=0)
    return made


def _known_workflow(locale: Locale) -> Workflow | None:
    reviews = TranslationReviewTask.objects.filter(locale=locale, active=True)
    tasks = reviews.order_by("pk").values("task_ptr")
    found = Workflow.objects.filter(workflow_tasks__task__in=tasks, active=True)
    return found.order_by("pk").first()


def _start(workflow: Workflow, target: Any, user: AbstractBaseUser) -> WorkflowState:
    """Begin a review of the newest revision, or go on with one that was sent back."""
    waiting = target.current_workflow_state
    if waiting is not None and waiting.workflow_id == workflow.pk:
        # Whoever hands it in now is told what becomes of it, and may withdraw it.
        waiting.requested_by = user
        waiting.resume(user)
        return waiting
    if waiting is not None:
        waiting.cancel(user=user)
    return workflow.start(target, user)


def _lock(translation: Any) -> None:
    """Whoever submits, approves or releases one of these objects goes one after the other."""
    original = localize.original_of(translation)
    if original is None:
        raise ReleaseRefused(
            [Reason("source_deleted", _("The original does not exist any more."), translation.pk)]
        )
    keys = status.family_keys(original)
    localize.lock(keys)
    localize.hold(localize.translations_of(keys, translation.target_locale))


def _mine(translation: Any, user: AbstractBaseUser) -> Review:
    """The running review, for somebody who may decide on it; a snippet's goes with its page's."""
    if not policy.allows(user, Action.REVIEW, translation.target_locale):
        raise Refusal(str(release.NOT_PERMITTED[Action.REVIEW]))
    found = of(translation)
    if found is None:
        raise Refusal(_("It is not being reviewed."))
    if found.page is not None and found.page.workflow_state.is_active:
        raise Refusal(
            _("It is being reviewed together with “%(name)s”.")
            % {"name": found.page.translation.source.object_repr}
        )
    return found


def _units(reviews: Sequence[Review]) -> list[Unit]:
    """What a release needs to know of the reviewed objects, in their order."""
    translations = [one.translation for one in reviews]
    rows = localize.segment_rows(translations)
    versions = localize.versions_of(translations)
    units = []
    for translation in translations:
        key, source = translation.source.object_id, translation.source
        original = versions.get((key, source.locale_id))
        target = versions.get((key, translation.target_locale_id))
        if original is None or target is None:
            message = _("The original does not exist any more.")
            raise ReleaseRefused([Reason("source_deleted", message, translation.pk)])
        units.append(Unit(translation, original, target, rows[translation.pk]))
    return units


def _writers(units: Sequence[Unit]) -> list[Any]:
    """Primary keys of those who wrote the texts of ``units``.

    What a reviewer corrected in an earlier round is nobody's own: a translator has read it since.
    """
    corrected = history.corrections([unit.translation for unit in units])
    return sorted(
        {
            row.by_id
            for unit in units
            for row in unit.rows
            if row.by_id is not None
            and (row.context_id, row.string_id, row.target, row.by_id) not in corrected
        }
    )


def _to_settle(units: Sequence[Unit], pending: Pendings) -> list[Reason]:
    """Texts of which somebody said what is to be changed."""
    message = _("“%(text)s” needs work: send it back, or settle the remark.")
    return [
        Reason("needs_work", message % {"text": excerpt(row)}, unit.translation.pk, row.id)
        for unit in units
        for row in unit.rows
        if _thought(row, pending) == Kind.NEEDS_WORK
    ]


def _against_corrections(
    reviews: Sequence[Review], units: Sequence[Unit], made: Corrections
) -> list[Reason]:
    """What stands against freezing corrected texts anew, beside those that were handed in."""
    edited = [(one, unit) for one, unit in zip(reviews, units, strict=True) if made.get(one.pk)]
    for one, unit in edited:
        is_behind = localize.state_of(unit.translation.source).digest != one.digest
        if is_behind or corrections.texts_now(one, made[one.pk]) != corrections.texts_of(unit.rows):
            message = _(
                "Texts were corrected, and the original or another text has changed since: send "
                "it back."
            )
            return [Reason("changed", message, unit.translation.pk)]
    if not edited:
        return []
    rows = {unit.translation.pk: unit.rows for _one, unit in edited}
    names = checking.names_of([unit.translation for unit in units])
    known = checking.context([unit.translation for _one, unit in edited], rows, names)
    return [reason for _one, unit in edited for reason in release.hindrances_of_texts(unit, known)]


def _as_read(
    reviews: Sequence[Review], units: Sequence[Unit], made: Corrections
) -> Iterator[tuple[Any, localize.SegmentRow]]:
    """Texts that stand as they were read."""
    for one, unit in zip(reviews, units, strict=True):
        texts = corrections.texts_now(one, made.get(one.pk, ()))
        for row in unit.rows:
            if texts.get(corrections.place_of(row)) == version(row.target):
                yield unit.translation, row


def _approved(pending: Pendings) -> Iterator[tuple[int, int, str]]:
    """Texts that were approved before: context, string, text."""
    for (context, string), thought in pending.items():
        for html, (verdict, _said) in thought.verdicts.items():
            if verdict == Kind.APPROVED:
                yield context, string, html


def _thought(row: localize.SegmentRow, pending: Pendings) -> str:
    thought = pending.get((row.context_id, row.string_id))
    return thought.verdict(row.target) if thought else ""


def _finish(review: Review, user: AbstractBaseUser) -> None:
    """End the workflow as approved.

    Wagtail would publish the newest revision then, in the name of somebody who may publish.
    """
    state = review.workflow_state
    state.current_task_state.specific.approve(user=user, update=False)
    state.status = WorkflowState.STATUS_APPROVED
    state.save()
    workflow_approved.send(sender=WorkflowState, instance=state, user=user)
