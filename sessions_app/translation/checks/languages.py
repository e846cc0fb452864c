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
    by. ``small`` are words that hardly ever stand in another language. ``pictures`` are words that
    a description of a picture need not begin with. ``doubled`` words may follow on themselves.
    ``is_sentence_case`` says that headings are written as sentences are, ``has_small_months`` that
    the names of months begin with a small letter.
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
    is_sentence_case: bool = False
    has_small_months: bool = False


def _set(words: str) -> frozenset[str]:
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
    found |= {f"{stem}{end}": n for stem, n in ordinals.items() for end in ("e", "en", "er", "es")}
    found |= {f"{word}mal": n for word, n in tuple(found.items()) if n < 100}
    return found | {"dutzend": 12, "hundert": 100, "tausend": 1000, "einhundert": 100}


def _english_words() -> dict[str, int]:
    ones = _numbered("one two three four five six seven eight nine", range(1, 10))
    tens = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", _TENS)
    ordinals = _numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        range(1, 13),
    )
    found = ones | tens | ordinals
    found |= _numbered(
        "zero ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
        [0, *range(10, 20)],
    )
    found |= {f"{ten}-{one}": a + b for ten, a in tens.items() for one, b in ones.items()}
    found |= {"a": 1, "an": 1, "once": 1, "single": 1, "twice": 2, "both": 2, "dozen": 12}
    return found | {"hundred": 100, "thousand": 1000}


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
    small=_set(
        "aber als auch auf aus bei beim bis da dann das dass dein dem den denn der des dich dir"
        " doch durch ein eine einem einen einer eines er es etwas für gegen haben hatte ihm ihn"
        " ihr ihre im ist ja jede jeder jedes kann kein keine können mehr mein mich mir mit muss"
        " müssen nach nicht nichts noch nur ob oder ohne schon sehr sein seine sich sie sind soll"
        " sondern über um und uns unser unter vom von vor warum wenn wer werden wie wieder wir wird"
        " wo wurde wurden zu zum zur zwischen"
    ),
    pictures=("bild von", "bild:", "foto von", "foto:", "grafik von", "das bild zeigt"),
    abbreviations=_set(
        "bzw ca co dr etc evtl ff ggf hrsg inkl jh mio mrd nr prof st str tel usf usw vgl"
    ),
    doubled=_set("das der die sie"),
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
    small=_set(
        "about after again and any are at be because been before being between but by can could"
        " did do does done for from had has have he her him his how if into is it its many more"
        " most must no not of on one only or other our out over she should some such than that the"
        " their them then there these they this those through to under up us very we were what when"
        " where which who whom whose why will with would you your"
    ),
    pictures=(
        "image of",
        "image:",
        "picture of",
        "photo of",
        "photograph of",
        "graphic of",
        "the image shows",
    ),
    abbreviations=_set("al approx co corp dr etc inc jr ltd no prof sr st"),
    doubled=_set("had that"),
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
    small=_set(
        "au aussi aux avec ce ces cette comme dans de des du elle elles en est et être il ils je la"
        " le les leur leurs lui mais même ne nous ou où par pas plus pour qu que qui sa sans se ses"
        " si son sont sous sur un une vous été être"
    ),
    pictures=("image de", "image :", "photo de", "photo d’"),
    abbreviations=_set("dr etc env mme mlle st"),
    doubled=_set("nous vous"),
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
    "de": _set("am an bin hat her in man mag name so war was die do on one will"),
    "en": _set("am an bin die do hat her him in ja man mir must note per so um us war was es"),
    "fr": frozenset(),
}
