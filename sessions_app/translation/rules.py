"""The rules of publication as the desk asks for them: read once, kept in the process.

A stamp in Django's cache tells processes that share it of a change at once; the others look
after :data:`LIFETIME` seconds. What decides about going live asks with :func:`now`.
"""

import time
import uuid
from dataclasses import dataclass
from typing import cast

from django.core.cache import cache
from django.db import transaction

from .models import PublicationRules

__all__ = ["Rules", "current", "forget", "now"]

LIFETIME = 60
_STAMP = "sessions_translation.rules"


@dataclass(frozen=True)
class Rules:
    """What :class:`.models.PublicationRules` says; the defaults where nobody has set any."""

    review_required: bool = False
    four_eyes: bool = True
    confirm_fills: bool = False
    machine_texts: bool = False


@dataclass(frozen=True)
class _Kept:
    stamp: str
    read_at: float
    rules: Rules


_kept: list[_Kept] = []


def current() -> Rules:
    """The rules for lists and counts. No query while they were read a short while ago, else one."""
    stamp = cast("str", cache.get_or_set(_STAMP, _new_stamp, None))
    moment = time.monotonic()
    if _kept and _kept[0].stamp == stamp and moment - _kept[0].read_at < LIFETIME:
        return _kept[0].rules
    rules = now()
    _kept[:] = [_Kept(stamp, moment, rules)]
    return rules


def now() -> Rules:
    """The rules as the database has them at this moment. One query."""
    names = tuple(Rules.__dataclass_fields__)
    row = PublicationRules.objects.order_by("pk").values(*names).first()
    return Rules(**row) if row else Rules()


def forget() -> None:
    """The rules were changed: let every process read anew, now and when that is committed."""
    cache.set(_STAMP, _new_stamp(), None)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: cache.set(_STAMP, _new_stamp(), None), robust=True)


def _new_stamp() -> str:
    return uuid.uuid4().hex
