"""Everything that a language of the site holds, as a page for people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override, pgettext
from wagtail.models import Page

from ...conf import content_languages
from ..frame import Frame, whole_site
from ..languages import Languages, languages_of
from ..pages import SECTIONS
from ..people import Person, people_of_programme
from ..places import TITLES
from ..schedule import Entry, schedule_of
from ..sections import people_addresses, section_address
from ..texts import Text

Families = Mapping[UUID, Mapping[str, Page]]


@dataclass(frozen=True)
class Other:
    """The same in another language: its title and where it stands."""

    title: Text
    address: str


@dataclass
class Item:
    """A page, its counterparts and what stands below it; ``start`` is that of a session."""

    title: str
    address: str
    others: list[Other] = field(default_factory=list)
    start: datetime | None = None
    below: list["Item"] = field(default_factory=list)
    programme: "Programme | None" = None


@dataclass(frozen=True)
class Programme:
    """What stands below a programme: sessions by day and without one, people, other lists."""

    days: list[tuple[date, list[Item]]]
    unscheduled: list[Item]
    people: list[Person]
    people_address: str
    sections: list[Item]


@dataclass(frozen=True)
class Contents:
    """The page; ``items`` begin with the home."""

    frame: Frame
    languages: Languages
    items: list[Item]


def contents_addresses(frame: Frame) -> dict[str, str]:
    """Address of the page by language; empty where the host does not include it. No query."""
    found = {}
    for code, _name in content_languages():
        if code in frame.homes:
            with override(code):
                try:
                    found[code] = reverse("sessions_contents")
                except NoReverseMatch:
                    return {}
    return found


def contents_of(request: HttpRequest) -> Contents:
    """Public pages in the language of the address, sessions by day.

    Two queries, and four for each programme. Raises ``Http404`` where the language has no home.
    """
    frame = whole_site(request)
    if frame.language not in frame.homes:
        raise Http404
    addresses = contents_addresses(frame)
    return Contents(
        frame=frame,
        languages=languages_of(
            frame,
            addresses,
            titles={code: _title(code) for code in addresses},
            original=content_languages()[0][0],
            here=request.path,
        ),
        items=_tree(frame),
    )


def _tree(frame: Frame) -> list[Item]:
    """Pages of the language below one another, in the order of the tree."""
    families: dict[UUID, dict[str, Page]] = defaultdict(dict)
    for page in frame.pages:
        families[page.translation_key][page.locale.language_code] = page
    own = (page for page in frame.pages if page.locale.language_code == frame.language)
    roots: list[Item] = []
    above: list[tuple[str, Item]] = []
    for page in sorted(own, key=lambda page: page.path):
        while above and not page.path.startswith(above[-1][0]):
            above.pop()
        # A programme's own pages stand there by day.
        if above and above[-1][1].programme:
            continue
        item = Item(page.title, frame.address(page), _others(frame, families, page.translation_key))
        if page.people_slug:
            around = replace(frame, trail=(page.translation_key,))
            item.programme = _programme(around, page, families)
        (above[-1][1].below if above else roots).append(item)
        above.append((page.path, item))
    return roots


def _programme(frame: Frame, page: Page, families: Families) -> Programme:
    schedule = schedule_of(frame, page.programmepage)
    days = [(day.date, _sessions(frame, day.entries, families)) for day in schedule.days]
    return Programme(
        days=[(day, items) for day, items in days if items],
        unscheduled=_sessions(frame, schedule.unscheduled, families),
        people=[p for p in people_of_programme(frame) if frame.language in p.addresses],
        people_address=people_addresses(frame).get(frame.language, ""),
        sections=[
            Item(title(), section_address(frame, section))
            for section, title in TITLES.items()
            if section in SECTIONS
        ],
    )


def _sessions(frame: Frame, entries: Iterable[Entry], families: Families) -> list[Item]:
    """Those that exist in the language: the others are no pages of it."""
    return [
        Item(
            str(entry.title),
            entry.address,
            _others(frame, families, entry.key),
            entry.time.start if entry.time else None,
        )
        for entry in entries
        if entry.is_translated
    ]


def _others(frame: Frame, families: Families, key: UUID) -> list[Other]:
    versions = families.get(key, {})
    return [
        Other(Text(versions[code].title, code, foreign=True), frame.address(versions[code]))
        for code, _name in content_languages()
        if code in versions and code != frame.language
    ]


def _title(code: str) -> str:
    with override(code):
        return pgettext("all pages", "Contents")
