"""A page with people and labels, opened for translation, and somebody at the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from sessions_app.translation import drafting, localize
from tests.factories import (
    House,
    body,
    make_format,
    make_session,
    make_site,
    make_speaker,
    make_track,
    make_translator,
)

TEXT = (
    '<h2 data-block-key="k1">Worum es geht</h2>'
    '<p data-block-key="k2">Die <b>Verwaltung</b> lernt, sagt '
    '<a linktype="lang" lang="en">the civil service</a>, '
    '<a href="https://example.org/bericht">im Bericht</a>.</p>'
    '<ul><li data-block-key="k3">Erstens</li><li data-block-key="k4">Zweitens</li></ul>'
)


@pytest.fixture
def house(locales: dict[str, Locale]) -> House:
    """The site in German and English, both programmes live."""
    return make_site()


@pytest.fixture
def session(house: House) -> Any:
    """A German session with one speaker, a track and a format."""
    return make_session(
        house.programme,
        title="Was ist Verwaltung?",
        summary="Erste Zeile.\nZweite Zeile.",
        people=[make_speaker("Ada Beispiel", position="Leiterin", organisation="Amt")],
        track=make_track("Staat"),
        format=make_format("Podium"),
        body=body(text_html=TEXT),
    )


@pytest.fixture
def opened(session: Any, en: Locale) -> Any:
    """The session's Translation into English; its snippets are opened, too."""
    drafting.open_translations([session], en)
    return localize.translations_of([session.translation_key], en).get()


@pytest.fixture
def translator(house: House) -> Any:
    """Translates into English."""
    return make_translator("en")


@pytest.fixture
def desk(client: Client, translator: Any) -> Client:
    """A browser in which the translator is logged in."""
    client.force_login(translator)
    return client


@pytest.fixture
def rows() -> Callable[[Any], dict[str, localize.SegmentRow]]:
    """``rows(translation)``: its texts by the source's text."""

    def read(translation: Any) -> dict[str, localize.SegmentRow]:
        return {row.text: row for row in localize.segment_rows([translation])[translation.pk]}

    return read
