"""What a file of terms is read into, and how a file is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# A larger file is nobody's glossary, and it is sent twice: to be looked at, then to be taken.
MOST_BYTES = 1_000_000
# Nor has one more pairs of terms; a small file can multiply them by each other.
MOST_LINES = 20_000
# Elements within elements; the formats have a dozen.
DEEPEST = 100


class Unreadable(ValueError):
    """The file cannot be read at all; ``str()`` says why in the user's language."""


@dataclass(frozen=True)
class Line:
    """A term as a file has it: field of ``GlossaryTerm`` → text, fields the file lacks left out.

    ``number`` is the line of a table, or the how-manieth entry it is.
    """

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place of a file; no ``number`` where it concerns the whole."""

    number: int | None
    message: str


@dataclass
class Reading:
    """What was found in a file. ``skipped`` are entries without a term in two of its languages."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0
