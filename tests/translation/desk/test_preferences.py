"""What one is told and when: at the desk, and on Wagtail's account page."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client

from sessions_app.translation import notices
from sessions_app.translation.models import Action, Notice, NoticePreferences
from tests.factories import House, make_editor, make_group, make_translator, make_user
from tests.translation.desk.test_editor import POLICY, words

Visit = Callable[[Any], Client]
Soup = Callable[[Any], BeautifulSoup]
ADDRESS = "/admin/translations/notices/"


def chosen(page: BeautifulSoup, prefix: str = "") -> list[str]:
    """The answer that is chosen for every kind."""
    names = [f"{prefix}{kind}" for kind in Notice.Kind.values]
    return [words(page, f"select[name={name}] option[selected]")[0] for name in names]


def test_choices_are_kept(house: House, visit: Visit, soup: Soup) -> None:
    user = make_translator()
    client = visit(user)
    response = client.get(ADDRESS)
    page = soup(response)
    assert response["content-security-policy"] == POLICY
    assert words(page, "h1") == ["Notices"]
    assert chosen(page) == [
        "at once", "at once", "at once", "once a day", "at once", "once a day", "once a day",
    ]  # fmt: skip
    assert [label["for"] for label in page.select(".desk-notices label")] == [
        field["id"] for field in page.select(".desk-notices select")
    ]
    sent = dict.fromkeys(Notice.Kind.values, "never") | {"overdue": "at_once", "approved": "daily"}
    answer = client.post(ADDRESS, sent)
    assert (answer.status_code, answer["location"]) == (302, ADDRESS)
    assert chosen(soup(client.get(ADDRESS))) == [
        "never", "never", "never", "once a day", "never", "never", "at once",
    ]  # fmt: skip
    stored = NoticePreferences.objects.get()
    assert (stored.user, stored.immediate, stored.digest) == (user, ["overdue"], ["approved"])


@pytest.mark.parametrize("sent", [{}, {"assigned": "sometimes"}])
def test_what_is_no_answer(house: House, visit: Visit, soup: Soup, sent: dict[str, str]) -> None:
    answer = visit(make_translator()).post(ADDRESS, sent)
    assert [str(one).strip() for one in get_messages(answer.wsgi_request)] == [
        "Nothing was saved: choose one of the answers everywhere."
    ]
    assert (len(soup(answer).select(".desk-notices__error")), answer.status_code) == (7, 200)
    assert NoticePreferences.objects.count() == 0


def test_who_has_no_address_is_told_so(house: House, visit: Visit, soup: Soup) -> None:
    user = make_translator()
    user.email = ""
    user.save()
    assert words(soup(visit(user).get(ADDRESS)), ".desk-notices > p") == [
        "Your account has no e-mail address: nothing is sent to you. To your account"
    ]


def test_who_comes_in(house: House, visit: Visit) -> None:
    writer = make_user("writer", make_group("w", languages={"de": [Action.WRITE]}))
    asked = {"x-requested-with": "XMLHttpRequest"}
    for person in (writer, make_editor(house.home)):
        client = visit(person)
        assert client.get(ADDRESS, headers=asked).status_code == 403
        assert client.post(ADDRESS, {"assigned": "never"}, headers=asked).status_code == 403
    assert NoticePreferences.objects.count() == 0


class TestAccount:
    def test_the_same_choices(self, house: House, visit: Visit, soup: Soup) -> None:
        user = make_translator()
        user.first_name, user.last_name = "Ada", "Beispiel"
        user.save()
        client = visit(user)
        page = soup(client.get("/admin/account/"))
        prefix = "translation_notices-"
        assert chosen(page, prefix)[0] == "at once"
        sent = {
            field["name"]: field.get("value") or ""
            for field in page.select("main form input[name]")
            if field.get("type") not in {"checkbox", "file"}
        }
        for field in page.select("main form select[name]"):
            option = field.select_one("option[selected]")
            sent[field["name"]] = option["value"] if option else ""
        sent[f"{prefix}assigned"] = "never"
        answer = client.post("/admin/account/", sent)
        assert answer.status_code == 302
        assert notices.wishes([user.pk])[user.pk].when("assigned") == "never"
        assert chosen(soup(client.get(ADDRESS)))[:2] == ["never", "at once"]

    def test_not_for_those_whom_the_desk_tells_nothing(
        self, house: House, visit: Visit, soup: Soup
    ) -> None:
        page = soup(visit(make_editor(house.home)).get("/admin/account/"))
        assert page.select("select[name^=translation_notices]") == []
