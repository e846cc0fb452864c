"""What wagtail-localize would do by itself, and what it holds that must not go."""

from collections import defaultdict

from django.db.models import Q
from django.db.models.signals import post_save
from wagtail.models import Locale
from wagtail_localize.models import (
    LocaleSynchronization,
    StringTranslation,
    Translation,
    register_post_delete_signal_handlers,
    sync_trees_on_locale_sync_save,
)

from .lookup import WITH_SOURCE


def stop_tree_sync() -> None:
    """Saving a LocaleSynchronization mirrors no page any more."""
    post_save.disconnect(sync_trees_on_locale_sync_save, sender=LocaleSynchronization)


def stop_deleted_first() -> None:
    """Have wagtail-localize's receivers of deletions connected now, before those of the desk.

    They stop the translations of what was deleted. Connected again they keep their turn.
    """
    register_post_delete_signal_handlers()


def has_texts(locale: int) -> bool:
    """Whether anything was translated into, or from, the locale of that primary key."""
    either = Q(locale=locale) | Q(translation_of__locale=locale)
    return StringTranslation.objects.filter(either).exists()


def going_with(locale: Locale) -> list[list[Translation]]:
    """Translations whose texts would be deleted with ``locale``, by the locale they are into."""
    either = Q(target_locale=locale) | Q(source__locale=locale)
    by_target: dict[int, list[Translation]] = defaultdict(list)
    found = Translation.objects.filter(either).order_by("pk")
    for translation in found.select_related(*WITH_SOURCE).defer("source__content_json"):
        by_target[translation.target_locale_id].append(translation)
    return list(by_target.values())
