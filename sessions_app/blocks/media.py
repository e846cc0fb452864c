"""Blocks of pictures and films."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail_localize.segments import StringSegmentValue

from .facts import FactMixin, FactURLBlock
from .loaded import AtHandMixin
from .preview import PREVIEW


class AtHandImageBlock(AtHandMixin, ImageChooserBlock):
    """Wagtail's chooser, which reads pictures that were fetched before."""


class DescribedImageBlock(ImageBlock):
    """Wagtail's picture with alternative text, which reads pictures that were fetched before."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = AtHandImageBlock(required=required, label=_("Picture"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class PosterBlock(FactMixin, AtHandImageBlock):
    """A picture that stands for a film; the same in every language."""


ALT_TEXT = "image.alt_text"


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text and caption; the credit comes with the picture."""

    image = DescribedImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """Alternative text and caption, under the paths wagtail-localize would give them.

        Its own walk stops with an error at a picture that was deleted from the library.
        """
        picture = value["image"]
        is_described = picture is not None and not picture.decorative
        texts = {
            ALT_TEXT: picture.contextual_alt_text if is_described else "",
            "caption": value["caption"],
        }
        return [StringSegmentValue(path, text) for path, text in texts.items() if text]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        """The block with both texts replaced; ``segments`` as extracted."""
        for segment in segments:
            if segment.path == "caption":
                value["caption"] = segment.render_text()
            elif segment.path == ALT_TEXT and value["image"] is not None:
                value["image"].contextual_alt_text = segment.render_text()
        return value

    def get_preview_value(self) -> Any:
        """The newest picture of the library."""
        photo = self.child_blocks["image"].child_blocks["image"].model_class.objects.last()
        if photo is not None:
            photo.contextual_alt_text, photo.decorative = photo.default_alt_text, False
        return self.normalize({"image": photo, "caption": _("What is to be seen here")})

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = _("Picture: {caption}")
        description = _("A photograph or drawing with caption and credit")
        template = "sessions_app/blocks/image.html"
        preview_template = PREVIEW


class VideoBlock(blocks.StructBlock):
    """A film that is fetched from elsewhere only when the visitor asks for it."""

    title = blocks.CharBlock(label=_("Title"), max_length=255)
    url = FactURLBlock(
        label=_("Address of the film"),
        help_text=_("Visitors’ browsers ask nothing of this address before they choose to."),
    )
    poster = PosterBlock(label=_("Poster"), required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "media"
        label = _("Film")
        label_format = _("Film: {title}")
        description = _("A recording, opened at its host when chosen")
        template = "sessions_app/blocks/video.html"
        form_layout = blocks.BlockGroup(["title", "url", "caption"], settings=["poster"])
        preview_template = PREVIEW
        preview_value = {
            "title": _("The opening, recorded"),
            "url": "https://example.org/film",
            "poster": None,
            "caption": _("50 minutes"),
        }
