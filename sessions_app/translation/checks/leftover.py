"""Text of the source that was not translated: the whole of it, a passage, a single word."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from django.utils.translation import gettext_lazy as _
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ..words.lemmas import is_listed, is_only_of
from .base import Check, Found, Pair, Severity
from .languages import base, telling_words, word_set
from .text import (
    WORD,
    excerpt,
    plain,
    quoted,
    without,
    without_addresses,
    without_italics,
    without_marked,
)

# A sentence as short as this is too often misread.
_LONG = 60
_FEW_WORDS = 8
# From how many words in a row on, with how many small ones among them, a copy is one.
_RUN = 3
_LONGEST_RUN = 30
_TELLING = 2
# As many places of the source as a run of words is looked for at.
_MOST_PLACES = 20
# What is quoted or set in brackets may be the name of a thing in its own language.
_ASIDE = re.compile(r"[“„‘‚»«›‹(\"][^“”„‘’»«()\"\n]{1,80}[”“’‘«»)\"]")
_SENTENCE = re.compile(r"[^.!?…\n]+")
_HANDLE = re.compile(r"[@#]\w+")
# What makes a chain of German words with capitals the name of a body.
_BODIES = re.compile(
    r"(?:agentur|akademie|amt|bank|bund|bündnis|dienst|fabrik|fonds|forum|gericht|gesellschaft|haus"
    r"|hochschule|initiative|institut|kammer|kolleg|konferenz|labor|ministerium|museum|netzwerk"
    r"|partei|rat|schule|stiftung|theater|universität|union|verband|verein|versicherung|werk"
    r"|werkstatt|zeitung|zentrum)$",
    re.IGNORECASE,
)
# What a name may hold between its capitals; behind an article a noun is none.
_BETWEEN = word_set(
    "am auf bei bis das dem den der des die ev für im in mit ob und unter van vom von zu zum zur"
)
_DETERMINERS = word_set(
    "a all an any each every her his its many my no our some that the their these this those your"
)
# What stands before a German noun that is no name: an article, or an adjective in any form.
_INTRODUCED = (
    r"(?:(?<!\w)(?:am|ans|beim|d(?:as|em|en|er|es|ie)|im|ins|vom|zum|zur)"
    r"|(?<!\w)(?:dies|ein|ihr|jed|kein|mein|sein|unser)(?:e|em|en|er|es)?"
    r"|[a-zäöüß]{3}(?:e|em|en|er|es))\s"
)
# German words and names that English writers use as they are, behind an article too.
_LOANS = word_set(
    "alster angst autobahn bundesbank bundesliga bundesrat bundestag bundeswehr bürgergeld"
    " caritas charité diakonie donau elbe energiewende grundgesetz hartz kita kitas land"
    " länder landtag leitkultur mittelstand realpolitik reichstag schadenfreude tagesschau"
    " umwelt wanderlust weltanschauung wirtschaftswunder"
)
# Endings of places, houses and papers, which are names behind an article too.
_PLACE = re.compile(
    r"(?:allee|bach|bahn|berg|brück|brücke|bühne|burg|damm|dom|dorf|feld|furt|gebiet|gebirge|halle"
    r"|haus|hausen|heim|hof|insel|kirche|meer|museum|oper|park|platz|schau|schloss|see|spiegel"
    r"|spitze|stadt|stein|straße|tal|theater|ticket|tor|turm|ufer|viertel|wald|weg|zeitung)$",
    re.IGNORECASE,
)
# Endings of nouns that are hardly ever names, from a length on that surnames do not reach.
_ABSTRACT = re.compile(
    r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|antrag|arbeit|bescheid|mangel|pflege"
    r"|verfahren|wesen)$"
)
_LONG_NOUN = 9
# “Hedwig von der Au”: two names with small words between them.
_NOBLE = re.compile(
    r"(?<!\w)([^\W\d_]+) (?:von|van|vom|zu|zum|zur)(?: und zu)?(?: (?:dem|den|der))? [^\W\d_]+"
)
# A short sentence whose words are mostly those of the other language is left over.
_FEWEST_WORDS = 3
_SHORTEST_NAME = 2


class Unchanged(Check):
    """The source's text stands in place of a translation."""

    identifier = "unchanged"
    severity = Severity.WARNING
    name = _("Not translated")
    description = _(
        "A translation differs from the original, unless somebody says that it is to stay."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where both say the same words, and one of them is the source's alone.

        Names, numbers, titles in the target's language and words of both languages may be the same.
        """
        if pair.kept or _words(pair.source_text) != _words(pair.target_text):
            return
        if base(pair.source_language) == base(pair.target_language):
            return
        text = without(_HANDLE.sub(" ", without_addresses(pair.source_text)), pair.names)
        kept = {one for term in pair.terms for one in term.approved if one == term.source}
        words = WORD.findall(without(text, tuple(sorted(kept))))
        if any(self._is_of_source(word, pair) for word in words) or (
            len(words) > 1 and not _has_lists(pair)
        ):
            yield Found(str(_("The text is the same as the original.")))

    def _is_of_source(self, word: str, pair: Pair) -> bool:
        """Whether a word is surely none of the target's language."""
        if word.casefold() in telling_words(pair.source_language, pair.target_language):
            return True
        if is_only_of(word, pair.source_language, pair.target_language):
            # A compound that no list has may be a street.
            is_listed_word = is_listed(word, pair.source_language)
            return (
                len(word) > 2
                and not word.isupper()
                and bool(is_listed_word or not _PLACE.search(word))
            )
        umlauts = base(pair.target_language) == "en" and re.search("[äöüß]", word)
        return bool(umlauts and word[-1:] != "s")


def _has_lists(pair: Pair) -> bool:
    """Whether there are lists of words of both languages."""
    codes = pair.source_language, pair.target_language
    return all(is_listed("a", code) is not None for code in codes)


def _words(text: str) -> list[str]:
    """All words and numbers of a text in their order; marks and case do not count."""
    return re.findall(r"\w+", text.casefold())


class SourceLeft(Check):
    """Words or sentences in the source's language that stand in the target."""

    identifier = "source_left"
    severity = Severity.WARNING
    name = _("Original language left over")
    description = _(
        "No passage of the translation is still in the language of the original, unless it is"
        " marked as such."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for the first passage, shown by its beginning.

        What is quoted, in brackets, in italics or part of a name may stand in its own language.
        """
        telling = telling_words(pair.source_language, pair.target_language)
        if pair.kept or not telling or _words(pair.source_text) == _words(pair.target_text):
            return
        text = plain(without_italics(without_marked(pair.target)))
        kept = (one for term in pair.terms for one in term.approved if one == term.source)
        as_they_are = (*pair.names, *quoted(pair.source_text), *kept)
        text = without(_HANDLE.sub(" ", without_addresses(text)), as_they_are)
        text = _without_bodies(_ASIDE.sub(" – ", text), pair)
        for passages in (self._copied, self._sentences, self._single):
            for passage in passages(text, pair, telling):
                message = _("“%(passage)s” is still in the language of the original.")
                yield Found(str(message) % {"passage": excerpt(passage)}, excerpt(passage))
                return

    def _copied(self, text: str, pair: Pair, telling: frozenset[str]) -> Iterator[str]:
        """Runs of words that stand in the source as well and hold small words of its language."""
        if len(telling.intersection(map(str.casefold, WORD.findall(text)))) < _TELLING:
            return
        for run in _runs(text, pair.source_text, _RUN):
            if sum(word.casefold() in telling for word in run) >= _TELLING:
                yield " ".join(run)

    def _sentences(self, text: str, pair: Pair, telling: frozenset[str]) -> Iterator[str]:
        """Sentences that read like the source's language, by their words and by their letters."""
        of_target = telling_words(pair.target_language, pair.source_language)
        for sentence in _SENTENCE.findall(text):
            words = WORD.findall(sentence)
            if self._is_short_sentence_of_source(words, pair):
                yield sentence.strip()
            small = [word.casefold() for word in words]
            if len(small) < _FEW_WORDS or len(sentence) < _LONG:
                continue
            hits = sum(word in telling for word in small)
            # Cheap to count; only what may be of the source is looked at more closely.
            if hits >= _TELLING and hits > sum(word in of_target for word in small):
                spoken = _identifier(base(pair.source_language), base(pair.target_language))
                readable = sentence.encode(errors="replace").decode()
                if spoken is None or spoken.classify(readable)[0] == base(pair.source_language):
                    yield sentence.strip()

    def _is_short_sentence_of_source(self, words: list[str], pair: Pair) -> bool:
        """Whether most of a few words are the source's, those with a capital aside."""
        if not _FEWEST_WORDS <= len(words) < _FEW_WORDS:
            return False
        languages = pair.source_language, pair.target_language
        small = [word for word in words if word[0].islower() and is_only_of(word, *languages)]
        return 2 * len(small) >= len(words)

    def _single(self, text: str, pair: Pair, telling: frozenset[str]) -> Iterator[str]:
        """Single words of the source that were forgotten."""
        languages = pair.source_language, pair.target_language
        of_source = set(WORD.findall(pair.source_text))
        found = list(WORD.finditer(text))
        for number, match in enumerate(found):
            word = match[0]
            is_word = not re.match(r"[\w.]\w", text[match.end() : match.end() + 2])
            if not is_word or word not in of_source or not is_only_of(word, *languages):
                continue
            before = found[number - 1][0] if number else ""
            behind = found[number + 1][0] if number + 1 < len(found) else ""
            is_within_name = _is_of_name(before, pair) or _is_of_name(behind, pair)
            if word[0].islower():
                if not is_within_name or (
                    base(pair.source_language) == "de" and word not in _BETWEEN
                ):
                    yield word
            elif (
                base(pair.source_language) == "de"
                and not is_within_name
                and _is_common_noun(word, before, pair.source_text)
                and not re.match(r"\s*–", text[match.end() : match.end() + 4])
            ):
                yield word


def _runs(text: str, source: str, shortest: int) -> Iterator[list[str]]:
    """The longest runs of at least ``shortest`` words of ``text`` that stand in ``source`` too."""
    words = WORD.findall(text)
    folded = [word.casefold() for word in words]
    of_source = [word.casefold() for word in WORD.findall(source)]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(of_source) - shortest + 1):
        places[tuple(of_source[at : at + shortest])].append(at)
    start = 0
    while start <= len(words) - shortest:
        first = tuple(folded[start : start + shortest])
        length = max(
            (
                _common(of_source, at, folded, start, shortest)
                for at in places.get(first, ())[:_MOST_PLACES]
            ),
            default=0,
        )
        if length:
            yield words[start : start + length]
        start += max(length, 1)


def _common(source: list[str], at: int, words: list[str], start: int, length: int) -> int:
    """How many words are the same from both places on, ``length`` of them being so for sure."""
    most = min(len(source) - at, len(words) - start, _LONGEST_RUN)
    while length < most and source[at + length] == words[start + length]:
        length += 1
    return length


def _without_bodies(text: str, pair: Pair) -> str:
    """``text`` without the names of bodies and places that stand in the source as well."""
    if base(pair.source_language) != "de":
        return text
    text = _NOBLE.sub(lambda match: _without_noble(match, pair), text)
    for run in _runs(text, pair.source_text, _SHORTEST_NAME):
        while run and run[-1].casefold() in _BETWEEN:
            run = run[:-1]
        if len(run) >= _SHORTEST_NAME and _is_name(run, pair.source_text):
            text = re.sub(r"\W+".join(map(re.escape, run)), " – ", text, count=1)
    return text


def _without_noble(match: re.Match[str], pair: Pair) -> str:
    """What remains of words that look like somebody's name; all where a noun stands in front."""
    first, last = match[1], match[0].rsplit(" ", 1)[-1]
    is_name = first[0].isupper() and last[0].isupper() and match[0] in pair.source_text
    return " – " if is_name and not is_only_of(first, "de", pair.target_language) else match[0]


def _is_of_name(word: str, pair: Pair) -> bool:
    """Whether a word beside another is likely to be part of the same name."""
    if base(pair.source_language) != "de":
        return word[:1].isupper() and word in pair.source_text
    if word in _BETWEEN:
        return is_only_of(word, pair.source_language, pair.target_language)
    return (
        word[:1].isupper()
        and word.casefold() not in _DETERMINERS
        and (word in pair.source_text or is_only_of(word, "de", pair.target_language))
    )


def _is_common_noun(word: str, before: str, source: str) -> bool:
    """Whether a German noun in an English text is likely to be no name."""
    if word.casefold() in _LOANS or word.isupper() or _PLACE.search(word):
        return False
    if before.casefold() in _DETERMINERS:
        # “Konferenz Zwiesprache”: without an article it is what the other is called.
        pattern = _INTRODUCED + re.escape(word)
        return re.search(pattern, source, re.IGNORECASE) is not None
    return bool(_ABSTRACT.search(word)) and len(word) >= _LONG_NOUN


def _is_name(run: list[str], source: str) -> bool:
    """Whether a run of German words is the name of a body or a place: “Haus der Kulturen”."""
    rest = [word for word in run if word.casefold() not in _BETWEEN]
    if not rest or not all(word[0].isupper() for word in rest):
        return False
    if any(_BODIES.search(word) for word in rest):
        return True
    # A small word with a capital in the middle of a sentence: “heißt Unter den Linden”.
    if not (run[0][0].isupper() and run[0].casefold() in _BETWEEN):
        return False
    return re.search(rf"[\w,]\s+{re.escape(run[0])}\b", source) is not None


@cache
def _model() -> LanguageIdentifier:
    """The model of letters; reading it takes a second, and nobody needs it who asks nothing."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=16)
def _identifier(*codes: str) -> LanguageIdentifier | None:
    """Tells one of these languages from the others; ``None`` where the model lacks one."""
    full = _model()
    if not set(codes) <= set(full.labels):
        return None
    numbers = [number for number, code in enumerate(full.nb_classes) if code in codes]
    return LanguageIdentifier(
        full.nb_ptc[:, numbers],
        full.nb_pc[numbers],
        [full.nb_classes[number] for number in numbers],
        full.tk_nextmove,
        full.tk_output,
        norm_probs=True,
        tk_row=full.tk_row,
    )
