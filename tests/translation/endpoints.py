"""The admin's addresses as the URL configuration has them, and what they answer to whom."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

# Rows that a reader leaves behind without changing anything: who is logged in, who is there, who
# is told of comments, who wants the admin in which colours, what a form held when it was previewed.
TRACES = frozenset(
    {
        "django_session",
        "wagtailadmin_editingsession",
        "wagtailadmin_formstate",
        "wagtailcore_pagesubscription",
        "wagtailusers_userprofile",
    }
)


@dataclass(frozen=True)
class Endpoint:
    """An address by its namespaces and name; ``arguments`` are what it wants to be told.

    ``package`` is where its view comes from. Addresses without a name have none to be asked by.
    """

    namespace: str
    name: str
    arguments: tuple[str, ...]
    package: str = field(default="", compare=False)

    @property
    def view_name(self) -> str:
        return f"{self.namespace}:{self.name}" if self.namespace else self.name

    def url(self, values: Mapping[str, Any]) -> str:
        """Its address for those of ``values`` that it wants, with their ``query``.

        A value of its own goes by the name of the address: ``reinstate.event``.
        """
        named = {one: values.get(f"{self.name}.{one}", values.get(one)) for one in self.arguments}
        missing = [one for one, value in named.items() if value is None]
        assert not missing, f"{self.view_name} asks for {missing}: say what that is here"
        return reverse(self.view_name, kwargs=named) + values.get("query", "")


def endpoints() -> list[Endpoint]:
    """Everything below the admin that has a name, once per way to say it."""
    found = dict.fromkeys(_walk(get_resolver().url_patterns, "", ()))
    return [one for path, one in found if path.startswith("admin/") and one.name]


def nameless() -> set[str]:
    """Where the views come from that stand below the admin without a name."""
    found = _walk(get_resolver().url_patterns, "", ())
    return {one.package for path, one in found if path.startswith("admin/") and not one.name}


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
            continue
        arguments = tuple(_arguments(pattern))
        view = getattr(pattern.callback, "view_class", pattern.callback)
        package = view.__module__.partition(".")[0]
        yield here, Endpoint(":".join(namespaces), pattern.name or "", arguments, package)


def _arguments(pattern: URLPattern) -> Iterator[str]:
    yield from pattern.pattern.converters or dict.fromkeys(pattern.pattern.regex.groupindex)


class Writes:
    """The tables in which a request changes rows; what it takes back by itself left out."""

    _WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
    _POINT = re.compile(r'\s*(SAVEPOINT|ROLLBACK TO SAVEPOINT|RELEASE SAVEPOINT)\s+"?(\w+)"?')
    # PostgreSQL has the parts of a union in brackets.
    _READ = re.compile(r"[\s(]*(?:SELECT|WITH|PRAGMA|EXPLAIN|LOCK|SHOW|SET CONSTRAINTS)\b")

    def __init__(self) -> None:
        self._log: list[str] = []
        self._points: dict[str, int] = {}

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's protocol for what stands around every statement."""
        result = execute(sql, params, many, context)
        self._note(sql, context["cursor"].rowcount)
        return result

    def _note(self, sql: str, rows: int) -> None:
        if write := self._WRITE.match(sql):
            # How many rows a statement returns is not known before they are read.
            if (rows != 0 or "RETURNING" in sql) and write[1] not in TRACES:
                self._log.append(write[1])
        elif point := self._POINT.match(sql):
            if point[1] == "SAVEPOINT":
                self._points[point[2]] = len(self._log)
            elif point[1].startswith("ROLLBACK"):
                del self._log[self._points[point[2]] :]
        elif not self._READ.match(sql):
            self._log.append(sql)

    @property
    def tables(self) -> set[str]:
        """Names of the tables; a statement itself where nobody knows what it does."""
        return set(self._log)


@contextmanager
def writes() -> Iterator[Writes]:
    """Watch what is written."""
    found = Writes()
    with connection.execute_wrapper(found):
        yield found


def outcome(response: HttpResponseBase, *, changed: bool = False) -> str:
    """What an answer means: ``login`` ``denied`` ``done`` ``open`` ``desk`` ``led`` or a code.

    ``done`` changed something, the others did not: ``open`` shows something, ``desk`` leads to the
    desk, ``led`` to anywhere else.
    """
    status = response.status_code
    if status == 302:
        return _of_redirect(response["Location"], changed=changed)
    if status < 400 and changed:
        return "done"
    return {200: "open", 403: "denied"}.get(status, str(status))


def _of_redirect(location: str, *, changed: bool) -> str:
    if location.startswith(reverse("wagtailadmin_login")):
        return "login"
    # Wagtail leads those without a right to the admin's first page.
    if location == reverse("wagtailadmin_home"):
        return "denied"
    if changed:
        return "done"
    try:
        desk = reverse("sessions_translation:overview")
    except NoReverseMatch:
        desk = "no desk here"
    return "desk" if location.startswith(desk) else "led"


def browser(user: Any) -> Client:
    """A client in which ``user`` is logged in; one per user object."""
    if not hasattr(user, "browser"):
        user.browser = Client(raise_request_exception=False)
        if not isinstance(user, AnonymousUser):
            user.browser.force_login(user)
    return user.browser


class Asker:
    """Sends requests as people who have logged in; quick, since it keeps no templates' contexts.

    A page is written out for the first who may see it, in whatever state: for the others it is
    enough to know that they would get it. What a GET did stays, what a POST did is undone.
    """

    # What was written out so far.
    _written: ClassVar[set[Any]] = set()

    def __init__(self, people: Mapping[str, Any], patch: pytest.MonkeyPatch) -> None:
        self._handler = ClientHandler(enforce_csrf_checks=False)
        self._senders = {who: _sender(user) for who, user in people.items()}
        self._page: Any = None
        whole = SimpleTemplateResponse.rendered_content.fget  # type: ignore[attr-defined]

        def rendered(response: SimpleTemplateResponse) -> str:
            if response.status_code != 200 or self._page in self._written:
                return ""
            return whole(response)

        patch.setattr(SimpleTemplateResponse, "rendered_content", property(rendered))

    def ask(
        self, who: str, method: str, url: str, data: Any = None, *, page: Any = None, **options: Any
    ) -> str:
        """The outcome of one request; ``page`` says which pages are alike.

        Raises ``AssertionError`` for a GET that changes a row.
        """
        self._page = page or (url, method)
        send = getattr(self._senders[who], method.lower())
        request = send(url, data or {}, **options)
        with transaction.atomic(), writes() as found:
            response = self._handler(request.environ)
            if response.streaming:
                list(response)
            tables = found.tables
            if method == "GET":
                assert tables == set(), f"GET {url} as {who} changed {tables}"
            else:
                transaction.set_rollback(True)
        if response.status_code == 200:
            self._written.add(self._page)
        return outcome(response, changed=bool(tables))


def _sender(user: Any) -> RequestFactory:
    sender = RequestFactory()
    sender.cookies = browser(user).cookies
    return sender
