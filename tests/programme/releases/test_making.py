"""Making a release: what it keeps, what it refuses, what it is called."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageLogEntry, PageViewRestriction

from sessions_app.models import ProgrammePage, ProgrammeRelease, SessionPage
from sessions_app.programme.releases import (
    NotReleased,
    release,
    state_of,
    suggest_version,
    whats_new,
)
from sessions_app.programme.releases.state import CHANGED, SEQUENCE, moment
from tests.factories import (
    make_editor,
    make_publisher,
    make_session,
    make_site,
    make_superuser,
    make_translator,
    slot,
)
from tests.translation.threads import together

pytestmark = pytest.mark.django_db


def kinds(made):
    """Kinds of the changes of a release by title."""
    return {
        record["titles"]["de"]: [part["kind"] for part in record["parts"]]
        for record in made.changes
    }


def test_the_first_release_keeps_everything_and_tells_of_no_change(stage):
    made = stage.release("1.0", notes={"de": " Los geht’s. ", "en": "", "fr": "Allons-y"})
    stored = ProgrammeRelease.objects.get()
    assert stored == made
    assert (stored.programme, stored.version, stored.released_by, stored.notes, stored.changes) == (
        stage.house.programme,
        "1.0",
        stage.user,
        {"de": "Los geht’s."},
        [],
    )
    expected = state_of(stage.house.programme)
    for times in expected["times"].values():
        for time in times:
            time[CHANGED] = moment(stored.released_at)
    assert stored.state == expected


def test_the_next_one_tells_what_changed_since(stage, at):
    stage.release()
    stage.change(stage.panel, start=at("2026-09-17 11:30"))
    SessionPage.objects.filter(pk=stage.talk.pk).update(live=False)
    make_session(stage.house.programme, title="Später")
    assert kinds(stage.release("1.1")) == {
        "Große Fragen": ["moved"],
        "Nur auf Deutsch": ["withdrawn"],
        "Später": ["new"],
    }
    assert kinds(stage.release("1.2")) == {}


def test_a_translation_of_the_programme_names_the_same(stage):
    made = release(stage.house.programmes["en"], "1.0", stage.user)
    assert made.programme == stage.house.programme


def test_times_bear_the_moment_at_which_they_were_told(stage):
    first = stage.release()
    stage.change(stage.panel, minutes=30)
    stage.change(stage.panel, minutes=40)
    second = stage.release("1.1")
    panel, talk = str(stage.panel.translation_key), str(stage.talk.translation_key)
    assert [
        (second.state["times"][key][0][SEQUENCE], second.state["times"][key][0][CHANGED])
        for key in (panel, talk)
    ] == [(2, moment(second.released_at)), (0, moment(first.released_at))]


def test_it_stands_in_the_history_of_the_programme(stage):
    stage.release()
    stage.change(stage.panel, minutes=30)
    stage.release("1.1")
    entries = PageLogEntry.objects.filter(action="sessions_app.release").order_by("pk")
    assert [(e.page_id, e.user, e.data) for e in entries] == [
        (stage.house.programme.pk, stage.user, {"version": "1.0", "changes": 0}),
        (stage.house.programme.pk, stage.user, {"version": "1.1", "changes": 1}),
    ]
    assert [(str(e.formatter.label), e.message) for e in entries] == [
        ("Release the programme", "Version 1.0 released"),
        ("Release the programme", "Version 1.1 released, 1 session changed"),
    ]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("", "Give the release a name, as in 1.1."),
        (" \t\n", "Give the release a name, as in 1.1."),
        ("1" * 41, "The name of a release has 40 signs at most."),
        ("1" * 100_000, "The name of a release has 40 signs at most."),
        ("1.0", "There is a release of that name already."),
        ("  1.0 ", "There is a release of that name already."),
        ("1\x00", "The name of a release holds no control characters."),
        ("1\x1b[2J", "The name of a release holds no control characters."),
        ("1\ud800", "The name of a release holds no control characters."),
    ],
    ids=["empty", "blank", "long", "huge", "taken", "taken, spaced", "nul", "escape", "half"],
)
def test_names_that_are_refused(stage, version, message):
    stage.release()
    with pytest.raises(NotReleased) as refused:
        stage.release(version)
    assert (str(refused.value), refused.value.field) == (message, "version")
    assert ProgrammeRelease.objects.count() == 1


def test_a_name_may_hold_any_letters(stage):
    made = stage.release("  Fassung   „zwei“ <b>🎉</b> ")
    assert made.version == "Fassung „zwei“ <b>🎉</b>"


def test_notes_that_are_refused_and_mended(stage):
    with pytest.raises(NotReleased) as refused:
        stage.release(notes={"de": "x" * 5001})
    assert (str(refused.value), refused.value.field) == (
        "Notes have 5000 signs at most.",
        "notes",
    )
    assert stage.release(notes={"de": "a\x00b" + "x" * 4998}).notes == {"de": "ab" + "x" * 4998}


@pytest.mark.parametrize("how", ["draft", "behind a log-in", "below one"])
def test_only_what_everybody_may_read_is_released(stage, how):
    programme = stage.house.programme
    if how == "draft":
        ProgrammePage.objects.filter(pk=programme.pk).update(live=False)
    else:
        page = programme if how == "behind a log-in" else stage.house.home
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    with pytest.raises(NotReleased) as refused:
        stage.release()
    assert str(refused.value) == (
        "This programme is not public. Only what everybody may read can be released."
    )
    assert ProgrammeRelease.objects.count() == 0


def test_only_who_may_publish_the_programme_releases_it(stage):
    editor = make_editor(stage.house.home)
    strangers = [
        make_translator(),
        make_publisher(),
        make_editor(stage.house.homes["en"], "english", "en"),
        AnonymousUser(),
    ]
    gone = make_superuser("gone")
    gone.is_active = False
    for user in (*strangers, gone):
        with pytest.raises(NotReleased) as refused:
            release(stage.house.programme, "1.0", user)
        assert str(refused.value) == "You may not publish this programme."
    assert ProgrammeRelease.objects.count() == 0
    assert release(stage.house.programme, "1.0", editor).released_by == editor


def test_nothing_is_released_over_what_nobody_saw(stage):
    first = stage.release("1.0", since=0)
    for since in (0, first.pk + 1, -1):
        with pytest.raises(NotReleased) as refused:
            stage.release("1.1", since=since)
        assert str(refused.value) == (
            "Somebody else released the programme in the meantime. See what changed since."
        )
    assert stage.release("1.1", since=first.pk).version == "1.1"


def test_whats_new_before_and_after_the_first(stage):
    programme = stage.house.programme
    assert whats_new(programme) == (None, state_of(programme), [])
    made = stage.release()
    stage.change(stage.panel, room=stage.cellar)
    last, state, records = whats_new(programme)
    assert (last, state) == (made, state_of(programme))
    assert [part["kind"] for record in records for part in record["parts"]] == ["room"]


@pytest.mark.parametrize(
    ("last", "suggested"),
    [
        (None, "1.0"),
        ("1.0", "1.1"),
        ("1.9", "1.10"),
        ("2", "3"),
        ("2026-09", "2026-10"),
        ("v1.2 beta", "v1.3 beta"),
        ("final", "final 2"),
        ("final 2", "final 3"),
        ("٣", "٣ 2"),
        ("9" * 40, ""),
        ("x" * 40, ""),
        ("0" * 40, "1"),
    ],
)
def test_suggestions(stage, last, suggested):
    if last:
        stage.release(last)
    assert suggest_version(stage.house.programme) == suggested


def test_a_suggestion_is_free(stage):
    for version in ("1.2", "1.1", "1.0"):
        stage.release(version)
    assert suggest_version(stage.house.programme) == "1.3"


@pytest.mark.parametrize("count", [1, 5])
def test_the_same_number_of_queries_at_any_size(stage, count):
    stage.release()
    for number in range(count):
        make_session(
            stage.house.programme,
            title=f"S {number}",
            people=[stage.ada],
            slots=[slot("2026-09-17 15:00", room=stage.hall)],
        )
    with CaptureQueriesContext(connection) as queries:
        stage.release("1.1")
    assert len(queries) == 18


def in_english(*args, **kwargs):
    """Release in a thread of its own, which begins in the site's language."""
    with translation.override("en"):
        return release(*args, **kwargs)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("names", [("1.0", "1.0"), ("1.0", "1.1")], ids=["same name", "others"])
