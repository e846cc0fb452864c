"""Texts are saved, kept as in the source, confirmed, taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .. import corrections, history, localize, memory, policy, status, wire
from ..models import Action, Review, SegmentEvent
from ..refusal import Refusal
from ..source import TranslatedModel
from ..wire import version
from .filling import fitting_to, unit_of
from .opening import Kept

Kind = SegmentEvent.Kind


@dataclass(frozen=True)
class Saved:
    """A segment as it stands after a save: its HTML, its version token, who and when."""

    html: str
    version: str
    kept: bool
    by: str
    at: datetime | None
    row: localize.SegmentRow


class Conflict(Refusal):
    """Somebody else saved meanwhile; ``theirs`` is what stands now."""

    def __init__(self, theirs: Saved) -> None:
        super().__init__(_("Somebody else changed this text meanwhile."))
        self.theirs = theirs


def save_segment(
    translation: Any,
    segment: int,
    text: str,
    version: str,
    user: AbstractBaseUser,
    *,
    engine: str = "",
) -> Saved:
    """Store what a translator typed (wire text) for the StringSegment of that primary key.

    ``engine`` names the machine whose text was taken as it is; somebody has to confirm it, and the
    memory learns it then. Empty text removes the translation. Raises :class:`Conflict` where
    ``version`` is not that of the stored text, ``wire.WireError`` for text that cannot be stored,
    :class:`Refusal` for what is not permitted, locked or in review.
    """

    def html(row: localize.SegmentRow) -> str:
        ids = {*row.attrs, *wire.languages_in(text)}
        return wire.to_html(text, rich=row.rich, ids=ids) if text.strip() else ""

    return _write(translation, segment, html, version, user, Kind.SAVED, engine)


def keep_as_source(translation: Any, segment: int, version: str, user: AbstractBaseUser) -> Saved:
    """Let the source's text stand in the target language; counts as translated."""
    return _write(translation, segment, lambda row: row.text, version, user, Kind.KEPT)


def confirm(translation: Any, segment: int, version: str, user: AbstractBaseUser) -> Saved:
    """Take a text that was filled in as one's own."""
    return _write(translation, segment, lambda row: row.target or "", version, user, Kind.CONFIRMED)


def revert(
    translation: Any, segment: int, event: int, version: str, user: AbstractBaseUser
) -> Saved:
    """Put back the text that stood after ``event``, one of the history of this text.

    With a negative number the one that stood before it.
    """

    def html(row: localize.SegmentRow) -> str:
        found = SegmentEvent.objects.filter(
            pk=abs(event),
            kind__in=history.OF_TEXTS,
            context=row.context_id,
            locale=translation.target_locale_id,
        ).first()
        earlier = (found.before if event < 0 else found.after) if found else ""
        fitting = fitting_to(earlier, row) if earlier else None
        if fitting is None:
            raise Refusal(_("That version cannot stand here any more."))
        return fitting

    return _write(translation, segment, html, version, user, Kind.REVERTED)


def obstacles(translation: Any, user: AbstractBaseUser) -> list[str]:
    """Why ``user`` may not write texts of ``translation`` now; empty where nothing hinders.

    A review hinders everybody here, also whoever may correct what they read.
    """
    _original, target, in_review = status.versions_in_review(translation)
    held = obstacles_to(translation, target, user)
    return held or status.holds(None, user, in_review=in_review)


def obstacles_to(
    translation: Any,
    target: TranslatedModel | None,
    user: AbstractBaseUser,
    *,
    in_review: bool = False,
    found: Review | None = None,
) -> list[str]:
    """Like :func:`obstacles` where the target is at hand; what is read may be corrected.

    ``found`` is the review of what is ``in_review``. No query beyond the user's rights.
    """
    locale = translation.target_locale
    if not (
        policy.allows(user, Action.TRANSLATE, locale) or policy.allows(user, Action.REVIEW, locale)
    ):
        return [_("You may not translate into this language.")]
    if not translation.enabled:
        return [str(Kept.STOPPED.label)]
    held = status.holds(target, user, in_review=False)
    return [*held, *corrections.against(found, translation, user)] if in_review else held


def _write(
    translation: Any,
    segment: int,
    html: Callable[[localize.SegmentRow], str],
    token: str,
    user: AbstractBaseUser,
    kind: SegmentEvent.Kind,
    engine: str = "",
) -> Saved:
    """Store what ``html`` makes of the row that stands there when nobody else writes.

    Whoever submits, releases or takes a snapshot of the same object goes before or after: nothing
    is written into what is being frozen.
    """

    def attempt() -> Saved:
        with transaction.atomic():
            place = _writable(translation, segment, user)
            return _store(place, html(place.row), token, user, kind, engine)

    try:
        return attempt()
    except IntegrityError:
        # Another tool, which asks for no lock, was quicker, or left an empty row behind.
        localize.drop_empty(translation, segment)
        return attempt()


@dataclass(frozen=True)
class _Place:
    """A text that may be written: of which translation and object, in which review."""

    translation: Any
    row: localize.SegmentRow
    about: TranslatedModel | None
    review: Review | None


def _writable(translation: Any, segment: int, user: AbstractBaseUser) -> _Place:
    """The row, locked; raises :class:`Refusal` for whoever may not write it now."""
    row = localize.segment_row(translation, segment, lock=True)
    original, target, in_review = status.versions_in_review(translation)
    found = corrections.of(translation) if in_review else None
    against = obstacles_to(translation, target, user, in_review=in_review, found=found)
    if against:
        raise Refusal(" ".join(against))
    if row is None:
        raise Refusal(_("The original has changed: this text is no longer part of it."))
    return _Place(translation, row, target or original, found)


# What a text's origin is after each kind of change.
_ORIGIN = {Kind.SAVED: "", Kind.KEPT: localize.KEPT, Kind.CONFIRMED: "", Kind.REVERTED: ""}


def _store(
    place: _Place,
    html: str,
    token: str,
    user: AbstractBaseUser,
    kind: SegmentEvent.Kind,
    engine: str,
) -> Saved:
    translation, row, found = place.translation, place.row, place.review
    before, origin = row.target or "", engine or _ORIGIN[kind]
    if before == html and row.origin == origin:
        return _saved(row)
    if version(row.target) != token:
        raise Conflict(_saved(row))
    now = localize.store(translation, row, html, origin=origin, user=user)
    if (now.target or "") != html:
        # Somebody wrote who asks for no lock, as tools other than the desk do.
        raise Conflict(_saved(now))
    told = engine or (history.IN_REVIEW if found else "")
    history.record(translation, [(row, before, html)], kind, user, told, about=place.about)
    if html and not engine and kind != Kind.KEPT:
        typed = row.target is not None and row.origin in {"", localize.MEMORY}
        memory.learn([unit_of(translation, now, user)], known=typed)
    return _saved(now)


def _saved(row: localize.SegmentRow) -> Saved:
    return Saved(row.target or "", version(row.target), row.kept, row.by, row.at, row)
