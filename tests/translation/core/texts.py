"""One text of a translation, read and written as the desk does it."""

from typing import Any

from sessions_app.translation import drafting, localize


def row_of(translation: Any, path: str = "title") -> localize.SegmentRow:
    """The first text at that place, as it stands."""
    rows = localize.segment_rows([translation])[translation.pk]
    return next(row for row in rows if row.path == path)


def write(translation: Any, text: str, user: Any, path: str = "title") -> drafting.Saved:
    """Save it over what stands there."""
    row = row_of(translation, path)
    return drafting.save_segment(translation, row.id, text, drafting.version(row.target), user)
