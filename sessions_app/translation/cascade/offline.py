"""A translation is public as long as its original is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page
from wagtail.signal_handlers import (
    disable_reference_index_auto_update,
    reference_index_auto_update_disabled,
)

from .. import drafting, localize
from ..source import TranslatedModel
from .locking import hold
from .rows import versions
from .signing import following, who

# Translations that are being deleted, by key and locale.
_deleted: ContextVar[frozenset[tuple[UUID, int]]] = ContextVar("deleted", default=frozenset())

# Objects whose texts are read at once.
BATCH = 50


def take_offline(original: Any, user: Any = None) -> list[TranslatedModel]:
    """Unpublish every live translation of ``original``, in the name of ``user``; which those were.

    Their rows, texts and releases stay: one release brings them back, as soon as the original is
    public again. Whoever may unpublish the original needs no right over translations.
    """
    live = versions(original, live=True)
    if live:
        with following(original):
            _unpublish(live, user)
    return live


def _unpublish(live: list[TranslatedModel], user: Any) -> None:
    with _references_as_they_are():
        for version in live:
            action = UnpublishPageAction if isinstance(version, Page) else UnpublishAction
            action(version, user=user).execute(skip_permission_checks=True)


@contextmanager
def _references_as_they_are() -> Iterator[None]:
    """Without an update of Wagtail's index: nothing names anything else than before."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield


def before_delete(instance: Any) -> None:
    """Take every live translation of an original offline: without it they have no facts.

    Their rows and texts stay; nothing else is deleted. Of a translation take note that it goes.
    """
    if instance.source_id is not None:
        _deleted.set(_deleted.get() | {(instance.translation_key, instance.locale_id)})
        return
    hold(instance)
    live = versions(instance, live=True)
    if live:
        _unpublish(live, who(instance, "wagtail.delete"))


def after_delete(instance: Any) -> None:
    """Let a translation whose row was deleted be released anew, with the texts that are kept.

    wagtail-localize stops what has no target any more. ``instance`` may be the bare page.
    """
    place = (instance.translation_key, instance.locale_id)
    if place not in _deleted.get():
        return
    _deleted.set(_deleted.get() - {place})
    key, locale = place
    for stopped in localize.translations_of([key], locale).filter(enabled=False):
        if localize.original_of(stopped) is not None:
            localize.enable(stopped)


def keep_texts_of(locale: Locale) -> None:
    """Let the memory learn what people translated into and from ``locale``, which will be deleted.

    The admin refuses to delete a language with texts; code may do so.
    """
    for found in localize.going_with(locale):
        for start in range(0, len(found), BATCH):
            drafting.teach(found[start : start + BATCH])
