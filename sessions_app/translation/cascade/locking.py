"""Who changes an original and who releases its translation go one after the other."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from .. import localize
from .rows import below


def hold(instance: Any) -> None:
    """Let every other writer of the translations of ``instance`` wait for this transaction's end.

    Taken before anything is written, so that nobody waits who is waited for. One query.
    """
    localize.lock([instance.translation_key])


def hold_tree(pages: Iterable[Page], *, deep: bool = True) -> None:
    """:func:`hold` for ``pages`` and, where it goes ``deep``, all that stands below them.

    All at once and in one order: two people who work on overlapping trees do not wait for each
    other. Two queries.
    """
    found = list(pages)
    keys = {page.translation_key for page in found}
    if deep:
        keys |= set(below(found).values_list("translation_key", flat=True))
    localize.lock(keys)
