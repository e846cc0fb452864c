"""Processes beside that of the tests, which work with the test's database."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from tests.conftest import ROOT

PATIENCE = 60  # seconds for what another process has to do


@dataclass
class Outside:
    """Processes of their own that work with the test's database.

    A database in memory cannot be shared: it is a file meanwhile, see :meth:`shared`.
    """

    files: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.files / "db.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
        name = connection.settings_dict["NAME"]
        url = f"sqlite:///{self.file}"
        if connection.vendor == "postgresql":
            url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        return kept | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": url,
            "VAR_DIR": str(self.files),
            "LOG_LEVEL": "WARNING",
        }

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Let other processes have the database as it is; then see what they made of it."""
        if connection.vendor == "postgresql":
            yield
            return
        connection.ensure_connection()
        with closing(sqlite3.connect(self.file)) as file:
            connection.connection.backup(file)
            # As every file of a site is, from its first connection on.
            file.execute("PRAGMA journal_mode=WAL")
        yield
        with closing(sqlite3.connect(self.file)) as file:
            file.backup(connection.connection)

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def python(self, code: str, **more: str) -> subprocess.Popen[str]:
        return self.start("shell", "--no-imports", "--command", code, **more)

    def manage(self, *arguments: str, **more: str) -> list[str]:
        return self.printed(self.start(*arguments, **more))

    def printed(self, process: subprocess.Popen[str]) -> list[str]:
        """Lines of a process that ended well."""
        told, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors
        return told.splitlines()

    def end(self) -> None:
        """Let none of them outlive the test."""
        for process in self.started:
            process.kill()
            process.communicate()
