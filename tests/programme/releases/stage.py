"""A small programme that can be released, and what is done to it in between."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser

from sessions_app.models import ProgrammeRelease, Room, SessionPage, Speaker
from sessions_app.programme.releases import release
from tests.factories import (
    House,
    make_format,
    make_room,
    make_session,
    make_speaker,
    make_superuser,
    publish,
    slot,
    translate,
)


@dataclass(frozen=True)
class Stage:
    """A panel in both languages and a German talk; two rooms, one of them in both languages."""

    house: House
    user: AbstractUser
    hall: Room
    cellar: Room
    ada: Speaker
    bo: Speaker
    panel: SessionPage
    talk: SessionPage

    def release(self, version: str = "1.0", **kwargs: Any) -> ProgrammeRelease:
        """Release the programme as it is now."""
        return release(self.house.programme, version, self.user, **kwargs)

    def change(self, session: SessionPage, **values: Any) -> None:
        """Publish the one time of a session with these values, as the editor does."""
        page = SessionPage.objects.get(pk=session.pk)
        (time,) = page.slots.all()
        for name, value in values.items():
            setattr(time, name, value)
        page.slots = [time]
        publish(page)


def make_stage(house: House) -> Stage:
    """What a release may tell of."""
    hall, cellar = make_room("Großer Saal"), make_room("Keller")
    translate(hall, "en", name="Great hall")
    ada, bo = make_speaker("Ada Ölsner", slug="ada"), make_speaker("Bo Muster", slug="bo")
    translate(ada, "en")
    panel = make_session(
        house.programme,
        title="Große Fragen",
        slug="fragen",
        people=[(ada, "moderator"), bo],
        slots=[slot("2026-09-17 10:00", 60, hall)],
        format=make_format(),
    )
    translate(panel, "en", title="Big questions", slug="questions")
    talk = make_session(
        house.programme,
        title="Nur auf Deutsch",
        slug="deutsch",
        people=[bo],
        slots=[slot("2026-09-18 09:00", 45, cellar)],
    )
    return Stage(house, make_superuser(), hall, cellar, ada, bo, panel, talk)
