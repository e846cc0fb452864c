"""Releases that wait for their moment: how they are told, how they are called off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from . import localize
from .models import PlannedRelease

State = PlannedRelease.State

# What is asked of the Translation of a plan.
WITH_TRANSLATION = tuple(f"translation__{name}" for name in localize.WITH_SOURCE)

# The actions in Wagtail's log.
PLANNED = "sessions_translation.release.plan"
CALLED_OFF = "sessions_translation.release.call_off"
FAILED = "sessions_translation.release.fail"


def with_plan(translations: QuerySet) -> QuerySet:
    """The same Translations, each with the release planned for it as ``plan``; no further query.

    Where none is planned they have no such attribute.
    """
    waiting = Q(planned_releases__state=State.WAITING, planned_releases__page=None)
    own = FilteredRelation("planned_releases", condition=waiting)
    return translations.annotate(plan=own).select_related("plan__by")


def plan_of(translation: Any) -> PlannedRelease | None:
    """The release planned for a Translation of :func:`with_plan`. No query."""
    return getattr(translation, "plan", None)


def in_words(moment: datetime) -> str:
    """A moment in the time zone of the site, which is named."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    told = formats.date_format(local, "DATETIME_FORMAT")
    return f"{told} ({settings.TIME_ZONE})"


def when(plan: PlannedRelease) -> str:
    """When ``plan`` is to be carried out, and who wants it, as a sentence."""
    name = localize.name_of(plan.by) or _("somebody")
    if plan.at is None:
        message = _("It goes live together with its original, as planned by %(name)s.")
        return message % {"name": name}
    message = _("It goes live on %(when)s, as planned by %(name)s.")
    return message % {"when": in_words(plan.at), "name": name}


def call_off(plans: Iterable[PlannedRelease], user: AbstractBaseUser | None) -> None:
    """Cancel these plans, with those of the snippets that go with them; noted in Wagtail's log.

    Whoever calls holds the lock on their objects. One query, and a few for each entry of the log.
    """
    found = list(plans)
    if not found:
        return
    finish(found, State.CANCELLED)
    for plan in found:
        note(plan, CALLED_OFF, user)


def finish(plans: Iterable[PlannedRelease], state: str, problem: str = "") -> None:
    """Let these plans, and those of the snippets that go with them, wait no more. One query."""
    pks = [plan.pk for plan in plans]
    rows = PlannedRelease.objects.filter(Q(pk__in=pks) | Q(page__in=pks))
    rows.filter(state__in=[State.WAITING, State.FAILED]).update(
        state=state, problem=problem, changed_at=timezone.now()
    )


def note(
    plan: PlannedRelease, action: str, user: AbstractBaseUser | None, problem: str = ""
) -> None:
    """Write into Wagtail's log what became of a plan, on the object that goes live with it."""
    target = localize.target_of(plan.translation)
    if target is None:
        return
    at = plan.at.isoformat() if plan.at else None
    data = {"at": at} | ({"problem": problem} if problem else {})
    log(instance=target, action=action, user=user, data=data)
