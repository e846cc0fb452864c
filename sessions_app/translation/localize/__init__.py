"""The only door to wagtail-localize's models; everything is done in bulk.

``snapshot`` freezes originals, ``segments`` reads and stores texts, ``target`` writes them into
translations, ``lookup`` finds sources and Translations.
"""

from .lookup import (
    add_translations,
    enable,
    lengths,
    load,
    lock,
    model_of,
    open_into,
    opposites,
    original_of,
    register,
    source_of,
    target_of,
    text_fields,
    translation_by_pk,
    translations_of,
    versions_of,
)
from .segments import KEPT, SegmentRow, counts, hold, segment_row, segment_rows, store, templates
from .snapshot import snapshot, state_of
from .stock import has_texts, stop_tree_sync
from .target import note_release, translate

__all__ = [
    "KEPT",
    "SegmentRow",
    "add_translations",
    "counts",
    "enable",
    "has_texts",
    "hold",
    "lengths",
    "load",
    "lock",
    "model_of",
    "note_release",
    "open_into",
    "opposites",
    "original_of",
    "register",
    "segment_row",
    "segment_rows",
    "snapshot",
    "source_of",
    "state_of",
    "stop_tree_sync",
    "store",
    "target_of",
    "templates",
    "text_fields",
    "translate",
    "translation_by_pk",
    "translations_of",
    "versions_of",
]
