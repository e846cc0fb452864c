from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    """The desk: where originals become translations."""

    name = "sessions_app.translation"
    label = "sessions_translation"
    verbose_name = _("Translations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import guard, receivers

        guard.install()
        receivers.connect()
