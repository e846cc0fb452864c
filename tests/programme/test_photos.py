"""Pictures: one query, valid markup, one width once."""

import pytest
from lxml import html

from sessions_app.models import Photo
from sessions_app.programme.photos import load_photos, shot
from tests.factories import make_photo

pytestmark = pytest.mark.django_db


def test_pictures_and_their_renditions_in_one_query(django_assert_num_queries):
    photos = [make_photo(f"Bild {n}", size=(1200, 900)) for n in range(3)]
    for photo in photos:
        shot(photo, "portrait")
    with django_assert_num_queries(1):
        loaded = load_photos([*(photo.pk for photo in photos), None])
        for photo in loaded.values():
            str(shot(photo, "portrait"))
    assert loaded == {photo.pk: photo for photo in photos}


def test_pictures_nobody_has_looked_at_take_another(django_assert_num_queries):
    seen, unseen = make_photo("Gesehen"), make_photo("Ungesehen")
    shot(seen, "portrait")
    with django_assert_num_queries(3):  # the last for the unseen one's renditions, of which none
        loaded = load_photos([seen.pk, unseen.pk])
    assert loaded == {seen.pk: seen, unseen.pk: unseen}
    assert load_photos([]) == {}


def test_a_picture_offers_every_width_once_with_sizes():
    photo = make_photo("Klein", size=(600, 400))
    shown = html.fragment_fromstring(str(shot(photo, "wide", alt="Ein Saal", loading="lazy")))
    image = shown.find(".//img")
    widths = [candidate.split()[1] for candidate in image.get("srcset").split(", ")]
    assert widths == ["480w", "600w"]
    assert [source.get("type") for source in shown.iter("source")] == ["image/webp"]
    assert {source.get("sizes") for source in shown.iter("source")} == {image.get("sizes")}
    assert (image.get("alt"), image.get("loading"), image.get("decoding")) == (
        "Ein Saal",
        "lazy",
        "async",
    )
    assert (image.get("width"), image.get("height")) == ("480", "320")


def test_a_logo_keeps_its_transparency():
    shown = html.fragment_fromstring(str(shot(make_photo("Logo"), "logo", alt="")))
    assert [source.get("type") for source in shown.iter("source")] == ["image/webp"]
    assert shown.find(".//img").get("src").endswith(".png")


def test_a_file_that_is_gone_breaks_no_page():
    photo = make_photo("Verloren")
    photo.file.delete(save=False)
    photo = Photo.objects.get(pk=photo.pk)
    photo.file.name = "original_images/nowhere.png"
    shown = html.fragment_fromstring(str(shot(photo, "portrait", alt="")))
    assert shown.find(".//img").get("alt") == ""
