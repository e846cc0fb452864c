"""The demo's log-ins: five people, and the groups of the ready-made ones to which they belong."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.models import SiteSettings
from sessions_app.translation import roles

from .reading import LANGUAGES

User = Any

# Every demo account has this one.
PASSWORD = "demo"  # noqa: S105  demo settings alone let it be set

EDITORS, MANAGERS = "Editors (German)", "Programme managers"
TRANSLATORS, REVIEWERS = "Translators (English)", "Reviewers (English)"


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
    for role in _roles():
        # Over pages they get their rights when the demo's own homes are there.
        roles.create(replace(role, pages={}))
    return sum(_user(account) for account in ACCOUNTS)


def _roles() -> list[roles.Role]:
    """The ready-made roles that somebody has here; managers look after the whole site."""
    # As `manage.py create_groups` names them.
    with translation.override("en"):
        found = roles.ready_made(
            roles.languages(), LANGUAGES[:1], LANGUAGES[1:], translators_publish=True
        )
    return [
        replace(role, models=(*role.models, SiteSettings)) if role.name == MANAGERS else role
        for role in found
    ]


def account(username: str) -> User:
    """The user of that name, read anew: rights are remembered per object."""
    return get_user_model().objects.get(username=username)


def grant_pages(page: Page) -> None:
    """Let everybody work below ``page``, the home of a language, as far as they do in it."""
    for role in _roles():
        roles.give_pages(role, page)


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
