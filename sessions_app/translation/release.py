"""The one way a translation goes live."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, PageViewRestriction

from ..slugs import slugify
from . import checks, localize, policy, status
from .checks.text import plain
from .drafting import Kept
from .models import Action, Release
from .source import TranslatedModel
from .status import State


@dataclass(frozen=True)
class Reason:
    """Why a release is refused: a code for programs, a sentence for people, where to look.

    Codes: ``not_permitted`` ``stopped`` ``source_deleted`` ``source_not_live`` ``parent_missing``
    ``parent_not_live`` ``held`` (locked or in review) ``incomplete`` ``check``
    ``related_missing`` ``invalid``. ``translation`` and ``segment`` are primary keys.
    """

    code: str
    message: str
    translation: int | None = None
    segment: int | None = None


class ReleaseRefused(Exception):
    """Nothing was released; ``reasons`` lists why."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(" ".join(reason.message for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Plan:
    """What a release would do: the Translations it makes live, in order, and what hinders it."""

    translations: tuple[Any, ...]
    originals: dict[int, TranslatedModel]
    reasons: list[Reason]


def reasons(translation: Any, user: AbstractBaseUser) -> list[Reason]:
    """Everything that stands against releasing ``translation`` now; empty when it may go live."""
    return plan(translation, user).reasons


@transaction.atomic
def release(translation: Any, user: AbstractBaseUser) -> TranslatedModel:
    """Make the translation live, with the related snippets that changed, in one transaction.

    Returns the live target row. Raises :class:`ReleaseRefused`; then nothing has changed.
    """
    planned = plan(translation, user)
    localize.lock([t.source.object_id for t in (*planned.translations, translation)])
    planned = plan(translation, user)
    if planned.reasons:
        raise ReleaseRefused(planned.reasons)
    for unit in planned.translations:
        target = _release_one(unit, planned.originals[unit.pk], user)
    return target


def plan(translation: Any, user: AbstractBaseUser) -> Plan:
    """Which Translations go live with ``translation``, related snippets first, and why not."""
    locale = translation.target_locale
    if not policy.allows(user, Action.PUBLISH, locale):
        message = _("You may not publish in this language.")
        return Plan((), {}, [Reason("not_permitted", message, translation.pk)])
    original = localize.original_of(translation)
    if original is None:
        message = _("The original does not exist any more.")
        return Plan((), {}, [Reason("source_deleted", message, translation.pk)])
    own = status.statuses([original], locale)[original.translation_key]
    found = localize.translations_of([key for _model, key in own.related], locale)
    by_key = {t.source.object_id: t for t in found}
    snippets = {o.translation_key: o for o in status.related_originals([original], locale)}
    states = status.statuses(snippets.values(), locale, related=False)

    against: list[Reason] = []
    units: list[tuple[Any, TranslatedModel]] = []
    for key, snippet in snippets.items():
        state = states[key]
        if state.own in {State.LIVE, State.BY_HAND, State.STOPPED} and _is_live(state, snippet):
            continue
        if key not in by_key or state.own in {State.MISSING, State.STOPPED, State.BY_HAND}:
            message = _("“%(name)s” has not been translated yet.") % {"name": snippet}
            against.append(Reason("related_missing", message, translation.pk))
            continue
        units.append((by_key[key], snippet))
    units.append((translation, original))
    rows = localize.segment_rows([unit for unit, _original in units])
    for unit, source in units:
        name = None if unit is units[-1][0] else str(source)
        against += _hindrances(unit, source, rows[unit.pk], user, name)
    return Plan(
        tuple(unit for unit, _original in units),
        {unit.pk: source for unit, source in units},
        against,
    )


def _is_live(state: status.Status, snippet: TranslatedModel) -> bool:
    if state.own is State.LIVE:
        return True
    target = type(snippet)._default_manager.filter(pk=state.target, live=True)
    return state.target is not None and target.exists()


