"""What stands around a session: before and after it in its rooms, and at the same time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from django.db.models import Exists, OuterRef, Q

from ...models import ProgrammePage, SessionPage, Slot
from ..frame import Frame
from .rows import TIME_COLUMNS, Family, TimeRow, families_of, public_sessions, times_of, told_of
from .shapes import Appointment, Entry

# What lies further away is another day.
NEAR = timedelta(hours=12)
START = TIME_COLUMNS.index("slots__start")


@dataclass(frozen=True)
class Neighbours:
    """Sessions around one: the last before it and the first after it in its rooms, and those that
    take place while it does."""

    before: Entry | None = None
    after: Entry | None = None
    parallel: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.parallel)


def around(frame: Frame, programme: ProgrammePage, session: SessionPage) -> list[Family]:
    """The original ``session`` and all public ones within twelve hours of any of its times.

    One query, which stands for that of the session's own times.
    """
    own = Slot.objects.filter(
        page=session.pk,
        start__gt=OuterRef("start") - NEAR,
        start__lt=OuterRef("start") + NEAR,
    )
    told = told_of(frame, programme)
    near = (
        Slot.objects.filter(Exists(own)).values("page__translation_key")
        if told is None
        else _told_near(told, str(session.translation_key))
    )
    wanted = Q(translation_key=session.translation_key) | Q(translation_key__in=near)
    return families_of(frame, public_sessions(frame, programme).filter(wanted), programme)


def _told_near(told: Mapping[str, Sequence[TimeRow]], session: str) -> list[str]:
    """Translation keys of what stands near ``session`` in the times that a release told."""
    starts = [time[START] for time in told.get(session, ())]
    return [
        key
        for key, times in told.items()
        if any(abs(time[START] - start) < NEAR for time in times for start in starts)
    ]


def times_near(families: Iterable[Family]) -> list[TimeRow]:
    """All times of ``families``."""
    return [time for rows, _reader in families for time in times_of(rows) if time[0]]


def neighbours_of(times: Sequence[Appointment], near: Iterable[Entry]) -> Neighbours:
    """``near`` are other sessions in order of time; those that are cancelled are no neighbours."""
    held = [time for time in times if not time.is_cancelled]
    others = [e for e in near if e.time is not None and not e.time.is_cancelled]
    rooms = {time.room.key for time in held if time.room}
    here = [e for e in others if e.appointment.room and e.appointment.room.key in rooms]
    if not held:
        return Neighbours()
    first = min(time.start.astimezone(UTC) for time in held)
    last = max(time.end.astimezone(UTC) for time in held)
    before = [e for e in here if e.appointment.end.astimezone(UTC) <= first]
    after = [e for e in here if e.appointment.start.astimezone(UTC) >= last]
    parallel = [e for e in others if any(overlap(e.appointment, time) for time in held)]
    return Neighbours(
        before=before[-1] if before else None,
        after=after[0] if after else None,
        parallel=tuple(parallel),
    )


def overlap(one: Appointment, other: Appointment) -> bool:
    """Whether both go on at some moment; ending as the other begins is no overlap.

    Moments are compared in UTC: wall clocks of one zone compare wrongly when the clocks change.
    """
    return one.start.astimezone(UTC) < other.end.astimezone(UTC) and other.start.astimezone(
        UTC
    ) < one.end.astimezone(UTC)
