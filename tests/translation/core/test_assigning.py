"""Who is to translate what: only people who may, given by people who may, and not twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.models import Speaker
from sessions_app.translation import assigning, drafting
from sessions_app.translation.models import Action, Assignment
from sessions_app.translation.refusal import Refusal
from tests.factories import (
    House,
    make_editor,
    make_group,
    make_publisher,
    make_reviewer,
    make_speaker,
    make_translator,
    make_user,
)

Opened = Callable[[int], list[Any]]


@pytest.fixture
def opened(house: House, en: Locale) -> Opened:
    """``opened(3)``: that many people, open for translation into English."""

    def make(number: int) -> list[Any]:
        people: list[Speaker] = [make_speaker(f"P{n}", position="Leiterin") for n in range(number)]
        return list(drafting.open_translations(people, en).translations)

    return make


def stored() -> dict[int, tuple[str, str | None]]:
    """Who has it, and from whom, by Translation."""
    return {
        one.translation_id: (one.assignee.username, one.by.username if one.by else None)
        for one in Assignment.objects.all()
    }


@pytest.mark.parametrize("number", [1, 3])
def test_given_taken_over_and_given_back(
    opened: Opened, admin: AbstractUser, house: House, number: int
) -> None:
    translations, (ada, bea) = opened(number), (make_translator(name=n) for n in ("ada", "bea"))
    pks = {one.pk for one in translations}
    assert assigning.assign(translations, ada, admin) == pks
    assert stored() == dict.fromkeys(pks, ("ada", "admin"))
    assert assigning.assign(translations, bea, ada) == pks
    assert stored() == dict.fromkeys(pks, ("bea", "ada"))
    assert assigning.assign(translations, None, bea) == pks
    assert stored() == {}
    assert assigning.assign(translations, None, bea) == set()


def test_what_somebody_has_already_stays_as_it_was(
    opened: Opened, admin: AbstractUser, house: House
) -> None:
    first, second = opened(2)
    ada = make_translator(name="ada")
    assigning.assign([first], ada, ada)
    before = Assignment.objects.get()
    assert assigning.assign([first, second], ada, admin) == {second.pk}
    assert stored() == {first.pk: ("ada", "ada"), second.pk: ("ada", "admin")}
    assert Assignment.objects.get(pk=before.pk).at == before.at


def test_whoever_may_not_translate_is_given_nothing(
    opened: Opened, admin: AbstractUser, house: House, locales: dict[str, Locale]
) -> None:
    translations = opened(2)
    gone = make_translator(name="gone")
    gone.is_active = False
    gone.save()
    readers = make_group("readers", languages={"en": [Action.REVIEW, Action.PUBLISH]})
    others = [
        gone,
        make_user("reads", readers),
        make_translator("de", name="german"),
        make_editor(house.home),
    ]
    for person in others:
        with pytest.raises(Refusal) as refused:
            assigning.assign(translations, person, admin)
        assert str(refused.value) == "This person may not translate into this language."
    assert stored() == {}


def test_whoever_has_no_right_in_the_language_gives_nothing(opened: Opened, house: House) -> None:
    translations, ada = opened(1), make_translator(name="ada")
    assigning.assign(translations, ada, ada)
    for by in (make_editor(house.home), make_translator("de", name="german")):
        for person in (ada, None):
            with pytest.raises(Refusal) as refused:
                assigning.assign(translations, person, by)
            assert str(refused.value) == "You have no right in this language."
    assert stored() == {translations[0].pk: ("ada", "ada")}


def test_candidates_are_those_who_may_translate_each_once(
    house: House, en: Locale, admin: AbstractUser
) -> None:
    both = [make_group(f"g{n}", languages={"en": [Action.TRANSLATE]}) for n in range(2)]
    make_user("zoe", *both)
    make_publisher(name="bea")
    make_user("reads", make_group("readers", languages={"en": [Action.REVIEW, Action.PUBLISH]}))
    make_reviewer("de", name="german")
    make_editor(house.home)
    left = make_user("left", both[0])
    left.is_active = False
    left.save()
    assert [person.username for person in assigning.candidates(en)] == ["admin", "bea", "zoe"]


@pytest.mark.parametrize("number", [1, 3])
def test_few_cost_what_many_cost(
    opened: Opened,
    admin: AbstractUser,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    translations, ada = opened(number), make_translator()
    assigning.require(ada, admin, translations[0].target_locale)
    with django_assert_num_queries(7):
        assigning.assign(translations, ada, admin)
    with django_assert_num_queries(4):
        assert assigning.assign(translations, ada, admin) == set()
    with django_assert_num_queries(5):
        assigning.assign(translations, None, admin)
