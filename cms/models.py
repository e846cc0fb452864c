"""The site's own pages: home, plain pages, settings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from sessions_app.translation.source import TranslatedModel


class HomePage(TranslatedModel, Page):
    """What a visitor sees first."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("What the conference is about."))
    body = RichTextField(
        _("text"), blank=True, features=["h2", "bold", "italic", "ul", "link", "lang"]
    )
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    exclude_fields_in_copy = TranslatedModel.exclude_fields_in_copy
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("lead"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("photo"),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class ContentPage(TranslatedModel, Page):
    """Imprint, privacy, accessibility, about."""

    class Place(models.TextChoices):
        """Where every page of the site links this one."""

        NONE = "", _("nowhere")
        FOOTER = "footer", _("in the footer")
        HEADER = "header", _("in the header")

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(
        _("text"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "lang"]
    )
    place = models.CharField(
        _("linked"), max_length=12, choices=Place, default=Place.NONE, blank=True
    )

    exclude_fields_in_copy = TranslatedModel.exclude_fields_in_copy
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("lead"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels = [*Page.promote_panels, FieldPanel("place")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What is the same on every page of the site."""

    name = models.CharField(_("name of the site"), max_length=120, default="Zwiesprache")
    contact_email = models.EmailField(_("e-mail for visitors"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("contact_email")]

    class Meta:
        verbose_name = _("site settings")
