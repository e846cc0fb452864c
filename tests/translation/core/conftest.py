"""A house in all languages of the test, and the short ways through the desk that tests need."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from wagtail.models import Locale

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, history, localize, memory, status, wire
from sessions_app.translation.drafting.filling import unit_of
from sessions_app.translation.models import SegmentEvent
from tests.factories import (
    House,
    full_body,
    make_format,
    make_partner,
    make_photo,
    make_publisher,
    make_reviewer,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    make_translator,
    publish,
    slot,
)
from tests.translation.outside import Outside


@pytest.fixture
def house(locales: dict[str, Locale]) -> House:
    """Homes and programmes in all languages of the test."""
    return make_site(*locales)


@pytest.fixture
def targets(locales: dict[str, Locale]) -> list[Locale]:
    """Every locale but that of writing."""
    return list(locales.values())[1:]


@pytest.fixture
def admin(db: None) -> AbstractUser:
    """A user who may do everything."""
    return make_superuser()


@pytest.fixture
def panel(house: House) -> SessionPage:
    """A published session with four people, all labels, a time and a block of every kind."""
    people = [
        make_speaker(
            f"Person {number}",
            position=f"Leiterin {number}",
            organisation="Amt für Sprache",
            biography=f"<p>Wohnt in Haus {number}.</p><p>Liest <b>gern</b>.</p>",
        )
        for number in range(4)
    ]
    page = make_session(
        house.programme,
        title="Straße & Staat",
        summary="Worum es geht.",
        people=people,
        slots=[slot(room=make_room())],
        track=make_track(),
        format=make_format(),
        body=full_body(
            photo=make_photo(), speaker=people[0], partner=make_partner(), page=house.home
        ),
    )
    return publish(page)


@pytest.fixture
def open_one() -> Callable[[Any, Locale], Any]:
    """Open an object with its snippets; its own Translation."""

    def run(instance: Any, locale: Locale) -> Any:
        opening = drafting.open_translations([instance], locale)
        (found,) = [
            t for t in opening.translations if t.source.object_id == instance.translation_key
        ]
        return found

    return run


@pytest.fixture
def translate_all() -> Callable[..., None]:
    """Translate every missing text of these Translations: the source's with ``mark`` in front.

    What the desk keeps of a text is kept, all texts at once.
    """

    def run(user: AbstractUser, *translations: Any, mark: str = "EN ") -> None:
        for translation in translations:
            changes, units = [], []
            for row in localize.segment_rows([translation])[translation.pk]:
                if row.target is None:
                    text = mark + wire.from_html(row.text, rich=row.rich)
                    html = wire.to_html(text, rich=row.rich, ids={*row.attrs})
                    stored = localize.store(translation, row, html, origin="", user=user)
                    changes.append((row, "", html))
                    units.append(unit_of(translation, stored, user))
            original, target, _in_review = status.versions_in_review(translation)
            about = target or original
            history.record(translation, changes, SegmentEvent.Kind.SAVED, user, about=about)
            memory.learn(units)

    return run


@pytest.fixture
def family() -> Callable[[Any], list[Any]]:
    """All Translations into the locale of the given one, which tests share with its snippets."""

    def run(translation: Any) -> list[Any]:
        model = type(translation)
        return list(model.objects.filter(target_locale=translation.target_locale).order_by("pk"))

    return run


@pytest.fixture
def planner(house: House) -> AbstractUser:
    """Somebody who translates into English and publishes what was translated."""
    return make_publisher("en", "planner")


@pytest.fixture
def talk(house: House) -> SessionPage:
    """A published session with one speaker."""
    ada = make_speaker("Ada", position="Leiterin", organisation="Amt")
    return publish(make_session(house.programme, title="Straße", summary="Kurz.", people=[ada]))


@pytest.fixture
def translated(
    talk: SessionPage,
    en: Locale,
    planner: AbstractUser,
    open_one: Callable[[Any, Locale], Any],
    family: Callable[[Any], list[Any]],
    translate_all: Callable[..., None],
) -> Any:
    """Its Translation into English, complete with that of the speaker, and not released."""
    translation = open_one(talk, en)
    translate_all(planner, *family(translation))
    return translation


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    """Processes of their own, for this test."""
    made = Outside(tmp_path)
    yield made
    made.end()


@pytest.fixture
def translator(db: None) -> AbstractUser:
    """Translates into English, and may do nothing else."""
    return make_translator()


@pytest.fixture
def reviewer(db: None) -> AbstractUser:
    """May review into English, and nothing else: neither publish nor edit a page."""
    return make_reviewer()


@pytest.fixture
def translation(
    panel: SessionPage,
    en: Locale,
    translator: AbstractUser,
    open_one: Callable[..., Any],
    family: Callable[[Any], list[Any]],
    translate_all: Callable[..., None],
) -> Any:
    """The panel with people and labels, every text translated by the translator."""
    opened = open_one(panel, en)
    translate_all(translator, *family(opened))
    return opened
