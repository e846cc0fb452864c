"""One action on many objects: what is done, skipped, refused, failed, each with its reason."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from unittest import TestCase
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from sessions_app.translation import drafting, jobs, localize, memory, review, status
from sessions_app.translation.models import (
    Action,
    Assignment,
    BulkJob,
    LocalePermission,
    Release,
    Review,
)
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_group,
    make_programme,
    make_publisher,
    make_session,
    make_track,
    make_translator,
    make_user,
    translate,
)

ACTIONS = BulkJob.Action.values
DONE, SKIPPED, REFUSED, FAILED = jobs.Outcome.values
STOPPED = "Its translation was stopped; resume it first."
Told = list[tuple[str, str, str, str]]


def place(instance: Any) -> jobs.Item:
    return ContentType.objects.get_for_model(instance).pk, str(instance.pk)


def finished(job: BulkJob | None, state: str = "finished") -> Told:
    """Title, outcome, message and link of every line of a job that is over, as it is stored."""
    assert job is not None
    job.refresh_from_db()
    assert (job.state, job.done) == (state, len(job.items))
    return [(one["title"], one["outcome"], one["message"], one["url"]) for one in job.report]


@pytest.fixture
def publisher(house: House) -> AbstractUser:
    """Who may do everything that is to be done here."""
    return make_publisher()


Run = Callable[..., Told]


@pytest.fixture
def run(en: Locale, publisher: AbstractUser) -> Run:
    """``run("open", [page, speaker])``: what the report of that job says."""

    def carry_out(
        action: str, instances: Sequence[Any], *, state: str = "finished", **options: Any
    ) -> Told:
        if action == BulkJob.Action.ASSIGN:
            options.setdefault("assignee", publisher.pk)
        job = jobs.plan(action, en, [place(one) for one in instances], publisher, **options)
        return finished(jobs.run(job.pk), state)

    return carry_out


@pytest.fixture
def originals(house: House) -> Callable[[str], list[Any]]:
    """``originals("page")``, ``"snippet"`` or ``"several"``, each with one text: its title."""

    def make(kind: str) -> list[Any]:
        pages = [make_session(house.programme, title=f"Sitzung {n}") for n in range(2)]
        track = make_track("Staat")
        return {"page": pages[:1], "snippet": [track], "several": [*pages, track]}[kind]

    return make


@pytest.fixture
def ready(
    en: Locale,
    publisher: AbstractUser,
    settings: Settings,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
) -> Callable[..., list[Any]]:
    """``ready(action, originals)``: as far as the action needs them; their Translations, if any.

    What is filled is what the memory knows of each: its title with EN in front.
    """

    def make(action: str, instances: Sequence[Any]) -> list[Any]:
        settings.SESSIONS = settings.SESSIONS | {"MEMORY_FILLS": False}
        if action == BulkJob.Action.OPEN:
            return []
        opened = [open_one(one, en) for one in instances]
        if action in {BulkJob.Action.SUBMIT, BulkJob.Action.RELEASE}:
            translate_all(publisher, *opened)
        if action == BulkJob.Action.FILL:
            memory.learn([unit(str(one)) for one in instances])
        return opened

    return make


def unit(text: str) -> memory.Unit:
    """Something the memory knows from elsewhere."""
    return memory.Unit(
        source_language="de",
        target_language="en",
        source=text,
        target=f"EN {text}",
        object_key=uuid4(),
        path="title",
        title="Anderswo",
        by=None,
        at=timezone.now(),
    )


def effect(action: str, instance: Any, en: Locale) -> Any:
    """What the action leaves behind, read from where it stands."""
    found = localize.translations_of([instance.translation_key], en).first()
    if found is None:
        return None
    if action == BulkJob.Action.OPEN:
        return found.enabled
    if action == BulkJob.Action.FILL:
        return [row.target for row in localize.segment_rows([found])[found.pk]]
    if action == BulkJob.Action.ASSIGN:
        return list(Assignment.objects.filter(translation=found).values_list("assignee__username"))
    return status.statuses([instance], en)[instance.translation_key].own


def expected(action: str, instance: Any) -> Any:
    return {
        "open": True,
        "fill": [f"EN {instance}"],
        "assign": [("publisher",)],
        "submit": State.IN_REVIEW,
        "release": State.LIVE,
    }[action]


MESSAGES = {"fill": "1 text", "assign": "publisher"}


def address(instance: Any, en: Locale) -> str:
    """Where the editor of its translation is."""
    found = localize.translations_of([instance.translation_key], en).get()
    return f"/admin/translations/{found.pk}/"


@pytest.mark.parametrize("kind", ["page", "snippet", "several"])
@pytest.mark.parametrize("action", ACTIONS)
def test_done(run: Run, originals: Any, ready: Any, en: Locale, action: str, kind: str) -> None:
    found = originals(kind)
    ready(action, found)
    assert [effect(action, one, en) for one in found] != [expected(action, one) for one in found]
    assert run(action, found) == [
        (str(one), DONE, MESSAGES.get(action, ""), address(one, en)) for one in found
    ]
    assert [effect(action, one, en) for one in found] == [expected(action, one) for one in found]


NOTHING = {
    "open": "It was open already.",
    "fill": "The memory knows none of its missing texts.",
    "assign": "It was assigned like this already.",
    "submit": "It is being reviewed.",
    "release": "It is public already.",
}


@pytest.mark.parametrize("kind", ["page", "snippet", "several"])
@pytest.mark.parametrize("action", ACTIONS)
def test_a_second_time_there_is_nothing_to_do(
    run: Run, originals: Any, ready: Any, en: Locale, action: str, kind: str
) -> None:
    found = originals(kind)
    ready(action, found)
    run(action, found)
    before = [effect(action, one, en) for one in found]
    assert run(action, found) == [
        (str(one), SKIPPED, NOTHING[action], address(one, en)) for one in found
    ]
    assert [effect(action, one, en) for one in found] == before


def test_what_went_with_a_page_is_not_refused_when_its_turn_comes(
    run: Run, house: House, en: Locale, publisher: AbstractUser, open_one: Any,
    family: Any, translate_all: Any,
) -> None:  # fmt: skip
    for number, (action, message) in enumerate(
        [("submit", "It is being reviewed."), ("release", "It is public already.")]
    ):
        track = make_track(f"Reihe {number}")
        page = make_session(house.programme, title=f"Sitzung {number}", track=track)
        translate_all(publisher, *family(open_one(page, en)))
        assert run(action, [page, track]) == [
            (str(page), DONE, "", address(page, en)),
            (str(track), SKIPPED, message, address(track, en)),
        ]


def test_a_page_goes_live_after_the_page_above_it(
    run: Run, house: House, en: Locale, publisher: AbstractUser, open_one: Any, translate_all: Any
) -> None:
    above = make_programme(house.home, title="Zweites Programm")
    below = make_session(above, title="Darunter")
    translate_all(publisher, *(open_one(one, en) for one in (above, below)))
    name = "Zweites Programm"
    reason = f"The page above it, “{name}”, is not translated yet."
    assert run("release", [below, above]) == [
        ("Darunter", REFUSED, reason, address(below, en)),
        (name, DONE, "", address(above, en)),
    ]
    assert run("release", [above, below]) == [
        (name, SKIPPED, "It is public already.", address(above, en)),
        ("Darunter", DONE, "", address(below, en)),
    ]


@pytest.mark.parametrize("action", ACTIONS)
def test_refused(
    run: Run, house: House, en: Locale, ready: Any, publisher: AbstractUser, action: str
) -> None:
    """By hand, stopped, not open: one line each, the others are done all the same."""
    by_hand, stopped, good, closed = (
        make_session(house.programme, title=title)
        for title in ("Handgemacht", "Gestoppt", "Gut", "Zu")
    )
    translate(by_hand, "en")
    ready(action, [stopped, good])
    drafting.open_translations([stopped], en)
    Translation.objects.filter(source__object_id=stopped.translation_key).update(enabled=False)
    # Whoever assigns may open on the way; see the next test for those who may not.
    opens = action in {"open", "assign"}
    told = run(action, [by_hand, stopped, good, closed])
    message = MESSAGES.get(action, "")
    assert told == [
        ("Handgemacht", REFUSED, "It was made by hand.", ""),
        ("Gestoppt", REFUSED, STOPPED, address(stopped, en)),
        ("Gut", DONE, message, address(good, en)),
        ("Zu", DONE, message, address(closed, en))
        if opens
        else ("Zu", REFUSED, "It is not open for translation yet.", ""),
    ]
    assert effect(action, good, en) == expected(action, good)
    assert [effect(action, one, en) for one in (by_hand, closed)] == [
        None,
        expected(action, closed) if opens else None,
    ]


def test_whoever_may_not_translate_assigns_what_is_open(
    house: House, en: Locale, publisher: AbstractUser, open_one: Any
) -> None:
    lead = make_user("lead", make_group("leads", languages={"en": [Action.PUBLISH]}))
    opened, closed = (make_session(house.programme, title=title) for title in ("Auf", "Zu"))
    open_one(opened, en)
    places = [place(opened), place(closed)]
    job = jobs.plan("assign", en, places, lead, assignee=publisher.pk)
    assert finished(jobs.run(job.pk)) == [
        ("Auf", DONE, "publisher", address(opened, en)),
        ("Zu", REFUSED, "It is not open for translation yet.", ""),
    ]
    assert Translation.objects.count() == 1


def test_nobody_has_what_is_given_to_nobody(
    run: Run, house: House, en: Locale, open_one: Any, publisher: AbstractUser
) -> None:
    given, free, closed = (make_session(house.programme, title=t) for t in ("A", "B", "C"))
    open_one(given, en)
    open_one(free, en)
    run("assign", [given])
    message = NOTHING["assign"]
    assert run("assign", [given, free, closed], assignee=None) == [
        ("A", DONE, "", address(given, en)),
        ("B", SKIPPED, message, address(free, en)),
        ("C", SKIPPED, message, ""),
    ]
    assert (Assignment.objects.count(), Translation.objects.count()) == (0, 2)


@pytest.mark.parametrize("who", ["may not", "has left", "is gone"])
def test_nothing_is_opened_for_somebody_who_may_not_translate(
    run: Run, house: House, who: str
) -> None:
    page = make_session(house.programme)
    person = make_user("person") if who == "may not" else make_translator(name="person")
    pk = person.pk
    if who == "is gone":
        person.delete()
    if who == "has left":
        person.is_active = False
        person.save()
    assert run("assign", [page], assignee=pk) == [
        ("Ein Gespräch", REFUSED, "This person may not translate into this language.", "")
    ]
    assert Translation.objects.count() == 0


def test_a_release_is_refused_with_every_reason(
    run: Run, house: House, en: Locale, open_one: Any
) -> None:
    pages = [make_session(house.programme, title=f"S{n}", live=bool(n)) for n in range(2)]
    for page in pages:
        open_one(page, en)
    missing = "1 text is not translated yet."
    for action in ("submit", "release"):
        assert run(action, pages) == [
            ("S0", REFUSED, f"The original is not public. {missing}", address(pages[0], en)),
            ("S1", REFUSED, missing, address(pages[1], en)),
        ]
    assert (Release.objects.count(), Review.objects.count()) == (0, 0)
    assert not Page.objects.filter(locale=en, title__startswith="S").exists()


def test_texts_in_review_are_not_filled(
    run: Run, house: House, en: Locale, publisher: AbstractUser, open_one: Any, translate_all: Any
) -> None:
    page = make_session(house.programme)
    translation = open_one(page, en)
    translate_all(publisher, translation)
    review.submit(translation, publisher)
    assert run("fill", [page]) == [
        ("Ein Gespräch", REFUSED, "It is being reviewed.", address(page, en))
    ]
    assert run("release", [page]) == [
        ("Ein Gespräch", REFUSED, "It is being reviewed.", address(page, en))
    ]


def test_what_is_written_in_the_language_is_not_brought_into_it(
    house: House, de: Locale, admin: AbstractUser
) -> None:
    page = make_session(house.programme)
    for action in ACTIONS:
        options = {"assignee": admin.pk} if action == "assign" else {}
        job = jobs.plan(action, de, [place(page)], admin, **options)
        assert finished(jobs.run(job.pk)) == [
            ("Ein Gespräch", REFUSED, "There is nothing like this to translate.", "")
        ]
    assert TranslationSource.objects.count() == 0


# Where a row is written by each action, and for which translation.
SPOILT = {
    "open": (TranslationSource, "object_repr"),
    "fill": (StringTranslation, "data"),
    "assign": (Assignment, "translation_id"),
    "submit": (Review, "translation_id"),
    "release": (Release, "source_id"),
}


def spoil(action: str, value: Any) -> None:
    """Let the database refuse every new row with ``value`` in that column."""
    model, column = SPOILT[action]
    table = model._meta.db_table
    literal = f"'{value}'" if isinstance(value, str) else value
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER spoilt BEFORE INSERT ON {table} WHEN NEW.{column} = {literal} "
                "BEGIN SELECT RAISE(ABORT, 'spoilt'); END"
            )
            return
        cursor.execute(
            "CREATE FUNCTION spoil() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'spoilt'; END $$ "
            "LANGUAGE plpgsql"
        )
        cursor.execute(
            f"CREATE TRIGGER spoilt BEFORE INSERT ON {table} FOR EACH ROW "
            f"WHEN (NEW.{column} = {literal}) EXECUTE FUNCTION spoil()"
        )


@pytest.mark.parametrize("action", ACTIONS)
def test_one_that_fails_takes_none_along_and_is_logged(
    run: Run, house: House, en: Locale, ready: Any, action: str
) -> None:
    pages = [make_session(house.programme, title=t) for t in ("Erst", "Kaputt", "Dann")]
    opened = ready(action, pages)
    bad = opened[1] if opened else None
    spoil(action, {
        "open": "Kaputt",
        "fill": "EN Kaputt",
        "assign": bad and bad.pk,
        "submit": bad and bad.pk,
        "release": bad and bad.source_id,
    }[action])  # fmt: skip
    before = effect(action, pages[1], en)
    with TestCase().assertLogs("sessions_app.translation.jobs", "ERROR") as logged:
        told = run(action, pages, state="failed")
    message = MESSAGES.get(action, "")
    assert told == [
        ("Erst", DONE, message, address(pages[0], en)),
        ("Kaputt", FAILED, "Something went wrong here; the server's log says what.", ""),
        ("Dann", DONE, message, address(pages[2], en)),
    ]
    assert [effect(action, one, en) for one in pages] == [
        expected(action, pages[0]),
        before,
        expected(action, pages[2]),
    ]
    job = BulkJob.objects.get()
    (record,) = logged.records
    assert record.getMessage() == f"{action} of {place(pages[1])} failed in job {job.pk}."
    assert record.exc_info is not None
    assert "spoilt" in str(record.exc_info[1])


def test_what_failed_leaves_no_half(run: Run, house: House, en: Locale, ready: Any) -> None:
    """A release makes a page before it notes itself: neither is left."""
    page = make_session(house.programme, title="Kaputt")
    (translation,) = ready("release", [page])
    spoil("release", translation.source_id)
    with TestCase().assertLogs("sessions_app.translation.jobs", "ERROR"):
        run("release", [page], state="failed")
    assert not Page.objects.filter(translation_key=page.translation_key, locale=en).exists()


RIGHTS = {
    "open": "You may not translate into this language.",
    "fill": "You may not translate into this language.",
    "assign": "You have no right in this language.",
    "submit": "You may not translate into this language.",
    "release": "You may not publish in this language.",
}


@pytest.mark.parametrize("lost", ["right", "account"])
@pytest.mark.parametrize("action", ACTIONS)
def test_rights_that_were_lost_meanwhile(
    house: House, en: Locale, publisher: AbstractUser, ready: Any, action: str, lost: str
) -> None:
    pages = [make_session(house.programme, title=f"S{n}") for n in range(2)]
    ready(action, pages)
    before = [effect(action, page, en) for page in pages]
    helper = make_translator(name="helper")
    options = {"assignee": helper.pk} if action == "assign" else {}
    job = jobs.plan(action, en, [place(page) for page in pages], publisher, **options)
    if lost == "right":
        LocalePermission.objects.filter(group__user=publisher).delete()
    else:
        publisher.is_active = False
        publisher.save()
    assert finished(jobs.run(job.pk)) == [
        (page.title, REFUSED, RIGHTS[action], "" if action in {"open", "assign"}
         else address(page, en))
        for page in pages
    ]  # fmt: skip
    assert [effect(action, page, en) for page in pages] == before


def test_it_goes_on_after_the_last_finished_item(
    house: House, en: Locale, publisher: AbstractUser, ready: Any
) -> None:
    pages = [make_session(house.programme, title=f"S{n}") for n in range(3)]
    ready("release", pages)
    job = jobs.plan("release", en, [place(page) for page in pages], publisher)
    assert (job.state, job.done, job.report) == ("waiting", 0, [])
    seen = []
    for _number in range(4):
        found = jobs.run(job.pk, seconds=0)
        assert found is not None
        seen.append((found.state, found.done, [line["title"] for line in found.report]))
    assert seen == [
        ("running", 1, ["S0"]),
        ("running", 2, ["S0", "S1"]),
        ("finished", 3, ["S0", "S1", "S2"]),
        ("finished", 3, ["S0", "S1", "S2"]),
    ]
    assert Release.objects.count() == 3


# Queries of a whole job by action and number of pages, each with one text: on SQLite, and on
# PostgreSQL, which writes its search index with fewer. Opened and assigned in steps of 25; other
# pages go one by one, and the first submission makes the workflow.
COST: Mapping[str, dict[int, tuple[int, int]]] = {
    "open": {1: (39, 39), 3: (39, 39), 30: (2 * 39, 2 * 39)},
    "fill": {1: (22, 22), 3: (3 * 22, 3 * 22), 30: (30 * 22, 30 * 22)},
    "assign": {1: (32, 32), 3: (32, 32), 30: (2 * 32, 2 * 32)},
    "submit": {
        1: (126, 124),
        3: (126 + 2 * 122, 124 + 2 * 120),
        30: (126 + 29 * 122, 124 + 29 * 120),
    },
    "release": {
        1: (133, 130),
        3: (133 + 2 * 134, 130 + 2 * 131),
        30: (133 + 29 * 134, 130 + 29 * 131),
    },
}


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize("action", ACTIONS)
def test_budget(
    house: House, en: Locale, publisher: AbstractUser, ready: Any, action: str, number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    pages = [make_session(house.programme, title=f"S{n}") for n in range(number)]
    ready(action, pages)
    places = [place(page) for page in pages]
    options = {"assignee": publisher.pk} if action == "assign" else {}
    jobs.plan(action, en, places[:1], publisher, **options)
    with django_assert_num_queries(3):
        by = get_user_model().objects.get(pk=publisher.pk)
        job = jobs.plan(action, en, places, by, **options)
    # A process asks once for the content type of what it meets first.
    ContentType.objects.get_for_models(*apps.get_models())
    # One more where the rules of publication, kept for some seconds, are read anew meanwhile.
    most = COST[action][number][connection.vendor == "postgresql"] + 1
    with django_assert_max_num_queries(most):
        found = jobs.run(job.pk)
    assert [line[1] for line in finished(found)] == [DONE] * number
