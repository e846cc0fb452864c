"""What the documents list is what there is: neither less nor more."""

import re
from dataclasses import fields
from pathlib import Path

from sessions_app.conf import Configuration
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""")
# Variables that the programs around the site give it, or read before it.
OF_OTHERS = {"PYTEST_XDIST_WORKER"}
BEFORE_SETTINGS = {"DJANGO_SETTINGS_MODULE"}


def section(heading: str) -> str:
    """Text of the README's section of that heading, down to the next of its level or above."""
    level = heading.split(" ", 1)[0]
    _, _, rest = README.partition(f"\n{heading}\n")
    return re.split(rf"^#{{1,{len(level)}}} ", rest, flags=re.MULTILINE)[0]


def rows(text: str) -> set[str]:
    """First cells of the tables in ``text``, where they are code."""
    return set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))


def commands() -> set[str]:
    """Names of our own management commands."""
    found = (path for top in ("cms", "sessions_app") for path in (ROOT / top).rglob("*.py"))
    return {
        path.stem
        for path in found
        if path.parts[-3:-1] == ("management", "commands") and not path.stem.startswith("_")
    }


def variables() -> set[str]:
    """Names of the variables that the settings read."""
    texts = [path.read_text() for path in (ROOT / "cms" / "settings").glob("*.py")]
    return {name for text in texts for name in READ.findall(text)} - OF_OTHERS


def test_environment() -> None:
    in_tests = {"TEST_DATABASE_NAME"}
    assert rows(section("## Environment of the site")) == (variables() - in_tests | BEFORE_SETTINGS)
    assert {name for name in in_tests if f"`{name}`" not in section("## Commands")} == set()


def test_environment_is_read_in_settings_alone() -> None:
    sources = [path for top in ("cms", "sessions_app") for path in (ROOT / top).rglob("*.py")]
    reads = re.compile(r"os\.environ\[|os\.environ\.get|getenv|environ\.Env")
    assert {str(p.relative_to(ROOT)) for p in sources if reads.search(p.read_text())} == {
        "cms/settings/base.py"
    }


def test_example() -> None:
    text = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))
    assert named - variables() - BEFORE_SETTINGS == set()


def test_settings_of_the_plugin() -> None:
    assert rows(section("### Settings of the plugin")) == {
        field.name.upper() for field in fields(Configuration)
    }


def test_commands() -> None:
    named = rows(section("## Commands"))
    assert {name for name in named if name.startswith("manage.py ")} == {
        f"manage.py {name}" for name in commands()
    }


def test_make_targets() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    documented = set(re.findall(r"`make (\w+)", README)) | set(
        re.findall(r"^make (\w+)", README, re.MULTILINE)
    )
    assert documented == set(phony.split()) - {"help"}


def test_links() -> None:
    """Files that the documents point at exist."""
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "deploy/README.md")]
    linked = {
        (page.parent / target).resolve()
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text())
    }
    assert {path for path in linked if not Path(path).exists()} == set()
