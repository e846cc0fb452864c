"""Jobs are planned, and done step by step."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation as language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .. import drafting, policy
from ..models import Action, BulkJob
from ..refusal import Refusal
from ..source import TranslatedModel, translated_models
from .actions import ACTIONS, Line, Outcome, line_of

logger = logging.getLogger(__name__)


# Content type and primary key as text.
Item = tuple[int, str]


# Who may start which action.
MAY_START: Mapping[str, tuple[Action, ...]] = {
    BulkJob.Action.OPEN: (Action.TRANSLATE,),
    BulkJob.Action.FILL: (Action.TRANSLATE,),
    BulkJob.Action.ASSIGN: policy.READERS,
    BulkJob.Action.SUBMIT: (Action.TRANSLATE,),
    BulkJob.Action.RELEASE: (Action.PUBLISH,),
}


# Objects that can be released together, in one step.
TOGETHER = 100
# Objects per step; what is done in bulk is quicker for many.
STEP = {BulkJob.Action.OPEN: drafting.BATCH, BulkJob.Action.ASSIGN: drafting.BATCH}


def may_start(user: AbstractBaseUser, action: str, locale: Locale) -> bool:
    """Whether ``user`` may start ``action`` in ``locale``."""
    return locale.pk in policy.locales(user, *MAY_START[action])


def plan(
    action: str, locale: Locale, items: Sequence[Item], user: policy.User, **options: Any
) -> BulkJob:
    """Store what is to be done, in that order; :func:`run` does it. Raises :class:`Refusal`.

    ``options`` are for :attr:`BulkJob.Action.ASSIGN`: ``assignee``, primary key of the person, and,
    where they are named, ``due`` (ISO 8601), ``priority`` and ``instruction``; for
    :attr:`BulkJob.Action.RELEASE`: ``together``, to let all of them go live, or none.
    """
    if not may_start(user, action, locale):
        raise Refusal(_("You may not do this in this language."))
    if not items:
        raise Refusal(_("Nothing was selected."))
    if options.get("together") and len(items) > TOGETHER:
        told = _("At most %(limit)d can be released together: all go live at once, or none.")
        raise Refusal(told % {"limit": TOGETHER})
    return BulkJob.objects.create(
        action=action,
        locale=locale,
        by=user,
        items=[list(item) for item in _as_stored(items)],
        options={**options, "language": language.get_language() or ""},
    )


def _as_stored(items: Iterable[Item]) -> list[Item]:
    """``items`` with their primary keys as the database has them, each once.

    Raises :class:`Refusal` for what can be no original.
    """
    keys = {content_type: _key(model) for content_type, model in _models().items()}
    found: dict[Item, None] = {}
    for content_type, pk in items:
        try:
            found[content_type, str(keys[content_type].clean(pk, None))] = None
        except (KeyError, ValidationError) as error:
            raise Refusal(_("There is nothing like this to translate.")) from error
    return list(found)


def _key(model: type[TranslatedModel]) -> Any:
    """The field that holds the primary key itself: for a page, that of the page it extends."""
    field: Any = model._meta.pk
    while field.remote_field:
        field = field.target_field
    return field


def run(job: UUID, *, seconds: float | None = None) -> BulkJob | None:
    """Do what is left of ``job``, for about so many seconds; the job as it stands then.

    Can be called again at any time and by several processes. None where there is no such job any
    more: it goes with its language, and with whoever began it.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    while True:
        found = _step(job)
        if (
            found is None
            or is_finished(found)
            or (deadline is not None and time.monotonic() >= deadline)
        ):
            return found


def is_finished(job: BulkJob) -> bool:
    """Whether nothing is left to do."""
    return job.state in {BulkJob.State.FINISHED, BulkJob.State.FAILED}


def is_together(job: BulkJob) -> bool:
    """Whether all objects are released in one step, or none."""
    return job.action == BulkJob.Action.RELEASE and bool(job.options.get("together"))


@transaction.atomic
def _step(pk: UUID) -> BulkJob | None:
    """Do the next few items, and say so in the job's row."""
    rows = BulkJob.objects.select_for_update(of=("self",)).select_related("locale", "by")
    job = rows.filter(pk=pk).first()
    if job is None or is_finished(job):
        return job
    size = TOGETHER if is_together(job) else STEP.get(BulkJob.Action(job.action), 1)
    items = [(int(ct), str(key)) for ct, key in job.items[job.done : job.done + size]]
    with language.override(job.options.get("language") or language.get_language()):
        job.report += [asdict(line) for line in _attempt(job, items)]
    job.done += len(items)
    job.state = BulkJob.State.RUNNING
    if job.done >= len(job.items):
        failed = any(line["outcome"] == Outcome.FAILED for line in job.report)
        job.state = BulkJob.State.FAILED if failed else BulkJob.State.FINISHED
    job.save(update_fields=["report", "done", "state", "changed_at"])
    return job


def _attempt(job: BulkJob, items: Sequence[Item]) -> list[Line]:
    """Lines for ``items``; one that fails unforeseen takes none of the others along."""
    originals = _originals(items)
    there = [originals[item] for item in items if item in originals]
    try:
        with transaction.atomic():
            lines = ACTIONS[BulkJob.Action(job.action)](job, there) if there else {}
    except Exception:
        if len(items) > 1 and not is_together(job):
            return [line for item in items for line in _attempt(job, [item])]
        failed = items[0] if len(items) == 1 else items
        logger.exception("%s of %s failed in job %s.", job.action, failed, job.pk)
        message = _("Something went wrong here; the server's log says what.")
        return [line_of(one, None, Outcome.FAILED, message) for one in there]
    gone = Line("", Outcome.SKIPPED, _("It does not exist any more."))
    return [lines[originals[item].translation_key] if item in originals else gone for item in items]


def _originals(items: Iterable[Item]) -> dict[Item, TranslatedModel]:
    """The originals there are by item. One query for each kind of object."""
    wanted: dict[int, list[str]] = defaultdict(list)
    known = _models()
    for content_type, pk in items:
        # The code of a model may have gone since the job was planned.
        if content_type in known:
            wanted[content_type].append(pk)
    return {
        (content_type, str(row.pk)): row
        for content_type, pks in wanted.items()
        for row in known[content_type]
        ._default_manager.filter(pk__in=pks, source=None)
        .select_related("locale")
    }


def _models() -> dict[int, type[TranslatedModel]]:
    """Translated models by the primary key of their content type."""
    return {ContentType.objects.get_for_model(model).pk: model for model in translated_models()}
