"""Releases at a chosen moment, or together with the original: planned now, carried out later.

Planning freezes the texts into draft revisions, as a review does; whatever is typed afterwards
does not go live with them. :mod:`.embargo` tells of what is planned and calls it off.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..conf import configuration
from . import drafting, embargo, localize, planning, policy, release, wire
from .carrying import carry_out, carry_out_with, due
from .embargo import State
from .models import Action, PlannedRelease, Release
from .planning import NOT_PERMITTED, Plan, Reason, ReleaseRefused
from .refusal import Refusal
from .source import TranslatedModel

__all__ = [
    "cancel",
    "carry_out",
    "carry_out_with",
    "due",
    "failed",
    "last_failure",
    "moment",
    "original_changed",
    "plan_of",
    "plan_release",
    "waiting",
]

# Nobody plans further ahead: it is a slip of the finger.
FARTHEST = timedelta(days=3653)


def moment(text: str) -> datetime:
    """The moment that somebody typed as the clock of the site will show it.

    As browsers send it (``2026-05-01T10:00``) or as the language of the interface writes it. Raises
    :class:`Refusal` for what is no moment: malformed, left out or passed twice when the clock is
    changed.
    """
    naive = _read(wire.storable(text).strip())
    zone = timezone.get_default_timezone()
    try:
        found = {naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
        back = {one.astimezone(zone).replace(tzinfo=None) for one in found}
    except OverflowError as error:
        raise Refusal(_("That is too far away.")) from error
    told = {"when": formats.date_format(naive, "DATETIME_FORMAT"), "zone": settings.TIME_ZONE}
    if naive not in back:
        message = _("The clock is put forward then: there is no %(when)s (%(zone)s).")
        raise Refusal(message % told)
    if len(found) > 1:
        message = _(
            "The clock is put back then: %(when)s (%(zone)s) comes twice. Choose another moment."
        )
        raise Refusal(message % told)
    return found.pop()


def _read(text: str) -> datetime:
    """Date and time without a zone."""
    readers: list[Callable[[str], datetime | None]] = []
    # A day alone would be read as its midnight.
    if ":" in text:
        forms = formats.get_format("DATETIME_INPUT_FORMATS")
        readers = [parse_datetime, *(partial(_by_form, form) for form in forms)]
    for read in readers:
        try:
            found = read(text)
        except (ValueError, TypeError):
            continue
        if found is not None and found.tzinfo is None:
            return found
    raise Refusal(_("Choose a date and a time."))


def _by_form(form: str, text: str) -> datetime:
    return datetime.strptime(text, form)


def plan_release(
    translation: Any,
    user: AbstractBaseUser,
    at: datetime | None,
    *,
    instead_of: int | None = None,
) -> PlannedRelease:
    """Freeze the texts, and those of the snippets that changed, to go live at ``at``.

    None: together with the original, when it is published next. ``instead_of`` is the primary key
    of the plan that stands now and gives way. Raises :class:`Refusal` for a moment that does not
    do, and where somebody planned otherwise meanwhile; :class:`ReleaseRefused` for what stands in
    the way. Then nothing has changed.
    """
    if not policy.allows(user, Action.PUBLISH, translation.target_locale):
        raise Refusal(str(NOT_PERMITTED[Action.PUBLISH]))
    if at is None:
        _look_again(translation)
    elif at <= timezone.now():
        raise Refusal(_("That is over already. Choose a moment that is still to come."))
    elif at - timezone.now() > FARTHEST:
        raise Refusal(_("That is too far away."))
    return _plan(translation, user, at, instead_of)


@transaction.atomic
def _plan(
    translation: Any, user: AbstractBaseUser, at: datetime | None, instead_of: int | None
) -> PlannedRelease:
    held = planning.hold([translation])
    standing = plan_of(translation)
    if (standing.pk if standing else None) != instead_of:
        message = embargo.when(standing) if standing else _("It is not planned any more.")
        raise Refusal(_("Somebody else was quicker. %(message)s") % {"message": message})
    found = planning.plan(translation, user, embargoed=False, held=held)
    if against := list(_against(found, at)):
        raise ReleaseRefused(against)
    if standing is not None:
        embargo.finish([standing], State.CANCELLED)
    made = []
    for unit in found.units:
        _target, revision = release.freeze(unit, user)
        digest = localize.state_of(unit.translation.source).digest
        row = PlannedRelease(translation=unit.translation, revision=revision, digest=digest)
        row.at, row.by = at, cast("Any", user)
        made.append(row)
    *snippets, page = made
    page.save()
    for snippet in snippets:
        snippet.page = page
    PlannedRelease.objects.bulk_create(snippets)
    embargo.note(page, embargo.PLANNED, user)
    if at is None:
        was = found.units[-1].original.last_published_at
        transaction.on_commit(partial(_catch_up, page.pk, translation, was), robust=True)
    return page


@transaction.atomic
def _look_again(translation: Any) -> None:
    """Take the snapshot of an original that is not public: it was saved without one."""
    key = translation.source.object_id
    localize.lock([key])
    original = localize.original_of(translation)
    if original is None or original.live:
        return
    rows = localize.load([original])
    if localize.digest_of(rows[0]) != localize.state_of(translation.source).digest:
        localize.snapshot(rows)
        if configuration().memory_fills:
            drafting.fill([translation])


def _catch_up(plan: int, translation: Any, was: datetime | None) -> None:
    """The original was published while somebody planned to go live with it: that was the moment."""
    original = localize.original_of(translation)
    if original is not None and original.live and original.last_published_at != was:
        carry_out(plan, published=True)


def _against(found: Plan, at: datetime | None) -> Iterator[Reason]:
    """What stands against carrying out ``found`` at ``at``, as far as it can be told now."""
    unit = found.units[-1] if found.units else None
    for reason in found.reasons:
        own = unit is not None and reason.translation == unit.translation.pk
        if own and reason.code == "source_not_live" and at is None:
            continue
        if own and reason.code == "parent_not_live" and _comes_first(unit, at):
            continue
        yield reason
    if unit is None:
        return
    for waiting in found.waiting:
        later = at is None or waiting.at is None or waiting.at > at
        if waiting.translation_id != unit.translation.pk and later:
            name = waiting.translation.source.object_repr
            told = {"name": name, "message": embargo.when(waiting)}
            message = _("%(name)s: %(message)s") % told
            yield Reason("planned", message, waiting.translation_id)
    if at is None and unit.original.live:
        yield from _against_joining(unit)


def _comes_first(unit: Any, at: datetime | None) -> bool:
    """Whether the page above is planned to go live no later. Two queries."""
    parent = planning.target_parent(unit.translation, cast("Page", unit.original))
    if parent is None:
        return False
    above = _plans().filter(
        state=State.WAITING,
        translation__source__object_id=parent.translation_key,
        translation__target_locale=unit.translation.target_locale_id,
    )
    return (above.filter(at=None) if at is None else above.filter(at__lte=at)).exists()


def _against_joining(unit: Any) -> Iterator[Reason]:
    """Why nothing of a public original can be waited for."""
    original, pk = unit.original, unit.translation.pk
    if not original.has_unpublished_changes:
        message = _("The original is public, and nothing of it waits to be published.")
        yield Reason("nothing_to_join", message, pk)
        return
    draft = original.get_latest_revision_as_object()
    if localize.digest_of(draft) != localize.state_of(unit.translation.source).digest:
        message = _(
            "The draft of the original has other texts than those that were translated; they can"
            " be translated once it is public."
        )
        yield Reason("source_changed", message, pk)


@transaction.atomic
def cancel(translation: Any, user: AbstractBaseUser, plan: int) -> None:
    """Call off the plan of that primary key, or put away one that failed. Raises :class:`Refusal`.

    What was frozen stays among the revisions; texts and what is public do not change.
    """
    if not policy.allows(user, Action.PUBLISH, translation.target_locale):
        raise Refusal(str(NOT_PERMITTED[Action.PUBLISH]))
    localize.lock([translation.source.object_id])
    found = _plans().filter(pk=plan, translation=translation.pk).first()
    if found is None or found.state not in {State.WAITING, State.FAILED}:
        raise Refusal(_("It is not planned any more."))
    if found.state == State.FAILED:
        embargo.finish([found], State.CANCELLED, found.problem)
    else:
        embargo.call_off([found], user)


def _plans() -> QuerySet[PlannedRelease]:
    """Plans, with those who made them; those of snippets go with their page's."""
    found = PlannedRelease.objects.filter(page=None)
    return found.select_related("by", *embargo.WITH_TRANSLATION).defer(
        "translation__source__content_json"
    )


