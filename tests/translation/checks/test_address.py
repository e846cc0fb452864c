"""What the check of a page's address is told, and when somebody asks for it."""

from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from sessions_app.translation import checking, drafting, localize
from sessions_app.translation.checks import Address
from tests.factories import House, make_session, make_site, make_speaker, make_superuser, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """The site in German and English."""
    cache.clear()
    return make_site()


def opened(original: Any, house: House, title: str) -> tuple[Any, Any]:
    """The Translation of ``original``, with ``title`` written, and the row of that text."""
    drafting.open_translations([original], house.locales["en"])
    translation = localize.translations_of([original.translation_key], house.locales["en"]).get()
    row = next(r for r in rows_of(translation) if r.path == "title")
    nothing = drafting.version(row.target)
    drafting.save_segment(translation, row.id, title, nothing, make_superuser())
    return translation, next(r for r in rows_of(translation) if r.path == "title")


def rows_of(translation: Any) -> Any:
    """All texts of a Translation."""
    return localize.segment_rows([translation])[translation.pk]


def found(translation: Any, row: Any, known: checking.Context) -> list[str]:
    """Details of what the check of addresses finds."""
    findings = checking.check_rows(translation, [row], known)
    return [finding.detail for _row, finding in findings if finding.check == "slug"]


def release_context(translation: Any) -> checking.Context:
    """What a release knows."""
    return checking.context([translation], {translation.pk: rows_of(translation)}, ())


def test_the_address_of_another_page_below_the_same_parent_is_taken(house: House) -> None:
    translate(
        make_session(house.programme, title="Erste"), "en", title="Who asks?", slug="who-asks"
    )
    translation, row = opened(make_session(house.programme, title="Wer fragt?"), house, "Who asks?")
    known = release_context(translation)
    assert known.addresses == {
        translation.pk: Address("", "wer-fragt", frozenset({"who-asks"})),
    }
    assert found(translation, row, known) == ["who-asks"]


def test_the_same_address_elsewhere_is_none_of_the_check_s_business(house: House) -> None:
    make_session(house.programme, title="Panel")
    translation, row = opened(make_session(house.programme, title="Wer fragt?"), house, "Panel")
    assert found(translation, row, release_context(translation)) == []


def test_a_released_page_tells_its_own_address(house: House) -> None:
    original = make_session(house.programme, title="Wer fragt?")
    translation, row = opened(original, house, "Who asks?")
    translate(original, "en", title="Who asks?", slug="wer-fragt")
    known = release_context(translation)
    assert known.addresses == {translation.pk: Address("wer-fragt", "wer-fragt")}
    assert found(translation, row, known) == ["wer-fragt"]


def test_a_snippet_has_no_address(house: House) -> None:
    ada = make_speaker("Ada Beispiel", position="Leiterin")
    drafting.open_translations([ada], house.locales["en"])
    translation = localize.translations_of([ada.translation_key], house.locales["en"]).get()
    assert release_context(translation).addresses == {}


def test_an_address_is_asked_for_once_and_with_the_title_alone(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    translation, row = opened(make_session(house.programme, title="Wer fragt?"), house, "Who asks?")
    others = [one for one in rows_of(translation) if one.path != "title"]
    known = checking.Context()
    cache.clear()
    # The glossary is read once.
    list(checking.check_rows(translation, [], known))
    with django_assert_num_queries(0):
        list(checking.check_rows(translation, others, known))
    with django_assert_num_queries(1):
        list(checking.check_rows(translation, [row], known))
    with django_assert_num_queries(0):
        list(checking.check_rows(translation, [row], known))


def test_the_editor_has_the_address_of_what_is_there_at_hand(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    original = make_session(house.programme, title="Wer fragt?")
    translation, row = opened(original, house, "Who asks?")
    translate(original, "en", title="Who asks?", slug="start-en")
    rows = {translation.pk: rows_of(translation)}
    versions = localize.versions_of([translation])
    cache.clear()
    known = checking.context([translation], rows, versions=versions)
    list(checking.check_rows(translation, [], known))
    with django_assert_num_queries(0):
        assert found(translation, row, known) == ["start-en"]


def test_the_first_page_of_a_language_has_no_address(house: House) -> None:
    house.homes["en"].delete()
    translation, row = opened(house.home, house, "Start")
    assert release_context(translation).addresses == {translation.pk: None}
    versions = localize.versions_of([translation])
    rows = {translation.pk: rows_of(translation)}
    assert found(translation, row, checking.context([translation], rows, versions=versions)) == []
