"""What the site answers beside its pages."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from .models import SiteSettings
from .theme import Theme

YEAR = 365 * 24 * 60 * 60


def _etag(request: HttpRequest) -> str:
    return quote_etag(_theme(request).digest or "default")


@require_safe
@condition(etag_func=_etag)
def theme(request: HttpRequest) -> HttpResponse:
    """The style sheet of the look that was chosen for the site; empty where none was.

    Two queries, for the site and its settings. Kept for a year under ``?v=`` and the digest of its
    content, else asked for every time.
    """
    chosen = _theme(request)
    response = HttpResponse(chosen.sheet, content_type="text/css; charset=utf-8")
    if chosen.digest and request.GET.get("v") == chosen.digest:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response


def inks(request: HttpRequest) -> dict[str, str]:
    """The inks that were chosen for the site, for pictures that are drawn. Two queries."""
    return SiteSettings.of(request).inks


def _theme(request: HttpRequest) -> Theme:
    """The site's theme, kept on the request."""
    kept = getattr(request, "theme", None)
    if kept is None:
        kept = request.theme = SiteSettings.of(request).theme
    return kept
