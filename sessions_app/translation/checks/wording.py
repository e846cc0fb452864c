"""Words that were not translated, or not as elsewhere, and descriptions that describe nothing."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from django.utils.translation import gettext_lazy as _
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from .base import Check, Found, Pair, Severity
from .languages import base, language, telling_words
from .text import WORD, excerpt, plain, without, without_addresses, without_marked

# A sentence as short as this is too often misread.
_LONG = 60
_FEW_WORDS = 8
# From how many words in a row on, with how many small ones among them, a copy is one.
_RUN = 3
_LONGEST_RUN = 30
_TELLING = 2
# What is quoted or set in brackets may be the name of a thing in its own language.
_ASIDE = re.compile(r"[“„‘‚»«›‹(\"][^“”„‘’»«()\"\n]{1,80}[”“’‘«»)\"]")
_SENTENCE = re.compile(r"[^.!?…\n]+")
_FILE_NAME = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|tiff?|webp)\b|\b(?:IMG|DSC|P)_?\d{3,}|\w_\w")
ALT_TEXTS = frozenset(("alt", "alt_text", "contextual_alt_text"))


class Unchanged(Check):
    """The source's text stands in place of a translation."""

    identifier = "unchanged"
    severity = Severity.WARNING
    name = _("Not translated")
    description = _(
        "A translation differs from the original, unless somebody says that it is to stay."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence where both are the same; names, numbers and single words may be."""
        if pair.kept or _folded(pair.source_text) != _folded(pair.target_text):
            return
        if base(pair.source_language) == base(pair.target_language):
            return
        text = without(without_addresses(pair.source_text), pair.names)
        kept = {one for term in pair.terms for one in term.approved if one == term.source}
        words = WORD.findall(without(text, tuple(sorted(kept))))
        if len(words) > 1 or (words and self._is_of_source(words[0], pair)):
            yield Found(str(_("The text is the same as the original.")))

    def _is_of_source(self, word: str, pair: Pair) -> bool:
        """Whether a single word is surely none of the target's language."""
        small = telling_words(pair.source_language, pair.target_language)
        umlauts = base(pair.target_language) == "en" and re.search("[äöüß]", word)
        return word.casefold() in small or bool(umlauts and word[-1:] != "s")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


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
        """One sentence for each passage, shown by its beginning."""
        telling = telling_words(pair.source_language, pair.target_language)
        if pair.kept or not telling or _folded(pair.source_text) == _folded(pair.target_text):
            return
        text = plain(without_marked(pair.target))
        text = _ASIDE.sub(" – ", without(without_addresses(text), pair.names))
        passages = [*self._copied(text, pair, telling), *self._sentences(text, pair, telling)]
        for passage in passages[:1]:
            message = _("“%(passage)s” is still in the language of the original.")
            yield Found(str(message) % {"passage": excerpt(passage)}, excerpt(passage))

    def _copied(self, text: str, pair: Pair, telling: frozenset[str]) -> Iterator[str]:
        """Runs of words that stand in the source as well and hold small words of its language."""
        words = WORD.findall(text)
        if len(telling.intersection(map(str.casefold, words))) < _TELLING:
            return
        source = f" {' '.join(WORD.findall(pair.source_text)).casefold()} "
        start = 0
        while start <= len(words) - _RUN:
            end = start
            last = min(len(words), start + _LONGEST_RUN)
            while end < last and _joined(words[start : end + 1]) in source:
                end += 1
            run = words[start:end]
            if len(run) >= _RUN and sum(word.casefold() in telling for word in run) >= _TELLING:
                yield " ".join(run)
            start = max(end, start + 1)

    def _sentences(self, text: str, pair: Pair, telling: frozenset[str]) -> Iterator[str]:
        """Sentences that read like the source's language, by their words and by their letters."""
        of_target = telling_words(pair.target_language, pair.source_language)
        for sentence in _SENTENCE.findall(text):
            words = [word.casefold() for word in WORD.findall(sentence)]
            if len(words) < _FEW_WORDS or len(sentence) < _LONG:
                continue
            hits = sum(word in telling for word in words)
            # Cheap to count; only what may be of the source is looked at more closely.
            if hits >= _TELLING and hits > sum(word in of_target for word in words):
                spoken = _identifier(base(pair.source_language), base(pair.target_language))
                if spoken is None or spoken.classify(sentence)[0] == base(pair.source_language):
                    yield sentence.strip()


def _joined(words: list[str]) -> str:
    return f" {' '.join(words).casefold()} "


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


class OtherwiseElsewhere(Check):
    """The same source text was translated in another way elsewhere."""

    identifier = "elsewhere"
    severity = Severity.HINT
    name = _("Translated otherwise elsewhere")
    description = _("The same text is translated in the same way everywhere.")

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence with the other translation; small differences in writing do not count."""
        if pair.kept:
            return
        target = _folded(pair.target_text)
        for other in sorted(pair.others)[:3]:
            text = plain(other)
            if _folded(text) != target and text.strip():
                message = _("Elsewhere the same text is translated “%(other)s”.")
                yield Found(str(message) % {"other": excerpt(text)}, excerpt(text))
                return


class AltText(Check):
    """A description of a picture that is a file's name or says that it describes a picture."""

    identifier = "alt_text"
    severity = Severity.HINT
    name = _("Alternative text")
    description = _(
        "An alternative text says what is to be seen: it is no file name and does not begin with"
        " “Image of”."
    )

    def find(self, pair: Pair) -> Iterator[Found]:
        """One sentence for a file's name, one for needless words at the beginning."""
        if pair.field not in ALT_TEXTS:
            return
        text = pair.target_text.strip()
        if _FILE_NAME.search(text):
            yield Found(str(_("The alternative text looks like the name of a file.")), "file")
        for needless in self._needless(pair):
            if text.casefold().startswith(needless):
                message = _("Nobody needs to be told “%(words)s”: say what is to be seen.")
                yield Found(str(message) % {"words": text[: len(needless)]}, needless)
                return

    def _needless(self, pair: Pair) -> tuple[str, ...]:
        known = language(pair.target_language)
        return known.pictures if known else ()
