"""Releases planned, called off, failed and undone on the screen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sessions_app.translation import drafting, localize, release, timing
from sessions_app.translation.models import PlannedRelease, Release
from tests.factories import make_editor, make_superuser, make_translator
from tests.translation.desk.conftest import ASYNC

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
BERLIN = ZoneInfo("Europe/Berlin")


def words(page: BeautifulSoup, selector: str) -> list[str]:
    """Text of everything that the selector names, white space made even."""
    return [" ".join(found.get_text().split()) for found in page.select(selector)]


def said(page: BeautifulSoup) -> list[str]:
    """What the admin's messages say; Wagtail adds a link to errors of a form."""
    found = words(page, ".messages > ul > li")
    return [message.removesuffix(" Go to the first error") for message in found]


@pytest.fixture
def ready(opened: Any, complete: Callable[[Any], None]) -> Any:
    """The session, translated whole."""
    complete(opened)
    return opened


@pytest.fixture
def client(visit: Visit, publisher: Any) -> Client:
    """A browser of somebody who may publish in English."""
    return visit(publisher)


def at(translation: Any, name: str) -> str:
    return f"/admin/translations/{translation.pk}/{name}/"


def next_year(**values: int) -> datetime:
    """A moment of next summer by the clock of the site."""
    moment = {"month": 7, "day": 1, "hour": 10} | values
    return datetime(timezone.localdate().year + 1, **moment, tzinfo=BERLIN)


def told(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


def test_a_release_is_planned_shown_and_called_off(client: Client, ready: Any, soup: Soup) -> None:
    moment = next_year()
    page = soup(client.get(at(ready, "release")))
    assert words(page, "label[for=desk-at]") == ["Date and time (Europe/Berlin)"]
    form = {"at": f"{moment:%Y-%m-%dT%H:%M}", "plan": ""}
    page = soup(client.post(at(ready, "release/plan"), form, follow=True))
    when = f"It goes live on {told(moment)}, 10 a.m. (Europe/Berlin), as planned by publisher."
    assert said(page) == [f"Was ist Verwaltung?: {when}"]
    assert words(page, ".desk-bar__planned") == [when]
    plan = PlannedRelease.objects.get(page=None)
    assert (plan.at, plan.state) == (moment, "waiting")
    page = soup(client.get(at(ready, "release"), headers=ASYNC))
    assert words(page, ".desk-planned p")[0] == when
    assert words(page, "form[data-desk-release-form] button") == [
        "Release in English now and call off the plan"
    ]
    field = page.select_one("input[name=at]")
    assert field is not None
    assert field["value"] == f"{moment:%Y-%m-%dT%H:%M}"
    page = soup(client.post(at(ready, "release/cancel"), {"plan": plan.pk}, follow=True))
    assert said(page) == ["No release of “Was ist Verwaltung?” is planned any more."]
    assert words(page, ".desk-bar__planned") == []
    assert not PlannedRelease.objects.filter(state="waiting").exists()


def test_releasing_now_asks_first_and_calls_the_plan_off(
    client: Client, ready: Any, publisher: Any, soup: Soup
) -> None:
    timing.plan_release(ready, publisher, next_year())
    page = soup(client.post(at(ready, "release")))
    assert said(page) == ["Nothing was released."]
    assert words(page, ".desk-reasons li")[0].startswith("It goes live on")
    assert not Release.objects.exists()
    form = page.select_one("form[data-desk-release-form]")
    assert form is not None
    assert form.select_one("input[name=over]") is not None
    client.post(at(ready, "release"), {"over": "yes"})
    assert Release.objects.filter(source=ready.source).count() == 1
    assert set(PlannedRelease.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Choose a date and a time."),
        ("tomorrow", "Choose a date and a time."),
        ("2026-13-45T99:99", "Choose a date and a time."),
        ("2020-01-01T10:00", "That is over already. Choose a moment that is still to come."),
        ("9999-12-31T23:59", "That is too far away."),
        ("0001-01-01T00:00", "That is too far away."),
        ("2030-01-01T10:00\x00<b>", "Choose a date and a time."),
        ("2030-01-01T10:00+02:00", "Choose a date and a time."),
        ("2030-01-01", "Choose a date and a time."),
        (
            "2030-03-31T02:30",
            "The clock is put forward then: there is no March 31, 2030, 2:30 a.m. (Europe/Berlin).",
        ),
        (
            "2030-10-27T02:30",
            "The clock is put back then: Oct. 27, 2030, 2:30 a.m. (Europe/Berlin) comes twice."
            " Choose another moment.",
        ),
    ],
)
def test_a_moment_that_does_not_do_is_refused_with_a_sentence(
    client: Client, ready: Any, soup: Soup, typed: str, sentence: str
) -> None:
    response = client.post(at(ready, "release/plan"), {"at": typed, "plan": ""})
    assert response.status_code == 200
    assert said(soup(response)) == [sentence]
    assert not PlannedRelease.objects.exists()


