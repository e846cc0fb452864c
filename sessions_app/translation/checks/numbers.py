"""Numbers, times, dates and units that changed on the way."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .measures import FIRM
from .quantities import Quantities, quantities


def _both(pair: Pair) -> tuple[Quantities, Quantities] | None:
    """What source and target say in numbers; ``None`` where there is nothing to compare."""
    if pair.kept:
        return None
    source = quantities(pair.source_text, pair.source_language)
    target = quantities(pair.target_text, pair.target_language)
    return None if source is None or target is None else (source, target)


def _is_said(value: Decimal, one: Quantities, other: Quantities) -> bool:
    """Whether ``other`` says the value that stands in ``one``, be it in another unit of time."""
    return other.says_number(value) or any(
        other.says_as_span(value, unit) for unit in one.units_of(value)
    )


class NumbersLost(Check):
    """A number of the source that the target does not say."""

    identifier = "numbers"
    severity = Severity.WARNING
    name = _("Numbers")
    description = _(
        "Every number of the original stands in the translation, written as its language does or"
        " in words."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each value that is missing."""
        if both := _both(pair):
            source, target = both
            lost = [s for v, s in source.numbers.items() if not _is_said(v, source, target)]
            for shown in dict.fromkeys([*lost, *self._replaced(source, target)]):
                message = _("The number %(number)s of the original is missing.")
                yield Found(str(message) % {"number": shown}, shown)

    def _replaced(self, source: Quantities, target: Quantities) -> list[str]:
        """Numbers in words for which the target has another one in words.

        Many a number in words is told without one (“zu viert”, “zwei Drittel”); where another
        number stands in its place, one of them is wrong.
        """
        lost = self._unsaid(source, target)
        return lost if lost and self._unsaid(target, source) else []

    def _unsaid(self, one: Quantities, other: Quantities) -> list[str]:
        return [
            shown
            for value, shown in one.words.items()
            if value > 1 and value % 1 == 0 and not _is_said(value, one, other)
        ]


class NumbersAdded(Check):
    """A number of the target that the source does not say."""

    identifier = "numbers_added"
    severity = Severity.WARNING
    name = _("Numbers added")
    description = _("The translation has no number that the original does not have.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each value that is in the target alone."""
        if both := _both(pair):
            source, target = both
            added = [s for v, s in target.numbers.items() if not _is_said(v, target, source)]
            for shown in dict.fromkeys(added):
                message = _("The number %(number)s does not stand in the original.")
                yield Found(str(message) % {"number": shown}, shown)


class TimesChanged(Check):
    """A time of day of the source that the target does not say."""

    identifier = "times"
    severity = Severity.WARNING
    name = _("Times of day")
    description = _("Every time of day stays the same, by 24 hours or by am and pm.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each time that is missing, told by 24 hours; else for each added."""
        if both := _both(pair):
            source, target = both
            lost = [m for m, shown in source.times.items() if shown and not target.says_time(m)]
            lost += [m for m, shown in source.vague.items() if shown and not target.says_vaguely(m)]
            for minutes in lost:
                message = _("The time %(time)s of the original is missing.")
                yield Found(str(message) % {"time": _clock(minutes)}, _clock(minutes))
            if not lost:
                yield from self._added(source, target)

    def _added(self, source: Quantities, target: Quantities) -> Iterator[Found]:
        for minutes, shown in target.times.items():
            if shown and not source.says_vaguely(minutes):
                message = _("The time %(time)s does not stand in the original.")
                yield Found(str(message) % {"time": _clock(minutes)}, f"+{_clock(minutes)}")


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


class DatesChanged(Check):
    """A date of the source whose month or day of the week the target does not say."""

    identifier = "dates"
    severity = Severity.WARNING
    name = _("Dates")
    description = _("Every date stays in its month and on its day of the week.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each month and for each day of the week that is missing."""
        if both := _both(pair):
            source, target = both
            for month, shown in source.months.items():
                if month not in target.named:
                    message = _("The month of the date “%(date)s” is missing.")
                    yield Found(str(message) % {"date": shown}, shown)
            for day, shown in source.days.items():
                # A newspaper has such a name, and a movement.
                if day not in target.named_days and shown not in pair.target_text:
                    message = _("The day of the week “%(day)s” is missing.")
                    yield Found(str(message) % {"day": shown}, shown)


class UnitsChanged(Check):
    """A number of the source that stands in the target with another unit, or with none."""

    identifier = "units"
    severity = Severity.WARNING
    name = _("Units")
    description = _("Numbers keep their units: percent, currencies, lengths, spans of time.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each number whose unit changed."""
        if both := _both(pair):
            source, target = both
            for (value, unit), shown in source.units.items():
                if self._is_changed(value, unit, target):
                    message = _("“%(quantity)s” of the original has another unit, or none.")
                    yield Found(str(message) % {"quantity": shown}, shown)

    def _is_changed(self, value: Decimal, unit: str, target: Quantities) -> bool:
        if target.has_unit(value, unit) or target.says_as_span(value, unit):
            return False
        return bool(target.units_of(value)) or (unit in FIRM and value in target.numbers)
