"""The overview's entries: urgency, sorts, groups, ages; and when snippets are wanted."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale

from sessions_app.enums import SlotState
from sessions_app.models import SessionPage, Speaker
from sessions_app.translation.desk import entries, listing
from sessions_app.translation.desk.entries import Entry
from sessions_app.translation.source import Agenda, AgendaGroup
from sessions_app.translation.status import State, Status
from tests.factories import House, make_session, make_speaker, make_track, slot

NOW = datetime(2035, 9, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_number = count(1)


def entry(
    title: str = "Gespräch",
    state: State = State.MISSING,
    *,
    start: float | None = None,
    lasts: float | None = 1,
    groups: Mapping[str, AgendaGroup] | None = None,
    model: Any = SessionPage,
    published_at: datetime | None = None,
    now: datetime = NOW,
    **told: Any,
) -> Entry:
    """An entry that begins ``start`` hours from now and lasts for ``lasts`` hours."""
    begin = None if start is None else now + start * HOUR
    end = None if begin is None or lasts is None else begin + lasts * HOUR
    original = listing.Listed(
        model, next(_number), uuid4(), 1, "de", None, True, False, published_at, False, "", title
    )
    status = Status(state, told.pop("own", state), **told)
    return Entry(original, status, Agenda(begin, end, groups or {}), now)


def titles(found: list[Entry]) -> list[str]:
    return [one.original.title for one in found]


# Urgency


def test_what_is_open_comes_first_the_soonest_before_all() -> None:
    made = [
        entry("vorbei und veraltet", State.OUTDATED, start=-30),
        entry("vorbei und öffentlich", State.LIVE, start=-30),
        entry("bald und öffentlich", State.LIVE, start=1),
        entry("ohne Zeit und öffentlich", State.LIVE),
        entry("ohne Zeit und veraltet", State.OUTDATED),
        entry("ohne Zeit", State.MISSING),
        entry("später und veraltet", State.OUTDATED, start=5),
        entry("bald", State.MISSING, start=3),
        entry("läuft", State.DRAFT, start=-0.5),
    ]
    assert titles(entries.arrange(made, "")) == [
        "läuft",
        "bald",
        "später und veraltet",
        "ohne Zeit und veraltet",
        "ohne Zeit",
        "bald und öffentlich",
        "ohne Zeit und öffentlich",
        "vorbei und veraltet",
        "vorbei und öffentlich",
    ]


def test_at_one_start_what_visitors_read_and_is_wrong_comes_first() -> None:
    made = [entry(str(state.value), state, start=2) for state in State]
    assert titles(entries.arrange(reversed(made), "")) == [
        "outdated",
        "missing",
        "draft",
        "ready",
        "in_review",
        "stopped",
        "by_hand",
        "live",
    ]
    assert {state for state in State if entry(state=state).is_settled} == entries.SETTLED


def test_at_one_start_pages_come_before_their_snippets() -> None:
    made = [entry("Ada", start=2, model=Speaker), entry("Zuletzt", start=2)]
    assert titles(entries.arrange(made, "")) == ["Zuletzt", "Ada"]


@pytest.mark.parametrize(
    ("start", "lasts", "is_past", "is_running"),
    [
        (None, None, False, False),
        (1, 1, False, False),
        (0, 1, False, True),
        (-0.5, 1, False, True),
        (-1, 1, True, False),
        (-30, 1, True, False),
        (1, None, False, False),
        (-1, None, True, False),
    ],
)
def test_what_runs_is_not_over(
    start: float | None, lasts: float | None, is_past: bool, is_running: bool
) -> None:
    found = entry(start=start, lasts=lasts)
    assert (found.is_past, found.is_running) == (is_past, is_running)


# Sorts

ADA = get_user_model()(pk=1, username="zora", first_name="Ada", last_name="Amt")
OLE = get_user_model()(pk=2, username="öle")
PIA = get_user_model()(pk=3, username="anna", first_name="Pia")
COUNTED = {"translation": 1, "total": 4}


@pytest.mark.parametrize(
    ("sort", "low", "middle", "high", "empty"),
    [
        ("title", {"title": "Zehn 2"}, {"title": "Zehn 10"}, {"title": "Zehn 100"}, None),
        ("title", {"title": "arzt"}, {"title": "Ärztin"}, {"title": "Azubi"}, None),
        ("state", {"state": State.OUTDATED}, {"state": State.DRAFT}, {"state": State.LIVE}, None),
        ("progress", COUNTED, COUNTED | {"done": 1}, COUNTED | {"done": 4}, {}),
        ("words", COUNTED, COUNTED | {"words_left": 9}, COUNTED | {"words_left": 10}, {}),
        (
            "age",
            {"published_at": NOW},
            {"published_at": NOW - 9 * 24 * HOUR},
            {"published_at": NOW - 10 * 24 * HOUR},
            {},
        ),
        ("start", {"start": -30}, {"start": 1}, {"start": 30}, {}),
        ("assignee", {"assignee": ADA}, {"assignee": OLE}, {"assignee": PIA}, {}),
        ("saved", {"newest": NOW - HOUR}, {"newest": NOW}, {"newest": NOW + HOUR}, {}),
    ],
)
def test_every_sort_goes_both_ways_and_empty_cells_stay_below(
    sort: str,
    low: dict[str, Any],
    middle: dict[str, Any],
    high: dict[str, Any],
    empty: dict[str, Any] | None,
) -> None:
    first, second, third = (entry(**told) for told in (low, middle, high))
    nothing = [] if empty is None else [entry(**empty)]
    mixed = [third, *nothing, first, second]
    assert entries.arrange(mixed, sort) == [first, second, third, *nothing]
    assert entries.arrange(mixed, f"-{sort}") == [third, second, first, *nothing]


@pytest.mark.parametrize("sort", sorted(entries.SORTS))
def test_ties_go_by_title_either_way(sort: str) -> None:
    made = [entry("B"), entry("C"), entry("A")]
    assert titles(entries.arrange(made, sort)) == ["A", "B", "C"]
    if sort != "title":
        assert titles(entries.arrange(made, f"-{sort}")) == ["A", "B", "C"]


@pytest.mark.parametrize("sort", ["", "-", "--title", "titel", "title ", "<b>", "x" * 5000, "\0"])
def test_an_unknown_sort_is_none(sort: str) -> None:
    made = [entry("A", State.LIVE), entry("B")]
    assert (entries.known_sort(sort), titles(entries.arrange(made, sort))) == ("", ["B", "A"])


def test_titles_of_any_signs_are_sorted() -> None:
    made = ["", "10", "9", "²", "٣", "Ä", "a", "—", "日本", "🙂", "1" * 255]
    found = titles(entries.arrange([entry(title) for title in made], "title"))
    assert sorted(found) == sorted(made)
    assert [title for title in found if title in {"10", "9", "²", "٣", "1" * 255}] == [
        "²",
        "٣",
        "9",
        "10",
        "1" * 255,
    ]


# Ages and words


@pytest.mark.parametrize(
    ("state", "published", "released", "newest", "days"),
    [
        (State.MISSING, None, None, None, None),
        (State.MISSING, 0, None, None, 0),
        (State.MISSING, 1, None, None, 1),
        (State.MISSING, 400, None, None, 400),
        (State.DRAFT, 5, None, 1, 5),
        (State.OUTDATED, 3, 10, 10, 3),
        (State.READY, 20, 10, 4, 4),
        (State.READY, 5, 10, 4, 5),
        (State.READY, None, 10, 4, 4),
        (State.LIVE, 5, 3, 3, None),
        (State.STOPPED, 5, 10, 4, None),
        (State.BY_HAND, 5, None, None, None),
    ],
)
def test_days_are_counted_from_what_made_it_wait(
    state: State,
    published: int | None,
    released: int | None,
    newest: int | None,
    days: int | None,
) -> None:
    def ago(number: int | None) -> datetime | None:
        return None if number is None else NOW - number * 24 * HOUR

    found = entry(
        state=state, published_at=ago(published), released_at=ago(released), newest=ago(newest)
    )
    assert found.days == days


def test_yesterday_evening_is_a_day_ago_by_the_clock_of_the_reader() -> None:
    morning = datetime(2035, 9, 10, 6, 0, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert entry(published_at=morning - 9 * HOUR, now=morning).days == 1
        assert entry(published_at=morning - 6 * HOUR, now=morning).days == 0
    with timezone.override("America/Los_Angeles"):
        assert entry(published_at=morning - 6 * HOUR, now=morning).days == 0
        assert entry(published_at=morning + HOUR, now=morning).days == 0


@pytest.mark.parametrize(
    ("total", "done", "percent"),
    [(0, 0, 0), (1, 0, 0), (1, 1, 100), (1000, 999, 99), (1000, 5, 0), (3, 2, 66), (201, 200, 99)],
)
def test_hundred_percent_is_all(total: int, done: int, percent: int) -> None:
    assert entry(total=total, done=done).percent == percent


def test_words_are_told_where_somebody_counted() -> None:
    assert entry().words_left == ""
    assert entry(translation=1).words_left == "0"
    assert entry(translation=1, words_left=12345).words_left == "12,345"


# Groups

STATE, ART = AgendaGroup("7", "Staat", (2, "Staat")), AgendaGroup("9", "Kunst", (1, "Kunst"))


def test_groups_stand_in_their_order_and_those_without_last() -> None:
    made = [
        entry("A"),
        entry("B", groups={"track": STATE}),
        entry("C", groups={"track": ART}),
        entry("D", groups={"track": STATE}),
        entry("E"),
    ]
    assert titles(entries.by_group(made, "track")) == ["C", "B", "D", "A", "E"]
    assert entries.groups_there(made, "track") == [ART, STATE]
    assert titles(entries.by_group(made, "nonsense")) == ["A", "B", "C", "D", "E"]


def test_headings_count_what_stands_on_other_pages() -> None:
    made = [entry(letter, groups={"track": STATE}) for letter in "ABC"] + [entry("D")]
    (first,) = entries.headed(made[:2], made, "track")
    assert (first.name, first.total, titles(list(first.entries))) == ("Staat", 3, ["A", "B"])
    rest, none = entries.headed(made[2:], made, "track")
    assert (rest.name, rest.total, titles(list(rest.entries))) == ("Staat", 3, ["C"])
    assert (none.name, none.total, titles(list(none.entries))) == ("", 1, ["D"])
    assert entries.headed([], made, "track") == []


def test_words_by_day_are_those_of_all_entries() -> None:
    monday, tuesday = date(2035, 9, 10), date(2035, 9, 11)
    made = [entry(days={monday: 3}), entry(days={monday: 4, tuesday: 1}), entry()]
    assert entries.words_by_day(made) == {monday: 7, tuesday: 1}
    assert entries.words_by_day([]) == {}


def test_the_next_start_is_one_to_come() -> None:
    made = [entry(start=-0.5), entry(start=-30), entry(start=5), entry(start=2), entry()]
    assert entries.next_start(made) == NOW + 2 * HOUR
    assert entries.next_start(made[:2]) is None


# What the database says


@pytest.fixture
def begins(house: House, en: Locale) -> Callable[[Any], float | None]:
    """``begins(snippet)``: when it is wanted, in hours from now."""

    def told(snippet: Any) -> float | None:
        rows = listing.read_all()
        found = entries.entries(listing.originals(rows, en), rows, en)
        (one,) = [e for e in found if e.original.translation_key == snippet.translation_key]
        if one.agenda.start is None:
            return None
        return round((one.agenda.start - one.now).total_seconds() / 3600)

    return told


def at(*hours: float, **fields: Any) -> list[Any]:
    return [slot(timezone.now() + hour * HOUR, 60, **fields) for hour in hours]


def test_a_snippet_is_wanted_with_the_first_session_that_shows_it(
    house: House, begins: Callable[[Any], float | None]
) -> None:
    ada, bo, cy = make_speaker("Ada"), make_speaker("Bo"), make_speaker("Cy")
    track = make_track("Staat")
    make_session(house.programme, title="A", people=[ada], slots=at(50, 9), track=track)
    make_session(house.programme, title="B", people=[ada, bo], slots=at(20))
    make_session(house.programme, title="C", people=[ada, bo], slots=at(-20))
    make_session(house.programme, title="D", people=[ada], slots=at(2, state=SlotState.CANCELLED))
    assert [begins(one) for one in (ada, bo, cy, track)] == [9, 20, None, 9]


def test_a_snippet_of_a_session_that_runs_is_wanted_now(
    house: House, begins: Callable[[Any], float | None]
) -> None:
    ada, bo = make_speaker("Ada"), make_speaker("Bo")
    long = slot(timezone.now() - 2 * HOUR, 600)
    make_session(house.programme, title="A", people=[ada], slots=[long])
    make_session(house.programme, title="B", people=[ada], slots=at(5))
    make_session(house.programme, title="C", people=[bo], slots=at(-50))
    make_session(house.programme, title="D", people=[bo], slots=at(-20))
    assert [begins(one) for one in (ada, bo)] == [-2, -20]


def test_what_was_never_public_is_listed_where_it_was_begun(
    house: House, en: Locale, opened: Any, session: Any
) -> None:
    make_session(house.programme, title="Nie öffentlich", live=False)
    SessionPage.objects.filter(pk=session.pk).update(live=False)
    rows = listing.read_all()
    found = entries.entries(listing.originals(rows, en), rows, en)
    keys: dict[UUID, str] = {e.original.translation_key: e.original.title for e in found}
    assert keys[session.translation_key] == "Was ist Verwaltung?"
    assert sorted(keys.values()) == [
        "Ada Beispiel",
        "Podium",
        "Programm",
        "Staat",
        "Was ist Verwaltung?",
        "Zwiesprache",
    ]
