"""What happened to the texts: saves, notes, waived findings; read and written here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from . import localize, notices, policy, wire
from .checks import registry
from .models import Action, SegmentEvent
from .refusal import Refusal

Kind = SegmentEvent.Kind

# Saves of one person in one text within these many seconds are one event.
SPAN = 600
# Letters a note or a reason may have.
LONGEST = 5000


@dataclass(frozen=True)
class Pending:
    """What is open about one text: unresolved notes, and findings that were waived."""

    notes: int = 0
    dismissed: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def record(
    translation: Any,
    changes: Sequence[tuple[localize.SegmentRow, str, str]],
    kind: SegmentEvent.Kind,
    user: Any,
    origin: str = "",
) -> None:
    """Note that texts changed: (row, before, after). One query, one more for what a person saves.

    What one person saves in a row is one event, with the text before the first save and the one
    after the last. Where somebody else wrote in between, a new event begins: a text that gave way
    to another person's stands in the history for good.
    """
    now = timezone.now()
    if kind == Kind.SAVED and user is not None:
        changes = [one for one in changes if not _goes_on(translation, one, user, now)]
    events = [
        SegmentEvent(
            context_id=row.context_id,
            string_id=row.string_id,
            locale_id=translation.target_locale_id,
            kind=kind,
            by=user,
            at=now,
            span=_moment(now) if kind == Kind.SAVED and user is not None else None,
            before=before,
            after=after,
            origin=origin,
        )
        for row, before, after in changes
    ]
    SegmentEvent.objects.bulk_create(events, batch_size=500)


def _goes_on(
    translation: Any, change: tuple[localize.SegmentRow, str, str], user: Any, now: datetime
) -> bool:
    """Whether a save could be put to the newest event of its text, as one of the same person's.

    Writers of one object come one after the other: nobody adds an event meanwhile.
    """
    row, before, after = change
    if not before:
        return False
    texts = SegmentEvent.objects.filter(
        context=row.context_id, string=row.string_id, locale=translation.target_locale_id
    ).exclude(kind__in=[Kind.NOTE, Kind.DISMISSED])
    newest = texts.order_by("-at", "-pk").values("pk")[:1]
    recent = _moment(now) - SPAN * 1_000_000
    own = SegmentEvent.objects.filter(kind=Kind.SAVED, by=user, after=before, span__gte=recent)
    return bool(own.filter(pk=Subquery(newest)).update(at=now, after=after))


def _moment(now: datetime) -> int:
    """Microseconds by which events that saves are put to tell when they began."""
    return int(now.timestamp() * 1_000_000)


def events(translation: Any, segment: int) -> list[SegmentEvent]:
    """All that happened to a text of ``translation``, newest first; former source texts included.

    In a rich text every paragraph has its own: those of the texts that stand or stood in its
    place. Three queries.
    """
    row = localize.segment_row(translation, segment)
    if row is None:
        return []
    strings = localize.lineage(row)
    found = SegmentEvent.objects.filter(
        context=row.context_id, string__in=strings, locale=translation.target_locale_id
    )
    return list(found.select_related("by", "string").order_by("-at", "-pk"))


def pending(translations: Iterable[Any]) -> dict[tuple[int, int], Pending]:
    """Open notes and waived findings by (context, string). One query."""
    places = Q()
    for translation in translations:
        key = translation.source.object_id
        places |= Q(context__object_id=key, locale=translation.target_locale_id)
    if not places:
        return {}
    notes: dict[tuple[int, int], int] = defaultdict(int)
    waived: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
    rows = SegmentEvent.objects.filter(places, is_open=True).values_list(
        "context", "string", "kind", "check_id", "detail"
    )
    for context, string, kind, check, detail in rows:
        if kind == Kind.NOTE:
            notes[context, string] += 1
        else:
            waived[context, string].add((check, detail))
    return {
        place: Pending(notes[place], frozenset(waived[place]))
        for place in notes.keys() | waived.keys()
    }


@transaction.atomic
def add_note(translation: Any, segment: int, text: str, user: Any) -> SegmentEvent:
    """Leave a note on a text, and tell those whom it names. Raises :class:`Refusal`."""
    row = _row(translation, segment, user)
    note = _add(translation, row, Kind.NOTE, user, text=words(text))
    notices.noted(note, translation, segment)
    return note


def dismiss(
    translation: Any, segment: int, check: str, detail: str, reason: str, user: Any
) -> SegmentEvent:
    """Say that what ``check`` found (with that ``detail``) is right so. Raises :class:`Refusal`.

    It holds for the text of the source that stands there now.
    """
    known = registry().get(check)
    if known is None or not known.dismissible:
        raise Refusal(_("This finding cannot be dismissed."))
    row = _row(translation, segment, user)
    detail = wire.storable(detail)[:255]
    values = {"check_id": check, "detail": detail, "text": words(reason)}
    standing = _open(translation, row, Kind.DISMISSED).filter(check_id=check, detail=detail)
    return standing.first() or _add(translation, row, Kind.DISMISSED, user, **values)


def resolve(translation: Any, event: int, user: Any) -> SegmentEvent:
    """Close a note. Raises :class:`Refusal`."""
    return _close(translation, event, Kind.NOTE, user)


def reinstate(translation: Any, event: int, user: Any) -> SegmentEvent:
    """Let a waived finding count again. Raises :class:`Refusal`."""
    return _close(translation, event, Kind.DISMISSED, user)


def _open(translation: Any, row: localize.SegmentRow, kind: SegmentEvent.Kind) -> Any:
    return SegmentEvent.objects.filter(
        context=row.context_id,
        string=row.string_id,
        locale=translation.target_locale_id,
        kind=kind,
        is_open=True,
    )


def _close(translation: Any, event: int, kind: SegmentEvent.Kind, user: Any) -> SegmentEvent:
    _require(translation, user)
    found = SegmentEvent.objects.filter(
        pk=event,
        kind=kind,
        context__object_id=translation.source.object_id,
        locale=translation.target_locale_id,
    ).first()
    if found is None:
        raise Refusal(_("It does not exist any more."))
    SegmentEvent.objects.filter(pk=found.pk).update(is_open=False)
    found.is_open = False
    return found


def _add(
    translation: Any, row: localize.SegmentRow, kind: SegmentEvent.Kind, user: Any, **values: Any
) -> SegmentEvent:
    return SegmentEvent.objects.create(
        context_id=row.context_id,
        string_id=row.string_id,
        locale_id=translation.target_locale_id,
        kind=kind,
        by=user,
        at=timezone.now(),
        is_open=True,
        **values,
    )


def _require(translation: Any, user: Any) -> None:
    locale = translation.target_locale_id
    if not policy.locales(user, Action.TRANSLATE, Action.REVIEW, Action.PUBLISH) & {locale}:
        raise Refusal(_("You may not translate into this language."))


def _row(translation: Any, segment: int, user: Any) -> localize.SegmentRow:
    _require(translation, user)
    row = localize.segment_row(translation, segment)
    if row is None:
        raise Refusal(_("The original has changed: this text is no longer part of it."))
    return row


def words(text: str, missing: str = "") -> str:
    """What somebody wrote, without what cannot be stored.

    Raises :class:`Refusal` where nothing is left, with the sentence ``missing`` if there is one,
    and for what is too long.
    """
    found = wire.storable(text).strip()
    if not found:
        raise Refusal(missing or _("Write a few words."))
    if len(found) > LONGEST:
        raise Refusal(_("That is too long; %(limit)d characters fit.") % {"limit": LONGEST})
    return found
