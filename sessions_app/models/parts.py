"""What belongs to a session and stands on its original alone: times, people, materials."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from ..enums import AppearanceRole, MaterialKind, SlotState
from ..forms.fields import SpokenLanguageSelect
from ..languages import validate_language_code
from ..validators import CAPTIONS_LIMIT, is_webvtt, on_the_web
from .session import SessionPage

# What a visitor's calendar must hear of.
WHEN_AND_WHERE = ("start", "minutes", "room_id", "state")


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
        _("start before the move"),
        null=True,
        blank=True,
        help_text=_("Visitors are told from when the session was moved."),
    )
    # How often time, room or state changed, and when last (SEQUENCE of RFC 5545).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("start"), FieldPanel("minutes")]),
        FieldRowPanel([FieldPanel("room"), FieldPanel("state")]),
        FieldPanel("previous_start"),
    ]

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
            raise ValidationError({"previous_start": _("Say from when the session was moved.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Count the change against what is stored; a draft carries the count of an earlier day."""
        is_changed = self._count_change()
        if is_changed and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sequence", "changed_at"}
        super().save(*args, **kwargs)

    def _count_change(self) -> bool:
        stored = Slot.objects.filter(pk=self.pk).first() if self.pk else None
        if stored is None:
            return False
        self.sequence, self.changed_at = stored.sequence, stored.changed_at
        is_changed = any(getattr(self, name) != getattr(stored, name) for name in WHEN_AND_WHERE)
        if is_changed:
            self.sequence += 1
            self.changed_at = timezone.now()
        return is_changed


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

    panels = [FieldRowPanel([FieldPanel("speaker"), FieldPanel("role")])]

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
    url = models.URLField(_("address"), blank=True, validators=[on_the_web])
    file = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("In place of an address, where the site itself is to hold the file."),
    )
    poster = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The picture that stands for a recording until it is played."),
    )
    title = models.CharField(
        _("title"),
        max_length=255,
        blank=True,
        help_text=_("In the language of the material; it is not translated."),
    )
    language = models.CharField(
        _("language"), max_length=12, blank=True, validators=[validate_language_code]
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("url")]),
        FieldRowPanel([FieldPanel("file"), FieldPanel("poster")]),
        FieldRowPanel([FieldPanel("title"), FieldPanel("language", widget=SpokenLanguageSelect)]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("recording or material")
        verbose_name_plural = _("recordings and materials")

    def __str__(self) -> str:
        return self.title or self.url or str(self.file or "")

    @property
    def address(self) -> str:
        """Where it is opened: on the site itself (a path) or elsewhere; empty where it is gone."""
        return str(self.file.url if self.file else self.url)

    def clean(self) -> None:
        super().clean()
        if not self.url and self.file_id is None:
            raise ValidationError({"url": _("Give an address or a file.")})
        if self.url and self.file_id is not None:
            raise ValidationError({"file": _("Give either an address or a file, not both.")})
        if self.kind == MaterialKind.CAPTIONS:
            self._clean_captions()

    def _clean_captions(self) -> None:
        """Players offer captions by their language and read nothing but WebVTT."""
        faults = {}
        if not self.language:
            faults["language"] = _("Say in which language the captions are.")
        if self.file is not None and (fault := self._fault_of_captions()):
            faults["file"] = fault
        if faults:
            raise ValidationError(faults)

    def _fault_of_captions(self) -> Any:
        if self.file.file_extension.lower() != "vtt":
            return _("Captions are a file in the format WebVTT, whose name ends in .vtt.")
        try:
            with self.file.open_file() as opened:
                data = opened.read(CAPTIONS_LIMIT + 1)
        except OSError:
            return _("The file cannot be read.")
        if len(data) > CAPTIONS_LIMIT:
            return _("The file is too large for captions.")
        if not is_webvtt(data):
            return _("The file holds no captions in the format WebVTT.")
        return None
