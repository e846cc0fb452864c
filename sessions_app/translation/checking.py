"""The checks, given what they need to know: names, terms, other translations, waived findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import models

from . import checks, glossary, history, localize, memory, status

# How long the names on a page are remembered between two saves, in seconds.
REMEMBERED = 900
_NOTHING = history.Pending()


@dataclass(frozen=True)
class Context:
    """What the checks ask about beside a text and its translation.

    ``names`` are those of people and organisations on the page, ``pending`` the open notes and
    waived findings by (context, string), ``known`` what the memory has for a text.
    """

    names: tuple[str, ...] = ()
    pending: Mapping[tuple[int, int], history.Pending] = field(default_factory=dict)
    known: Mapping[str, Sequence[memory.Match]] = field(default_factory=dict)


def context(
    translations: Sequence[Any],
    rows: Mapping[int, Sequence[localize.SegmentRow]],
    names: tuple[str, ...] | None = None,
) -> Context:
    """For everything that is shown or released together, into one locale; ``rows`` by Translation.

    ``names`` default to those of ``translations``. Two queries, and one more for each further
    source language.
    """
    known: dict[str, Sequence[memory.Match]] = {}
    texts: dict[tuple[str, str], set[str]] = {}
    for translation in translations:
        pair = translation.source.locale.language_code, translation.target_locale.language_code
        texts.setdefault(pair, set()).update(row.text for row in rows[translation.pk])
    for (source, target), wanted in texts.items():
        known |= memory.exact(wanted, source, target)
    names = names_of(translations) if names is None else names
    for translation in translations:
        cache.set(_key(translation), names, REMEMBERED)
    return Context(names, history.pending(translations), known)


def context_of_save(translation: Any) -> Context:
    """For one text that was just saved: the names of the page, remembered since it was opened.

    No query then, else four. What was waived is not asked for.
    """
    names = cache.get(_key(translation))
    if names is None:
        original = localize.original_of(translation)
        keys = status.family_keys(original) if original is not None else set[UUID]()
        keys.add(translation.source.object_id)
        found = localize.translations_of(keys, translation.target_locale)
        names = names_of(found.defer("source__content_json"))
        cache.set(_key(translation), names, REMEMBERED)
    return Context(names)


def _key(translation: Any) -> str:
    return f"sessions_translation.names.{translation.pk}"


def names_of(translations: Iterable[Any]) -> tuple[str, ...]:
    """Names among the originals of ``translations`` that stay as they are in every language."""
    found = [
        translation.source.object_repr
        for translation in translations
        if _has_proper_name(translation.source.specific_content_type.model_class())
    ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _has_proper_name(model: type[models.Model]) -> bool:
    """Whether objects of ``model`` bear a name that is no text to translate."""
    names = {one.name for one in model._meta.concrete_fields}
    return "name" in names and "name" not in localize.text_fields(model)


def check_rows(
    translation: Any,
    rows: Iterable[localize.SegmentRow],
    known: Context,
    parts: Mapping[int, str] | None = None,
) -> Iterator[tuple[localize.SegmentRow, checks.Finding]]:
    """What the checks find in the translated ones of ``rows``.

    ``parts`` names the element that a text fills in its rich text (``h2``, ``p``), by row.
    """
    lengths = localize.lengths(translation.source.specific_content_type.model_class())
    source_language = translation.source.locale.language_code
    target_language = translation.target_locale.language_code
    index = glossary.terms(source_language, target_language)
    for row in rows:
        if row.target is None:
            continue
        matches = known.known.get(row.text, ())
        pair = checks.Pair(
            source=row.text,
            target=row.target,
            source_language=source_language,
            target_language=target_language,
            max_length=lengths.get(row.path),
            kept=row.kept,
            rich=row.rich,
            field=_field(row),
            part=(parts or {}).get(row.id, ""),
            names=known.names,
            terms=tuple(hit.term for hit in index.find(row.text)),
            others=tuple({match.target for match in matches} - {row.target}),
        )
        place = known.pending.get((row.context_id, row.string_id), _NOTHING)
        for finding in checks.run(pair, dismissed=place.dismissed):
            yield row, finding
        if row.error:
            yield row, checks.Finding("stored", checks.Severity.ERROR, str(row.error))


def _field(row: localize.SegmentRow) -> str:
    """The last name of the path of a plain text; ids of blocks are no names."""
    last = row.path.rsplit(".", 1)[-1]
    return last if not row.rich and last.isidentifier() else ""
