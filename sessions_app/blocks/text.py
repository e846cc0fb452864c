"""Blocks of text: paragraphs, quotes, details, tables, lists of links."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

from .facts import FactCharBlock, FactPageBlock, FactURLBlock
from .preview import PREVIEW

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "lang"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, headings and lists."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    def get_preview_value(self) -> Any:
        """A heading and a paragraph in the language of the admin."""
        html = format_html(
            "<h2>{}</h2><p>{}</p>",
            _("A heading"),
            _("A paragraph says one thing and says it plainly."),
        )
        return self.normalize(html)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings and lists")
        template = "sessions_app/blocks/text.html"
        preview_template = PREVIEW


class QuoteBlock(blocks.StructBlock):
    """Somebody's words. The name is a fact, what the person is is text."""

    quote = blocks.TextBlock(label=_("Quote"))
    author = FactCharBlock(label=_("Name"), required=False, max_length=255)
    role = blocks.CharBlock(label=_("Position"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = _("Quote: {author}")
        description = _("Somebody’s words, set large")
        template = "sessions_app/blocks/quote.html"
        preview_template = PREVIEW
        preview_value = {
            "quote": _("Whoever speaks two languages listens twice."),
            "author": "A. B.",
            "role": _("Chair"),
        }


class DetailsBlock(blocks.StructBlock):
    """Text that unfolds when its heading is chosen."""

    summary = blocks.CharBlock(label=_("Heading"), max_length=255)
    text = blocks.RichTextBlock(
        label=_("Text"), features=["bold", "italic", "ol", "ul", "link", "lang"]
    )

    def get_preview_value(self) -> Any:
        """A question and its answer in the language of the admin."""
        answer = format_html("<p>{}</p>", _("On foot, ten minutes from the station."))
        return self.normalize({"summary": _("How do I get there?"), "text": answer})

    class Meta:
        icon = "collapse-down"
        label = _("Details")
        label_format = _("Details: {summary}")
        description = _("A heading that unfolds more text")
        template = "sessions_app/blocks/details.html"
        preview_template = PREVIEW


def _says_something(text: str | None) -> bool:
    return bool(text and text.strip())


def _texts(table: TypedTable | None) -> list[str]:
    """All texts of a typed table that are not empty, in the order a reader meets them."""
    if not table:
        return []
    headings = [column["heading"] for column in table.columns]
    cells = [cell for row in table.row_data for cell in row["values"]]
    return [text for text in (table.caption, *headings, *cells) if _says_something(text)]


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
        """The table with every text replaced by its translation; ``segments`` as extracted.

        Raises ``ValueError`` where there are not as many of them as texts.
        """
        if len(segments) != len(_texts(value)):
            raise ValueError("A table has as many translations as texts.")
        translated = iter(sorted(segments, key=lambda segment: segment.order))

        def following(text: str) -> str:
            return next(translated).render_text() if _says_something(text) else text

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
        preview_template = PREVIEW
        preview_value = {
            "caption": _("The day at a glance"),
            "columns": [
                {"type": "text", "heading": _("Time")},
                {"type": "text", "heading": _("What")},
            ],
            "rows": [
                {"values": ["9:00", _("Doors open")]},
                {"values": ["10:00", _("Welcome")]},
            ],
        }


class LinkBlock(blocks.StructBlock):
    """A labelled link to a page of the site or to an address."""

    label = blocks.CharBlock(label=_("Label"), max_length=255)
    page = FactPageBlock(label=_("Page"), required=False)
    url = FactURLBlock(label=_("Address"), required=False)

    def clean(self, value: Any) -> Any:
        """Exactly one of page and address; ``StructBlockValidationError`` otherwise.

        A draft may have neither yet.
        """
        cleaned = super().clean(value)
        given = [name for name in ("page", "url") if cleaned.get(name)]
        if len(given) > 1 or not (given or self.is_deferred_validation):
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Give either a page or an address."))}
            )
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label}"


class LinkListBlock(blocks.StructBlock):
    """Links with a heading."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=255)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Links")
        label_format = _("Links: {heading}")
        description = _("A list of links with a heading")
        template = "sessions_app/blocks/links.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": _("Read on"),
            "links": [
                {"label": _("The report"), "url": "https://example.org/report", "page": None},
                {"label": _("The programme"), "url": "https://example.org/", "page": None},
            ],
        }