def test_what_was_typed_stays_in_the_field(client: Client, ready: Any, soup: Soup) -> None:
    page = soup(client.post(at(ready, "release/plan"), {"at": "2020-01-01T10:00"}))
    field = page.select_one("input[name=at]")
    assert field is not None
    assert field["value"] == "2020-01-01T10:00"


@pytest.mark.parametrize("plan", ["99999", "x", "-1", "٣", "9" * 30])
def test_who_saw_another_plan_changes_nothing(
    client: Client, ready: Any, publisher: Any, soup: Soup, plan: str
) -> None:
    standing = timing.plan_release(ready, publisher, next_year())
    form = {"at": f"{next_year(hour=12):%Y-%m-%dT%H:%M}", "plan": plan}
    page = soup(client.post(at(ready, "release/plan"), form))
    assert said(page)[0].startswith("Somebody else was quicker. It goes")
    page = soup(client.post(at(ready, "release/cancel"), {"plan": plan}, follow=True))
    assert said(page) == ["It is not planned any more."]
    (left,) = PlannedRelease.objects.filter(state="waiting", page=None)
    assert (left.pk, left.at) == (standing.pk, next_year())


@pytest.mark.parametrize("name", ["release/plan", "release/cancel", "offline"])
def test_only_who_may_publish(
    visit: Visit, house: Any, opened: Any, desk: Client, name: str
) -> None:
    assert desk.post(at(opened, name), headers=ASYNC).status_code == 403
    german = visit(make_editor(house.home))
    assert german.post(at(opened, name), headers=ASYNC).status_code == 403
    assert not PlannedRelease.objects.exists()


def test_an_incomplete_page_is_not_planned(client: Client, opened: Any, soup: Soup) -> None:
    page = soup(client.get(at(opened, "release")))
    assert page.select("input[name=at], button[name=together]") == []
    form = {"at": f"{next_year():%Y-%m-%dT%H:%M}"}
    page = soup(client.post(at(opened, "release/plan"), form))
    assert said(page) == ["Nothing was planned."]
    assert len(page.select(".desk-reasons li")) == 4
    assert not PlannedRelease.objects.exists()


def test_a_draft_can_be_released_together_with_its_original_alone(
    client: Client, ready: Any, session: Any, soup: Soup
) -> None:
    assert soup(client.get(at(ready, "release"))).select("button[name=together]") == []
    session.unpublish()
    page = soup(client.get(at(ready, "release")))
    assert words(page, ".desk-reasons li") == ["The original is not public."]
    assert page.select("input[name=at]") == []
    assert words(page, "button[name=together]") == ["Release together with the original"]
    page = soup(client.post(at(ready, "release/plan"), {"together": "yes"}, follow=True))
    assert words(page, ".desk-bar__planned") == [
        "It goes live together with its original, as planned by publisher."
    ]
    session.title = "Anders"
    session.save()
    page = soup(client.get(at(ready, "release"), headers=ASYNC))
    assert words(page, ".desk-planned__warning") == [
        "The original has changed since. If it is published like this, nothing of the translation"
        " goes live: translate what changed and plan anew."
    ]


