"""Many people at once on one page with two snippets: nothing fails, nothing is lost, one wins.

On SQLite the database is a file, as it is for several processes of a site.
"""

import os
import sys
import time
from collections import Counter
from functools import partial
from itertools import groupby
from threading import Thread
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Locale, Page, PageLogEntry, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation

from cms.models import HomePage
from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, release, review, status
from sessions_app.translation.models import MemoryEntry, Release, Review, SegmentEvent
from sessions_app.translation.status import State
from tests.factories import (
    make_programme,
    make_publisher,
    make_reviewer,
    make_session,
    make_site,
    make_superuser,
    make_translator,
    publish,
)
from tests.translation.threads import together

from . import slowly
from .people import Answer, Person, Place, crowd
from .world import World, make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]

# How long everybody works; more by hand, as 30.
SECONDS = float(os.environ.get("SECONDS", "5"))
IS_SERVER = connection.vendor == "postgresql"
# A database of one file has one writer at a time.
THREADS = 20 if IS_SERVER else 4
PEOPLE = (
    {"translator": 10, "reviewer": 3, "reader": 3, "publisher": 4}
    if IS_SERVER
    else {"translator": 1, "reviewer": 1, "reader": 1, "publisher": 1}
)
MAKE = {
    "translator": make_translator,
    "reviewer": make_reviewer,
    "reader": make_reviewer,
    "publisher": make_publisher,
}
CODES = {
    "texts": {200, 403, 409},
    "submit": {200, 302},
    "approve": {200, 302},
    "send-back": {302},
    "withdraw": {302},
    "release": {200, 302},
    "offline": {200, 302},
    "": {200},
    "state": {200},
}


@pytest.fixture
def world(shared_database: None, locales: dict[str, Locale]) -> World:
    """A live German page with two people, opened for translation."""
    return make_world(make_site())


@pytest.fixture
def translations(world: World) -> list[Any]:
    """Of the page, then of the people it names; all texts are there, nothing is public."""
    keys = [world.page.translation_key, *world.people_keys]
    found = {t.source.object_id: t for t in localize.translations_of(keys, world.english)}
    writer = make_translator("en", "writer")
    for translation in found.values():
        for row in localize.segment_rows([translation])[translation.pk]:
            drafting.save_segment(
                translation, row.id, "EN written", drafting.version(row.target), writer
            )
    return [found[key] for key in keys]


def test_everybody_works_on_one_page(world: World, translations: list[Any]) -> None:
    people, before = crowd(PEOPLE, MAKE, translations), deadlocks()
    end = time.monotonic() + SECONDS
    worked = together(*(partial(person.work, end) for person in people), patience=SECONDS + 60)
    assert [one for one in worked if isinstance(one, Exception)] == []
    answers = [answer for told in worked for answer in told]
    # For whoever runs it by hand, with ``-rP``.
    figures = sorted(Counter(answer.outcome for answer in answers).items())
    sys.stdout.write(f"{len(answers)} requests: {dict(figures)}\n")
    all_were_answered(answers)
    assert deadlocks() == before
    every_step_was_taken_once(world, translations, answers)
    for place in people[0].places:
        no_text_is_lost(place, world.english, answers)
    all_is_as_it_was_released(world, translations)


def deadlocks() -> int:
    """How often the server had to end a transaction so that another one could go on."""
    if not IS_SERVER:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def all_were_answered(answers: list[Answer]) -> None:
    """Nothing failed; whoever was refused was told why."""
    assert [one.trace or one for one in answers if one.status not in CODES[one.step]] == []
    assert [one for one in answers if not one.is_done and not any(one.told)] == []


