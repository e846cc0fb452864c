"""One action on many objects, done step by step, whoever does the steps.

Every step is one transaction that holds the job's row: two runners take turns, and what a killed
one had not finished is as if it had never begun.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation as language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Locale

from . import assigning, drafting, localize, policy, release, review, status
from .models import Action, BulkJob
from .refusal import Refusal
from .source import TranslatedModel, translated_models
from .status import State

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
# Objects per step; what is done in bulk is quicker for many.
STEP = {BulkJob.Action.OPEN: drafting.BATCH, BulkJob.Action.ASSIGN: drafting.BATCH}


class Outcome(models.TextChoices):
    """What became of an object."""

    DONE = "done", gettext_lazy("done")
    SKIPPED = "skipped", gettext_lazy("nothing to do")
    REFUSED = "refused", gettext_lazy("refused")
    FAILED = "failed", gettext_lazy("failed")


@dataclass(frozen=True)
class Line:
    """A row of the report."""

    title: str
    outcome: str
    message: str = ""
    url: str = ""


def may_start(user: AbstractBaseUser, action: str, locale: Locale) -> bool:
    """Whether ``user`` may start ``action`` in ``locale``."""
    return locale.pk in policy.locales(user, *MAY_START[action])


def plan(
    action: str, locale: Locale, items: Sequence[Item], user: policy.User, **options: Any
) -> BulkJob:
    """Store what is to be done, in that order; :func:`run` does it. Raises :class:`Refusal`.

    ``options``: ``assignee``, primary key of the person for :attr:`BulkJob.Action.ASSIGN`.
    """
    if not may_start(user, action, locale):
        raise Refusal(_("You may not do this in this language."))
    if not items:
        raise Refusal(_("Nothing was selected."))
    kinds = _models()
    for content_type, pk in items:
        try:
            kinds[content_type]._meta.pk.to_python(pk)
        except (KeyError, ValidationError) as error:
            raise Refusal(_("There is nothing like this to translate.")) from error
    return BulkJob.objects.create(
        action=action,
        locale=locale,
        by=user,
        items=[list(item) for item in dict.fromkeys(items)],
        options={**options, "language": language.get_language() or ""},
    )


def run(job: UUID, *, seconds: float | None = None) -> BulkJob:
    """Do what is left of ``job``, for about so many seconds; the job as it stands then.

    Can be called again at any time and by several processes.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    while True:
        found = _step(job)
        if is_finished(found) or (deadline is not None and time.monotonic() >= deadline):
            return found


def is_finished(job: BulkJob) -> bool:
    """Whether nothing is left to do."""
    return job.state in {BulkJob.State.FINISHED, BulkJob.State.FAILED}


@transaction.atomic
def _step(pk: UUID) -> BulkJob:
    """Do the next few items, and say so in the job's row."""
    job = BulkJob.objects.select_for_update(of=("self",)).select_related("locale", "by").get(pk=pk)
    if is_finished(job):
        return job
    size = STEP.get(BulkJob.Action(job.action), 1)
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
        if len(items) > 1:
            return [line for item in items for line in _attempt(job, [item])]
        logger.exception("%s of %s failed in job %s.", job.action, items[0], job.pk)
        message = _("Something went wrong here; the server's log says what.")
        return [Line(str(one), Outcome.FAILED, message) for one in there]
    gone = Line("", Outcome.SKIPPED, _("It does not exist any more."))
    return [lines[originals[item].translation_key] if item in originals else gone for item in items]


