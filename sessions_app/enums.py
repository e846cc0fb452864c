"""The closed vocabularies of a programme; their labels are translated, their values are stored."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy


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

    @property
    def disclosure(self) -> Any:
        """What readers are told of the partner's part; ``%(name)s`` stands for its name."""
        return _DISCLOSURES[self]


_DISCLOSURES = {
    PartnershipKind.COOPERATION: _(
        "%(name)s planned this session together with the organisers and had a say in it."
    ),
    PartnershipKind.HOSTED: _("%(name)s hosts this session and had a say in it."),
    PartnershipKind.FUNDED: _(
        "%(name)s supports this session with a grant. The organisers alone chose content and"
        " speakers."
    ),
    PartnershipKind.SPONSORED: _(
        "%(name)s paid for this session to take place. The organisers alone chose content and"
        " speakers."
    ),
    PartnershipKind.MEDIA: _(
        "%(name)s announces this session as a media partner and decides alone what it reports."
    ),
}


class MaterialKind(models.TextChoices):
    """What a link beside a session leads to."""

    RECORDING = "recording", _("Recording")
    CAPTIONS = "captions", _("Captions of the recording")
    SLIDES = "slides", _("Slides")
    PAPER = "paper", _("Paper")
    LINK = "link", _("Link")


class Section(models.TextChoices):
    """What stands below a programme without being a page; the label is its part of the address.

    Translated like any other word: ``rooms`` is ``raeume`` on German pages.
    """

    ROOMS = "rooms", pgettext_lazy("address", "rooms")
    TRACKS = "tracks", pgettext_lazy("address", "tracks")
    PARTNERS = "partners", pgettext_lazy("address", "partners")
    MINE = "mine", pgettext_lazy("address", "my-programme")
    CHANGES = "changes", pgettext_lazy("address", "changes")
    OFFLINE = "offline", pgettext_lazy("address", "offline")

    @classmethod
    def words(cls, language: str) -> dict[str, "Section"]:
        """Sections by their part of the address in that language."""
        with override(language):
            return {str(section.label): section for section in cls}