def every_step_was_taken_once(world: World, translations: list[Any], answers: list[Answer]) -> None:
    """What Wagtail's log and the tables have of the page is what people were told, no less."""
    page = translations[0]
    taken = Counter(one.step for one in answers if one.is_done and one.translation == page.pk)
    target = localize.target_of(page)
    assert target is not None
    logged = Counter(PageLogEntry.objects.filter(page=target.pk).values_list("action", flat=True))
    reviewed = Counter(
        TaskState.objects.filter(
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
            workflow_state__object_id=target.pk,
        ).values_list("status", flat=True)
    )
    assert {
        "submit": Review.objects.filter(translation=page).count(),
        "approve": reviewed[TaskState.STATUS_APPROVED],
        "send-back": reviewed[TaskState.STATUS_REJECTED],
        # What was sent back and is released without another review ends without one of these.
        "withdraw": reviewed[TaskState.STATUS_CANCELLED],
        "offline": logged["wagtail.unpublish"],
    } == {
        "submit": taken["submit"],
        "approve": taken["approve"],
        "send-back": taken["send-back"],
        "withdraw": taken["withdraw"],
        "offline": taken["offline"],
    }
    # Whoever finds it released as it stands is told so, and publishes nothing anew.
    published = logged["wagtail.publish"]
    assert taken["approve"] <= published <= taken["approve"] + taken["release"]
    for model, rows in ((SessionPage, [world.page]), (Speaker, world.people_keys)):
        english = model.objects.filter(locale=world.english, source__isnull=False)
        assert english.count() == len(rows)


def no_text_is_lost(place: Place, english: Locale, answers: list[Answer]) -> None:
    """Each text followed on the one whose version was named, and gave way to one other at most.

    What one person saved in a row is one event, see ``history``.
    """
    saved = [one for one in answers if one.place == place and one.is_done]
    following = {one.before: one for one in saved}
    assert len(following) == len(saved)
    stands, chain = "EN written", [("writer", "EN written")]
    while (one := following.get(drafting.version(stands))) is not None:
        chain.append((one.who, one.text))
        stands = one.text
    assert len(chain) == len(saved) + 1
    where = {"context": place.context, "locale": english}
    stored = StringTranslation.objects.get(translation_of=place.string, **where)
    assert stored.data == stands
    events = SegmentEvent.objects.filter(
        string=place.string, kind=SegmentEvent.Kind.SAVED, **where
    ).order_by("pk")
    told = groupby(events.values_list("by__username", "before", "after"), key=lambda one: one[0])
    runs = [list(run) for _who, run in told]
    wanted = [list(run)[-1] for _who, run in groupby(chain, key=lambda pair: pair[0])]
    before = ["", *(text for _who, text in wanted)]
    assert [(run[0][0], run[0][1], run[-1][2]) for run in runs] == [
        (who, gave_way, text) for (who, text), gave_way in zip(wanted, before, strict=False)
    ]
    for run in runs:
        assert [one[1] for one in run[1:]] == [one[2] for one in run[:-1]]
    assert MemoryEntry.objects.filter(source=stored.translation_of.data, target=stands).exists()


def all_is_as_it_was_released(world: World, translations: list[Any]) -> None:
    """What is public is what the last release froze; the status is the true one."""
    originals = [world.page, *Speaker.objects.filter(pk__in=world.people).order_by("pk")]
    told = status.statuses(originals, world.english)
    for original, translation in zip(originals, translations, strict=True):
        found = told[original.translation_key]
        assert found.own == slowly.own_state(original, world.english)
        assert found.state == slowly.state(original, world.english)
        target = localize.target_of(translation)
        if target is not None and target.live:
            revision = Release.objects.get(source=translation.source).revision
            assert target.live_revision == revision
            assert texts_of(target) == texts_of(revision.as_object())
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    objects = list(running.values_list("base_content_type", "object_id"))
    assert len(objects) == len(set(objects))
    assert set(running) == {
        one.workflow_state for one in Review.objects.filter(workflow_state__in=running)
    }


def texts_of(row: Any) -> dict[str, Any]:
    """The texts of a row by field, as JSON has them."""
    texts = {name: getattr(row, name) for name in localize.text_fields(type(row))}
    return {name: list(getattr(text, "raw_data", [text])) for name, text in texts.items()}


