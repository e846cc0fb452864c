"""The test suite: small, quick, apart from the demo's files."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403  settings modules extend one another this way
from .base import CACHES, DATABASES, REDIS_URL, WAGTAILSEARCH_BACKENDS, env

DEMO = True
SECRET_KEY = "a-key-for-tests"  # noqa: S105  a test's key guards nothing
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_files = tempfile.TemporaryDirectory(prefix="zwiesprache-")  # removed when the process ends
MEDIA_ROOT = Path(_files.name) / "media"
STATIC_ROOT = Path(_files.name) / "static"
STATIC_ROOT.mkdir()
# Writing the index of Wagtail's search takes a third of the time of making content; tests that
# search switch it on (`indexed` in tests/conftest.py).
vars()["WAGTAILSEARCH_BACKENDS"] = {
    name: {**backend, "AUTO_UPDATE": False} for name, backend in WAGTAILSEARCH_BACKENDS.items()
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Several runs on one database server keep apart by this name.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", default=None)}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    # Nobody misses a test's rows when the machine falls over: a commit waits for no disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
if REDIS_URL:
    # Clearing the cache empties a whole Redis database: every worker has one of its own.
    place, _, number = REDIS_URL.rpartition("/")
    worker = env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{place}/{int(number) + int(worker)}"
