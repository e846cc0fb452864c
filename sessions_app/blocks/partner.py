"""Blocks that name people and partners."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..enums import PartnershipKind
from .facts import FactCharBlock, FactMixin, FactSnippetBlock, FactURLBlock
from .preview import PREVIEW


class KindBlock(FactMixin, blocks.ChoiceBlock):
    """The kind of a partnership."""


class PortraitBlock(blocks.StructBlock):
    """A person with photo, and with what the person is here."""

    speaker = FactSnippetBlock("sessions_app.Speaker", label=_("Person"))
    role = blocks.CharBlock(
        label=_("Position"),
        required=False,
        max_length=255,
        help_text=_("What the person is here; where left empty, the person’s own position."),
    )

    def get_preview_value(self) -> Any:
        """Somebody of the programme."""
        speakers = self.child_blocks["speaker"].model_class.objects.filter(source=None, live=True)
        return self.normalize({"speaker": speakers.first(), "role": _("What the person is here")})

    class Meta:
        icon = "user"
        label = _("Portrait")
        label_format = _("Portrait: {speaker}")
        description = _("A person with photo and position")
        template = "sessions_app/blocks/portrait.html"
        preview_template = PREVIEW


class PartnerBlock(blocks.StructBlock):
    """A partner, why it stands here, and a word of its own."""

    partner = FactSnippetBlock("sessions_app.Partner", label=_("Partner"))
    kind = KindBlock(
        label=_("Kind of partnership"),
        choices=PartnershipKind.choices,
        default=PartnershipKind.COOPERATION.value,
    )
    text = blocks.TextBlock(label=_("Text"), required=False)

    def get_preview_value(self) -> Any:
        """Some partner of the programme."""
        partners = self.child_blocks["partner"].model_class.objects.filter(source=None, live=True)
        return self.normalize(
            {
                "partner": partners.first(),
                "kind": PartnershipKind.FUNDED.value,
                "text": _("Why they stand behind this session."),
            }
        )

    class Meta:
        icon = "group"
        label = _("Partner")
        label_format = _("Partner: {partner}")
        description = _("A partner organisation and its part in the session")
        template = "sessions_app/blocks/partner.html"
        preview_template = PREVIEW


class ProfileBlock(blocks.StructBlock):
    """A place elsewhere at which a person is found; the same in every language."""

    label = FactCharBlock(label=_("Name of the place"), max_length=80)
    url = FactURLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Link")


class ProfileLinks(blocks.StreamBlock):
    """The places at which a person is found."""

    link = ProfileBlock()

    class Meta:
        max_num = 8
