"""Open a translation, resume it, save a segment, keep a segment as it is in the source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from .source import TranslatedModel


class Kept(models.TextChoices):
    """Why an existing target is not touched."""

    OPPOSITE = "opposite", _("It is itself the original of this object.")
    BY_HAND = "by_hand", _("It was made by hand.")
    STOPPED = "stopped", _("Its translation was stopped; resume it first.")


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


class Refusal(Exception):
    """Not done; ``str()`` says why in the user's language."""


class Conflict(Refusal):
    """Somebody else saved meanwhile; ``theirs`` is what stands now."""

    def __init__(self, theirs: Saved) -> None:
        super().__init__(str(_("Somebody else changed this text meanwhile.")))
        self.theirs = theirs


def version(html: str | None) -> str:
    """Version token of a stored text; ``None`` and the empty text share one."""
    raise NotImplementedError


def open_translations(
    instances: Iterable[TranslatedModel], locale: Locale, *, related: bool = True
) -> Opening:
    """Make every instance (and the snippets it names) translatable into ``locale``.

    Writes wagtail-localize's sources, segments and Translations, nothing else: no target row is
    made, no object saved. Can be run again and by several processes.
    """
    raise NotImplementedError


def resume(translation: Any, user: AbstractBaseUser) -> None:
    """Take up a stopped translation again, with all its texts. Raises :class:`Refusal`."""
    raise NotImplementedError


def save_segment(
    translation: Any, segment: int, text: str, version: str, user: AbstractBaseUser
) -> Saved:
    """Store what a translator typed (wire text) for the StringSegment of that primary key.

    Empty text removes the translation. Raises :class:`Conflict` where ``version`` is not that of
    the stored text, ``wire.WireError`` for text that cannot be stored, :class:`Refusal` for what
    is not permitted, locked or in review.
    """
    raise NotImplementedError


def keep_as_source(
    translation: Any, segment: int, version: str, user: AbstractBaseUser
) -> Saved:
    """Let the source's text stand in the target language; counts as translated."""
    raise NotImplementedError
