"""A translation stands where its original stands, in the order of the original's siblings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Locale, Page

from ..refusal import Refusal
from ..source import TranslatedModel
from .rows import is_original, versions
from .signing import following

# As many pages as make room for a new one: each is written anew.
ROOM = 10

# Primary keys of pages that are being moved.
_moving: ContextVar[frozenset[int]] = ContextVar("moving", default=frozenset())


def announce_move(page: Page, parent: Page) -> None:
    """Take note that ``page`` is about to go below ``parent``.

    Raises :class:`Refusal` where its translations could not follow.
    """
    if not is_original(page):
        return
    against = hindrances([page], parent)
    if against:
        raise Refusal(" ".join(against))
    _moving.set(_moving.get() | {page.pk})


def finish_move(page: Page) -> None:
    """Let translations follow ``page``, once, where it was announced that it moves.

    Wagtail stores a moved page in the transaction that moves it, and says so afterwards: whichever
    comes first is the moment. A move that failed may be found here later; nothing follows then,
    since everything stands where it should.
    """
    if page.pk in _moving.get():
        _moving.set(_moving.get() - {page.pk})
        follow(page)


def hindrances(pages: Iterable[Page], parent: Page) -> list[str]:
    """Why ``pages`` cannot go below ``parent``: their translations could not follow them.

    Nothing stands against another place below the same parent. Two queries for each page, two more
    for each translation of it.
    """
    against: list[str] = []
    taken: set[tuple[int, str]] = set()
    for page in pages:
        found = [] if page.is_child_of(parent) else versions(page)
        if found and not parent.is_root() and parent.locale_id != page.locale_id:
            return [_("A page stays in the tree of its own language: have it translated instead.")]
        for version in found:
            against += _against(version, parent)
            if (version.locale_id, version.slug) in taken:
                against.append(_twins(version, parent))
            taken.add((version.locale_id, version.slug))
    return against


def _against(version: TranslatedModel, parent: Page) -> list[str]:
    """What stands against ``version`` below the translation of ``parent``."""
    above = _translation_of(parent, version.locale)
    names = {"name": parent.title, "language": version.locale, "page": version.title}
    if above is None:
        return [_("“%(name)s” is missing in %(language)s: “%(page)s” could not follow.") % names]
    against = []
    if version.live and not above.live:
        message = _("“%(name)s” is not public in %(language)s: “%(page)s” could not stay public.")
        against.append(message % names)
    twins = Page.objects.child_of(above).filter(slug=version.slug).exclude(pk=version.pk)
    if twins.exists():
        against.append(_twins(version, parent))
    return against


def _twins(version: TranslatedModel, parent: Page) -> str:
    message = _("Below “%(name)s” a page in %(language)s has the address of “%(page)s”.")
    return message % {"name": parent.title, "language": version.locale, "page": version.title}


@transaction.atomic(savepoint=False)
def follow(page: Page, user: Any = None) -> None:
    """Let the translations of ``page``, which was moved, stand where it stands now.

    In the name of ``user``, who needs no right over them. Does nothing for those that stand there.
    Raises :class:`Refusal` where one cannot follow; then nothing of this transaction is stored.
    """
    parent = page.get_parent()
    found = [] if parent.is_root() else versions(page)
    if not found:
        return
    order = _order_of(page)
    with following(page):
        for version in found:
            _bring(version, parent, order, user)


def _bring(version: TranslatedModel, parent: Page, order: Sequence[UUID], user: Any) -> None:
    above = _translation_of(parent, version.locale)
    if above is None:
        raise Refusal(" ".join(_against(version, parent)))
    place = _beside(_children(above), order, version.translation_key)
    if place is None and version.is_child_of(above):
        return
    _hold_rows(Q(path__startswith=version.path) | Q(path__startswith=above.path))
    target = Page.objects.get(pk=place.pk if place else above.pk)
    position = place.position if place else "last-child"
    version.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
    try:
        action = MovePageAction(version, target, pos=position, user=user)
        action.execute(skip_permission_checks=True)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error


def insert(version: Page, page: Page, above: Page) -> None:
    """Store ``version``, the new translation of ``page``, below ``above``.

    It stands where the order of the originals wants it, unless too many pages would have to make
    room, each of which is written anew: then it is the last one. Four queries more than at the
    end, and one for each page that makes room.
    """
    # Whoever stores a page below the same one waits, and counts it.
    above = Page.objects.select_for_update().get(pk=above.pk)
    children = _children(above)
    place = _beside(children, _order_of(page), page.translation_key)
    if place is None or not 0 < place.following <= ROOM:
        above.add_child(instance=version)
        return
    neighbour = Page.objects.get(pk=place.pk)
    _hold_rows(Q(path__startswith=above.path, path__gte=neighbour.path))
    neighbour.add_sibling(pos=place.position, instance=version)


@dataclass(frozen=True)
class _Place:
    """Beside which page, on which side of it, and how many pages follow there."""

    pk: int
    position: str
    following: int


def _beside(
    children: Sequence[tuple[int, UUID]], order: Sequence[UUID], key: UUID
) -> _Place | None:
    """Pure: where among ``children`` the translation of the original of ``key`` belongs.

    ``children`` are primary keys and translation keys in their order, ``order`` the keys of the
    originals in theirs. None where it stands well already, or no sibling is translated.
    """
    number = {one: place for place, one in enumerate(order)}
    translated = [(place, pk, one) for place, (pk, one) in enumerate(children) if one in number]
    others = [found for found in translated if found[2] != key]
    left = max((f for f in others if number[f[2]] < number[key]), key=_by(number), default=None)
    right = min((f for f in others if number[f[2]] > number[key]), key=_by(number), default=None)
    keys = [one for _place, _pk, one in translated]
    if key in keys:
        before = keys.index(key) - 1
        if (keys[before] if before >= 0 else None) == (left[2] if left else None):
            return None
    if left is not None:
        return _Place(left[1], "right", len(children) - left[0] - 1)
    return _Place(right[1], "left", len(children) - right[0]) if right else None


def _by(number: Mapping[UUID, int]) -> Callable[[tuple[int, int, UUID]], int]:
    return lambda found: number[found[2]]


def _order_of(page: Page) -> list[UUID]:
    """Keys of ``page`` and its siblings, in their order. Two queries."""
    siblings = page.get_parent().get_children()
    return list(siblings.values_list("translation_key", flat=True))


def _children(above: Page) -> list[tuple[int, UUID]]:
    """Primary keys and translation keys of the pages below ``above``, in their order. One query."""
    return list(above.get_children().values_list("pk", "translation_key"))


def _hold_rows(pages: Q) -> None:
    """Let whoever stores a page below one of these wait: their places change. One query."""
    rows = Page.objects.filter(pages).order_by("path").select_for_update()
    list(rows.values_list("pk", flat=True))


def _translation_of(parent: Page, locale: Locale) -> Page | None:
    """The page below which translations of the children of ``parent`` stand."""
    if parent.is_root():
        return parent
    key: UUID = parent.translation_key
    return Page.objects.filter(translation_key=key, locale=locale, alias_of=None).first()
