"""Pictures for pages: motifs of buildings and landscapes, 1600 by 1000 pixels."""

from collections.abc import Callable

from PIL import Image

from . import buildings, landscapes
from .ink import Sheet

SIZE = (1600, 1000)

MOTIFS: dict[str, Callable[[Sheet], None]] = {
    motif.__name__: motif
    for motif in (
        buildings.arcade,
        buildings.columns,
        buildings.doorway,
        buildings.facade,
        buildings.shelves,
        buildings.stairs,
        buildings.towers,
        landscapes.bridge,
        landscapes.dialogue,
        landscapes.hills,
        landscapes.letters,
        landscapes.paths,
        landscapes.river,
        landscapes.road,
        landscapes.threads,
    )
}


def place(motif: str) -> Image.Image:
    """The picture of that motif; ``KeyError`` for one that is not in :data:`MOTIFS`."""
    sheet = Sheet(SIZE, f"place {motif}")
    MOTIFS[motif](sheet)
    return sheet.base