def _originals(items: Iterable[Item]) -> dict[Item, TranslatedModel]:
    """The originals there are by item. One query for each kind of object."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for content_type, pk in items:
        wanted[content_type].append(pk)
    known = _models()
    return {
        (content_type, str(row.pk)): row
        for content_type, pks in wanted.items()
        for row in known[content_type]._default_manager.filter(pk__in=pks, source=None)
    }


def _models() -> dict[int, type[TranslatedModel]]:
    """Translated models by the primary key of their content type."""
    return {ContentType.objects.get_for_model(model).pk: model for model in translated_models()}


def _translations(job: BulkJob, originals: Iterable[TranslatedModel]) -> dict[UUID, Any]:
    keys = [original.translation_key for original in originals]
    found = localize.translations_of(keys, job.locale)
    return {translation.source.object_id: translation for translation in found}


def _line(original: TranslatedModel, translation: Any, outcome: str, message: str = "") -> Line:
    url = reverse("sessions_translation:editor", args=[translation.pk]) if translation else ""
    return Line(str(original), outcome, message, url)


# Lines by translation key.
Lines = dict[UUID, Line]


def _open(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    if not policy.allows(job.by, Action.TRANSLATE, job.locale):
        return _refused(originals, str(release.NOT_PERMITTED[Action.TRANSLATE]))
    before = _translations(job, originals)
    opening = drafting.open_translations(originals, job.locale)
    kept = {original.translation_key: reason for original, reason in opening.untouched}
    after = _translations(job, originals)
    lines = {}
    for original in originals:
        key = original.translation_key
        if key in kept:
            message = str(kept[key].label)
            lines[original.translation_key] = _line(
                original, after.get(key), Outcome.REFUSED, message
            )
        elif key in before:
            message = _("It was open already.")
            lines[original.translation_key] = _line(
                original, after.get(key), Outcome.SKIPPED, message
            )
        else:
            lines[original.translation_key] = _line(original, after.get(key), Outcome.DONE)
    return lines


def _fill(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    def fill(original: TranslatedModel, translation: Any) -> Line:
        if against := drafting.obstacles(translation, job.by):
            raise Refusal(" ".join(against))
        filled = drafting.fill([translation], job.by)
        if not filled:
            message = _("The memory knows none of its missing texts.")
            return _line(original, translation, Outcome.SKIPPED, message)
        message = ngettext("%(count)d text", "%(count)d texts", filled) % {"count": filled}
        return _line(original, translation, Outcome.DONE, message)

    return _each_opened(job, originals, fill)


def _assign(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    person = None
    if (pk := job.options.get("assignee")) is not None:
        person = get_user_model()._default_manager.filter(pk=pk, is_active=True).first()
        if person is None:
            return _refused(originals, _("This person may not translate into this language."))
    # What is to be translated by somebody has to be open.
    if person and policy.allows(job.by, Action.TRANSLATE, job.locale):
        drafting.open_translations(originals, job.locale)
    name = localize.name_of(person)

    def assign(original: TranslatedModel, translation: Any) -> Line:
        assigning.assign([translation], person, job.by)
        return _line(original, translation, Outcome.DONE, name)

    return _each_opened(job, originals, assign)


def _submit(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    def submit(original: TranslatedModel, translation: Any) -> Line:
        if _is_live(original, job.locale):
            return _line(original, translation, Outcome.SKIPPED, _("It is public already."))
        review.submit(translation, job.by)
        return _line(original, translation, Outcome.DONE)

    return _each_opened(job, originals, submit)


def _release(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    def let_go(original: TranslatedModel, translation: Any) -> Line:
        # A snippet may have gone live with a page that shows it.
        if _is_live(original, job.locale):
            return _line(original, translation, Outcome.SKIPPED, _("It is public already."))
        release.release(translation, job.by)
        return _line(original, translation, Outcome.DONE)

    return _each_opened(job, originals, let_go)


def _is_live(original: TranslatedModel, locale: Locale) -> bool:
    return status.statuses([original], locale)[original.translation_key].state is State.LIVE


def _each_opened(
    job: BulkJob,
    originals: Sequence[TranslatedModel],
    do: Callable[[TranslatedModel, Any], Line],
) -> Lines:
    """What ``do`` says of every object that is open for translation, and why not of the others."""
    opened = _translations(job, originals)
    lines = {}
    for original in originals:
        translation = opened.get(original.translation_key)
        if translation is None:
            message = _("It is not open for translation yet.")
            lines[original.translation_key] = _line(original, None, Outcome.REFUSED, message)
            continue
        try:
            with transaction.atomic():
                lines[original.translation_key] = do(original, translation)
        except (Refusal, release.ReleaseRefused) as refusal:
            lines[original.translation_key] = _line(
                original, translation, Outcome.REFUSED, str(refusal)
            )
    return lines


def _refused(originals: Sequence[TranslatedModel], message: str) -> Lines:
    return {one.translation_key: Line(str(one), Outcome.REFUSED, message) for one in originals}


ACTIONS: Mapping[str, Callable[[BulkJob, Sequence[TranslatedModel]], Lines]] = {
    BulkJob.Action.OPEN: _open,
    BulkJob.Action.FILL: _fill,
    BulkJob.Action.ASSIGN: _assign,
    BulkJob.Action.SUBMIT: _submit,
    BulkJob.Action.RELEASE: _release,
}
