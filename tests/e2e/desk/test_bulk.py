"""Bulk actions as people do them: by keys, by forms, while servers come and go."""

import json
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

from tests.e2e.serving import PATIENCE, Site, serve

LIST = "/admin/translations/"
JOB = re.compile(r"/admin/translations/jobs/[0-9a-f-]{36}/$")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Wagtail's own furniture, which each of its screens shows.
FURNITURE = ("#wagtail-sidebar", ".messages")
# Whether an element is what one sees at its middle.
IN_FRONT = """element => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
GONE = "The server does not answer at the moment. It is asked again and again."
MAKE = """
import json
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale
from sessions_app.models import ProgrammePage, SessionPage
from sessions_app.translation import drafting, jobs, localize
from tests.factories import make_session
programme = ProgrammePage.objects.get(source=None)
english = Locale.objects.get(language_code="en")
reviewer = get_user_model().objects.get(username="reviewer")
pages = [make_session(programme, title=f"{name} {{n}}") for n in range({count})]
if {translated}:
    for one in drafting.open_translations(pages, english).translations:
        for row in localize.segment_rows([one])[one.pk]:
            drafting.keep_as_source(one, row.id, drafting.version(row.target), reviewer)
job = ""
if "{action}":
    content_type = ContentType.objects.get_for_model(SessionPage).pk
    places = [(content_type, str(page.pk)) for page in pages]
    job = str(jobs.plan("{action}", english, places, reviewer).pk)
print(json.dumps(job))
"""
STEP = """
from uuid import UUID
from sessions_app.translation import jobs
jobs.run(UUID("{job}"), seconds=0)
"""
# How many translations are live, and how often each was published.
PUBLISHED = """
select count(*) from wagtailcore_pagelogentry log
join wagtailcore_page page on page.id = log.page_id
where log.action = 'wagtail.publish' and page.title like ? and page.locale_id = (
    select id from wagtailcore_locale where language_code = 'en'
) group by page.id
"""
OPENED = """
select count(*) from wagtail_localize_translation translation
join wagtail_localize_translationsource source on source.id = translation.source_id
where source.object_repr like ?
"""
TABLE = "sessions_translation_bulkjob"


def make(site: Site, name: str, count: int, *, translated: bool = False, action: str = "") -> str:
    """Sessions of that name; the address of a job of the reviewer's, where ``action`` is given."""
    code = MAKE.format(name=name, count=count, translated=translated, action=action)
    job = json.loads(site.python(code).splitlines()[-1])
    return f"{LIST}jobs/{job}/" if job else ""


def rows(site: Site, query: str, *parameters: str) -> list[Any]:
    with closing(sqlite3.connect(site.files / "db.sqlite3")) as database:
        return [value for (value,) in database.execute(query, parameters).fetchall()]


def change(site: Site, query: str) -> None:
    with closing(sqlite3.connect(site.files / "db.sqlite3", timeout=PATIENCE)) as database:
        database.execute(query)
        database.commit()


def told(page: Page) -> Locator:
    return page.locator("[data-desk-job]").get_by_role("status")


def bar(page: Page) -> Locator:
    return page.get_by_role("progressbar")


