"""Addresses that are no pages: what machines ask for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .security import security_txt
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
    context = {"admin": _admin(), "sitemap": f"{_root(request)}{reverse('sessions_sitemap')}"}
    return render(request, "sessions_app/robots.txt", context, content_type="text/plain")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); 404 where the host names nobody."""
    text = security_txt(f"{_root(request)}{reverse('sessions_security')}", timezone.now())
    if not text:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the site; at its root, since a worker rules only what lies below it."""
    context = {"admin": _admin()}
    response = render(
        request, "sessions_app/worker.js", context, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


def _root(request: HttpRequest) -> str:
    """Scheme and host of the request's site."""
    site = Site.find_for_request(request)
    return str(site.root_url if site else request.build_absolute_uri("/").rstrip("/"))


def _admin() -> str:
    """Path of the admin; empty where the host has none."""
    try:
        return reverse("wagtailadmin_home")
    except NoReverseMatch:
        return ""
