from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """The site around the programme."""

    name = "cms"
    verbose_name = _("Site")
