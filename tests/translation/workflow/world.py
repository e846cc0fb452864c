"""One page with two people, opened for translation, and everybody who works on it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Locale

from sessions_app.models import ProgrammePage, SessionPage
from sessions_app.translation import drafting
from tests.factories import (
    House,
    block,
    make_editor,
    make_programme,
    make_publisher,
    make_reviewer,
    make_session,
    make_speaker,
    make_superuser,
    make_translator,
    publish,
    translate,
)

TEXTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class World:
    """What a sequence begins with."""

    page: SessionPage
    people: tuple[int, ...]
    people_keys: tuple[UUID, ...]
    programme: ProgrammePage
    other: ProgrammePage
    english: Locale

    def change(self, page: Any, variant: int) -> None:
        """Write the German page anew: its title, its first paragraph, or one paragraph more."""
        if variant < 4:
            page.title = f"DE Titel {variant}"
            return
        value = f"<p>DE Satz {variant}.</p><p>DE Zweiter Satz.</p>"
        if variant > 7:
            value = f"<p>DE Vorweg {variant}.</p>{value}"
        page.body = page.body.stream_block.to_python(
            [{"type": "text", "id": page.body[0].id, "value": value}]
        )


def make_world(house: House) -> World:
    """The page, opened and not translated yet; users ``editor``, ``translator`` and so on."""
    make_editor(house.home)
    make_translator()
    make_reviewer()
    make_publisher()
    make_superuser()
    people = [make_speaker(f"Person {n}", position=f"DE Leitung {n}") for n in range(2)]
    other = make_programme(house.home, title="Archiv", people_slug="leute")
    translate(other, "en", title="Archive", slug="archive", people_slug="people")
    page = make_session(
        house.programme,
        title="DE Titel",
        summary="",
        format=None,
        people=people,
        body=[block("text", "<p>DE Satz.</p><p>DE Zweiter Satz.</p>")],
    )
    publish(page)
    english = house.locales["en"]
    drafting.open_translations([page], english)
    return World(
        page=page,
        people=tuple(person.pk for person in people),
        people_keys=tuple(person.translation_key for person in people),
        programme=house.programme,
        other=other,
        english=english,
    )
