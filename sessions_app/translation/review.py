"""Submitted texts are frozen, read by somebody else, and released as they were read."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, TaskState, Workflow, WorkflowState, WorkflowTask
from wagtail.signals import workflow_approved

from . import history, localize, notices, policy, release, rules, status
from .models import Action, Review, TranslationReviewTask
from .refusal import Refusal
from .release import Reason, ReleaseRefused, Unit
from .source import TranslatedModel


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


def of(translation: Any) -> Review | None:
    """The review in which ``translation`` stands now. One query."""
    return (
        Review.objects.filter(
            translation=translation, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        )
        .select_related(
            "workflow_state__requested_by", "workflow_state__current_task_state", "page"
        )
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def approve(translation: Any, user: AbstractBaseUser) -> TranslatedModel:
    """Release exactly what was submitted, whatever was changed meanwhile; the live target row.

    Whoever may review needs no right to publish. Raises :class:`Refusal` where nothing is being
    reviewed or ``user`` may not, :class:`release.ReleaseRefused` for what stands in the way.
    """
    _lock(translation)
    found = _mine(translation, user)
    reviews = [*found.snippets.select_related("revision"), found]
    units = _units(reviews)
    _require_four_eyes(units, user)
    against = [
        reason
        for unit in units
        for reason in release.hindrances_of_place(unit.translation, unit.original)
    ]
    if against:
        raise ReleaseRefused(against)
    for one, unit in zip(reviews, units, strict=True):
        _finish(one, user)
        draft = cast("TranslatedModel", unit.target)
        target = release.publish(unit, draft, one.revision, one.digest, user)
    notices.approved(found, [unit.translation for unit in units], user)
    return target


@transaction.atomic
def send_back(translation: Any, user: AbstractBaseUser, comment: str) -> None:
    """Give the texts back to whoever submitted them. Raises :class:`Refusal`."""
    _lock(translation)
    found = _mine(translation, user)
    comment = history.words(comment, _("Write what is to be changed."))
    for one in (*found.snippets.all(), found):
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


def last_comment(translation: Any) -> TaskState | None:
    """What was said when ``translation`` was sent back, while nobody has submitted it again."""
    newest = Review.objects.filter(translation=translation).order_by("-pk")
    found = newest.select_related("workflow_state__current_task_state__finished_by").first()
    if found is None or found.workflow_state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return found.workflow_state.current_task_state


def waiting(locales: Iterable[int]) -> list[Review]:
    """Reviews of pages and snippets into these locales in which somebody is to read.

    Whatever waits longest comes first; the snippets that go with it are at hand. Two queries.
    """
    return _newest(
        Review.objects.filter(
            translation__target_locale__in=set(locales),
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )
    )


def returned(user: policy.User, locales: Iterable[int]) -> list[Review]:
    """Reviews into these locales that ``user`` had asked for and that were sent back. Two queries.

    The comment stands in ``workflow_state.current_task_state``.
    """
    return _newest(
        Review.objects.filter(
            translation__target_locale__in=set(locales),
            workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
            workflow_state__requested_by=user,
        )
    )


def _newest(found: QuerySet[Review]) -> list[Review]:
    """The newest review of each translation; earlier rounds share its workflow."""
    rows = found.filter(page=None).select_related(
        "translation__source__locale",
        "translation__target_locale",
        "workflow_state__requested_by",
        "workflow_state__current_task_state__finished_by",
    )
    rows = rows.defer("translation__source__content_json").prefetch_related("snippets__translation")
    newest = {one.translation_id: one for one in rows.order_by("pk")}
    return sorted(newest.values(), key=lambda one: (one.at, one.pk))


def workflow_of(locale: Locale) -> Workflow:
    """The workflow with the review of translations into ``locale``; made where there is none."""
    task = TranslationReviewTask.objects.filter(locale=locale, active=True).first()
    if task is None:
        name = f"Review: {locale}"
        task = TranslationReviewTask.objects.create(name=name, locale=locale)
    found = Workflow.objects.filter(workflow_tasks__task=task, active=True).first()
    if found is None:
        found = Workflow.objects.create(name=task.name)
        WorkflowTask.objects.create(workflow=found, task=task, sort_order=0)
    return found


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


def _require_four_eyes(units: Sequence[Unit], user: AbstractBaseUser) -> None:
    """Refuse whoever wrote one of the texts, where the rules ask for four eyes."""
    if rules.now().four_eyes and localize.wrote(user, [unit.translation for unit in units]):
        raise Refusal(_("You have translated some of these texts: somebody else approves them."))


def _finish(review: Review, user: AbstractBaseUser) -> None:
    """End the workflow as approved.

    Wagtail would publish the newest revision then, in the name of somebody who may publish.
    """
    state = review.workflow_state
    state.current_task_state.specific.approve(user=user, update=False)
    state.status = WorkflowState.STATUS_APPROVED
    state.save()
    workflow_approved.send(sender=WorkflowState, instance=state, user=user)
