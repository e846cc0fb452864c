"""Units of the memory, and the memory asked as the desk asks it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from sessions_app.translation import memory

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PAGES = UUID("00000000-0000-0000-0000-00000000beef")


def unit(source: str, target: str, path: str = "title", *, page: str | None = "one", **more: Any):
    """A German text and its English translation on a page; ``page`` None: from elsewhere."""
    days = more.pop("days", 0)
    return memory.Unit(
        **{
            "source_language": "de",
            "target_language": "en",
            "source": source,
            "target": target,
            "object_key": None if page is None else uuid5(PAGES, page),
            "path": path if page is not None else "",
            "title": page or "",
            "by": None,
            "at": START + timedelta(days=days),
            **more,
        }
    )


@pytest.fixture
def offers() -> Callable[..., list[tuple[int, str]]]:
    """``offers(text)``: percent and translation of everything that is suggested."""

    def ask(text: str, **more: Any) -> list[tuple[int, str]]:
        return [(m.percent, m.target) for m in memory.suggest(text, "de", "en", **more)]

    return ask
