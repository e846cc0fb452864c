"""What one person has to do: assigned, to review, come back; and what is free to take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from .. import notices, policy, review, rules
from ..models import Action, Assignment, Review
from ..status import State
from . import entries, listing
from .entries import Entry

# Entries that are free to take; the overview lists all of them.
OFFERED = 25


@dataclass(frozen=True)
class Work:
    """Something to translate: its entry, into which language, and as what it was assigned."""

    entry: Entry
    locale: Locale
    assignment: Assignment | None
    today: date

    @property
    def due(self) -> date | None:
        """The date that is to be kept; none once it was kept."""
        if self.assignment is None:
            return None
        return self.assignment.due_after(self.entry.status.released_at)

    @property
    def is_overdue(self) -> bool:
        """Whether its date has passed while something is left to do for whoever translates."""
        return self.assignment is not None and notices.is_overdue(
            self.assignment, self.entry.status, self.today
        )

    @property
    def is_due_today(self) -> bool:
        """Whether this is its last day."""
        return self.due == self.today


@dataclass(frozen=True)
class Waiting:
    """A review to decide on; ``is_own`` says that somebody else has to, because of four eyes."""

    review: Review
    is_own: bool


@dataclass(frozen=True)
class Desk:
    """All lists of one person. ``missing`` counts, by language, what nobody has opened yet."""

    assigned: Sequence[Work]
    waiting: Sequence[Waiting]
    returned: Sequence[Review]
    free: Sequence[Work]
    free_total: int
    missing: Sequence[tuple[Locale, int]]
    may_review: bool
    may_translate: bool


def load(user: Any) -> Desk:
    """Everything ``user`` has to do. The number of queries depends on the number of languages."""
    own = policy.locales(user, *policy.READERS)
    translates = policy.locales(user, Action.TRANSLATE)
    reviews = policy.locales(user, Action.REVIEW)
    found = _entries(translates)
    assignments = {
        one.translation_id: one
        for one in Assignment.objects.filter(
            assignee=user, translation__target_locale__in=own
        ).select_related("by")
    }
    today = timezone.localdate()
    assigned, free = [], []
    missing: dict[Locale, int] = {}
    for locale, entry in found:
        if entry.is_settled:
            continue
        pk = entry.status.translation
        work = Work(entry, locale, assignments.get(pk) if pk else None, today)
        if work.assignment:
            assigned.append(work)
        elif entry.status.own is State.MISSING:
            missing[locale] = missing.get(locale, 0) + 1
        elif entry.status.assignee is None and entry.status.state is not State.IN_REVIEW:
            free.append(work)
    return Desk(
        assigned=sorted(assigned, key=_order),
        waiting=_waiting(user, reviews),
        returned=review.returned(user, own),
        free=_urgent_first(free)[:OFFERED],
        free_total=len(free),
        missing=list(missing.items()),
        may_review=bool(reviews),
        may_translate=bool(translates),
    )


def _entries(locales: Iterable[int]) -> list[tuple[Locale, Entry]]:
    """All entries of the overview in these languages."""
    wanted = Locale.objects.filter(pk__in=set(locales)).order_by("language_code")
    everything = listing.read_all()
    return [
        (locale, entry)
        for locale in wanted
        for entry in entries.entries(listing.originals(everything, locale), everything, locale)
    ]


def _order(work: Work) -> tuple[Any, ...]:
    """By date, then by priority, then by the next start; what has none of them comes last."""
    priority = work.assignment.priority if work.assignment else Assignment.Priority.NORMAL
    start = work.entry.agenda.start
    return (
        work.due or date.max,
        -priority,
        start.timestamp() if start else float("inf"),
        entries.SORTS["title"](work.entry),
    )


def _urgent_first(free: Sequence[Work]) -> list[Work]:
    """As the overview arranges them."""
    by_translation = {work.entry.status.translation: work for work in free}
    arranged = entries.arrange([work.entry for work in free], "")
    return [by_translation[entry.status.translation] for entry in arranged]


def _waiting(user: Any, locales: Iterable[int]) -> list[Waiting]:
    """What waits in these languages, and which of it ``user`` must not approve."""
    four_eyes = rules.current().four_eyes
    return [Waiting(one, four_eyes and user.pk in one.writers) for one in review.waiting(locales)]
