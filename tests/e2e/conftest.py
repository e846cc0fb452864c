"""A real browser against a real server that runs the demo, and the judges of what it shows."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.conftest import ROOT
from tests.e2e.serving import PATIENCE, Site, serve

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# As long as the actions themselves may take: a busy machine is no failure.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def _need(path: Path, command: str) -> None:
    if not path.exists():
        pytest.skip(f"{path.name} is missing; {command} brings it")


# The server


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a migrated database and the demo's content; copied, never written by a test.

    The first worker that needs it makes it, the others wait.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    ready, making, claimed = (shared / name for name in ("demo", "demo being made", "demo claimed"))
    try:
        claimed.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 5 * PATIENCE
        while not ready.exists():
            assert time.monotonic() < deadline, "the other worker did not make the demo"
            time.sleep(0.5)
        return ready
    making.mkdir()
    site = Site("http://127.0.0.1", making)
    site.manage("migrate", "--verbosity", "0")
    site.manage("load_demo")
    site.nursery.end()
    return making.rename(ready)


@pytest.fixture(scope="session")
def live_site(demo_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, served; for tests that read and leave it as it is."""
    files = tmp_path_factory.mktemp("live") / "var"
    shutil.copytree(demo_files, files)
    yield from serve(files)


@pytest.fixture(scope="module")
def own_site(demo_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo in a copy of the module's own; for tests that write."""
    files = tmp_path_factory.mktemp("own") / "var"
    shutil.copytree(demo_files, files)
    yield from serve(files)


# The browser


@dataclass
class Watch:
    """What a browser context did that no page of ours may do."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("Chromium is missing; the package “chromium” brings it")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the browsers of a test did.

    At the end no page may have asked a foreign host for anything, raised a script error or
    broken the content security policy.
    """
    watch = Watch()
    yield watch
    assert watch == Watch()


def _listeners(watch: Watch) -> dict[str, Callable[[Any], None]]:
    """What writes into ``watch``, by the event of a context."""
    return {
        "request": lambda request: _note_request(watch, request.url),
        "weberror": lambda error: watch.errors.append(str(error.error)),
        "console": lambda message: _note_console(watch, message.text),
    }


def _follow(context: BrowserContext, listeners: Mapping[str, Callable[[Any], None]]) -> None:
    context.set_default_timeout(20_000)
    for event, note in listeners.items():
        cast("Any", context).on(event, note)


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts, each a visitor of its own; options as Playwright's."""
    contexts, listeners = list[BrowserContext](), _listeners(watch)

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"locale": "de-DE"} | options)
        _follow(context, listeners)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def idle(browser: Browser) -> Iterator[dict[str, list[BrowserContext]]]:
    """Contexts that wait for somebody to use them again, by their options."""
    waiting: dict[str, list[BrowserContext]] = {}
    yield waiting
    for contexts in waiting.values():
        for context in contexts:
            context.close()


@pytest.fixture
def window(
    browser: Browser, idle: dict[str, list[BrowserContext]], watch: Watch
) -> Iterator[Callable[..., Page]]:
    """``window(base_url=…, viewport=…)``: a page of somebody who has been on the site before.

    Its files were read already, which takes half of the time an admin's page needs; nothing else
    is left of those who were there. Not for tests that stop the clock, which never goes on.
    """
    used, listeners = list[tuple[str, BrowserContext]](), _listeners(watch)

    def make(
        *, base_url: str, viewport: Any = None, color_scheme: Any = None, **options: Any
    ) -> Page:
        options = {"locale": "de-DE", "base_url": base_url} | options
        key = repr(sorted(options.items()))
        known = idle.setdefault(key, [])
        context = known.pop() if known else browser.new_context(**options)
        _follow(context, listeners)
        used.append((key, context))
        page = context.new_page()
        everything = {"origin": base_url, "storageTypes": "all"}
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", everything)
        if viewport is not None:
            page.set_viewport_size(viewport)
        if color_scheme is not None:
            page.emulate_media(color_scheme=color_scheme)
        return page

    yield make
    for key, context in used:
        for page in context.pages:
            page.close()
        for event, note in listeners.items():
            context.remove_listener(event, note)
        context.clear_cookies()
        idle[key].append(context)


