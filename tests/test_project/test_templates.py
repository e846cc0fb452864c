"""What holds for every template: it compiles, carries no code, and says what it takes."""

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.conftest import ROOT

FOLDERS = [
    ROOT / "templates",
    ROOT / "sessions_app" / "templates",
    ROOT / "sessions_app" / "translation" / "templates",
]
FOUND = {
    str(path.relative_to(folder)): path
    for folder in FOLDERS
    for path in sorted(folder.rglob("*"))
    if path.is_file()
}
MARKUP = {name: path for name, path in FOUND.items() if path.suffix in {".html", ".svg"}}

INLINE = {
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    # Data blocks are no scripts.
    "script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.IGNORECASE
    ),
}
UNTRIMMED = re.compile(r"{% blocktrans(?:late)?\b(?!.*\btrimmed\b)[^%]*%}")


def test_there_are_some() -> None:
    assert {"404.html", "translation/editor.html"} - FOUND.keys() == set()


@pytest.mark.parametrize("name", sorted(FOUND))
def test_compiles(name: str) -> None:
    assert engines["django"].from_string(FOUND[name].read_text()) is not None


@pytest.mark.parametrize("name", sorted(MARKUP))
def test_carries_no_code(name: str) -> None:
    """A strict content security policy would block it; see CONTENT_SECURITY_POLICY."""
    text = re.sub(r"{#.*?#}", "", MARKUP[name].read_text())
    assert [kind for kind, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("name", sorted(n for n in MARKUP if "components" in Path(n).parts))
def test_component_states_its_parameters(name: str) -> None:
    first = MARKUP[name].read_text().splitlines()[0]
    assert re.match(r"{# .+\b(Parameters?: |No parameters\b|Reads: ).* #}", first), first


@pytest.mark.parametrize("name", sorted(MARKUP))
def test_messages_are_trimmed(name: str) -> None:
    """Line breaks and indentation are no part of a message."""
    assert UNTRIMMED.findall(MARKUP[name].read_text()) == []
