"""System checks: a host that leaves a door open does not start."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

MIDDLEWARE = "sessions_app.translation.guard.GuardMiddleware"
AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"

REDIRECTS = "wagtail.contrib.redirects.middleware.RedirectMiddleware"

# Setting, the only value with which no text and no live page is lost, and why.
SETTINGS = (
    (
        "WAGTAILLOCALIZE_DISABLE_ON_DELETE",
        True,
        "Deleting a page would delete all its translated texts.",
        "sessions_translation.E003",
    ),
    (
        "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE",
        False,
        "Untranslated pages would go live.",
        "sessions_translation.E004",
    ),
    (
        "WAGTAIL_I18N_ENABLED",
        True,
        "Pages would have no language.",
        "sessions_translation.E005",
    ),
)


def connect() -> None:
    """Register the checks."""
    register(middleware_is_in_place)
    register(settings_are_safe)
    register(applications_agree)
    register(addresses_lead_on)


def middleware_is_in_place(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a host without the guard's middleware, or with it where no user is known yet."""
    order = list(settings.MIDDLEWARE)
    if MIDDLEWARE not in order:
        return [
            Error(
                f"MIDDLEWARE lacks {MIDDLEWARE}.",
                hint="Without it translations can be changed and published around the desk.",
                id="sessions_translation.E001",
            )
        ]
    if AUTHENTICATION in order and order.index(MIDDLEWARE) < order.index(AUTHENTICATION):
        return [
            Error(
                f"{MIDDLEWARE} must come after {AUTHENTICATION}.",
                hint="The guard asks who the user is.",
                id="sessions_translation.E002",
            )
        ]
    return []


def settings_are_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings with which texts are lost or pages go live by accident."""
    return [
        Error(f"{name} must be {safe}.", hint=reason, id=identifier)
        for name, safe, reason, identifier in SETTINGS
        if getattr(settings, name, None) is not safe
    ]


def applications_agree(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse other applications that make translations, and Wagtail's own in a stead of ours."""
    errors: list[CheckMessage] = []
    if apps.is_installed("wagtail.contrib.simple_translation"):
        errors.append(
            Error(
                "wagtail.contrib.simple_translation cannot be installed beside the desk.",
                hint="It copies pages into other languages without asking anybody.",
                id="sessions_translation.E006",
            )
        )
    if apps.is_installed("wagtail.api.v3"):
        errors.append(
            Error(
                "wagtail.api.v3 cannot be installed beside the desk.",
                hint="It writes and publishes pages and snippets around it.",
                id="sessions_translation.E008",
            )
        )
    if not apps.is_installed("wagtail_localize.locales"):
        errors.append(
            Error(
                "INSTALLED_APPS lacks wagtail_localize.locales.",
                hint="It takes the place of wagtail.locales.",
                id="sessions_translation.E007",
            )
        )
    return errors


def addresses_lead_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a host on which the old address of a page that was moved or renamed leads nowhere."""
    is_there = apps.is_installed("wagtail.contrib.redirects") and REDIRECTS in settings.MIDDLEWARE
    if is_there and getattr(settings, "WAGTAILREDIRECTS_AUTO_CREATE", True):
        return []
    return [
        Warning(
            "Old addresses of pages that are moved or get another address lead nowhere.",
            hint=f"Install wagtail.contrib.redirects with {REDIRECTS}, and leave"
            " WAGTAILREDIRECTS_AUTO_CREATE as it is.",
            id="sessions_translation.W001",
        )
    ]
