"""Blocks that hold facts: they are the same in every language and yield nothing to translate."""

from typing import Any

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from ..validators import on_the_web
from .loaded import AtHandMixin


class FactMixin:
    """Answers wagtail-localize that there is nothing to extract and nothing to restore."""

    def get_translatable_segments(self, value: Any) -> list:
        """No segment: the value is a fact."""
        return []

    def restore_translated_segments(self, value: Any, segments: list) -> Any:
        """The value as it is in the source."""
        return value


class FactCharBlock(FactMixin, blocks.CharBlock):
    """A name or code that is not translated."""


class FactURLBlock(FactMixin, blocks.URLBlock):
    """An address on the web (http or https) that is the same in every language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[on_the_web], **kwargs)


class FactPageBlock(FactMixin, AtHandMixin, blocks.PageChooserBlock):
    """A page; visitors are led to its version in their language."""


class FactSnippetBlock(FactMixin, AtHandMixin, SnippetChooserBlock):
    """A snippet; visitors see its version in their language."""
