"""The site with a machine, at the address in MACHINE_URL."""

import os

from cms.settings.dev import *  # noqa: F403  settings are made to be laid over others

MACHINES = {
    "libre": {
        "class": "sessions_app.translation.machines.libretranslate.LibreTranslate",
        "endpoint": os.environ["MACHINE_URL"],
        "attempts": 1,
    }
}
SESSIONS = {"MACHINES": MACHINES}
