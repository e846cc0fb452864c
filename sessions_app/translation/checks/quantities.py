"""Numbers, times of day, months and units as a text says them, whichever way it writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from .languages import Language, base, language
from .text import without_addresses

_SPACES = "\u00a0\u202f "
_NUMBER = re.compile(
    rf"(?<!\d)(?:\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,’']\d+)*)"
)
_JOINT = re.compile(rf"[.,’'{_SPACES}]")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DOTTED_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
# Without a year it may be a number as well; a small word before it, or zeros, make it a date.
_SHORT_DATE = re.compile(
    r"(?:\b(?:am|vom|bis|zum|den|dem|ab|seit)\s|(?<![\d.])(?=\d\d\.\d\d\.))"
    r"(\d{1,2})\.\s?(\d{1,2})\.(?!\d)",
    re.IGNORECASE,
)
# “80er Jahre”, “the ’80s”: of the last century.
_DECADE = re.compile(r"(?<!\d)['’]?([2-9]0)(?=er[\s-]Jahr|s\b)")
_AND_A_HALF = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[\s-]and[\s-]a[\s-]half\b", re.IGNORECASE)
_HALF = {Decimal("0.5"), Decimal(50)}
_SLASHED_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_RANGE = r"\s?(?:–|—|-|bis|und|oder|auf|to|and|or|until|à|et|ou)\s?"
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_SUFFIX = {
    "de": r"Uhr\b",
    "en": r"(?P<half>[ap]\.?\s?m\b\.?)|o[’']clock\b",
    "fr": r"h(?:eures?)?\b",
}
_COLON_TIME = re.compile(r"(?<![\d:.,])(\d{1,2}):(\d{2})(?![\d:])")
_FRENCH_TIME = re.compile(r"(?<!\d)(\d{1,2})\s?h\s?(\d{2})(?!\d)")
_NOON = re.compile(r"\b(?:noon|midday|mittags?|zwölf Uhr|midi)\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"\b(?:midnight|mitternacht|minuit)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DAY = 24 * 60
# Longer than any number that people write out.
_LONGEST_WORD = 80

_UNITS = {
    "%": "% prozent percent percents",
    "%p": "prozentpunkt prozentpunkte prozentpunkten",
    "€": "€ eur euro euros",
    "$": "$ usd dollar dollars",
    "£": "£ gbp pfund pound pounds",
    "CHF": "chf franken francs",
    "km": "km kilometer kilometern kilometers kilometre kilometres kilomètre kilomètres",
    "m": "m meter metern meters metre metres mètre mètres",
    "cm": "cm zentimeter zentimetern centimetre centimetres centimeter centimeters",
    "mm": "mm millimeter millimetern millimetre millimetres",
    "m²": "m² qm quadratmeter quadratmetern",
    "km²": "km² quadratkilometer quadratkilometern",
    "kg": "kg kilogramm kilogram kilograms",
    "t": "tonne tonnen tonnes",
    "°C": "°c",
    "kWh": "kwh kilowattstunde kilowattstunden",
    "GB": "gb gigabyte gigabytes",
    "MB": "mb megabyte megabytes",
    "h": "std stunde stunden hour hours heure heures",
    "min": "min minute minuten minutes",
    "s": "sekunde sekunden second seconds seconde secondes",
    "d": "tag tage tagen day days jour jours",
    "w": "woche wochen week weeks semaine semaines",
    "M": "monat monate monaten month months mois",
    "a": "jahr jahre jahren year years année années",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
# Two words, or said after a number in another way.
_LONG_UNITS = (
    (re.compile(r"(?:percentage\spoints?|points?\sde\spourcentage)\b", re.IGNORECASE), "%p"),
    (re.compile(r"(?:per\scent|pour\scent)\b", re.IGNORECASE), "%"),
    (re.compile(r"(?:square\s(?:metres?|meters?)|mètres?\scarrés?)\b", re.IGNORECASE), "m²"),
    (re.compile(r"square\skilomet(?:re|er)s?\b", re.IGNORECASE), "km²"),
    (re.compile(r"degrees\scelsius\b|grad\scelsius\b", re.IGNORECASE), "°C"),
)
_CURRENCIES = "€$£"
_SCALE = re.compile(rf"[{_SPACES}-]?([^\W\d_]+)")
_UNIT_WORD = re.compile(r"°C|km²|m²|[%€$£]|[^\W\d_]+")
# Spans of time and the like can be told by another word; these stand with their number.
FIRM = frozenset(("%", "%p", "€", "$", "£", "CHF", "km", "m", "cm", "mm", "m²", "km²", "kg", "°C"))


@dataclass
class Quantities:
    """What a text says in numbers, each with the words it stands in.

    ``numbers`` by value, ``times`` by minutes after midnight, ``months`` (1–12) that stand with a
    day or a year, ``units`` by value and unit. ``words`` are the values of numbers written out,
    “half” among them, ``named`` the months that stand anywhere.
    """

    numbers: dict[Decimal, str] = field(default_factory=dict)
    times: dict[int, str] = field(default_factory=dict)
    months: dict[int, str] = field(default_factory=dict)
    units: dict[tuple[Decimal, str], str] = field(default_factory=dict)
    words: set[Decimal] = field(default_factory=set)
    named: set[int] = field(default_factory=set)

    def says_number(self, value: Decimal) -> bool:
        """Whether the value stands here: in digits, written out, or as an hour."""
        if value in self.numbers or value in self.words:
            return True
        minutes = _minutes_of(value)
        return any(one in self.times for one in minutes)

    def says_time(self, minutes: int) -> bool:
        """Whether the time stands here, by 24 or by 12 hours, with or without its minutes."""
        if minutes in self.times:
            return True
        hour, rest = divmod(minutes, 60)
        clock = {hour, (hour - 12) % 24} if hour >= 12 else {hour}
        if rest:
            return any(Decimal(f"{one}.{rest:02d}") in self.numbers for one in clock)
        return any(one in self.numbers or one in self.words for one in clock)

    def units_of(self, value: Decimal) -> set[str]:
        """The units that stand with a value."""
        return {unit for number, unit in self.units if number == value}


def _minutes_of(value: Decimal) -> list[int]:
    """The times that a bare number may stand for: ``9`` for nine o’clock, ``10.30``."""
    if not 0 <= value <= 24:
        return []
    hour, rest = divmod(int(value * 100), 100)
    if rest >= 60:
        return []
    minutes = (hour * 60 + rest) % _DAY
    return [minutes, minutes + _DAY // 2] if hour <= 12 else [minutes]


@lru_cache(maxsize=1024)
def quantities(text: str, code: str) -> Quantities | None:
    """What the plain ``text`` of a language says in numbers; ``None`` for an unknown language."""
    known = language(code)
    if known is None:
        return None
    found = Quantities()
    text = without_addresses(text)
    _find_words(text, known, base(code), found)
    if any(sign.isdigit() for sign in text):
        text = _DECADE.sub(r"19\1", text)
        text = _take_dates(text, found, base(code))
        text = _take_times(text, found, base(code))
        _find_numbers(text, known, found)
    return found


def _take_dates(text: str, found: Quantities, code: str) -> str:
    """Note the dates in digits; ``text`` without them."""

    def note(date: str, day: str, month: str, year: str = "") -> str:
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            return date
        found.months[int(month)] = date
        found.named.add(int(month))
        for number in filter(None, (day, year)):
            found.numbers[Decimal(number)] = date
        return " "

    def slashed(match: re.Match[str]) -> str:
        first, second, year = match.groups()
        # Written for British readers, unless only the American way gives a month.
        day, month = (second, first) if int(second) > 12 else (first, second)
        return note(match[0], day, month, year)

    text = _ISO_DATE.sub(lambda m: note(m[0], m[3], m[2], m[1]), text)
    text = _DOTTED_DATE.sub(lambda m: note(m[0], *m.groups()), text)
    if code == "de":
        text = _SHORT_DATE.sub(lambda m: note(m[0], *m.groups()), text)
    return _SLASHED_DATE.sub(slashed, text)


@lru_cache(maxsize=8)
def _clock(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A range of times with one suffix, and a time with its suffix."""
    suffix = rf"\s?(?:{_SUFFIX[code]})"
    flags = re.IGNORECASE
    return (
        re.compile(rf"(?<![\d.,:]){_CLOCK}{_RANGE}{_CLOCK}{suffix}", flags),
        re.compile(rf"(?<![\d.,:]){_CLOCK}{suffix}", flags),
    )


