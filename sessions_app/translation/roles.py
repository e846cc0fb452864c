"""Groups that are ready for use: who writes, translates, reviews and runs the programme.

A role says what its group is to be called and may do; :func:`create` makes the group. From then on
the group form has the say: what is there is left alone, unless somebody asks for what is missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

from ..conf import content_languages
from .models import Action, LocalePermission
from .refusal import Refusal
from .source import translated_models

# Over pages: those who write publish what they write; others only prepare it.
EDIT = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
DRAFT = ("add_page", "change_page")
PICTURES = ("add_image", "change_image", "choose_image")


@dataclass(frozen=True)
class Role:
    """What a group is called and what it may do besides entering the admin.

    ``actions`` and ``pages`` go by language code: what it may do in the language, and Wagtail's
    rights over the pages below the homes of that language. ``models`` are those over which it has
    all of Wagtail's rights; ``pictures`` lets it choose and add pictures.
    """

    name: str
    actions: Mapping[str, tuple[Action, ...]]
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    models: tuple[type[Any], ...] = ()
    pictures: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a role: whether its group is new, and in words what it was given."""

    name: str
    is_new: bool
    given: tuple[str, ...]


def languages(codes: Sequence[str] = ()) -> list[str]:
    """Codes of these languages of the site's content, in its order; of all that have a locale.

    Raises :class:`Refusal` for one that is none of them or has no locale yet, and where none has.
    """
    known = [code for code, _name in content_languages()]
    there = set(Locale.objects.values_list("language_code", flat=True))
    for code in codes:
        told = {"code": code, "codes": ", ".join(known)}
        if code not in known:
            raise Refusal(_("“%(code)s” is no language of the content: %(codes)s.") % told)
        if code not in there:
            raise Refusal(_("There is no locale for “%(code)s” yet.") % told)
    found = [code for code in known if code in there and (not codes or code in codes)]
    if not found:
        # A group that is named no language would have its other rights in all of them.
        raise Refusal(_("No language of the content has a locale yet."))
    return found


def ready_made(
    codes: Sequence[str],
    writes: Sequence[str],
    into: Sequence[str] = (),
    *,
    translators_publish: bool = False,
) -> list[Role]:
    """The roles of a site, named in the language that is active.

    ``codes`` are all its languages, ``writes`` those in which originals are written, ``into`` those
    that have translators and reviewers (default: all). Reviewers may publish what they and others
    have translated, translators only where ``translators_publish`` says so.
    """
    names = _names(codes)
    snippets = tuple(model for model in translated_models() if not issubclass(model, Page))
    translate: tuple[Action, ...] = (Action.TRANSLATE,)
    if translators_publish:
        translate = (Action.TRANSLATE, Action.PUBLISH)
    roles = [
        Role(
            _("Editors (%(language)s)") % {"language": names[code]},
            {code: (Action.WRITE,)},
            {code: EDIT},
            snippets,
            pictures=True,
        )
        for code in writes
    ]
    for code in into or codes:
        told = {"language": names[code]}
        review = (Action.TRANSLATE, Action.REVIEW, Action.PUBLISH)
        roles.append(Role(_("Translators (%(language)s)") % told, {code: translate}))
        roles.append(Role(_("Reviewers (%(language)s)") % told, {code: review}))
    managers = Role(
        _("Programme managers"),
        {code: tuple(Action) for code in codes},
        {code: EDIT if code in writes else DRAFT for code in codes},
        snippets,
        pictures=True,
    )
    return [*roles, managers]


def _names(codes: Iterable[str]) -> dict[str, str]:
    """Names of languages in the active one; with their code where two would be the same."""
    own = dict(content_languages())
    names: dict[str, str] = {}
    for code in codes:
        try:
            names[code] = str(get_language_info(code)["name_translated"])
        except KeyError:
            names[code] = str(own.get(code, code))
    shared = [name for name in names.values() if list(names.values()).count(name) > 1]
    return {code: f"{name}, {code}" if name in shared else name for code, name in names.items()}


def create(role: Role, *, update: bool = False) -> Outcome:
    """Make the group of ``role``, with everything it may do; all of that or nothing.

    A group of that name that exists is left as it is; with ``update`` it is given what it lacks.
    Nothing is ever taken away. Page rights are given over the homes there are.
    """
    if not update and Group.objects.filter(name=role.name).exists():
        return Outcome(role.name, False, ())
    with transaction.atomic():
        group, is_new = Group.objects.get_or_create(name=role.name)
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        given = [
            *_give_admin(group),
            *_give_languages(group, role, locales),
            *_give_models(group, role),
            *(word for page in homes(role) for word in give_pages(role, page)),
            *(_give_pictures(group) if role.pictures else ()),
        ]
    return Outcome(role.name, is_new, tuple(given))


def homes(role: Role) -> list[Page]:
    """The pages at the top of the trees in whose languages ``role`` has rights over pages."""
    tops = Page.objects.filter(depth=2, alias_of=None, locale__language_code__in=role.pages)
    return list(tops.select_related("locale").order_by("path"))


def give_pages(role: Role, page: Page) -> list[str]:
    """Let the group of ``role`` work below ``page``, as far as it does in its language.

    In words what it was given. Raises ``Group.DoesNotExist`` where the group was not made yet.
    """
    wanted = role.pages.get(page.locale.language_code, ())
    if not wanted:
        return []
    group = Group.objects.get(name=role.name)
    stored = GroupPagePermission.objects.filter(group=group, page=page)
    known = set(stored.values_list("permission_id", flat=True))
    missing = [one for one in _permissions("wagtailcore", wanted) if one.pk not in known]
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=one) for one in missing
    )
    if not missing:
        return []
    names = ", ".join(one.codename.removesuffix("_page") for one in missing)
    return [f"pages below “{page.title}” ({page.locale.language_code}): {names}"]


def _give_admin(group: Group) -> Iterator[str]:
    return _give(group, _permissions("wagtailadmin", ["access_admin"]), "access to the admin")


def _give_languages(group: Group, role: Role, locales: Mapping[str, Locale]) -> Iterator[str]:
    stored = set(LocalePermission.objects.filter(group=group).values_list("locale_id", "action"))
    for code, actions in role.actions.items():
        missing = [one for one in actions if (locales[code].pk, one.value) not in stored]
        LocalePermission.objects.bulk_create(
            LocalePermission(group=group, locale=locales[code], action=one) for one in missing
        )
        if missing:
            yield f"{code}: {', '.join(one.value for one in missing)}"


def _give_models(group: Group, role: Role) -> Iterator[str]:
    types = ContentType.objects.get_for_models(*role.models)
    wanted = Permission.objects.filter(content_type__in=types.values()).order_by("pk")
    names = (str(model._meta.verbose_name_plural) for model in role.models)
    yield from _give(group, list(wanted), ", ".join(names))


def _give(group: Group, wanted: Sequence[Permission], what: str) -> Iterator[str]:
    stored = set(group.permissions.values_list("pk", flat=True))
    missing = [permission for permission in wanted if permission.pk not in stored]
    group.permissions.add(*missing)
    if missing:
        yield what


def _give_pictures(group: Group) -> Iterator[str]:
    root = Collection.get_first_root_node()
    stored = GroupCollectionPermission.objects.filter(group=group, collection=root)
    known = set(stored.values_list("permission_id", flat=True))
    missing = [one for one in _permissions("wagtailimages", PICTURES) if one.pk not in known]
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=one) for one in missing
    )
    if missing:
        yield "pictures"


def _permissions(app_label: str, codenames: Iterable[str]) -> list[Permission]:
    found = Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)
    return list(found.order_by("codename"))
