"""Planned releases carried out when their moment has come: exactly once, whole or not at all."""

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils import translation as language
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from . import embargo, localize, planning, policy, release, status
from .embargo import State
from .models import Action, PlannedRelease, Release
from .planning import Reason, ReleaseRefused, Unit
from .source import TranslatedModel

logger = logging.getLogger(__name__)


def due() -> list[int]:
    """Primary keys of the plans whose moment has come, earliest first, pages before those below.

    Those that wait for an original are among them where it was published and nobody followed, as
    when a process was killed. One query, and one for each kind of object.
    """
    now = timezone.now()
    plans = list(_waiting().filter(Q(at__lte=now) | Q(at=None)))
    rows = localize.versions_of([plan.translation for plan in plans])
    found = []
    for plan in plans:
        source = plan.translation.source
        original = rows.get((source.object_id, source.locale_id))
        if _has_come(plan, original):
            place = original.path if isinstance(original, Page) else ""
            found.append((plan.at or plan.created_at, place, plan.pk))
    return [pk for _at, _place, pk in sorted(found)]


def carry_out(pk: int, *, published: bool = False) -> PlannedRelease | None:
    """Release what was frozen for the plan of that primary key, whatever was typed meanwhile.

    Page and snippets go live in one transaction. What stands in the way now makes the plan fail,
    with the reason in the language of whoever planned it; nothing goes live then. Returns the plan
    as it stands afterwards; None where nothing was to be done (any more). ``published``: its
    original was published just now. Can be called by any number of processes at once. A database
    that does not answer raises ``OperationalError`` and leaves the plan waiting.
    """
    plan = _waiting().filter(pk=pk).first()
    if plan is None:
        return None
    with language.override(_language_of(plan.by)):
        try:
            with transaction.atomic():
                return _carry_out(plan, published=published)
        except ReleaseRefused as refused:
            problem = str(refused)
        except OperationalError:
            raise
        except Exception:
            logger.exception("The planned release %s failed.", pk)
            problem = _("Something went wrong here; the server's log says what.")
        return _fail(plan, problem)


def carry_out_with(key: UUID) -> None:
    """The original of that translation key was published: what waits for it goes live.

    Never raises: what happens to a translation does not concern whoever published the original.
    One query where nothing waits.
    """
    waiting = PlannedRelease.objects.filter(
        state=State.WAITING, page=None, at=None, translation__source__object_id=key
    )
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            carry_out(pk, published=True)
        except OperationalError:
            # It waits still; whoever carries out what is due takes it up.
            logger.exception("The planned release %s has to wait.", pk)


def follow(original: TranslatedModel) -> None:
    """Let what waits for ``original`` go live once its publication is stored."""
    if original.source_id is None and original.live:
        transaction.on_commit(partial(carry_out_with, original.translation_key), robust=True)


def _waiting() -> Any:
    found = PlannedRelease.objects.filter(state=State.WAITING, page=None)
    return found.select_related("by", *embargo.WITH_TRANSLATION)


def _has_come(plan: PlannedRelease, original: Any, *, published: bool = False) -> bool:
    """Whether it is time for ``plan``."""
    if plan.at is not None:
        return plan.at <= timezone.now()
    if original is None:
        return True
    at = original.last_published_at
    return bool(original.live and (published or (at and at >= plan.created_at)))


def _carry_out(plan: PlannedRelease, *, published: bool) -> PlannedRelease | None:
    found = localize.original_of(plan.translation)
    rows = PlannedRelease.objects.filter(Q(pk=plan.pk) | Q(page=plan.pk), state=State.WAITING)
    named = set(rows.values_list("translation__source__object_id", flat=True))
    localize.lock(named | (status.family_keys(found) if found is not None else set()))
    original = localize.original_of(plan.translation)
    if not _has_come(plan, original, published=published):
        return None
    # Whoever plans anew or calls off holds the objects' locks, too: nobody waits for these rows.
    skip = connection.features.has_select_for_update_skip_locked
    held = rows.select_for_update(of=("self",), skip_locked=skip)
    parts = list(held.select_related("revision", "by", *embargo.WITH_TRANSLATION).order_by("pk"))
    page = next((one for one in parts if one.pk == plan.pk), None)
    if page is None:
        return None
    _require_planner(page)
    snippets = [one for one in parts if one is not page]
    units = _units([*snippets, page])
    left_out = _left_out(snippets, units)
    going = [one for one in (*snippets, page) if one.pk not in left_out]
    against = planning.hindrances_of_rules(page.translation)
    against += [reason for one in going for reason in _against(one, units[one.pk], page)]
    if page.at is None:
        against += _against_joining(page, units[page.pk], [units[one.pk] for one in going])
    if against:
        raise ReleaseRefused(against)
    for one in going:
        unit = units[one.pk]
        target = cast("TranslatedModel", unit.target)
        release.publish(unit, target, one.revision, one.digest, page.by)
    embargo.finish([page], State.DONE)
    page.state = State.DONE
    return page


