"""One action on many objects, done step by step, whoever does the steps.

Every step is one transaction that holds the job's row: two runners take turns, and what a killed
one had not finished is as if it had never begun.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
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
    language: str = ""


def may_start(user: AbstractBaseUser, action: str, locale: Locale) -> bool:
    """Whether ``user`` may start ``action`` in ``locale``."""
    return locale.pk in policy.locales(user, *MAY_START[action])


def plan(
    action: str, locale: Locale, items: Sequence[Item], user: policy.User, **options: Any
) -> BulkJob:
    """Store what is to be done, in that order; :func:`run` does it. Raises :class:`Refusal`.

    ``options`` are for :attr:`BulkJob.Action.ASSIGN`: ``assignee``, primary key of the person, and,
    where they are named, ``due`` (ISO 8601), ``priority`` and ``instruction``.
    """
    if not may_start(user, action, locale):
        raise Refusal(_("You may not do this in this language."))
    if not items:
        raise Refusal(_("Nothing was selected."))
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


@transaction.atomic
def _step(pk: UUID) -> BulkJob | None:
    """Do the next few items, and say so in the job's row."""
    rows = BulkJob.objects.select_for_update(of=("self",)).select_related("locale", "by")
    job = rows.filter(pk=pk).first()
    if job is None or is_finished(job):
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
        return [_line(one, None, Outcome.FAILED, message) for one in there]
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


def _translations(job: BulkJob, originals: Iterable[TranslatedModel]) -> dict[UUID, Any]:
    keys = [original.translation_key for original in originals]
    found = localize.translations_of(keys, job.locale)
    return {translation.source.object_id: translation for translation in found}


def _line(original: TranslatedModel, translation: Any, outcome: str, message: str = "") -> Line:
    url = reverse("sessions_translation:editor", args=[translation.pk]) if translation else ""
    return Line(str(original), outcome, message, url, original.locale.language_code)


# Lines by translation key.
Lines = dict[UUID, Line]


