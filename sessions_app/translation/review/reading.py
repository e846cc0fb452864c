"""What there is to review, and what was said of it; nothing is written here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import Truncator
from wagtail.models import TaskState, WorkflowState

from .. import corrections, localize, policy, remarks
from ..checks.text import plain
from ..models import Review, SegmentEvent


@dataclass(frozen=True)
class ToChange:
    """A text of which somebody said what is to be changed; keys are primary keys."""

    translation: int
    segment: int
    place: str
    words: str
    by: Any


@dataclass(frozen=True)
class Reading:
    """A review as it is read.

    ``corrected`` is what reviewers wrote since it was handed in, newest first; ``is_behind`` says
    that an original has changed since; ``seen`` is the token of all that is to be read: whoever
    approves says that they have seen it.
    """

    to_change: Sequence[ToChange]
    corrected: Sequence[SegmentEvent]
    is_behind: bool
    seen: str


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


def all_of(found: Review) -> list[Review]:
    """The reviews of the snippets that were handed in with ``found``, and itself. One query."""
    parts = [f"translation__{name}" for name in localize.WITH_SOURCE]
    return [*found.snippets.select_related("revision", *parts), found]


def read(found: Review) -> Reading:
    """Everything that whoever decides on ``found`` has to know. A constant number of queries."""
    reviews = all_of(found)
    made = corrections.made(reviews)
    events = [event for part in made.values() for event in part]
    return Reading(
        to_change=marks(reviews),
        corrected=sorted(events, key=lambda one: (one.at, one.pk), reverse=True),
        is_behind=any(
            localize.state_of(one.translation.source).digest != one.digest for one in reviews
        ),
        seen=corrections.seen(reviews, made),
    )


def marks(reviews: Sequence[Review]) -> list[ToChange]:
    """The texts of these reviews of which somebody said what is to be changed. Four queries."""
    rows = localize.segment_rows([one.translation for one in reviews])
    texts = [(one.translation, row) for one in reviews for row in rows[one.translation_id]]
    return [
        ToChange(translation.pk, row.id, f"“{excerpt(row)}”", mark.text, mark.by)
        for translation, row, mark in remarks.needing_work(texts)
    ]


def excerpt(row: localize.SegmentRow) -> str:
    """How a text begins, as it is quoted."""
    return Truncator(plain(row.target or row.text)).chars(40)
