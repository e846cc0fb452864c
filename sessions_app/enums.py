"""The closed vocabularies of a programme; their labels are translated, their values are stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SlotState(models.TextChoices):
    """What became of a planned time."""

    PLANNED = "planned", _("planned")
    MOVED = "moved", _("moved")
    CANCELLED = "cancelled", _("cancelled")


class AppearanceRole(models.TextChoices):
    """What a person does in a session."""

    SPEAKER = "speaker", _("Speaker")
    MODERATOR = "moderator", _("Moderator")
    HOST = "host", _("Host")
    PANELLIST = "panellist", _("Panellist")
    GUEST = "guest", _("Guest")


class PartnershipKind(models.TextChoices):
    """Why a partner stands on a page; printed for visitors, so that they know who paid."""

    COOPERATION = "cooperation", _("In cooperation with")
    HOSTED = "hosted", _("Hosted by")
    FUNDED = "funded", _("Funded by")
    SPONSORED = "sponsored", _("Sponsored by")
    MEDIA = "media", _("Media partner")


class MaterialKind(models.TextChoices):
    """What a link beside a session leads to."""

    RECORDING = "recording", _("Recording")
    SLIDES = "slides", _("Slides")
    PAPER = "paper", _("Paper")
    LINK = "link", _("Link")