def _open(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    if not policy.allows(job.by, Action.TRANSLATE, job.locale):
        return _refused(originals, str(release.NOT_PERMITTED[Action.TRANSLATE]))
    before = _translations(job, originals)
    opening = drafting.open_translations(originals, job.locale)
    kept = {one.translation_key: str(why.label) for one, why in opening.untouched}
    after = _translations(job, originals)

    def opened(original: TranslatedModel) -> Line:
        key = original.translation_key
        translation = after.get(key)
        if key in kept:
            return _line(original, translation, Outcome.REFUSED, kept[key])
        if key in before:
            return _line(original, translation, Outcome.SKIPPED, _("It was open already."))
        if translation is None:
            # It is written in the very language.
            message = _("There is nothing like this to translate.")
            return _line(original, None, Outcome.REFUSED, message)
        return _line(original, translation, Outcome.DONE)

    return {original.translation_key: opened(original) for original in originals}


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
    try:
        person = _assignee(job)
        assigning.require(person, job.by, job.locale)
    except Refusal as refusal:
        return _refused(originals, str(refusal))
    # What is to be translated by somebody has to be open.
    if person and policy.allows(job.by, Action.TRANSLATE, job.locale):
        drafting.open_translations(originals, job.locale)
    opened = _translations(job, originals)
    against = _hindrances(job, originals, opened) if person else {}
    free = [translation for key, translation in opened.items() if key not in against]
    try:
        changed = assigning.assign(free, person, job.by, **_terms(job))
    except Refusal as refusal:
        # The date may have passed since the job was planned.
        return _refused(originals, str(refusal))

    def assigned(original: TranslatedModel) -> Line:
        translation = opened.get(original.translation_key)
        if why := against.get(original.translation_key):
            return _line(original, translation, Outcome.REFUSED, why)
        if translation is None or translation.pk not in changed:
            message = _("It was assigned like this already.")
            return _line(original, translation, Outcome.SKIPPED, message)
        return _line(original, translation, Outcome.DONE, localize.name_of(person))

    return {original.translation_key: assigned(original) for original in originals}


def _assignee(job: BulkJob) -> policy.User | None:
    """Whom the job gives everything to; None for nobody. Raises :class:`Refusal`."""
    pk = job.options.get("assignee")
    if pk is None:
        return None
    person = get_user_model()._default_manager.filter(pk=pk).first()
    if person is None:
        raise Refusal(_("This person may not translate into this language."))
    return person


def _terms(job: BulkJob) -> dict[str, Any]:
    """What the job says of its assignments besides."""
    named = ("due", "priority", "instruction")
    terms = {name: job.options[name] for name in named if name in job.options}
    if "due" in terms:
        terms["due"] = date.fromisoformat(terms["due"])
    return terms


def _submit(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    def submit(original: TranslatedModel, translation: Any) -> Line:
        found = status.statuses([original], job.locale)[original.translation_key]
        if found.state is State.LIVE:
            return _line(original, translation, Outcome.SKIPPED, _("It is public already."))
        # A snippet may have been handed in with a page that shows it.
        if found.own is State.IN_REVIEW:
            return _line(original, translation, Outcome.SKIPPED, _("It is being reviewed."))
        review.submit(translation, job.by)
        return _line(original, translation, Outcome.DONE)

    return _each_opened(job, originals, submit)


def _release(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    def let_go(original: TranslatedModel, translation: Any) -> Line:
        # A snippet may have gone live with a page that shows it.
        found = status.statuses([original], job.locale)[original.translation_key]
        if found.state is State.LIVE:
            return _line(original, translation, Outcome.SKIPPED, _("It is public already."))
        release.release(translation, job.by)
        return _line(original, translation, Outcome.DONE)

    return _each_opened(job, originals, let_go)


def _each_opened(
    job: BulkJob,
    originals: Sequence[TranslatedModel],
    do: Callable[[TranslatedModel, Any], Line],
) -> Lines:
    """What ``do`` says of every object that is open for translation, and why not of the others."""
    opened = _translations(job, originals)
    against = _hindrances(job, originals, opened)

    def attempt(original: TranslatedModel) -> Line:
        translation = opened.get(original.translation_key)
        if why := against.get(original.translation_key):
            return _line(original, translation, Outcome.REFUSED, why)
        try:
            with transaction.atomic():
                return do(original, translation)
        except (Refusal, release.ReleaseRefused) as refusal:
            return _line(original, translation, Outcome.REFUSED, str(refusal))

    return {original.translation_key: attempt(original) for original in originals}


def _hindrances(
    job: BulkJob, originals: Sequence[TranslatedModel], opened: Mapping[UUID, Any]
) -> dict[UUID, str]:
    """By key, why nobody can work on a translation; ``opened`` are those there are.

    One query where some are missing.
    """
    against = {
        key: str(drafting.Kept.STOPPED.label)
        for key, translation in opened.items()
        if not translation.enabled
    }
    closed = [original for original in originals if original.translation_key not in opened]
    by_hand = status.keys_with_target(closed, job.locale) if closed else set()
    for original in closed:
        key = original.translation_key
        if original.locale_id == job.locale_id:
            against[key] = _("There is nothing like this to translate.")
        elif key in by_hand:
            against[key] = str(drafting.Kept.BY_HAND.label)
        else:
            against[key] = _("It is not open for translation yet.")
    return against


def _refused(originals: Sequence[TranslatedModel], message: str) -> Lines:
    return {one.translation_key: _line(one, None, Outcome.REFUSED, message) for one in originals}


ACTIONS: Mapping[str, Callable[[BulkJob, Sequence[TranslatedModel]], Lines]] = {
    BulkJob.Action.OPEN: _open,
    BulkJob.Action.FILL: _fill,
    BulkJob.Action.ASSIGN: _assign,
    BulkJob.Action.SUBMIT: _submit,
    BulkJob.Action.RELEASE: _release,
}
