"""The facts of one session, told in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from ..conf import configuration
from ..enums import AppearanceRole
from ..models import (
    Appearance,
    Material,
    ProgrammePage,
    SessionFormat,
    SessionPage,
    Track,
)
from .frame import Frame
from .labels import Label, load_labels
from .languages import Notice
from .links import is_harmless
from .people import Person
from .reading import Reading
from .schedule import (
    TIME_COLUMNS,
    Appointment,
    Family,
    TimeRow,
    appointments,
    entries_of,
    neighbours,
    time_row,
    time_zone,
    times_of,
)
from .texts import is_same_language, language_name, language_names

ROOM = TIME_COLUMNS.index("slots__room_id")


@dataclass(frozen=True)
class Part:
    """A person and what the person does here."""

    person: Person
    role: str
    is_speaker: bool


@dataclass(frozen=True)
class Facts:
    """What is the same in every language, told in the reader's. Languages are names."""

    times: list[Appointment]
    time_zone: str
    parts: list[Part]
    format: Label | None
    track: Label | None
    spoken_code: str
    spoken_language: str
    is_spoken_elsewise: bool
    interpretation: list[str]
    captions: list[str]
    sign_language: str
    materials: list[Material]
    around: neighbours.Neighbours

    @property
    def is_cancelled(self) -> bool:
        """Whether none of its times is left."""
        return bool(self.times) and all(time.is_cancelled for time in self.times)

    @property
    def rooms(self) -> list[Label]:
        """Rooms in the order of its times, each once."""
        return list(dict.fromkeys(time.room for time in self.times if time.room))


@dataclass(frozen=True)
class Parts:
    """Rows of a session's facts as they stand: in the database, or in an editor's form.

    ``times`` as `schedule.appointments` takes them; ``near`` are the sessions around.
    """

    times: list[TimeRow]
    near: list[Family]
    appearances: list[Appearance]
    materials: list[Material]

    @property
    def speakers(self) -> set[Any]:
        """Primary keys of the people."""
        return {appearance.speaker_id for appearance in self.appearances}

    @property
    def posters(self) -> set[Any]:
        """Primary keys of the pictures that stand for recordings."""
        return {material.poster_id for material in self.materials}


def parts_of(
    session: SessionPage,
    families: Iterable[Family] = (),
    told: Mapping[str, Sequence[TimeRow]] | None = None,
) -> Parts:
    """Times, people and materials of an original; none of an unsaved form is queried.

    ``families`` come from `neighbours.around`: where the session is among them, its times are
    known. Two queries then, else three. ``told`` are the times that visitors may know, where those
    are not the session's own; see `schedule.told_of`.
    """
    near = [family for family in families if family[0][0]["pk"] != session.pk]
    own = [family for family in families if family[0][0]["pk"] == session.pk]
    times = (
        [time for rows, _reader in own for time in times_of(rows) if time[0]]
        if own
        else [time_row(slot) for slot in session.slots.all()]
        if told is None
        else list(told.get(str(session.translation_key), ()))
    )
    # A database may give those of one rank in any order.
    materials = sorted(
        session.materials.select_related("file"), key=lambda one: (one.sort_order or 0, one.pk or 0)
    )
    return Parts(times, near, list(session.appearances.all()), materials)


def facts_of(session: SessionPage, parts: Parts, reading: Reading) -> Facts:
    """Facts of the original ``session``. One query, for the names of room, track and format."""
    frame = reading.frame
    zone = zone_of(frame, session)
    labels = load_labels(
        frame.language,
        room=[time[ROOM] for time in (*parts.times, *neighbours.times_near(parts.near))],
        track=[session.track_id],
        sessionformat=[session.format_id],
    )
    spoken = session.spoken_language
    times = appointments(parts.times, labels, zone)
    return Facts(
        times=times,
        around=neighbours.neighbours_of(times, entries_of(frame, parts.near, labels, zone, {})),
        time_zone=zone.key,
        parts=_people(parts.appearances, reading),
        format=labels.get((SessionFormat, session.format_id)),
        track=labels.get((Track, session.track_id)),
        spoken_code=spoken,
        spoken_language=language_name(spoken) if spoken else "",
        is_spoken_elsewise=bool(spoken) and not is_same_language(spoken, frame.language),
        interpretation=language_names(session.interpretation),
        captions=language_names(session.captions),
        sign_language=str(
            dict(configuration().sign_languages).get(session.sign_language, session.sign_language)
        ),
        materials=[material for material in parts.materials if _is_shown(material)],
    )


def programme_around(frame: Frame, session: SessionPage) -> ProgrammePage | None:
    """A version of the programme around ``session``; no query where the programme is public."""
    for page in frame.programmes.values():
        return cast("ProgrammePage", page.programmepage)
    parent = session.get_parent().specific if session.path else None
    return parent if isinstance(parent, ProgrammePage) else None


def zone_of(frame: Frame, session: SessionPage) -> ZoneInfo:
    """Time zone of the programme around ``session``; no query where the programme is public."""
    programme = programme_around(frame, session)
    return time_zone(frame, programme) if programme else ZoneInfo(settings.TIME_ZONE)


def held_elsewise(facts: Facts, session: SessionPage, language: str) -> list[Notice]:
    """That the session is held in another language than the page's, and what helps with it."""
    if not facts.is_spoken_elsewise:
        return []
    values = {"spoken": facts.spoken_language}
    if any(is_same_language(code, language) for code in session.interpretation):
        values["reader"] = language_name(language)
        message = _("This session is held in %(spoken)s, with interpretation into %(reader)s.")
    elif any(is_same_language(code, language) for code in session.captions):
        values["reader"] = language_name(language)
        message = _("This session is held in %(spoken)s, with captions in %(reader)s.")
    else:
        message = _("This session is held in %(spoken)s.")
    return [Notice("held", message % values)]


def _is_shown(material: Material) -> bool:
    """Whether visitors can open it: a file that is still there, or a harmless address."""
    return bool(material.address) and is_harmless(material.address)


def _people(appearances: Sequence[Appearance], reading: Reading) -> list[Part]:
    return [
        Part(
            person=reading.people[appearance.speaker_id],
            role=str(AppearanceRole(appearance.role).label),
            is_speaker=appearance.role == AppearanceRole.SPEAKER,
        )
        for appearance in appearances
        if appearance.speaker_id in reading.people
    ]