def tab_to(page: Page, target: Locator) -> None:
    """Go on by the tabulator until ``target`` has the focus, which must be seen whole."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            # The page scrolls in its own time.
            deadline = time.monotonic() + PATIENCE
            while not target.evaluate(IN_FRONT):
                assert time.monotonic() < deadline, "something covers what has the focus"
                page.wait_for_timeout(20)
            return
    pytest.fail("the tabulator does not lead there")


class Gate:
    """Holds what the page asks to be done until the test says so."""

    def __init__(self, page: Page) -> None:
        self.page, self.held = page, list[Route]()
        self.is_open = False
        self.posts: list[str] = []
        page.on("request", self._count)
        page.route(JOB, self._hold)

    def _count(self, request: Request) -> None:
        if request.method == "POST" and request.resource_type == "fetch":
            self.posts.append(request.url)

    def _hold(self, route: Route) -> None:
        request = route.request
        if not self.is_open and request.method == "POST" and request.resource_type == "fetch":
            self.held.append(route)
        else:
            route.continue_()

    def asked(self) -> Route:
        """The next request that waits."""
        deadline = time.monotonic() + PATIENCE
        while not self.held:
            assert time.monotonic() < deadline, "the page asks for nothing"
            self.page.wait_for_timeout(20)
        return self.held.pop(0)

    def step(self, site: Site) -> None:
        """Let somebody else do one item, then answer with the page as it is now."""
        route = self.asked()
        site.python(STEP.format(job=route.request.url.split("/")[-2]))
        route.continue_(method="GET")

    def open(self) -> None:
        """Hold nothing any more."""
        self.is_open = True
        while self.held:
            self.held.pop().continue_()


def test_by_keys_from_the_list_to_the_report_and_back(
    enter: Callable[..., Page], own_site: Site
) -> None:
    make(own_site, "Taste", 3, translated=True)
    page = enter()
    page.goto(f"{LIST}?language=en&q=taste")
    count = page.locator("[data-desk-bulk-count]")
    release = page.get_by_role("button", name="Release…")
    expect(count).to_have_text("")
    expect(release).to_be_hidden()
    page.get_by_role("checkbox", name="Select all on this page").focus()
    for number, text in enumerate(["1 selected", "2 selected"]):
        tab_to(page, page.get_by_role("checkbox", name=f"Select Taste {number}"))
        page.keyboard.press("Space")
        expect(count).to_have_text(text)
    every = page.get_by_role("checkbox", name="Select all on this page")
    assert every.evaluate("box => [box.checked, box.indeterminate]") == [False, True]
    tab_to(page, release)
    page.keyboard.press("Enter")
    question = "Release 2 translations into English"
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(page.locator(".desk-job__titles li")).to_have_text(["Taste 0", "Taste 1"])
    assert rows(own_site, PUBLISHED, "Taste%") == []
    gate = Gate(page)
    tab_to(page, page.get_by_role("button", name="Release", exact=True))
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text("It is about to begin.")
    expect(page.get_by_role("progressbar", name=question)).to_have_attribute("max", "2")
    told(page).evaluate("region => { window.region = region; }")
    assert bar(page).evaluate("bar => bar.value") == 0
    gate.step(own_site)
    expect(told(page)).to_have_text("1 of 2 are looked at.")
    assert bar(page).evaluate("bar => bar.value") == 1
    expect(page.get_by_role("heading", name="done")).to_have_count(0)
    gate.step(own_site)
    expect(told(page)).to_have_text("Finished. 2 done.")
    assert bar(page).evaluate("bar => bar.value") == 2
    # What is spoken is a change of text: the region itself is the same from first to last.
    assert told(page).evaluate("region => region === window.region")
    expect(page.locator(".desk-report__name")).to_have_text(["Taste 0", "Taste 1"])
    tab_to(page, page.get_by_role("link", name="Taste 0"))
    tab_to(page, page.get_by_role("link", name="Back to the overview"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LIST}?language=en")
    assert (rows(own_site, PUBLISHED, "Taste%"), len(gate.posts)) == ([1, 1], 2)


def test_everything_of_the_list_the_other_pages_included(
    enter: Callable[..., Page], own_site: Site
) -> None:
    make(own_site, "Reigen", 55)
    page = enter()
    page.goto(f"{LIST}?language=en&q=reigen")
    ticks = page.get_by_role("checkbox", name="Select Reigen")
    expect(ticks).to_have_count(50)
    count = page.locator("[data-desk-bulk-count]")
    every = page.get_by_role("checkbox", name="Select all on this page")
    every.check()
    expect(count).to_have_text("50 selected")
    ticks.nth(3).uncheck()
    ticks.nth(5).uncheck()
    ticks.nth(10).click(modifiers=["Shift"])
    expect(count).to_have_text("43 selected")
    every.uncheck()
    every.check()
    every.uncheck()
    expect(count).to_have_text("")
    ticks.first.check()
    page.get_by_role("checkbox", name="All 55 of this list, the other pages included").check()
    expect(count).to_have_text("All 55 selected")
    page.get_by_role("button", name="Open for translation…").click()
    expect(page.locator(".desk-title")).to_have_text(
        "Open 55 originals for translation into English"
    )
    expect(page.locator(".desk-job__more")).to_have_text("and 43 more")
    page.get_by_role("button", name="Open for translation").click()
    expect(told(page)).to_have_text("Finished. 55 done.")
    expect(page.locator(".desk-report__lines li")).to_have_count(55)
    assert rows(own_site, OPENED, "Reigen%") == [55]


def test_a_browser_that_comes_back_keeps_what_was_ticked(
    enter: Callable[..., Page], own_site: Site
) -> None:
    make(own_site, "Rückkehr", 2)
    page = enter()
    page.goto(f"{LIST}?language=en&q=rückkehr")
    page.get_by_role("checkbox", name="Select Rückkehr 1").check()
    page.get_by_role("button", name="Assign…").click()
    expect(page.get_by_role("combobox", name="Assign to")).to_have_value(re.compile(r"^\d+$"))
    page.go_back()
    ticked = page.get_by_role("checkbox", name="Select Rückkehr 1").is_checked()
    count = page.locator("[data-desk-bulk-count]")
    expect(count).to_have_text("1 selected" if ticked else "")
    if not ticked:
        page.get_by_role("checkbox", name="Select Rückkehr 1").check()
    page.get_by_role("button", name="Assign…").click()
    page.get_by_role("combobox", name="Assign to").select_option(label="Tara Brück")
    page.get_by_role("button", name="Assign").click()
    expect(told(page)).to_have_text("Finished. 1 done.")
    expect(page.locator(".desk-report__lines li")).to_have_text("Rückkehr 1Tara Brück")


def test_without_a_script_it_is_all_forms(enter: Callable[..., Page], own_site: Site) -> None:
    make(own_site, "Vordruck", 52)
    page = enter(java_script_enabled=False)
    page.goto(f"{LIST}?language=en&q=vordruck")
    expect(page.get_by_role("checkbox", name="Select all on this page")).to_have_count(0)
    page.get_by_role("button", name="Release…").click()
    expect(page.get_by_text("Nothing was selected.")).to_be_visible()
    page.wait_for_url(f"**{LIST}?language=en&q=vordruck")
    for number in (0, 1):
        page.get_by_role("checkbox", name=f"Select Vordruck {number}", exact=True).check()
    page.get_by_role("button", name="Release…").click()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("checkbox", name="Select Vordruck 0", exact=True).check()
    page.get_by_role("button", name="Release…").click()
    page.get_by_role("button", name="Release", exact=True).click()
    expect(told(page)).to_have_text("It is about to begin.")
    page.get_by_role("button", name="Go on").click()
    expect(told(page)).to_have_text("Finished. 1 refused.")
    expect(page.get_by_role("button", name="Go on")).to_have_count(0)
    expect(page.locator(".desk-report--refused li")).to_have_text(
        "Vordruck 0It is not open for translation yet."
    )
    page.get_by_role("link", name="Back to the overview").click()
    page.goto(f"{LIST}?language=en&q=vordruck")
    page.get_by_role("checkbox", name="All 52 of this list, the other pages included").check()
    page.get_by_role("button", name="Open for translation…").click()
    page.get_by_role("button", name="Open for translation").click()
    page.get_by_role("button", name="Go on").click()
    expect(told(page)).to_have_text("Finished. 52 done.")
    page.goto(f"{LIST}jobs/")
    expect(page.locator(".desk-report__name").first).to_have_text(
        "Open 52 originals for translation into English"
    )
    page.get_by_role("link", name="Open 52 originals for translation into English").click()
    expect(told(page)).to_have_text("Finished. 52 done.")
    assert rows(own_site, OPENED, "Vordruck%") == [52]


REPORT = """
import json
from django.contrib.auth import get_user_model
from wagtail.models import Locale
from sessions_app.translation import jobs
from sessions_app.translation.models import BulkJob
report = [
    {"title": "Ein sehr langes Wort: " + "Donaudampfschiffahrtsgesellschaft" * 4, "outcome": one,
     "message": "It is being reviewed. " * 5, "url": "/admin/translations/1/", "language": "de"}
    for one in jobs.Outcome.values for number in range(2)
]
job = BulkJob.objects.create(
    action="release", locale=Locale.objects.get(language_code="en"), state="failed",
    by=get_user_model().objects.get(username="reviewer"),
    items=[[1, str(n)] for n in range(8)], done=8, report=report,
)
print(json.dumps(str(job.pk)))
"""


@pytest.fixture(scope="module")
def finished(own_site: Site) -> str:
    """Address of a job that is over, with lines of every outcome."""
    return f"{LIST}jobs/{json.loads(own_site.python(REPORT).splitlines()[-1])}/"


@pytest.fixture(scope="module")
def running(own_site: Site) -> str:
    """Address of a job that nobody goes on with."""
    return make(own_site, "Wartend", 3, action="release")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_every_screen_is_open_to_everybody(
    enter: Callable[..., Page], own_site: Site, axe: Callable[..., None], running: str,
    finished: str, scheme: str, width: int,
) -> None:  # fmt: skip
    page = enter(color_scheme=scheme, viewport={"width": width, "height": 900})

    def judge() -> None:
        axe(page, exclude=FURNITURE)
        assert page.evaluate(SIDEWAYS) == 0

    page.goto(f"{LIST}?language=en")
    page.locator("[data-desk-tick]").nth(1).check()
    expect(page.locator("[data-desk-bulk-count]")).to_have_text("1 selected")
    judge()
    for action in ("Assign…", "Release…"):
        page.get_by_role("button", name=action).click()
        expect(page.locator(".desk-job__form")).to_be_visible()
        judge()
        page.goto(f"{LIST}?language=en")
        page.locator("[data-desk-tick]").nth(1).check()
    gate = Gate(page)
    page.goto(running)
    route = gate.asked()
    expect(told(page)).to_have_text("It is about to begin.")
    judge()
    route.abort()
    page.goto(finished)
    expect(told(page)).to_have_text("Finished. 2 failed, 2 refused, 2 done, 2 nothing to do.")
    judge()
    page.goto(f"{LIST}jobs/")
    expect(page.get_by_role("link", name="Release 8 translations into English")).to_be_visible()
    judge()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_bar_covers_nothing_that_has_the_focus(enter: Callable[..., Page], width: int) -> None:
    page = enter(viewport={"width": width, "height": 700})
    page.goto(f"{LIST}?language=en")
    ticks = page.locator("[data-desk-tick]")
    ticks.first.check()
    for place in range(1, 20):
        tab_to(page, ticks.nth(place))


def paused(page: Page) -> None:
    """Let time stand still for the page."""
    page.clock.pause_at(3_600_000)


def refused(page: Page, gate: Gate) -> None:
    """Let the page ask a server that does not answer, until it says so and waits."""
    route = gate.asked()
    told(page).evaluate("region => { region.textContent = ''; }")
    route.continue_()
    expect(told(page)).to_have_text(GONE)


def test_a_server_in_trouble_is_asked_again_less_and_less_often(
    own_site: Site, new_context: Callable[..., BrowserContext], sign_in: Callable[..., None]
) -> None:
    address = make(own_site, "Störung", 2, translated=True, action="release")
    page = new_context(base_url=own_site.url, locale="en-GB").new_page()
    sign_in(page, "reviewer")
    page.clock.install(time=0)
    gate = Gate(page)
    page.goto(address)
    paused(page)
    expect(told(page)).to_have_text("It is about to begin.")
    change(own_site, f"ALTER TABLE {TABLE} RENAME TO elsewhere")
    try:
        for number, pause in enumerate([1_000, 2_000, 4_000]):
            refused(page, gate)
            page.clock.run_for(pause - 1)
            assert (len(gate.posts), gate.held) == (number + 1, [])
            page.clock.run_for(1)
        route = gate.asked()
    finally:
        change(own_site, f"ALTER TABLE elsewhere RENAME TO {TABLE}")
    gate.open()
    route.continue_()
    expect(told(page)).to_have_text("Finished. 2 done.")
    assert rows(own_site, PUBLISHED, "Störung%") == [1, 1]


@pytest.fixture
def server(demo_files: Path, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """``server()``: start a site of this test's own, or the same one again; it stops before."""
    files, running = tmp_path / "var", list[Iterator[Site]]()
    shutil.copytree(demo_files, files)

    def stop() -> None:
        while running:
            next(running.pop(), None)

    def start(**more: Any) -> Site:
        stop()
        running.append(serve(files, **more))
        return next(running[0])

    start.stop = stop  # type: ignore[attr-defined]
    yield start
    stop()


