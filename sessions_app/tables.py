"""Tables for office programmes: CSV in UTF-8, and workbooks."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

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
    return b"".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The lines of :func:`as_csv` one by one, for what is sent while it is written."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield codecs.BOM_UTF8
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


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
