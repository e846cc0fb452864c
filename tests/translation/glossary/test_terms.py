"""The glossary is read once, and anew when it was changed."""

import pytest

from sessions_app.translation import glossary
from sessions_app.translation.glossary import store
from sessions_app.translation.models import GlossaryTerm

pytestmark = pytest.mark.django_db


def sources(source_language: str = "de", target_language: str = "en") -> list[str]:
    hits = glossary.terms(source_language, target_language).find("Antrag Amt Pause")
    return [hit.term.source for hit in hits]


@pytest.mark.parametrize("number", [1, 3])
def test_one_query_then_none(number, make_term, django_assert_num_queries):
    for one in range(number):
        make_term(f"Wort {one}", f"word {one}")
    with django_assert_num_queries(1):
        glossary.terms("de", "en")
    with django_assert_num_queries(0):
        assert len(glossary.terms("de", "en")) == number


def test_every_change_is_seen(make_term):
    assert sources() == []
    term = make_term("Antrag", "application")
    assert sources() == ["Antrag"]
    term.source = "Amt"
    term.save()
    assert sources() == ["Amt"]
    term.delete()
    assert sources() == []


def test_a_change_that_nobody_told_of_is_seen_after_a_while(make_term, monkeypatch):
    assert sources() == []
    GlossaryTerm.objects.bulk_create(
        [GlossaryTerm(source_language="de", target_language="en", source="Antrag", target="x")]
    )
    assert sources() == []
    monkeypatch.setattr(store, "LIFETIME", 0)
    assert sources() == ["Antrag"]


def test_what_was_found_out_stays_where_nothing_was_changed(make_term, monkeypatch):
    make_term("Antrag", "application")
    before = glossary.terms("de", "en")
    monkeypatch.setattr(store, "LIFETIME", 0)
    assert glossary.terms("de", "en") is before


def test_a_reader_between_a_change_and_its_commit_keeps_nothing_old(
    make_term, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_term("Antrag", "application")
        stamp = store.cache.get("sessions_translation.glossary")
    assert store.cache.get("sessions_translation.glossary") != stamp


def test_languages_are_kept_apart_and_regions_share(make_term):
    make_term("Antrag", "application")
    make_term("Amt", "bureau", target_language="fr")
    make_term("Pause", "break", target_language="en-gb")
    assert sources() == ["Antrag"]
    assert sources("de", "fr") == ["Amt"]
    assert sources("de-AT", "en-gb") == ["Antrag", "Pause"]
    assert sources("en", "de") == []
