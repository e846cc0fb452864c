"""What a release would do: objects that go live, and the reasons that stand against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Locale, Page

from . import checking, embargo, localize, policy, rules, status
from .checks.text import plain
from .drafting import Kept
from .models import Action, PlannedRelease, SegmentEvent
from .source import TranslatedModel
from .status import State

NOT_PERMITTED = {
    Action.PUBLISH: gettext_lazy("You may not publish in this language."),
    Action.REVIEW: gettext_lazy("You may not review in this language."),
    Action.TRANSLATE: gettext_lazy("You may not translate into this language."),
}

# Reasons that go when the page above goes live.
ABOVE = frozenset({"parent_missing", "parent_not_live"})


@dataclass(frozen=True)
class Reason:
    """Why a release is refused: a code for programs, a sentence for people, where to look.

    Codes: ``not_permitted`` ``stopped`` ``source_deleted`` ``source_not_live`` ``parent_missing``
    ``parent_not_live`` ``held`` (locked or in review) ``incomplete`` ``check``
    ``needs_work`` ``related_missing`` ``review_required`` ``invalid`` ``planned`` (for another
    moment).
    ``translation`` and ``segment`` are primary keys.
    """

    code: str
    message: str | Promise
    translation: int | None = None
    segment: int | None = None


class ReleaseRefused(Exception):
    """Nothing was released; ``reasons`` lists why."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(" ".join(str(reason.message) for reason in reasons))
        self.reasons = reasons


class TogetherRefused(ReleaseRefused):
    """None of several was released; ``by_translation`` has the reasons by primary key."""

    def __init__(self, by_translation: Mapping[int, list[Reason]]) -> None:
        super().__init__([reason for found in by_translation.values() for reason in found])
        self.by_translation = by_translation


@dataclass(frozen=True)
class Unit:
    """One object that a release makes live."""

    translation: Any
    original: TranslatedModel
    target: TranslatedModel | None
    rows: Sequence[localize.SegmentRow]


@dataclass(frozen=True)
class Plan:
    """What a release would do: its units, snippets before the page, and what hinders it.

    ``waiting`` are the releases that are planned for one of the units; ``is_live`` says that all
    of it is public as it stands.
    """

    units: tuple[Unit, ...] = ()
    reasons: tuple[Reason, ...] = ()
    waiting: tuple[PlannedRelease, ...] = ()
    is_live: bool = False


@dataclass(frozen=True)
class Held:
    """Originals that nobody else writes translations of meanwhile, with the snippets they name.

    The originals by the Translation's primary key; what they name, as :mod:`.status` has it.
    """

    originals: Mapping[int, TranslatedModel]
    references: status.References

    def original_of(self, translation: Any) -> TranslatedModel | None:
        """The row that was read to be locked; None where there was none."""
        return self.originals.get(translation.pk)


def hold(translations: Iterable[Any]) -> Held:
    """Let every other writer of these translations and of the snippets they show wait.

    What is checked then is what goes live, whatever is typed meanwhile. Four queries, and one for
    each further kind of object.
    """
    found = list(translations)
    rows = localize.versions_of(found)
    originals = {
        one.pk: row
        for one in found
        if (row := rows.get((one.source.object_id, one.source.locale_id))) is not None
    }
    references = status.references_of(list(originals.values()))
    keys = status.family_keys(*originals.values(), references=references)
    localize.lock(keys)
    localize.hold_texts(keys, {one.target_locale_id for one in found})
    return Held(originals, references)


def reasons(translation: Any, user: AbstractBaseUser) -> list[Reason]:
    """Everything that stands against releasing ``translation`` now; empty when it may go live."""
    return list(plan(translation, user).reasons)


def plan(
    translation: Any,
    user: AbstractBaseUser,
    action: Action = Action.PUBLISH,
    *,
    embargoed: bool = True,
    held: Held | None = None,
) -> Plan:
    """Which objects go live with ``translation``, related snippets first, and why not.

    ``action`` is what ``user`` must be allowed to do in the language. What is planned for another
    moment hinders unless ``embargoed`` is false. ``held`` is what the caller has locked.
    """
    locale = translation.target_locale
    if not policy.allows(user, action, locale):
        return Plan(reasons=(Reason("not_permitted", NOT_PERMITTED[action], translation.pk),))
    original = held.original_of(translation) if held else localize.original_of(translation)
    if original is None:
        return Plan(reasons=(_deleted(translation),))
    references = held.references if held else None
    states, translations = status.family_and_translations([original], locale, references)
    own = states[original.translation_key]
    against: list[Reason] = []
    if action is Action.PUBLISH:
        against += hindrances_of_rules(translation)
    to_release = []
    for model, key in own.related:
        if states[key].own is State.LIVE or _is_live(model, states[key]):
            continue
        if states[key].own in {State.MISSING, State.STOPPED, State.BY_HAND}:
            source = model._default_manager.filter(translation_key=key).exclude(locale=locale)
            message = _("“%(name)s” has not been translated yet.") % {"name": source.first()}
            against.append(Reason("related_missing", message, translation.pk))
        else:
            to_release.append(key)
    units = _units(translations, [*to_release, original.translation_key], locale)
    if len(units) <= len(to_release):
        return Plan(reasons=(_deleted(translation),))
    known = checking.context(
        [unit.translation for unit in units],
        {unit.translation.pk: unit.rows for unit in units},
        checking.names_of(translations.values()),
    )
    waiting = []
    for unit in units:
        name = None if unit is units[-1] else str(unit.original)
        found = list(_hindrances(unit, states, known, user))
        if planned := embargo.plan_of(unit.translation):
            waiting.append(planned)
            if embargoed:
                message = embargo.when(planned)
                found.append(Reason("planned", message, unit.translation.pk))
        against += [named(one, name) for one in found] if name else found
    is_live = own.state is State.LIVE and not to_release
    return Plan(tuple(units), tuple(against), tuple(waiting), is_live)


