"""People and labels: one address a person, facts once, drafts and previews."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from tests.factories import make_partner, make_photo, make_site, make_speaker, make_track, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_site()


def speaker_form(speaker, **fields):
    """The bound form of a person, as the snippet's view builds it."""
    data = {
        "name": "",
        "slug": "",
        "pronouns": "",
        "photo": "",
        "website": "",
        "position": "",
        "organisation": "",
        "biography": rich_text("<p>Spricht.</p>", features=["bold", "lang"]),
        "links": streamfield([]),
        **fields,
    }
    return Speaker.get_edit_handler().get_form_class()(nested_form_data(data), instance=speaker)


@pytest.mark.parametrize(
    ("name", "typed", "slug"),
    [
        ("Dr. Jörg Groß", "", "dr-joerg-gross"),
        ("Jörg Groß", "Der Große", "der-grosse"),
        ("Ada Beispiel", "", "ada-beispiel-2"),
        ("山田", "", "person"),
    ],
)
def test_a_person_has_an_address(house, name, typed, slug):
    make_speaker("Ada Beispiel", slug="ada-beispiel")
    form = speaker_form(Speaker(locale=house.locales["de"]), name=name, slug=typed)
    assert form.errors == {}
    assert form.save().slug == slug


def test_a_taken_address_is_refused(house):
    make_speaker("Ada Beispiel", slug="ada-beispiel")
    form = speaker_form(Speaker(locale=house.locales["de"]), name="A", slug="ada-beispiel")
    assert set(form.errors) == {"slug"}


def test_the_address_is_unique_in_the_database_too(house):
    """Whichever language a person was written in: all share one list of addresses."""
    make_speaker("Ada", slug="ada")
    with pytest.raises(IntegrityError), transaction.atomic():
        Speaker.objects.create(name="Ada", slug="ada", locale=house.locales["en"])


def test_translations_have_no_address_of_their_own(house):
    speaker = make_speaker("Ada Beispiel")
    others = make_speaker("Bo Muster")
    rows = [translate(person, "en") for person in (speaker, others)]
    assert [row.slug for row in rows] == ["", ""]
    assert [row.facts.slug for row in rows] == [speaker.slug, others.slug]
    assert [str(row) for row in rows] == ["Ada Beispiel", "Bo Muster"]


def test_a_translation_that_lost_its_original_gets_an_address_when_it_is_named(house):
    speaker = make_speaker("Ada Beispiel", slug="ada")
    english = translate(speaker, "en")
    speaker.delete()
    english.refresh_from_db()
    assert english.facts == english
    english.name = "Ada Beispiel"
    english.save()
    assert english.slug == "ada-beispiel"


def test_a_person_must_have_a_name(house):
    form = speaker_form(Speaker(locale=house.locales["de"]))
    assert set(form.errors) == {"name"}
    draft = speaker_form(Speaker(locale=house.locales["de"]))
    draft.defer_required_fields()
    assert set(draft.errors) == {"name"}


def test_a_translation_has_no_form_for_facts(house):
    english = translate(make_speaker("Ada Beispiel"), "en")
    form = speaker_form(
        english,
        name="Somebody Else",
        slug="else",
        pronouns="they",
        photo=str(make_photo().pk),
        website="https://example.org/",
        position="Chair",
    )
    assert set(form.fields) & set(Speaker.fact_fields) == set()
    assert form.errors == {}
    form.save()
    english.refresh_from_db()
    assert english.position == "Chair"
    assert (english.name, english.slug, english.pronouns) == ("", "", "")
    assert (english.photo, english.website) == (None, "")


@pytest.mark.parametrize("model", [Partner, Room, SessionFormat, Track])
def test_no_translation_has_a_form_for_facts(house, model):
    original = model.objects.create(name="Name", locale=house.locales["de"])
    form_class = model.get_edit_handler().get_form_class()
    fields = set(form_class(instance=original).fields)
    assert set(model.fact_fields) - fields == set()
    assert fields - set(form_class(instance=translate(original, "en")).fields) == set(
        model.fact_fields
    )


@pytest.mark.parametrize(
    ("website", "is_taken"),
    [
        ("https://example.org/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://example.org/", False),
    ],
)
def test_websites_are_on_the_web(house, website, is_taken):
    form = speaker_form(Speaker(locale=house.locales["de"]), name="Ada", website=website)
    assert ("website" not in form.errors) is is_taken
    links = streamfield([("link", {"label": "Anderswo", "url": website})])
    form = speaker_form(Speaker(locale=house.locales["de"]), name="Ada", links=links)
    assert ("links" not in form.errors) is is_taken


def test_a_biography_keeps_no_dangerous_link(house):
    hostile = '<p><a href="javascript:alert(1)">da</a> <b>und</b> <script>x</script></p>'
    form = speaker_form(
        Speaker(locale=house.locales["de"]),
        name="Ada",
        biography=rich_text(hostile, features=["bold", "link"]),
    )
    assert form.errors == {}
    kept = form.save().biography
    assert "javascript" not in kept
    assert "<script" not in kept


def test_a_colour_is_a_colour(house):
    track = make_track(color="#1a5fb4")
    form_class = Track.get_edit_handler().get_form_class()
    data = {"name": "Staat", "order": "1"}
    assert form_class({**data, "color": "#1a5fb4"}, instance=track).errors == {}
    assert set(form_class({**data, "color": "red;}"}, instance=track).errors) == {"color"}


def test_snippets_are_drafts_until_they_are_published(house):
    partner = make_partner("Stiftung Wort")
    partner.name = "Stiftung Rede"
    revision = partner.save_revision()
    assert Partner.objects.get().name == "Stiftung Wort"
    revision.publish()
    assert Partner.objects.get().name == "Stiftung Rede"
    assert list(Partner.objects.get().revisions.all()) == [revision]
