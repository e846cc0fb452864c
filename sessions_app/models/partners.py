"""Organisations that stand behind sessions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..validators import on_the_web
from .snippets import TranslatedSnippet


class Partner(TranslatedSnippet, index.Indexed):
    """A partner organisation. Name and description are texts; logo and website are facts."""

    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Who they are, in one or two sentences.")
    )
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("On a light ground; wide rather than high."),
    )
    website = models.URLField(_("website"), blank=True, validators=[on_the_web])

    translatable_fields = [TranslatableField("name"), TranslatableField("description")]
    fact_fields = ("logo", "website")
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
        index.FilterField("source"),
        index.FilterField("logo"),
    ]
    panels = [
        FieldPanel("name", classname="title"),
        FieldPanel("description"),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("website")],
            heading=_("Facts"),
            help_text=_("The same in every language."),
        ),
        PublishingPanel(),
    ]

    class Meta(TranslatedSnippet.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
