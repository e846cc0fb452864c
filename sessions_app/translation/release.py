"""The one way a translation goes live."""

from collections.abc import Collection, Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from . import address, cascade, embargo, localize
from .checks.text import plain
from .models import Release
from .offline import Effects, effects, unrelease
from .planning import (
    ABOVE,
    NOT_PERMITTED,
    Plan,
    Reason,
    ReleaseRefused,
    TogetherRefused,
    Unit,
    hindrances_of_place,
    hindrances_of_texts,
    hold,
    plan,
    reasons,
    target_parent,
)
from .source import TranslatedModel

__all__ = [
    "NOT_PERMITTED",
    "Effects",
    "Plan",
    "Reason",
    "ReleaseRefused",
    "TogetherRefused",
    "Unit",
    "effects",
    "freeze",
    "hindrances_of_place",
    "hindrances_of_texts",
    "hold",
    "new_target",
    "plan",
    "publish",
    "reasons",
    "release",
    "release_together",
    "target_parent",
    "unrelease",
]


@transaction.atomic
def release(
    translation: Any, user: AbstractBaseUser, *, over_plans: bool = False
) -> TranslatedModel:
    """Make the translation live, with the related snippets that changed, in one transaction.

    Returns the live target row. Raises :class:`ReleaseRefused`; then nothing has changed. What is
    planned for another moment is refused, or with ``over_plans`` released now and called off. Of
    several who release the same the first does it; the others find it done.
    """
    held = hold([translation])
    planned = plan(translation, user, embargoed=not over_plans, held=held)
    if planned.reasons:
        raise ReleaseRefused(list(planned.reasons))
    if planned.is_live:
        return _as_it_stands(planned.units[-1])
    embargo.call_off(planned.waiting, user)
    for unit in planned.units:
        target = _release_one(unit, user)
    return target


@transaction.atomic
def release_together(
    translations: Iterable[Any], user: AbstractBaseUser
) -> dict[int, TranslatedModel]:
    """Make several translations live, with the related snippets that changed: all, or none.

    What several show goes live once; a page may come with the page above it. Returns the live
    target rows by the Translation's primary key. Raises :class:`TogetherRefused`, with the reasons
    of each; then nothing has changed.
    """
    wanted = {translation.pk: translation for translation in translations}
    held = hold(wanted.values())
    plans = {pk: plan(one, user, held=held) for pk, one in wanted.items()}
    coming = {(one.source.object_id, one.target_locale_id) for one in wanted.values()}
    against = {pk: _without_parents(found, coming) for pk, found in plans.items()}
    if any(against.values()):
        raise TogetherRefused({pk: found for pk, found in against.items() if found})
    units = {unit.translation.pk: unit for found in plans.values() for unit in found.units}
    return _release_all(units.values(), user)


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


def _without_parents(found: Plan, coming: Collection[tuple[UUID, int]]) -> list[Reason]:
    """What stands against ``found`` when the objects of ``coming`` go live with it."""
    against = list(found.reasons)
    if any(reason.code in ABOVE for reason in against):
        unit = found.units[-1]
        above = cast("Page", unit.original).get_parent()
        if (above.translation_key, unit.translation.target_locale_id) in coming:
            return [reason for reason in against if reason.code not in ABOVE]
    return against


def _release_all(units: Iterable[Unit], user: Any) -> dict[int, TranslatedModel]:
    """Release units that were planned, by the primary key of the Translation.

    Missing pages are made first, from the top of the tree: whoever makes one holds the page above
    it, and moves the rows beside it that nobody else may hold then.
    """
    ordered = sorted(units, key=_place_of)
    frozen: dict[int, tuple[TranslatedModel, Any]] = {}
    for unit in sorted(ordered, key=lambda one: one.target is not None):
        frozen[unit.translation.pk] = freeze(unit, user)
    # Read anew: those at hand remember where their pages stood before others were put beside them.
    revisions = Revision.objects.in_bulk([revision.pk for _target, revision in frozen.values()])
    released = {}
    for unit in ordered:
        target, frozen_revision = frozen[unit.translation.pk]
        revision = revisions[frozen_revision.pk]
        digest = localize.state_of(unit.translation.source).digest
        released[unit.translation.pk] = publish(unit, target, revision, digest, user)
    return released


def _place_of(unit: Unit) -> tuple[int, str, UUID]:
    """Snippets before pages, pages from the top of the tree."""
    original: Any = unit.original
    key = original.translation_key
    return (original.depth, original.path, key) if isinstance(original, Page) else (0, "", key)


def _release_one(unit: Unit, user: Any) -> TranslatedModel:
    target, revision = freeze(unit, user)
    return publish(unit, target, revision, localize.state_of(unit.translation.source).digest, user)


def _as_it_stands(unit: Unit) -> TranslatedModel:
    """The live row of what needs no release; only who may read it is taken over."""
    target = cast("TranslatedModel", unit.target)
    if isinstance(unit.original, Page):
        _carry_restrictions(unit.original, cast("Page", target))
    return target


def freeze(unit: Unit, user: Any) -> tuple[TranslatedModel, Any]:
    """The target row, made where it was missing, and a revision of it with the texts of now.

    What is public stays as it is. Raises :class:`ReleaseRefused` for texts that cannot be stored.
    """
    translation, target = unit.translation, unit.target
    if isinstance(target, Page) and target.alias_of_id:
        # Read anew: it is stored whole, and pages released before may have moved it aside.
        alias = localize.target_of(translation)
        ConvertAliasPageAction(alias, user=user).execute(skip_permission_checks=True)
        target = localize.target_of(translation)
    try:
        # The index is written once, when the new texts go live.
        with disable_reference_index_auto_update():
            if target is None:
                target = _insert(unit)
            target.source_id = unit.original.pk
            localize.translate(translation, target)
            target.machine_texts = sum(row.is_machine for row in unit.rows)
            # Publishing a page validates it, publishing a snippet does not.
            revision = target.save_revision(user=user, clean=not isinstance(target, Page))
    except ValidationError as error:
        raise _invalid(error, translation) from error
    return target, revision


def publish(
    unit: Unit, target: TranslatedModel, revision: Any, digest: str, user: Any
) -> TranslatedModel:
    """Make ``revision`` live and note it as the release of the source texts of ``digest``.

    It carries the texts of when it was made: whatever was typed since is still to be released.
    """
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
                at=revision.created_at,
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
    target.slug = address.propose(parent, target.title, language, original.slug)
    target.show_in_menus = original.show_in_menus
    target.owner_id = original.owner_id
    cascade.insert(target, original, parent)
    return target


def _carry_restrictions(original: Page, target: Page) -> None:
    """Who may read the original may read the translation, and nobody else.

    wagtail-localize's own copy leaves the groups out on its first run.
    """
    found = PageViewRestriction.objects.filter(page__in=[original.pk, target.pk])
    by_page = {one.page_id: one for one in found.prefetch_related("groups").order_by("-pk")}
    wanted, stored = by_page.get(original.pk), by_page.get(target.pk)
    if wanted is None:
        if stored is not None:
            stored.delete()
        return
    stored = stored or PageViewRestriction(page=target)
    stored.restriction_type = wanted.restriction_type
    stored.password = wanted.password
    stored.save()
    stored.groups.set(wanted.groups.all())