def test_a_plan_that_failed_is_seen_until_somebody_puts_it_away(
    client: Client, ready: Any, session: Any, publisher: Any, soup: Soup
) -> None:
    plan = timing.plan_release(ready, publisher, next_year())
    session.unpublish()
    PlannedRelease.objects.update(at=timezone.now() - timedelta(minutes=1))
    failed = timing.carry_out(plan.pk)
    assert failed is not None
    assert (failed.state, failed.problem) == ("failed", "The original is not public.")
    page = soup(client.get(at(ready, "release")))
    assert words(page, ".desk-planned--failed h3") == ["The planned release failed"]
    assert words(page, ".desk-planned--failed p")[0].endswith(
        "nothing went live: The original is not public."
    )
    page = soup(client.get("/admin/translations/planned/"))
    assert words(page, ".desk-planned--failed a") == ["Was ist Verwaltung?"]
    form = {"plan": plan.pk, "from": "list"}
    response = client.post(at(ready, "release/cancel"), form)
    assert response.headers["location"] == "/admin/translations/planned/"
    page = soup(client.get("/admin/translations/planned/"))
    assert words(page, ".desk-planned") == []
    assert words(page, "h2.desk-title + p") == ["No release is planned."]


def test_a_translator_sees_what_is_planned(
    desk: Client, ready: Any, publisher: Any, soup: Soup
) -> None:
    timing.plan_release(ready, publisher, next_year())
    page = soup(desk.get(at(ready, "release")))
    assert len(page.select(".desk-planned")) == 1
    assert page.select(".desk form") == []
    page = soup(desk.get("/admin/translations/planned/"))
    assert words(page, ".desk-planned a") == ["Was ist Verwaltung?"]
    assert page.select(".desk form") == []


def test_texts_can_be_edited_while_a_plan_waits(
    desk: Client, ready: Any, publisher: Any, rows: Any
) -> None:
    timing.plan_release(ready, publisher, next_year())
    row = rows(ready)["Erstens"]
    token = drafting.version(row.target)
    saved = drafting.save_segment(ready, row.id, "First", token, make_translator(name="other"))
    assert saved.html == "First"
    assert desk.get(f"/admin/translations/{ready.pk}/").status_code == 200


def test_a_page_is_taken_offline_after_a_question(
    client: Client, ready: Any, publisher: Any, soup: Soup
) -> None:
    page = soup(client.get(at(ready, "offline")))
    assert words(page, ".desk-reasons li") == ["It is not public."]
    assert page.select(".desk form") == []
    target = release.release(ready, publisher)
    links = soup(client.get(at(ready, "release"))).select(".desk-release__ways a")
    assert [link["href"] for link in links] == [
        at(ready, "offline"),
        "/admin/translations/planned/",
    ]
    address = target.get_url()
    page = soup(client.get(at(ready, "offline")))
    assert len(page.select("h1")) == 1
    assert words(page, ".desk-reasons li") == [
        "There is no page at its address any more. The original stays public.",
        "Where it is listed, the texts of the original stand, marked with their language.",
    ]
    assert client.get(address).status_code == 200
    page = soup(client.post(at(ready, "offline"), follow=True))
    assert said(page) == ["“Was ist Verwaltung?” is offline in this language now."]
    assert client.get(address).status_code == 404
    assert soup(client.post(at(ready, "offline"))).select(".desk form") == []
    client.post(at(ready, "release"))
    assert client.get(address).status_code == 200


def test_somebody_elses_lock_keeps_a_page_online(
    client: Client, ready: Any, publisher: Any, soup: Soup
) -> None:
    target = release.release(ready, publisher)
    target.locked, target.locked_by = True, make_superuser("owner")
    target.save()
    page = soup(client.post(at(ready, "offline")))
    assert words(page, ".desk-reasons li") == ["It is locked by owner."]
    target.refresh_from_db()
    assert target.live is True


def test_budget_of_the_screens(
    client: Client,
    ready: Any,
    publisher: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(at(ready, "release"), headers=ASYNC)
    with django_assert_num_queries(26):
        client.get(at(ready, "release"), headers=ASYNC)
    plan = timing.plan_release(ready, publisher, next_year())
    with django_assert_num_queries(26):
        client.get(at(ready, "release"), headers=ASYNC)
    with django_assert_max_num_queries(25):
        client.get(f"/admin/translations/{ready.pk}/")
    client.get("/admin/translations/planned/")
    with django_assert_num_queries(11):
        client.get("/admin/translations/planned/")
    timing.cancel(ready, publisher, plan.pk)
    speakers = [one for one in localize.translations_into(ready.target_locale) if one != ready]
    for one in speakers:
        timing.plan_release(one, publisher, next_year())
    assert len(speakers) == 3
    with django_assert_num_queries(11):
        client.get("/admin/translations/planned/")
