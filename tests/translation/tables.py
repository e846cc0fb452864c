"""The tables of permissions: read, compared, and written anew for somebody to review.

A row stands for one or several states of the translation: its third column but one lists them,
``*`` stands for all, ``-`` for an address that no translation's state concerns.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .conftest import ROLES

FOLDER = Path(__file__).parent / "permissions"
STATES = ("draft", "live", "locked", "review")
NO_STATE = "-"

# Name of the address, object, method, state.
Row = tuple[str, str, str, str]
Rows = Mapping[Row, tuple[str, ...]]


def read(table: str) -> dict[Row, tuple[str, ...]]:
    """Outcomes per role by row, one row for every state."""
    rows: dict[Row, tuple[str, ...]] = {}
    for line in (FOLDER / f"{table}.txt").read_text().splitlines()[1:]:
        name, what, method, states, *outcomes = line.split()
        assert len(outcomes) == len(ROLES), f"{table}: a word too many or too few in: {line}"
        for state in STATES if states == "*" else states.split(","):
            assert (name, what, method, state) not in rows, f"{table}: {line} stands twice"
            rows[name, what, method, state] = tuple(outcomes)
    return rows


def differences(table: str, seen: Rows) -> list[str]:
    """Where ``seen`` is not what the table says of the same states; a sentence for each row."""
    states = {row[3] for row in seen}
    stated = {row: said for row, said in read(table).items() if row[3] in states}
    told = []
    for row in {**stated, **seen}:
        here, there = seen.get(row), stated.get(row)
        if here != there:
            told.append(f"{' '.join(row)}: is {_words(here)}, the table says {_words(there)}")
    return told


def _words(outcomes: tuple[str, ...] | None) -> str:
    return "nothing" if outcomes is None else " ".join(outcomes)


def write(table: str, seen: Rows) -> None:
    """Put ``seen`` into the table in place of what it says of the same states."""
    path = FOLDER / f"{table}.txt"
    path.touch()
    states = {row[3] for row in seen}
    kept = {row: said for row, said in read(table).items() if row[3] not in states}
    path.write_text("".join(f"{line}\n" for line in _lines({**kept, **seen})))


def _lines(rows: Rows) -> Iterator[str]:
    cells = [("name", "object", "how", "states", *ROLES), *_cells(rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _cells(rows: Rows) -> Iterator[tuple[str, ...]]:
    """A line for all states in which everybody gets the same answer."""
    places = list(dict.fromkeys(row[:3] for row in rows))
    names = list(dict.fromkeys(name for name, _what, _how in places))
    for place in sorted(places, key=lambda place: (names.index(place[0]), places.index(place))):
        alike: dict[tuple[str, ...], list[str]] = {}
        for state in (*STATES, NO_STATE):
            if (*place, state) in rows:
                alike.setdefault(rows[*place, state], []).append(state)
        for outcomes, states in alike.items():
            yield *place, "*" if len(states) == len(STATES) else ",".join(states), *outcomes
