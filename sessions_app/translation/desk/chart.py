"""How many words were left on which day, and the straight way to the event: lines in numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .entries import number

WIDTH, HEIGHT = 640, 150
# Rows of the table that tells the same in numbers; longer histories are told by weeks.
ROWS = 31


@dataclass(frozen=True)
class Step:
    """What was done in one day (or the week that begins with it), and what was left then."""

    day: date
    is_week: bool
    words: str
    left: str


@dataclass(frozen=True)
class BurnDown:
    """Words left from the first day on. Lines are SVG points in a box of WIDTH × HEIGHT.

    ``guide`` leads from the first day to nothing left at the event; ``pace`` is how many words a
    day that takes from today on. Both are empty without an event to come.
    """

    total: str
    left: str
    is_done: bool
    first: date
    last: date
    event: date | None
    days_left: int
    pace: str
    line: str
    area: str
    guide: str
    today: str
    steps: Sequence[Step]
    width: int = WIDTH
    height: int = HEIGHT


def burn_down(
    days: Mapping[date, int], total: int, left: int, today: date, event: date | None
) -> BurnDown | None:
    """The chart of ``days`` (words first translated on each); None where there are no words.

    ``total`` are the words of all texts, ``left`` those not translated. What a clock that goes
    wrong puts after today counts as done today.
    """
    if not total:
        return None
    days = _until(today, days)
    event = event if event and event >= today else None
    first = min([*days, today]) - timedelta(days=1)
    last = max(event or today, today)
    span = (last - first).days

    def across(day: date) -> float:
        return round(WIDTH * (day - first).days / span, 1)

    def down(words: int) -> float:
        return round(HEIGHT * (1 - words / total), 1)

    begin = left + sum(days.values())
    points = [(0.0, down(begin))]
    now = begin
    steps = []
    for day in sorted(days):
        points.append((across(day - timedelta(days=1)), down(now)))
        now -= days[day]
        points.append((across(day), down(now)))
        steps.append((day, days[day], now))
    points.append((across(today), down(now)))
    days_left = (event - today).days if event else 0
    line = _points(dict.fromkeys(points))
    return BurnDown(
        total=number(total),
        left=number(left),
        is_done=not left,
        first=first + timedelta(days=1),
        last=last,
        event=event,
        days_left=days_left,
        pace=number(-(-left // max(1, days_left))) if event and left else "",
        line=line,
        area=f"0,{HEIGHT} {line} {across(today):g},{HEIGHT}",
        guide=_points([(0.0, down(begin)), (across(event), float(HEIGHT))]) if event else "",
        today=f"{across(today):g}",
        steps=_told(steps),
    )


def _until(today: date, days: Mapping[date, int]) -> dict[date, int]:
    found: dict[date, int] = {}
    for day, words in days.items():
        found[min(day, today)] = found.get(min(day, today), 0) + words
    return found


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _told(steps: Sequence[tuple[date, int, int]]) -> list[Step]:
    """The newest first; by weeks where there are many days."""
    if len(steps) <= ROWS:
        return [Step(day, False, number(n), number(left)) for day, n, left in reversed(steps)]
    weeks: dict[date, tuple[int, int]] = {}
    for day, words, left in steps:
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = (weeks.get(monday, (0, 0))[0] + words, left)
    return [Step(day, True, number(n), number(left)) for day, (n, left) in reversed(weeks.items())]