def _take_times(text: str, found: Quantities, code: str) -> str:
    """Note the times of day; ``text`` without them."""

    def note(shown: str, hour: str, minute: str | None, half: str | None) -> int | None:
        hours, minutes = int(hour), int(minute or 0)
        if hours > 24 or minutes > 59:
            return None
        if half and hours <= 12:
            hours = hours % 12 + (12 if half[0] in "pP" else 0)
        at = (hours * 60 + minutes) % _DAY
        found.times[at] = shown.strip()
        return at

    def alone(match: re.Match[str]) -> str:
        half = match.groupdict().get("half")
        return match[0] if note(match[0], match[1], match[2], half) is None else " "

    def span(match: re.Match[str]) -> str:
        half = match.groupdict().get("half")
        end = note(match[0], match[3], match[4], half)
        if end is None or int(match[1]) > 24 or int(match[2] or 0) > 59:
            return match[0]
        start = note(match[0], match[1], match[2], half)
        if start is not None and start > end and half:
            # “11 to 2 pm”: the morning's eleven.
            del found.times[start]
            note(match[0], match[1], match[2], "am")
        return " "

    several, single = _clock(code)
    if code == "fr":
        text = _FRENCH_TIME.sub(alone, text)
    text = several.sub(span, text)
    text = single.sub(alone, text)
    return _COLON_TIME.sub(alone, text)


