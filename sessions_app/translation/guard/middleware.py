"""Asks the guard before any of the admin's views runs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, reverse
from wagtail.admin.localization import get_localized_response
from wagtail.coreutils import resolve_model_string
from wagtail.models import Locale, Page

from .. import localize
from ..refusal import Refusal
from ..source import TranslatedModel
from . import announcing, pages, snippets
from .answers import refused, to_the_desk
from .rules import LOCALE_IN_USE, AtTheDesk, Barred

PAGES = "wagtailadmin_pages"
PAGE_ACTION = "wagtailadmin_api:pages:action"


class GuardMiddleware:
    """Keeps translations from Wagtail's own endpoints, and everybody from a foreign language.

    Goes behind Django's AuthenticationMiddleware. Views outside the admin are not looked at, and
    who may not enter the admin is left to Wagtail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Answer in the view's place where the guard says no; ``None`` lets the view run."""
        match = request.resolver_match
        if match is None or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        user = request.user
        if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
            return None
        return get_localized_response(self._answer, request, match, view, named)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say why, where what happens to an original could not be done to its translations.

        Rules look before a view runs; somebody may have been quicker.
        """
        is_admin = request.path.startswith(reverse("wagtailadmin_home"))
        if not is_admin or not isinstance(exception, Refusal):
            return None
        return refused(request, Barred(str(exception)))

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Tell on Wagtail's confirmation pages what would happen to translations."""
        match = request.resolver_match
        if match is not None and request.path.startswith(reverse("wagtailadmin_home")):
            get_localized_response(announcing.announce, request, match, response.context_data or {})
        return response

    def _answer(
        self,
        request: HttpRequest,
        match: ResolverMatch,
        view: Callable[..., HttpResponse],
        named: dict[str, Any],
    ) -> HttpResponse | None:
        try:
            judge(request, match, view, named)
        except AtTheDesk as barred:
            return to_the_desk(request, barred)
        except Barred as barred:
            return refused(request, barred)
        return None


def judge(
    request: HttpRequest,
    match: ResolverMatch,
    view: Callable[..., HttpResponse],
    named: dict[str, Any],
) -> None:
    """Raise :class:`Barred` where this request goes around the desk."""
    name = match.url_name or ""
    if match.namespace == PAGES:
        pages.judge(request, name, named)
        return
    if match.view_name == PAGE_ACTION:
        pages.judge_api(request, named)
        return
    model = model_of(view)
    if model is Locale and name == "delete" and localize.has_texts(named["pk"]):
        raise Barred(LOCALE_IN_USE)
    if model is not None and issubclass(model, TranslatedModel) and not issubclass(model, Page):
        snippets.judge(request, name, model, named)


def model_of(view: Callable[..., HttpResponse]) -> type | None:
    """The model a generic view works on, by its arguments or its class."""
    model = getattr(view, "view_initkwargs", {}).get("model")
    model = model or getattr(getattr(view, "view_class", None), "model", None)
    model = resolve_model_string(model) if isinstance(model, str) else model
    # Some views, those of pictures among them, compute it and bear a property here.
    return model if isinstance(model, type) else None
