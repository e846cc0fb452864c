"""The one way a translation goes live."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signal_handlers import disable_reference_index_auto_update

from ..slugs import slugify
from . import checking, localize, policy, status
from .checks.text import plain
from .drafting import Kept
from .models import Action, Release
from .source import TranslatedModel
from .status import State

NOT_PERMITTED = {
    Action.PUBLISH: gettext_lazy("You may not publish in this language."),
    Action.REVIEW: gettext_lazy("You may not review in this language."),
    Action.TRANSLATE: gettext_lazy("You may not translate into this language."),
}


@dataclass(frozen=True)
class Reason:
    """Why a release is refused: a code for programs, a sentence for people, where to look.

    Codes: ``not_permitted`` ``stopped`` ``source_deleted`` ``source_not_live`` ``parent_missing``
    ``parent_not_live`` ``held`` (locked or in review) ``incomplete`` ``check``
    ``related_missing`` ``invalid``. ``translation`` and ``segment`` are primary keys.
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


@dataclass(frozen=True)
class Unit:
    """One object that a release makes live."""

    translation: Any
    original: TranslatedModel
    target: TranslatedModel | None
    rows: Sequence[localize.SegmentRow]


@dataclass(frozen=True)
class Plan:
    """What a release would do: its units, snippets before the page, and what hinders it."""

    units: tuple[Unit, ...] = ()
    reasons: tuple[Reason, ...] = ()


def reasons(translation: Any, user: AbstractBaseUser) -> list[Reason]:
    """Everything that stands against releasing ``translation`` now; empty when it may go live."""
    return list(plan(translation, user).reasons)


@transaction.atomic
def release(translation: Any, user: AbstractBaseUser) -> TranslatedModel:
    """Make the translation live, with the related snippets that changed, in one transaction.

    Returns the live target row. Raises :class:`ReleaseRefused`; then nothing has changed.
    """
    original = localize.original_of(translation)
    if original is not None:
        keys = status.family_keys(original)
        localize.lock(keys)
        # What is checked is what goes live, whatever is typed meanwhile.
        localize.hold(localize.translations_of(keys, translation.target_locale))
    planned = plan(translation, user)
    if planned.reasons:
        raise ReleaseRefused(list(planned.reasons))
    for unit in planned.units:
        target = _release_one(unit, user)
    return target


def plan(translation: Any, user: AbstractBaseUser, action: Action = Action.PUBLISH) -> Plan:
    """Which objects go live with ``translation``, related snippets first, and why not.

    ``action`` is what ``user`` must be allowed to do in the language.
    """
    locale = translation.target_locale
    if not policy.allows(user, action, locale):
        return Plan(reasons=(Reason("not_permitted", NOT_PERMITTED[action], translation.pk),))
    original = localize.original_of(translation)
    if original is None:
        message = _("The original does not exist any more.")
        return Plan(reasons=(Reason("source_deleted", message, translation.pk),))
    states, translations = status.family_and_translations([original], locale)
    own = states[original.translation_key]
    against: list[Reason] = []
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
    known = checking.context(
        [unit.translation for unit in units],
        {unit.translation.pk: unit.rows for unit in units},
        checking.names_of(translations.values()),
    )
    for unit in units:
        name = None if unit is units[-1] else str(unit.original)
        against += _hindrances(unit, states, known, user, name)
    return Plan(tuple(units), tuple(against))


def _is_live(model: type[TranslatedModel], state: status.Status) -> bool:
    """Whether visitors can read a target that nobody is going to release."""
    if state.own not in {State.BY_HAND, State.STOPPED} or state.target is None:
        return False
    return bool(model._default_manager.filter(pk=state.target, live=True).exists())


def _units(translations: Mapping[UUID, Any], keys: Sequence[UUID], locale: Locale) -> list[Unit]:
    """Everything a release needs to know of these objects, in their order."""
    by_key = {key: translations[key] for key in keys}
    rows = localize.segment_rows(by_key.values())
    versions = localize.versions_of(by_key.values())
    return [
        Unit(
            translation,
            versions[key, translation.source.locale_id],
            versions.get((key, locale.pk)),
            rows[translation.pk],
        )
        for key in keys
        if (translation := by_key[key])
    ]