def _find_numbers(text: str, known: Language, found: Quantities) -> None:
    """Note the numbers in digits with their units, and the months beside them."""
    before: tuple[Decimal, str, int] | None = None
    for match in _NUMBER.finditer(text):
        values = list(_values(match[0], known))
        end = match.end()
        factor, end = _scale(text, match.start(), end, known)
        values = [value * factor for value in values]
        for value in values:
            found.numbers.setdefault(value, match[0])
        unit, shown = _unit(text, match.start(), end)
        if unit:
            found.units.setdefault((values[-1], unit), shown)
            if before and re.fullmatch(_RANGE, text[before[2] : match.start()]):
                # “5 to 10 %”: the unit is that of both.
                found.units.setdefault((before[0], unit), shown)
        before = (values[-1], match[0], end)
        _note_month(text, match.start(), match.end(), known, found)


def _values(token: str, known: Language) -> Iterator[Decimal]:
    """The value of digits as the language writes them; several where a list is meant."""
    parts = _JOINT.split(token)
    joints = _JOINT.findall(token)
    if not joints:
        yield Decimal(token)
        return
    whole, fraction = parts, ""
    if joints[-1] == known.decimal and joints.count(known.decimal) == 1:
        whole, fraction = parts[:-1], parts[-1]
    groups = joints[: len(whole) - 1]
    if (
        len(set(groups)) <= 1
        and all(one in known.groups for one in groups)
        and all(len(part) == 3 for part in whole[1:])
        and (len(whole) == 1 or len(whole[0]) <= 3)
        and not (len(whole) > 1 and int(whole[0]) == 0)
    ):
        yield Decimal("".join(whole) + (f".{fraction}" if fraction else ""))
    elif joints == ["."]:
        # A version, or a time as some write it: the same in every language.
        yield Decimal(token)
    else:
        yield from map(Decimal, parts)