def test_of_two_at_once_one_wins(locales, names):
    house, user = make_site(*locales), make_superuser()
    make_session(house.programme, slots=[slot()])
    found = together(*[lambda v=v: in_english(house.programme, v, user, since=0) for v in names])
    made = [one for one in found if isinstance(one, ProgrammeRelease)]
    assert list(ProgrammeRelease.objects.all()) == made
    assert [str(one) for one in found if not isinstance(one, ProgrammeRelease)] == [
        "Somebody else released the programme in the meantime. See what changed since."
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_ask_for_one_name_one_wins(locales):
    house, user = make_site(*locales), make_superuser()
    make_session(house.programme, slots=[slot()])
    found = together(*[lambda: in_english(house.programme, "1.0", user)] * 4)
    assert sorted(type(one).__name__ for one in found) == [
        "NotReleased",
        "NotReleased",
        "NotReleased",
        "ProgrammeRelease",
    ]
    assert {str(one) for one in found} == {"1.0", "There is a release of that name already."}
    assert ProgrammeRelease.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_tells_nothing_twice(locales):
    house, user = make_site(*locales), make_superuser()
    first = release(house.programme, "1.0", user)
    session = make_session(house.programme, slots=[slot()])
    together(*[lambda v=v: release(house.programme, v, user) for v in ("1.1", "1.2")])
    made = ProgrammeRelease.objects.exclude(pk=first.pk).order_by("released_at")
    assert [[record["pk"] for record in one.changes] for one in made] == [[session.pk], []]
    assert made[1].released_at - made[0].released_at > timedelta(0)
