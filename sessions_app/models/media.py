"""Pictures with a credit and with an alternative text in every language of the site."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Photo(AbstractImage):
    """An image whose credit is a fact and whose alternative text is told once per language."""

    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture, as it is to be printed beside it."),
    )
    alt_texts = models.JSONField(_("alternative texts"), default=dict, blank=True, editable=False)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    def alt_text(self, language: str | None = None) -> str:
        """Alternative text in ``language`` (default: the active one); empty where none was written."""
        return self.alt_texts.get(language or get_language() or "", "")

    @property
    def default_alt_text(self) -> str:
        """What templates print where a block brings no text of its own."""
        return self.alt_text()


class PhotoRendition(AbstractRendition):
    """A :class:`Photo` in one size and format."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_photo_rendition"
            )
        ]
