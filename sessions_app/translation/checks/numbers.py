"""Numbers, times, dates and units that changed on the way."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .base import Check, Found, Pair, Severity
from .quantities import FIRM, Quantities, quantities


def _both(pair: Pair) -> tuple[Quantities, Quantities] | None:
    """What source and target say in numbers; ``None`` where there is nothing to compare."""
    if pair.kept:
        return None
    source = quantities(pair.source_text, pair.source_language)
    target = quantities(pair.target_text, pair.target_language)
    return None if source is None or target is None else (source, target)


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
            for value, shown in source.numbers.items():
                if not target.says_number(value):
                    message = _("The number %(number)s of the original is missing.")
                    yield Found(str(message) % {"number": shown}, shown)


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
            for value, shown in target.numbers.items():
                if not source.says_number(value):
                    message = _("The number %(number)s does not stand in the original.")
                    yield Found(str(message) % {"number": shown}, shown)


class TimesChanged(Check):
    """A time of day of the source that the target does not say."""

    identifier = "times"
    severity = Severity.WARNING
    name = _("Times of day")
    description = _("Every time of day stays the same, by 24 hours or by am and pm.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each time that is missing, told by 24 hours."""
        if both := _both(pair):
            source, target = both
            for minutes, shown in source.times.items():
                if shown and not target.says_time(minutes):
                    message = _("The time %(time)s of the original is missing.")
                    clock = f"{minutes // 60}:{minutes % 60:02d}"
                    yield Found(str(message) % {"time": clock}, clock)


class DatesChanged(Check):
    """A date of the source whose month the target does not say."""

    identifier = "dates"
    severity = Severity.WARNING
    name = _("Dates")
    description = _("Every date stays in its month, in words or in digits.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for each month that is missing."""
        if both := _both(pair):
            source, target = both
            for month, shown in source.months.items():
                if month not in target.named:
                    message = _("The month of the date “%(date)s” is missing.")
                    yield Found(str(message) % {"date": shown}, shown)


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
                if value in target.numbers and self._is_changed(unit, target, value):
                    message = _("“%(quantity)s” of the original has another unit, or none.")
                    yield Found(str(message) % {"quantity": shown}, shown)

    def _is_changed(self, unit: str, target: Quantities, value: Decimal) -> bool:
        units = target.units_of(value)
        return unit not in units and (bool(units) or unit in FIRM)
