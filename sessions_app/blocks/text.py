"""Blocks of text: paragraphs, quotes, details, tables, lists of links."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

from .facts import FactCharBlock, FactPageBlock, FactURLBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "lang"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, headings and lists."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings and lists")
        template = "sessions_app/blocks/text.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words. The name is a fact, what the person is is text."""

    quote = blocks.TextBlock(label=_("Quote"))
    author = FactCharBlock(label=_("Name"), required=False, max_length=255)
    role = blocks.CharBlock(label=_("Position"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody’s words, set large")
        template = "sessions_app/blocks/quote.html"


class DetailsBlock(blocks.StructBlock):
    """Text that unfolds when its heading is chosen."""

    summary = blocks.CharBlock(label=_("Heading"), max_length=255)
    text = blocks.RichTextBlock(
        label=_("Text"), features=["bold", "italic", "ol", "ul", "link", "lang"]
    )

    class Meta:
        icon = "collapse-down"
        label = _("Details")
        description = _("A heading that unfolds more text")
        template = "sessions_app/blocks/details.html"


def _texts(table: Any) -> list[str]:
    """All texts of a typed table that are not empty, in the order a reader meets them."""
    if not table:
        return []
    cells = [cell for row in table.row_data for cell in row["values"]]
    return [t for t in (table.caption, *(c["heading"] for c in table.columns), *cells) if t]


class SessionTableBlock(TypedTableBlock):
    """A table of plain text with headings; every cell is a text of its own."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(
            local_blocks or [("text", blocks.CharBlock(label=_("Text"), required=False))], **kwargs
        )

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """Caption, column headings and cells in reading order, all under one path.

        One path, so that an inserted row moves no translation to another context.
        """
        return [StringSegmentValue("", text) for text in _texts(value)]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        """The table with every text replaced by its translation; ``segments`` as extracted."""
        translated = iter(sorted(segments, key=lambda segment: segment.order))

        def following(text: str) -> str:
            return next(translated).render_text() if text else text

        value.caption = following(value.caption)
        for column in value.columns:
            column["heading"] = following(column["heading"])
        for row in value.row_data:
            row["values"] = [following(cell) for cell in row["values"]]
        return value

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with headings")
        template = "sessions_app/blocks/table.html"


class LinkBlock(blocks.StructBlock):
    """A labelled link to a page of the site or to an address."""

    label = blocks.CharBlock(label=_("Label"), max_length=255)
    page = FactPageBlock(label=_("Page"), required=False)
    url = FactURLBlock(label=_("Address"), required=False)

    def clean(self, value: Any) -> Any:
        """Exactly one of page and address; ``StructBlockValidationError`` otherwise."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Give either a page or an address."))}
            )
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")


class LinkListBlock(blocks.StructBlock):
    """Links with a heading."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=255)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("Links")
        description = _("A list of links with a heading")
        template = "sessions_app/blocks/links.html"
