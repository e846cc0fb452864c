"""What the release dialog shows: what stands in the way, what is planned, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from .. import embargo, localize, policy, release, timing
from ..models import Action, PlannedRelease
from ..release import Reason


@dataclass(frozen=True)
class Screen:
    """One release dialog.

    ``reasons`` stand against a release now, apart from ``embargoes``: sentences about what is
    planned for another moment. ``plan`` is the translation's own, ``failure`` one that could not be
    carried out. ``at`` fills the field for the moment, ``earliest`` is its least value, both as the
    clock of the site shows them, in the zone ``zone``.
    """

    reasons: tuple[Reason, ...]
    embargoes: tuple[str, ...]
    plan: PlannedRelease | None
    when: str
    is_behind: bool
    failure: PlannedRelease | None
    failed_when: str
    may_release: bool
    may_plan: bool
    may_join: bool
    may_cancel: bool
    may_hide: bool
    at: str
    earliest: str
    zone: str


def load(
    translation: Any,
    user: AbstractBaseUser,
    refused: Sequence[Reason] | None = None,
    at: str | None = None,
) -> Screen:
    """Read everything for the dialog of ``translation``.

    ``refused`` are the reasons of a step that was just refused, ``at`` what was typed for it.
    """
    found = list(release.reasons(translation, user) if refused is None else refused)
    standing = tuple(reason for reason in found if reason.code != "planned")
    publishes = policy.allows(user, Action.PUBLISH, translation.target_locale)
    original, target = localize.original_of(translation), localize.target_of(translation)
    plan = timing.plan_of(translation)
    failure = None if plan else timing.last_failure(translation)
    # The page above may be planned to go live first.
    against = {reason.code for reason in standing} - {"parent_not_live"}
    joins = original is not None and (not original.live or original.has_unpublished_changes)
    return Screen(
        reasons=standing,
        embargoes=tuple(str(reason.message) for reason in found if reason.code == "planned"),
        plan=plan,
        when=embargo.when(plan) if plan else "",
        is_behind=bool(plan and original and timing.original_changed(plan, original)),
        failure=failure,
        failed_when=embargo.in_words(failure.changed_at) if failure else "",
        may_release=publishes and not standing,
        may_plan=publishes and not against,
        may_join=publishes and joins and not against - {"source_not_live"},
        may_cancel=publishes,
        may_hide=publishes and target is not None and target.live,
        at=at if at is not None else _field(plan.at if plan else None),
        earliest=_field(timezone.now() + timedelta(minutes=1)),
        zone=settings.TIME_ZONE,
    )


def _field(moment: datetime | None) -> str:
    """A moment as a field of that kind has it, by the clock of the site."""
    if moment is None:
        return ""
    return f"{timezone.localtime(moment, timezone.get_default_timezone()):%Y-%m-%dT%H:%M}"
