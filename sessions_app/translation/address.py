"""The address of a translated page: made from its title once, changed by whoever may publish."""

from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from ..slugs import slugify
from . import checking, localize, policy, status
from .models import Action, PlannedRelease
from .refusal import Refusal

# The action in Wagtail's log.
LOGGED = "sessions_translation.address"
LONGEST = 255


def propose(parent: Page, title: str, language: str, original: str, page: int | None = None) -> str:
    """The last part of the address of a page below ``parent``, from its title in its language.

    ``original`` is that of the original, for titles of which nothing can be written in ASCII;
    ``page`` the primary key of the page where it stands already. One query.
    """
    return find_available_slug(parent, slugify(title, language) or original, ignore_page_id=page)


def page_of(target: Any) -> Any:
    """``target``, where it is a page with an address part of its own. Raises :class:`Refusal`."""
    if not isinstance(target, Page):
        raise Refusal(_("There is no page yet: it gets its address when it is released."))
    if target.depth <= 2:
        raise Refusal(_("The first page of a language has no address part of its own."))
    return target


@transaction.atomic
def change(translation: Any, slug: str, user: AbstractBaseUser) -> Any:
    """Let ``slug`` be the last part of the address of the translated page; the page.

    Pages below it move along, and Wagtail leads whoever asks for an old address to the new one.
    Texts and what is public stay as they are. Raises :class:`Refusal`.
    """
    if not policy.allows(user, Action.PUBLISH, translation.target_locale):
        raise Refusal(_("You may not publish in this language."))
    localize.lock([translation.source.object_id])
    _original, stored, in_review = status.versions_in_review(translation)
    target = page_of(stored)
    held = status.holds(target, user, in_review=in_review)
    if held:
        raise Refusal(" ".join(held))
    slug = slug.strip()
    if slug == target.slug:
        return target
    if why := problem(target, slug):
        raise Refusal(why)
    before, target.slug = target.slug, slug
    try:
        # What is not public is stored without the rules of its own kind of page.
        target.full_clean()
        target.save()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    _keep(translation, target)
    transaction.on_commit(partial(checking.forget_address, translation), robust=True)
    log(instance=target, action=LOGGED, user=user, data={"before": before, "after": slug})
    return target


def problem(target: Page, slug: str) -> str:
    """Why ``slug`` cannot be the address of ``target``; empty where it can. Three queries."""
    language = target.locale.language_code
    if not slug:
        return _("An address is not empty.")
    if len(slug) > LONGEST:
        return _("That is too long; %(limit)d characters fit.") % {"limit": LONGEST}
    plain = slugify(slug, language)
    if slug != plain:
        names = {"slug": plain or slugify(target.title, language) or "a-b"}
        return _("Lower-case letters, digits and hyphens alone, as in “%(slug)s”.") % names
    if _names_a_language(slug) and slug != slugify(target.title, language):
        return _("Leave the language out: it stands at the beginning of every address.")
    twin = Page.objects.sibling_of(target, inclusive=False).filter(slug=slug).first()
    if twin is not None:
        names = {"slug": slug, "name": twin.title}
        return _("“%(name)s” stands at “%(slug)s” already.") % names
    return ""


def _names_a_language(slug: str) -> bool:
    """Whether ``slug`` is, or ends in, the code of a language of the site, as in ``start-en``."""
    codes = [code.lower() for code in Locale.objects.values_list("language_code", flat=True)]
    return any(slug == code or slug.endswith(f"-{code}") for code in codes)


def _keep(translation: Any, target: Any) -> None:
    """Write the address into the revisions that may still be published, so that it stays."""
    planned = PlannedRelease.objects.filter(
        translation=translation, state=PlannedRelease.State.WAITING
    )
    wanted = Q(pk__in=[target.latest_revision_id, target.live_revision_id])
    wanted |= Q(pk__in=planned.values("revision"))
    for revision in target.revisions.filter(wanted):
        content = revision.content | {"slug": target.slug}
        # Saving a revision would store it as the newest one.
        target.revisions.filter(pk=revision.pk).update(content=content)
