"""What German words are made of, as far as simplemma's word list does not say. Pure.

Compounds are parted where both parts are words; nouns for people have a feminine form, or end like
adjectives; a capital letter tells nouns from all other words.
"""

import re
from functools import lru_cache

import simplemma

LANGUAGE = "de"
# A part of a compound that is looked for has this many letters, what remains one less.
SHORTEST = 4
_SHORTEST_REST = 3

# A gender sign with its ending, or the capital letter that stands for one.
_GENDER = re.compile(r"[*:_·/]-?[Ii]n(?:nen)?$|(?<=[a-zäöüß])In(?:nen)?$")
_FEMININE = re.compile(r"(?<=er)in$")
_FEMININE_NOUN = re.compile(r"(.{4,})in(?:nen)?$")
# Nouns made of adjectives and participles: their last letter goes with the article.
_ADJECTIVAL = re.compile(r"(.*(?:t|nd|ig|lich)e)r?$")
_LINKS = ("ens", "ns", "es", "en", "er", "s", "n", "e", "")
# What stands before a stem without being a word that a compound is made of, and what behind it.
_NO_MODIFIERS = """
    ab an auf aus be bei durch ein ent entgegen er fort ge gegen gewähr her herein hin hinaus hinter
    los miss mit nach um un unter ur ver vor weg wider wieder zer zu zurück zusammen über
"""
_PREFIXES = frozenset(_NO_MODIFIERS.split())
_SUFFIXES = ("heit", "keit", "schaft", "haft", "lich", "isch", "chen", "lein", "ling", "weise")


def without_gender(word: str) -> str:
    """``Lots`` for ``Lots*innen``, ``Berater`` for ``BeraterInnen``; other words as they are."""
    return _GENDER.sub("", word)


def of_unknown(form: str) -> set[str]:
    """What a word that no list has may be the feminine form of."""
    stem = _FEMININE_NOUN.match(form)
    return {stem[1], f"{stem[1]}e"} if stem else set()


def of_person(lemma: str) -> set[str]:
    """Further keys of a noun: its masculine, and one for all endings of an adjective."""
    found = set()
    if _FEMININE.search(lemma):
        found.add(lemma[:-2])
    elif lemma.endswith("in") and _is_listed(f"{lemma[:-2]}e"):
        found.add(f"{lemma[:-2]}e")
    if adjectival := _ADJECTIVAL.match(lemma):
        found.add(f"~{adjectival[1]}")
    return found


def heads(word: str) -> list[int]:
    """Where the last part of the compound ``word`` may begin. It says what kind of thing it is."""
    cuts = range(_SHORTEST_REST, len(word) - SHORTEST + 1)
    return [cut for cut in cuts if _is_modifier(word[:cut])]


def modifiers(word: str) -> list[int]:
    """Where the first part of the compound ``word`` may end."""
    cuts = range(SHORTEST, len(word) - _SHORTEST_REST + 1)
    return [c for c in cuts if not word[c:].startswith(_SUFFIXES) and _is_word(word[c:])]


def stems(piece: str) -> frozenset[str]:
    """A compound's first part as it stands, and without what links it to the next."""
    found = {piece.removesuffix(link) for link in _LINKS}
    return frozenset(stem for stem in found if len(stem) >= SHORTEST)


def _is_listed(word: str) -> bool:
    return simplemma.is_known(word, lang=LANGUAGE)


@lru_cache(maxsize=20_000)
def _is_word(piece: str) -> bool:
    """Whether the word list has ``piece``, or it is a compound that ends in such a word."""
    if _is_listed(piece.capitalize()):
        return True
    return any(_is_listed(piece[cut:].capitalize()) for cut in heads(piece) if cut >= SHORTEST)


@lru_cache(maxsize=20_000)
def _is_modifier(piece: str) -> bool:
    """Whether ``piece`` may stand in front of a compound's last part."""
    if piece.lower() in _PREFIXES:
        return False
    found = {piece.removesuffix(link) for link in _LINKS}
    return any(
        len(stem) >= _SHORTEST_REST
        and stem.lower() not in _PREFIXES
        and (_is_listed(stem.capitalize()) or _is_listed(stem.lower()))
        for stem in found
    )
