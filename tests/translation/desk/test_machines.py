"""Machines at the desk: asked by hand, by those who write, where the site has some."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.template import Context, Template
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sessions_app.translation import drafting
from sessions_app.translation.models import Action
from tests.factories import make_group, make_user
from tests.translation.desk.conftest import ASYNC
from tests.translation.desk.test_editor import words
from tests.translation.machines.server import Answer, Service, served

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]


@pytest.fixture
def service(settings: LazySettings) -> Iterator[Service]:
    """A machine of the site."""
    with served() as running:
        path = "sessions_app.translation.machines.libretranslate.LibreTranslate"
        options = {"class": path, "endpoint": running.url, "attempts": 1}
        settings.SESSIONS = {"MACHINES": {"libre": options}}
        yield running


@pytest.fixture
def row(opened: Any, rows: Any) -> Any:
    """The text with marks."""
    (found,) = [row for text, row in rows(opened).items() if text.startswith("Die <b>")]
    return found


def address(translation: Any, row: Any) -> str:
    """Where the machines are asked."""
    return f"/admin/translations/{translation.pk}/texts/{row.id}/machines/"


GOOD = (
    'The <b>administration</b> learns, says <a id="a1">the civil service</a>, '
    '<a id="a2">in the report</a>.'
)


def test_a_script_is_given_the_answers_alone(
    desk: Client, opened: Any, row: Any, service: Service, soup: Soup
) -> None:
    service.says(Answer({"translatedText": [GOOD]}))
    page = soup(desk.post(address(opened, row), headers=ASYNC))
    assert page.html is None
    assert words(page, ".desk-suggestion__head") == ["LibreTranslate"]
    assert words(page, ".desk-suggestion__target") == [
        "The administration learns, says the civil service, in the report."
    ]
    assert page.select(".desk-suggestion__target")[0]["lang"] == "en"
    (form,) = page.select("form[data-desk-take]")
    fields = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    assert form["action"] == f"/admin/translations/{opened.pk}/texts/{row.id}/"
    assert (fields["text"], fields["version"]) == (
        "The {b}administration{/b} learns, says {1}the civil service{/1}, {2}in the report{/2}.",
        drafting.version(None),
    )
    assert service.asked[0].payload["q"] == [row.text]


def test_without_a_script_there_is_a_page(
    desk: Client, opened: Any, row: Any, service: Service, soup: Soup
) -> None:
    service.says(Answer({"translatedText": ["Lost."]}))
    page = soup(desk.post(address(opened, row)))
    assert words(page, ".desk--narrow h2") == ["Was ist Verwaltung?"]
    assert words(page, ".desk-suggestion") == [
        "LibreTranslate The machine lost links or marks of the text."
    ]
    assert page.select("form[data-desk-take]") == []


def test_an_answer_is_shown_as_text_whatever_it_is(
    desk: Client, opened: Any, rows: Any, service: Service
) -> None:
    service.says(Answer({"translatedText": ["<script>alert(1)</script><img src=x onerror=y>"]}))
    response = desk.post(address(opened, rows(opened)["Worum es geht"]), headers=ASYNC)
    html = response.content.decode()
    assert "<script" not in html
    assert "<img" not in html


def test_nothing_is_stored(
    desk: Client, opened: Any, row: Any, rows: Any, service: Service
) -> None:
    service.says(Answer({"translatedText": [GOOD]}))
    desk.post(address(opened, row))
    assert {found.target for found in rows(opened).values()} == {None}


def test_those_who_do_not_write_do_not_ask(
    opened: Any, row: Any, service: Service, visit: Visit
) -> None:
    service.says(Answer({"translatedText": [GOOD]}))
    group = make_group("publishing", languages={"en": [Action.PUBLISH]})
    client = visit(make_user("only publishes", group))
    assert client.post(address(opened, row), headers=ASYNC).status_code == 403
    assert service.asked == []


def test_a_text_that_is_not_there_is_not_sent(desk: Client, opened: Any, service: Service) -> None:
    response = desk.post(f"/admin/translations/{opened.pk}/texts/999999/machines/")
    assert (response.status_code, service.asked) == (404, [])


def test_without_machines_there_is_nothing_to_ask(desk: Client, opened: Any, row: Any) -> None:
    assert desk.post(address(opened, row), headers=ASYNC).status_code == 404


DOOR = Template("{% load desk_machines %}{% machines_door translation row %}")


def test_the_door_is_there_where_machines_are(opened: Any, row: Any, service: Service) -> None:
    context = Context({"translation": opened, "row": row, "csrf_token": "token"})
    page = BeautifulSoup(DOOR.render(context), "html.parser")
    (form,) = page.select("form[data-desk-machines]")
    assert (form["action"], words(page, "button")) == (
        address(opened, row),
        ["Ask LibreTranslate"],
    )
    assert form.select("[name=csrfmiddlewaretoken]")[0]["value"] == "token"


def test_there_is_no_door_to_nothing(opened: Any, row: Any) -> None:
    assert DOOR.render(Context({"translation": opened, "row": row})).strip() == ""


def test_asking_costs_few_queries(
    desk: Client,
    opened: Any,
    row: Any,
    service: Service,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    service.says(Answer({"translatedText": [GOOD]}))
    desk.post(address(opened, row), headers=ASYNC)
    with django_assert_num_queries(7):
        desk.post(address(opened, row), headers=ASYNC)
