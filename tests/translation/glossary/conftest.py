"""Terms, and the short ways to them."""

from collections.abc import Callable
from typing import Any

import pytest

from sessions_app.translation.models import GlossaryTerm
from tests.factories import House


@pytest.fixture
def make_term(house: House) -> Callable[..., GlossaryTerm]:
    """``make_term("Antrag", "application", status=…)``: a stored term, German to English."""

    def make(source: str, target: str = "", **fields: Any) -> GlossaryTerm:
        values = {"source_language": "de", "target_language": "en"} | fields
        term = GlossaryTerm(source=source, target=target, **values)
        term.full_clean()
        term.save()
        return term

    return make
