"""Blocks of pictures and films."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from .facts import FactMixin, FactURLBlock
from .loaded import AtHandMixin


class AtHandImageBlock(AtHandMixin, ImageChooserBlock):
    """Wagtail's chooser, which reads pictures that were fetched before."""


class DescribedImageBlock(ImageBlock):
    """Wagtail's picture with alternative text, which reads pictures that were fetched before."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = AtHandImageBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class PosterBlock(FactMixin, AtHandImageBlock):
    """A picture that stands for a film; the same in every language."""


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text and caption; the credit comes with the picture."""

    image = DescribedImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A photograph or drawing with caption and credit")
        template = "sessions_app/blocks/image.html"


class VideoBlock(blocks.StructBlock):
    """A film that is fetched from elsewhere only when the visitor asks for it."""

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    url = FactURLBlock(label=_("Address of the film"))
    poster = PosterBlock(label=_("Poster"), required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "media"
        label = _("Film")
        description = _("A recording, opened at its host when chosen")
        template = "sessions_app/blocks/video.html"
