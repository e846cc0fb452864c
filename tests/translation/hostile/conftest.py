"""The desk's page and people, real threads on a real database, and what nobody should send."""

from collections.abc import Callable
from typing import Any

import pytest
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
