"""Panels on a site of the module's own, and people at its desk."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.desk.panel import PANELS, SETUP, TEXT, Panel, visit
from tests.e2e.serving import Site


@pytest.fixture(scope="module")
def panels(own_site: Site) -> Iterator[Panel]:
    """Sessions that no test has seen."""
    made = own_site.python(SETUP.format(count=PANELS, text=TEXT)).splitlines()[-1]
    return iter([Panel(own_site, pk, rows) for pk, rows in json.loads(made)])


@pytest.fixture
def panel(panels: Iterator[Panel]) -> Panel:
    """A session of this test's own."""
    return next(panels)


@pytest.fixture
def enter(
    window: Callable[..., Page], own_site: Site, sign_in: Callable[..., None]
) -> Callable[..., Page]:
    """``enter("reviewer", java_script_enabled=False)``: a browser of that person."""

    def make(who: str = "reviewer", **options: Any) -> Page:
        defaults = {"base_url": own_site.url, "viewport": {"width": 1280, "height": 1000}}
        page = window(**defaults | {"locale": "en-GB"} | options)
        sign_in(page, who)
        return page

    return make


@pytest.fixture
def desk(enter: Callable[..., Page], panel: Panel) -> Page:
    """The editor of the panel, ready."""
    page = enter()
    visit(page, panel)
    return page


@pytest.fixture
def wide(enter: Callable[..., Page]) -> Page:
    """A reviewer's window with room for all panes."""
    return enter(viewport={"width": 1500, "height": 900})
