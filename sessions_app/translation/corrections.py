"""The review in which a translation stands, and what its reader may correct meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from . import history, localize, policy, rules
from .models import Action, Review, SegmentEvent
from .wire import version


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


def against(found: Review | None, translation: Any, user: AbstractBaseUser) -> list[str]:
    """Why ``user`` may not correct texts while they are read; empty for a reader who may.

    ``found`` is the review of ``translation``, which stands in one.
    """
    if found is None or not policy.allows(user, Action.REVIEW, translation.target_locale):
        return [_("It is being reviewed.")]
    if rules.current().four_eyes and user.pk in found.writers:
        return [_("It is being reviewed. You have translated some of it: somebody else reads it.")]
    if localize.state_of(translation.source).digest != found.digest:
        return [
            _(
                "It is being reviewed, and the original has changed since: it can be approved as "
                "it was handed in, or sent back."
            )
        ]
    return []


def place_of(row: localize.SegmentRow) -> str:
    """Under what name a review keeps a text."""
    return f"{row.context_id}-{row.string_id}"


def texts_of(rows: Iterable[localize.SegmentRow]) -> dict[str, str]:
    """Tokens of the texts that are handed in, by place."""
    return {place_of(row): version(row.target) for row in rows}


def made(reviews: Sequence[Review]) -> dict[int, list[SegmentEvent]]:
    """What readers wrote since it was handed in, oldest first, by review. One query."""
    by_object = {one.translation.source.object_id: one for one in reviews}
    found = SegmentEvent.objects.filter(
        context__object_id__in=by_object,
        locale__in={one.translation.target_locale_id for one in reviews},
        origin=history.IN_REVIEW,
        at__gte=min(one.at for one in reviews),
    )
    events: dict[int, list[SegmentEvent]] = {}
    for event in found.select_related("by", "context").order_by("at", "pk"):
        one = by_object[event.context.object_id]
        if event.at >= one.at:
            events.setdefault(one.pk, []).append(event)
    return events


def texts_now(found: Review, events: Iterable[SegmentEvent]) -> dict[str, str]:
    """Tokens of the texts that are to be read: as they were handed in, or corrected since."""
    corrected = {f"{one.context_id}-{one.string_id}": version(one.after) for one in events}
    return found.texts | corrected


def seen(reviews: Sequence[Review], events: Mapping[int, Sequence[SegmentEvent]]) -> str:
    """Token of all that is to be read; another one once something was corrected.

    ``events`` are those of :func:`made`.
    """
    parts = [texts_now(one, events.get(one.pk, ())) for one in reviews]
    lines = sorted(f"{place}={known}" for part in parts for place, known in part.items())
    return version("\n".join(lines))
