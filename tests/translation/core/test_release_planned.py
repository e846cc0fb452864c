"""The command that carries out what is due: alone, beside another one, and killed in the middle."""

import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.users.models import UserProfile

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, timing
from sessions_app.translation.models import PlannedRelease, Release
from tests.factories import House, make_publisher, make_session, make_site, make_speaker, publish
from tests.translation.outside import PATIENCE, Outside

# Dies when the releases of so many objects have been written.
KILLED = """
import os, signal
from django.core.management import call_command
from django.db import connection
left = [{releases}]
def die(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if sql.startswith('INSERT INTO "sessions_translation_release"'):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
    return answer
with connection.execute_wrapper(die):
    call_command("release_planned")
"""

Plans = Callable[[int], list[PlannedRelease]]


def make_plans(house: House, user: AbstractUser, number: int) -> list[PlannedRelease]:
    """Plans of so many pages with a person each, due now."""
    plans = []
    for n in range(number):
        ada = make_speaker(f"Ada {n}", position="Leiterin")
        page = publish(make_session(house.programme, title=f"Seite {n}", people=[ada]))
        opened = drafting.open_translations([page], house.locales["en"]).translations
        for one in opened:
            for row in localize.segment_rows([one])[one.pk]:
                text = f"EN {row.text}"
                drafting.save_segment(one, row.id, text, drafting.version(row.target), user)
        (own,) = [one for one in opened if one.source.object_id == page.translation_key]
        plans.append(timing.plan_release(own, user, timezone.now() + timedelta(hours=1)))
    let_come()
    return plans


def let_come() -> None:
    """Let the moments of all plans have come, in their order."""
    for plan in PlannedRelease.objects.order_by("pk"):
        at = timezone.now() - timedelta(minutes=60, seconds=-plan.pk)
        PlannedRelease.objects.filter(pk=plan.pk).update(at=at)


def left(en: Locale) -> dict[str, Any]:
    """What is public in English below the programme, and how often it was published."""
    pages = SessionPage.objects.filter(locale=en)
    live = pages.filter(live=True).order_by("title").values_list("title", flat=True)
    logged = PageLogEntry.objects.filter(page__in=pages.values("pk"), action="wagtail.publish")
    return {
        "pages": list(live),
        "people": Speaker.objects.filter(locale=en, live=True).count(),
        "releases": Release.objects.count(),
        "published": logged.count(),
        "states": list(PlannedRelease.objects.order_by("pk").values_list("state", flat=True)),
    }


def all_done(number: int) -> dict[str, Any]:
    return {
        "pages": [f"EN Seite {n}" for n in range(number)],
        "people": number,
        "releases": 2 * number,
        "published": number,
        "states": ["done"] * 2 * number,
    }


def run() -> tuple[list[str], list[str]]:
    """Lines that the command prints, and those of what failed."""
    told, wrong = StringIO(), StringIO()
    try:
        call_command("release_planned", stdout=told, stderr=wrong)
    except CommandError as error:
        wrong.write(f"{error}\n")
    return told.getvalue().splitlines(), wrong.getvalue().splitlines()


@pytest.mark.django_db
def test_what_is_due_goes_live_and_the_rest_waits(house: House, en: Locale) -> None:
    user = make_publisher()
    plans = make_plans(house, user, 3)
    PlannedRelease.objects.filter(pk=plans[2].pk).update(at=timezone.now() + timedelta(days=1))
    assert run() == (
        ["Released: “Seite 0” (en)", "Released: “Seite 1” (en)", "2 released, 0 failed."],
        [],
    )
    assert left(en)["pages"] == ["EN Seite 0", "EN Seite 1"]
    assert run() == (["0 released, 0 failed."], [])
    assert PlannedRelease.objects.get(pk=plans[2].pk).state == "waiting"


@pytest.mark.django_db
def test_one_that_fails_stops_none_of_the_others(house: House, en: Locale) -> None:
    user = make_publisher()
    plans = make_plans(house, user, 3)
    Page.objects.get(title="Seite 1").specific.unpublish()
    assert run() == (
        ["Released: “Seite 0” (en)", "Released: “Seite 2” (en)", "2 released, 1 failed."],
        [
            "Not released: “Seite 1” (en): The original is not public.",
            "1 planned release could not be carried out.",
        ],
    )
    assert left(en)["pages"] == ["EN Seite 0", "EN Seite 2"]
    assert PlannedRelease.objects.get(pk=plans[1].pk).problem == "The original is not public."
    assert run() == (["0 released, 0 failed."], [])


@pytest.mark.django_db(transaction=True)
def test_two_processes_release_everything_once(
    locales: Mapping[str, Locale], outside: Outside
) -> None:
    house, user = make_site(*locales), make_publisher()
    make_plans(house, user, 4)
    with outside.shared():
        both = [outside.start("release_planned") for _number in range(2)]
        told = [outside.printed(process) for process in both]
    released = [line for lines in told for line in lines if line.startswith("Released: ")]
    assert sorted(released) == [f"Released: “Seite {n}” (en)" for n in range(4)]
    assert left(locales["en"]) == all_done(4)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("releases", "whole"), [(1, 0), (2, 0), (3, 1), (4, 1)])
def test_killed_in_the_middle_nothing_is_half_released(
    locales: Mapping[str, Locale], outside: Outside, releases: int, whole: int
) -> None:
    """Each plan writes two releases: that of the person, then that of the page."""
    house, user = make_site(*locales), make_publisher()
    make_plans(house, user, 2)
    with outside.shared():
        runner = outside.python(KILLED.format(releases=releases))
        runner.communicate(timeout=PATIENCE)
        assert runner.returncode == -signal.SIGKILL
    so_far = all_done(whole)
    so_far["states"] += ["waiting"] * 2 * (2 - whole)
    assert left(locales["en"]) == so_far
    with outside.shared():
        told = outside.manage("release_planned")
    assert told[-1] == f"{2 - whole} released, 0 failed."
    assert left(locales["en"]) == all_done(2)


@pytest.mark.django_db(transaction=True)
def test_the_exit_status_says_that_something_failed(
    locales: Mapping[str, Locale], outside: Outside
) -> None:
    house, user = make_site(*locales), make_publisher()
    make_plans(house, user, 1)
    UserProfile.objects.create(user=user, preferred_language="en")
    user.groups.clear()
    with outside.shared():
        runner = outside.start("release_planned")
        told, wrong = runner.communicate(timeout=PATIENCE)
    assert runner.returncode == 1
    assert told.splitlines() == ["0 released, 1 failed."]
    assert wrong.splitlines() == [
        "Not released: “Seite 0” (en): publisher may not publish in this language any more.",
        "CommandError: 1 planned release could not be carried out.",
    ]
    assert left(locales["en"])["pages"] == []