def _hindrances(
    unit: Unit,
    states: Mapping[UUID, status.Status],
    known: checking.Context,
    user: AbstractBaseUser,
    name: str | None,
) -> Iterator[Reason]:
    """What stands against this one object; ``name`` goes before the sentence for snippets."""
    translation, original = unit.translation, unit.original

    def reason(code: str, message: str, segment: int | None = None) -> Reason:
        text = _("%(name)s: %(message)s") % {"name": name, "message": message} if name else message
        return Reason(code, text, translation.pk, segment)

    for one in hindrances_of_place(translation, original):
        yield reason(one.code, str(one.message))
    in_review = states[original.translation_key].own is State.IN_REVIEW
    for hold in status.holds(unit.target, user, in_review=in_review):
        yield reason("held", hold)
    missing = [row for row in unit.rows if not row.is_done]
    if missing:
        message = ngettext(
            "%(count)d text is not translated yet.",
            "%(count)d texts are not translated yet.",
            len(missing),
        ) % {"count": len(missing)}
        yield reason("incomplete", message, missing[0].id)
    for row, finding in checking.check_rows(translation, unit.rows, known):
        if finding.hinders:
            excerpt = Truncator(plain(row.target or row.text)).chars(40)
            message = _("“%(text)s”: %(message)s") % {"text": excerpt, "message": finding.message}
            yield reason("check", message, row.id)


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


def new_target(translation: Any, original: TranslatedModel) -> TranslatedModel:
    """An unsaved, empty row for the translation of ``original``: no fact is copied."""
    model: type[Any] = type(original)
    row: TranslatedModel = model(
        locale=translation.target_locale,
        translation_key=original.translation_key,
        source=original,
        live=False,
    )
    return row


def _release_one(unit: Unit, user: Any) -> TranslatedModel:
    target, revision = freeze(unit, user)
    return publish(unit, target, revision, localize.state_of(unit.translation.source).digest, user)


def freeze(unit: Unit, user: Any) -> tuple[TranslatedModel, Any]:
    """The target row, made where it was missing, and a revision of it with the texts of now.

    What is public stays as it is. Raises :class:`ReleaseRefused` for texts that cannot be stored.
    """
    translation, target = unit.translation, unit.target
    if isinstance(target, Page) and target.alias_of_id:
        ConvertAliasPageAction(target, user=user).execute(skip_permission_checks=True)
        target = localize.target_of(translation)
    try:
        # The index is written once, when the new texts go live.
        with disable_reference_index_auto_update():
            if target is None:
                target = _insert(unit)
            target.source_id = unit.original.pk
            localize.translate(translation, target)
            # Publishing a page validates it, publishing a snippet does not.
            revision = target.save_revision(user=user, clean=not isinstance(target, Page))
    except ValidationError as error:
        raise _invalid(error, translation) from error
    return target, revision


def publish(
    unit: Unit, target: TranslatedModel, revision: Any, digest: str, user: Any
) -> TranslatedModel:
    """Make ``revision`` live and note it as the release of the source texts of ``digest``."""
    translation = unit.translation
    try:
        revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        raise _invalid(error, translation) from error
    if isinstance(unit.original, Page):
        _carry_restrictions(unit.original, target)
    Release.objects.bulk_create(
        [
            Release(
                source=translation.source,
                locale=translation.target_locale,
                digest=digest,
                revision=revision,
                at=timezone.now(),
                by=user,
            )
        ],
        update_conflicts=True,
        unique_fields=["source", "locale"],
        update_fields=["digest", "revision", "at", "by"],
    )
    localize.note_release(translation, revision)
    # Stored in this transaction, hence there.
    return cast("TranslatedModel", localize.target_of(translation))


def _invalid(error: ValidationError, translation: Any) -> ReleaseRefused:
    return ReleaseRefused(
        [Reason("invalid", sentence, translation.pk) for sentence in error.messages]
    )


def _insert(unit: Unit) -> TranslatedModel:
    """A stored row without texts, not live yet; a page gets its address from its new title."""
    original = unit.original
    target = new_target(unit.translation, original)
    if not isinstance(target, Page):
        target.save()
        return target
    # A plan is refused where the parent is missing.
    parent = cast("Page", target_parent(unit.translation, original))
    language = unit.translation.target_locale.language_code
    target.title = next(plain(r.target) for r in unit.rows if r.path == "title" and r.target)
    slug = slugify(target.title, language) or f"{original.slug}-{language}"
    target.slug = find_available_slug(parent, slug)
    target.show_in_menus = original.show_in_menus
    target.owner_id = original.owner_id
    parent.add_child(instance=target)
    return target


def _carry_restrictions(original: Page, target: Page) -> None:
    """Who may read the original may read the translation, and nobody else.

    wagtail-localize's own copy leaves the groups out on its first run.
    """
    wanted = original.view_restrictions.prefetch_related("groups").first()
    stored = target.view_restrictions.first()
    if wanted is None:
        if stored is not None:
            stored.delete()
        return
    stored = stored or PageViewRestriction(page=target)
    stored.restriction_type = wanted.restriction_type
    stored.password = wanted.password
    stored.save()
    stored.groups.set(wanted.groups.all())
