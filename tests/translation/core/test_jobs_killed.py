"""A bulk action whose process dies goes on where it was, and does nothing twice."""

import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail_localize.models import Translation, TranslationSource

from sessions_app.translation import drafting, jobs, localize, memory
from sessions_app.translation.models import Assignment, BulkJob, Release, Review, SegmentEvent
from tests.factories import make_publisher, make_session, make_site, make_track
from tests.translation.outside import PATIENCE, Outside

pytestmark = pytest.mark.django_db(transaction=True)

# Dies when so many steps have done everything, before the last of them says so.
KILLED = """
import os, signal
from uuid import UUID
from django.db import connection
from sessions_app.translation import jobs
left = [{steps}]
def die(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if sql.startswith('UPDATE "sessions_translation_bulkjob"'):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
    return answer
with connection.execute_wrapper(die):
    jobs.run(UUID("{job}"))
"""
RUN = """
from uuid import UUID
from sessions_app.translation import jobs
print("ready", flush=True)
print(jobs.run(UUID("{job}")).state)
"""
ENQUEUE = """
from sessions_app.translation.tasks import run_job
print(run_job.enqueue("{job}").status)
"""
QUEUE = {"TASKS_BACKEND": "django_tasks_db.DatabaseBackend"}
RESULTS = (
    "SELECT status FROM django_tasks_database_dbtaskresult "
    "WHERE task_path = 'sessions_app.translation.tasks.run_job' ORDER BY enqueued_at"
)


def until(condition: Callable[[], bool]) -> None:
    """Wait for another process."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the other process does not come so far"
        time.sleep(0.05)


@pytest.fixture
def publisher(locales: Mapping[str, Locale]) -> AbstractUser:
    make_site(*locales)
    return make_publisher()


@pytest.fixture
def planned(
    publisher: AbstractUser, en: Locale, settings: Settings, translate_all: Callable[..., None]
) -> Callable[[str], BulkJob]:
    """``planned("release")``: three pages, or thirty labels where several go in one step."""

    def make(action: str) -> BulkJob:
        settings.SESSIONS = settings.SESSIONS | {"MEMORY_FILLS": False}
        if action in jobs.STEP:
            found: list[Any] = [make_track(f"Reihe {n}") for n in range(30)]
        else:
            programme = Page.objects.get(slug="programm").specific
            found = [make_session(programme, title=f"Sitzung {n}") for n in range(3)]
        if action != BulkJob.Action.OPEN:
            opened = drafting.open_translations(found, en).translations
            if action == BulkJob.Action.FILL:
                memory.learn([unit(str(one)) for one in found])
            elif action != BulkJob.Action.ASSIGN:
                translate_all(publisher, *opened)
        content_type = ContentType.objects.get_for_model(found[0]).pk
        options = {"assignee": publisher.pk} if action == BulkJob.Action.ASSIGN else {}
        places = [(content_type, str(one.pk)) for one in found]
        return jobs.plan(action, en, places, publisher, **options)

    return make


def unit(text: str) -> memory.Unit:
    return memory.Unit(
        "de", "en", text, f"EN {text}", uuid4(), "title", "Anderswo", None, timezone.now()
    )


def traces(job: BulkJob) -> dict[str, list[int]]:
    """How often each object has left a trace, for all there are, by kind of trace."""

    def times(values: Any) -> list[int]:
        return sorted(Counter(values).values())

    english = Page.objects.filter(locale=job.locale, title__startswith="EN ")
    pks = list(english.values_list("pk", flat=True))
    logged = PageLogEntry.objects.filter(page__in=pks, action="wagtail.publish")
    return {
        "open": times(Translation.objects.values_list("source__object_id", flat=True)),
        "sources": times(TranslationSource.objects.values_list("object_id", flat=True)),
        "fill": times(
            SegmentEvent.objects.filter(kind=SegmentEvent.Kind.FILLED).values_list(
                "context__object", flat=True
            )
        ),
        "assign": times(Assignment.objects.values_list("translation", flat=True)),
        "submit": times(Review.objects.values_list("translation", flat=True)),
        "release": times(Release.objects.values_list("source", flat=True)),
        "revisions": times(
            Revision.objects.filter(object_id__in=map(str, pks)).values_list("object_id", flat=True)
        ),
        "published": times(logged.values_list("page", flat=True)),
    }


# What is there beside the trace of the action itself, for so many objects.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "open": ("open", "sources"),
    "fill": ("fill",),
    "assign": ("assign",),
    "submit": ("submit", "revisions"),
    "release": ("release", "revisions", "published"),
}


def left_by(job: BulkJob, number: int) -> dict[str, list[int]]:
    """:func:`traces` where so many objects were done, each once."""
    ones = {kind: [1] * number for kind in BESIDE[job.action]}
    opened = {} if job.action == BulkJob.Action.OPEN else {"open": [1] * len(job.items)}
    none: dict[str, list[int]] = {kind: [] for kinds in BESIDE.values() for kind in kinds}
    return none | opened | ({"sources": opened["open"]} if opened else {}) | ones


def titles(job: BulkJob) -> list[tuple[str, str]]:
    return [(line["title"], line["outcome"]) for line in job.report]


@pytest.mark.parametrize("action", BulkJob.Action.values)
def test_killed_in_the_middle(
    planned: Callable[[str], BulkJob], outside: Outside, action: str
) -> None:
    job = planned(action)
    step = jobs.STEP.get(BulkJob.Action(action), 1)
    steps = 2 if step > 1 else 3
    before = (steps - 1) * step
    names = ["Reihe" if step > 1 else "Sitzung"] * len(job.items)
    lines = [(f"{name} {number}", "done") for number, name in enumerate(names)]
    with outside.shared():
        runner = outside.python(KILLED.format(job=job.pk, steps=steps))
        _told, errors = runner.communicate(timeout=PATIENCE)
        assert (runner.returncode, errors) == (-signal.SIGKILL, "")
    job.refresh_from_db()
    assert (job.state, job.done, titles(job)) == ("running", before, lines[:before])
    assert traces(job) == left_by(job, before)
    with outside.shared():
        assert outside.printed(outside.python(RUN.format(job=job.pk))) == ["ready", "finished"]
    job.refresh_from_db()
    assert (job.state, job.done, titles(job)) == ("finished", len(job.items), lines)
    assert traces(job) == left_by(job, len(job.items))


@contextmanager
def nobody_writes(outside: Outside, job: BulkJob) -> Iterator[None]:
    """Hold up whoever takes a step of ``job``."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            BulkJob.objects.select_for_update().get(pk=job.pk)
            yield
        return
    with closing(sqlite3.connect(outside.file, isolation_level=None)) as file:
        file.execute("BEGIN IMMEDIATE")
        yield
        file.execute("ROLLBACK")


