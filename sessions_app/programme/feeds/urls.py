"""Addresses of the feeds; a host includes them inside `i18n_patterns`, before Wagtail's.

Wagtail's own pattern takes no address with a dot.
"""

import re

from django.urls import re_path

from . import views
from .registry import FEEDS

_names = "|".join(re.escape(name) for name in FEEDS)

urlpatterns = [
    re_path(
        rf"^(?P<path>(?:[\w-]+/)+)(?P<name>{_names})$", views.programme_feed, name="sessions_feed"
    ),
    re_path(r"^(?P<path>(?:[\w-]+/)+)(?P<slug>[\w-]+)\.ics$", views.calendar, name="sessions_ics"),
]
