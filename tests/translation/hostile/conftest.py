"""The desk's page and people, real threads on a real database, and what nobody should send."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.factories import make_reviewer
from tests.translation.desk.conftest import (  # noqa: F401  shared fixtures
    complete,
    desk,
    filled,
    house,
    opened,
    publish_changed,
    publisher,
    rows,
    session,
    soup,
    visit,
)

# What ends in a page of the desk, for people.
Visit = Callable[[Any], Client]
Rows = Callable[[Any], dict[str, Any]]

# Numbers that no table has; some do not fit into any column.
NUMBERS = [0, 999_999_999, 2**31, 2**63 - 1, 2**63, 2**64, 10**40]


@pytest.fixture
def reader(house: Any, visit: Visit) -> Client:  # noqa: F811
    """A browser of somebody who reviews translations into English."""
    return visit(make_reviewer("en"))


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


def together(*works: Callable[[], Any]) -> list[Any]:
    """What each of ``works`` returns, or the exception it raises; all begin at once."""
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
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return found
