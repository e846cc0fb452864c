"""The admin's addresses as the URL configuration has them, and what they answer to whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse


@dataclass(frozen=True)
class Endpoint:
    """An address by its namespaces and name; ``arguments`` are what it wants to be told."""

    namespace: str
    name: str
    arguments: tuple[str, ...]

    @property
    def view_name(self) -> str:
        return f"{self.namespace}:{self.name}" if self.namespace else self.name

    def url(self, values: Mapping[str, Any]) -> str:
        """Its address for those of ``values`` that it wants."""
        return reverse(self.view_name, kwargs={name: values[name] for name in self.arguments})


def endpoints() -> list[Endpoint]:
    """Everything below the admin, once per way to say it."""
    found = dict.fromkeys(_walk(get_resolver().url_patterns, "", ()))
    return [endpoint for path, endpoint in found if path.startswith("admin/")]


def of_namespace(*prefixes: str) -> list[Endpoint]:
    """Those whose namespace begins with one of ``prefixes``."""
    return [endpoint for endpoint in endpoints() if endpoint.namespace.startswith(prefixes)]


def _walk(
    patterns: list[Any], path: str, namespaces: tuple[str, ...]
) -> Iterator[tuple[str, Endpoint]]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, here, inner)
        elif pattern.name:
            arguments = tuple(_arguments(pattern))
            yield here, Endpoint(":".join(namespaces), pattern.name, arguments)


def _arguments(pattern: URLPattern) -> Iterator[str]:
    yield from pattern.pattern.converters or dict.fromkeys(pattern.pattern.regex.groupindex)


def outcome(response: HttpResponseBase) -> str:
    """What an answer means: ``open`` ``done`` ``desk`` ``denied`` ``login`` or a status code."""
    status = response.status_code
    if status == 302:
        return _of_redirect(response["Location"])
    return {200: "open", 403: "denied"}.get(status, str(status))


def _of_redirect(location: str) -> str:
    if location.startswith(reverse("wagtailadmin_login")):
        return "login"
    # Wagtail leads those without a right to the admin's first page.
    if location == reverse("wagtailadmin_home"):
        return "denied"
    try:
        desk = reverse("sessions_translation:overview")
    except NoReverseMatch:
        desk = "no desk here"
    return "desk" if location.startswith(desk) else "done"


def browser(user: Any) -> Client:
    """A client in which ``user`` is logged in; one per user object."""
    if not hasattr(user, "browser"):
        user.browser = Client(raise_request_exception=False)
        if not isinstance(user, AnonymousUser):
            user.browser.force_login(user)
    return user.browser


def ask(user: Any, method: str, url: str, data: Any = None) -> str:
    """The outcome of one request, undone afterwards."""
    client = browser(user)
    with transaction.atomic():
        response = getattr(client, method.lower())(url, data or {})
        transaction.set_rollback(True)
    return outcome(response)