def _note_request(watch: Watch, url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
        watch.foreign.append(url)


def _note_console(watch: Watch, text: str) -> None:
    if "Content Security Policy" in text:
        watch.errors.append(text)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], live_site: Site) -> Page:
    """A visitor's page on the demo; addresses may leave the host out."""
    return new_context(base_url=live_site.url).new_page()


@pytest.fixture(scope="session")
def entered() -> dict[tuple[str, str], Any]:
    """Cookies of those who signed in, by site and name."""
    return {}


@pytest.fixture
def sign_in(entered: dict[tuple[str, str], Any]) -> Callable[..., None]:
    """``sign_in(page, "translator")``: through Wagtail's log-in form, as a person does.

    Once for every site and person; whoever comes again in another browser brings the cookies.
    """

    def sign_in(page: Page, username: str, password: str = "demo") -> None:
        site = page.request.head("/robots.txt").url.removesuffix("/robots.txt")
        page.context.add_cookies(entered.get((site, username), []))
        # Whoever is known is sent on.
        if page.request.get("/admin/login/", max_redirects=0).status == 302:
            return
        page.goto("/admin/login/?next=/robots.txt")
        page.locator("#id_username").fill(username)
        page.locator("#id_password").fill(password)
        page.locator("form button[type=submit]").click()
        page.wait_for_url("**/robots.txt")
        entered[site, username] = page.context.cookies()

    return sign_in


# The judges


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """``axe(page)``: no violation of WCAG 2.2 A or AA on what ``page`` shows.

    ``exclude`` names selectors of parts that are not ours (Wagtail's own furniture).
    """
    _need(AXE, "npm ci")
    script = AXE.read_text()

    def judge(page: Page, *, exclude: tuple[str, ...] = ()) -> None:
        # Wagtail's admin has an `axe` of its own.
        if not page.evaluate("() => 'judge' in window"):
            # Through the debugger, which no content security policy holds up.
            page.evaluate(f"() => {{ {script}; window.judge = axe; return null; }}")
        found = page.evaluate(
            "([exclude, tags]) => judge.run({exclude: exclude.map(s => [s])},"
            " {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            [list(exclude), WCAG_22_AA],
        )
        violations = [
            f"{v['id']} ({v['impact']}): {v['help']}\n  "
            + "\n  ".join(f"{n['target']} {n['html'][:160]}" for n in v["nodes"])
            for v in found["violations"]
        ]
        assert violations == [], f"{page.url}\n" + "\n".join(violations)

    return judge


@pytest.fixture(scope="session")
def vnu(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """``vnu(html, …)``: the HTML checker finds no error in the documents.

    Many at once cost little more than one: starting the checker is what takes time. ``names``
    are what an error calls them, their numbers otherwise.
    """
    _need(VNU, "npm ci")
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java is missing; the package “default-jre-headless” brings it")

    def judge(*documents: str, names: Sequence[str] = ()) -> None:
        folder = tmp_path_factory.mktemp("vnu")
        called = dict(zip(map(str, range(len(documents))), names, strict=False))
        paths = [folder / f"{number}.html" for number in range(len(documents))]
        for path, html in zip(paths, documents, strict=True):
            path.write_text(html)
        done = subprocess.run(
            [java, "-jar", str(VNU), "--format", "json", "--exit-zero-always", *map(str, paths)],
            capture_output=True,
            check=True,
        )
        errors = [
            f"{called.get(number, number)}:{m.get('lastLine')}: {m['message']}"
            f" {m.get('extract', '')!r}"
            for m in json.loads(done.stderr)["messages"]
            if m["type"] == "error" and (number := Path(m["url"]).stem)
        ]
        assert errors == []

    return judge
