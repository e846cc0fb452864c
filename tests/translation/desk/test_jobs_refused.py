"""What bulk actions refuse on the screen: who may not, what cannot be; nothing half, no crash."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Locale
from wagtail_localize.models import Translation

from sessions_app.translation import jobs, localize
from sessions_app.translation.models import Action, BulkJob
from tests.factories import (
    House,
    make_editor,
    make_group,
    make_session,
    make_superuser,
    make_translator,
    make_user,
)
from tests.translation.desk.conftest import ASYNC
from tests.translation.desk.test_editor import words
from tests.translation.desk.test_jobs import JOBS, OVERVIEW, PLAN, place, report, said

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
ABSENT = "There is nothing like this to translate."


@pytest.fixture
def lead(publisher: AbstractUser, visit: Visit) -> Client:
    """A browser of a publisher, who may start every action."""
    return visit(publisher)


Begin = Callable[..., Any]


@pytest.fixture
def begin(lead: Client) -> Begin:
    """``begin("open", [page])``: the answer to the publisher who confirmed that."""

    def send(action: str, instances: Any, client: Client = lead, **more: str) -> Any:
        items = " ".join(place(one) for one in instances)
        return client.post(JOBS, {"do": action, "language": "en", "items": items} | more)

    return send


# Rights


@pytest.mark.parametrize("address", [PLAN, JOBS])
@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("translator", ["open", "fill", "assign", "submit"]),
        ("reviewer", ["assign"]),
        ("publisher", ["open", "fill", "assign", "submit", "release"]),
        ("editor", []),
    ],
)
def test_who_may_start_what(
    house: House, session: Any, visit: Visit, publisher: AbstractUser, address: str, who: str,
    allowed: list[str],
) -> None:  # fmt: skip
    user = {
        "translator": lambda: make_translator("en"),
        "reviewer": lambda: make_user("r", make_group("rs", languages={"en": [Action.REVIEW]})),
        "publisher": lambda: publisher,
        "editor": lambda: make_editor(house.home),
    }[who]()
    client = visit(user)
    form = {
        "language": "en",
        "filters": "language=en",
        "item": place(session),
        "items": place(session),
    }
    answers = {
        action: client.post(address, form | {"do": action}, headers=ASYNC).status_code
        for action in (*BulkJob.Action.values, "nonsense")
    }
    done = 200 if address == PLAN else 302
    assert answers == {action: done if action in allowed else 403 for action in answers}
    assert BulkJob.objects.count() == (0 if address == PLAN else len(allowed))


def test_whoever_works_into_another_language_alone_is_asked_about_that_one(
    house: House, session: Any, visit: Visit
) -> None:
    client = visit(make_translator("de", name="german"))
    form = {"do": "open", "filters": "language=en", "language": "en", "item": place(session)}
    response = client.post(PLAN, form)
    assert (response["location"], said(response)) == (
        f"{OVERVIEW}?language=de",
        ["Nothing was selected."],
    )
    form["items"] = place(session)
    assert client.post(JOBS, form, headers=ASYNC).status_code == 403
    assert BulkJob.objects.count() == 0


@pytest.mark.parametrize("code", ["de", "fr", "", "en\x00", "e" * 10_000])
def test_a_language_that_is_not_ones_own(
    begin: Begin, session: Any, lead: Client, code: str
) -> None:
    form = {"do": "open", "language": code, "items": place(session)}
    assert lead.post(JOBS, form, headers=ASYNC).status_code == 403
    assert BulkJob.objects.count() == 0


def test_a_job_is_seen_by_whoever_began_it_and_by_an_administrator(
    begin: Begin, session: Any, lead: Client, desk: Client, visit: Visit, soup: Soup
) -> None:
    address = begin("open", [session])["location"]
    other, admin = visit(make_translator("en", name="other")), visit(make_superuser())
    for client in (desk, other):
        assert client.get(address, headers=ASYNC).status_code == 403
        assert client.post(address, headers=ASYNC).status_code == 403
    assert BulkJob.objects.get().done == 0
    for client in (lead, admin):
        assert words(soup(client.get(address)), ".desk-title") == [
            "Open 1 original for translation into English"
        ]
    assert admin.post(address)["location"] == address
    assert (BulkJob.objects.get().done, words(soup(admin.get(JOBS)), ".desk-report__name")) == (
        1,
        [],
    )


def test_strangers_have_to_log_in(begin: Begin, session: Any) -> None:
    address = begin("open", [session])["location"]
    stranger = Client()
    for path in (address, JOBS, PLAN):
        assert stranger.get(path)["location"] == f"/admin/login/?next={path}"
        assert stranger.post(path)["location"] == f"/admin/login/?next={path}"
    assert BulkJob.objects.get().done == 0


def test_no_such_job(lead: Client) -> None:
    for path in (f"{JOBS}{uuid4()}/", f"{JOBS}nonsense/"):
        assert (lead.get(path).status_code, lead.post(path).status_code) == (404, 404)


def test_whoever_can_start_nothing_has_no_list(house: House, visit: Visit) -> None:
    assert visit(make_editor(house.home)).get(JOBS, headers=ASYNC).status_code == 403


# What was sent


@pytest.mark.parametrize(
    "items",
    [
        "{user}-1", "0-1", "{session}-", "-{pk}", "{session}", "{session}-x", "x-{pk}", "x",
        "{session}-{huge}", "{huge}-{pk}", "{session}-{vast}", "{vast}-{pk}", "{session}--{vast}",
        "²-{pk}", "{session}-²", "{session}-1\x00", "[1, 2]",
    ],
)  # fmt: skip
def test_what_can_be_no_original(begin: Begin, lead: Client, session: Any, items: str) -> None:
    good = place(session)
    sent = items.format(
        user=ContentType.objects.get_for_model(make_user("x")).pk,
        session=good.split("-")[0],
        pk=session.pk,
        huge="9" * 30,
        vast="9" * 5000,
    )
    for all_of_it in (sent, f"{good} {sent}"):
        response = lead.post(JOBS, {"do": "open", "language": "en", "items": all_of_it})
        assert (response.status_code, response["location"]) == (302, f"{OVERVIEW}?language=en")
        assert said(response) == [ABSENT]
    assert (BulkJob.objects.count(), Translation.objects.count()) == (0, 0)


@pytest.mark.parametrize("form", [{"items": ""}, {"items": " \n\t "}, {}])
def test_nothing_selected(lead: Client, house: House, form: dict[str, str]) -> None:
    response = lead.post(JOBS, {"do": "open", "language": "en"} | form)
    assert (response["location"], said(response)) == (
        f"{OVERVIEW}?language=en",
        ["Nothing was selected."],
    )
    assert BulkJob.objects.count() == 0


@pytest.mark.parametrize("who", ["x", "0", "-1", "9" * 30, "9" * 5000, "²", "1\x00", "german"])
def test_whoever_may_not_translate_cannot_be_chosen(begin: Begin, session: Any, who: str) -> None:
    german = make_translator("de", name="german")
    who = str(german.pk) if who == "german" else who
    response = begin("assign", [session], assignee=who)
    assert (response["location"], said(response)) == (
        f"{OVERVIEW}?language=en",
        ["This person may not translate into this language."],
    )
    assert (BulkJob.objects.count(), Translation.objects.count()) == (0, 0)


def test_what_was_deleted_meanwhile_and_what_was_sent_twice(
    begin: Begin, lead: Client, house: House, soup: Soup, en: Locale
) -> None:
    gone, there = (make_session(house.programme, title=title) for title in ("Weg", "Da"))
    items = f"{place(gone)} {place(there)} {place(gone)} {place(there)}"
    gone.delete()
    address = begin("open", [], items=items)["location"]
    assert lead.post(address)["location"] == address
    page = soup(lead.get(address))
    opened = localize.translations_of([there.translation_key], en).get()
    assert words(page, "[data-desk-job-status]") == ["Finished. 1 done, 1 nothing to do."]
    assert report(page) == {
        "done 1": [("Da", "", f"{OVERVIEW}{opened.pk}/")],
        "nothing to do 1": [("", "It does not exist any more.", None)],
    }


def test_thousands(begin: Begin, lead: Client, session: Any, soup: Soup) -> None:
    content_type = place(session).split("-")[0]
    items = " ".join(f"{content_type}-{100_000 + number}" for number in range(2_000))
    address = begin("open", [], items=f"{items} {place(session)} {items}")["location"]
    while jobs.is_finished(BulkJob.objects.get()) is False:
        assert lead.post(address, headers=ASYNC).status_code == 200
    page = soup(lead.get(address))
    assert words(page, "[data-desk-job-status]") == ["Finished. 1 done, 2000 nothing to do."]
    assert Translation.objects.count() == 4


def test_more_than_a_form_may_hold_is_refused_whole(begin: Begin, session: Any) -> None:
    response = begin("open", [], items=f"{place(session)} " * 600_000)
    assert (response.status_code, BulkJob.objects.count()) == (400, 0)
