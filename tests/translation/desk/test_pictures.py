"""Pictures in the editor: beside the texts that describe them, small, with their credits."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from sessions_app.models import Photo, PhotoRendition
from sessions_app.translation import drafting, localize
from sessions_app.translation.desk import pictures
from sessions_app.translation.desk.document import Document, build
from tests.factories import (
    House,
    block,
    make_photo,
    make_session,
    make_speaker,
)
from tests.translation.desk.test_editor import words

Soup = Callable[[Any], BeautifulSoup]


@pytest.fixture(autouse=True)
def _no_renditions_of_other_tests() -> None:
    """Wagtail caches renditions by the primary keys of pictures."""
    cache.clear()


def picture_block(photo: Photo, alt: str = "Ein voller Saal", caption: str = "Am Morgen") -> Any:
    """A picture with its texts."""
    image = {"image": photo.pk, "alt_text": alt, "decorative": False}
    return block("image", {"image": image, "caption": caption})


@pytest.fixture
def open_one(house: House, en: Locale) -> Callable[..., Any]:
    """``open_one(body, **fields)``: the Translation of a session with that body."""

    def make(body: list[Any], **fields: Any) -> Any:
        page = make_session(house.programme, body=body, **fields)
        drafting.open_translations([page], en)
        return localize.translations_of([page.translation_key], en).get()

    return make


def document(translation: Any) -> Document:
    """What the editor shows of it, pictures not yet beside it."""
    rows = localize.segment_rows([translation])[translation.pk]
    return build(translation, rows, localize.templates([translation.source_id]))


def test_a_picture_stands_at_its_texts_with_its_credit(
    desk: Client, open_one: Any, soup: Soup
) -> None:
    photo = make_photo("Saal", size=(800, 500), credit="Ada Auge")
    opened = open_one([picture_block(photo), block("quote", {"quote": "Ja."})])
    page = soup(desk.get(f"/admin/translations/{opened.pk}/"))
    (group,) = page.select(".desk-group--pictured")
    assert group["aria-label"] == "Picture"
    assert words(group, ".desk-label") == ["Alt text", "Caption"]
    (image,) = group.select("img")
    rendition = PhotoRendition.objects.get(image=photo)
    assert (rendition.filter_spec, rendition.width, rendition.height) == (
        "max-320x240|format-webp",
        320,
        200,
    )
    assert {name: image[name] for name in ("src", "alt", "lang", "width", "height")} == {
        "src": rendition.url,
        "alt": "Ein voller Saal",
        "lang": "de",
        "width": "320",
        "height": "200",
    }
    assert words(group, "figcaption") == ["Photograph: Ada Auge"]
    assert len(page.select("img")) == 1


@pytest.mark.parametrize(
    ("alt_texts", "told"),
    [
        ({"de": "Ada lacht", "en": "Ada laughs"}, "Alternative text: Ada laughs"),
        (
            {"de": "Ada lacht"},
            "No alternative text in English yet; it is written in the library of pictures.",
        ),
    ],
)
def test_a_persons_picture_says_what_the_library_says_of_it(
    desk: Client, open_one: Any, soup: Soup, alt_texts: dict[str, str], told: str
) -> None:
    ada = make_speaker("Ada", position="Leiterin", photo=make_photo("Ada", **alt_texts))
    opened = open_one([], people=[ada])
    page = soup(desk.get(f"/admin/translations/{opened.pk}/"))
    assert words(page, ".desk-document .desk-picture figcaption") == [told]
    (person,) = [
        node
        for node in page.select(".desk-document")
        if node.select_one(".desk-picture") is not None
    ]
    assert words(person, ".desk-document__title") == ["Speaker Ada"]


def test_pictures_at_any_depth_are_found(open_one: Any, house: House) -> None:
    one, poster = make_photo(), make_photo()
    film = {"title": "Film", "url": "https://example.org/", "poster": poster.pk, "caption": ""}
    opened = open_one([picture_block(one), block("video", film), picture_block(one, alt="Zwei")])
    (shown,) = pictures.beside([document(opened)])
    found = [
        (group.label, [picture.alt for picture in group.pictures])
        for section in shown.sections
        for group in section.groups
    ]
    assert found == [
        ("", []),
        ("Picture", ["Ein voller Saal"]),
        ("Film", [""]),
        ("Picture", ["Zwei"]),
    ]


def test_a_picture_that_is_gone_is_left_out(open_one: Any) -> None:
    gone, lost = make_photo(), make_photo()
    opened = open_one([picture_block(gone), picture_block(lost)])
    gone.delete()
    lost.file.storage.delete(lost.file.name)
    (shown,) = pictures.beside([document(opened)])
    assert [g.pictures for section in shown.sections for g in section.groups] == [(), (), ()]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_pictures_cost_one_query(open_one: Any, count: int) -> None:
    opened = open_one([picture_block(make_photo()) for _ in range(count)])
    before = document(opened)
    pictures.beside([before])
    with CaptureQueriesContext(connection) as queries:
        pictures.beside([before])
    assert len(queries) == (1 if count else 0)
