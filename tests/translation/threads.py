"""Real threads on a real database, each with a connection of its own."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads share as processes do: on SQLite a file in place of the memory."""
    kept = connections["default"]
    if kept.vendor != "sqlite":
        yield
        return
    path = str(tmp_path / "shared.sqlite3")
    kept.ensure_connection()
    with sqlite3.connect(path) as copy:
        kept.connection.backup(copy)
    copy.close()
    settings = connections.settings["default"]
    name = settings["NAME"]
    settings["NAME"] = path
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = kept
        settings["NAME"] = name
        kept.settings_dict["NAME"] = name


def together(*works: Callable[[], Any], patience: float = 60) -> list[Any]:
    """What each of ``works`` returns, or the exception it raises; all begin at once.

    ``patience``: seconds in which all have to be done.
    """
    start = Barrier(len(works))
    found: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(30)
            found[place] = work()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    assert not any(thread.is_alive() for thread in threads)
    return found
