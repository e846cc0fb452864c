"""The chart of words left: lines in numbers for any history, and the same as a text."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from sessions_app.translation import drafting, localize
from sessions_app.translation.desk.chart import HEIGHT, ROWS, WIDTH, BurnDown, burn_down
from tests.factories import House, make_session, slot
from tests.translation.desk.test_editor import words

TODAY = date(2035, 9, 10)
DAY = timedelta(days=1)
OVERVIEW = "/admin/translations/"

days_ago = st.integers(min_value=0, max_value=4000)
histories = st.dictionaries(
    days_ago.map(lambda number: TODAY - number * DAY), st.integers(0, 10**6), max_size=60
)
events = st.none() | st.integers(-4000, 4000).map(lambda number: TODAY + number * DAY)


def points(line: str) -> list[tuple[float, float]]:
    """Coordinates of an SVG line."""
    return [tuple(float(value) for value in one.split(",")) for one in line.split()]


def drawn(days: Mapping[date, int], left: int, event: date | None = None) -> BurnDown:
    """The chart of a history after which ``left`` words remain."""
    found = burn_down(days, sum(days.values()) + left, left, TODAY, event)
    assert found is not None
    return found


@given(days=histories, left=st.integers(0, 10**6), event=events)
def test_lines_stay_in_the_box_and_lead_down_to_what_is_left(
    days: dict[date, int], left: int, event: date | None
) -> None:
    total = sum(days.values()) + left
    found = burn_down(days, total, left, TODAY, event)
    if not total:
        assert found is None
        return
    assert found is not None
    line, guide = points(found.line), points(found.guide)
    for x, y in [*line, *guide, *points(found.area)]:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    assert line == sorted(line)
    assert [y for _x, y in line] == sorted(y for _x, y in line)
    assert line[0] == (0, 0)
    assert line[-1] == (float(found.today), round(HEIGHT * (1 - left / total), 1))
    assert found.first <= TODAY <= found.last
    assert found.is_done == (left == 0)
    if event is None or event < TODAY:
        assert (found.event, found.guide, found.pace, found.days_left) == (None, "", "", 0)
        assert (found.last, float(found.today)) == (TODAY, WIDTH)
    else:
        assert (found.event, found.last, guide) == (event, event, [(0, 0), (WIDTH, HEIGHT)])
        assert found.days_left == (event - TODAY).days


@given(days=histories, left=st.integers(0, 10**6))
def test_the_numbers_tell_what_the_line_shows(days: dict[date, int], left: int) -> None:
    found = burn_down(days, sum(days.values()) + left + 1, left + 1, TODAY, None)
    assert found is not None
    told = [int(step.words.replace(",", "")) for step in found.steps]
    assert sum(told) == sum(days.values())
    moments = [step.day for step in found.steps]
    assert moments == sorted(set(moments), reverse=True)
    assert {step.is_week for step in found.steps} <= {len(days) > ROWS}
    if len(days) > ROWS:
        assert {day.weekday() for day in moments} == {0}
    remaining = [int(step.left.replace(",", "")) for step in found.steps]
    assert remaining == sorted(remaining)
    assert remaining[:1] == ([left + 1] if days else [])


@pytest.mark.parametrize(
    ("away", "pace", "days_left"),
    [
        (None, "", 0),
        (-1, "", 0),
        (0, "100", 0),
        (1, "100", 1),
        (3, "34", 3),
        (100, "1", 100),
        (4000, "1", 4000),
    ],
)
def test_the_pace_is_what_the_event_asks_for(away: int | None, pace: str, days_left: int) -> None:
    found = drawn({TODAY: 20}, 100, None if away is None else TODAY + away * DAY)
    assert (found.pace, found.days_left) == (pace, days_left)


def test_nothing_to_translate_is_no_chart() -> None:
    assert burn_down({}, 0, 0, TODAY, TODAY) is None


def test_before_the_first_word_the_line_is_flat() -> None:
    found = drawn({}, 50, TODAY + 9 * DAY)
    assert (found.line, found.guide, found.today) == ("0,0 64,0", "0,0 640,150", "64")
    assert (found.first, found.last, found.steps) == (TODAY, TODAY + 9 * DAY, [])


def test_one_day_falls_from_its_beginning_to_its_end() -> None:
    found = drawn({TODAY: 25}, 75)
    assert (found.line, found.area) == ("0,0 640,37.5", "0,150 0,0 640,37.5 640,150")
    assert [(step.day, step.words, step.left) for step in found.steps] == [(TODAY, "25", "75")]


def test_days_without_work_are_level() -> None:
    found = drawn({TODAY - 3 * DAY: 10, TODAY: 10}, 0)
    assert found.line == "0,0 160,75 480,75 640,150"


def test_years_are_told_by_weeks() -> None:
    days = {TODAY - number * DAY: 1 for number in range(700)}
    found = drawn(days, 0)
    # TODAY is a Monday.
    assert (len(found.steps), found.steps[0].words, found.steps[1].words) == (101, "1", "7")
    assert {step.is_week for step in found.steps} == {True}


def test_what_comes_from_a_clock_ahead_counts_as_today() -> None:
    found = drawn({TODAY + 5 * DAY: 30, TODAY: 10}, 60)
    assert found.line == "0,0 640,60"
    assert [(step.day, step.words) for step in found.steps] == [(TODAY, "40")]


# On the screen


@pytest.fixture
def chart(desk: Client, soup: Callable[[Any], BeautifulSoup]) -> Callable[..., BeautifulSoup]:
    """``chart(q="…")``: what the overview shows of it."""

    def read(**asked: str) -> BeautifulSoup:
        (found,) = soup(desk.get(OVERVIEW, asked)).select(".desk-chart")
        return found

    return read


@pytest.fixture
def begun(house: House, en: Locale, publisher: Any) -> Callable[..., Any]:
    """``begun("Titel", slots, days_ago)``: a session whose title was translated so long ago."""

    def make(title: str, slots: list[Any], ago: int | None = None) -> Any:
        page = make_session(house.programme, title=title, slots=slots, summary="Drei Wörter mehr.")
        drafting.open_translations([page], en)
        translation = localize.translations_of([page.translation_key], en).get()
        if ago is not None:
            row = localize.segment_rows([translation])[translation.pk][0]
            drafting.save_segment(translation, row.id, "A title", drafting.version(None), publisher)
            moment = timezone.now() - ago * DAY
            texts = StringTranslation.objects.filter(translation_of=row.string_id)
            texts.update(created_at=moment)
        return page

    return make


def test_the_chart_is_told_in_words(
    begun: Callable[..., Any], chart: Callable[..., BeautifulSoup]
) -> None:
    soon = timezone.localtime().replace(hour=12) + 4 * DAY
    begun("Eins zwei drei", [slot(soon)], 2)
    begun("Vier fünf", [], 0)
    found = chart(kind="sessions_app.sessionpage")
    today = timezone.localdate()
    first, last = (date_format(today + days * DAY, "DATE_FORMAT") for days in (-2, 4))
    assert words(found, ".desk-chart__title") == ["6 of 11 words are left"]
    assert words(found, ".desk-chart__text") == [f"4 days to {last}: at least 2 of them a day."]
    assert [words(row, "th, td") for row in found.select("tbody tr")] == [
        [today.strftime("%m/%d/%Y"), "2", "6"],
        [(today - 2 * DAY).strftime("%m/%d/%Y"), "3", "8"],
    ]
    assert words(found, "thead th") == ["Day", "Words translated", "Words left"]
    assert found.svg is not None
    assert (found.svg["role"], found.svg["aria-labelledby"]) == ("img", "desk-chart-label")
    assert words(found, "title") == [f"Words left, {first} to {last}"]
    assert words(found, ".desk-chart__ends span") == [
        (today - 2 * DAY).strftime("%m/%d/%Y"),
        "straight way to the next start",
        timezone.localdate(soon).strftime("%m/%d/%Y"),
    ]


def test_the_chart_follows_the_filters_and_their_next_start(
    begun: Callable[..., Any], chart: Callable[..., BeautifulSoup]
) -> None:
    noon = timezone.localtime().replace(hour=12)
    begun("Bald", [slot(noon + 2 * DAY)])
    begun("Später", [slot(noon + 9 * DAY)])
    begun("Irgendwann", [])
    starts = [words(chart(q=title), ".desk-chart__text")[0].split(" to ")[0] for title in
              ("Bald", "Später", "Irgendwann")]  # fmt: skip
    assert starts == ["2 days", "9 days", "2 days"]
    assert words(chart(q="Später"), ".desk-chart__title") == ["4 of 4 words are left"]


def test_a_start_of_today_asks_for_no_words_a_day(
    begun: Callable[..., Any], chart: Callable[..., BeautifulSoup]
) -> None:
    tonight = timezone.localtime().replace(hour=23, minute=59, second=59, microsecond=999_999)
    begun("Heute Abend", [slot(tonight)])
    assert words(chart(q="Heute"), ".desk-chart__text") == ["The next start is today."]


def test_what_is_over_asks_for_no_words_a_day(
    begun: Callable[..., Any], chart: Callable[..., BeautifulSoup]
) -> None:
    begun("Gestern", [slot(timezone.now() - DAY)])
    found = chart(q="Gestern")
    assert words(found, ".desk-chart__text") == [""]
    assert found.select(".desk-chart__guide, .desk-chart__today, details") == []


def test_all_done_is_said(
    begun: Callable[..., Any],
    chart: Callable[..., BeautifulSoup],
    complete: Callable[[Any], None],
    en: Locale,
) -> None:
    page = begun("Fertig", [slot(timezone.now() + 2 * DAY)], 1)
    complete(localize.translations_of([page.translation_key], en).get())
    found = chart(q="Fertig")
    assert words(found, ".desk-chart__title") == ["All 4 words are translated"]
    assert words(found, ".desk-chart__text") == [""]


def test_without_a_word_there_is_no_chart(
    desk: Client, house: House, soup: Callable[[Any], BeautifulSoup]
) -> None:
    make_session(house.programme, title="Niemand öffnete es")
    assert soup(desk.get(OVERVIEW)).select(".desk-chart") == []
