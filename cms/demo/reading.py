"""The demo's data files as dictionaries, with what they have in common."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

Data = Mapping[str, Any]

# The languages in which the files are written; the first is the one most texts come from.
LANGUAGES = ("de", "en")
FOLDER = Path(__file__).parent / "content"
NAMESPACE = uuid5(NAMESPACE_URL, "https://zwiesprache.example/demo")


def read(name: str) -> dict[str, Any]:
    """The file ``content/<name>.toml``."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def sessions() -> dict[str, dict[str, Any]]:
    """All sessions by the names of their files, in their order."""
    names = sorted(path.stem for path in (FOLDER / "sessions").glob("*.toml"))
    return {name: read(f"sessions/{name}") for name in names}


def key(kind: str, name: str) -> UUID:
    """The translation key of an object of the demo, the same in every run and on every machine."""
    return uuid5(NAMESPACE, f"{kind}/{name}")


def written_in(data: Data) -> str:
    """The language an object was written in first."""
    return data.get("language", LANGUAGES[0])


def translated_into(data: Data) -> str:
    """The other language."""
    return next(code for code in LANGUAGES if code != written_in(data))


def text(data: Data, name: str, language: str) -> str:
    """The text of that name in that language; empty where the object has none."""
    return data.get(name, {}).get(language, "")
