"""Texts taken out of an object without loading what its choosers point at.

A StreamField loads every picture, page and snippet it names, one query per kind of block and
object, before anybody can read a word of it. Extraction needs the primary key at most. An empty
optional block, over which stock extraction stumbles, yields nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from typing import Any

from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..source import TranslatedModel
from .lookup import text_fields

PLAIN_TEXT = (blocks.CharBlock, blocks.TextBlock, blocks.BlockQuoteBlock)


class RawValue(blocks.Block):
    """Stands for a chooser or an embed; its value is the primary key or the address."""

    def __init__(self, *, overridable: bool) -> None:
        super().__init__()
        self.overridable = overridable

    def get_default(self) -> None:
        """Nothing chosen."""

    def get_translatable_segments(self, value: Any) -> list[OverridableSegmentValue]:
        """What stock extraction answers: the value, where a translation could choose otherwise."""
        return [OverridableSegmentValue("", value)] if self.overridable and value else []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """What a translation chose instead."""
        return segments[0].data if segments else value


class OptionalText(blocks.CharBlock):
    """A text that may be null in stored data."""

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """The text, or nothing."""
        return [StringSegmentValue("", value)] if value else []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """The translated text."""
        return segments[0].render_text() if segments else value


class RawImage(blocks.StructBlock):
    """Stands for an ``ImageBlock``: the picture's key and its alternative text."""

    def __init__(self) -> None:
        super().__init__(
            [
                ("image", RawValue(overridable=True)),
                ("decorative", blocks.BooleanBlock(required=False)),
                ("alt_text", OptionalText(required=False)),
            ]
        )

    def bulk_to_python(self, values: Any) -> Any:
        """Values as dictionaries; data of a plain image chooser is a bare key."""
        return super().bulk_to_python(
            [value if isinstance(value, dict) else {"image": value} for value in values]
        )


def _raw(block: blocks.Block) -> blocks.Block:
    """``block`` with every chooser below it replaced by one that loads nothing."""
    if isinstance(block, ImageBlock):
        made: blocks.Block = RawImage()
    elif isinstance(block, EmbedBlock):
        made = RawValue(overridable=True)
    elif isinstance(block, PLAIN_TEXT) and not hasattr(block, "get_translatable_segments"):
        made = OptionalText(required=False)
    elif isinstance(block, blocks.ChooserBlock):
        model = block.model_class
        translated = issubclass(model, TranslatableMixin) and not issubclass(model, Page)
        if hasattr(block, "get_translatable_segments"):
            made = RawValue(overridable=False)
        elif translated:
            return block
        else:
            made = RawValue(overridable=True)
    elif hasattr(block, "get_translatable_segments"):
        # It reads its own values and may expect what is in them.
        return block
    elif isinstance(block, blocks.ListBlock):
        made = copy(block)
        made.child_block = _raw(block.child_block)
        return made
    elif isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        made = copy(block)
        made.child_blocks = {name: _raw(child) for name, child in block.child_blocks.items()}
        return made
    else:
        return block
    made.set_name(block.name)
    return made


@lru_cache(maxsize=64)
def _raw_stream(field: StreamField) -> blocks.StreamBlock:
    return _raw(field.stream_block)


def _streams(instance: TranslatedModel) -> list[StreamField]:
    fields = [instance._meta.get_field(name) for name in text_fields(type(instance))]
    return [field for field in fields if isinstance(field, StreamField)]


def fill_streams(instance: TranslatedModel, loaded_by: TranslatedModel) -> None:
    """Give ``instance`` the raw streams of ``loaded_by`` as real ones, not loaded yet."""
    for field in _streams(instance):
        raw = getattr(loaded_by, field.name).get_prep_value()
        setattr(instance, field.name, StreamValue(field.stream_block, raw, is_lazy=True))


def make_raw(instance: TranslatedModel) -> dict[StreamField, StreamValue]:
    """Replace the streams of ``instance`` by ones that load nothing; the replaced ones."""
    full = {field: getattr(instance, field.name) for field in _streams(instance)}
    for field, value in full.items():
        raw = StreamValue(_raw_stream(field), list(value.raw_data), is_lazy=True)
        setattr(instance, field.name, raw)
    return full


@contextmanager
def raw_streams(instance: TranslatedModel) -> Iterator[TranslatedModel]:
    """``instance`` with streams that load nothing, for as long as the block runs."""
    full = make_raw(instance)
    try:
        yield instance
    finally:
        for field, value in full.items():
            setattr(instance, field.name, value)


def segments(instance: TranslatedModel) -> list[Any]:
    """wagtail-localize's segment values of ``instance``, in order. No query."""
    with raw_streams(instance):
        return extract_segments(instance)


def original_texts(instance: TranslatedModel) -> list[tuple[str, str]]:
    """HTML and path of every text of ``instance``, as a snapshot would hold them. No query."""
    return [
        (value.string.data, value.path)
        for value in segments(instance)
        if isinstance(value, StringSegmentValue)
    ]
