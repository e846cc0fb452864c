"""A host that installs the plugin gets everything the plugin imports."""

import ast
import re
import sys
import tomllib
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OWN = {"sessions_app"}


def imported() -> set[str]:
    """Top-level names of the foreign modules that the plugin imports."""
    found = set()
    for path in (ROOT / "sessions_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").split(".")[0])
    return found - set(sys.stdlib_module_names) - OWN


def names(requirements: list[str]) -> set[str]:
    """Distributions that ``requirements`` name, optional ones left out."""
    parsed = [Requirement(text) for text in requirements if "extra ==" not in text]
    return {canonicalize_name(requirement.name) for requirement in parsed}


def test_all_imports_are_declared() -> None:
    """By the plugin, or by Wagtail, which the plugin is part of."""
    declared = names(PROJECT["dependencies"])
    brought = declared | names(metadata.requires("wagtail") or [])
    owners = metadata.packages_distributions()
    needed = {name: {canonicalize_name(n) for n in owners[name]} for name in imported()}
    assert {name for name, by in needed.items() if not by & brought} == set()


def test_nothing_is_declared_in_vain() -> None:
    owners = metadata.packages_distributions()
    used = {canonicalize_name(n) for name in imported() for n in owners[name]}
    assert names(PROJECT["dependencies"]) - used == set()


def test_version_is_the_changelog_s() -> None:
    """The newest release of the changelog, or a version that has none yet."""
    releases = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert not releases or releases[0] == PROJECT["version"]
