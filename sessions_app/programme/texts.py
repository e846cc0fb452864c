"""Texts that know their language, so that a page never passes one language off as another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, pgettext

from ..conf import configuration, content_languages

T = TypeVar("T")


@dataclass(frozen=True)
class Text:
    """A text in the language ``language``; ``foreign`` where the page around it has another one.

    Prints the text; ``{{ text.lang }}`` prints the attribute that a foreign passage needs.
    """

    value: Any
    language: str = ""
    foreign: bool = False

    def __str__(self) -> str:
        return str(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def lang(self) -> SafeString:
        """``lang`` attribute with a space in front; nothing where the page's language goes on."""
        return language_attribute(self.language) if self.foreign and self.value else SafeString("")


def language_attribute(code: str) -> SafeString:
    """``lang`` attribute (and direction where it is right to left) with a space in front."""
    try:
        is_rtl = get_language_info(code)["bidi"]
    except KeyError:
        is_rtl = False
    return format_html(' lang="{}" dir="rtl"' if is_rtl else ' lang="{}"', code)


def language_name(code: str) -> str:
    """Name of a language in the active language; the code itself where nobody knows it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        known = configuration()
        named = dict([*known.sign_languages, *known.spoken_languages, *content_languages()])
        return str(named.get(code, code))


def own_name(code: str) -> str:
    """Name of a language in that language itself, as a reader looks for it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return str(dict(content_languages()).get(code, code))


def language_names(codes: Iterable[str]) -> list[str]:
    """Names in the active language, in the order given."""
    return [language_name(code) for code in codes]


def is_same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 codes name one language, whatever the region (``de``, ``de-AT``)."""
    return one.lower().split("-")[0] == other.lower().split("-")[0]


def for_reader(versions: Mapping[str, T], language: str, original: str) -> T | None:
    """The version in the reader's language, else the original; ``None`` where neither stands."""
    return versions.get(language) or versions.get(original)


def sort_by_language(codes: Iterable[str]) -> list[str]:
    """Codes in the order of the site's languages, unknown ones last."""
    order = [code for code, _ in content_languages()]
    return sorted(codes, key=lambda c: (order.index(c) if c in order else len(order), c))


def clock(moment: datetime) -> str:
    """Hour and minute by the clock of the moment's own time zone, in the active language."""
    return date_format(moment, pgettext("time format", "H:i"))


def full_date(day: date) -> str:
    """Weekday, day, month and year in the active language."""
    return date_format(day, pgettext("date format", "l, j F Y"))


def short_date(day: date) -> str:
    """Weekday, day and month in the active language."""
    return date_format(day, pgettext("date format", "l, j F"))
