"""A session: its texts in every language, its facts once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..blocks import SessionBody
from ..conf import content_languages
from ..enums import Section
from ..forms.session import SessionForm
from ..languages import validate_language_code
from ..panels import FactsTab, PeoplePanel, TimesPanel
from ..translation.source import Agenda, TranslatedModel
from .addresses import AddressedPage
from .agenda import agenda_of
from .presenting import PresentedPage


class SessionPage(PresentedPage, AddressedPage, TranslatedModel, Page):
    """A panel, talk or workshop. Facts are read through ``facts``, texts from the row itself.

    Fact columns may be empty here, since a translation leaves them so; the editor's form
    requires what an original must have.
    """

    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("The thesis of the session in two or three sentences, as plain text."),
    )
    body = StreamField(SessionBody(required=False), verbose_name=_("body"), blank=True)

    format = models.ForeignKey(
        "sessions_app.SessionFormat",
        verbose_name=_("format"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    track = models.ForeignKey(
        "sessions_app.Track",
        verbose_name=_("track"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    spoken_language = models.CharField(
        _("spoken language"),
        max_length=12,
        blank=True,
        validators=[validate_language_code],
        help_text=_("The language the session is held in."),
    )
    interpretation = models.JSONField(
        _("interpretation into"),
        default=list,
        blank=True,
        help_text=_("Languages into which interpreters translate live."),
    )
    captions = models.JSONField(
        _("captions in"),
        default=list,
        blank=True,
        help_text=_("Languages in which what is said can be read live."),
    )
    sign_language = models.CharField(
        _("sign language"), max_length=12, blank=True, validators=[validate_language_code]
    )

    base_form_class = SessionForm
    presenter = "sessions_app.programme.pages.session_context"
    exclude_fields_in_copy = TranslatedModel.exclude_fields_in_copy
    parent_page_types = ["sessions_app.ProgrammePage"]
    subpage_types: list[str] = []
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("subtitle"),
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    fact_fields = (
        "format",
        "track",
        "spoken_language",
        "interpretation",
        "captions",
        "sign_language",
        "slots",
        "appearances",
        "materials",
    )
    required_facts = ("format", "spoken_language")
    agenda_groups = {"track": _("Track"), "day": _("Day")}
    search_fields = [
        *Page.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("source"),
        index.FilterField("track"),
        index.FilterField("format"),
        index.FilterField("spoken_language"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("subtitle"),
                    FieldPanel("summary"),
                    FieldPanel("body"),
                ],
                heading=_("Content"),
            ),
            FactsTab(
                [
                    FieldRowPanel([FieldPanel("format"), FieldPanel("track")]),
                    TimesPanel(
                        "slots",
                        heading=_("Times and rooms"),
                        label=_("Time"),
                        icon="date",
                        help_text=_(
                            "Never delete a time that visitors know: say that it was moved or"
                            " cancelled."
                        ),
                    ),
                    PeoplePanel(
                        "appearances",
                        chooser_field_name="speaker",
                        heading=_("People"),
                        label=_("Person"),
                        icon="group",
                        help_text=_("In the order in which they are to be named."),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("spoken_language"), FieldPanel("sign_language")]
                            ),
                            FieldPanel("interpretation"),
                            FieldPanel("captions"),
                        ],
                        heading=_("Languages"),
                        icon="openquote",
                    ),
                    InlinePanel(
                        "materials",
                        heading=_("Recordings and materials"),
                        label=_("Recording or material"),
                        icon="media",
                        classname="collapsed",
                    ),
                ],
                heading=_("Facts"),
            ),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ],
        base_form_class=SessionForm,
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def agenda(cls, pks: Iterable[Any]) -> Mapping[Any, Agenda]:
        """Next start, track and day of these originals. One query."""
        return agenda_of(cls.objects.filter(pk__in=list(pks)))

    def clean(self) -> None:
        super().clean()
        if self.slug and not self._slug_is_not_taken(self.slug):
            raise ValidationError({"slug": _("The programme itself shows something there.")})

    def slug_is_free(self, slug: str) -> bool:
        """Whether neither a page nor a part of the programme itself stands at ``slug``."""
        return super().slug_is_free(slug) and self._slug_is_not_taken(slug)

    def _slug_is_not_taken(self, slug: str) -> bool:
        parent = self.get_parent()
        programme = parent.specific if parent else None
        if slug == getattr(programme, "people_slug", None):
            return False
        if all(slug not in Section.words(code) for code, _name in content_languages()):
            return True
        locale = self.locale if self.locale_id else self.get_default_locale()
        return slug not in Section.words(locale.language_code)
