"""What people say about a text: notes, waived findings, that it needs work or is approved."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import localize, notices, policy, rules, wire
from .checks import registry
from .models import Action, SegmentEvent
from .refusal import Refusal

Kind = SegmentEvent.Kind

# Letters a note or a reason may have.
LONGEST = 5000
VERDICTS = (Kind.NEEDS_WORK, Kind.APPROVED)


@transaction.atomic
def add_note(
    translation: Any, segment: int, text: str, user: Any, *, parent: int | None = None
) -> SegmentEvent:
    """Leave a note on a text, and tell those whom it names. Raises :class:`Refusal`.

    ``parent`` is the note that is answered; an answer to a resolved one opens it again. Whoever
    has written in the thread is told.
    """
    row = _row(translation, segment, user)
    said = words(text)
    if parent is None:
        note = _add(translation, row, Kind.NOTE, user, text=said)
        notices.noted(note, translation, segment)
        return note
    asked = _event(translation, parent, Kind.NOTE)
    asked = asked.parent or asked
    SegmentEvent.objects.filter(pk=asked.pk).update(is_open=True, closed_by=None, closed_at=None)
    note = SegmentEvent.objects.create(
        context_id=asked.context_id,
        string_id=asked.string_id,
        locale_id=asked.locale_id,
        kind=Kind.NOTE,
        by=user,
        at=timezone.now(),
        text=said,
        parent=asked,
    )
    notices.noted(note, translation, segment)
    notices.answered(note, translation, segment)
    return note


@transaction.atomic
def need_work(
    translation: Any, segment: int, text: str, user: Any, version: str | None = None
) -> SegmentEvent:
    """Say what is to be done about a translation; it holds until somebody changes or settles it.

    ``version`` is the token of the text that was read. Raises :class:`Refusal`, also where nothing
    is translated yet.
    """
    row = _judged(translation, segment, user, version)
    said = words(text, _("Write what is to be changed."))
    _take_back(translation, row, VERDICTS, user)
    mark = _add(translation, row, Kind.NEEDS_WORK, user, after=row.target, text=said)
    notices.noted(mark, translation, segment)
    return mark


@transaction.atomic
def settle(translation: Any, segment: int, user: Any) -> None:
    """Take back that a text needs work. Raises :class:`Refusal`."""
    row = _judged(translation, segment, user)
    if not _take_back(translation, row, (Kind.NEEDS_WORK,), user):
        raise Refusal(_("It does not need work any more."))


@transaction.atomic
def approve(translation: Any, segment: int, user: Any, version: str | None = None) -> SegmentEvent:
    """Say that a translation is right, for as long as nobody changes it. Raises :class:`Refusal`.

    For reviewers; where the rules ask for four eyes not for whoever wrote the text. ``version`` is
    the token of the text that was read.
    """
    if not policy.allows(user, Action.REVIEW, translation.target_locale_id):
        raise Refusal(_("You may not review in this language."))
    row = _judged(translation, segment, user, version)
    if not row.is_done:
        raise Refusal(_("Somebody has to confirm the text first."))
    if rules.now().four_eyes and row.by_id == user.pk:
        raise Refusal(_("You have translated this text: somebody else approves it."))
    standing = _open(translation, row, Kind.APPROVED).filter(after=row.target).first()
    if standing is not None:
        return standing
    _take_back(translation, row, VERDICTS, user)
    return _add(translation, row, Kind.APPROVED, user, after=row.target)


def approve_all(
    texts: Iterable[tuple[Any, localize.SegmentRow]],
    known: Iterable[tuple[int, int, str]],
    user: Any,
) -> None:
    """Say that whole translations are right, text by text. One query.

    ``known`` are context, string and text of what was approved before.
    """
    there = set(known)
    now = timezone.now()
    rows = {
        (row.context_id, row.string_id): (translation, row)
        for translation, row in texts
        if row.target and (row.context_id, row.string_id, row.target) not in there
    }
    SegmentEvent.objects.bulk_create(
        [
            SegmentEvent(
                context_id=row.context_id,
                string_id=row.string_id,
                locale_id=translation.target_locale_id,
                kind=Kind.APPROVED,
                by=user,
                at=now,
                after=row.target or "",
                is_open=True,
            )
            for translation, row in rows.values()
        ],
        batch_size=500,
    )


def needing_work(
    texts: Sequence[tuple[Any, localize.SegmentRow]],
) -> list[tuple[Any, localize.SegmentRow, SegmentEvent]]:
    """Those of ``texts`` of which somebody said what is to be done. One query."""
    marks = SegmentEvent.objects.filter(
        kind=Kind.NEEDS_WORK,
        is_open=True,
        context__in={row.context_id for _translation, row in texts},
        locale__in={translation.target_locale_id for translation, _row in texts},
    ).select_related("by")
    by_text = {(one.context_id, one.string_id, one.after): one for one in marks.order_by("pk")}
    return [
        (translation, row, mark)
        for translation, row in texts
        if (mark := by_text.get((row.context_id, row.string_id, row.target or "")))
    ]


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


def _take_back(
    translation: Any, row: localize.SegmentRow, kinds: Iterable[SegmentEvent.Kind], user: Any
) -> int:
    """Close what was thought of the text as it stands; how many verdicts those were."""
    standing = SegmentEvent.objects.filter(
        context=row.context_id,
        string=row.string_id,
        locale=translation.target_locale_id,
        kind__in=list(kinds),
        is_open=True,
        after=row.target,
    )
    return standing.update(is_open=False, closed_by=user, closed_at=timezone.now())


def _event(translation: Any, event: int, kind: SegmentEvent.Kind) -> SegmentEvent:
    found = SegmentEvent.objects.filter(
        pk=event,
        kind=kind,
        context__object_id=translation.source.object_id,
        locale=translation.target_locale_id,
    )
    one = found.select_related("parent").first()
    if one is None:
        raise Refusal(_("It does not exist any more."))
    return one


def _close(translation: Any, event: int, kind: SegmentEvent.Kind, user: Any) -> SegmentEvent:
    _require(translation, user)
    found = _event(translation, event, kind)
    found.is_open, found.closed_by, found.closed_at = False, user, timezone.now()
    found.save(update_fields=["is_open", "closed_by", "closed_at"])
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


def _judged(
    translation: Any, segment: int, user: Any, version: str | None = None
) -> localize.SegmentRow:
    """The row of a text that is translated, for somebody who may translate or review, locked."""
    locale = translation.target_locale_id
    if not policy.locales(user, Action.TRANSLATE, Action.REVIEW) & {locale}:
        raise Refusal(_("You may not translate into this language."))
    row = localize.segment_row(translation, segment, lock=True)
    if row is None:
        raise Refusal(_("The original has changed: this text is no longer part of it."))
    if row.target is None:
        raise Refusal(_("It is not translated yet."))
    if version is not None and version != wire.version(row.target):
        raise Refusal(_("Somebody else changed this text meanwhile."))
    return row


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
