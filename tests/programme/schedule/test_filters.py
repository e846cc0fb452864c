"""Filters of the programme: what stands in the address decides, in both languages alike."""

import re
from pathlib import Path

import pytest
from django.http import QueryDict

from sessions_app.programme.schedule.filters import Filters, chosen_of, filters_of, fold
from tests.conftest import ROOT
from tests.factories import (
    make_format,
    make_room,
    make_session,
    make_speaker,
    make_track,
    slot,
    translate,
)

from ..shown import show


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pflüge", "pfluege"),
        ("Pflüge", "PFLUGE"),
        ("Ölsner", "oelsner"),
        ("Straße", "STRASSE"),
        ("Café", "cafe"),
        ("Æther", "æther"),
        ("neue", "neue"),
    ],
)
def test_spellings_of_one_word_are_one(one, other):
    assert fold(one) == fold(other)


def test_other_words_stay_others():
    assert fold("Pflug") != fold("Flug")


def test_the_browser_folds_by_the_same_rules():
    """Both name the same steps: no case, ß, decomposition, marks, an e after a, o, u."""
    script = (ROOT / "sessions_app/static/sessions_app/js/programme.js").read_text()
    body = re.search(r"function fold\(text\) \{\n  return (.*);\n\}", script)
    assert body is not None
    assert body[1] == (
        'text.toLowerCase().replaceAll("ß", "ss").normalize("NFD")'
        '.replace(/[\\u0300-\\u036f]/g, "").replace(/([aou])e/g, "$1")'
    )


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("", Filters()),
        ("track=3&room=4&format=5", Filters(track=3, room=4, format=5)),
        ("spoken=de&help=captions-en", Filters(spoken="de", help="captions-en")),
        ("q=++zwei+++Wörter+", Filters(words="zwei Wörter")),
        ("view=grid", Filters(view="grid")),
        ("view=cube", Filters()),
        ("track=-1&room=%00&format=9e9", Filters()),
        ("track=²&room=1٣&format=99999999999999999999", Filters()),
        ("spoken=<script>&help=' or 1=1", Filters()),
        ("q=" + "a" * 10_000, Filters(words="a" * 200)),
        ("q=%00", Filters()),
        ("s=", Filters(chosen=frozenset())),
        ("s=3,x,1,,3,-2,1.5", Filters(chosen=frozenset({1, 3}))),
        ("track=1&track=2", Filters(track=2)),
    ],
)
def test_whatever_stands_in_an_address_is_read_or_left_out(query, filters):
    assert filters_of(QueryDict(query)) == filters


def test_a_selection_has_an_end():
    assert len(chosen_of(",".join(map(str, range(10_000))))) == 500


def test_an_address_is_written_as_it_is_read():
    filters = Filters(3, 4, 5, "de", "captions-en", "zwei Wörter", frozenset({7, 2}), "grid")
    assert filters.query == (
        "track=3&format=4&room=5&spoken=de&help=captions-en&q=zwei+W%C3%B6rter&s=2,7&view=grid"
    )
    assert filters_of(QueryDict(filters.query)) == filters
    assert filters.list_query == filters.query.removesuffix("&view=grid")
    assert (Filters(view="grid").is_set, Filters(chosen=frozenset()).is_set) == (False, True)


@pytest.fixture
def programme(house):
    """Three sessions that differ in everything; the second one is German alone."""
    hall, cellar = make_room("Großer Saal", order=1), make_room("Keller", order=2)
    state, money = make_track("Staat", order=1), make_track("Geld", order=2)
    talk, panel = make_format("Vortrag", order=1), make_format("Podium", order=2)
    for label in (hall, cellar, state, money, talk, panel):
        translate(label, "en")
    ada = make_speaker("Ada Ölsner")
    first = make_session(
        house.programme,
        title="Erstes",
        slots=[slot("2026-09-17 10:00", room=hall)],
        track=state,
        format=talk,
        spoken_language="de",
        interpretation=["en"],
        people=[ada],
    )
    translate(first, "en", title="First")
    second = make_session(
        house.programme,
        title="Zweites",
        slots=[slot("2026-09-17 10:00", room=cellar)],
        track=money,
        format=talk,
        spoken_language="en",
        captions=["de"],
    )
    third = make_session(
        house.programme,
        title="Drittes",
        slots=[slot("2026-09-18 12:00", room=hall)],
        track=money,
        format=panel,
        spoken_language="de",
        sign_language="gsg",
    )
    translate(third, "en", title="Third")
    names = {"state": state, "money": money, "talk": talk, "panel": panel, "hall": hall}
    return {name: label.pk for name, label in names.items()} | {
        "sessions": (first.pk, second.pk, third.pk)
    }


