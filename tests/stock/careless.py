"""A host that leaves every door open, to see that it is told so."""

from cms.settings.test import *  # noqa: F403  settings modules extend one another this way
from cms.settings.test import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [
    "wagtail.locales" if app == "wagtail_localize.locales" else app for app in INSTALLED_APPS
] + ["wagtail.contrib.simple_translation", "wagtail.api.v3"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith("GuardMiddleware")]
WAGTAILLOCALIZE_DISABLE_ON_DELETE = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
WAGTAIL_I18N_ENABLED = False
