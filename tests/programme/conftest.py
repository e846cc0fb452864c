"""What the tests of the public pages share."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from wagtail.models import Page

from sessions_app.programme.frame import Frame, frame_of
from tests.factories import House, make_site


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Wagtail keeps renditions and root paths by primary keys, which the next test has again."""
    cache.clear()


@pytest.fixture
def house(db: None) -> House:
    """A site in German and English with a programme each."""
    return make_site()


@pytest.fixture
def frame_for() -> Callable[..., Frame]:
    """``frame_for(page)``: a fresh frame around the page, as it stands in the database."""

    def load(page: Page | None = None, *linked: int) -> Frame:
        return frame_of(RequestFactory().get("/"), page, linked)

    return load
