"""The public pages around the page that is read: its versions, its ancestors, what it links to.

One query, in every language at once, the pages directly below the home among them. Addresses are
made from the homes' languages rather than asked of each page, which would cost a query for the
site's root paths and a URL reversal each.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, override
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, PageViewRestriction, Site

from ..conf import content_languages
from .texts import for_reader, sort_by_language

# Facts of a programme that pages show; they come along with the pages.
PROGRAMME_COLUMNS = (
    "source_id",
    "people_slug",
    "time_zone",
    "starts_on",
    "ends_on",
    "venue",
    "street",
    "postal_code",
    "city",
    "country",
    "organiser",
    "follows_releases",
)
# The attribute under which a request keeps its frame.
KEPT_AS = "sessions_frame"


def is_closed(path: str = "path") -> Exists:
    """Annotation: the page at the tree path of the column ``path`` is not for everybody.

    It or a page above it has a restriction of Wagtail's.
    """
    start = Substr(OuterRef(path), 1, Length("page__path"))
    return Exists(PageViewRestriction.objects.filter(page__path=start))


def true_versions(pages: QuerySet) -> QuerySet:
    """Without aliases that stand in for a translation: they carry the other language's text."""
    return pages.exclude(alias_of__translation_key=F("translation_key"))


def below(paths: Iterable[str], prefix: str = "") -> Q:
    """Condition: a page (related by ``prefix``) stands below one of the tree ``paths``."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{prefix}path__startswith": path}) & ~Q(**{f"{prefix}path": path})
    return condition


def up_to(path: str, depth: int) -> list[str]:
    """Tree paths from the level ``depth`` down to ``path`` itself."""
    step = Page.steplen
    return [path[:end] for end in range(depth * step, len(path) + 1, step)]


@dataclass(frozen=True)
class Frame:
    """Live pages in all languages, as a reader of ``language`` meets them.

    ``trail`` holds the translation keys from the home down to the page that is read; ``root_url``
    scheme and host of the site, ``prefixes`` the address of each language's home. Pages that are
    not for everybody are left out unless the page that is read is one (``is_private``): whoever
    reads it was let in. ``asked`` are primary keys of the pages that were looked for.
    ``kept`` holds what was read once for the page, such as its programme's last release.
    """

    language: str
    root_url: str
    prefixes: dict[str, str]
    homes: dict[str, Page]
    pages: tuple[Page, ...]
    trail: tuple[UUID, ...]
    is_private: bool = False
    asked: frozenset[Any] = frozenset()
    is_preview: bool = False
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def address(self, page: Page) -> str:
        """Path of the page's address on the site; its home must be live."""
        home = self.homes[page.locale.language_code]
        return self.prefixes[page.locale.language_code] + page.url_path[len(home.url_path) :]

    def absolute(self, address: str) -> str:
        """``address`` with scheme and host, as other machines need it."""
        return self.root_url + address

    def versions(self, key: UUID) -> dict[str, Page]:
        """Pages of one translation key by language."""
        found = {
            page.locale.language_code: page for page in self.pages if page.translation_key == key
        }
        return {code: found[code] for code in sort_by_language(found)}

    def page(self, pk: Any) -> Page | None:
        """The page of that primary key, where it is live and was loaded."""
        return next((page for page in self.pages if page.pk == pk), None)

    def for_reader(self, pk: Any) -> Page | None:
        """The version of page ``pk`` in the reader's language, else that page itself."""
        page = self.page(pk)
        if page is None:
            return None
        versions = self.versions(page.translation_key)
        return for_reader(versions, self.language, page.locale.language_code)

    @property
    def home_address(self) -> str:
        """Address of the home in the reader's language; empty where there is none."""
        home = self.homes.get(self.language)
        return self.address(home) if home else ""

    @property
    def chapters(self) -> list[Page]:
        """Pages directly below the home in the reader's language, in the editors' order."""
        home = self.homes.get(self.language)
        if home is None:
            return []
        return [page for page in self.pages if _is_child(page, home)]

    @property
    def chapters_elsewhere(self) -> list[Page]:
        """Pages directly below a home of another language that do not exist in the reader's.

        One of each, in the language that the site names first.
        """
        known = {page.translation_key for page in self.chapters}
        found: dict[UUID, Page] = {}
        for code in sort_by_language(self.homes):
            for page in self.pages:
                if _is_child(page, self.homes[code]) and page.translation_key not in known:
                    found.setdefault(page.translation_key, page)
        return list(found.values())

    @property
    def programmes(self) -> dict[str, Page]:
        """Versions of the programme that the page belongs to (the lowest on the trail)."""
        for key in reversed(self.trail):
            versions = self.versions(key)
            if any(page.people_slug for page in versions.values()):
                return versions
        return {}


def frame_of(request: HttpRequest, page: Page | None = None, linked: Iterable[Any] = ()) -> Frame:
    """The frame of ``page`` (``None``: of no page, as with an error), kept on the request.

    ``linked`` are primary keys of pages to which it links. One query, and Wagtail's for the site.
    """
    kept = getattr(request, KEPT_AS, None)
    if kept is None:
        kept = _load(request, page, set(linked))
        setattr(request, KEPT_AS, kept)
    return kept


