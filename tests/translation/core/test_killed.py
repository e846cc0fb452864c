"""Processes that are killed in the middle of what they write: nothing half done stays behind.

What such a process had written in the transaction of the moment is gone; doing it again does it.
"""

import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from sessions_app.models import ProgrammePage, SessionPage, Speaker, Track
from sessions_app.translation import drafting, jobs, release
from sessions_app.translation.models import BulkJob, Release, SourceState
from tests.factories import (
    House,
    make_programme,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    publish,
    translate,
)
from tests.translation.outside import Outside

pytestmark = pytest.mark.django_db(transaction=True)

# Does what it is told in children of its own, and says how each of them ended.
NURSERY = """
import ast, os, sys, traceback
for line in sys.stdin:
    child = os.fork()
    if not child:
        ended = 1
        try:
            exec(ast.literal_eval(line), {})
            ended = 0
        except BaseException:
            traceback.print_exc()
        os._exit(ended)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
# Counts what the work writes, in a transaction that is taken back; then does it for good and dies
# where so much of that is written.
DOOMED = """
import os, signal
from contextvars import copy_context
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
{before}
translation.activate("en")
def work():
    {work}
written = 0
def count(execute, sql, params, many, context):
    global written
    answer = execute(sql, params, many, context)
    if sql.startswith(("INSERT ", "UPDATE ", "DELETE ")):
        written += 1
        if written == last:
            os.kill(os.getpid(), signal.SIGKILL)
    return answer
