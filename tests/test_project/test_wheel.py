"""The wheel holds the plugin, all of it, and nothing else."""

import subprocess
import sys
import zipfile

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the files in a wheel built just now."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_plugin_whole(names: set[str]) -> None:
    assert {name for name in names if ".dist-info/" not in name} == {
        str(path.relative_to(ROOT))
        for path in (ROOT / "sessions_app").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_what_a_host_needs(names: set[str]) -> None:
    """Each kind of file is there: a host has neither gettext nor our templates folder."""
    needed = {
        "sessions_app/locale/de/LC_MESSAGES/django.mo",
        "sessions_app/locale/en/LC_MESSAGES/django.mo",
        "sessions_app/migrations/0001_initial.py",
        "sessions_app/translation/migrations/0001_initial.py",
        "sessions_app/translation/static/translation/desk/desk.js",
        "sessions_app/static/sessions_app/css/tokens.css",
        "sessions_app/templates/sessions_app/session_page.html",
        "sessions_app/translation/templates/translation/editor.html",
    }
    assert needed - names == set()


def test_licence(names: set[str]) -> None:
    assert [name.split("/", 1)[1] for name in names if name.endswith("/LICENSE")] == [
        "licenses/LICENSE"
    ]
