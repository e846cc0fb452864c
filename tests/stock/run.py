"""Tell all stories about the small site, in a process of its own; print what was seen as JSON."""

import json
import os
import sys
from typing import Any


def main() -> None:
    """Every story on the same fresh database, with real commits."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.stock.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.stock.house.world import StockWorld
    from tests.stock.scenarios import DOORS, LOSSES

    call_command("migrate", verbosity=0)
    fresh = connection.connection.serialize()
    seen: dict[str, Any] = {}
    for name, story in {**LOSSES, **DOORS}.items():
        connection.connection.deserialize(fresh)
        seen[name] = story(StockWorld())
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main()
