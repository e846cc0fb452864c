"""What would happen to translations, told before it is done."""

from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.models import Locale, Page

from .copying import begun
from .rows import below, of_pages, versions


def taken_offline(originals: Iterable[Any], *, deep: bool = False) -> list[Any]:
    """Live translations of pages or snippets that go offline with them.

    ``deep``: those of pages below the originals alone. Three queries for pages, four with
    ``deep``; one for each snippet.
    """
    found = list(originals)
    pages = [one for one in found if isinstance(one, Page)]
    if pages:
        wanted: Sequence[Page] = list(below(pages)) if deep else pages
        return _in_order(of_pages(wanted).filter(live=True))
    return [] if deep else [row for one in found for row in versions(one, live=True)]


def moving_along(pages: Iterable[Page]) -> list[Page]:
    """Translations that go where ``pages`` go. Three queries."""
    return _in_order(of_pages(list(pages)))


def coming_along(original: Any) -> list[Locale]:
    """Languages whose texts a copy of ``original`` comes with. Two queries at most."""
    return [translation.target_locale for translation in begun(original)]


def _in_order(found: Any) -> list[Page]:
    return list(found.select_related("locale").order_by("locale", "path"))