def plan_of(translation: Any) -> PlannedRelease | None:
    """The release that is planned for ``translation``. One query."""
    return _plans().filter(translation=translation.pk, state=State.WAITING).first()


def waiting(locales: Iterable[int]) -> list[PlannedRelease]:
    """What is planned in these locales, the next first; joint releases last. One query."""
    found = _plans().filter(translation__target_locale__in=set(locales), state=State.WAITING)
    return sorted(found, key=lambda plan: (plan.at is None, plan.at or plan.created_at, plan.pk))


def failed(locales: Iterable[int]) -> list[PlannedRelease]:
    """Plans in these locales that could not be carried out, the newest first. One query.

    Those that somebody planned anew, released or put away since are left out.
    """
    found = _failed().filter(translation__target_locale__in=set(locales))
    return list(found.order_by("-changed_at", "-pk"))


def last_failure(translation: Any) -> PlannedRelease | None:
    """The plan of ``translation`` that failed and was not made good since. One query."""
    return _failed().filter(translation=translation.pk).first()


def _failed() -> QuerySet[PlannedRelease]:
    newer = PlannedRelease.objects.filter(
        translation=OuterRef("translation"), page=None, pk__gt=OuterRef("pk")
    )
    released = Release.objects.filter(
        source=OuterRef("translation__source"),
        locale=OuterRef("translation__target_locale"),
        at__gt=OuterRef("changed_at"),
    )
    good = Q(Exists(newer)) | Q(Exists(released))
    return _plans().filter(state=State.FAILED).exclude(good)


def original_changed(plan: PlannedRelease, original: TranslatedModel) -> bool:
    """Whether the original's texts are others than when ``plan`` was made.

    What is not public is looked at as it was saved last; a few queries then, else one at most.
    """
    if original.live:
        return localize.state_of(plan.translation.source).digest != plan.digest
    (row,) = localize.load([original])
    return localize.digest_of(row) != plan.digest
