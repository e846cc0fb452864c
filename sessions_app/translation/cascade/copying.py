"""A copy of a page comes with the texts of its translations, as drafts."""

from typing import Any

from django.db import transaction

from ...conf import configuration
from .. import drafting, history, localize
from ..models import SegmentEvent
from ..source import TranslatedModel


@transaction.atomic
def bring_along(origin: TranslatedModel, copy: TranslatedModel) -> list[Any]:
    """Open ``copy`` for translation with the texts of ``origin``; the Translations it has then.

    Only what is written anew, in the language of its origin, has texts of its own to translate: an
    alias has none. Nothing goes live. What people wrote counts as filled in from the memory, so
    that somebody looks; what a machine wrote stays a machine's.
    """
    if not _is_to_be_translated(origin, copy):
        return []
    old = begun(origin)
    if not old:
        return []
    _open(copy, old)
    made = localize.translations_of([copy.translation_key])
    new = {translation.target_locale_id: translation for translation in made}
    return [_bring(one, new[one.target_locale_id]) for one in old]


def begun(original: Any) -> list[Any]:
    """Translations of ``original`` of which some text is there. One query, two where there are any.

    None for a translation, which is copied by nobody.
    """
    with_texts = localize.locales_with_texts(original.translation_key)
    if not with_texts:
        return []
    found = localize.translations_of([original.translation_key]).filter(
        source__locale=original.locale_id, target_locale__in=with_texts, enabled=True
    )
    return list(found.order_by("target_locale"))


def _is_to_be_translated(origin: TranslatedModel, copy: TranslatedModel) -> bool:
    return (
        origin.source_id is None
        and copy.source_id is None
        and copy.alias_of_id is None
        and origin.locale_id == copy.locale_id
        and origin.translation_key != copy.translation_key
    )


def _open(copy: TranslatedModel, old: list[Any]) -> None:
    """Take a snapshot of ``copy``, and make a Translation of it for each of ``old``."""
    localize.register([copy])
    localize.lock([copy.translation_key])
    sources = localize.snapshot(localize.load([copy]))
    for translation in old:
        localize.add_translations(sources, translation.target_locale)


def _bring(old: Any, new: Any) -> Any:
    copied = localize.copy_texts(old, new)
    for origin in {origin for _row, _text, origin in copied}:
        changes = [(row, "", text) for row, text, came in copied if came == origin]
        history.record(new, changes, SegmentEvent.Kind.FILLED, None, origin)
    if configuration().memory_fills:
        drafting.fill([new])
    return new
