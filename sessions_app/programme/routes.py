"""Which page an address below a programme names, and what no address may show."""

from typing import Any

from django.db.models import Subquery, TextField, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest
from django.utils.translation import get_language, get_language_from_path
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from ..enums import Section
from ..models import ProgrammePage, SessionPage
from .frame import true_versions


def route(programme: ProgrammePage, request: HttpRequest, parts: list[str]) -> RouteResult:
    """Route of the address ``parts`` below ``programme``.

    People stand under the programme's ``people_slug``. Sessions come with their original; one that
    had its address before a section took the word keeps it. Anything else is Wagtail's. Raises
    ``Http404``.
    """
    if parts and parts[0] == programme.people_slug and programme.live:
        return _people(programme, parts[1:])
    if len(parts) == 1 and programme.pk:
        session = session_at(programme, parts[0])
        if session is not None:
            return RouteResult(session)
    section = _section(programme, parts)
    return section or Page.route(programme, request, parts)


def programme_at(
    request: HttpRequest, path: str, *, people_slug: str | None = None
) -> ProgrammePage | None:
    """The live programme at ``path`` below the home of the active language. One query.

    ``people_slug`` is what its people must stand under. Never one in another language: each is
    looked for below the home of its own.
    """
    site = Site.find_for_request(request)
    try:
        language = get_supported_content_language_variant(get_language() or "")
    except LookupError:
        return None
    if site is None:
        return None
    homes = Page.objects.filter(
        translation_key=site.root_page.translation_key,
        locale__language_code=language,
        live=True,
    )
    home = Subquery(homes.values("url_path")[:1])
    address = Concat(home, Value(path), output_field=TextField())
    found = true_versions(ProgrammePage.objects.filter(url_path=address, live=True))
    if people_slug is not None:
        found = found.filter(people_slug=people_slug)
    return found.filter(locale__language_code=language).select_related("locale").first()


def _people(programme: ProgrammePage, parts: list[str]) -> RouteResult:
    if len(parts) > 1:
        raise Http404
    return RouteResult(programme, kwargs={"person": parts[0] if parts else ""})


def _section(programme: ProgrammePage, parts: list[str]) -> RouteResult | None:
    """``section`` and ``below`` (the next part of the address or ``""``) for its page."""
    if not parts or len(parts) > 2 or not programme.live:
        return None
    section = Section.words(programme.locale.language_code).get(parts[0])
    if section is None:
        return None
    return RouteResult(programme, kwargs={"section": section.value, "below": "".join(parts[1:])})


def session_at(programme: ProgrammePage, slug: str) -> SessionPage | None:
    """The live session of that address; ``None`` where a model of the host's own stands there.

    One query. Raises ``Http404`` where its original is not live.
    """
    found = SessionPage.objects.child_of(programme).filter(slug=slug, live=True)
    session = found.select_related("locale", "source").first()
    if session is None or session.specific_class is not SessionPage:
        return None
    if session.is_translation and not session.source.live:
        # It would stand there without a time, without people.
        raise Http404
    return session


def refuse_foreign_language(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Raise ``Http404`` for a page in another language than its address promises.

    Wagtail falls back to the site's own tree where a language has no home, and takes aliases for
    translations: both would show one language under the address of another.
    """
    prefix = get_language_from_path(request.path_info)
    if prefix is None:
        return
    site = Site.find_for_request(request)
    if site is not None and page.path.startswith(site.root_page.path):
        try:
            promised = get_supported_content_language_variant(prefix)
        except LookupError:
            promised = prefix
        if page.locale.language_code != promised:
            raise Http404
    if page.alias_of_id and page.alias_of.translation_key == page.translation_key:
        raise Http404
