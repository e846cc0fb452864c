"""The states of translations, derived from the data in bulk; nothing here is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from .source import TranslatedModel


class State(models.TextChoices):
    """How far a translation is, worst first."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("outdated")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    READY = "ready", _("ready")
    STOPPED = "stopped", _("stopped")
    BY_HAND = "by_hand", _("made by hand")
    LIVE = "live", _("live")


@dataclass(frozen=True)
class Status:
    """State of one object in one language.

    ``own`` leaves related snippets out, ``state`` is the worst of the object and its snippets.
    Counts are segments of the object itself. ``translation`` is the primary key of
    wagtail-localize's Translation, ``target`` that of the target row, where they exist.
    """

    state: State
    own: State
    total: int = 0
    done: int = 0
    outdated: int = 0
    translation: int | None = None
    target: int | None = None
    released_at: datetime | None = None
    related: tuple[tuple[type[TranslatedModel], UUID], ...] = ()


def statuses(
    instances: Iterable[TranslatedModel], locale: Locale, *, related: bool = True
) -> dict[UUID, Status]:
    """Status by translation key; a constant number of queries for any number of instances."""
    raise NotImplementedError


def is_behind(instance: TranslatedModel) -> bool:
    """Whether the live ``instance`` (a translation) carries older texts than its source. One query."""
    raise NotImplementedError
