"""What wagtail-localize would do by itself, and what it holds that must not go."""

from django.db.models.signals import post_save
from wagtail_localize.models import (
    LocaleSynchronization,
    StringTranslation,
    sync_trees_on_locale_sync_save,
)


def stop_tree_sync() -> None:
    """Saving a LocaleSynchronization mirrors no page any more."""
    post_save.disconnect(sync_trees_on_locale_sync_save, sender=LocaleSynchronization)


def has_texts(locale: int) -> bool:
    """Whether anything was translated into the locale of that primary key."""
    return StringTranslation.objects.filter(locale=locale).exists()
