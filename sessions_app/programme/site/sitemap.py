"""Every public address in every language, with the alternates that its page names.

The protocol of sitemaps.org with ``xhtml:link`` for the language versions. One file holds 50,000
addresses; a programme of 10,000 sessions in two languages with their people stays below that.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from wagtail.models import Page

from ...enums import Section
from ...models import ProgrammePage
from ..frame import Frame, whole_site
from ..languages import Alternate, alternates
from ..people import people_of_programme
from ..places import places_below
from ..search.finding import search_addresses
from ..sections import people_addresses, section_addresses
from ..texts import sort_by_language
from .contents import contents_addresses


@dataclass(frozen=True)
class Address:
    """An address of the sitemap, absolute, with those of its other languages."""

    location: str
    changed: datetime | None
    alternates: tuple[Alternate, ...]


def addresses_of_site(request: HttpRequest) -> list[Address]:
    """All public addresses below the homes of the request's site.

    Three queries, and for each programme one for its people, eight for rooms, tracks and partners.
    """
    frame = whole_site(request)
    families: dict[UUID, dict[str, Page]] = defaultdict(dict)
    for page in frame.pages:
        families[page.translation_key][page.locale.language_code] = page
    found: list[Address] = []
    for key, versions in families.items():
        urls = {code: frame.address(versions[code]) for code in sort_by_language(versions)}
        changed = {code: _changed(page) for code, page in versions.items()}
        found += _family(frame, urls, changed)
        programmes = [page for page in versions.values() if page.people_slug]
        if programmes:
            around = replace(frame, trail=(key,))
            found += [*_people(around), *_sections(around, programmes[0].programmepage)]
    found += _family(frame, search_addresses(frame), {})
    found += _family(frame, contents_addresses(frame), {})
    return found


def _people(frame: Frame) -> Iterator[Address]:
    yield from _family(frame, people_addresses(frame), {})
    for person in people_of_programme(frame):
        changed = {code: row.last_published_at for code, row in person.versions.items()}
        yield from _family(frame, dict(person.addresses), changed)


def _sections(frame: Frame, programme: ProgrammePage) -> Iterator[Address]:
    """Lists and what stands below them; nothing that is a visitor's own."""
    yield from _family(frame, section_addresses(frame, Section.CHANGES), {})
    for section, below in places_below(frame, programme).items():
        for part in ("", *below):
            yield from _family(frame, section_addresses(frame, section, part), {})


def _family(
    frame: Frame, urls: dict[str, str], changed: dict[str, datetime | None]
) -> Iterator[Address]:
    listed = alternates(frame, urls)
    for code, url in urls.items():
        yield Address(frame.absolute(url), changed.get(code), listed)


def _changed(page: Page) -> datetime | None:
    return page.last_published_at or page.latest_revision_created_at
