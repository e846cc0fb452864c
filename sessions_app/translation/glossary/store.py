"""The glossary as the desk looks into it: read once, kept in the process, read anew when changed.

A stamp in Django's cache tells processes that share it of a change at once; the others look
after :data:`LIFETIME` seconds.
"""

import time
import uuid
from dataclasses import dataclass
from typing import cast

from django.core.cache import cache
from django.db import transaction

from ..models import GlossaryTerm
from ..words import lemmas
from ..words.terminology import Entry, Hit, Index

__all__ = ["Entry", "Hit", "Index", "forget", "terms"]

LIFETIME = 60
_STAMP = "sessions_translation.glossary"


@dataclass(frozen=True)
class _Kept:
    stamp: str
    read_at: float
    entries: tuple[Entry, ...]
    index: Index


_kept: dict[tuple[str, str], _Kept] = {}


def terms(source_language: str, target_language: str) -> Index:
    """The glossary from one language into another. No query while nothing was changed, else one.

    Terms of a language without a region serve all its regions.
    """
    pair = source_language, target_language
    stamp = cast("str", cache.get_or_set(_STAMP, _new_stamp, None))
    kept = _kept.get(pair)
    now = time.monotonic()
    if kept is not None and kept.stamp == stamp and now - kept.read_at < LIFETIME:
        return kept.index
    entries = _read(source_language, target_language)
    if kept is not None and kept.entries == entries:
        # What was found out about words stays.
        index = kept.index
    else:
        index = Index(entries, source_language, target_language)
    _kept[pair] = _Kept(stamp, now, entries, index)
    return index


def forget() -> None:
    """A term was changed: let every process read anew, now and when the change is committed.

    Who reads in between would keep what stood there before.
    """
    cache.set(_STAMP, _new_stamp(), None)
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        transaction.on_commit(lambda: cache.set(_STAMP, _new_stamp(), None), robust=True)


def _new_stamp() -> str:
    return uuid.uuid4().hex


def _read(source_language: str, target_language: str) -> tuple[Entry, ...]:
    rows = GlossaryTerm.objects.filter(
        source_language__in={source_language, lemmas.base(source_language)},
        target_language__in={target_language, lemmas.base(target_language)},
    ).order_by("source", "target", "pk")
    names = tuple(Entry.__dataclass_fields__)
    return tuple(Entry(**row) for row in rows.values(*names))
