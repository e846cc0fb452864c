"""Addresses of the API; a host includes them as ``api/v2/``, outside of `i18n_patterns`."""

from django.urls import path
from django.views.decorators.http import require_safe
from wagtail.api.v2.router import WagtailAPIRouter

from .views import ENDPOINTS, index

app_name = "sessions_api"
router = WagtailAPIRouter(app_name)
for one in ENDPOINTS:
    router.register_endpoint(one.endpoint, one)

urlpatterns = [path("", require_safe(index), name="index"), *router.get_urlpatterns()]
