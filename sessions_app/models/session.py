"""A session: its texts in every language, its facts once."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..blocks import SessionBody
from ..enums import AppearanceRole, MaterialKind, SlotState
from ..translation.source import TranslatedModel


class SessionPage(TranslatedModel, Page):
    """A panel, talk or workshop. Facts are read through ``facts``, texts from the row itself.

    Fact columns may be empty here, since a translation leaves them so; the editor's form
    requires what a source must have.
    """

    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("The thesis of the session in two or three sentences.")
    )
    body = StreamField(SessionBody(), verbose_name=_("body"), blank=True)

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
        _("spoken language"), max_length=12, blank=True, help_text=_("BCP 47 code.")
    )
    interpretation = models.JSONField(_("interpretation into"), default=list, blank=True)
    captions = models.JSONField(_("captions in"), default=list, blank=True)
    sign_language = models.CharField(_("sign language"), max_length=12, blank=True)

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
    search_fields = [
        *Page.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("summary"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")


class Slot(Orderable):
    """When and where a session takes place; stands on the source alone."""

    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="slots")
    start = models.DateTimeField(_("start"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(24 * 60 - 1)]
    )
    room = models.ForeignKey(
        "sessions_app.Room",
        verbose_name=_("room"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=SlotState, default=SlotState.PLANNED
    )
    previous_start = models.DateTimeField(
        _("start before the move"), null=True, blank=True,
        help_text=_("Visitors are told from when the session was moved."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("time")
        verbose_name_plural = _("times")

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M}"

    @property
    def end(self) -> datetime:
        """Moment at which the session ends."""
        return self.start + timedelta(minutes=self.minutes)

    def clean(self) -> None:
        super().clean()
        if self.state == SlotState.MOVED and self.previous_start is None:
            raise ValidationError(
                {"previous_start": _("Say from when the session was moved.")}
            )


class Appearance(Orderable):
    """A person's part in a session; stands on the source alone."""

    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="appearances")
    speaker = models.ForeignKey(
        "sessions_app.Speaker",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="appearances",
    )
    role = models.CharField(
        _("role"), max_length=12, choices=AppearanceRole, default=AppearanceRole.SPEAKER
    )

    class Meta(Orderable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{self.speaker} ({self.get_role_display()})"


class Material(Orderable):
    """A recording, slides or a paper that belongs to a session; stands on the source alone."""

    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(
        _("kind"), max_length=12, choices=MaterialKind, default=MaterialKind.LINK
    )
    url = models.URLField(_("address"))
    title = models.CharField(_("title"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("recording or material")
        verbose_name_plural = _("recordings and materials")

    def __str__(self) -> str:
        return self.title or self.url
