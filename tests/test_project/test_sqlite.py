"""SQLite as the site opens it: readers never wait, writers queue."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PRAGMAS = """
from django.db import connection

with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "busy_timeout"):
        print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
print(connection.transaction_mode)
"""


def test_sqlite(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", PRAGMAS],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "journal_mode wal",
        "synchronous 1",
        "busy_timeout 20000",
        "IMMEDIATE",
    ]
