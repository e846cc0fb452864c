"""Tables for office programmes: CSV in UTF-8, and workbooks."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

Cell = str | int | float | None

# An office programme takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Signs that XML has no way to write; text from elsewhere brings them along.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Signs that the name of a sheet may not have.
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\]")


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV; begins with the sign by which office programmes know UTF-8."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([_harmless(cell) for cell in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """The rows as the one sheet of a workbook (Office Open XML), named ``title``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_UNNAMEABLE.sub(" ", _UNWRITABLE.sub("", title))[:31])
    for row in rows:
        sheet.append([_harmless(cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _harmless(cell: Cell) -> Cell:
    """``cell`` with a sign before it that makes it a text, where it would be a formula."""
    if not isinstance(cell, str):
        return cell
    text = _UNWRITABLE.sub("", cell)
    begins = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if begins else text
