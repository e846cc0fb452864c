"""Units that stand with a number, and spans of time that several units can tell. Pure."""

import re
from decimal import Decimal

BLANKS = "\u00a0\u202f "
CURRENCIES = "€$£"
# Parts a range: “5 to 10”.
RANGE = r"\s?(?:–|—|-|bis|und|oder|auf|to|and|or|until|à|et|ou)\s?"

_UNITS = {
    "%": "% prozent percent percents",
    "%p": "prozentpunkt prozentpunkte prozentpunkten",
    "€": "€ eur euro euros",
    "$": "$ usd dollar dollars",
    "£": "£ gbp pfund pound pounds",
    "CHF": "chf franken francs",
    "km": "km kilometer kilometern kilometers kilometre kilometres kilomètre kilomètres",
    "mi": "meile meilen mile miles",
    "m": "m meter metern meters metre metres mètre mètres",
    "cm": "cm zentimeter zentimetern centimetre centimetres centimeter centimeters",
    "mm": "mm millimeter millimetern millimetre millimetres",
    "m²": "m² qm quadratmeter quadratmetern",
    "km²": "km² quadratkilometer quadratkilometern",
    "kg": "kg kilogramm kilogram kilograms",
    "t": "tonne tonnen tonnes",
    "°C": "°c",
    "°F": "°f",
    "°": "grad degree degrees",
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
UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
# Two words, or said after a number in another way.
_LONG = (
    (re.compile(r"(?:percentage\spoints?|points?\sde\spourcentage)\b", re.IGNORECASE), "%p"),
    (re.compile(r"(?:per\scent|pour\scent)\b", re.IGNORECASE), "%"),
    (re.compile(r"(?:square\s(?:metres?|meters?)|mètres?\scarrés?)\b", re.IGNORECASE), "m²"),
    (re.compile(r"square\skilomet(?:re|er)s?\b", re.IGNORECASE), "km²"),
    (re.compile(r"(?:degrees|grad)\scelsius\b", re.IGNORECASE), "°C"),
    (re.compile(r"(?:degrees|grad)\sfahrenheit\b", re.IGNORECASE), "°F"),
    (re.compile(r"US-Dollars?\b", re.IGNORECASE), "$"),
)
_WORD = re.compile(r"°[CF]|km²|m²|[%€$£]|[^\W\d_]+")
_BEFORE = re.compile(rf"(?:\b(eur|usd|gbp|chf)[{BLANKS}]?|([{CURRENCIES}])[{BLANKS}]?)$", re.I)
_LONGEST_BEFORE = 6
# Spans of time and the like can be told by another word; these stand with their number.
FIRM = frozenset(
    ("%", "%p", "€", "$", "£", "CHF", "km", "m", "cm", "mm", "m²", "km²", "kg", "°C", "°F")
)

Span = tuple[str, Decimal]

# Minutes, and months: the one cannot be told by the other.
_MINUTES, _MONTHS = "min", "M"
_SPANS = {
    "s": (_MINUTES, Decimal(1) / 60),
    "min": (_MINUTES, Decimal(1)),
    "h": (_MINUTES, Decimal(60)),
    "d": (_MINUTES, Decimal(24 * 60)),
    "w": (_MINUTES, Decimal(7 * 24 * 60)),
    "M": (_MONTHS, Decimal(1)),
    "a": (_MONTHS, Decimal(12)),
}
_FORTNIGHT, _DECADE, _CENTURY = (_MINUTES, Decimal(14 * 24 * 60)), (_MONTHS, Decimal(120)), 1200
# Words that are a span of themselves.
LENGTH_OF: dict[str, Span] = {
    **{word: _SPANS[unit] for word, unit in UNIT_OF.items() if unit in _SPANS},
    **dict.fromkeys(("fortnight", "fortnights"), _FORTNIGHT),
    **dict.fromkeys(("decade", "decades", "jahrzehnt", "jahrzehnte", "jahrzehnten"), _DECADE),
    **dict.fromkeys(
        ("century", "centuries", "jahrhundert", "jahrhunderte", "jahrhunderten"),
        (_MONTHS, Decimal(_CENTURY)),
    ),
    "viertelstunde": (_MINUTES, Decimal(15)),
    "dreiviertelstunde": (_MINUTES, Decimal(45)),
    "vierteljahr": (_MONTHS, Decimal(3)),
    "halbjahr": (_MONTHS, Decimal(6)),
}


def span(value: Decimal, unit: str) -> Span | None:
    """How long that many of a unit of time are; ``None`` for other units."""
    if unit not in _SPANS:
        return None
    kind, factor = _SPANS[unit]
    return kind, (value * factor).normalize()


def unit_before(text: str, start: int) -> tuple[str, int]:
    """The currency in front of the number at ``start``, and where it begins."""
    found = _BEFORE.search(text[max(0, start - _LONGEST_BEFORE) : start])
    if not found:
        return "", start
    return UNIT_OF[(found[1] or found[2]).casefold()], start - len(found[0])


def unit_behind(text: str, end: int) -> tuple[str, int]:
    """The unit behind the number that ends at ``end``, and where it ends."""
    gap = end + (text[end : end + 1] in (*BLANKS, "-") and end < len(text))
    for pattern, unit in _LONG:
        if long := pattern.match(text, gap):
            return unit, long.end()
    word = _WORD.match(text, gap)
    unit = UNIT_OF.get(word[0].casefold(), "") if word else ""
    return unit, word.end() if word else end


def is_same(one: str, other: str) -> bool:
    """Whether two units are one; mere degrees may be those of Celsius."""
    return one == other or {one, other} == {"°", "°C"}
