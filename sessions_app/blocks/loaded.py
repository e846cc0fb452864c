"""What a body names (pictures, people, pages), found before it is built and fetched once.

Wagtail fetches the objects of a stream once per block type. Whoever shows a whole page knows
them beforehand: :func:`references` finds them in the raw data, :func:`at_hand` lends them to the
blocks while the stream is built.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

Objects = Mapping[type[Model], Mapping[Any, Model]]

_at_hand: ContextVar[Objects | None] = ContextVar("objects_at_hand", default=None)


@contextmanager
def at_hand(objects: Objects) -> Iterator[None]:
    """Let choosers of the models in ``objects`` read from there; keys are primary keys.

    An object that is not there counts as deleted. Models not named are fetched as ever.
    """
    token = _at_hand.set(objects)
    try:
        yield
    finally:
        _at_hand.reset(token)


class AtHandMixin:
    """Goes before a ``ChooserBlock``: reads what :func:`at_hand` lends."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """The objects of the given primary keys, each a copy of its own; ``None`` where missing."""
        found = (_at_hand.get() or {}).get(self.model_class)
        if found is None:
            return super().bulk_to_python(values)
        return [copy(found[value]) if value in found else None for value in values]


@dataclass
class References:
    """Primary keys by model, and the rich texts, of one or several bodies."""

    keys: dict[type[Model], set[Any]] = field(default_factory=lambda: defaultdict(set))
    rich_texts: list[str] = field(default_factory=list)


def references(block: blocks.Block, raw: Any, found: References | None = None) -> References:
    """Everything that ``raw``, a raw value of ``block``, names, at any depth. No query."""
    found = References() if found is None else found
    for child, value in children(block, raw):
        references(child, value, found)
    if isinstance(block, blocks.ChooserBlock) and raw is not None:
        found.keys[block.model_class].add(raw)
    elif isinstance(block, blocks.RichTextBlock) and isinstance(raw, str):
        found.rich_texts.append(raw)
    return found


def children(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """The blocks within ``block`` and their raw values, in the order in which they stand."""
    if not raw:
        return
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            if item["type"] in block.child_blocks:
                yield block.child_blocks[item["type"]], item["value"]
    elif isinstance(block, ImageBlock) and not isinstance(raw, Mapping):
        yield block.child_blocks["image"], raw
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield child, raw.get(name)
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            is_wrapped = isinstance(item, Mapping) and item.get("type") == "item"
            yield block.child_block, item["value"] if is_wrapped else item
