"""Blocks that name people and partners."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..enums import PartnershipKind
from .facts import FactCharBlock, FactMixin, FactSnippetBlock, FactURLBlock


class KindBlock(FactMixin, blocks.ChoiceBlock):
    """The kind of a partnership."""


class PortraitBlock(blocks.StructBlock):
    """A person with photo, and with what the person is here."""

    speaker = FactSnippetBlock("sessions_app.Speaker", label=_("Person"))
    role = blocks.CharBlock(label=_("Position"), required=False, max_length=255)

    class Meta:
        icon = "user"
        label = _("Portrait")
        description = _("A person with photo and position")
        template = "sessions_app/blocks/portrait.html"


class PartnerBlock(blocks.StructBlock):
    """A partner, why it stands here, and a word of its own."""

    partner = FactSnippetBlock("sessions_app.Partner", label=_("Partner"))
    kind = KindBlock(
        label=_("Kind of partnership"),
        choices=PartnershipKind.choices,
        default=PartnershipKind.COOPERATION.value,
    )
    text = blocks.TextBlock(label=_("Text"), required=False)

    class Meta:
        icon = "group"
        label = _("Partner")
        description = _("A partner organisation and its part in the session")
        template = "sessions_app/blocks/partner.html"


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
