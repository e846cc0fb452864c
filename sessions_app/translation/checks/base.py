"""What a check is given and what it answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from ... import conf


class Severity(IntEnum):
    """An error stands against a release; a warning and a hint do not."""

    HINT = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True)
class Pair:
    """A source text and its translation, both as segment HTML (``<a id="a1">``, ``<b>``, ``<br>``).

    ``max_length`` is the field's limit in characters of plain text, ``kept`` says that the
    source's text is meant to stand as it is.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    max_length: int | None = None
    kept: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: which check found it, how grave it is, and what to tell people."""

    check: str
    severity: Severity
    message: str


class Check:
    """One rule. Subclasses say what they are in lazy attributes and find in :meth:`find`."""

    identifier: str
    severity: Severity
    name: str | Promise

    def find(self, pair: Pair) -> Iterator[str]:
        """Sentences for people, one per thing that is wrong; none where all is well."""
        raise NotImplementedError


@lru_cache(maxsize=1)
def registry() -> dict[str, Check]:
    """All checks of the host's settings by identifier.

    Raises ``ValueError`` for an identifier that stands twice, ``ImportError`` for a path that
    leads nowhere.
    """
    checks: dict[str, Check] = {}
    for path in conf.configuration().checks:
        check = import_string(path)()
        if check.identifier in checks:
            raise ValueError(f"Two checks bear the identifier {check.identifier!r} ({path}).")
        checks[check.identifier] = check
    return checks


def run(pair: Pair, checks: Iterable[Check] | None = None) -> list[Finding]:
    """Everything that ``checks`` (default: the registry) find in ``pair``, gravest first."""
    found = [
        Finding(check.identifier, check.severity, message)
        for check in (registry().values() if checks is None else checks)
        for message in check.find(pair)
    ]
    return sorted(found, key=lambda finding: -finding.severity)
