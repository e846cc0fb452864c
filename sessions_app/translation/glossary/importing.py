"""Take terms into the glossary: look at all of them first, then write all of them or none."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from ...conf import content_languages
from .. import glossary
from ..exchange.lines import Line, Problem, Reading
from ..models import GlossaryTerm
from ..refusal import Refusal
from ..words import lemmas
from . import rights

CREATED, CHANGED = "wagtail.create", "sessions_translation.term_edit"

_KEY = ("source_language", "target_language", "source", "target")
_OTHERS = ("part_of_speech", "status", "domain", "definition", "source_note", "target_note")
_WITH_DEFAULT = ("part_of_speech", "status")

# What changed: field → text before and after.
Changes = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Plan:
    """What taking a file would do: terms to make, terms to change and how, terms left as they are.

    Nothing is taken while there are problems.
    """

    new: Sequence[GlossaryTerm] = ()
    changed: Sequence[tuple[GlossaryTerm, Changes]] = ()
    same: int = 0
    skipped: int = 0
    problems: Sequence[Problem] = field(default_factory=list)

    @property
    def may_be_taken(self) -> bool:
        """Whether there is something to write, and nothing against it."""
        return bool(self.new or self.changed) and not self.problems


def plan(
    reading: Reading, user: Any = None, source_language: str = "", target_language: str = ""
) -> Plan:
    """What taking ``reading`` would do; nothing is written. One query beside those of the policy.

    A term is known by its languages, its text and its translation; fields that the file lacks
    stay as they are. The languages given stand for those that lines do not name. ``user`` needs
    the right to change the glossary into each language (``None``: nobody is asked).
    """
    stored = {_key(term): term for term in GlossaryTerm.objects.all()}
    problems, seen = list(reading.problems), dict[tuple[str, ...], int]()
    new: list[GlossaryTerm] = []
    changed: list[tuple[GlossaryTerm, Changes]] = []
    same = 0
    for line in reading.lines:
        values = _values(line, source_language, target_language)
        term = GlossaryTerm(**{name: values[name] for name in values if values[name] is not None})
        if found := list(_against(term, user)):
            problems += [Problem(line.number, message) for message in found]
            continue
        key = _key(term)
        if key in seen:
            message = _("The same term stands at %(number)d already.") % {"number": seen[key]}
            problems.append(Problem(line.number, message))
            continue
        seen[key] = line.number
        known = stored.get(key)
        if known is None:
            new.append(term)
        elif changes := _changes(known, term, line.values):
            changed.append((known, changes))
        else:
            same += 1
    return Plan(new, changed, same, reading.skipped, problems)


def take(planned: Plan, user: Any = None) -> None:
    """Write what ``planned`` says, with an entry in the history of each term; all or nothing.

    Raises :class:`~.refusal.Refusal` where there are problems, or where somebody wrote one of the
    terms in between.
    """
    if planned.problems:
        raise Refusal(_("Nothing was taken: there are problems in the file."))
    now = timezone.now()
    edited = []
    for term, changes in planned.changed:
        for name, (_before, after) in changes.items():
            setattr(term, name, after)
        term.updated_at = now
        edited.append(term)
    try:
        with transaction.atomic():
            GlossaryTerm.objects.bulk_create(planned.new, batch_size=500)
            GlossaryTerm.objects.bulk_update(edited, [*_OTHERS, "updated_at"], batch_size=100)
            _log(planned, user, now)
    except IntegrityError:
        message = _("Nothing was taken: somebody changed the glossary meanwhile. Please try again.")
        raise Refusal(message) from None
    glossary.forget()


def changes_of(before: GlossaryTerm, after: GlossaryTerm) -> Changes:
    """Every field in which two states of a term differ."""
    names = (*_KEY, *_OTHERS)
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def told(changes: Changes) -> str:
    """Changes as a sentence: what each field said, and what it says now."""
    parts = []
    # A database may keep the fields in another order.
    for name in (name for name in (*_KEY, *_OTHERS) if name in changes):
        before, after = changes[name]
        column: Any = GlossaryTerm._meta.get_field(name)
        words = dict(column.flatchoices)
        parts.append(
            _("%(field)s: “%(before)s” → “%(after)s”")
            % {
                "field": capfirst(column.verbose_name),
                "before": words.get(before, before),
                "after": words.get(after, after),
            }
        )
    return "; ".join(parts)


def _label(name: str) -> str:
    column: Any = GlossaryTerm._meta.get_field(name)
    return capfirst(column.verbose_name)


def _key(term: GlossaryTerm) -> tuple[str, ...]:
    return tuple(getattr(term, name) for name in _KEY)


def _values(line: Line, source_language: str, target_language: str) -> dict[str, str]:
    """What a line says of the fields; languages by the codes that the site has for them."""
    values = {name: text for name, text in line.values.items() if text or name not in _WITH_DEFAULT}
    for name, given in (("source_language", source_language), ("target_language", target_language)):
        values[name] = _site_code(values.get(name) or given)
    return values


def _site_code(code: str) -> str:
    """The site's own code for a language, or for the language without its region."""
    code = code.replace("_", "-")
    own = {known.lower(): known for known, _name in content_languages()}
    return own.get(code.lower()) or own.get(lemmas.base(code)) or code


def _against(term: GlossaryTerm, user: Any) -> Iterator[str]:
    """Everything that is wrong with a term of a file, in sentences."""
    known = {code for code, _name in content_languages()}
    languages = {"source_language": term.source_language, "target_language": term.target_language}
    for name, code in languages.items():
        label = _label(name)
        if not code:
            yield _("%(field)s: is not named.") % {"field": label}
        elif code not in known:
            message = _("%(field)s: the site has no language “%(code)s”.")
            yield message % {"field": label, "code": code[:12]}
    if not all(code in known for code in languages.values()):
        return
    if user is not None and not rights.may_change(user, term.target_language):
        message = _("You may not change the glossary into “%(code)s”.")
        yield message % {"code": term.target_language}
    try:
        term.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from (f"{_label(name)}: {message}" for message in messages)


def _changes(known: GlossaryTerm, term: GlossaryTerm, given: Mapping[str, str]) -> Changes:
    return {
        name: change
        for name, change in changes_of(known, term).items()
        if name in given and (given[name] or name not in _WITH_DEFAULT)
    }


def _log(planned: Plan, user: Any, now: Any) -> None:
    """One entry per term, all under one number, as if somebody had used the form."""
    number, owner = uuid.uuid4(), ContentType.objects.get_for_model(GlossaryTerm)
    told_of: list[tuple[models.Model, str, dict[str, Any]]] = [
        *((term, CREATED, {}) for term in planned.new),
        *((term, CHANGED, {"changes": dict(changes)}) for term, changes in planned.changed),
    ]
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=owner,
                object_id=str(term.pk),
                label=str(term),
                action=action,
                data=data,
                timestamp=now,
                uuid=number,
                user=user,
                content_changed=True,
            )
            for term, action, data in told_of
        ],
        batch_size=500,
    )
