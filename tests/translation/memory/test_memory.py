"""What the memory learns and what it offers."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from sessions_app.translation import memory
from sessions_app.translation.diff import Piece
from sessions_app.translation.models import MemoryEntry, MemorySketch
from tests.factories import make_user

from .conftest import START, unit

pytestmark = pytest.mark.django_db

Offers = Callable[..., list[tuple[int, str]]]


def test_a_place_has_one_entry_for_a_text() -> None:
    memory.learn([unit("Guten Tag", "Good day"), unit("Guten Tag", "Hello", page="two")])
    memory.learn([unit("Guten Tag", "Good afternoon", days=1)])
    assert set(MemoryEntry.objects.values_list("target", "title")) == {
        ("Good afternoon", "one"),
        ("Hello", "two"),
    }


def test_the_last_of_equal_units_counts() -> None:
    memory.learn([unit("Guten Tag", "Good day"), unit("Guten Tag", "Hello")])
    assert [entry.target for entry in MemoryEntry.objects.all()] == ["Hello"]


def test_nothing_is_learnt_of_empty_texts() -> None:
    memory.learn([unit("Guten Tag", ""), unit("", "Good day")])
    assert not MemoryEntry.objects.exists()


def test_texts_from_elsewhere_may_have_several_translations(offers: Offers) -> None:
    memory.learn([unit("Tagung", "meeting", page=None), unit("Tagung", "session", page=None)])
    memory.learn([unit("Tagung", "session", page=None)])
    assert sorted(offers("Tagung")) == [(100, "meeting"), (100, "session")]


def test_learning_takes_two_queries_whatever_is_learnt(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        memory.learn([unit("Guten Tag", "Good day")])
    with django_assert_num_queries(2):
        memory.learn([unit(f"Guten Tag {n}", f"Good day {n}") for n in range(3)])
    with django_assert_num_queries(1):
        memory.learn([unit("Guten Tag", "Hello")], known=True)
    with django_assert_num_queries(0):
        memory.learn([])


def test_a_text_has_one_sketch_however_many_places_have_it() -> None:
    memory.learn([unit("Guten Tag, meine Damen", "Good day", page="one")])
    count = MemorySketch.objects.count()
    memory.learn([unit("Guten Tag, meine Damen", "Good day", page=f"{n}") for n in range(5)])
    assert MemorySketch.objects.count() == count


def test_exact_tells_every_place_newest_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    memory.learn(
        [
            unit("Guten Tag", "Good day", "summary"),
            unit("Guten Tag", "Hello", "title", page="two", days=1),
            unit("Auf <b>Wiedersehen</b>", "Good <b>bye</b>"),
        ]
    )
    texts = ["Guten Tag", "Auf <b>Wiedersehen</b>", "Auf Wiedersehen", "Unbekannt"]
    with django_assert_num_queries(1):
        known = memory.exact(texts, "de", "en")
    assert {text: [(m.target, m.path) for m in found] for text, found in known.items()} == {
        "Guten Tag": [("Hello", "title"), ("Good day", "summary")],
        "Auf <b>Wiedersehen</b>": [("Good <b>bye</b>", "title")],
    }
    assert memory.exact(texts, "de", "fr") == {}
    assert memory.exact(texts, "en", "de") == {}


def test_exact_costs_no_query_without_texts(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert memory.exact([], "de", "en") == {}


def test_exact_overlooks_white_space_and_soft_hyphens() -> None:
    memory.learn([unit("Die Ver\u00adwaltung\n lernt", "Administration learns")])
    asked = "Die Verwaltung\u00a0lernt"
    assert [m.target for m in memory.exact([asked], "de", "en")[asked]] == ["Administration learns"]


def test_exact_tells_fifty_places_at_most() -> None:
    memory.learn([unit("Ja", f"Yes {n}", page=f"{n}", days=n) for n in range(60)])
    found = memory.exact(["Ja"], "de", "en")["Ja"]
    assert [m.target for m in found] == [f"Yes {n}" for n in range(59, 9, -1)]


def test_the_same_place_comes_first_then_the_same_text_then_likeness(offers: Offers) -> None:
    text = "Die Verwaltung lernt von der Wissenschaft."
    memory.learn(
        [
            unit(text, "Here", "body", page="one"),
            unit(text, "There", "title", page="two", days=3),
            unit("Die Verwaltung lernt von der Wirtschaft.", "Alike", "title", days=9),
            unit("Mittagessen im Foyer", "Lunch in the foyer"),
        ]
    )
    assert offers(text, path="body") == [(101, "Here"), (100, "There"), (89, "Alike")]
    assert offers(text) == [(100, "There"), (100, "Here"), (89, "Alike")]
    assert offers(text, limit=1) == [(100, "There")]


def test_suggesting_takes_two_queries(
    offers: Offers, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    memory.learn([unit("Die Verwaltung lernt 1 Jahr.", "One")])
    with django_assert_num_queries(2):
        assert offers("Die Verwaltung lernt 2 Jahre.") == [(88, "One")]
    memory.learn([unit(f"Die Verwaltung lernt {n} Jahre.", f"{n}") for n in range(5, 8)])
    with django_assert_num_queries(2):
        assert [p for p, _target in offers("Die Verwaltung lernt 2 Jahre.")] == [97, 97, 97, 88]


def test_a_translation_is_offered_once(offers: Offers) -> None:
    memory.learn([unit("Guten Tag", "Hello", page=f"{n}", days=n) for n in range(4)])
    memory.learn([unit("Guten Tag!", "Hello")])
    assert offers("Guten Tag") == [(100, "Hello")]
    (match,) = memory.suggest("Guten Tag", "de", "en")
    assert match.title == "3"


def test_the_same_place_wins_over_newer_ones_with_the_same_translation(offers: Offers) -> None:
    memory.learn([unit("Guten Tag", "Hello", "title", page="one")])
    memory.learn([unit("Guten Tag", "Hello", "summary", page="two", days=1)])
    assert offers("Guten Tag", path="title") == [(101, "Hello")]


def test_retired_ones_are_never_offered(offers: Offers) -> None:
    memory.learn([unit("Guten Tag", "Hello")])
    MemoryEntry.objects.update(is_retired=True)
    assert offers("Guten Tag") == offers("Guten Tag!") == []
    assert memory.exact(["Guten Tag"], "de", "en") == {}


def test_a_place_that_is_translated_anew_is_offered_again(offers: Offers) -> None:
    memory.learn([unit("Guten Tag", "Good tag")])
    MemoryEntry.objects.update(is_retired=True)
    memory.learn([unit("Guten Tag", "Good day", days=1)])
    assert offers("Guten Tag") == [(100, "Good day")]


def test_languages_keep_apart(offers: Offers) -> None:
    memory.learn([unit("Guten Tag", "Bonjour", target_language="fr")])
    assert offers("Guten Tag") == []
    assert [m.target for m in memory.suggest("Guten Tag", "de", "fr")] == ["Bonjour"]


def test_a_match_tells_where_it_comes_from_and_what_differs() -> None:
    user = make_user("ada")
    memory.learn([unit("Der alte Satz steht hier.", "The old sentence.", by=user, page="Panel")])
    (match,) = memory.suggest("Der neue Satz steht hier.", "de", "en")
    assert (match.percent, match.title, match.by, match.at) == (85, "Panel", "ada", START)
    assert match.changes == [
        Piece("same", "Der "),
        Piece("removed", "alte"),
        Piece("added", "neue"),
        Piece("same", " Satz steht hier."),
    ]
    assert match.entry == MemoryEntry.objects.get().pk


@pytest.mark.parametrize(
    ("target", "ids", "expected"),
    [
        ("no marks", ["a1"], "no marks"),
        ('the <a id="a1">report</a>', ["a1"], 'the <a id="a1">report</a>'),
        ('the <a id="a1">report</a>', [], "the report"),
        ('<a id="a2">x <b>y</b></a> <a id="a1">z</a>', ["a1"], 'x <b>y</b> <a id="a1">z</a>'),
        ('<a id="a1">x</a> <a id="a1">y</a>', ["a1"], '<a id="a1">x</a> y'),
        ('<a id="a1">x</a> <a id="a1">y</a>', ["a1"] * 2, '<a id="a1">x</a> <a id="a1">y</a>'),
        ('<a id="a1">x<a id="a2">y</a></a>', ["a2"], 'x<a id="a2">y</a>'),
        ("<a>x</a> <abbr>ab</abbr></a>", [], "x <abbr>ab</abbr>"),
    ],
)
def test_links_that_the_text_lacks_are_taken_away(
    target: str, ids: list[str], expected: str
) -> None:
    assert memory.fitting(target, ids) == expected


def test_a_text_with_other_links_is_offered_without_those_it_lacks(offers: Offers) -> None:
    memory.learn([unit('Siehe <a id="a1">Bericht</a>', 'See <a id="a1">report</a>')])
    assert offers("Siehe Bericht") == [(97, "See report")]
    assert offers('Siehe <a id="a1">Bericht</a>') == [(100, 'See <a id="a1">report</a>')]
