"""Open a translation, resume it, save a segment, keep a segment as it is in the source.

``opening`` makes translations, ``filling`` asks the memory, ``writing`` stores what people write.
"""

from ..refusal import Refusal
from ..wire import version
from .filling import fill, teach
from .opening import BATCH, Kept, Opening, open_translations, resume
from .writing import (
    Conflict,
    Saved,
    confirm,
    keep_as_source,
    obstacles,
    obstacles_to,
    revert,
    save_segment,
)

__all__ = [
    "BATCH",
    "Conflict",
    "Kept",
    "Opening",
    "Refusal",
    "Saved",
    "confirm",
    "fill",
    "keep_as_source",
    "obstacles",
    "obstacles_to",
    "open_translations",
    "resume",
    "revert",
    "save_segment",
    "teach",
    "version",
]
