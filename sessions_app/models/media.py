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

    # One description for all languages would be wrong in all but one; see `forms.photo`.
    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        "credit",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def alt_text(self, language: str | None = None) -> str:
        """Alternative text in ``language`` (default: the active one); empty where none was written.

        A variant without a text of its own (``de-AT``) reads that of its language (``de``).
        """
        code = language or get_language() or ""
        return self.alt_texts.get(code) or self.alt_texts.get(code.split("-")[0], "")

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
