"""A day as a grid: a column for every room, a row for every moment at which something changes.

Places are told as numbers, which the style sheet `grid.css` turns into lines of a CSS grid: the
policy for contents allows no styles in a page.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from ..labels import Label
from .shapes import Band, Column, Day, Entry

# What `grid.css` has classes for; a day that needs more is shown as a list.
COLUMNS = 64
ROWS = 200
# The first column tells the time, the first row the rooms.
FIRST = 2


def placed(day: Day) -> Day:
    """``day`` with its columns, every entry at its column and rows; as it is where that would not
    fit."""
    entries = day.entries
    moments = sorted(
        {m for e in entries for m in (_utc(e.appointment.start), _utc(e.appointment.end))}
    )
    rows = {moment: number for number, moment in enumerate(moments, FIRST)}
    columns, column_of = _columns(entries)
    if len(columns) > COLUMNS or len(rows) > ROWS:
        return day
    bands = tuple(_band(band, rows, column_of) for band in day.bands)
    return replace(day, bands=bands, columns=columns)


def _band(band: Band, rows: dict[datetime, int], column_of: dict[int, Column]) -> Band:
    return replace(
        band,
        row=rows[_utc(band.start)],
        entries=tuple(
            replace(
                entry,
                column=column_of[id(entry)].number,
                row=rows[_utc(entry.appointment.start)],
                end_row=rows[_utc(entry.appointment.end)],
            )
            for entry in band.entries
        ),
    )


def _columns(entries: Iterable[Entry]) -> tuple[tuple[Column, ...], dict[int, Column]]:
    """Columns in the order of rooms, and the column of every entry by its identity."""
    lanes: dict[tuple, list[list[Entry]]] = {}
    for entry in entries:
        of_room = lanes.setdefault(_order(entry.appointment.room), [])
        begins = _utc(entry.appointment.start)
        free = (lane for lane in of_room if _utc(lane[-1].appointment.end) <= begins)
        lane = next(free, None)
        if lane is None:
            of_room.append([entry])
        else:
            lane.append(entry)
    columns: list[Column] = []
    column_of: dict[int, Column] = {}
    for key in sorted(lanes):
        for lane in lanes[key]:
            column = Column(FIRST + len(columns), lane[0].appointment.room)
            columns.append(column)
            column_of |= {id(entry): column for entry in lane}
    return tuple(columns), column_of


def _order(room: Label | None) -> tuple:
    return (1, 0, "", "") if room is None else (0, room.order, str(room.name), str(room.key))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