def test_a_server_that_is_gone_for_a_while(
    server: Any, new_context: Callable[..., BrowserContext], sign_in: Callable[..., None]
) -> None:
    site = server()
    address = make(site, "Pause", 2, translated=True, action="release")
    page = new_context(base_url=site.url, locale="en-GB").new_page()
    sign_in(page, "reviewer")
    page.clock.install(time=0)
    gate = Gate(page)
    page.goto(address)
    paused(page)
    gate.step(site)
    expect(told(page)).to_have_text("1 of 2 are looked at.")
    server.stop()
    refused(page, gate)
    page.clock.run_for(1_000)
    refused(page, gate)
    server(port=int(site.url.rpartition(":")[2]))
    page.clock.run_for(2_000)
    gate.asked().continue_()
    expect(told(page)).to_have_text("Finished. 2 done.")
    assert (len(gate.posts), rows(site, PUBLISHED, "Pause%")) == (4, [1, 1])


def test_whoever_is_signed_out_meanwhile_is_led_to_the_log_in(
    enter: Callable[..., Page], own_site: Site
) -> None:
    address = make(own_site, "Abmeldung", 2, translated=True, action="release")
    page = enter()
    gate = Gate(page)
    page.goto(address)
    go_on = page.get_by_role("button", name="Go on")
    expect(go_on).to_be_hidden()
    change(own_site, "DELETE FROM django_session")
    gate.asked().continue_()
    expect(go_on).to_be_visible()
    assert (len(gate.posts), gate.held) == (1, [])
    gate.open()
    go_on.click()
    page.locator("#id_username").fill("reviewer")
    page.locator("#id_password").fill("demo")
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"**{address}")
    expect(told(page)).to_have_text("Finished. 2 done.")
    assert rows(own_site, PUBLISHED, "Abmeldung%") == [1, 1]


