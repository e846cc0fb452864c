"""What every screen of the desk has: a strict content policy, and a translation it may show."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ... import localize, policy
from ...models import Action

READERS = policy.READERS


def _origins() -> str:
    """This site and, where they are served from elsewhere, the hosts of its files."""
    found = ["'self'"]
    for address in (settings.STATIC_URL, settings.MEDIA_URL):
        parts = urlsplit(address or "")
        if parts.netloc:
            found.append(f"{parts.scheme or 'https'}://{parts.netloc}")
    return " ".join(dict.fromkeys(found))


def content_policy() -> str:
    """The Content-Security-Policy of the desk: no inline script, no inline style, nobody else."""
    origins = _origins()
    return "; ".join(
        [
            f"default-src {origins}",
            f"script-src {origins}",
            f"style-src {origins}",
            f"img-src {origins} data:",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
            "object-src 'none'",
        ]
    )


class DeskMixin:
    """Sends the strict policy with every answer and keeps texts out of caches."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the view does, under the desk's headers."""
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response.headers.setdefault("Content-Security-Policy", content_policy())
        patch_cache_control(response, private=True, no_store=True)
        return response


class DeskView(DeskMixin, WagtailAdminTemplateMixin, View):
    """A page of the desk in the admin's frame."""

    header_icon = "zwiesprache"
    page_title = _("Translations")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The admin's home, then the overview."""
        overview = {"url": reverse("sessions_translation:overview"), "label": str(self.page_title)}
        return [*super().get_breadcrumbs_items(), overview]


class TranslationMixin:
    """Finds the Translation of the address: 404 for an unknown one, 403 for one not to be seen."""

    actions: tuple[Action, ...] = READERS
    kwargs: dict[str, Any]
    translation: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the Translation as ``self.translation``."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        found = localize.translation_by_pk(self.kwargs["pk"])
        if found is None:
            raise Http404
        require(request.user, found.target_locale_id, *self.actions)
        self.translation = found

    def address(self, name: str) -> str:
        """Address of another screen of the same translation."""
        return reverse(f"sessions_translation:{name}", args=[self.translation.pk])


def require(user: AbstractBaseUser, locale: int, *actions: Action) -> None:
    """Raise ``PermissionDenied`` unless ``user`` may do one of ``actions`` in ``locale``."""
    if locale not in policy.locales(user, *actions):
        raise PermissionDenied
