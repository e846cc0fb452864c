"""The desk's smaller screens in a real browser: no barrier, any width, no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk.panel import Panel
from tests.e2e.serving import Site

MINE = "/admin/translations/mine/"
NOTICES = "/admin/translations/notices/"
# Wagtail's own furniture on its own screens.
FURNITURE = (".w-sidebar", ".w-slim-header")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


LIVE = """
from sessions_app.models import SessionPage
from sessions_app.translation import localize
page = SessionPage.objects.filter(source=None, title__startswith="Sozialstaat").get()
print(localize.translations_of([page.translation_key]).get().pk)
"""


@pytest.fixture
def screens(panel: Panel, own_site: Site) -> list[str]:
    """Addresses of the desk's smaller screens; the panel is free to take, another page is live."""
    live = own_site.python(LIVE).splitlines()[-1]
    return [
        MINE,
        NOTICES,
        "/admin/translations/planned/",
        "/admin/translations/words/",
        *(f"/admin/translations/{panel.pk}/{name}/" for name in ("assign", "release", "review")),
        *(f"/admin/translations/{live}/{name}/" for name in ("address", "offline", "release")),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_no_barrier_at_any_width(
    enter: Callable[..., Page],
    screens: list[str],
    axe: Callable[..., None],
    width: int,
    scheme: str,
) -> None:
    page = enter("reviewer", viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address in screens:
        page.goto(address)
        assert page.evaluate(SIDEWAYS) == 0, address
        axe(page, exclude=FURNITURE)


def test_taken_assigned_and_given_back_without_a_script(
    enter: Callable[..., Page], panel: Panel
) -> None:
    page = enter("reviewer", java_script_enabled=False)
    page.goto(f"/admin/translations/{panel.pk}/")
    page.get_by_role("button", name="I take it").click()
    page.get_by_role("link", name="Assigned to").click()
    page.get_by_label("Due").fill("2031-05-03")
    page.get_by_label("Priority").select_option("high")
    page.get_by_label("Instruction").fill("Bitte kurz")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.locator(".desk-instruction")).to_have_text("Instruction: Bitte kurz")
    page.goto(MINE)
    mine = page.locator("section[aria-labelledby=desk-mine-assigned] li")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("Priority: high")
    mine.get_by_role("button", name="Give back").click()
    expect(mine).to_have_count(0)
