"""Who is to be told of what. Everything here is written in the transaction of the event itself.

Nobody is told what they did themselves, nor what they do not want to hear. Whoever cannot be
reached (no address, not active) is left out without a word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models.functions import Lower
from wagtail.models import Locale

from .. import localize, policy, status
from ..models import Action, Assignment, Notice, Release, Review, SegmentEvent
from ..status import State
from .preferences import When, wishes
from .sending import is_reachable, send_soon

Kind = Notice.Kind

# Names one note can call.
CALLED = 50
# States in which somebody has to do something about a translation that was given to them.
TO_DO = frozenset({State.MISSING, State.OUTDATED, State.DRAFT, State.READY})
_BATCH = 500
_NAME = re.compile(r"(?<![\w.+@-])@([\w.+-][\w.+@-]{0,149})")


@dataclass(frozen=True)
class Event:
    """What happened to one translation, and whom it concerns.

    ``key`` names it: of one key nobody is told twice. ``by`` is whoever did it; ``values`` holds
    what the letter says besides, as JSON can.
    """

    kind: Kind
    key: str
    to: Iterable[Any]
    translation: int
    by: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)


def tell(*events: Event) -> None:
    """Write down who is to be told, and have sent what is wanted at once. Two queries.

    Belongs into the transaction of the event: what is rolled back is not told. Can be repeated.
    """
    concerned = [(event, list(event.to)) for event in events]
    wanted = wishes({person.pk for _event, people in concerned for person in people})
    rows: dict[tuple[Any, str], Notice] = {}
    soon = set()
    for event, people in concerned:
        for person in people:
            when = wanted[person.pk].when(event.kind)
            is_own = event.by is not None and event.by.pk == person.pk
            if is_own or when is When.NEVER or not is_reachable(person):
                continue
            rows[person.pk, event.key] = Notice(
                to=person,
                kind=event.kind,
                key=event.key,
                translation_id=event.translation,
                by=event.by,
                values=dict(event.values),
            )
            if when is When.AT_ONCE:
                soon.add(str(person.pk))
    if not rows:
        return
    # In one order everywhere, so that two who tell the same do not wait for each other.
    ordered = [rows[place] for place in sorted(rows, key=lambda place: (str(place[0]), place[1]))]
    Notice.objects.bulk_create(ordered, ignore_conflicts=True, batch_size=_BATCH)
    if soon:
        transaction.on_commit(partial(send_soon.enqueue, sorted(soon)), robust=True)


def assigned(assignments: Iterable[Assignment]) -> None:
    """Tell people what was given to them, as it was stored just now."""
    tell(
        *(
            Event(
                Kind.ASSIGNED,
                f"assigned:{one.translation_id}:{one.at.isoformat()}",
                [one.assignee],
                one.translation_id,
                one.by,
                {
                    "due": one.due.isoformat() if one.due else "",
                    "priority": int(one.priority),
                    "comment": one.instruction,
                },
            )
            for one in assignments
        )
    )


def submitted(review: Review, user: Any) -> None:
    """Tell everybody who may review into the language that something waits for them."""
    readers = policy.people(review.translation.target_locale_id, Action.REVIEW)
    if not getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
        readers = readers.filter(is_superuser=False)
    key = f"submitted:{review.pk}"
    tell(Event(Kind.SUBMITTED, key, readers, review.translation_id, user))


def sent_back(review: Review, user: Any, comment: str) -> None:
    """Tell whoever submitted it that it came back, and why."""
    to = [person for person in (review.workflow_state.requested_by,) if person]
    key, values = f"sent_back:{review.pk}", {"comment": comment}
    tell(Event(Kind.SENT_BACK, key, to, review.translation_id, user, values))


def approved(review: Review, translations: Iterable[Any], user: Any) -> None:
    """Tell whoever submitted it, and whoever wrote one of its texts, that it is public."""
    writers = set().union(*localize.writers(translations).values())
    writers.add(review.workflow_state.requested_by_id)
    people = get_user_model()._default_manager.filter(pk__in=writers - {None})
    key = f"approved:{review.pk}"
    tell(Event(Kind.APPROVED, key, people, review.translation_id, user))


def mentions(text: str) -> list[str]:
    """User names that ``text`` calls with an ``@``, each once.

    A name may itself hold dots, signs and an ``@``: what ends with one of them may be the name and
    the end of a sentence, so that both readings are among them. Addresses of e-mail call nobody.
    """
    found: dict[str, None] = {}
    for match in islice(_NAME.finditer(text), CALLED):
        name = match[1]
        while name:
            found[name] = None
            if name[-1] not in ".+@-":
                break
            name = name[:-1]
    return list(found)


def noted(note: SegmentEvent, translation: Any, segment: int) -> None:
    """Tell those whom a note names and who may see the desk in its language."""
    names = mentions(note.text)
    if not names:
        return
    name_field = get_user_model().USERNAME_FIELD
    readers = policy.people(translation.target_locale_id, *policy.READERS)
    # As it was typed besides: not every database knows the small form of every letter.
    exact = models.Q(**{f"{name_field}__in": names})
    small = models.Q(small_name__in=[name.lower() for name in names])
    called = readers.annotate(small_name=Lower(name_field)).filter(exact | small)
    key, values = f"mentioned:{note.pk}", {"comment": note.text, "segment": segment}
    tell(Event(Kind.MENTIONED, key, called, translation.pk, note.by, values))


def answered(note: SegmentEvent, translation: Any, segment: int) -> None:
    """Tell those who wrote in the thread of ``note``, but for whom it names: they were told."""
    if note.parent is None:
        return
    readers = policy.people(translation.target_locale_id, *policy.READERS)
    readers = readers.filter(pk__in=_writers_of(note.parent))
    named = {name.lower() for name in mentions(note.text)}
    people = [person for person in readers if person.get_username().lower() not in named]
    values = {"comment": note.text, "segment": segment, "answers": True}
    key = f"answered:{note.pk}"
    tell(Event(Kind.MENTIONED, key, people, translation.pk, note.by, values))


def _writers_of(asked: SegmentEvent) -> models.QuerySet[Any]:
    thread = SegmentEvent.objects.filter(models.Q(pk=asked.pk) | models.Q(parent=asked))
    return thread.exclude(by=None).order_by().values("by")


def outdated(source: Any) -> None:
    """Tell who looks after the live translations of ``source`` that its texts have changed.

    That is the assignee, else whoever released it last; once for every text that it had since
    that release. One query where nothing has changed.
    """
    behind = Release.objects.filter(source=source).exclude(digest=models.F("source__state__digest"))
    releases = {
        one.locale_id: one
        for one in behind.annotate(digest_now=models.F("source__state__digest"))
        .exclude(digest_now=None)
        .select_related("by")
    }
    if not releases:
        return
    found = localize.translations_of([source.object_id]).filter(
        source=source, target_locale__in=releases, enabled=True
    )
    translations = list(found.select_related("assignment__assignee"))
    versions = localize.versions_of(translations)
    events = []
    for translation in translations:
        row = versions.get((source.object_id, translation.target_locale_id))
        if row is None or not row.live:
            continue
        release = releases[translation.target_locale_id]
        assignment = getattr(translation, "assignment", None)
        people = [assignment and assignment.assignee, release.by]
        moment = release.at.isoformat(timespec="seconds")
        key = f"outdated:{translation.pk}:{moment}:{release.digest_now}"
        first = next((person for person in people if person and is_reachable(person)), None)
        if first is not None:
            events.append(Event(Kind.OUTDATED, key, [first], translation.pk))
    tell(*events)


def overdue(today: date) -> None:
    """Tell people what they should have done before ``today``, once for every date.

    A constant number of queries for each language.
    """
    late = Assignment.objects.filter(due__lt=today, translation__enabled=True)
    assignments = {one.translation_id: one for one in late.select_related("assignee")}
    by_locale: dict[int, list[Any]] = {}
    locales: dict[int, Locale] = {}
    for translation in localize.translations_by_pk(assignments):
        locales[translation.target_locale_id] = translation.target_locale
        by_locale.setdefault(translation.target_locale_id, []).append(translation)
    events = []
    for locale, translations in by_locale.items():
        states = _states(translations, locales[locale])
        for translation in translations:
            one = assignments[translation.pk]
            found = states.get(translation.source.object_id)
            if found is None or not is_overdue(one, found, today):
                continue
            due = one.due.isoformat() if one.due else ""
            key = f"overdue:{translation.pk}:{due}"
            values = {"due": due, "comment": one.instruction}
            events.append(Event(Kind.OVERDUE, key, [one.assignee], translation.pk, None, values))
    tell(*events)


def is_overdue(assignment: Assignment, found: status.Status, today: date) -> bool:
    """Whether something is left to do for the assignee that was to be done before ``today``."""
    due = assignment.due_after(found.released_at)
    return due is not None and due < today and found.state in TO_DO


def _states(translations: list[Any], locale: Locale) -> Mapping[Any, status.Status]:
    """How far these translations into ``locale`` are, by the key of their object."""
    versions = localize.versions_of(translations)
    originals = [
        row
        for translation in translations
        if (row := versions.get((translation.source.object_id, translation.source.locale_id)))
    ]
    return status.statuses(originals, locale)
