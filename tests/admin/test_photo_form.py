"""Pictures: a credit, and an alternative text for every language, wherever they are uploaded."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image as Drawing
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from sessions_app.forms.photo import field_name
from sessions_app.models import Photo
from tests.factories import make_editor, make_photo, make_site

pytestmark = pytest.mark.django_db


def png(name="saal.png", colour="red"):
    """A drawn picture as a browser sends it."""
    file = BytesIO()
    Drawing.new("RGB", (8, 6), colour).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def photo_form(photo=None, *, user=None, file=None, **fields):
    """The bound form of a picture."""
    data = {"title": "Saal", "collection": Collection.get_first_root_node().pk, **fields}
    files = {"file": file} if file else {}
    return get_image_form(Photo)(data, files, instance=photo or Photo(), user=user)


def test_one_field_for_every_language(settings, admin_user):
    settings.WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch"), ("pt-br", "Português")]
    form = photo_form(user=admin_user)
    assert [name for name in form.fields if name.startswith("alt")] == ["alt_de", "alt_pt_br"]
    assert [form.fields[f"alt_{c}"].widget.attrs["lang"] for c in ("de", "pt_br")] == [
        "de",
        "pt-br",
    ]
    assert "description" not in form.fields


def test_what_was_written_is_kept_by_language(admin_user):
    form = photo_form(
        user=admin_user, file=png(), credit="A. Foto", alt_de=" Ein Saal ", alt_en="A hall"
    )
    assert form.errors == {}
    photo = Photo.objects.get(pk=form.save().pk)
    assert (photo.credit, photo.alt_texts) == ("A. Foto", {"de": "Ein Saal", "en": "A hall"})


def test_a_language_that_the_site_no_longer_has_is_not_lost(admin_user):
    photo = make_photo(de="Ein Saal", en="A hall", fr="Une salle")
    form = photo_form(photo, user=admin_user, alt_de="Der Saal", alt_en="")
    assert form.errors == {}
    form.save()
    assert Photo.objects.get().alt_texts == {"de": "Der Saal", "fr": "Une salle"}


@pytest.mark.parametrize("text", ["saal.png", "x" * 301])
def test_an_alternative_text_says_what_is_to_be_seen(admin_user, text):
    form = photo_form(user=admin_user, file=png(), alt_de=text)
    assert set(form.errors) == {"alt_de"}


def test_alternative_text_in_the_language_of_the_page():
    photo = make_photo(de="Ein Saal", en="A hall")
    assert [photo.alt_text(code) for code in ("de", "de-AT", "en", "fr")] == [
        "Ein Saal",
        "Ein Saal",
        "A hall",
        "",
    ]
    with translation.override("en"):
        assert photo.default_alt_text == "A hall"


def test_field_names():
    assert [field_name(code) for code in ("de", "pt-BR")] == ["alt_de", "alt_pt_br"]


def test_a_picture_is_described_where_it_is_chosen(client):
    """The upload in the chooser of an editor's form."""
    client.force_login(make_editor(make_site().home))
    response = client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Saal",
            "image-chooser-upload-file": png(),
            "image-chooser-upload-collection": Collection.get_first_root_node().pk,
            "image-chooser-upload-credit": "A. Foto",
            "image-chooser-upload-alt_de": "Ein Saal",
            "image-chooser-upload-alt_en": "A hall",
        },
    )
    assert json.loads(response.content)["step"] == "chosen"
    photo = Photo.objects.get()
    assert (photo.credit, photo.alt_texts) == ("A. Foto", {"de": "Ein Saal", "en": "A hall"})


def test_a_picture_is_described_in_the_library(client):
    client.force_login(make_editor(make_site().home))
    photo = make_photo()
    data = {
        "title": "Saal",
        "collection": Collection.get_first_root_node().pk,
        "alt_de": "Ein Saal",
        "alt_en": "",
        "credit": "",
        "tags": "",
    }
    response = client.post(reverse("wagtailimages:edit", args=[photo.pk]), data)
    assert response.status_code == 302
    assert Photo.objects.get().alt_texts == {"de": "Ein Saal"}


def test_a_picture_is_described_among_many(client):
    client.force_login(make_editor(make_site().home))
    script = {"X-Requested-With": "XMLHttpRequest"}
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Saal", "files[]": png(), "collection": Collection.get_first_root_node().pk},
        headers=script,
    )
    photo = Photo.objects.get(pk=json.loads(response.content)["image_id"])
    prefix = f"image-{photo.pk}"
    data = {
        f"{prefix}-title": "Saal",
        f"{prefix}-collection": photo.collection_id,
        f"{prefix}-credit": "A. Foto",
        f"{prefix}-tags": "",
        f"{prefix}-alt_de": "Ein Saal",
        f"{prefix}-alt_en": "A hall",
    }
    saved = client.post(
        reverse("wagtailimages:edit_multiple", args=[photo.pk]), data, headers=script
    )
    assert json.loads(saved.content)["success"] is True
    photo.refresh_from_db()
    assert photo.alt_texts == {"de": "Ein Saal", "en": "A hall"}
