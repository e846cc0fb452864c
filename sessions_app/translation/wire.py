"""The text a translator types, and wagtail-localize's HTML: one into the other and back."""

from collections.abc import Collection


class WireError(ValueError):
    """The text cannot be stored; ``str()`` says why in the user's language."""


def from_html(html: str, *, rich: bool) -> str:
    """wagtail-localize's segment HTML as text with tokens (``{1}…{/1}``, ``{b}…{/b}``)."""
    raise NotImplementedError


def to_html(text: str, *, rich: bool, ids: Collection[str] = ()) -> str:
    """Text with tokens as segment HTML; ``ids`` are the ``id`` values of the source's elements.

    Raises :class:`WireError` for an unknown token or bad nesting.
    """
    raise NotImplementedError
