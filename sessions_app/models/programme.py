"""The programme: a conference as a page."""

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import TranslatableField

from ..forms.session import ProgrammeForm
from ..panels import FactsTab
from ..translation.source import TranslatedModel
from .addresses import AddressedPage
from .presenting import PresentedPage


def validate_time_zone(value: str) -> None:
    """Raise ``ValidationError`` for a name the IANA time zone database does not know."""
    if value not in available_timezones():
        raise ValidationError(
            _("There is no time zone of the name “%(name)s”."), params={"name": value}
        )


class ProgrammePage(PresentedPage, AddressedPage, TranslatedModel, Page):
    """A conference: its sessions are its children, its people stand under an address of its own."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("What the conference is about, in two or three sentences."),
    )
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
        help_text=_("All times of the programme are told by this clock, as in Europe/Berlin."),
    )
    venue = models.CharField(_("venue"), max_length=255, blank=True)
    street = models.CharField(_("street"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(
        _("country code"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, as in DE."))],
        help_text=_("Two capital letters of ISO 3166, as in DE."),
    )
    organiser = models.CharField(_("organiser"), max_length=255, blank=True)
    follows_releases = models.BooleanField(
        _("show times as of the last release"),
        default=False,
        help_text=_(
            "Visitors see no times before the first release of the programme, and afterwards those"
            " of the last one. Otherwise they see every time as soon as its session is published."
        ),
    )

    base_form_class = ProgrammeForm
    presenter = "sessions_app.programme.pages.programme_page"
    exclude_fields_in_copy = TranslatedModel.exclude_fields_in_copy
    subpage_types = ["sessions_app.SessionPage"]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    fact_fields = (
        "starts_on",
        "ends_on",
        "time_zone",
        "venue",
        "street",
        "postal_code",
        "city",
        "country",
        "organiser",
        "follows_releases",
    )
    required_facts = ("starts_on", "ends_on", "time_zone")
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    edit_handler = TabbedInterface(
        [
            ObjectList([*Page.content_panels, FieldPanel("introduction")], heading=_("Content")),
            FactsTab(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                            FieldPanel("time_zone"),
                        ],
                        heading=_("When"),
                        icon="date",
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("venue"),
                            FieldPanel("street"),
                            FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                            FieldPanel("country"),
                        ],
                        heading=_("Where"),
                        icon="site",
                    ),
                    FieldPanel("organiser"),
                    FieldPanel("follows_releases"),
                ],
                heading=_("Facts"),
            ),
            ObjectList([*Page.promote_panels, FieldPanel("people_slug")], heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ],
        base_form_class=ProgrammeForm,
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day lies before the first one.")})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Wagtail's, with the people of the programme and its sections below it."""
        route = import_string("sessions_app.programme.routes.route")
        return route(self, request, path_components)

    def get_template(
        self,
        request: HttpRequest,
        *args: Any,
        person: str | None = None,
        section: str = "",
        **kwargs: Any,
    ) -> str:
        """That of the programme, of all its people, of one of them, or of one of its sections."""
        if section:
            return f"sessions_app/{section}_page.html"
        if person is not None:
            return f"sessions_app/{'person' if person else 'people'}_page.html"
        return super().get_template(request, *args, **kwargs)
