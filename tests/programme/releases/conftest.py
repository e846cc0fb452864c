"""What the tests of releases share."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.factories import House, slot

from .stage import Stage, make_stage


@pytest.fixture
def stage(house: House) -> Stage:
    """A panel and a talk, not released yet."""
    return make_stage(house)


@pytest.fixture
def at() -> Callable[[str], datetime]:
    """``at("2026-09-17 10:00")``: the moment by the programme's clock."""
    return lambda text: slot(text).start
