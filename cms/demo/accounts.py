"""The demo's log-ins: five people, four groups, and what each group may do in which language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
)
from wagtail.users.models import UserProfile

from cms.models import SiteSettings
from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from sessions_app.translation.models import Action, LocalePermission

from .reading import LANGUAGES

User = Any

# Every demo account has this one.
PASSWORD = "demo"  # noqa: S105  demo settings alone let it be set

EDITORS, MANAGERS = "Editors (German)", "Programme managers"
TRANSLATORS, REVIEWERS = "Translators (English)", "Reviewers (English)"

SNIPPETS = (Speaker, Partner, Track, SessionFormat, Room)
EDIT = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Nobody but administrators publishes translated trees in the explorer: the desk releases.
DRAFT = ("add_page", "change_page")


@dataclass(frozen=True)
class Account:
    """A log-in: who it is, in which language the admin speaks, and what it is there to show."""

    username: str
    name: tuple[str, str]
    language: str
    group: str
    shows: str


ACCOUNTS = (
    Account("editor", ("Edda", "Feder"), "de", EDITORS, "writes and publishes German originals"),
    Account("translator", ("Tara", "Brück"), "en", TRANSLATORS, "translates and releases English"),
    Account(
        "reviewer", ("Rune", "Blick"), "en", REVIEWERS, "translates, reviews, releases English"
    ),
    Account("manager", ("Mara", "Plan"), "de", MANAGERS, "runs the programme in all languages"),
    Account("admin", ("Ada", "Amt"), "de", "", "may do everything"),
)


def load() -> int:
    """Make the groups and users that are missing; how many users were made.

    A group or user that exists is left as it is, its password too.
    """
    source, target = (Locale.objects.get(language_code=code) for code in LANGUAGES)
    everywhere = {locale: list(Action) for locale in Locale.objects.all()}
    english = [Action.TRANSLATE, Action.PUBLISH]
    _group(EDITORS, {source: [Action.WRITE]}, models=SNIPPETS, pictures=True)
    _group(TRANSLATORS, {target: english})
    _group(REVIEWERS, {target: [*english, Action.REVIEW]})
    _group(MANAGERS, everywhere, models=(*SNIPPETS, SiteSettings), pictures=True)
    return sum(_user(account) for account in ACCOUNTS)


def account(username: str) -> User:
    """The user of that name, read anew: rights are remembered per object."""
    return get_user_model().objects.get(username=username)


def grant_pages(page: Page, *, original: bool) -> None:
    """Let editors and managers work below ``page``; below a translation, managers draft alone."""
    rights = {EDITORS: EDIT, MANAGERS: EDIT} if original else {MANAGERS: DRAFT}
    for name, codenames in rights.items():
        group = Group.objects.get(name=name)
        for permission in _permissions("wagtailcore", codenames):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _group(
    name: str,
    languages: dict[Locale, list[Action]],
    *,
    models: Iterable[type] = (),
    pictures: bool = False,
) -> None:
    group, made = Group.objects.get_or_create(name=name)
    if not made:
        return
    group.permissions.add(*_permissions("wagtailadmin", ["access_admin"]))
    for model in models:
        own = ContentType.objects.get_for_model(model)
        group.permissions.add(*Permission.objects.filter(content_type=own))
    LocalePermission.objects.bulk_create(
        LocalePermission(group=group, locale=locale, action=action)
        for locale, actions in languages.items()
        for action in actions
    )
    if pictures:
        root = Collection.get_first_root_node()
        for permission in _permissions(
            "wagtailimages", ["add_image", "change_image", "choose_image"]
        ):
            GroupCollectionPermission.objects.create(
                group=group, collection=root, permission=permission
            )


def _permissions(app_label: str, codenames: Iterable[str]) -> list[Permission]:
    found = Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)
    return list(found.order_by("codename"))


def _user(account: Account) -> bool:
    users = get_user_model().objects
    if users.filter(username=account.username).exists():
        return False
    first, last = account.name
    create = users.create_user if account.group else users.create_superuser
    user = create(
        account.username,
        f"{account.username}@example.org",
        PASSWORD,
        first_name=first,
        last_name=last,
    )
    if account.group:
        user.groups.add(Group.objects.get(name=account.group))
    UserProfile.objects.create(user=user, preferred_language=account.language)
    return True
