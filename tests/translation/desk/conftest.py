"""A page with people and labels, opened for translation, and somebody at the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation as language
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale

from sessions_app.translation import drafting, history, localize
from sessions_app.translation.models import SegmentEvent
from tests.factories import (
    House,
    body,
    make_format,
    make_publisher,
    make_session,
    make_site,
    make_speaker,
    make_track,
    make_translator,
    publish,
)
from tests.factories.content import stream

TEXT = (
    '<h2 data-block-key="k1">Worum es geht</h2>'
    '<p data-block-key="k2">Die <b>Verwaltung</b> lernt, sagt '
    '<a linktype="lang" lang="en">the civil service</a>, '
    '<a href="https://example.org/bericht">im Bericht</a>.</p>'
    '<ul><li data-block-key="k3">Erstens</li><li data-block-key="k4">Zweitens</li></ul>'
)
ASYNC = {"x-requested-with": "XMLHttpRequest"}


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
def publisher(house: House) -> Any:
    """Translates into English and publishes what was translated."""
    return make_publisher("en")


@pytest.fixture
def visit() -> Callable[[Any], Client]:
    """``visit(user)``: a browser in which that user is logged in, with the admin in English."""

    def enter(user: Any) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def desk(house: House, visit: Callable[[Any], Client]) -> Client:
    """A browser of a translator into English, who may do nothing else."""
    return visit(make_translator("en"))


@pytest.fixture
def rows() -> Callable[[Any], dict[str, localize.SegmentRow]]:
    """``rows(translation)``: its texts by the source's text."""

    def read(translation: Any) -> dict[str, localize.SegmentRow]:
        return {row.text: row for row in localize.segment_rows([translation])[translation.pk]}

    return read


@pytest.fixture
def filled(opened: Any, rows: Any) -> Callable[[str, str], localize.SegmentRow]:
    """``filled("Erstens", "First")``: as if the memory had known that text; the row it has now."""

    def fill(source: str, html: str) -> localize.SegmentRow:
        row = rows(opened)[source]
        localize.fill([(opened, row, html)], origin=localize.MEMORY, user=None)
        history.record(opened, [(row, "", html)], SegmentEvent.Kind.FILLED, None, localize.MEMORY)
        return rows(opened)[source]

    return fill


@pytest.fixture
def complete(publisher: Any) -> Callable[[Any], None]:
    """``complete(translation)``: every text of it and of its snippets kept as in the source."""

    def keep(translation: Any) -> None:
        original = localize.original_of(translation)
        assert original is not None
        with language.override("en"):
            opening = drafting.open_translations([original], translation.target_locale)
            for one in opening.translations:
                for row in localize.segment_rows([one])[one.pk]:
                    drafting.keep_as_source(one, row.id, drafting.version(row.target), publisher)

    return keep


@pytest.fixture
def publish_changed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[Any, list[dict[str, Any]]], None]:
    """``publish_changed(session, raw)``: publish another body, and take the new snapshot."""

    def change(session: Any, raw: list[dict[str, Any]]) -> None:
        session.body = stream(session, raw)
        with django_capture_on_commit_callbacks(execute=True):
            publish(session)

    return change


@pytest.fixture
def soup() -> Callable[[Any], BeautifulSoup]:
    """``soup(response)``: the document that was sent."""

    def parse(response: Any) -> BeautifulSoup:
        return BeautifulSoup(response.content, "html.parser")

    return parse
