"""The vocabulary of a session's body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .media import PictureBlock, VideoBlock
from .partner import PartnerBlock, PortraitBlock, ProfileLinks
from .text import DetailsBlock, LinkListBlock, QuoteBlock, SessionTableBlock, TextBlock

__all__ = [
    "DetailsBlock",
    "LinkListBlock",
    "PartnerBlock",
    "PictureBlock",
    "PortraitBlock",
    "ProfileLinks",
    "QuoteBlock",
    "SessionBody",
    "SessionTableBlock",
    "TextBlock",
    "VideoBlock",
]


class SessionBody(blocks.StreamBlock):
    """Everything a session page can say, in the order the editor lays it out."""

    text = TextBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    details = DetailsBlock(group=_("Text"))
    table = SessionTableBlock(group=_("Text"))
    links = LinkListBlock(group=_("Text"))
    image = PictureBlock(group=_("Media"))
    video = VideoBlock(group=_("Media"))
    portrait = PortraitBlock(group=_("People and partners"))
    partner = PartnerBlock(group=_("People and partners"))

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
