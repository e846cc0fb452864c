"""What the checks know of languages: signs, small words, numbers and months. Plain tables.

A check says nothing where it would need a language that has no table here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True)
class Language:
    """How one language is written.

    ``decimal`` parts the fraction of a number, ``groups`` its thousands. ``quotes`` are pairs of
    opening and closing marks that are right, the one to be recommended first. ``words`` are
    numbers as words with their values, ordinals among them; ``scales`` what a number is multiplied
    by. ``loosely`` are words that may stand for several numbers: “quarter” for 25 of a hundred or
    15 minutes, “eighties” for 80 or 1980. ``weekdays`` count from 1, Monday; ``short_days`` are
    their abbreviations, which may be ordinary words. ``dating`` words stand before a month and make
    it one. ``small`` are words that hardly ever stand in another language. ``pictures`` are words
    that a description of a picture need not begin with. ``doubled`` words may follow on themselves.
    ``names`` have their capital in a heading that is written as sentences are.
    ``is_sentence_case`` says that headings are, ``has_small_months`` that the names of months begin
    with a small letter.
    """

    decimal: str
    groups: str
    quotes: tuple[tuple[str, str], ...]
    months: Mapping[str, int]
    words: Mapping[str, int]
    scales: Mapping[str, int]
    small: frozenset[str]
    pictures: tuple[str, ...]
    abbreviations: frozenset[str]
    doubled: frozenset[str] = field(default_factory=frozenset)
    loosely: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    short_days: Mapping[str, int] = field(default_factory=dict)
    dating: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)
    is_sentence_case: bool = False
    has_small_months: bool = False


def word_set(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())


def _numbered(words: str, values: Iterable[int]) -> dict[str, int]:
    """The words of a list with their values; those with ``/`` between them have the same."""
    return {
        word: value
        for names, value in zip(words.split(), values, strict=True)
        for word in names.split("/")
    }


_TENS = range(20, 100, 10)


def _german_words() -> dict[str, int]:
    ones = _numbered("ein zwei/zwo drei vier fünf sechs sieben acht neun", range(1, 10))
    tens = _numbered("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", _TENS)
    found = ones | tens
    found |= _numbered(
        "null zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
        [0, *range(10, 20)],
    )
    found |= {f"{one}und{ten}": a + b for one, a in ones.items() for ten, b in tens.items()}
    found |= {"eins": 1, "eine": 1, "einem": 1, "einen": 1, "einer": 1, "eines": 1, "beide": 2}
    ordinals = _numbered(
        "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft", range(1, 13)
    )
    ordinals |= {f"{word}t": n for word, n in found.items() if 13 <= n <= 19}
    ordinals |= {f"{word}st": n for word, n in found.items() if 20 <= n <= 99}
    ordinals |= {"hundertst": 100, "tausendst": 1000}
    ends = ("e", "em", "en", "er", "es", "ens")
    found |= {f"{stem}{end}": n for stem, n in ordinals.items() for end in ends}
    found |= {f"{word}mal": n for word, n in tuple(found.items()) if n < 100}
    found |= {f"doppelt{end}": 2 for end in ("", "e", "en", "er", "es")}
    return found | {"dutzend": 12, "hundert": 100, "tausend": 1000, "einhundert": 100}


def _english_words() -> dict[str, int]:
    ones = _numbered("one two three four five six seven eight nine", range(1, 10))
    tens = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", _TENS)
    ordinals = _numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        range(1, 13),
    )
    teens = _numbered(
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen", range(13, 20)
    )
    found = ones | tens | teens | _numbered("zero ten eleven twelve", [0, 10, 11, 12])
    found |= {f"{ten}-{one}": a + b for ten, a in tens.items() for one, b in ones.items()}
    found |= {
        f"{ten}-{name}": a + b for ten, a in tens.items() for name, b in ordinals.items() if b < 10
    }
    found |= ordinals | {f"{word}th": n for word, n in teens.items()}
    found |= {f"{word[:-1]}ieth": n for word, n in tens.items()}
    found |= {f"{word}fold": n for word, n in ones.items()}
    found |= {"a": 1, "an": 1, "once": 1, "single": 1, "twice": 2, "both": 2, "double": 2}
    found |= {"triple": 3, "thrice": 3, "quadruple": 4, "dozen": 12}
    return found | {"hundred": 100, "thousand": 1000, "hundredth": 100, "thousandth": 1000}


def _decades(words: str, *ends: str) -> dict[str, tuple[str, ...]]:
    """Names of decades: “twenties” for the number and for a year of the last century."""
    return {
        f"{word}{end}": (str(tens), str(1900 + tens))
        for word, tens in zip(words.split(), _TENS, strict=True)
        for end in ends
    }


_HALF = ("0.5", "50", "2")
_QUARTER = ("0.25", "25", "15", "4")
_THREE_QUARTERS = ("0.75", "75", "45")


_GERMAN = Language(
    decimal=",",
    groups=".\u00a0\u202f ’'",
    quotes=(("„", "“"), ("»", "«"), ("‚", "‘"), ("›", "‹")),
    months=_numbered(
        "januar/jänner/jan februar/feber/feb märz/mär april/apr mai juni/jun juli/jul august/aug"
        " september/sep/sept oktober/okt november/nov dezember/dez",
        range(1, 13),
    ),
    words=_german_words(),
    scales={
        "tausend": 10**3,
        "tsd": 10**3,
        "million": 10**6,
        "millionen": 10**6,
        "mio": 10**6,
        "milliarde": 10**9,
        "milliarden": 10**9,
        "mrd": 10**9,
    },
    small=word_set(
        "aber als auch auf aus bei beim bis da dann das dass dein dem den denn der des dich dir"
        " doch durch ein eine einem einen einer eines er es etwas für gegen haben hatte ihm ihn"
        " ihr ihre im ist ja jede jeder jedes kann kein keine können mehr mein mich mir mit muss"
        " müssen nach nicht nichts noch nur ob oder ohne schon sehr sein seine sich sie sind soll"
        " sondern über um und uns unser unter vom von vor warum wenn wer werden wie wieder wir wird"
        " wo wurde wurden zu zum zur zwischen"
    ),
    pictures=(
        "bild von",
        "bild:",
        "ein bild von",
        "das bild zeigt",
        "auf dem bild",
        "foto von",
        "foto:",
        "ein foto von",
        "das foto zeigt",
        "auf dem foto",
        "grafik von",
        "abbildung von",
    ),
    abbreviations=word_set(
        "abs abt art bd bzw ca co dipl dr einschl em engl etc evtl exkl ff geb ggf hrsg inh inkl"
        " insb jh kap max min mind mio mrd nr prof sek st std str tel tsd usf usw vgl wiss zzgl"
    ),
    doubled=word_set("das der die sie"),
    loosely={
        **dict.fromkeys(("hälfte", "halb", "halbe", "halben", "halber", "halbes"), _HALF),
        **dict.fromkeys(("viertel", "vierteln", "viertels"), (*_QUARTER, *_THREE_QUARTERS)),
        "drittel": ("3",),
        "dreiviertel": _THREE_QUARTERS,
        **_decades(
            "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
            *("er", "ern", "erjahre", "erjahren"),
        ),
    },
    weekdays=_numbered(
        "montag/montags/montagmorgen/montagabend dienstag/dienstags/dienstagmorgen/dienstagabend"
        " mittwoch/mittwochs/mittwochmorgen/mittwochabend"
        " donnerstag/donnerstags/donnerstagmorgen/donnerstagabend"
        " freitag/freitags/freitagmorgen/freitagabend"
        " samstag/samstags/samstagmorgen/samstagabend/sonnabend/sonnabends"
        " sonntag/sonntags/sonntagmorgen/sonntagabend",
        range(1, 8),
    ),
    short_days=_numbered("mo di mi do fr sa so", range(1, 8)),
    dating=word_set(
        "ab anfang bis diesem diesen ende im in jeden kommenden letzten mitte nächsten seit"
        " vergangenen vom von zum"
    ),
)

_ENGLISH = Language(
    decimal=".",
    groups=",\u00a0\u202f ’'",
    quotes=(("“", "”"), ("‘", "’")),
    months=_numbered(
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug"
        " september/sep/sept october/oct november/nov december/dec",
        range(1, 13),
    ),
    words=_english_words(),
    scales={
        "thousand": 10**3,
        "million": 10**6,
        "mn": 10**6,
        "billion": 10**9,
        "bn": 10**9,
    },
    small=word_set(
        "about after again and any are at be because been before being between but by can could"
        " did do does done for from had has have he her him his how if into is it its many more"
        " most must no not of on one only or other our out over she should some such than that the"
        " their them then there these they this those through to under up us very we were what when"
        " where which who whom whose why will with would you your"
    ),
    pictures=(
        "image of",
        "image:",
        "image showing",
        "an image of",
        "the image shows",
        "picture of",
        "picture:",
        "picture showing",
        "a picture of",
        "the picture shows",
        "photo of",
        "photo:",
        "photo showing",
        "a photo of",
        "the photo shows",
        "photograph of",
        "a photograph of",
        "graphic of",
    ),
    abbreviations=word_set("al approx co corp dr etc inc jr ltd no prof sr st"),
    doubled=word_set("had that"),
    loosely={
        "half": _HALF,
        **dict.fromkeys(("quarter", "quarters"), (*_QUARTER, *_THREE_QUARTERS)),
        "thirds": ("3",),
        "tenths": ("10",),
        **_decades("twenties thirties forties fifties sixties seventies eighties nineties", ""),
    },
    weekdays=_numbered(
        "monday/mondays tuesday/tuesdays wednesday/wednesdays thursday/thursdays friday/fridays"
        " saturday/saturdays sunday/sundays",
        range(1, 8),
    ),
    short_days=_numbered("mon tue/tues wed/weds thu/thur/thurs fri sat sun", range(1, 8)),
    dating=word_set(
        "after before between by during early end every from in last late mid next of since this"
        " through till to until"
    ),
    names=word_set(
        "monday tuesday wednesday thursday friday saturday sunday january february march april"
        " june july august september october november december europe europe’s european germany"
        " germany’s german germans france french austria austrian switzerland swiss italy"
        " italian spain spanish poland polish estonia estonian denmark danish sweden swedish"
        " norway norwegian finland finnish netherlands dutch belgium belgian greece greek turkey"
        " turkish ukraine ukrainian russia russian china chinese india indian japan japanese"
        " africa african asia asian america american britain british england english ireland"
        " irish scotland scottish wales welsh canada canadian brazil brazilian israel israeli"
        " cologne munich vienna brussels prague warsaw saxony bavaria thuringia london paris"
        " rome north south east west internet christian jewish muslim marxist kafka parliament"
        " bundestag"
    ),
    is_sentence_case=True,
)

_FRENCH = Language(
    decimal=",",
    groups=".\u00a0\u202f ",
    quotes=(("«", "»"), ("“", "”"), ("‹", "›")),
    months=_numbered(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        range(1, 13),
    ),
    words=_numbered(
        "zéro un/une/premier/première deux/deuxième trois/troisième quatre/quatrième"
        " cinq/cinquième six/sixième sept/septième huit/huitième neuf/neuvième dix/dixième onze"
        " douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent mille",
        [*range(17), 20, 30, 40, 50, 60, 100, 1000],
    ),
    scales={"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9}
    | {"milliards": 10**9},
    small=word_set(
        "au aussi aux avec ce ces cette comme dans de des du elle elles en est et être il ils je la"
        " le les leur leurs lui mais même ne nous ou où par pas plus pour qu que qui sa sans se ses"
        " si son sont sous sur un une vous été être"
    ),
    pictures=("image de", "image :", "photo de", "photo d’"),
    abbreviations=word_set("dr etc env mme mlle st"),
    doubled=word_set("nous vous"),
    is_sentence_case=True,
    has_small_months=True,
)

_TABLES = {"de": _GERMAN, "en": _ENGLISH, "fr": _FRENCH}


def base(code: str) -> str:
    """The language of a code without its region: ``de`` for ``de-AT``."""
    return code.replace("_", "-").partition("-")[0].lower()


def language(code: str) -> Language | None:
    """What is known of a language, whatever its region; ``None`` where that is nothing."""
    return _TABLES.get(base(code))


@lru_cache(maxsize=64)
def telling_words(code: str, other: str) -> frozenset[str]:
    """Small words of one language that are none of the other; none where one is unknown."""
    one, two = language(code), language(other)
    if one is None or two is None:
        return frozenset()
    # Words of the one that are ordinary words of the other, though no small ones.
    return one.small - two.small - _ALSO.get(base(other), frozenset())


_ALSO = {
    "de": word_set("am an bin hat her in man mag name so war was die do on one will"),
    "en": word_set("am an bin die do hat her him in ja man mir must note per so um us war was es"),
    "fr": frozenset(),
}
