"""How much work a translation is, as translators charge it: words by what is known of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from .. import localize, memory
from ..words import likeness, wordcount


class Band(models.TextChoices):
    """What is known of a text, by which its words are charged."""

    DONE = "done", _("translated already")
    CONTEXT = "context", _("known in the same place")
    EXACT = "exact", _("known word for word")
    REPETITION = "repetition", _("repetition")
    ALIKE_95 = "95", _("95–99 percent alike")
    ALIKE_85 = "85", _("85–94 percent alike")
    ALIKE_75 = "75", _("75–84 percent alike")
    ALIKE_50 = "50", _("50–74 percent alike")
    NEW = "new", _("new")


# The least percentage of every band of texts that are alike, highest first.
_ALIKE = ((95, Band.ALIKE_95), (85, Band.ALIKE_85), (75, Band.ALIKE_75), (50, Band.ALIKE_50))
# Objects whose texts are read and looked up together.
_BATCH = 25


@dataclass(frozen=True)
class Text:
    """A source text (segment HTML) in its place."""

    html: str
    path: str
    is_done: bool = False


@dataclass
class Analysis:
    """Numbers of words and of texts by band."""

    words: Counter[Band] = field(default_factory=Counter)
    texts: Counter[Band] = field(default_factory=Counter)

    def add(self, band: Band, words: int) -> None:
        """Count one text."""
        self.words[band] += words
        self.texts[band] += 1

    def merge(self, other: "Analysis") -> None:
        """Count everything of ``other``."""
        self.words.update(other.words)
        self.texts.update(other.texts)

    @property
    def open_words(self) -> int:
        """Words that are not translated yet."""
        return self.words.total() - self.words[Band.DONE]


def analyse(
    batches: Iterable[Sequence[Sequence[Text]]], source_language: str, target_language: str
) -> Iterator[Analysis]:
    """One analysis for each object, in their order; an object is a sequence of its texts.

    A text is charged by the best that is known of it: the memory's word for word, else the same
    text earlier in the selection, else the memory's most alike. Objects come in batches, since the
    memory is asked for many texts at once.
    """
    known: dict[str, memory.Nearest] = {}
    seen: set[str] = set()
    for batch in batches:
        wanted = {text.html for texts in batch for text in texts if not text.is_done}
        known |= memory.nearest(wanted - known.keys(), source_language, target_language)
        for texts in batch:
            found = Analysis()
            for text in texts:
                words = wordcount.count(text.html)
                if text.is_done:
                    found.add(Band.DONE, words)
                    continue
                same = likeness.canonical(text.html)
                found.add(_band(text.path, known[text.html], is_repeated=same in seen), words)
                seen.add(same)
            yield found


def _band(path: str, near: memory.Nearest, *, is_repeated: bool) -> Band:
    if near.percent == likeness.EXACT:
        return Band.CONTEXT if path in near.paths else Band.EXACT
    if is_repeated:
        return Band.REPETITION
    return next((band for least, band in _ALIKE if near.percent >= least), Band.NEW)


def of_translation(translation: Any) -> Analysis:
    """The analysis of what one Translation is to bring into its language."""
    rows = localize.segment_rows([translation])[translation.pk]
    texts = [Text(row.text, row.path, row.is_done) for row in rows]
    language = translation.source.locale.language_code
    (found,) = analyse([[texts]], language, translation.target_locale.language_code)
    return found


def of_originals(originals: Sequence[Any], locale: Locale) -> Iterator[tuple[Any, Analysis]]:
    """Every original with its analysis for a translation into ``locale``.

    ``originals`` name their model, key and locale as instances do; those that nobody opened are
    read as they stand now. Those of one language stand together, in their order. Works through
    the originals while it is iterated, 25 at a time.
    """
    by_language: dict[int, list[Any]] = {}
    for original in originals:
        by_language.setdefault(original.locale_id, []).append(original)
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    for language, rows in by_language.items():
        batches = [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]
        texts = (_texts(batch, locale) for batch in batches)
        found = analyse(texts, codes[language], locale.language_code)
        yield from zip(rows, found, strict=True)


def _texts(originals: Sequence[Any], locale: Locale) -> list[list[Text]]:
    """The texts of each original: those of its Translation, else those that stand in it now."""
    keys = [original.translation_key for original in originals]
    opened = {
        t.source.object_id: t
        for t in localize.translations_of(keys, locale)
        if t.source.locale_id in {original.locale_id for original in originals}
    }
    rows = localize.segment_rows(opened.values())
    found = {
        key: [Text(row.text, row.path, row.is_done) for row in rows[translation.pk]]
        for key, translation in opened.items()
    }
    for instance in localize.load([o for o in originals if o.translation_key not in opened]):
        found[instance.translation_key] = [
            Text(*text) for text in localize.original_texts(instance)
        ]
    return [found.get(key, []) for key in keys]
