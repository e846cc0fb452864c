"""The programme itself and the labels that order it."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..translation.source import TranslatedModel
from .snippets import TranslatedSnippet


def validate_time_zone(value: str) -> None:
    """Raise ``ValidationError`` for a name the IANA time zone database does not know."""
    if value not in available_timezones():
        raise ValidationError(_("There is no time zone of the name “%(name)s”."), params={"name": value})


class ProgrammePage(TranslatedModel, Page):
    """A conference: its sessions are its children, its people stand under an address of its own."""

    introduction = models.TextField(_("introduction"), blank=True)
    # An address, not a text: made per language, kept for good.
    people_slug = models.SlugField(
        _("address part of the people"),
        max_length=60,
        default="speakers",
        help_text=_("People stand under this word below the programme; no session may bear it."),
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="Europe/Berlin",
        blank=True,
        validators=[validate_time_zone],
    )
    venue = models.CharField(_("venue"), max_length=255, blank=True)
    street = models.CharField(_("street"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country code"), max_length=2, blank=True)
    organiser = models.CharField(_("organiser"), max_length=255, blank=True)

    exclude_fields_in_copy = TranslatedModel.exclude_fields_in_copy
    subpage_types = ["sessions_app.SessionPage"]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day lies before the first one.")})


class Label(TranslatedSnippet, index.Indexed):
    """A name in every language, with its place in the order."""

    name = models.CharField(_("name"), max_length=255)
    order = models.PositiveSmallIntegerField(_("order"), default=0, blank=True)

    translatable_fields = [TranslatableField("name")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    class Meta(TranslatedSnippet.Meta):
        abstract = True
        ordering = ["order", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Track(Label):
    """A thread of sessions on one subject."""

    color = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Six hexadecimal digits, as in #1a5fb4."))],
    )

    class Meta(Label.Meta):
        verbose_name = _("track")
        verbose_name_plural = _("tracks")


class SessionFormat(Label):
    """The form of a session: panel, talk, workshop."""

    class Meta(Label.Meta):
        verbose_name = _("format")
        verbose_name_plural = _("formats")


class Room(Label):
    """Where sessions take place."""

    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    step_free = models.BooleanField(_("reached without steps"), default=False)

    class Meta(Label.Meta):
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
