"""The judges judge: each finds a fault that is there, and nothing where there is none."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Good</title></head>'
    "<body><main><h1>Good</h1><p>Dark ink on paper.</p></main></body></html>"
)


def test_axe(new_context: Callable[..., BrowserContext], axe: Callable[..., None]) -> None:
    page = new_context().new_page()
    page.set_content(GOOD)
    axe(page)
    page.set_content(GOOD.replace("<p>", '<p style="color: #bbb">'))
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)
    axe(page, exclude=("p",))


def test_vnu(vnu: Callable[..., None]) -> None:
    vnu(GOOD, GOOD)
    with pytest.raises(AssertionError, match=r"1:1: End tag .* open elements"):
        vnu(GOOD, GOOD.replace("</p>", "<section>"))