def bare_frame() -> Frame:
    """A frame without pages, in the active language: for what is shown outside of the site."""
    return Frame(_language(None), "", {}, {}, (), ())


def whole_site(request: HttpRequest) -> Frame:
    """A frame of everything that everybody may read. Two queries."""
    frame = frame_of(request)
    rows = _rows(below([home.path for home in frame.homes.values()]))
    pages = {page.pk: page for page in (*frame.pages, *rows)}
    open_to_all = (p for p in pages.values() if not p.closed and _is_below(p, frame.homes))
    return replace(frame, pages=tuple(open_to_all))


def with_linked(frame: Frame, linked: Iterable[Any]) -> Frame:
    """The frame with the pages ``linked`` (primary keys) and their versions. At most one query."""
    unknown = set(linked) - {page.pk for page in frame.pages} - frame.asked
    if not unknown or not frame.homes:
        return frame
    keys = Page.objects.filter(pk__in=unknown).values("translation_key")
    rows = [row for row in _rows(Q(translation_key__in=keys)) if _is_below(row, frame.homes)]
    more = [row for row in rows if frame.is_private or not row.closed]
    return replace(frame, pages=(*frame.pages, *more), asked=frame.asked | unknown)


def _load(request: HttpRequest, page: Page | None, linked: set[Any]) -> Frame:
    site = Site.find_for_request(request)
    if site is None:
        return Frame(_language(page), "", {}, {}, (), ())
    root = site.root_page
    paths = up_to(_place(page), root.depth) if page else []
    around = Page.objects.filter(Q(path__in=paths) | Q(pk__in=linked))
    keys = [root.translation_key, *([page.translation_key] if page else [])]
    rows = list(
        _rows(
            Q(translation_key__in=keys)
            | Q(translation_key__in=around.values("translation_key"))
            | _children_of_homes(root)
        )
    )
    homes = {
        row.locale.language_code: row for row in rows if row.translation_key == root.translation_key
    }
    is_private = page is not None and any(row.closed for row in rows if row.pk == page.pk)
    # A page whose home is not live answers 404, whatever its own state.
    pages = [row for row in rows if _is_below(row, homes) and (is_private or not row.closed)]
    return Frame(
        language=_language(page, rows),
        root_url=site.root_url,
        prefixes={code: _prefix(code) for code in homes},
        homes=homes,
        pages=tuple(pages),
        trail=_trail(pages, paths, page),
        is_private=is_private,
        asked=frozenset(linked),
        is_preview=getattr(request, "is_preview", False),
    )


def _rows(condition: Q) -> QuerySet:
    """Live pages with what a frame needs of them and nothing else.

    A session whose original is not live has no facts to show and is left out.
    """
    return (
        true_versions(Page.objects.alias(home_path=_parent_path()).filter(condition, live=True))
        .exclude(sessionpage__source__live=False)
        .annotate(
            closed=is_closed(),
            people_slug=F("programmepage__people_slug"),
        )
        .select_related("locale", "programmepage")
        .only(
            "path",
            "depth",
            "url_path",
            "title",
            "slug",
            "live",
            "show_in_menus",
            "content_type_id",
            "translation_key",
            "last_published_at",
            "latest_revision_created_at",
            "locale__language_code",
            *(f"programmepage__{name}" for name in PROGRAMME_COLUMNS),
        )
        .order_by("path")
    )


def _is_child(page: Page, parent: Page) -> bool:
    return page.depth == parent.depth + 1 and page.path.startswith(parent.path)


def _parent_path() -> Substr:
    """Tree path of the page above."""
    return Substr("path", 1, Length("path") - Page.steplen)


def _children_of_homes(root: Page) -> Q:
    """Condition: a page directly below the home of any language."""
    homes = Page.objects.filter(translation_key=root.translation_key)
    return Q(depth=root.depth + 1, home_path__in=homes.values("path"))


def _is_below(page: Page, homes: dict[str, Page]) -> bool:
    """Whether the page is the live home of its language or stands below it."""
    home = homes.get(page.locale.language_code)
    return home is not None and page.path.startswith(home.path)


def _language(page: Page | None, rows: Iterable[Page] = ()) -> str:
    """Language of the page, else the language of the site nearest to the active one."""
    if page is not None and page.locale_id:
        known = [row.locale for row in rows if row.locale_id == page.locale_id]
        return str((known[0] if known else page.locale).language_code)
    try:
        return get_supported_content_language_variant(get_language() or "")
    except LookupError:
        return content_languages()[0][0]


def _place(page: Page) -> str:
    """Tree path of the page; of its original where it is an unsaved translation."""
    return str(page.path or getattr(getattr(page, "facts", None), "path", "") or "")


def _trail(pages: Iterable[Page], paths: list[str], page: Page | None) -> tuple[UUID, ...]:
    by_path = {row.path: row.translation_key for row in pages}
    trail = [by_path[path] for path in paths if path in by_path]
    if page is not None and page.translation_key not in trail:
        trail.append(page.translation_key)
    return tuple(trail)


def _prefix(code: str) -> str:
    """Address of the home in that language."""
    try:
        with override(code):
            return reverse("wagtail_serve", args=("",))
    except NoReverseMatch:
        return "/"
