"""The labels that order a programme: tracks, formats, rooms."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from .snippets import TranslatedSnippet


def label_panels(*facts: str) -> list:
    """The name, the facts of the label in a row, the time of publishing."""
    return [
        FieldPanel("name", classname="title"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(name) for name in facts])],
            heading=_("Facts"),
            help_text=_("The same in every language."),
        ),
        PublishingPanel(),
    ]


class Label(TranslatedSnippet, index.Indexed):
    """A name in every language, with its place in the order."""

    name = models.CharField(_("name"), max_length=255)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, blank=True, help_text=_("Smaller figures stand first.")
    )

    translatable_fields = [TranslatableField("name")]
    fact_fields = ("order",)
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
        index.FilterField("source"),
    ]

    class Meta(TranslatedSnippet.Meta):
        abstract = True
        ordering = ["order", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_preview_template(self, request: object, mode_name: str) -> str:
        """One page serves all labels."""
        return "sessions_app/admin/preview/label.html"


class Track(Label):
    """A thread of sessions on one subject."""

    color = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Six hexadecimal digits, as in #1a5fb4."))
        ],
        help_text=_("Six hexadecimal digits, as in #1a5fb4; set beside the name, never below it."),
    )

    fact_fields = ("order", "color")
    panels = label_panels("order", "color")

    class Meta(Label.Meta):
        verbose_name = _("track")
        verbose_name_plural = _("tracks")


class SessionFormat(Label):
    """The form of a session: panel, talk, workshop."""

    panels = label_panels("order")

    class Meta(Label.Meta):
        verbose_name = _("format")
        verbose_name_plural = _("formats")


class Room(Label):
    """Where sessions take place."""

    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    step_free = models.BooleanField(_("reached without steps"), default=False)

    fact_fields = ("order", "capacity", "step_free")
    panels = label_panels("order", "capacity", "step_free")

    class Meta(Label.Meta):
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
