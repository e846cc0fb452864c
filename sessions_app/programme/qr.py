"""Addresses as QR codes (ISO/IEC 18004), drawn as inline SVG without sizes and colours."""

from itertools import groupby

import segno
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Light modules around the code, without which cameras miss it.
QUIET = 4


def qr_svg(address: str, label: str) -> SafeString:
    """``address`` as an ``<svg>`` in the current colour, with ``label`` as its accessible name.

    Error correction M, or better where that takes no more room; the quiet zone is part of the
    picture. Empty where there is no address, or one too long for a code (two thousand signs).
    """
    modules = _modules(address)
    size = len(modules) + 2 * QUIET
    if not modules:
        return format_html_join("", "", ())
    return format_html(
        '<svg class="z-qr-code" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"'
        ' shape-rendering="crispEdges"><path fill="currentColor" d="{path}"/></svg>',
        size=size,
        label=label,
        path="".join(_run(*run) for run in _runs(modules)),
    )


def _modules(address: str) -> tuple[bytes, ...]:
    """Rows of the code, a byte per module: 1 where it is dark."""
    if not address:
        return ()
    try:
        code = segno.make(address, error="m", micro=False)
    except segno.DataOverflowError:
        return ()
    return tuple(bytes(row) for row in code.matrix)


def _runs(modules: tuple[bytes, ...]) -> list[tuple[int, int, int]]:
    """Column, row and length of every run of dark modules within a row."""
    found = []
    for row, cells in enumerate(modules, QUIET):
        column = QUIET
        for is_dark, run in groupby(cells):
            length = len(list(run))
            if is_dark:
                found.append((column, row, length))
            column += length
    return found


def _run(column: int, row: int, length: int) -> str:
    return f"M{column} {row}h{length}v1h-{length}z"
