"""The glossary as a table: UTF-8, one term a line, comma or semicolon between the columns."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import GlossaryTerm
from .lines import MOST_BYTES, MOST_LINES, Line, Problem, Reading, Unreadable

COLUMNS = (
    "source_language",
    "target_language",
    "source",
    "target",
    "part_of_speech",
    "status",
    "domain",
    "definition",
    "source_note",
    "target_note",
)
# Names that other tools give the two columns that nothing works without.
_ALSO = {"term": "source", "translation": "target", "note": "source_note"}
_DELIMITERS = ",;\t"
# With one of these a cell would be a formula in an office programme.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(content: bytes) -> Reading:
    """The terms of a table whose first line names its columns.

    Columns are known by their names here (:data:`COLUMNS`) and by what the site's forms call
    them, in each language of the interface; so are the words for status and part of speech. A
    column of another name is a problem, so that none is lost unseen. Raises
    :class:`~.lines.Unreadable`.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is too large."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not a table in UTF-8. Save it as “CSV UTF-8”.")) from None
    if "\0" in text:
        raise Unreadable(_("The file is not a table in UTF-8. Save it as “CSV UTF-8”."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reading = Reading()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] | None = None
    before = 0
    try:
        for row in rows:
            # A cell may hold several lines: a row stands where it begins.
            number, before = before + 1, rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _columns(row, reading)
            elif len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
                reading.problems.append(Problem(number, _("The line has more cells than columns.")))
            else:
                values = {
                    name: _value(name, cell)
                    for name, cell in zip(columns, row, strict=False)
                    if name
                }
                reading.lines.append(Line(number, values))
                if len(reading.lines) > MOST_LINES:
                    told = _("The file has more than %(number)d pairs of terms.")
                    raise Unreadable(told % {"number": MOST_LINES})
    except csv.Error as error:
        message = _("Line %(line)d cannot be read as a table: %(error)s.")
        raise Unreadable(message % {"line": rows.line_num, "error": error}) from None
    if columns is None:
        raise Unreadable(_("The file is empty."))
    return reading


def write(terms: Iterable[GlossaryTerm]) -> Iterator[str]:
    """The lines of a table that :func:`read` reads back to the letter, mark of UTF-8 first."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(COLUMNS)
    yield _taken(buffer)
    for term in terms:
        writer.writerow([_harmless(str(getattr(term, name))) for name in COLUMNS])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _columns(row: list[str], reading: Reading) -> list[str]:
    """The field of each column; "" for a column without a name."""
    names = _names()
    columns: list[str] = []
    for cell in row:
        heading = _plain(cell)
        field = names.get(heading, "")
        if heading and not field:
            message = _("Nobody knows the column “%(name)s”.") % {"name": cell.strip()}
            reading.problems.append(Problem(None, message))
        elif field in columns and field:
            message = _("The column “%(name)s” stands twice.") % {"name": cell.strip()}
            reading.problems.append(Problem(None, message))
        columns.append(field)
    if "source" not in columns:
        message = _("The first line names no column “%(name)s”.")
        name = GlossaryTerm._meta.get_field("source").verbose_name
        raise Unreadable(message % {"name": name})
    return columns


def _value(name: str, cell: str) -> str:
    cell = cell.strip()
    if cell.startswith("'") and cell[1:].startswith(_FORMULA):
        cell = cell[1:]
    words = _choices().get(name)
    return cell if words is None else words.get(_plain(cell), cell)


def _plain(cell: str) -> str:
    return " ".join(cell.split()).casefold()


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Field by heading."""
    found = dict(_ALSO)
    for name in COLUMNS:
        field: Any = GlossaryTerm._meta.get_field(name)
        found |= {name: name, name.replace("_", " "): name}
        found |= {_plain(word): name for word in _in_all_languages(field.verbose_name)}
    return found


@lru_cache(maxsize=1)
def _choices() -> Mapping[str, Mapping[str, str]]:
    """For each field with choices: stored value by the words for it."""
    return {
        name: {
            _plain(word): value
            for value, label in choices.choices
            for word in (value, *_in_all_languages(label))
        }
        for name, choices in (
            ("status", GlossaryTerm.Status),
            ("part_of_speech", GlossaryTerm.PartOfSpeech),
        )
    }


def _in_all_languages(words: Any) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(words))
    with override(None):
        found.append(str(words))
    return found