def _require_planner(plan: PlannedRelease) -> None:
    """Raise :class:`ReleaseRefused` unless whoever planned it may still publish."""
    locale = plan.translation.target_locale
    if plan.by is not None and policy.allows(plan.by, Action.PUBLISH, locale):
        return
    name = localize.name_of(plan.by) or _("Whoever planned it")
    message = _("%(name)s may not publish in this language any more.") % {"name": name}
    raise ReleaseRefused([Reason("not_permitted", message, plan.translation_id)])


def _units(plans: Sequence[PlannedRelease]) -> dict[int, Unit]:
    """What a release needs to know, by the primary key of the plan."""
    rows = localize.versions_of([plan.translation for plan in plans])
    units = {}
    for plan in plans:
        key, source = plan.translation.source.object_id, plan.translation.source
        original = rows.get((key, source.locale_id))
        if original is None:
            message = _("The original does not exist any more.")
            raise ReleaseRefused([Reason("source_deleted", message, plan.translation_id)])
        target = rows.get((key, plan.translation.target_locale_id))
        units[plan.pk] = Unit(plan.translation, original, target, ())
    return units


def _left_out(snippets: Sequence[PlannedRelease], units: dict[int, Unit]) -> set[int]:
    """Plans of snippets that are not needed any more.

    Those of which newer texts are public by now, and those that visitors read in no language.
    """
    releases = {
        (one.source_id, one.locale_id): one
        for one in Release.objects.filter(
            source__in=[one.translation.source_id for one in snippets]
        ).select_related("revision")
    }
    found = set()
    for one in snippets:
        unit = units[one.pk]
        if not unit.original.live:
            found.add(one.pk)
            continue
        newest = releases.get((one.translation.source_id, one.translation.target_locale_id))
        is_public = newest is not None and unit.target is not None and unit.target.live
        if is_public and newest is not None and one.revision is not None:
            made = newest.revision.created_at if newest.revision else newest.at
            if made > one.revision.created_at:
                found.add(one.pk)
    return found


def _against(plan: PlannedRelease, unit: Unit, page: PlannedRelease) -> Iterator[Reason]:
    """What stands against releasing one object now, whatever its texts are."""
    for reason in planning.hindrances_of_place(plan.translation, unit.original):
        yield _named(reason.code, str(reason.message), plan, page)
    if unit.target is None or plan.revision is None:
        yield _named("gone", _("The frozen texts do not exist any more."), plan, page)
        return
    _original, _target, in_review = status.versions_in_review(plan.translation)
    for hold in status.holds(unit.target, page.by, in_review=in_review):
        yield _named("held", hold, plan, page)


def _named(code: str, message: str, plan: PlannedRelease, page: PlannedRelease) -> Reason:
    """A reason, with the name of the snippet before it."""
    if plan.pk != page.pk:
        names = {"name": plan.translation.source.object_repr, "message": message}
        message = _("%(name)s: %(message)s") % names
    return Reason(code, message, plan.translation_id)


def _against_joining(page: PlannedRelease, unit: Unit, going: Sequence[Unit]) -> list[Reason]:
    """What stands against going live with the original: other texts, snippets that are missing."""
    pk, locale = page.translation_id, page.translation.target_locale
    found = []
    (original,) = localize.load([unit.original])
    if localize.digest_of(original) != page.digest:
        rows = localize.segment_rows([page.translation])[pk]
        done = {(row.text, row.path) for row in rows if row.is_done}
        left = [text for text in localize.original_texts(original) if text not in done]
        message = _("The original has changed since this was planned.")
        if left:
            message = ngettext(
                "%(count)d text is not translated yet.",
                "%(count)d texts are not translated yet.",
                len(left),
            ) % {"count": len(left)}
        found.append(Reason("incomplete", message, pk))
    coming = {one.original.translation_key for one in going}
    states = status.family([original], locale)
    for model, key in states[original.translation_key].related:
        version = model._default_manager.filter(translation_key=key, locale=locale, live=True)
        if key not in coming and not version.exists():
            snippet = model._default_manager.filter(translation_key=key).exclude(locale=locale)
            message = _("“%(name)s” is not public in this language.") % {"name": snippet.first()}
            found.append(Reason("related_missing", message, pk))
    return found


@transaction.atomic
def _fail(plan: PlannedRelease, problem: str) -> PlannedRelease | None:
    """Note why ``plan`` could not be carried out, unless it was called off or done meanwhile."""
    localize.lock([plan.translation.source.object_id])
    if not PlannedRelease.objects.filter(pk=plan.pk, state=State.WAITING).exists():
        return None
    embargo.finish([plan], State.FAILED, problem)
    embargo.note(plan, embargo.FAILED, plan.by, problem)
    plan.state, plan.problem = State.FAILED, problem
    return plan


def _language_of(user: Any) -> str:
    """The language in which ``user`` has the admin; that of the moment where nobody is left."""
    profile = getattr(user, "wagtail_userprofile", None) if user is not None else None
    return profile.get_preferred_language() if profile else language.get_language() or ""
