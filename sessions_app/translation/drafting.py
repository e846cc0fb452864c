"""Open a translation, resume it, save a segment, keep a segment as it is in the source."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from . import localize, policy, status, wire
from .models import Action
from .source import TranslatedModel

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


@dataclass(frozen=True)
class Saved:
    """A segment as it stands after a save: its HTML, its version token, who and when."""

    html: str
    version: str
    kept: bool
    by: str
    at: datetime | None
    row: localize.SegmentRow


class Refusal(Exception):
    """Not done; ``str()`` says why in the user's language."""


class Conflict(Refusal):
    """Somebody else saved meanwhile; ``theirs`` is what stands now."""

    def __init__(self, theirs: Saved) -> None:
        super().__init__(_("Somebody else changed this text meanwhile."))
        self.theirs = theirs


def version(html: str | None) -> str:
    """Version token of a stored text; ``None`` and the empty text share one."""
    return hashlib.sha256((html or "").encode()).hexdigest()[:16]


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


def save_segment(
    translation: Any, segment: int, text: str, version: str, user: AbstractBaseUser
) -> Saved:
    """Store what a translator typed (wire text) for the StringSegment of that primary key.

    Empty text removes the translation. Raises :class:`Conflict` where ``version`` is not that of
    the stored text, ``wire.WireError`` for text that cannot be stored, :class:`Refusal` for what
    is not permitted, locked or in review.
    """
    row = _writable(translation, segment, user)
    html = wire.to_html(text, rich=row.rich, ids=row.attrs) if text.strip() else ""
    return _store(translation, row, html, version, user, kept=False)


def keep_as_source(translation: Any, segment: int, version: str, user: AbstractBaseUser) -> Saved:
    """Let the source's text stand in the target language; counts as translated."""
    row = _writable(translation, segment, user)
    return _store(translation, row, row.text, version, user, kept=True)


def obstacles(translation: Any, user: AbstractBaseUser) -> list[str]:
    """Why ``user`` may not write texts of ``translation`` now; empty where nothing hinders."""
    target = localize.target_of(translation)
    in_review = target is not None and status.is_in_review(target)
    return obstacles_to(translation, target, user, in_review=in_review)


def obstacles_to(
    translation: Any, target: TranslatedModel | None, user: AbstractBaseUser, *, in_review: bool
) -> list[str]:
    """Like :func:`obstacles` where the target is at hand; no query beyond the user's rights."""
    locale = translation.target_locale
    if not (
        policy.allows(user, Action.TRANSLATE, locale) or policy.allows(user, Action.REVIEW, locale)
    ):
        return [_("You may not translate into this language.")]
    if not translation.enabled:
        return [str(Kept.STOPPED.label)]
    return status.holds(target, user, in_review=in_review)


def _writable(translation: Any, segment: int, user: AbstractBaseUser) -> localize.SegmentRow:
    against = obstacles(translation, user)
    if against:
        raise Refusal(" ".join(against))
    row = localize.segment_row(translation, segment)
    if row is None:
        raise Refusal(_("The original has changed: this text is no longer part of it."))
    return row


def _store(
    translation: Any,
    row: localize.SegmentRow,
    html: str,
    token: str,
    user: AbstractBaseUser,
    *,
    kept: bool,
) -> Saved:
    if (row.target or "") == html and row.kept == kept:
        return _saved(row)
    if version(row.target) != token:
        raise Conflict(_saved(row))
    with transaction.atomic():
        now = localize.store(translation, row, html, kept=kept, user=user)
    if (now.target or "") != html:
        raise Conflict(_saved(now))
    return _saved(now)


def _saved(row: localize.SegmentRow) -> Saved:
    return Saved(row.target or "", version(row.target), row.kept, row.by, row.at, row)
