"""Addresses that are no pages: what machines ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .sitemap import addresses_of_site


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap of the request's site, in all languages."""
    addresses = addresses_of_site(request)
    return render(
        request,
        "sessions_app/sitemap.xml",
        {"addresses": addresses},
        content_type="application/xml",
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read (RFC 9309), and where the sitemap stands."""
    site = Site.find_for_request(request)
    root = site.root_url if site else request.build_absolute_uri("/").rstrip("/")
    try:
        admin = reverse("wagtailadmin_home")
    except NoReverseMatch:
        admin = ""
    context = {"admin": admin, "sitemap": f"{root}{reverse('sessions_sitemap')}"}
    return render(request, "sessions_app/robots.txt", context, content_type="text/plain")