def _scale(text: str, start: int, end: int, known: Language) -> tuple[int, int]:
    """By what the number from ``start`` to ``end`` is multiplied, and where that word ends."""
    word = _SCALE.match(text, end)
    if word is None:
        return 1, end
    factor = known.scales.get(word[1].casefold())
    if factor is None and start and text[start - 1] in _CURRENCIES:
        # “€5m”; elsewhere that would be metres.
        factor = {"k": 10**3, "m": 10**6}.get(word[1].casefold())
    if factor is None:
        return 1, end
    return factor, word.end() + (text[word.end() : word.end() + 1] == ".")


def _unit(text: str, start: int, end: int) -> tuple[str, str]:
    """The unit of the number from ``start`` to ``end``, and both as they stand."""
    if start and text[start - 1] in _CURRENCIES:
        return text[start - 1], text[start - 1 : end]
    gap = end + (text[end : end + 1] in (*_SPACES, "-") and end < len(text))
    for pattern, unit in _LONG_UNITS:
        if long := pattern.match(text, gap):
            return unit, text[start : long.end()]
    word = _UNIT_WORD.match(text, gap)
    unit = _UNIT_OF.get(word[0].casefold(), "") if word else ""
    return unit, text[start : word.end()] if word else ""


def _note_month(text: str, start: int, end: int, known: Language, found: Quantities) -> None:
    """Note the month whose name stands beside the digits from ``start`` to ``end``."""
    after = re.compile(
        r"(?:\.|er|st|nd|rd|th)?(?:\s(?:und|and|bis|to|et|au)\s\d+\.?)?\s?(?:of\s)?([^\W\d_]+)"
    ).match(text, end)
    before = re.compile(r"([^\W\d_]+)\.?\s$").search(text[max(0, start - 14) : start])
    for word in (after, before):
        if word and (word[1][0].isupper() or known.has_small_months):
            month = known.months.get(word[1].casefold())
            if month:
                found.months.setdefault(month, word[1])


def _find_words(text: str, known: Language, code: str, found: Quantities) -> None:
    """Note the numbers that are written out, and the names of months."""
    words = [word.casefold() for word in _LETTERS.findall(text)]
    for word, following in pairwise([*words, ""]):
        if month := known.months.get(word):
            found.named.add(month)
        if word in ("half", "hälfte", "halb", "halbe", "halben"):
            found.words |= _HALF
        value = _written_out(word, known, code)
        if value is None:
            continue
        found.words.add(value)
        factor = {"hundred": 100, "hundert": 100, "cent": 100}.get(following)
        if factor := factor or known.scales.get(following):
            found.words.add(value * factor)
    for match in _AND_A_HALF.finditer(text):
        value = _written_out(match[1].casefold(), known, code)
        if value is not None:
            found.words.add(value + Decimal("0.5"))
    if _NOON.search(text):
        found.times.setdefault(_DAY // 2, "")
    if _MIDNIGHT.search(text):
        found.times.setdefault(0, "")


def _written_out(word: str, known: Language, code: str) -> Decimal | None:
    """The value of a number written out; German ones are put together of others."""
    if word in known.words:
        return Decimal(known.words[word])
    if code != "de" or len(word) > _LONGEST_WORD:
        return None
    if word == "anderthalb":
        return Decimal("1.5")
    whole, half, rest = word.partition("einhalb")
    if half and not rest and whole in known.words:
        return known.words[whole] + Decimal("0.5")
    for name, factor in (("tausend", 1000), ("hundert", 100)):
        head, name_found, tail = word.partition(name)
        if name_found:
            first = _written_out(head, known, code) if head else Decimal(1)
            last = _written_out(tail.removeprefix("und"), known, code) if tail else Decimal(0)
            return None if first is None or last is None else first * factor + last
    return None