def test_two_at_once_take_turns(planned: Callable[[str], BulkJob], outside: Outside) -> None:
    job = planned("release")
    with outside.shared():
        with nobody_writes(outside, job):
            runners = [outside.python(RUN.format(job=job.pk)) for _number in range(2)]
            for runner in runners:
                assert runner.stdout is not None
                assert runner.stdout.readline() == "ready\n"
        assert [outside.printed(runner) for runner in runners] == [["finished"]] * 2
    job.refresh_from_db()
    assert titles(job) == [(f"Sitzung {number}", "done") for number in range(3)]
    assert traces(job) == left_by(job, 3)


@pytest.fixture
def queue(outside: Outside) -> Iterator[None]:
    """The tables of a queue in the database, for as long as the test takes."""
    outside.manage("migrate", "django_tasks_database", "--verbosity", "0", **QUEUE)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_tasks_database_dbtaskresult")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'django_tasks_database'")


def queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(RESULTS)
        return [status for (status,) in cursor.fetchall()]


def waiting() -> int:
    """How many others wait for what this connection holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.postgres
def test_a_worker_is_killed_and_another_takes_the_job_up(
    planned: Callable[[str], BulkJob], outside: Outside, queue: None
) -> None:
    job = planned("release")
    last = Page.objects.get(pk=job.items[-1][1])
    enqueue = ENQUEUE.format(job=job.pk)
    assert outside.printed(outside.python(enqueue, **QUEUE)) == ["READY"]
    with transaction.atomic():
        # Holds the worker up while it releases the last page.
        localize.lock([last.translation_key])
        worker = outside.start("db_worker", "--no-startup-delay", "--interval", "0.1", **QUEUE)
        until(lambda: waiting() == 1 and BulkJob.objects.get(pk=job.pk).done == 2)
        worker.kill()
        assert worker.wait(PATIENCE) == -signal.SIGKILL
    job.refresh_from_db()
    assert (job.state, job.done, queued()) == ("running", 2, ["RUNNING"])
    assert traces(job) == left_by(job, 2)
    # The queue does not know that its worker is gone.
    outside.manage("db_worker", "--batch", "--no-startup-delay", **QUEUE)
    job.refresh_from_db()
    assert (job.state, job.done) == ("running", 2)
    assert outside.printed(outside.python(enqueue, **QUEUE)) == ["READY"]
    outside.manage("db_worker", "--batch", "--no-startup-delay", **QUEUE)
    job.refresh_from_db()
    assert (job.state, queued()) == ("finished", ["RUNNING", "SUCCESSFUL"])
    assert titles(job) == [(f"Sitzung {number}", "done") for number in range(3)]
    assert traces(job) == left_by(job, 3)
