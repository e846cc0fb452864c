"""Addresses of the site in every language; a host includes them inside `i18n_patterns`.

They go before Wagtail's own pattern, which takes any address without a dot.
"""

from django.urls import include, path, re_path
from django.utils.translation import pgettext_lazy

from .site import localised

search = [
    path("", localised.search, name="sessions_search"),
    path("suggestions/", localised.suggest, name="sessions_suggestions"),
]
urlpatterns = [
    path(pgettext_lazy("address", "contents/"), localised.contents, name="sessions_contents"),
    path(pgettext_lazy("address", "search/"), include(search)),
    re_path(r"^(?P<path>(?:[\w-]+/)*[\w-]+)\.png$", localised.share, name="sessions_share"),
]
