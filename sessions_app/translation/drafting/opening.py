"""Translations are opened, and taken up again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from ...conf import configuration
from .. import localize, policy, status
from ..models import Action
from ..refusal import Refusal
from ..source import TranslatedModel
from .filling import fill

# Objects per transaction when many translations are opened.
BATCH = 25


class Kept(models.TextChoices):
    """Why an existing target is not touched."""

    OPPOSITE = "opposite", gettext_lazy("It is itself the original of this object.")
    BY_HAND = "by_hand", gettext_lazy("It was made by hand.")
    STOPPED = "stopped", gettext_lazy("Its translation was stopped; resume it first.")


@dataclass(frozen=True)
class Opening:
    """Outcome of opening: wagtail-localize Translations, and what was left alone and why."""

    translations: tuple[Any, ...]
    untouched: tuple[tuple[TranslatedModel, Kept], ...]


def open_translations(
    instances: Iterable[TranslatedModel], locale: Locale, *, related: bool = True
) -> Opening:
    """Make every instance (and the snippets it names) translatable into ``locale``.

    A translation stands for its original: nothing is translated from a translation.
    Writes wagtail-localize's sources, segments and Translations, nothing else: no target row is
    made, no object saved. Can be run again and by several processes.
    """
    translations: list[Any] = []
    untouched: list[tuple[TranslatedModel, Kept]] = []
    wanted: list[TranslatedModel] = []
    for instance in instances:
        if instance.facts.locale_id != locale.pk:
            wanted.append(instance.facts)
        elif instance.locale_id != locale.pk:
            untouched.append((instance, Kept.OPPOSITE))
    if related:
        wanted += _snippets(wanted, locale)
    for batch in _batches(wanted):
        opened = _open_batch(batch, locale)
        translations += opened.translations
        untouched += opened.untouched
    return Opening(tuple(translations), tuple(untouched))


def _snippets(originals: Sequence[TranslatedModel], locale: Locale) -> list[TranslatedModel]:
    """The originals of all snippets that ``originals`` name, each once."""
    named = status.related_originals(originals, locale)
    known = {original.translation_key for original in originals}
    return [snippet for snippet in named if snippet.translation_key not in known]


def _batches(instances: Sequence[TranslatedModel]) -> Iterator[list[TranslatedModel]]:
    """Instances in handy numbers, in the order of their keys, no key twice."""
    unique: dict[UUID, TranslatedModel] = {i.translation_key: i for i in instances}
    ordered = [unique[key] for key in sorted(unique)]
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


@transaction.atomic
def _open_batch(batch: list[TranslatedModel], locale: Locale) -> Opening:
    localize.register(batch)
    keys = [original.translation_key for original in batch]
    localize.lock(keys)
    originals = localize.load(batch)
    opened = {t.source.object_id: t for t in localize.translations_of(keys, locale)}
    opposite = localize.opposites(keys, locale)
    rows = status.keys_with_target(originals, locale)
    fresh: list[TranslatedModel] = []
    untouched: list[tuple[TranslatedModel, Kept]] = []
    for original in originals:
        key = original.translation_key
        translation = opened.get(key)
        if key in opposite:
            untouched.append((original, Kept.OPPOSITE))
        elif translation is not None and not translation.enabled:
            untouched.append((original, Kept.STOPPED))
        elif translation is None and key in rows:
            untouched.append((original, Kept.BY_HAND))
        elif translation is None:
            fresh.append(original)
    left = {original.translation_key for original, _reason in untouched}
    sources = localize.snapshot(fresh)
    localize.add_translations(sources, locale)
    if fresh:
        opened = {t.source.object_id: t for t in localize.translations_of(keys, locale)}
        if configuration().memory_fills:
            fill([opened[original.translation_key] for original in fresh])
    return Opening(
        tuple(opened[key] for key in keys if key in opened and key not in left), tuple(untouched)
    )


@transaction.atomic
def resume(translation: Any, user: AbstractBaseUser) -> None:
    """Take up a stopped translation again, with all its texts. Raises :class:`Refusal`."""
    if not policy.allows(user, Action.TRANSLATE, translation.target_locale):
        raise Refusal(_("You may not translate into this language."))
    key = translation.source.object_id
    localize.lock([key])
    if key in localize.opposites([key], translation.target_locale):
        raise Refusal(str(Kept.OPPOSITE.label))
    original = localize.original_of(translation)
    if original is None:
        raise Refusal(_("The original does not exist any more."))
    localize.snapshot(localize.load([original]))
    localize.enable(translation)