def _hindrances(
    unit: Any,
    original: TranslatedModel,
    rows: Sequence[localize.SegmentRow],
    user: AbstractBaseUser,
    name: str | None,
) -> Iterator[Reason]:
    """What stands against this one object; ``name`` goes before the sentence for snippets."""

    def reason(code: str, message: str, segment: int | None = None) -> Reason:
        text = _("%(name)s: %(message)s") % {"name": name, "message": message} if name else message
        return Reason(code, text, unit.pk, segment)

    if not unit.enabled:
        yield reason("stopped", str(Kept.STOPPED.label))
    if not original.live:
        yield reason("source_not_live", _("The original is not public."))
    if isinstance(original, Page):
        yield from (reason(code, message) for code, message in _parent_hindrances(unit, original))
    for hold in status.holds(unit, user):
        yield reason("held", hold)
    missing = [row for row in rows if row.target is None]
    if missing:
        message = ngettext(
            "%(count)d text is not translated yet.",
            "%(count)d texts are not translated yet.",
            len(missing),
        ) % {"count": len(missing)}
        yield reason("incomplete", message, missing[0].id)
    for row, finding in check_rows(unit, type(original), rows):
        if finding.severity is checks.Severity.ERROR:
            excerpt = Truncator(plain(row.target or row.text)).chars(40)
            message = _("“%(text)s”: %(message)s") % {"text": excerpt, "message": finding.message}
            yield reason("check", message, row.id)


def check_rows(
    unit: Any, model: type[TranslatedModel], rows: Sequence[localize.SegmentRow]
) -> Iterator[tuple[localize.SegmentRow, checks.Finding]]:
    """What the checks find in the translated rows of ``unit``, a translation of a ``model``."""
    lengths = localize.lengths(model)
    for row in rows:
        if row.target is None:
            continue
        pair = checks.Pair(
            source=row.text,
            target=row.target,
            source_language=unit.source.locale.language_code,
            target_language=unit.target_locale.language_code,
            max_length=lengths.get(row.path),
            kept=row.kept,
        )
        for finding in checks.run(pair):
            yield row, finding
        if row.error:
            yield row, checks.Finding("stored", checks.Severity.ERROR, row.error)


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
    return type(original)(
        locale=translation.target_locale,
        translation_key=original.translation_key,
        source=original,
        live=False,
    )


def _release_one(unit: Any, original: TranslatedModel, user: AbstractBaseUser) -> TranslatedModel:
    target = localize.target_of(unit)
    if target is None:
        target = new_target(unit, original)
    elif isinstance(target, Page) and target.alias_of_id:
        ConvertAliasPageAction(target, user=user).execute(skip_permission_checks=True)
        target = localize.target_of(unit)
    target.source_id = original.pk
    localize.translate(unit, target)
    try:
        if target.pk is None:
            _insert(unit, original, target)
        revision = target.save_revision(user=user, clean=True)
        revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        raise ReleaseRefused(
            [Reason("invalid", sentence, unit.pk) for sentence in error.messages]
        ) from error
    if isinstance(original, Page):
        _carry_restrictions(original, target)
    Release.objects.update_or_create(
        source=unit.source,
        locale=unit.target_locale,
        defaults={
            "digest": unit.source.state.digest,
            "revision": revision,
            "at": timezone.now(),
            "by": user,
        },
    )
    localize.note_release(unit, revision)
    return localize.target_of(unit)


def _insert(unit: Any, original: TranslatedModel, target: TranslatedModel) -> None:
    """Store the new row, not live yet; a page gets its address from its translated title."""
    if not isinstance(target, Page):
        target.save()
        return
    parent = target_parent(unit, original)
    language = unit.target_locale.language_code
    slug = slugify(target.title, language) or f"{original.slug}-{language}"
    target.slug = find_available_slug(parent, slug)
    target.show_in_menus = original.show_in_menus
    target.owner_id = original.owner_id
    target.draft_title = target.title
    parent.add_child(instance=target)


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
