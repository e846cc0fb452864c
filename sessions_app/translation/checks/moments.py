"""Dates, times of day and telephone numbers: found in a text and taken out of it. Pure."""

import re
from decimal import Decimal
from functools import lru_cache

from .languages import Language
from .measures import RANGE
from .said import DAY, HALF_A_DAY, Quantities

_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DOTTED_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
# Without a year it may be a number as well; a small word before it, or zeros, make it a date.
_SHORT_DATE = re.compile(
    r"(?:\b(?:am|vom|bis|zum|den|dem|ab|seit)\s|\b(?:Mo|Di|Mi|Do|Fr|Sa|So|\w{3,8}tag|Mittwoch)\.?,?\s"
    r"|(?<![\d.])(?=\d\d\.\d\d\.))"
    r"(\d{1,2})\.\s?(\d{1,2})\.(?!\d)",
    re.IGNORECASE,
)
_SLASHED_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")

_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_SUFFIX = {
    "de": r"Uhr\b(?:\s(?P<half>nachmittags|abends))?",
    "en": r"(?P<half>[ap]\.?\s?m\b\.?)|o[’']clock\b",
    "fr": r"h(?:eures?)?\b",
}
_AFTERNOON = ("p", "nachmittags", "abends")
_COLON_TIME = re.compile(r"(?<![\d:.,])(\d{1,2}):(\d{2})(?![\d:])")
_FRENCH_TIME = re.compile(r"(?<!\d)(\d{1,2})\s?h\s?(\d{2})(?!\d)")
_NOON = re.compile(r"\b(?:noon|midday|mittags?|zwölf Uhr|midi)\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"\b(?:midnight|mitternacht|minuit)\b", re.IGNORECASE)

# “halb zehn”, “Viertel vor drei”, “zehn nach acht”; “half past nine”, “ten to eight”.
_STEPS = {"five": 5, "ten": 10, "twenty": 20, "quarter": 15, "half": 30}
_STEPS |= {"fünf": 5, "zehn": 10, "zwanzig": 20, "viertel": 15}
_TOLD = {
    "de": (
        r"(?P<half>halb)\s(?P<before>{hours})"
        r"|(?:um\s)(?:drei\s?viertel)\s(?P<short>{hours})"
        r"|(?P<step>viertel|fünf|zehn|zwanzig)\s(?P<way>vor|nach)\s(?P<hour>{hours})"
    ),
    "en": r"(?P<step>quarter|five|ten|twenty|half)\s(?P<way>past|to)\s(?P<hour>{hours})",
}
# It says that time is running out, not when.
_IDIOM = "fünf vor zwölf"

# An international number, or one with its area code; dates and amounts have no zero in front.
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:(?:\+|00)[1-9]\d{0,2}[\s./()–-]*|\(?0[1-9]\d{1,4}\)?[\s./()–-]+)"
    r"(?:\(0\)[\s./-]*)?\d{2,}(?:[\s./()–-]{1,3}\d+)*"
)
_COUNTRY = re.compile(r"^(?:\+|00)(?:1|7|(?:3[578]|42|21|22|23|24|25|26|29|9[679])\d|[2-9]\d)")
_SHORTEST_PHONE = 7


def take_dates(text: str, found: Quantities, code: str) -> str:
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
        if int(second) > 12:
            return note(match[0], second, first, year)
        if int(second) < 1 or not 1 <= int(first) <= 31:
            return match[0]
        if first == second or int(first) > 12:
            return note(match[0], first, second, year)
        # The British way or the American one: nobody can tell.
        for number in (int(first), int(second)):
            found.named.add(number)
            found.loosely.add(Decimal(number))
        found.numbers[Decimal(year)] = match[0]
        return " "

    text = _ISO_DATE.sub(lambda m: note(m[0], m[3], m[2], m[1]), text)
    text = _DOTTED_DATE.sub(lambda m: note(m[0], *m.groups()), text)
    if code == "de":
        text = _SHORT_DATE.sub(lambda m: note(m[0], *m.groups()), text)
    return _SLASHED_DATE.sub(slashed, text)


def take_phones(text: str, found: Quantities) -> str:
    """Note telephone numbers without the code of their country; ``text`` without them."""

    def note(match: re.Match[str]) -> str:
        shown = match[0].strip()
        digits = re.sub(r"[^\d+]", "", shown.replace("(0)", ""))
        own = _COUNTRY.sub("", digits).lstrip("0")
        if len(own) < _SHORTEST_PHONE:
            return match[0]
        found.numbers[Decimal(own)] = shown
        return " "

    return _PHONE.sub(note, text)


@lru_cache(maxsize=8)
def _clock(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A range of times with one suffix, and a time with its suffix."""
    suffix = rf"\s?(?:{_SUFFIX[code]})"
    flags = re.IGNORECASE
    return (
        re.compile(rf"(?<![\d.,:]){_CLOCK}{RANGE}{_CLOCK}{suffix}", flags),
        re.compile(rf"(?<![\d.,:]){_CLOCK}{suffix}", flags),
    )


def take_times(text: str, found: Quantities, code: str) -> str:
    """Note the times of day in digits; ``text`` without them."""

    def note(shown: str, hour: str, minute: str | None, half: str | None) -> int | None:
        hours, minutes = int(hour), int(minute or 0)
        if hours > 24 or minutes > 59:
            return None
        if half and hours <= 12:
            hours = hours % 12 + (12 if half.casefold().startswith(_AFTERNOON) else 0)
        at = (hours * 60 + minutes) % DAY
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


@lru_cache(maxsize=8)
def _told(code: str, hours: tuple[str, ...]) -> re.Pattern[str] | None:
    if code not in _TOLD:
        return None
    pattern = _TOLD[code].replace("{hours}", rf"(?:{'|'.join(hours)}|1[0-2]|[1-9])\b")
    return re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)


def take_told_times(text: str, known: Language, found: Quantities, code: str) -> str:
    """Note the times of day in words, which tell no half of the day; ``text`` without them."""
    hours = {word: n for word, n in known.words.items() if 1 <= n <= 12 and not word.endswith("th")}

    def note(match: re.Match[str]) -> str:
        parts = match.groupdict()
        told = parts.get("before") or parts.get("short") or parts["hour"]
        hour = int(told) if told.isdigit() else hours[told.casefold()]
        minutes = hour * 60
        if parts.get("before"):
            minutes -= 30
        elif parts.get("short"):
            minutes -= 15
        else:
            step = _STEPS[parts["step"].casefold()]
            minutes += -step if parts["way"].casefold() in ("vor", "to") else step
        shown = "" if match[0].casefold() == _IDIOM else match[0]
        found.vague[minutes % HALF_A_DAY] = shown
        found.loosely.add(Decimal(hour))
        return " "

    longest_first = tuple(sorted(hours, key=len, reverse=True))
    pattern = _told(code, longest_first)
    text = pattern.sub(note, text) if pattern else text
    if _NOON.search(text):
        found.times.setdefault(HALF_A_DAY, "")
    if midnight := _MIDNIGHT.search(text):
        found.times.setdefault(0, midnight[0])
    return text
