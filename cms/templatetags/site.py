"""What the frame of every page of the site needs."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Site

from cms.models import ContentPage, SiteSettings

register = template.Library()


@dataclass(frozen=True)
class Menus:
    """Links of the header and of the footer: dictionaries as ``{% chapters %}`` gives them."""

    header: list[dict[str, Any]]
    footer: list[dict[str, Any]]


@register.simple_tag(takes_context=True)
def site_settings(context: Context) -> SiteSettings:
    """Settings of the site that is asked; the defaults where nobody has written any. One query."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    written = SiteSettings.objects.filter(site=site).first() if site else None
    return written or SiteSettings()


@register.simple_tag
def menus(chapters: list[dict[str, Any]]) -> Menus:
    """Pages below the home by their place; what is no plain page stands in the header. A query."""
    pks = [chapter["page"].pk for chapter in chapters]
    place = Coalesce("source__place", "place")
    places = dict(ContentPage.objects.filter(pk__in=pks).values_list("pk", place))
    by_place: dict[str, list[dict[str, Any]]] = {}
    for chapter in chapters:
        place = places.get(chapter["page"].pk, ContentPage.Place.HEADER)
        by_place.setdefault(place, []).append(chapter)
    return Menus(
        by_place.get(ContentPage.Place.HEADER, []), by_place.get(ContentPage.Place.FOOTER, [])
    )


@register.simple_tag(takes_context=True)
def editors_bar(context: Context) -> SafeString | str:
    """Wagtail's bar for whoever bears a session cookie.

    Asking for the user would make the answer vary by cookie for every visitor. The preview in
    the translators' editor goes without.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    if getattr(request, "in_desk", False):
        return ""
    return wagtailuserbar(context)
