"""Making a version of the programme, and giving it a name."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from unicodedata import category

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...conf import content_languages
from ...models import ProgrammePage, ProgrammeRelease
from .changing import Record, changes
from .state import CHANGED, PK, State, is_public, moment, state_of

# The action in Wagtail's log of the programme.
LOGGED = "sessions_app.release"
FIRST = "1.0"
MOST_NOTES = 5000


class NotReleased(Exception):
    """Nothing was released; ``str()`` says why in the user's language.

    ``field`` is the input at fault: ``version`` or ``notes``, empty where none is.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def release(
    programme: ProgrammePage,
    version: str,
    user: Any,
    notes: Mapping[str, str] | None = None,
    *,
    since: int | None = None,
) -> ProgrammeRelease:
    """Tell everybody what the programme is now, under the name ``version``.

    ``notes`` are words of the organisers by language code. ``since`` is the primary key of the
    release that the user takes for the last one, 0 for none: where somebody else released in the
    meantime, nothing is done. One transaction; who comes second waits for the first.

    Raises ``NotReleased`` for a version that is empty, too long or there already, for a programme
    that not everybody may read and for a user who may not publish it.
    """
    if not programme.facts.permissions_for_user(user).can_publish():
        raise NotReleased(_("You may not publish this programme."))
    named, told = _version(version), _notes(notes or {})
    with transaction.atomic():
        original = _hold(programme)
        if not is_public(original):
            raise NotReleased(
                _("This programme is not public. Only what everybody may read can be released.")
            )
        last = original.releases.first()
        if since is not None and since != (last.pk if last else 0):
            raise NotReleased(
                _("Somebody else released the programme in the meantime. See what changed since.")
            )
        made = _make(original, named, user, told, last)
        data = {"version": made.version, "changes": len(made.changes)}
        log(instance=original, action=LOGGED, user=user, data=data)
    return made


def whats_new(programme: ProgrammePage) -> tuple[ProgrammeRelease | None, State, list[Record]]:
    """The last release of an original, what is public now, and what has changed in between.

    Before the first release nothing has changed: there is nothing to compare with. Six queries.
    """
    last = programme.releases.first()
    now = state_of(programme)
    return last, now, changes(last.state, now) if last else []


def suggest_version(programme: ProgrammePage) -> str:
    """A name for the next release: the last one's with its last number raised, as in 1.9 → 1.10.

    Empty where none can be made of it. Two queries.
    """
    taken = set(programme.releases.values_list("version", flat=True))
    last = programme.releases.values_list("version", flat=True).first()
    named = FIRST if last is None else _raised(last)
    while named in taken:
        named = _raised(named)
    return named if len(named) <= _most() else ""


def _raised(version: str) -> str:
    numbers = list(re.finditer(r"[0-9]+", version))
    if not numbers:
        return f"{version} 2"
    last = numbers[-1]
    return f"{version[: last.start()]}{int(last[0]) + 1}{version[last.end() :]}"


def _most() -> int:
    return int(ProgrammeRelease._meta.get_field("version").max_length or 0)


def _version(version: str) -> str:
    named = " ".join(version.split())
    if not named:
        raise NotReleased(_("Give the release a name, as in 1.1."), "version")
    if len(named) > _most():
        message = _("The name of a release has %(most)d signs at most.")
        raise NotReleased(message % {"most": _most()}, "version")
    if any(category(sign) in ("Cc", "Cs") for sign in named):
        raise NotReleased(_("The name of a release holds no control characters."), "version")
    return named


def _notes(notes: Mapping[str, str]) -> dict[str, str]:
    """Notes in the languages of the site, without what no database can hold."""
    codes = [code for code, _name in content_languages()]
    texts = {code: notes.get(code, "").replace("\0", "").strip() for code in codes}
    if any(len(text) > MOST_NOTES for text in texts.values()):
        message = _("Notes have %(most)d signs at most.")
        raise NotReleased(message % {"most": MOST_NOTES}, "notes")
    return {code: text for code, text in texts.items() if text}


def _hold(programme: ProgrammePage) -> ProgrammePage:
    """The original as it stands, kept for this transaction: nobody else releases it."""
    rows = ProgrammePage.objects.select_for_update(of=("self",), no_key=True)
    held: ProgrammePage = rows.get(pk=programme.facts.pk)
    return held


def _make(
    original: ProgrammePage,
    version: str,
    user: Any,
    notes: dict[str, str],
    last: ProgrammeRelease | None,
) -> ProgrammeRelease:
    taken = NotReleased(_("There is a release of that name already."), "version")
    if original.releases.filter(version=version).exists():
        raise taken
    now, state = timezone.now(), state_of(original)
    _stamp(state, last.state if last else {}, now)
    try:
        with transaction.atomic():
            made: ProgrammeRelease = original.releases.create(
                version=version,
                released_at=now,
                released_by=user,
                notes=notes,
                state=state,
                changes=changes(last.state, state) if last else [],
            )
    except IntegrityError:
        # A database without locks on rows.
        raise taken from None
    return made


def _stamp(state: State, before: State, now: datetime) -> None:
    """Let every time that differs from the release before bear the moment of this one.

    Calendars are told when a time changed for them, which is when they could hear of it.
    """
    known = {time[PK]: time for times in before.get("times", {}).values() for time in times}
    for times in state["times"].values():
        for time in times:
            told = known.get(time[PK])
            is_known = told is not None and told[:CHANGED] == time[:CHANGED]
            time[CHANGED] = told[CHANGED] if told is not None and is_known else moment(now)