def test_with_a_worker_the_page_looks_on_and_takes_up_what_stands_still(
    server: Any, new_context: Callable[..., BrowserContext], sign_in: Callable[..., None]
) -> None:
    queue = {"TASKS_BACKEND": "django_tasks_db.DatabaseBackend"}
    site = server(**queue)
    site.manage("migrate", "--verbosity", "0")
    for name in ("Arbeiter", "Stillstand"):
        make(site, name, 2, translated=True)
    page = new_context(base_url=site.url, locale="en-GB").new_page()
    sign_in(page, "reviewer")

    def begin(name: str) -> None:
        page.goto(f"{LIST}?language=en&q={name}")
        page.get_by_role("checkbox", name="Select all on this page").check()
        page.get_by_role("button", name="Release…").click()
        page.get_by_role("button", name="Release", exact=True).click()
        expect(told(page)).to_have_text("It is about to begin.")
        expect(page.locator(".desk-job__note")).to_have_text(
            "It goes on in the background; you can leave this page."
        )

    gate = Gate(page)
    # As long as the worker takes to start, however long that is on this machine.
    ahead = f"UPDATE {TABLE} SET changed_at = '2999-01-01 00:00:00'"
    begin("Arbeiter")
    change(site, ahead)
    site.manage("db_worker", "--batch", "--no-startup-delay")
    expect(told(page)).to_have_text("Finished. 2 done.")
    assert (gate.posts, rows(site, PUBLISHED, "Arbeiter%")) == ([], [1, 1])
    gate.open()
    begin("Stillstand")
    change(site, f"UPDATE {TABLE} SET changed_at = '2020-01-01 00:00:00' WHERE done = 0")
    expect(told(page)).to_have_text("Finished. 2 done.")
    # The queue still has the task; whoever takes it finds nothing left to do.
    site.manage("db_worker", "--batch", "--no-startup-delay")
    assert rows(site, PUBLISHED, "Stillstand%") == [1, 1]
