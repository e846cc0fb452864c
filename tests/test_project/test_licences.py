"""What the site imports at run time leaves it free to be BSD-licensed."""

import re
from importlib import metadata

from tests.conftest import ROOT

# The GNU licences that bind whoever imports; the Lesser one does not.
BINDING = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )General Public License|Affero", re.IGNORECASE)


def stated(name: str) -> list[str]:
    """Everything a distribution says about its licence in its metadata."""
    about = metadata.metadata(name)
    classifiers = [c for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    # Some put the whole text into the field; its first line names it.
    licence = (about.get("License") or "").strip().splitlines()[:1]
    return [about.get("License-Expression") or "", *licence, *classifiers]


def pinned() -> list[str]:
    """Names of the distributions in requirements.txt."""
    text = (ROOT / "requirements.txt").read_text()
    return re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)


def test_pattern() -> None:
    said = ["GPL-3.0-or-later", "GNU Affero General Public License v3", "AGPL", "LGPL-3.0-only"]
    said += ["GNU Lesser General Public License v3 (LGPLv3)", "BSD-3-Clause", "MIT"]
    assert [text for text in said if BINDING.search(text)] == said[:3]


def test_none_binds() -> None:
    assert {n: stated(n) for n in pinned() if any(map(BINDING.search, stated(n)))} == {}


def test_each_states_one() -> None:
    assert {n for n in pinned() if not any(stated(n))} == set()
