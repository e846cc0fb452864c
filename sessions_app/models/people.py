"""People who speak, moderate and host."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PublishingPanel,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..blocks import ProfileLinks
from ..forms.facts import NamedSnippetForm, free_slug
from ..slugs import slugify
from ..validators import on_the_web
from .snippets import TranslatedSnippet


class Speaker(TranslatedSnippet, index.Indexed):
    """A person on the programme. Name, pronouns, photo and links are facts; the rest is text.

    The address is a fact as well: a person has one, in every language.
    """

    name = models.CharField(
        _("name"), max_length=255, blank=True, help_text=_("As it is to be printed, with title.")
    )
    slug = models.SlugField(
        _("address part"),
        max_length=255,
        blank=True,
        help_text=_("Made from the name where left empty; the same in every language."),
    )
    pronouns = models.CharField(_("pronouns"), max_length=80, blank=True)
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    website = models.URLField(_("website"), blank=True, validators=[on_the_web])
    links = StreamField(ProfileLinks(required=False), verbose_name=_("further links"), blank=True)
    position = models.CharField(
        _("position"), max_length=255, blank=True, help_text=_("What the person is or does.")
    )
    organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    biography = RichTextField(
        _("biography"), blank=True, features=["bold", "italic", "link", "lang"]
    )

    base_form_class = NamedSnippetForm
    translatable_fields = [
        TranslatableField("position"),
        TranslatableField("organisation"),
        TranslatableField("biography"),
    ]
    fact_fields = ("name", "slug", "pronouns", "photo", "website", "links")
    required_facts = ("name",)
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("organisation"),
        index.SearchField("position"),
        index.SearchField("biography"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
        index.FilterField("source"),
        index.FilterField("photo"),
    ]
    panels = [
        TitleFieldPanel("name", placeholder=_("Name"), required_on_save=True),
        MultiFieldPanel(
            [FieldPanel("position"), FieldPanel("organisation"), FieldPanel("biography")],
            heading=_("Texts"),
            help_text=_("These are translated."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("photo"),
                FieldRowPanel([FieldPanel("pronouns"), FieldPanel("slug")]),
                FieldPanel("website"),
                FieldPanel("links"),
            ],
            heading=_("Facts"),
            help_text=_("The same in every language."),
        ),
        PublishingPanel(),
    ]

    class Meta(TranslatedSnippet.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("slug",),
                condition=models.Q(source__isnull=True) & ~models.Q(slug=""),
                name="unique_speaker_slug",
                violation_error_message=_("Somebody else stands at this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.facts.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give an original its address; a translation is found at that of its original."""
        self._make_address()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._make_address()

    def slug_is_free(self, slug: str) -> bool:
        """Whether no other person stands at ``slug``."""
        others = Speaker.objects.filter(source=None, slug=slug)
        return not others.exclude(pk=self.pk).exists()

    def _make_address(self) -> None:
        if self.is_translation or self.slug or not self.name:
            return
        locale = self.locale if self.locale_id else Locale.get_default()
        wanted = slugify(self.name, locale.language_code, length=240) or "person"
        self.slug = free_slug(wanted, self.slug_is_free)
