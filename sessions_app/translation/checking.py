"""The checks, given what they need to know: names, terms, other translations, waived findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.core.cache import cache
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Left, Length
from wagtail.models import Page

from . import checks, glossary, history, localize, memory, status

# How long the names on a page are remembered between two saves, in seconds.
REMEMBERED = 900
# The text of which the address of a page is made.
TITLE = "title"
_UNKNOWN = "unknown"
# How deep in the tree the homes of the languages stand.
_HOMES = 2
_NOTHING = history.Pending()


@dataclass(frozen=True)
class Context:
    """What the checks ask about beside a text and its translation.

    ``names`` are those of people and organisations on the page, ``pending`` the open notes and
    waived findings by (context, string), ``known`` what the memory has for a text, ``addresses``
    what is known of pages' addresses, by Translation.
    """

    names: tuple[str, ...] = ()
    pending: Mapping[tuple[int, int], history.Pending] = field(default_factory=dict)
    known: Mapping[str, Sequence[memory.Match]] = field(default_factory=dict)
    addresses: Mapping[int, checks.Address | None] = field(default_factory=dict)


def context(
    translations: Sequence[Any],
    rows: Mapping[int, Sequence[localize.SegmentRow]],
    names: tuple[str, ...] | None = None,
    versions: Mapping[tuple[UUID, int], Any] | None = None,
) -> Context:
    """For everything that is shown or released together, into one locale; ``rows`` by Translation.

    ``names`` default to those of ``translations``, ``versions`` are originals and targets by (key,
    locale), as far as they are at hand. Two queries, and one more for each further source language;
    for a release, which brings its own names, one for each page that has a title.
    """
    known: dict[str, Sequence[memory.Match]] = {}
    texts: dict[tuple[str, str], set[str]] = {}
    for translation in translations:
        pair = translation.source.locale.language_code, translation.target_locale.language_code
        texts.setdefault(pair, set()).update(row.text for row in rows[translation.pk])
    for (source, target), wanted in texts.items():
        known |= memory.exact(wanted, source, target)
    addresses = dict(_addresses_at_hand(translations, versions or {}))
    if names is None:
        names = names_of(translations)
    else:
        # What is remembered may have been taken meanwhile.
        for translation in translations:
            if any(row.path == TITLE and row.target is not None for row in rows[translation.pk]):
                addresses[translation.pk] = _address(translation)
    for translation in translations:
        cache.set(_key(translation), names, REMEMBERED)
    return Context(names, history.pending(translations), known, addresses)


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


def _key(translation: Any, what: str = "names") -> str:
    place = f"{translation.source.object_id}.{translation.target_locale_id}"
    return f"sessions_translation.{what}.{place}"


def forget_address(translation: Any) -> None:
    """The address of a page was changed: what is known of it is old."""
    cache.delete(_key(translation, "address"))


def _remembered_address(translation: Any, known: Context) -> checks.Address | None:
    """What is known of a page's address. One query where nobody asked lately, else none."""
    if translation.pk in known.addresses:
        return known.addresses[translation.pk]
    key = _key(translation, "address")
    if (found := cache.get(key, _UNKNOWN)) == _UNKNOWN:
        found = _address(translation)
        cache.set(key, found, REMEMBERED)
    return cast("checks.Address | None", found)


def _addresses_at_hand(
    translations: Iterable[Any], versions: Mapping[tuple[UUID, int], Any]
) -> Iterator[tuple[int, checks.Address | None]]:
    """What is known of the addresses of pages that are there in both languages. No query."""
    for translation in translations:
        key = translation.source.object_id
        original = versions.get((key, translation.source.locale_id))
        target = versions.get((key, translation.target_locale_id))
        if isinstance(original, Page) and isinstance(target, Page):
            is_home = target.depth <= _HOMES
            known = None if is_home else checks.Address(target.slug, original.slug)
            cache.set(_key(translation, "address"), known, REMEMBERED)
            yield translation.pk, known


def _address(translation: Any) -> checks.Address | None:
    """What is known of the address of a translated page; ``None`` for what has none. One query.

    Snippets have none, and homes have none of their own.
    """
    if not issubclass(translation.source.specific_content_type.model_class(), Page):
        return None
    key, source = translation.source.object_id, translation.source.locale_id
    target = translation.target_locale_id
    original = Page.objects.filter(translation_key=key, locale=source)
    above = original.annotate(above=Left("path", Length("path") - Page.steplen)).values("above")
    parent = Page.objects.filter(path=Subquery(above[:1])).values("translation_key")
    place = Page.objects.filter(
        translation_key=Subquery(parent[:1]), locale=target, alias_of=None
    ).values("path")
    own = Q(translation_key=key, locale__in=(source, target))
    beside = Q(path__startswith=Subquery(place[:1]), depth=Subquery(original.values("depth")[:1]))
    slugs: dict[int, str] = {}
    taken = set()
    for found, locale, slug, depth in Page.objects.filter(own | beside).values_list(
        "translation_key", "locale_id", "slug", "depth"
    ):
        if found != key:
            taken.add(slug)
        elif depth > _HOMES:
            slugs[locale] = slug
    if source not in slugs:
        return None
    return checks.Address(slugs.get(target, ""), slugs[source], frozenset(taken))


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

    ``parts`` names the element that a text fills in its rich text (``h2``, ``p``), by row. No
    query, or one where the title of a page is among them and its address is not known.
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
            address=_remembered_address(translation, known) if row.path == TITLE else None,
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
