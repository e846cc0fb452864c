"""The site's own pages: home, plain pages, settings."""

from math import floor

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.models import Page, Site
from wagtail_localize.fields import TranslatableField

from sessions_app.forms.facts import FactsForm
from sessions_app.forms.fields import SignLanguageSelect
from sessions_app.languages import validate_language_code
from sessions_app.panels import FactsTab
from sessions_app.translation.source import TranslatedModel
from sessions_app.validators import on_the_web

from . import theme
from .widgets import InkInput

# Fields of the settings that hold a colour, and the ink that it is of.
INKS = {"source_color": "source", "translation_color": "translation"}


class FactsPageForm(FactsForm, WagtailAdminPageForm):
    """Form of a page whose facts stand on its original alone."""


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

    base_form_class = FactsPageForm
    exclude_fields_in_copy = TranslatedModel.exclude_fields_in_copy
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("lead"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    fact_fields: tuple[str, ...] = ("photo",)
    required_facts: tuple[str, ...] = ()
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


class PlainPage(TranslatedModel, Page):
    """A page of text below the home."""

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(
        _("text"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "lang"]
    )

    exclude_fields_in_copy = TranslatedModel.exclude_fields_in_copy
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("lead"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    fact_fields: tuple[str, ...] = ()
    required_facts: tuple[str, ...] = ()
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class ContentPage(PlainPage):
    """Imprint, privacy, accessibility, about.

    Those that are shown in menus stand in the header of every page, the others in the footer.
    """

    parent_page_types = ["cms.HomePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class EasyLanguagePage(PlainPage):
    """What the conference is about in Leichte Sprache, in easy words and short sentences."""

    class Meta:
        verbose_name = _("page in easy language")
        verbose_name_plural = _("pages in easy language")


class SignLanguagePage(PlainPage):
    """What the conference is about in a sign language: a film with the words below it."""

    sign_language = models.CharField(
        _("sign language"),
        max_length=12,
        blank=True,
        validators=[validate_language_code],
    )
    video = models.URLField(_("address of the film"), blank=True, validators=[on_the_web])
    video_file = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("film"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("In place of an address, where the site itself is to hold the film."),
    )
    poster = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The picture that stands for the film until it is played."),
    )

    base_form_class = FactsPageForm
    fact_fields = ("sign_language", "video", "video_file", "poster")
    required_facts = ("sign_language",)
    edit_handler = TabbedInterface(
        [
            ObjectList(PlainPage.content_panels, heading=_("Content")),
            FactsTab(
                [
                    FieldPanel("sign_language", widget=SignLanguageSelect),
                    FieldPanel("video"),
                    FieldPanel("video_file"),
                    FieldPanel("poster"),
                ],
                heading=_("Facts"),
            ),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ],
        base_form_class=FactsPageForm,
    )

    class Meta:
        verbose_name = _("page in sign language")
        verbose_name_plural = _("pages in sign language")

    def clean(self) -> None:
        super().clean()
        if self.video and self.video_file_id is not None:
            raise ValidationError({"video_file": _("Give either an address or a file, not both.")})


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What is the same on every page of the site."""

    name = models.CharField(_("name of the site"), max_length=120, default="Zwiesprache")
    contact_email = models.EmailField(_("e-mail for visitors"), blank=True)

    class Typeface(models.TextChoices):
        """Families of letters that machines bring along; nothing is loaded."""

        GROTESQUE = "grotesque", _("grotesque headings, serif leads")
        SERIF = "serif", _("serif throughout")
        HUMANIST = "humanist", _("humanist sans serif")

    class Corners(models.TextChoices):
        """How corners are cut."""

        SQUARE = "square", _("square")
        SOFT = "soft", _("soft")
        ROUND = "round", _("round")

    source_color = models.CharField(
        _("ink of the original"),
        max_length=7,
        blank=True,
        help_text=_(
            "Six hexadecimal digits, as in #8a1c10; empty for the red of the house. Dark enough to"
            " be read on the paper: the ink for dark screens is made from it."
        ),
    )
    translation_color = models.CharField(
        _("ink of the translation"),
        max_length=7,
        blank=True,
        help_text=_("As in #123f9c; empty for the blue of the house. Another hue than the first."),
    )
    typeface = models.CharField(
        _("letters"), max_length=12, choices=Typeface, default=Typeface.GROTESQUE
    )
    corners = models.CharField(_("corners"), max_length=12, choices=Corners, default=Corners.SQUARE)

    panels = [
        FieldPanel("name"),
        FieldPanel("contact_email"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(name, widget=InkInput(theme.default_ink(ink)))
                        for name, ink in INKS.items()
                    ]
                ),
                FieldRowPanel([FieldPanel("typeface"), FieldPanel("corners")]),
            ],
            heading=_("The look"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    @classmethod
    def of(cls, request: HttpRequest | None) -> "SiteSettings":
        """Settings of the site that is asked; the defaults where nobody has written any.

        One query; nothing is written.
        """
        site = Site.find_for_request(request) if request else None
        written = cls.objects.filter(site=site).first() if site else None
        return written or cls()

    @property
    def inks(self) -> dict[str, str]:
        """Colours that were chosen, by voice; empty where none was."""
        return {"source": self.source_color, "translation": self.translation_color}

    @property
    def theme(self) -> theme.Theme:
        """The look as a style sheet."""
        return theme.Theme(self.source_color, self.translation_color, self.typeface, self.corners)

    def clean(self) -> None:
        """Refuse inks that cannot be read on the paper or told apart."""
        super().clean()
        for name in INKS:
            setattr(self, name, getattr(self, name).strip().lower())
        faults = {name: fault for name in INKS if (fault := _fault(getattr(self, name)))}
        if not faults and not theme.are_apart(self.source_color, self.translation_color):
            faults["translation_color"] = _(
                "The two inks are too much alike to be told apart, here or on dark screens."
                " Choose another hue."
            )
        if faults:
            raise ValidationError(faults)


def _fault(color: str) -> str:
    """What is wrong with an ink; nothing where it is empty or fit to be read."""
    if not color:
        return ""
    try:
        ink = theme.measure(color)
    except ValueError:
        return _("Six hexadecimal digits, as in #1a5fb4.")
    if ink.is_enough:
        return ""
    # Rounded down: what falls short is never shown as what is needed.
    shown = number_format(floor(ink.contrast * 10) / 10, 1)
    return _(
        "Its contrast on the paper is %(contrast)s:1; at least %(needed)d:1 is needed. The nearest"
        " colour that would do is %(nearest)s."
    ) % {"contrast": shown, "needed": theme.CONTRAST, "nearest": ink.nearest}
