"""The demo and development: SQLite, debug pages, demo log-ins. Never for the public."""

from .base import *  # noqa: F403  settings modules extend one another this way
from .base import SESSIONS, STATIC_ROOT, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
DEMO = True
SECRET_KEY = env.str("SECRET_KEY", default="demo-key-for-development-on-this-machine-alone")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
SERVE_MEDIA = True
SESSIONS["SECURITY_CONTACT"] = env.str("SECURITY_CONTACT", default="mailto:hallo@example.org")
WHITENOISE_USE_FINDERS = True  # static files from where they lie, also without debug pages
for folder in (VAR_DIR, STATIC_ROOT):
    folder.mkdir(parents=True, exist_ok=True)