def _deleted(translation: Any) -> Reason:
    return Reason("source_deleted", _("The original does not exist any more."), translation.pk)


def named(reason: Reason, name: str) -> Reason:
    """``reason`` with the name of the object that it is about in front."""
    told = {"name": name, "message": reason.message}
    return replace(reason, message=_("%(name)s: %(message)s") % told)


def _is_live(model: type[TranslatedModel], state: status.Status) -> bool:
    """Whether visitors can read a target that nobody is going to release."""
    if state.own not in {State.BY_HAND, State.STOPPED} or state.target is None:
        return False
    return bool(model._default_manager.filter(pk=state.target, live=True).exists())


def _units(translations: Mapping[UUID, Any], keys: Sequence[UUID], locale: Locale) -> list[Unit]:
    """Everything a release needs to know of these objects, in their order.

    Those whose original was deleted meanwhile are left out.
    """
    by_key = {key: translations[key] for key in keys}
    rows = localize.segment_rows(by_key.values())
    versions = localize.versions_of(by_key.values())
    return [
        Unit(translation, original, versions.get((key, locale.pk)), rows[translation.pk])
        for key, translation in by_key.items()
        if (original := versions.get((key, translation.source.locale_id))) is not None
    ]


def _hindrances(
    unit: Unit,
    states: Mapping[UUID, status.Status],
    known: checking.Context,
    user: AbstractBaseUser,
) -> Iterator[Reason]:
    """What stands against this one object."""
    translation, original = unit.translation, unit.original
    yield from hindrances_of_place(translation, original)
    in_review = states[original.translation_key].own is State.IN_REVIEW
    for hold in status.holds(unit.target, user, in_review=in_review):
        yield Reason("held", hold, translation.pk)
    yield from hindrances_of_texts(unit, known)


def hindrances_of_texts(unit: Unit, known: checking.Context) -> Iterator[Reason]:
    """What stands against the texts of ``unit`` themselves: incomplete, to be changed, checks."""
    translation = unit.translation
    missing = [row for row in unit.rows if not row.is_done]
    if missing:
        message = ngettext(
            "%(count)d text is not translated yet.",
            "%(count)d texts are not translated yet.",
            len(missing),
        ) % {"count": len(missing)}
        yield Reason("incomplete", message, translation.pk, missing[0].id)
    for row in unit.rows:
        thought = known.pending.get((row.context_id, row.string_id))
        if thought and thought.verdict(row.target) == SegmentEvent.Kind.NEEDS_WORK:
            excerpt = Truncator(plain(row.target or "")).chars(40)
            message = _("“%(text)s” needs work.") % {"text": excerpt}
            yield Reason("needs_work", message, translation.pk, row.id)
    for row, finding in checking.check_rows(translation, unit.rows, known):
        if finding.hinders:
            excerpt = Truncator(plain(row.target or row.text)).chars(40)
            message = _("“%(text)s”: %(message)s") % {"text": excerpt, "message": finding.message}
            yield Reason("check", message, translation.pk, row.id)


def hindrances_of_rules(translation: Any) -> list[Reason]:
    """What stands against a release without a review, whatever the texts are. One query."""
    if not rules.now().review_required:
        return []
    message = _("The rules ask for a review: submit the texts, so that somebody approves them.")
    return [Reason("review_required", message, translation.pk)]


def hindrances_of_place(translation: Any, original: TranslatedModel) -> Iterator[Reason]:
    """What stands against showing a translation at all, whatever its texts are."""
    if not translation.enabled:
        yield Reason("stopped", str(Kept.STOPPED.label), translation.pk)
    if not original.live:
        yield Reason("source_not_live", _("The original is not public."), translation.pk)
    if isinstance(original, Page):
        for code, text in _parent_hindrances(translation, original):
            yield Reason(code, text, translation.pk)


def _parent_hindrances(unit: Any, original: Page) -> Iterator[tuple[str, str]]:
    if original.depth <= 2:
        return
    parent = target_parent(unit, original)
    if parent is None:
        name = original.get_parent().title
        message = _("The page above it, “%(name)s”, is not translated yet.") % {"name": name}
        yield "parent_missing", message
    elif not parent.live:
        message = _("The page above it, “%(name)s”, is not public yet.") % {"name": parent.title}
        yield "parent_not_live", message


def target_parent(translation: Any, original: Page) -> Page | None:
    """The page below which the translation of ``original`` stands; None where it is missing.

    Pages right below the root of the tree (homes) stand side by side.
    """
    parent = original.get_parent()
    if parent.is_root():
        return parent
    return Page.objects.filter(
        translation_key=parent.translation_key,
        locale=translation.target_locale_id,
        alias_of=None,
    ).first()
