"""Numbers with their units, times of day, dates and spans of time that stand in a text. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from .languages import Language, base, language
from .measures import (
    BLANKS,
    CURRENCIES,
    LENGTH_OF,
    RANGE,
    UNIT_OF,
    span,
    unit_before,
    unit_behind,
)
from .moments import take_dates, take_phones, take_times, take_told_times
from .said import Quantities
from .text import without_addresses

__all__ = ["Quantities", "quantities"]

_NUMBER = re.compile(
    rf"(?<!\d)(?:\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,’']\d+)*)"
)
_JOINT = re.compile(rf"[.,’'{BLANKS}]")
_RANGE = re.compile(RANGE)
# “80er Jahre”, “the ’80s”: of the last century.
_DECADE = re.compile(r"(?<!\d)(?:19)?([2-9]0)(?=er\b|s\b)")
_AND_A_HALF = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[\s-]and[\s-]a[\s-]half\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SCALE = re.compile(rf"[{BLANKS}-]?([^\W\d_]+)")
_MONTH_BEHIND = re.compile(
    r"(?:\.|er|st|nd|rd|th)?(?:\s(?:und|and|bis|to|et|au)\s\d+\.?)?\s?(?:of\s)?([^\W\d_]+)"
)
_MONTH_BEFORE = re.compile(r"([^\W\d_]+)\.?\s$")
# Words for several days of the week.
_SEVERAL_DAYS = {
    **dict.fromkeys(("weekend", "weekends", "wochenende", "wochenenden"), frozenset((6, 7))),
    **dict.fromkeys(("weekday", "weekdays", "werktags", "wochentags"), frozenset(range(1, 6))),
}
_HUNDRED = {"hundred": 100, "hundert": 100, "cent": 100}
# What a German compound counts: “zweitägig”, “Viertagewoche”.
_COUNTED = (
    r"(?:tag|täg|jahr|jähr|monat|woch|wöch|stund|stünd|minut|minüt|köpf|teil|stell|fach|seit"
    r"|stuf|sprach|prozent|eck|glied|spalt|punkt|schritt|klass)"
)
# Longer than any number that people write out, and more digits than any number has.
_LONGEST_WORD = 80
_LONGEST_NUMBER = 60
_LEAST_TOLD = 2
_HALF_WORDS = 3


@lru_cache(maxsize=1024)
def quantities(text: str, code: str) -> Quantities | None:
    """What the plain ``text`` of a language says in numbers; ``None`` for an unknown language."""
    known = language(code)
    if known is None:
        return None
    found = Quantities()
    text = take_told_times(without_addresses(text), known, found, base(code))
    _find_words(text, known, base(code), found)
    _find_calendar(text, known, found)
    if any(sign.isdigit() for sign in text):
        _find_decades(text, found)
        text = take_dates(text, found, base(code))
        text = take_phones(text, found)
        text = take_times(text, found, base(code))
        _find_numbers(text, known, found)
    return found


def _find_decades(text: str, found: Quantities) -> None:
    """Note what “80er” and “1980s” may be told by as well."""
    for match in _DECADE.finditer(text):
        found.loosely |= {Decimal(match[1]), Decimal(f"19{match[1]}")}


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
        ahead, start = unit_before(text, match.start())
        unit, stop = (ahead, end) if ahead else unit_behind(text, end)
        is_range = before is not None and _RANGE.fullmatch(text[before[2] : start])
        if before is not None and is_range and not unit:
            # “€5–10”: the sign is that of both.
            unit = before[1]
        if unit:
            _note_unit(values[-1], unit, text[start:stop], found)
            if before is not None and is_range and not before[1]:
                # “5 to 10 %”: the unit is that of both.
                _note_unit(before[0], unit, text[start:stop], found)
        if before is not None and is_range and factor > 1 and before[0] < values[-1] / factor:
            # “1.1 to 1.4 million”: so is the scale.
            found.loosely.add(before[0])
            shown = found.numbers.pop(before[0], match[0])
            found.numbers.setdefault(before[0] * factor, shown)
        before = (values[-1], ahead, end)
        _note_month(text, match.start(), match.end(), known, found)


def _note_unit(value: Decimal, unit: str, shown: str, found: Quantities) -> None:
    found.units.setdefault((value, unit), shown)
    if (length := span(value, unit)) is not None:
        found.spans.add(length)


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
    if word is None or end - start > _LONGEST_NUMBER:
        return 1, end
    factor = known.scales.get(word[1].casefold())
    if factor is None and start and text[start - 1] in CURRENCIES:
        # “€5m”; elsewhere that would be metres.
        factor = {"k": 10**3, "m": 10**6}.get(word[1].casefold())
    if factor is None:
        return 1, end
    return factor, word.end() + (text[word.end() : word.end() + 1] == ".")


def _note_month(text: str, start: int, end: int, known: Language, found: Quantities) -> None:
    """Note the month whose name stands beside the digits from ``start`` to ``end``."""
    after = _MONTH_BEHIND.match(text, end)
    before = _MONTH_BEFORE.search(text[max(0, start - 14) : start])
    for word in (after, before):
        if word and (word[1][0].isupper() or known.has_small_months):
            month = known.months.get(word[1].casefold())
            if month:
                found.months.setdefault(month, word[1])


def _find_calendar(text: str, known: Language, found: Quantities) -> None:
    """Note the names of months and of days of the week."""
    before = ""
    for match in _LETTERS.finditer(text):
        for part in match[0].split("-"):
            word = part.casefold()
            if month := known.months.get(word):
                found.named.add(month)
                # An abbreviation may be somebody's name.
                if before in known.dating and part[0].isupper() and len(word) > 2:
                    _note_named_month(match, month, word, text, found)
            found.named_days |= _SEVERAL_DAYS.get(word, frozenset())
            if day := known.weekdays.get(word):
                found.days.setdefault(day, part)
                found.named_days.add(day)
            elif (day := known.short_days.get(word)) and part[0].isupper():
                found.named_days.add(day)
            before = word


def _note_named_month(
    match: re.Match[str], month: int, word: str, text: str, found: Quantities
) -> None:
    """Note a month without a day or year, unless it is likely to be a first name."""
    is_name = re.match(r"\s[^\W\d_]", text[match.end() : match.end() + 2])
    is_full = len(word) > 4 or word in ("mai", "märz", "may", "june", "july", "juni", "juli")
    if is_full and not (is_name and text[match.end() + 1].isupper()):
        found.months.setdefault(month, match[0])


def _find_words(text: str, known: Language, code: str, found: Quantities) -> None:
    """Note the numbers that are written out, and the spans of time that they measure."""
    words: list[str] = []
    for chain in _LETTERS.findall(text.casefold()):
        value = _written_out(chain, known, code)
        parts = [chain] if value is not None else chain.split("-")
        if len(parts) > 1:
            found.loosely |= {
                one for part in parts if (one := _written_out(part, known, code)) is not None
            }
        words += parts
    for match in _AND_A_HALF.finditer(text):
        value = _written_out(match[1].casefold(), known, code)
        if value is not None:
            found.loosely.add(value + Decimal("0.5"))
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        found.loosely |= {Decimal(one) for one in known.loosely.get(word, ())}
        value = _written_out(word, known, code)
        if value is not None:
            _note_word(value, word, following, known, found)
        elif counted := _counted(word, known, code):
            found.loosely.add(counted)
        if word in LENGTH_OF:
            _note_span(words, place, known, code, found)
        if word in known.scales:
            _note_half(words, place, known, code, found)


def _note_word(
    value: Decimal, word: str, following: str, known: Language, found: Quantities
) -> None:
    if factor := _HUNDRED.get(following) or known.scales.get(following):
        found.words[value * factor] = f"{word} {following}"
        found.loosely.add(value)
        return
    found.words.setdefault(value, word)
    if value >= _LEAST_TOLD and following in UNIT_OF:
        _note_unit(value, UNIT_OF[following], f"{word} {following}", found)


def _note_half(words: list[str], place: int, known: Language, code: str, found: Quantities) -> None:
    """Note “half a million” and “two and a half million”."""
    before = words[max(0, place - 4) : place]
    half = Decimal("0.5") * known.scales[words[place]]
    if before[-2:] == ["half", "a"] or before[-1:] == ["halbe"]:
        found.loosely.add(half)
    elif before[-3:] == ["and", "a", "half"] and len(before) > _HALF_WORDS:
        whole = _written_out(before[0], known, code)
        if whole is not None:
            found.loosely.add(whole * known.scales[words[place]] + half)


def _note_span(words: list[str], place: int, known: Language, code: str, found: Quantities) -> None:
    """Note how long a span of time is: “half an hour”, “a year and a half”, “two decades”."""
    kind, length = LENGTH_OF[words[place]]
    before = words[max(0, place - 4) : place]
    behind = words[place + 1 : place + 4]
    times = Decimal(1)
    if before and (value := _written_out(before[-1], known, code)) is not None:
        times = value
    if before[-1:] and before[-1].startswith("halb"):
        times = Decimal("0.5")
    elif before[-1:] in (["a"], ["an"]):
        if before[-2:-1] == ["half"]:
            times = Decimal("0.5")
        elif before[-3:-1] == ["quarter", "of"]:
            times = Decimal("0.25")
        elif before[-4:-1] == ["three", "quarters", "of"]:
            times = Decimal("0.75")
    if behind == ["and", "a", "half"]:
        times += Decimal("0.5")
    found.spans.add((kind, (times * length).normalize()))


@lru_cache(maxsize=4)
def _counting(code: str) -> re.Pattern[str] | None:
    known = language(code)
    if known is None or code != "de":
        return None
    numbers = sorted((w for w, n in known.words.items() if 1 <= n <= 100), key=len, reverse=True)
    return re.compile(rf"({'|'.join(numbers)}){_COUNTED}")


def _counted(word: str, known: Language, code: str) -> Decimal | None:
    """The number that a German compound begins with."""
    pattern = _counting(code)
    found = pattern.match(word) if pattern else None
    return Decimal(known.words[found[1]]) if found else None


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
