"""Who it was, in Wagtail's log, where Wagtail says so only afterwards.

In the admin everybody knows who acts. Code may name somebody to one action alone, as in
``page.unpublish(user=…)``: that name stands first in the log entry of the original, which is
written when its translations have followed already.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import get_active_log_context, registry
from wagtail.models import Page, PageLogEntry

# What of an original its translations follow.
FOLLOWED = ("wagtail.unpublish", "wagtail.move", "wagtail.reorder")


@dataclass
class _Following:
    """An original that is followed, and the log entries of that which nobody has signed."""

    place: tuple[int | None, str]
    unsigned: list[Any] = field(default_factory=list)
    is_running: bool = True


_following: ContextVar[_Following | None] = ContextVar("following", default=None)


@contextmanager
def following(original: Any) -> Iterator[None]:
    """Gather the log entries of what is done to the translations of ``original``."""
    if get_active_log_context().user is not None:
        yield
        return
    noted = _Following(_place(original))
    _following.set(noted)
    try:
        yield
    finally:
        noted.is_running = False


def sign(entry: Any) -> None:
    """Take note of a fresh log entry: one of a translation that follows, or of its original.

    The latter says who it was. No query in the admin; one where somebody is named to the action.
    """
    noted = _following.get()
    if noted is None:
        return
    if noted.is_running:
        if entry.user_id is None:
            noted.unsigned.append(entry)
    elif _place_of(entry) == noted.place and entry.action.startswith(FOLLOWED):
        _following.set(None)
        if entry.user_id is not None and noted.unsigned:
            model = type(noted.unsigned[0])
            pks = [one.pk for one in noted.unsigned]
            model._default_manager.filter(pk__in=pks).update(user_id=entry.user_id)


def who(original: Any, action: str) -> Any:
    """Who did ``action`` last, which is logged before it is done. One query outside the admin."""
    if get_active_log_context().user is not None:
        return None
    entries = registry.get_logs_for_instance(original).filter(action=action)
    newest = entries.select_related("user").order_by("-timestamp", "-pk").first()
    return newest.user if newest else None


def _place(original: Any) -> tuple[int | None, str]:
    """An object by its content type and key; a page by its key, which is one for all of them."""
    if isinstance(original, Page):
        return None, str(original.pk)
    return ContentType.objects.get_for_model(original).pk, str(original.pk)


def _place_of(entry: Any) -> tuple[int | None, str]:
    if isinstance(entry, PageLogEntry):
        return None, str(entry.page_id)
    return entry.content_type_id, str(entry.object_id)
