"""The states of translations by name; :mod:`.status` derives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from .source import TranslatedModel

Model = type[TranslatedModel]


class State(models.TextChoices):
    """How far a translation is, most urgent first."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("outdated")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    READY = "ready", _("ready")
    STOPPED = "stopped", _("stopped")
    BY_HAND = "by_hand", _("made by hand")
    LIVE = "live", _("live")


URGENCY = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True)
class Status:
    """State of one object in one language.

    ``own`` leaves related snippets out, ``state`` is the most urgent of the object and its
    snippets. Counts are segments of the object itself, ``words`` those of their source texts,
    ``newest`` is the time of the last save and ``by`` the name of whoever made it; ``days`` tells
    how many words were first translated on which day. ``translation`` is the primary key of
    wagtail-localize's Translation, ``target`` that of the target row, where they exist.
    ``assignee`` is the user who is to translate. ``related`` names the snippets that the object
    shows and that have to be translated, too.
    """

    state: State
    own: State
    total: int = 0
    done: int = 0
    outdated: int = 0
    filled: int = 0
    words: int = 0
    words_left: int = 0
    newest: datetime | None = None
    by: str = ""
    days: Mapping[date, int] = field(default_factory=dict, hash=False)
    assignee: Any = None
    translation: int | None = None
    target: int | None = None
    released_at: datetime | None = None
    related: tuple[tuple[Model, UUID], ...] = ()

    @property
    def percent(self) -> int:
        """How much is translated; 100 only where nothing is left."""
        if not self.total:
            return 0
        return 100 if self.done >= self.total else min(99, 100 * self.done // self.total)


@dataclass(frozen=True)
class Row:
    """One language version of an object, as far as its state depends on it.

    ``in_review`` is None where nobody asked yet.
    """

    model: Model
    pk: Any
    key: UUID
    locale: int
    live: bool
    is_alias: bool
    published_at: datetime | None
    in_review: bool | None = None