TITLES = {"de": ["Erstes", "Zweites", "Drittes"], "en": ["First", "Zweites", "Third"]}
ADDRESSES = {"de": "/de/programm/", "en": "/en/programme/"}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", [0, 1, 2]),
        ("track={money}", [1, 2]),
        ("format={panel}", [2]),
        ("room={hall}", [0, 2]),
        ("room={hall}&track={money}", [2]),
        ("spoken=en", [1]),
        ("help=interpretation-en", [0]),
        ("help=captions-de", [1]),
        ("help=sign-gsg", [2]),
        ("q=olsner", [0]),
        ("q=ada+oelsner", [0]),
        ("q=saal", [0, 2]),
        ("q=nirgends", []),
        ("track=999999", []),
        ("s=0", []),
    ],
)
def test_filters_hide_what_does_not_match(client, programme, language, query, left):
    query = query.format(**programme)
    shown = show(client, f"{ADDRESSES[language]}?{query}")
    entries = "//article[contains(@class, 'z-entry') and not(ancestor-or-self::*[@hidden])]//h4"
    assert shown.texts(entries) == [TITLES[language][n] for n in left]
    hidden = "//article[contains(@class, 'z-entry') and ancestor-or-self::*[@hidden]]//h4"
    assert shown.texts(hidden) == [t for n, t in enumerate(TITLES[language]) if n not in left]
    assert len(shown.texts("//p[@data-nothing and not(@hidden)]")) == (not left)
    days = "//section[@class='z-day' and not(@hidden)]"
    assert len(shown.root.xpath(days)) == len({n // 2 for n in left})


def test_the_state_goes_along_and_the_canonical_address_stays_without(client, programme):
    query = f"room={programme['hall']}&view=grid"
    shown = show(client, f"/de/programm/?{query}")
    assert shown.values("//nav[@class='z-switch']//a", "href") == [(f"/en/programme/?{query}",)]
    assert shown.values("//link[@rel='canonical']", "href") == [("http://localhost/de/programm/",)]
    assert [value for (value,) in shown.values("//p[@data-views]/a", "href")] == [
        f"?room={programme['hall']}",
        f"?{query}",
    ]
    assert shown.values("//select[@name='room']/option[@selected]", "value") == [
        (str(programme["hall"]),)
    ]


def test_only_filters_that_make_a_difference_are_offered(client, house):
    make_session(house.programme, title="Eins", slots=[slot(room=make_room())], track=make_track())
    shown = show(client, "/de/programm/")
    assert shown.values("//form[@data-filters]//select", "name") == []
    assert shown.values("//form[@data-filters]//input", "name") == [("q",)]


def test_the_grid_has_classes_for_every_place():
    from sessions_app.programme.schedule import grid

    sheet = Path(ROOT / "sessions_app/static/sessions_app/css/grid.css").read_text()
    rules = re.findall(r"^\.z-([cren])(\d+) \{ --z-\1: \2; \}$", sheet, re.MULTILINE)
    columns = range(grid.FIRST, grid.FIRST + grid.COLUMNS)
    rows = range(grid.FIRST, grid.FIRST + grid.ROWS)
    assert rules == [
        *(("c", str(n)) for n in columns),
        *(("r", str(n)) for n in rows),
        *(("e", str(n)) for n in rows),
        *(("n", str(n)) for n in range(1, grid.COLUMNS + 1)),
    ]