last = None
with connection.execute_wrapper(count):
    with transaction.atomic():
        copy_context().run(work)
        transaction.set_rollback(True)
    assert written
    last, written = max(1, written * {percent} // 100), 0
    work()
"""
# Early, in the middle, and when all is written but not stored.
PERCENT = [1, 50, 100]


@dataclass
class Nursery:
    """One process that starts others quickly, and the database that they share with the test."""

    outside: Outside
    process: subprocess.Popen[str]

    def ended(self, code: str) -> int:
        """How a process ended that ran ``code``: negative for the signal that killed it."""
        told, answers = self.process.stdin, self.process.stdout
        assert told is not None
        assert answers is not None
        with self.outside.shared():
            told.write(f"{code!r}\n")
            told.flush()
            return int(answers.readline())

    def killed(self, work: str, percent: int, before: str = "") -> None:
        """Let a process die when it has written so much of ``work``."""
        code = DOOMED.format(before=before, work=work, percent=percent)
        assert self.ended(code) == -signal.SIGKILL


@pytest.fixture(scope="module")
def nursery(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nursery]:
    outside = Outside(tmp_path_factory.mktemp("outside"))
    with django_db_blocker.unblock():
        process = outside.python(NURSERY)
    yield Nursery(outside, process)
    outside.end()


@pytest.fixture
def house(locales: Mapping[str, Locale]) -> House:
    """A site in German and English."""
    return make_site(*locales)


@pytest.fixture
def boss(house: House) -> AbstractUser:
    return make_superuser("boss")


@pytest.fixture
def opened(house: House, boss: AbstractUser, translate_all: Callable[..., None]) -> list[Any]:
    """Translations of three pages, complete; all name the same two people. Nothing is public."""
    people = [make_speaker(f"Person {n}", position="Leiterin") for n in range(2)]
    pages = [
        publish(make_session(house.programme, title=f"Seite {n}", people=people)) for n in range(3)
    ]
    found = drafting.open_translations(pages, house.locales["en"]).translations
    translate_all(boss, *found)
    by_key = {one.source.object_id: one for one in found}
    return [by_key[page.translation_key] for page in pages]


def all_there_is() -> str:
    """Every row of every table of the project."""
    return connection.creation.serialize_db_to_string()


def public(model: Any) -> list[tuple[str, int]]:
    """Live English rows that were made from an original, with the number of their revisions."""
    rows = model.objects.filter(locale__language_code="en", source__isnull=False, live=True)
    return sorted((str(row), row.revisions.count()) for row in rows)


RELEASE = (
    "release.release_together([localize.translation_by_pk(pk) for pk in {pks}], "
    "get_user_model().objects.get(username='boss'))"
)
IMPORTS = """
from uuid import UUID
from sessions_app.translation import jobs, localize, release
"""


def test_releases_together(nursery: Nursery, opened: list[Any], boss: AbstractUser) -> None:
    before = all_there_is()
    work = RELEASE.format(pks=[one.pk for one in opened])
    for percent in PERCENT:
        nursery.killed(work, percent, IMPORTS)
        assert all_there_is() == before, percent
    release.release_together(opened, boss)
    assert public(SessionPage) == [(f"EN Seite {n}", 1) for n in range(3)]
    assert public(Speaker) == [("Person 0", 1), ("Person 1", 1)]
    assert Release.objects.count() == 5
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.fixture
def browser(boss: AbstractUser) -> Client:
    client = Client()
    client.force_login(boss)
    return client


@pytest.fixture
def section(house: House) -> ProgrammePage:
    """A part of the programme with two sessions, one person; all live in German and English."""
    made = make_programme(house.home, title="Bereich", people_slug="leute")
    translate(made, "en", title="Section", people_slug="people")
    ada = make_speaker("Ada", position="Leiterin")
    translate(ada, "en", position="Head")
    for n in range(2):
        translate(make_session(made, title=f"Sitzung {n}", people=[ada]), "en", title=f"Talk {n}")
    return made


@pytest.fixture
def archive(house: House) -> ProgrammePage:
    """Where the section may go."""
    made = make_programme(house.home, title="Archiv", people_slug="archivleute")
    translate(made, "en", title="Archive", people_slug="archive-people")
    return made


def standing() -> dict[str, tuple[bool, str]]:
    """Which pages and people there are: whether they are public, and where pages stand."""
    pages = Page.objects.filter(depth__gt=2).values_list("title", "live", "url_path")
    people = Speaker.objects.values_list("position", "live")
    return {title: (live, path) for title, live, path in pages} | {
        position: (live, "") for position, live in people
    }


# What is done to an original: the address, what is posted, and what is left of it afterwards.
DEEDS: Mapping[str, tuple[str, dict[str, str], dict[str, tuple[bool, str] | None]]] = {
    "unpublish": (
        "/admin/pages/{section}/unpublish/",
        {"include_descendants": "on"},
        {
            "Bereich": (False, "/home-de/bereich/"),
            "Sitzung 0": (False, "/home-de/bereich/sitzung-0/"),
            "Sitzung 1": (False, "/home-de/bereich/sitzung-1/"),
            "Section": (False, "/home-en/section/"),
            "Talk 0": (False, "/home-en/section/talk-0/"),
            "Talk 1": (False, "/home-en/section/talk-1/"),
        },
    ),
    "move": (
        "/admin/pages/{talk}/move/{archive}/confirm/",
        {},
        {
            "Sitzung 0": (True, "/home-de/archiv/sitzung-0/"),
            "Talk 0": (True, "/home-en/archive/talk-0/"),
        },
    ),
    "delete": (
        "/admin/pages/{section}/delete/",
        {},
        {
            "Bereich": None,
            "Sitzung 0": None,
            "Sitzung 1": None,
            "Section": (False, "/home-en/section/"),
            "Talk 0": (False, "/home-en/section/talk-0/"),
            "Talk 1": (False, "/home-en/section/talk-1/"),
        },
    ),
    "unpublish a person": (
        "/admin/snippets/sessions_app/speaker/unpublish/{person}/",
        {},
        {"Leiterin": (False, ""), "Head": (False, "")},
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_follows_an_original(
    nursery: Nursery,
    section: ProgrammePage,
    archive: ProgrammePage,
    browser: Client,
    deed: str,
) -> None:
    address, data, left = DEEDS[deed]
    address = address.format(
        section=section.pk,
        talk=SessionPage.objects.get(title="Sitzung 0").pk,
        archive=archive.pk,
        person=Speaker.objects.get(position="Leiterin").pk,
    )
    name = settings.SESSION_COOKIE_NAME
    before, stood = all_there_is(), standing()
    work = f"assert client.post({address!r}, {data}).status_code == 302"
    entered = f"client = Client()\nclient.cookies[{name!r}] = {browser.cookies[name].value!r}"
    for percent in PERCENT:
        nursery.killed(work, percent, entered)
        assert all_there_is() == before, percent
    assert browser.post(address, data).status_code == 302
    after = stood | left
    assert standing() == {title: found for title, found in after.items() if found is not None}
    assert Page.find_problems() == ([], [], [], [], [])


def test_opened_in_bulk(nursery: Nursery, house: House, boss: AbstractUser) -> None:
    """Thirty labels, of which twenty-five are opened in one step."""
    tracks = [make_track(f"Reihe {n}") for n in range(30)]
    content_type = ContentType.objects.get_for_model(Track).pk
    places = [(content_type, str(one.pk)) for one in tracks]
    job = jobs.plan(BulkJob.Action.OPEN, house.locales["en"], places, boss)
    before, work = all_there_is(), f'jobs.run(UUID("{job.pk}"))'
    for percent in (1, 40):
        nursery.killed(work, percent, IMPORTS)
        assert all_there_is() == before, percent
    assert numbers_opened() == {0}
    # In the second step, and again in what is left of it.
    for percent in (90, 100):
        nursery.killed(work, percent, IMPORTS)
        job.refresh_from_db()
        assert (job.done, len(job.report)) == (25, 25)
        assert numbers_opened() == {25}
    finished = jobs.run(job.pk)
    assert finished is not None
    assert (finished.state, finished.done) == ("finished", 30)
    assert [line["outcome"] for line in finished.report] == ["done"] * 30
    assert numbers_opened() == {30}


def numbers_opened() -> set[int]:
    """How many labels have what an open translation consists of; one number where it is whole."""
    return {
        Translation.objects.filter(enabled=True).count(),
        TranslationSource.objects.count(),
        SourceState.objects.count(),
        StringSegment.objects.count(),
        TranslationSource.objects.values("object_id").distinct().count(),
    }
