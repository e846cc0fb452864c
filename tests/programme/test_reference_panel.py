"""The reference panel: built from its text, translated through the desk, read in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.html import escape
from wagtail.models import Locale

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, release, wire
from tests.factories import (
    block,
    body,
    make_format,
    make_partner,
    make_photo,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    publish,
    slot,
)

pytestmark = pytest.mark.django_db

# Lines of the file that are no content but words of the interface, in the page's own language.
INTERFACE = {"Summary": "Zusammenfassung", "German": "Deutsch"}


@pytest.fixture
def lines(seed_dir: Path) -> list[str]:
    """The reference file, line by line, without blank lines."""
    (path,) = seed_dir.glob("*.txt")
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture
def panel(locales: dict[str, Locale], lines: list[str]) -> SessionPage:
    """The panel with every part of the file in its place, published in German."""
    title, names, _summary, summary, kind, _language, track, *rest = lines
    paragraphs, (_partner, alt, role) = rest[:-3], rest[-3:]
    house = make_site(*locales)
    people = {name: make_speaker(name) for name in names.split(", ")}
    ana = people[alt.removeprefix("Bild ")]
    ana.photo = make_photo(alt, de=alt, en=f"Portrait of {ana.name}")
    ana.position = role
    ana.save()
    return publish(
        make_session(
            house.programme,
            title=title,
            summary=summary,
            format=make_format(kind),
            track=make_track(track),
            spoken_language="de",
            people=people.values(),
            slots=[slot(room=make_room())],
            body=body(
                block("portrait", {"speaker": ana.pk, "role": role}),
                block("partner", {"partner": make_partner().pk, "kind": "hosted", "text": ""}),
                text_html="".join(f"<p>{escape(text)}</p>" for text in paragraphs),
            ),
        )
    )


def words(html: str) -> str:
    """All that a reader of the page is told, alternative texts included, blanks folded."""
    soup = BeautifulSoup(html, "lxml")
    for picture in soup.find_all("img"):
        picture.replace_with(f" {picture.get('alt', '')} ")
    return re.sub(r"\s+", " ", soup.main.get_text(" ")).replace(" ,", ",")


def read(client: Client, page: Any) -> str:
    response = client.get(page.get_url())
    assert (response.status_code, response["Content-Language"]) == (200, page.locale.language_code)
    return words(response.content.decode())


def test_every_line_of_the_file_stands_on_the_german_page(
    client: Client, panel: SessionPage, lines: list[str]
) -> None:
    shown = read(client, panel)
    assert [line for line in lines if INTERFACE.get(line, line) not in shown] == []
    assert panel.slug == "sozialstaat-4-0-was-macht-eine-innovative-verwaltung-aus"


@pytest.mark.third_locale
def test_its_translations_show_every_part_and_no_german_sentence(
    client: Client, panel: SessionPage, locales: dict[str, Locale], lines: list[str]
) -> None:
    admin = make_superuser()
    for locale in list(locales.values())[1:]:
        code = locale.language_code
        opening = drafting.open_translations([panel], locale)
        for translation in opening.translations:
            for row in localize.segment_rows([translation])[translation.pk]:
                text = f"{code}: {len(row.text)} {row.order}"
                drafting.save_segment(translation, row.id, text, drafting.version(None), admin)
        (own,) = [t for t in opening.translations if t.source.object_id == panel.translation_key]
        rows = localize.segment_rows([own])[own.pk]
        shown = read(client, release.release(own, admin))
        expected = [wire.from_html(row.target, rich=row.rich) for row in rows]
        assert [text for text in expected if text not in shown] == []
        names = lines[1].split(", ")
        assert [name for name in names if name not in shown] == []
        sentences = [line for line in lines if len(line) > 80]
        assert [line for line in sentences if line in shown] == []


def test_the_words_of_the_interface_stand_on_the_english_page(
    client: Client, panel: SessionPage, en: Locale
) -> None:
    admin = make_superuser()
    opening = drafting.open_translations([panel], en)
    for translation in opening.translations:
        for row in localize.segment_rows([translation])[translation.pk]:
            drafting.keep_as_source(translation, row.id, drafting.version(None), admin)
    (own,) = [t for t in opening.translations if t.source.object_id == panel.translation_key]
    shown = read(client, release.release(own, admin))
    assert [word for word in INTERFACE if word not in shown] == []
