"""A translation goes offline while its original stays public; one release brings it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, ReferenceIndex

from . import cascade, embargo, localize, policy, status
from .models import Action, PlannedRelease
from .planning import NOT_PERMITTED, Reason, ReleaseRefused
from .source import TranslatedModel


@dataclass(frozen=True)
class Effects:
    """What goes offline with a translation, and what stands against it.

    ``below`` are live translations that stand below the page: nothing stays public below a page
    that is not. ``shown_on`` are live pages in the language that show a snippet; they have its
    original's texts then. ``plans`` are the planned releases that are called off.
    """

    target: TranslatedModel | None = None
    is_page: bool = False
    below: tuple[Page, ...] = ()
    shown_on: tuple[Page, ...] = ()
    plans: tuple[PlannedRelease, ...] = ()
    reasons: tuple[Reason, ...] = ()


def effects(translation: Any, user: AbstractBaseUser) -> Effects:
    """What :func:`unrelease` would do. Six queries at most, whatever stands below."""
    locale = translation.target_locale
    if not policy.allows(user, Action.PUBLISH, locale):
        message = NOT_PERMITTED[Action.PUBLISH]
        return Effects(reasons=(Reason("not_permitted", message, translation.pk),))
    target = localize.target_of(translation)
    if target is None or not target.live:
        reason = Reason("not_live", _("It is not public."), translation.pk)
        return Effects(target, reasons=(reason,))
    below = _live_below(target)
    made = set(policy.translated(Page.objects.filter(pk__in=[page.pk for page in below])))
    originals = [page for page in below if page not in made]
    against = [*_holds(translation, [target, *below], user), *_kept(translation, originals)]
    return Effects(
        target,
        isinstance(target, Page),
        tuple(page for page in below if page in made),
        () if isinstance(target, Page) else tuple(_showing(target)),
        tuple(_plans(translation, below)),
        tuple(against),
    )


@transaction.atomic
def unrelease(translation: Any, user: AbstractBaseUser) -> Effects:
    """Take the live translation offline, with the translations below it; what that was.

    Texts, address and the record of the release stay: one release brings it back at the same
    place. Releases that are planned for them are called off. Raises :class:`ReleaseRefused`; then
    nothing has changed.
    """
    _hold(translation)
    found = effects(translation, user)
    if found.reasons or found.target is None:
        raise ReleaseRefused(list(found.reasons))
    embargo.call_off(found.plans, user)
    # From below: at no moment is a page public below one that is not.
    for page in sorted(found.below, key=lambda page: page.path, reverse=True):
        UnpublishPageAction(page.specific, user=user).execute(skip_permission_checks=True)
    action = UnpublishPageAction if isinstance(found.target, Page) else UnpublishAction
    action(found.target, user=user).execute(skip_permission_checks=True)
    return found


def _hold(translation: Any) -> None:
    """Let whoever releases it wait, or anything below it, as yet without a row or not public."""
    rows = (localize.original_of(translation), localize.target_of(translation))
    pages = [row for row in rows if isinstance(row, Page)]
    if pages:
        cascade.hold_tree(pages)
    else:
        localize.lock([translation.source.object_id])


def _live_below(target: TranslatedModel) -> list[Page]:
    """Live pages below ``target``, from the top. One query for a page, else none."""
    if not isinstance(target, Page):
        return []
    return list(target.get_descendants().live().select_related("locked_by").order_by("path"))


def _holds(translation: Any, rows: Iterable[Any], user: AbstractBaseUser) -> list[Reason]:
    """Locks of other people. A running review is no hindrance: what is wrong has to go at once."""
    return [
        Reason("held", f"{row}: {hold}" if number else hold, translation.pk)
        for number, row in enumerate(rows)
        for hold in status.holds(row, user, in_review=False)
    ]


def _kept(translation: Any, originals: Iterable[Page]) -> list[Reason]:
    """Pages that were written in this language are their editors' business."""
    titles = [page.title for page in originals]
    if not titles:
        return []
    message = ngettext(
        "A page below it was written in this language; it has to go offline or elsewhere first:"
        " %(titles)s.",
        "%(count)d pages below it were written in this language; they have to go offline or"
        " elsewhere first: %(titles)s.",
        len(titles),
    )
    told = ", ".join(f"“{title}”" for title in titles[:5]) + (" …" if len(titles) > 5 else "")
    told = message % {"count": len(titles), "titles": told}
    return [Reason("originals_below", told, translation.pk)]


def _showing(snippet: TranslatedModel) -> list[Page]:
    """Live pages in the language of ``snippet`` that show it. Two queries."""
    model = localize.model_of(snippet)
    versions = model._default_manager.filter(translation_key=snippet.translation_key)
    named = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(pk) for pk in versions.values_list("pk", flat=True)],
    )
    pks = {int(pk) for pk in named.values_list("object_id", flat=True)}
    keys = Page.objects.filter(pk__in=pks).values("translation_key")
    shown = Page.objects.filter(translation_key__in=keys, locale=snippet.locale_id)
    return list(shown.live().order_by("path"))


def _plans(translation: Any, below: Iterable[Page]) -> list[PlannedRelease]:
    """Releases that are planned for the translation and for those below it. One query."""
    keys = {translation.source.object_id, *(page.translation_key for page in below)}
    waiting = PlannedRelease.objects.filter(
        state=PlannedRelease.State.WAITING,
        page=None,
        translation__target_locale=translation.target_locale_id,
        translation__source__object_id__in=keys,
    )
    return list(waiting.select_related("by", *embargo.WITH_TRANSLATION).order_by("pk"))
