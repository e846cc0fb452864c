"""What a person wants to be told of, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import Notice, NoticePreferences

Kind = Notice.Kind


class When(models.TextChoices):
    """How soon somebody wants to be told."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    NEVER = "never", _("never")


@dataclass(frozen=True)
class Wishes:
    """Kinds of notices that are wanted at once, and those that are wanted once a day."""

    at_once: frozenset[str] = frozenset(NoticePreferences.IMMEDIATE)
    daily: frozenset[str] = frozenset(NoticePreferences.DIGEST)

    def when(self, kind: str) -> When:
        """How soon notices of ``kind`` are wanted."""
        if kind in self.at_once:
            return When.AT_ONCE
        return When.DAILY if kind in self.daily else When.NEVER


def wishes(people: Iterable[Any]) -> dict[Any, Wishes]:
    """Wishes by primary key of these people; the defaults for whoever has set none. One query."""
    pks = list(people)
    stored = NoticePreferences.objects.filter(user__in=pks)
    said = {
        pk: Wishes(frozenset(at_once), frozenset(daily))
        for pk, at_once, daily in stored.values_list("user_id", "immediate", "digest")
    }
    return {pk: said.get(pk, Wishes()) for pk in pks}


def choose(user: Any, choices: Mapping[str, str]) -> None:
    """Store when ``user`` wants to be told of what: values of :class:`When` by kind.

    A kind that is left out is not told.
    """
    known = [kind for kind in Kind.values if kind in choices]
    NoticePreferences.objects.update_or_create(
        user=user,
        defaults={
            "immediate": [kind for kind in known if choices[kind] == When.AT_ONCE],
            "digest": [kind for kind in known if choices[kind] == When.DAILY],
        },
    )
