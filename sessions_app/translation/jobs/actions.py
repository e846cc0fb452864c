"""What a bulk action does to objects, and the lines of its report."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .. import assigning, drafting, localize, policy, release, review, status
from ..models import Action, BulkJob
from ..refusal import Refusal
from ..source import TranslatedModel
from ..status import State


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


def _translations(job: BulkJob, originals: Iterable[TranslatedModel]) -> dict[UUID, Any]:
    keys = [original.translation_key for original in originals]
    found = localize.translations_of(keys, job.locale)
    return {translation.source.object_id: translation for translation in found}


def line_of(original: TranslatedModel, translation: Any, outcome: str, message: str = "") -> Line:
    """What is told of ``original``; its name leads to the editor of ``translation``."""
    url = reverse("sessions_translation:editor", args=[translation.pk]) if translation else ""
    return Line(str(original), outcome, message, url, original.locale.language_code)


# Lines by translation key.
Lines = dict[UUID, Line]


def _open(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    if not policy.allows(job.by, Action.TRANSLATE, job.locale):
        return refused(originals, str(release.NOT_PERMITTED[Action.TRANSLATE]))
    before = _translations(job, originals)
    opening = drafting.open_translations(originals, job.locale)
    kept = {one.translation_key: str(why.label) for one, why in opening.untouched}
    after = _translations(job, originals)

    def opened(original: TranslatedModel) -> Line:
        key = original.translation_key
        translation = after.get(key)
        if key in kept:
            return line_of(original, translation, Outcome.REFUSED, kept[key])
        if key in before:
            return line_of(original, translation, Outcome.SKIPPED, _("It was open already."))
        if translation is None:
            # It is written in the very language.
            message = _("There is nothing like this to translate.")
            return line_of(original, None, Outcome.REFUSED, message)
        return line_of(original, translation, Outcome.DONE)

    return {original.translation_key: opened(original) for original in originals}


def _fill(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    def fill(original: TranslatedModel, translation: Any) -> Line:
        if against := drafting.obstacles(translation, job.by):
            raise Refusal(" ".join(against))
        filled = drafting.fill([translation], job.by)
        if not filled:
            message = _("The memory knows none of its missing texts.")
            return line_of(original, translation, Outcome.SKIPPED, message)
        message = ngettext("%(count)d text", "%(count)d texts", filled) % {"count": filled}
        return line_of(original, translation, Outcome.DONE, message)

    return _each_opened(job, originals, fill)


def _assign(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    try:
        person = _assignee(job)
        assigning.require(person, job.by, job.locale)
    except Refusal as refusal:
        return refused(originals, str(refusal))
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
        return refused(originals, str(refusal))

    def assigned(original: TranslatedModel) -> Line:
        translation = opened.get(original.translation_key)
        if why := against.get(original.translation_key):
            return line_of(original, translation, Outcome.REFUSED, why)
        if translation is None or translation.pk not in changed:
            message = _("It was assigned like this already.")
            return line_of(original, translation, Outcome.SKIPPED, message)
        return line_of(original, translation, Outcome.DONE, localize.name_of(person))

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
            return line_of(original, translation, Outcome.SKIPPED, _("It is public already."))
        # A snippet may have been handed in with a page that shows it.
        if found.own is State.IN_REVIEW:
            return line_of(original, translation, Outcome.SKIPPED, _("It is being reviewed."))
        review.submit(translation, job.by)
        return line_of(original, translation, Outcome.DONE)

    return _each_opened(job, originals, submit)


def _release(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    if job.options.get("together"):
        return _release_together(job, originals)

    def let_go(original: TranslatedModel, translation: Any) -> Line:
        # A snippet may have gone live with a page that shows it.
        found = status.statuses([original], job.locale)[original.translation_key]
        if found.state is State.LIVE:
            return line_of(original, translation, Outcome.SKIPPED, _("It is public already."))
        release.release(translation, job.by)
        return line_of(original, translation, Outcome.DONE)

    return _each_opened(job, originals, let_go)


def _release_together(job: BulkJob, originals: Sequence[TranslatedModel]) -> Lines:
    """All of them go live, or none."""
    opened = _translations(job, originals)
    against = _hindrances(job, originals, opened)
    states = status.statuses(originals, job.locale)
    live = {key for key, found in states.items() if found.state is State.LIVE}
    wanted = [translation for key, translation in opened.items() if key not in live]
    if not against and wanted:
        try:
            release.release_together(wanted, job.by)
        except release.TogetherRefused as refusal:
            by_translation = {one.pk: one.source.object_id for one in wanted}
            for pk, reasons in refusal.by_translation.items():
                against[by_translation[pk]] = " ".join(str(one.message) for one in reasons)
    others = _("It could be released, but others of them cannot.")

    def told(original: TranslatedModel) -> Line:
        key = original.translation_key
        translation = opened.get(key)
        if against and key not in live:
            return line_of(original, translation, Outcome.REFUSED, against.get(key, others))
        if key in live:
            message = _("It is public already.")
            return line_of(original, translation, Outcome.SKIPPED, message)
        return line_of(original, translation, Outcome.DONE)

    return {original.translation_key: told(original) for original in originals}


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
            return line_of(original, translation, Outcome.REFUSED, why)
        try:
            with transaction.atomic():
                return do(original, translation)
        except (Refusal, release.ReleaseRefused) as refusal:
            return line_of(original, translation, Outcome.REFUSED, str(refusal))

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


def refused(originals: Sequence[TranslatedModel], message: str) -> Lines:
    return {one.translation_key: line_of(one, None, Outcome.REFUSED, message) for one in originals}


ACTIONS: Mapping[str, Callable[[BulkJob, Sequence[TranslatedModel]], Lines]] = {
    BulkJob.Action.OPEN: _open,
    BulkJob.Action.FILL: _fill,
    BulkJob.Action.ASSIGN: _assign,
    BulkJob.Action.SUBMIT: _submit,
    BulkJob.Action.RELEASE: _release,
}
