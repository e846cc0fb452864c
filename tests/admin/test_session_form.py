"""The form of a session: required facts, facts once, addresses, languages, times."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from sessions_app.models import SessionPage, Slot
from tests.factories import (
    make_format,
    make_programme,
    make_session,
    make_site,
    make_speaker,
    slot,
    translate,
)

from .forms import new_session, session_form, slot_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_site()


@pytest.fixture
def facts():
    """The facts an original must have."""
    return {"format": make_format().pk, "spoken_language": "de"}


def errors(form):
    """Names of the fields with errors, and of the formsets."""
    form.is_valid()
    in_formsets = {name for name, formset in form.formsets.items() if not formset.is_valid()}
    return set(form.errors) | in_formsets


def test_an_original_must_have_its_facts_when_it_is_published(house):
    form = session_form(new_session(house.programme), house.programme)
    assert errors(form) == {"format", "spoken_language"}


def test_a_draft_may_lack_them(house):
    form = session_form(new_session(house.programme), house.programme)
    form.defer_required_fields()
    assert errors(form) == set()


def test_the_model_demands_no_fact(house):
    """A translation is validated as well, and has none."""
    session = make_session(house.programme, spoken_language="")
    session.full_clean()


def test_a_translation_has_no_form_for_facts(house):
    session = make_session(house.programme, people=[make_speaker()], slots=[slot()])
    english = translate(session, "en", title="A conversation")
    form = session_form(
        english,
        house.programmes["en"],
        title="A talk",
        slug=english.slug,
        format=make_format().pk,
        track="999",
        spoken_language="fr",
        interpretation=["en"],
        captions=["en"],
        sign_language="gsg",
        slots=[slot_data()],
        appearances=[{"speaker": make_speaker("B").pk, "role": "speaker"}],
        materials=[{"kind": "link", "url": "https://example.org/", "title": "", "language": ""}],
    )
    assert set(form.fields) & set(SessionPage.fact_fields) == set()
    assert set(form.formsets) == {"comments"}
    assert errors(form) == set()
    form.save()
    saved = SessionPage.objects.get(pk=english.pk)
    assert saved.title == "A talk"
    facts = (saved.format_id, saved.track_id, saved.spoken_language, saved.interpretation)
    assert facts == (None, None, "", [])
    counts = (saved.slots.count(), saved.appearances.count(), saved.materials.count())
    assert counts == (0, 0, 0)
    assert (session.slots.count(), session.appearances.count()) == (1, 1)


def test_the_facts_tab_is_gone_on_a_translation(house, rf, admin_user):
    session = make_session(house.programme)
    request = rf.get("/")
    request.user = admin_user

    def tabs(page):
        handler = SessionPage.get_edit_handler()
        form = handler.get_form_class()(instance=page, for_user=admin_user)
        panel = handler.get_bound_panel(instance=page, request=request, form=form)
        return [tab.heading for tab in panel.visible_children if tab.show_panel_furniture()]

    with translation.override("en"):
        assert tabs(session) == ["Content", "Facts", "Promote"]
        assert tabs(translate(session, "en")) == ["Content", "Promote"]


@pytest.mark.parametrize(
    ("title", "typed", "slug"),
    [
        ("Große Fragen", "", "grosse-fragen"),
        ("Große Fragen", "Über alles", "ueber-alles"),
        ("日本", "", "sessionpage"),
        ("Personen", "", "personen-2"),
        ("Ein Gespräch", "", "ein-gespraech-2"),
    ],
)
def test_the_address_is_made_by_our_rule(house, facts, title, typed, slug):
    make_session(house.programme, title="Ein Gespräch")
    page = new_session(house.programme)
    form = session_form(page, house.programme, title=title, slug=typed, **facts)
    assert errors(form) == set()
    assert form.cleaned_data["slug"] == slug


def test_an_address_that_stands_is_not_touched(house, facts):
    """Whoever brought an address along keeps it, umlauts and all."""
    session = make_session(house.programme, slug="größe")
    form = session_form(session, house.programme, slug="größe", **facts)
    assert errors(form) == set()
    assert form.cleaned_data["slug"] == "größe"


@pytest.mark.parametrize("typed", ["personen", "ein-gespraech"])
def test_a_taken_address_is_refused(house, facts, typed):
    make_session(house.programme, title="Ein Gespräch")
    form = session_form(new_session(house.programme), house.programme, slug=typed, **facts)
    assert errors(form) == {"slug"}


def test_the_browser_is_told_the_same_rule(house):
    form = session_form(new_session(house.programme), house.programme)
    attrs = form.fields["slug"].widget.attrs
    assert attrs["data-w-slug-locale-value"] == "de"
    assert attrs["data-w-slug-allow-unicode-value"] is False


def test_languages_are_chosen_from_the_settings(house, facts, settings):
    settings.SESSIONS = {
        "SPOKEN_LANGUAGES": (("de", "Deutsch"), ("ar", "Arabisch")),
        "SIGN_LANGUAGES": (("gsg", "DGS"),),
    }
    form = session_form(
        new_session(house.programme),
        house.programme,
        **{**facts, "spoken_language": "ar"},
        interpretation=["de"],
        captions=["ar", "de"],
        sign_language="gsg",
    )
    assert [code for code, _name in form.fields["spoken_language"].choices] == ["", "de", "ar"]
    assert errors(form) == set()
    page = form.save(commit=False)
    assert (page.spoken_language, page.interpretation) == ("ar", ["de"])
    assert (page.captions, page.sign_language) == (["ar", "de"], "gsg")


def test_other_languages_are_refused(house, facts):
    form = session_form(
        new_session(house.programme),
        house.programme,
        **{**facts, "spoken_language": "tlh"},
        interpretation=["tlh"],
        captions=["tlh"],
        sign_language="tlh",
    )
    assert errors(form) == {"spoken_language", "interpretation", "captions", "sign_language"}


def test_a_language_no_longer_offered_is_kept(house, facts):
    session = make_session(house.programme, spoken_language="la", captions=["la"])
    form = session_form(
        session,
        house.programme,
        slug=session.slug,
        **{**facts, "spoken_language": "la"},
        captions=["la"],
    )
    assert errors(form) == set()


def test_nobody_interprets_into_the_spoken_language(house, facts):
    form = session_form(
        new_session(house.programme), house.programme, **facts, interpretation=["de"]
    )
    assert errors(form) == {"interpretation"}


def test_times_are_those_of_the_venue(house, facts):
    """Whoever types sits in Auckland; the conference is in Lisbon."""
    house.programme.time_zone = "Europe/Lisbon"
    house.programme.save()
    with timezone.override("Pacific/Auckland"):
        form = session_form(
            new_session(house.programme), house.programme, **facts, slots=[slot_data()]
        )
        assert errors(form) == set()
        page = form.save(commit=False)
        house.programme.add_child(instance=page)
        start = Slot.objects.get().start
        assert start == datetime(2026, 9, 17, 9, 0, tzinfo=UTC)
        again = session_form(SessionPage.objects.get(), house.programme, slug=page.slug, **facts)
        field = again.formsets["slots"].empty_form.fields["start"]
        assert field.prepare_value(start).replace(tzinfo=None) == datetime(2026, 9, 17, 10, 0)


def test_a_moved_session_says_from_when(house, facts):
    moved = slot_data(state="moved")
    form = session_form(new_session(house.programme), house.programme, **facts, slots=[moved])
    assert errors(form) == {"slots"}
    moved["previous_start"] = "2026-09-17 09:00"
    form = session_form(new_session(house.programme), house.programme, **facts, slots=[moved])
    assert errors(form) == set()


@pytest.mark.parametrize("minutes", ["0", "1440", "-5", ""])
def test_a_session_lasts_less_than_a_day(house, facts, minutes):
    form = session_form(
        new_session(house.programme),
        house.programme,
        **facts,
        slots=[slot_data(minutes=minutes)],
    )
    assert errors(form) == {"slots"}


def test_nobody_appears_twice_in_one_role(house, facts):
    ada = make_speaker()
    twice = [{"speaker": ada.pk, "role": "speaker"}] * 2
    form = session_form(new_session(house.programme), house.programme, **facts, appearances=twice)
    assert errors(form) == {"appearances"}
    both = [{"speaker": ada.pk, "role": role} for role in ("speaker", "host")]
    form = session_form(new_session(house.programme), house.programme, **facts, appearances=both)
    assert errors(form) == set()


def test_material_leads_to_the_web_in_a_language(house, facts):
    def material(**fields):
        row = {
            "kind": "slides",
            "url": "https://example.org/",
            "title": "",
            "language": "",
            **fields,
        }
        page = new_session(house.programme)
        return session_form(page, house.programme, **facts, materials=[row])

    assert errors(material(language="de-AT")) == set()
    assert errors(material(language='"><script>')) == {"materials"}
    assert errors(material(url="javascript:alert(1)")) == {"materials"}


def test_a_copied_original_keeps_its_facts(house):
    session = make_session(
        house.programme,
        people=[make_speaker()],
        slots=[slot()],
        format=make_format(),
    )
    copy = session.copy(update_attrs={"slug": "kopie"})
    assert copy.source is None
    assert (copy.slots.count(), copy.appearances.count()) == (1, 1)
    assert copy.format == session.format


def test_a_programme_names_its_people_where_no_session_stands(house):
    make_session(house.programme, title="Ein Gespräch")
    form_class = type(house.programme).get_edit_handler().get_form_class()

    def refusals(slug):
        form = form_class(instance=house.programme, parent_page=house.home)
        data = {name: form.initial.get(name) or "" for name in form.fields}
        data.update({"people_slug": slug, "comments-TOTAL_FORMS": "0"})
        data.update({"comments-INITIAL_FORMS": "0", "comments-MAX_NUM_FORMS": ""})
        return errors(form_class(data, instance=house.programme, parent_page=house.home))

    assert refusals("leute") == set()
    assert refusals("ein-gespraech") == {"people_slug"}
    assert refusals("?") == {"people_slug"}


def test_a_page_made_by_a_program_has_an_address_by_our_rule(house):
    page = SessionPage(title="Größe & Maß", locale=house.programme.locale)
    house.programme.add_child(instance=page)
    assert page.slug == "groesse-mass"
    other = SessionPage(title="Personen", locale=house.programme.locale)
    house.programme.add_child(instance=other)
    assert other.slug == "personen-2"
    programme = make_programme(house.home, title="Überblick", slug="")
    assert programme.slug == "ueberblick"


def test_a_translation_gives_way_to_the_people_of_the_programme(house):
    """No translator can know which addresses are reserved, so nothing is refused."""
    session = make_session(house.programme, title="Die Redenden")
    english = translate(session, "en", title="Speakers")
    assert english.slug == "speakers-2"
    english.title = "The speakers"
    english.save()
    assert english.slug == "speakers-2"
