"""What changed, in words: a table in both languages' data, in the language of the sources."""

from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from sessions_app.programme.releases.telling import Known, Reader, tell, words_for
from sessions_app.programme.texts import Text

BERLIN = ZoneInfo("Europe/Berlin")
START, LATER, TOMORROW = (
    "2026-09-17T08:00:00+00:00",
    "2026-09-17T09:30:00+00:00",
    "2026-09-18T08:00:00+00:00",
)
ADA, BO, HOSTILE = (
    {"key": "a", "name": "Ada Beispiel"},
    {"key": "b", "name": "Bo & Söhne"},
    {"key": "c", "name": "<script>alert(1)</script> %(x)s %s {}"},
)


def time(start=START, minutes=60, cancelled=False, **names):
    """A time in a record."""
    return {
        "pk": 1,
        "start": start,
        "minutes": minutes,
        "room": 1 if names else None,
        "names": names,
        "is_cancelled": cancelled,
    }


HALL = {"de": "Großer Saal", "en": "Great hall"}
TABLE = {
    "new": ("new", None, [time(**HALL)], ["new: Thursday, 17 September, 10:00, Great hall"]),
    "new, twice": (
        "new",
        None,
        [time(**HALL), time(TOMORROW), time(LATER, cancelled=True)],
        ["new: Thursday, 17 September, 10:00, Great hall", "new: Friday, 18 September, 10:00"],
    ),
    "new, no time": ("new", None, [], ["new, time to be announced"]),
    "withdrawn": ("withdrawn", [time()], None, ["no longer on the programme"]),
    "moved": ("moved", time(), time(LATER), ["moved from Thursday, 17 September, 10:00 to 11:30"]),
    "to another day": (
        "moved",
        time(),
        time(TOMORROW),
        ["moved from Thursday, 17 September, 10:00 to Friday, 18 September, 10:00"],
    ),
    "longer": (
        "moved",
        time(),
        time(minutes=90),
        ["Thursday, 17 September, 10:00: now until 11:30 (before: until 11:00)"],
    ),
    "over the night of the clocks": (
        "moved",
        time("2026-10-24T22:30:00+00:00"),
        time("2026-10-24T22:30:00+00:00", minutes=240),
        ["Sunday, 25 October, 00:30: now until 03:30 (before: until 01:30)"],
    ),
    "a time more": (
        "moved",
        None,
        time(**HALL),
        ["new time: Thursday, 17 September, 10:00, Great hall"],
    ),
    "a time less": (
        "moved",
        time(),
        None,
        ["no longer at this time: Thursday, 17 September, 10:00"],
    ),
    "room": (
        "room",
        time(de="Kleiner Saal"),
        time(**HALL),
        ['now in: Great hall (before: <span lang="de">Kleiner Saal</span>)'],
    ),
    "a first room": ("room", time(), time(en="A & B"), ["now in: A &amp; B"]),
    "no room": ("room", time(**HALL), time(), ["room to be announced (before: Great hall)"]),
    "cancelled": (
        "cancelled",
        time(),
        time(cancelled=True),
        ["cancelled: Thursday, 17 September, 10:00"],
    ),
    "reinstated": (
        "reinstated",
        time(cancelled=True),
        time(),
        ["takes place after all: Thursday, 17 September, 10:00"],
    ),
    "people": (
        "people",
        [ADA],
        [BO],
        ["with Bo &amp; Söhne", "without Ada Beispiel"],
    ),
    "hostile": (
        "people",
        [],
        [HOSTILE],
        ["with &lt;script&gt;alert(1)&lt;/script&gt; %(x)s %s {}"],
    ),
    "of another day's making": ("painted", None, None, []),
}


def record(*parts, **values):
    """A record of these parts: kind, before, after."""
    found = [{"kind": kind, "before": was, "after": now} for kind, was, now in parts]
    return {
        "key": "k",
        "pk": 7,
        "language": "de",
        "titles": {"de": "Rede"},
        "is_cancelled": False,
        "parts": found,
    } | values


@pytest.mark.parametrize(("kind", "before", "after", "sentences"), TABLE.values(), ids=TABLE)
def test_sentences(kind, before, after, sentences):
    (told,) = tell([record((kind, before, after))], Reader("en", BERLIN))
    assert list(told.parts) == sentences


def test_a_session_of_which_nothing_is_left_is_cancelled_once():
    both = [("cancelled", time(), time(cancelled=True)), ("cancelled", time(), time(TOMORROW))]
    (told,) = tell([record(*both, is_cancelled=True)], Reader("en", BERLIN))
    assert told.parts == ("cancelled",)
    (told,) = tell([record(("new", None, [time()]), is_cancelled=True)], Reader("en", BERLIN))
    assert told.parts == ("new", "cancelled")


def test_several_changes_are_told_in_their_order():
    parts = [("moved", time(), time(LATER)), ("people", [], [ADA])]
    (told,) = tell([record(*parts)], Reader("en", BERLIN))
    assert told.parts == (
        "moved from Thursday, 17 September, 10:00 to 11:30",
        "with Ada Beispiel",
    )


def test_the_clock_is_the_programmes():
    moved = record(("moved", time(), time(LATER)))
    (told,) = tell([moved], Reader("en", ZoneInfo("America/New_York")))
    assert told.parts == ("moved from Thursday, 17 September, 04:00 to 05:30",)


def test_in_german():
    with translation.override("de"):
        (told,) = tell([record(("room", time(), time(**HALL)))], Reader("de", BERLIN))
    assert "Großer Saal" in told.parts[0]


KNOWN = Known(Text("Talk", "en"), "/en/programme/talk/")


@pytest.mark.parametrize(
    ("kind", "sessions", "title", "lang", "address"),
    [
        ("cancelled", {"k": KNOWN}, "Talk", "", "/en/programme/talk/"),
        ("cancelled", {}, "Rede", ' lang="de"', ""),
        ("withdrawn", {"k": KNOWN}, "Rede", ' lang="de"', ""),
    ],
)
def test_titles(kind, sessions, title, lang, address):
    found = record((kind, [time()] if kind == "withdrawn" else time(), time()))
    (told,) = tell([found], Reader("en", BERLIN, sessions))
    assert (str(told.title), told.title.lang, told.address) == (title, lang, address)


@pytest.mark.parametrize(
    ("texts", "original", "expected"),
    [
        ({"de": "a", "en": "b"}, "de", ("b", "en", False)),
        ({"de": "a", "fr": "c"}, "fr", ("c", "fr", True)),
        ({"de": "a", "fr": "c"}, "it", ("a", "de", True)),
        ({}, "de", ("", "", True)),
    ],
)
def test_words_in_the_readers_language_else_in_the_originals(texts, original, expected):
    found = words_for(texts, "en", original)
    assert (found.value, found.language, found.foreign) == expected
