"""People who speak, moderate and host."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from .snippets import TranslatedSnippet


class Speaker(TranslatedSnippet, index.Indexed):
    """A person on the programme. Name, pronouns, photo and links are facts; the rest is text."""

    name = models.CharField(_("name"), max_length=255, blank=True)
    slug = models.SlugField(_("address part"), max_length=255, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=80, blank=True)
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    website = models.URLField(_("website"), blank=True)
    position = models.CharField(_("position"), max_length=255, blank=True)
    organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    biography = RichTextField(
        _("biography"), blank=True, features=["bold", "italic", "link", "lang"]
    )

    translatable_fields = [
        TranslatableField("position"),
        TranslatableField("organisation"),
        TranslatableField("biography"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("organisation"),
        index.SearchField("position"),
        index.SearchField("biography"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    class Meta(TranslatedSnippet.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.facts.name
