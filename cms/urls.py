"""Addresses of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import views

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("sessions_app.programme.urls")),
    path("api/v2/", include("sessions_app.programme.api.urls")),
    path("theme.css", views.theme, name="theme"),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    )
urlpatterns += i18n_patterns(
    path("", include("sessions_app.programme.feeds.urls")),
    path("", include("sessions_app.programme.site_urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
