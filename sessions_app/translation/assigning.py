"""Who is to bring an object into a language, by when, and what there is to know."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from . import localize, notices, policy, wire
from .drafting import Kept
from .models import Action, Assignment
from .refusal import Refusal

Priority = Assignment.Priority

# Characters of an instruction.
LONGEST = 2000


class Unsaid(Enum):
    """A term that was not named: it stays as it is while the person stays, else it is empty."""

    UNSAID = "unsaid"


UNSAID = Unsaid.UNSAID


def candidates(locale: Locale) -> QuerySet[Any]:
    """People who may translate into ``locale``."""
    return policy.people(locale, Action.TRANSLATE)


def require(person: policy.User | None, by: policy.User, locale: Locale) -> None:
    """Raise :class:`Refusal` unless ``by`` may give translations into ``locale`` to ``person``.

    ``by`` needs some right in the language, ``person`` (None: nobody) that of translating.
    """
    if locale.pk not in policy.locales(by, *policy.READERS):
        raise Refusal(_("You have no right in this language."))
    if person is not None and not policy.allows(person, Action.TRANSLATE, locale):
        raise Refusal(_("This person may not translate into this language."))


@transaction.atomic
def assign(
    translations: Iterable[Any],
    person: policy.User | None,
    by: policy.User,
    *,
    due: date | Unsaid | None = UNSAID,
    priority: int | Unsaid = UNSAID,
    instruction: str | Unsaid = UNSAID,
) -> set[int]:
    """Give these Translations to ``person``, or to nobody, and tell whoever got them.

    Primary keys of those for which anything has changed; the others stay as they are. Raises
    :class:`Refusal` as :func:`require` does, and for a date that is over, a priority that is none,
    an instruction that is too long; then nothing has changed. A constant number of queries.
    """
    found = {one.pk: one for one in translations}
    for locale in {translation.target_locale for translation in found.values()}:
        require(person, by, locale)
    localize.lock([translation.source.object_id for translation in found.values()])
    stored = {one.translation_id: one for one in Assignment.objects.filter(translation__in=found)}
    if person is None:
        Assignment.objects.filter(translation__in=stored).delete()
        return set(stored)
    rows = []
    for pk in sorted(found):
        before = stored.get(pk)
        kept = before if before is not None and before.assignee_id == person.pk else None
        row = Assignment(translation_id=pk, assignee=person, by=by)
        day = kept.due if kept else None
        row.due = day if due is UNSAID else due
        if priority is not UNSAID:
            row.priority = _priority(priority)
        elif kept:
            row.priority = kept.priority
        if instruction is not UNSAID:
            row.instruction = _instruction(instruction)
        elif kept:
            row.instruction = kept.instruction
        if kept is None or _terms(row) != _terms(kept):
            require_day(row.due, day)
            rows.append(row)
    Assignment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["translation"],
        update_fields=["assignee", "by", "due", "priority", "instruction", "at"],
    )
    notices.assigned(rows)
    return {row.translation_id for row in rows}


@transaction.atomic
def claim(translation: Any, user: policy.User) -> None:
    """Let ``user`` take what nobody has.

    Raises :class:`Refusal` for whoever may not, and with the name of whoever was quicker.
    """
    require(user, user, translation.target_locale)
    if not translation.enabled:
        raise Refusal(str(Kept.STOPPED.label))
    localize.lock([translation.source.object_id])
    holder = Assignment.objects.filter(translation=translation).select_related("assignee").first()
    if holder is None:
        Assignment.objects.create(translation=translation, assignee=user, by=user)
    elif holder.assignee_id != user.pk:
        name = localize.name_of(holder.assignee)
        raise Refusal(_("%(name)s has it already.") % {"name": name})


def give_back(translation: Any, user: policy.User) -> None:
    """Let others have what ``user`` had. Raises :class:`Refusal` where it is not theirs."""
    gone, _rows = Assignment.objects.filter(translation=translation, assignee=user).delete()
    if not gone:
        raise Refusal(_("It is not assigned to you."))


def _terms(row: Assignment) -> tuple[date | None, int, str]:
    return row.due, int(row.priority), row.instruction


def require_day(due: date | None, before: date | None = None) -> None:
    """Raise :class:`Refusal` for a date that is over, unless it stood there ``before``."""
    if due is not None and due != before and due < timezone.localdate():
        raise Refusal(_("This date is over."))


def _priority(value: int) -> int:
    if value not in Priority.values:
        raise Refusal(_("There is no such priority."))
    return value


def _instruction(text: str) -> str:
    found = wire.storable(text).replace("\r\n", "\n").strip()
    if len(found) > LONGEST:
        raise Refusal(_("That is too long; %(limit)d characters fit.") % {"limit": LONGEST})
    return found
