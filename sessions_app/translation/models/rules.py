"""The rules of publication: what has to happen before a translation goes live."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="zwiesprache")
class PublicationRules(BaseGenericSetting):
    """What an organisation asks of translations. One set for the installation.

    Snippets belong to no site and are shown on all of them, so that two sites could not have
    different rules about the same text. Read through :mod:`..rules`, which keeps them in the
    process.
    """

    review_required = models.BooleanField(
        _("review required"),
        default=False,
        help_text=_(
            "Nothing goes live unless somebody who may review has approved it. Otherwise whoever "
            "may publish can release without a review."
        ),
    )
    four_eyes = models.BooleanField(
        _("four eyes"),
        default=True,
        help_text=_("Whoever translated one of the texts cannot approve them in a review."),
    )
    confirm_fills = models.BooleanField(
        _("memory has to be confirmed"),
        default=False,
        help_text=_(
            "A text that was filled in from the memory counts as translated once somebody has "
            "confirmed it. Otherwise it counts at once."
        ),
    )
    machine_texts = models.BooleanField(
        _("machine translations may go live"),
        default=False,
        help_text=_(
            "Texts of a machine that nobody has confirmed may be released; visitors are told. "
            "Otherwise somebody has to confirm or change each of them first."
        ),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("review_required"), FieldPanel("four_eyes")], heading=_("Who decides")
        ),
        MultiFieldPanel(
            [FieldPanel("confirm_fills"), FieldPanel("machine_texts")],
            heading=_("Texts that nobody typed"),
        ),
    ]

    class Meta:
        verbose_name = _("rules of publication")
        verbose_name_plural = _("rules of publication")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
