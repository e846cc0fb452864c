"""Users and the groups that say what they may do."""

from collections.abc import Iterable, Mapping

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from sessions_app.translation.models import Action, LocalePermission

SNIPPETS = (Speaker, Partner, Track, SessionFormat, Room)
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")


def make_group(
    name: str,
    *,
    languages: Mapping[str, Iterable[Action]] | None = None,
    pages: Iterable[Page] = (),
    page_rights: Iterable[str] = PAGE_RIGHTS,
    models: Iterable[type] = (),
) -> Group:
    """A group with access to the admin.

    ``languages``: language code → actions (LocalePermission); ``pages``: roots below which the
    group has ``page_rights``; ``models``: what it may add, change, delete and publish.
    """
    group = Group.objects.create(name=name)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    for code, actions in (languages or {}).items():
        locale = Locale.objects.get(language_code=code)
        for action in actions:
            LocalePermission.objects.create(group=group, locale=locale, action=action)
    for page in pages:
        for right in page_rights:
            GroupPagePermission.objects.create(
                group=group,
                page=page,
                permission=Permission.objects.get(
                    content_type__app_label="wagtailcore", codename=right
                ),
            )
    for model in models:
        group.permissions.add(
            *Permission.objects.filter(
                content_type=ContentType.objects.get_for_model(model, for_concrete_model=False)
            )
        )
    return group


def make_user(name: str, *groups: Group, password: str = "demo") -> AbstractUser:
    """A user of these groups who can log in with ``password``."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", password)
    user.groups.add(*groups)
    return user


def make_superuser(name: str = "admin") -> AbstractUser:
    """A user who may do everything."""
    return get_user_model().objects.create_superuser(name, f"{name}@example.org", "demo")


def make_editor(home: Page, name: str = "editor", language: str = "de") -> AbstractUser:
    """Writes and publishes originals below ``home``, and the snippets and pictures they name."""
    group = make_group(
        f"{name}s", languages={language: [Action.WRITE]}, pages=[home], models=SNIPPETS
    )
    for codename in ("add_image", "change_image", "choose_image"):
        GroupCollectionPermission.objects.create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(
                content_type__app_label="wagtailimages", codename=codename
            ),
        )
    return make_user(name, group)


def make_translator(language: str = "en", name: str = "translator") -> AbstractUser:
    """Translates into ``language`` and may do nothing else: no page right, no model right."""
    return make_user(name, make_group(f"{name}s", languages={language: [Action.TRANSLATE]}))


def make_reviewer(language: str = "en", name: str = "reviewer") -> AbstractUser:
    """Translates and reviews in ``language``, publishes nothing."""
    actions = [Action.TRANSLATE, Action.REVIEW]
    return make_user(name, make_group(f"{name}s", languages={language: actions}))


def make_publisher(language: str = "en", name: str = "publisher") -> AbstractUser:
    """Translates and publishes translations in ``language``."""
    actions = [Action.TRANSLATE, Action.PUBLISH]
    return make_user(name, make_group(f"{name}s", languages={language: actions}))