def pressing(step: str, translation: Any, role: str) -> list[Answer]:
    """What so many people are told who press one button at once."""
    people = [
        Person(MAKE[role]("en", f"{role} {n}"), {}, [], [translation.pk]) for n in range(THREADS)
    ]
    return together(*(partial(person.step, step, translation.pk) for person in people))


def revisions(translation: Any) -> list[Any]:
    """Those of what was written for a translation."""
    target = localize.target_of(translation)
    return [] if target is None else list(target.revisions.order_by("pk"))


def test_one_of_many_submits(translations: list[Any]) -> None:
    found = pressing("submit", translations[0], "translator")
    assert Counter(one.outcome for one in found) == {
        "submit 302 done": 1,
        "submit 200 refused": THREADS - 1,
    }
    assert Review.objects.count() == len(translations)
    assert [len(revisions(one)) for one in translations] == [1] * len(translations)


def test_one_of_many_approves(world: World, translations: list[Any]) -> None:
    review.submit(translations[0], make_translator("en", "submitter"))
    found = pressing("approve", translations[0], "reader")
    assert Counter((one.outcome, one.told) for one in found) == {
        ("approve 302 done", ()): 1,
        ("approve 302 refused", ("It is not being reviewed.",)): THREADS - 1,
    }
    assert Release.objects.count() == len(translations)
    assert [len(revisions(one)) for one in translations] == [1] * len(translations)
    state = status.statuses([world.page], world.english)[world.page.translation_key]
    assert state.state is State.LIVE


def test_of_all_who_release_at_once_one_does_it(world: World, translations: list[Any]) -> None:
    found = pressing("release", translations[0], "publisher")
    assert Counter(one.outcome for one in found) == {"release 302 done": THREADS}
    assert [Release.objects.get(source=one.source).revision for one in translations] == [
        revisions(one)[-1] for one in translations
    ]
    # The first does it, the others find it done.
    assert [len(revisions(one)) for one in translations] == [1] * len(translations)
    all_is_as_it_was_released(world, translations)


def test_one_of_many_takes_it_offline(world: World, translations: list[Any]) -> None:
    release.release(translations[0], make_publisher("en", "releaser"))
    found = pressing("offline", translations[0], "publisher")
    assert Counter((one.outcome, one.told) for one in found) == {
        ("offline 302 done", ()): 1,
        ("offline 200 refused", ("Nothing has changed.", "It is not public.")): THREADS - 1,
    }
    all_is_as_it_was_released(world, translations)


@pytest.mark.parametrize("known", [True, False], ids=["released before", "new"])
@pytest.mark.parametrize("order", [("release", "unrelease"), ("unrelease", "release")])
def test_nothing_goes_live_below_a_page_that_goes_offline(
    world: World, order: tuple[str, str], *, known: bool
) -> None:
    """Whoever comes second waits for the other one, and knows then what was done."""
    boss = make_superuser("boss")
    home = HomePage.objects.get(locale__language_code="de")
    above = publish(make_programme(home, title="DE Bereich", people_slug="dort"))
    below = publish(make_session(above, title="DE Gespräch"))
    opened = drafting.open_translations([above, below], world.english).translations
    for one in opened:
        for row in localize.segment_rows([one])[one.pk]:
            drafting.save_segment(one, row.id, "EN text", drafting.version(None), boss)
    by_key = {one.source.object_id: one for one in opened}
    section, talk = by_key[above.translation_key], by_key[below.translation_key]
    release.release(section, boss)
    if known:
        release.release(talk, boss)
        release.unrelease(talk, boss)
    steps = {
        "release": partial(release.release, talk, boss),
        "unrelease": partial(release.unrelease, section, boss),
    }
    told: list[Any] = []
    second = Thread(target=lambda: told.extend(together(steps[order[1]])))
    with transaction.atomic():
        steps[order[0]]()
        second.start()
        second.join(1)
    second.join(30)
    rows = [localize.target_of(one) for one in (section, talk)]
    assert [row is not None and row.live for row in rows] == [False, False], told
    is_refused = order[1] == "release"
    assert [isinstance(one, release.ReleaseRefused) for one in told] == [is_refused]
