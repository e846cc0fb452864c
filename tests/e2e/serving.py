"""The demo, served as in production, and the processes that work with its files."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT
from tests.nursery import Nursery

PATIENCE = 60  # seconds until a server must answer


@dataclass(frozen=True)
class Site:
    """A served site: its address without a closing slash, and the folder of its files.

    ``more`` goes into the environment of its processes.
    """

    url: str
    files: Path
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Environment of every process that works with the files of this site."""
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DEBUG": "false",
            "VAR_DIR": str(self.files),
            "BASE_URL": self.url,
            "LOG_LEVEL": "WARNING",
            **self.more,
        }

    @cached_property
    def nursery(self) -> Nursery:
        """Where its management commands run; who has used them lets it end."""
        return Nursery(self.environment)

    def manage(self, *arguments: str) -> str:
        """Run a management command on the files of this site; return what it printed.

        Raises ``AssertionError`` with both outputs where the command fails.
        """
        done = self.nursery.run(arguments)
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def python(self, code: str) -> str:
        """Run ``code`` in the site's Django; return what it printed.

        The browser's event loop and the test database stay out of the way like this.
        """
        return self.manage("shell", "--no-imports", "--command", code)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=20):
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False


def serve(files: Path, *, port: int = 0, **more: str) -> Iterator[Site]:
    """The site in ``files`` for as long as the iterator waits; ``more`` is its environment.

    ``port`` is for one that served before, 0 for any that is free.
    """
    port = port or _free_port()
    site = Site(f"http://127.0.0.1:{port}", files, more)
    # Absolute addresses are made from the site's record.
    with closing(sqlite3.connect(files / "db.sqlite3")) as database, database:
        database.execute("UPDATE wagtailcore_site SET hostname = '127.0.0.1', port = ?", [port])
    log = (files / "server.log").open("w")
    # As in production but for the settings: one process, several threads, no debug pages.
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--no-control-socket",
            "--bind",
            f"127.0.0.1:{port}",
            "--threads",
            "4",
            "--timeout",
            "120",
            "--worker-tmp-dir",
            str(files),
            "cms.wsgi",
        ],
        cwd=ROOT,
        env=site.environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(f"{site.url}/robots.txt"):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not start:\n{(files / 'server.log').read_text()}")
            time.sleep(0.2)
        yield site
    finally:
        site.nursery.end()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            # It leads a group of its own: its worker goes with it.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()
