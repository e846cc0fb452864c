"""What all tests share: the strict mode, the languages of the site, where foreign files lie."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Locale
from xdist.scheduler import LoadScopeScheduling

from sessions_app.translation import glossary, rules
from tests import database
from tests.factories import make_site

ROOT = Path(__file__).resolve().parents[1]
STRICT = os.environ.get("CI") == "true"

OWN_DATABASE = connection.settings_dict["NAME"]  # the site's, no test's
NAMES = {"de": "Deutsch", "en": "English", "fr": "français"}

hypothesis_settings.register_profile("zwiesprache", deadline=None, derandomize=STRICT)
hypothesis_settings.load_profile("zwiesprache")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-permissions",
        action="store_true",
        help="write the tables in tests/translation/permissions as they are now, for review",
    )


def pytest_configure(config: pytest.Config) -> None:
    if STRICT and config.getoption("--write-permissions"):
        raise pytest.UsageError("Permissions are written for somebody to review, never in CI.")
    # Playwright keeps an event loop in the test's thread; the tests' own queries are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# Files whose tests share what takes long to make, and its name.
SHARED = {
    "tests/cms/test_load_demo.py": "the demo",
    "tests/programme/feeds/test_large.py": "a large programme",
    "tests/translation/test_data_loss.py": "a site with wagtail-localize as it comes",
    "tests/translation/test_open_doors.py": "a site with wagtail-localize as it comes",
}


class Together(LoadScopeScheduling):
    """Gives tests that share something to one worker, which makes it once.

    So do the browser tests of one file. They come first, all others one by one.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.startswith("tests/e2e/") else SHARED.get(file, nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """How tests are shared among several processes."""
    return Together(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other run: PostgreSQL and Redis have one of their own.

    Tests with real transactions empty the database; each gets back what the migrations made.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            whole = pytest.mark.django_db(**marker.kwargs | {"serialized_rollback": True})
            item.add_marker(whole, append=False)
    services = {
        "postgres": connection.vendor == "postgresql",
        "redis": "REDIS_URL" in os.environ,
    }
    elsewhere = [
        item
        for item in items
        if any(item.get_closest_marker(name) and not here for name, here in services.items())
    ]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _refuse_skips(report: pytest.TestReport | pytest.CollectReport) -> None:
    if STRICT and (report.skipped or hasattr(report, "wasxfail")):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        reason = getattr(report, "wasxfail", None) or reason
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in strict mode (CI=true): {reason}"
        if hasattr(report, "wasxfail"):
            del report.wasxfail


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Let a skipped or expected failure count as a failure in strict mode."""
    report = yield
    _refuse_skips(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Iterator[None]:
    """Likewise for a whole module that leaves itself out."""
    report = yield
    _refuse_skips(report)
    return report


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked ``third_locale`` with two languages and again with a third one."""
    if metafunc.definition.get_closest_marker("third_locale") and (
        "locales" in metafunc.fixturenames
    ):
        metafunc.parametrize(
            "locales", [("de", "en"), ("de", "en", "fr")], ids=["de-en", "de-en-fr"], indirect=True
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A house in every test's database: most tests need one, and building it takes long.

    Tests with real transactions, which empty the database, get it back with the rest.
    """
    if connection.settings_dict["NAME"] == OWN_DATABASE:
        return  # No test asks for a database, so none was made.
    with django_db_blocker.unblock():
        make_site()
        database.keep()


@pytest.fixture
def locales(db: None, settings: LazySettings, request: pytest.FixtureRequest) -> dict[str, Locale]:
    """Locales by code: German and English, or those of ``indirect`` parameters."""
    codes = getattr(request, "param", ("de", "en"))
    languages = [(code, NAMES[code]) for code in codes]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    # A change of the setting makes Django forget which language is active.
    translation.activate("en")
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in codes}


@pytest.fixture
def de(locales: dict[str, Locale]) -> Locale:
    """The language of writing."""
    return locales["de"]


@pytest.fixture
def en(locales: dict[str, Locale]) -> Locale:
    """The first language of translation."""
    return locales["en"]


@pytest.fixture
def indexed(settings: LazySettings) -> None:
    """Let Wagtail's search know what is made; asked for before anything is.

    For tests that search, and for budgets of queries, which count what keeping the index costs.
    """
    index = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": True}
    settings.WAGTAILSEARCH_BACKENDS = {"default": index}


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Start and leave every test in the language the messages of the sources are written in.

    Requests have the language of their address or their user, whatever stands here.
    """
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _kept() -> None:
    """Start every test with terms and rules unread: a process keeps them, a test's rows go."""
    glossary.forget()
    rules.forget()


def _foreign(variable: str, name: str) -> Path:
    path = Path(os.environ.get(variable, ROOT.parent / "shared" / name))
    if not path.is_dir():
        pytest.skip(f"{variable} names no folder: {name} is not part of the repository")
    return path


@pytest.fixture(scope="session")
def seed_dir() -> Path:
    """Folder with the reference panel, ``SEED_DIR``; its text belongs to its authors."""
    return _foreign("SEED_DIR", "seed")


@pytest.fixture(scope="session")
def schemas_dir() -> Path:
    """Folder with the public schemas of programme formats, ``SCHEMAS_DIR``."""
    return _foreign("SCHEMAS_DIR", "schemas")
