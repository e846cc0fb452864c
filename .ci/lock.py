"""The pinned requirements: write them, prove that they fit together.

python .ci/lock.py write    pins requirements*.in anew, with hashes
python .ci/lock.py check    exit status 1, with everything that is wrong printed; asks nobody
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
# The oldest Python promised; pins must serve there as well as here.
OLDEST = "3.11.0"
OPTIONS = [
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
]
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+) \\$")
PLACE = re.compile(r"file:|https?:|--(extra-)?index-url|--find-links|--trusted-host|(^|\s)/\w")


def write() -> None:
    """Pin both files; the second never contradicts the first."""
    for name in ("requirements", "requirements-dev"):
        subprocess.run(
            [
                *(sys.executable, "-m", "piptools", "compile", *OPTIONS),
                *(f"--output-file={name}.txt", f"{name}.in"),
            ],
            cwd=ROOT,
            check=True,
        )


def pins(path: Path) -> dict[str, Version]:
    """Version by name of every package pinned in ``path``."""
    found = {}
    for line in path.read_text().splitlines():
        if match := PIN.match(line):
            found[canonicalize_name(match["name"])] = Version(match["version"])
    return found


def asked(path: Path) -> list[Requirement]:
    """What an ``.in`` file asks for."""
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def needs(name: str, extras: set[str]) -> list[Requirement]:
    """What the installed distribution ``name`` needs with ``extras``, here and on ``OLDEST``."""
    pythons = ({}, {"python_full_version": OLDEST, "python_version": "3.11"})
    environments = [{"extra": extra} | python for extra in extras | {""} for python in pythons]
    declared = [Requirement(text) for text in metadata.requires(name) or ()]
    return [
        requirement
        for requirement in declared
        if requirement.marker is None or any(map(requirement.marker.evaluate, environments))
    ]


def closed(roots: list[Requirement], pinned: dict[str, Version]) -> Iterator[str]:
    """Follow the needs of ``roots`` through the installed packages; all must be pinned."""
    todo, seen = list(roots), set()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name not in pinned:
            yield f"{requirement} is not pinned"
            continue
        if not requirement.specifier.contains(pinned[name], prereleases=True):
            yield f"{name}=={pinned[name]} is not {requirement}"
        mark = (name, frozenset(requirement.extras))
        if mark in seen:
            continue
        seen.add(mark)
        try:
            if Version(metadata.version(name)) != pinned[name]:
                yield f"{name}=={pinned[name]} is pinned, {metadata.version(name)} installed"
            if OLDEST not in SpecifierSet(metadata.metadata(name)["Requires-Python"] or ""):
                yield f"{name}=={pinned[name]} refuses Python {OLDEST}"
            todo += needs(name, set(requirement.extras))
        except metadata.PackageNotFoundError:
            yield f"{name} is not installed"


def faults() -> Iterator[str]:
    """Everything that is wrong with the locked files."""
    runtime = pins(ROOT / "requirements.txt")
    dev = pins(ROOT / "requirements-dev.txt")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    plugin = [Requirement(text) for text in project["dependencies"]]
    yield from closed(asked(ROOT / "requirements.in") + plugin, runtime)
    yield from closed(asked(ROOT / "requirements-dev.in"), runtime | dev)
    for name in runtime.keys() & dev.keys():
        if runtime[name] != dev[name]:
            yield f"{name} is pinned to {runtime[name]} and to {dev[name]}"
    for path in sorted(ROOT.glob("requirements*.txt")):
        text = path.read_text()
        blocks = re.split(r"\n(?=\S)", text)
        yield from (
            f"{path.name}: no hash: {block.splitlines()[0]}"
            for block in blocks
            if not block.startswith("#") and "--hash=sha256:" not in block
        )
        yield from (
            f"{path.name}: names a place: {line}"
            for line in text.splitlines()
            if not line.startswith("#") and PLACE.search(line)
        )
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    package = json.loads((ROOT / "package.json").read_text())
    if lock[""]["devDependencies"] != package["devDependencies"]:
        yield "package-lock.json is not of package.json"
    for name, entry in lock.items():
        if name and ("resolved" in entry or "integrity" not in entry):
            yield f"package-lock.json: {name} names a place, or no hash"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write"]:
            write()
        case ["check"]:
            found = list(faults())
            print("\n".join(found), end="\n" if found else "")
            sys.exit(bool(found))
        case _:
            sys.exit(__doc__)
