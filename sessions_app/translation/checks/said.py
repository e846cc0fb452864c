"""What a text says in numbers, times and dates, whichever way it writes them. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal

from .measures import Span, is_same, span

DAY = 24 * 60
HALF_A_DAY = DAY // 2


@dataclass
class Quantities:
    """What a text says in numbers, each with the words it stands in.

    ``numbers`` in digits by value, ``words`` those written out, ``loosely`` what words may stand
    for that have several values. ``times`` by minutes after midnight, ``vague`` ones that tell no
    half of the day by minutes after twelve. ``months`` (1–12) and ``days`` of the week (1–7) that
    are dates, ``named`` and ``named_days`` those that stand anywhere. ``units`` by value and unit,
    ``spans`` of time whatever their unit. A time or number that stands with an empty text need not
    stand in a translation.
    """

    numbers: dict[Decimal, str] = field(default_factory=dict)
    words: dict[Decimal, str] = field(default_factory=dict)
    loosely: set[Decimal] = field(default_factory=set)
    times: dict[int, str] = field(default_factory=dict)
    vague: dict[int, str] = field(default_factory=dict)
    months: dict[int, str] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    days: dict[int, str] = field(default_factory=dict)
    named_days: set[int] = field(default_factory=set)
    units: dict[tuple[Decimal, str], str] = field(default_factory=dict)
    spans: set[Span] = field(default_factory=set)

    def says_number(self, value: Decimal) -> bool:
        """Whether the value stands here: in digits, written out, or as an hour."""
        if value in self.numbers or value in self.words or value in self.loosely:
            return True
        return any(one in self.times or one % HALF_A_DAY in self.vague for one in _times_of(value))

    def says_time(self, minutes: int) -> bool:
        """Whether the time stands here, by 24 or by 12 hours, with or without its minutes."""
        if minutes in self.times or minutes % HALF_A_DAY in self.vague:
            return True
        hour, rest = divmod(minutes, 60)
        clock = {hour, (hour - 12) % 24} if hour >= 12 else {hour}
        if rest:
            return any(Decimal(f"{one}.{rest:02d}") in self.numbers for one in clock)
        # “0–24 Uhr”: a day's end is none of the next.
        clock |= {24} if hour == 0 else set()
        return any(
            one in told for one in clock for told in (self.numbers, self.words, self.loosely)
        )

    def says_vaguely(self, minutes: int) -> bool:
        """Whether the time stands here in the morning or in the afternoon."""
        return self.says_time(minutes) or self.says_time(minutes + HALF_A_DAY)

    def says_as_span(self, value: Decimal, unit: str) -> bool:
        """Whether so many of a unit of time stand here in another unit: 14 days as two weeks."""
        return span(value, unit) in self.spans

    def units_of(self, value: Decimal) -> set[str]:
        """The units that stand with a value."""
        return {unit for number, unit in self.units if number == value}

    def has_unit(self, value: Decimal, unit: str) -> bool:
        """Whether the value stands with this unit."""
        return any(is_same(unit, one) for one in self.units_of(value))


def _times_of(value: Decimal) -> list[int]:
    """The times that a bare number may stand for: ``9`` for nine o’clock, ``10.30``."""
    if not 0 <= value <= 24:
        return []
    hour, rest = divmod(int(value * 100), 100)
    if rest >= 60:
        return []
    minutes = (hour * 60 + rest) % DAY
    return [minutes, minutes + HALF_A_DAY] if hour <= 12 else [minutes]
