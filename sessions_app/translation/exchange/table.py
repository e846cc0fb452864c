"""Tables for office programmes: CSV in UTF-8, and workbooks."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

Cell = str | int | float | None

# An office programme takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV; begins with the sign by which office programmes know UTF-8."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([_harmless(cell) for cell in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """The rows as the one sheet of a workbook (Office Open XML), named ``title``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([_harmless(cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _harmless(cell: Cell) -> Cell:
    """``cell`` with a sign before it that makes it a text, where it would be a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
