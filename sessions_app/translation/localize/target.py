"""Translated texts written into a target object."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from modelcluster.models import ClusterableModel, model_from_serializable_data
from wagtail.models import Locale
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import (
    MissingRelatedObjectError,
    MissingTranslationError,
    OverridableSegment,
    RelatedObjectSegment,
    TemplateSegment,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from .. import wire
from ..source import TranslatedModel
from .extraction import fill_streams, make_raw
from .lookup import text_fields
from .segments import segments_into, target_of_segment

# Gets the keys of a Translation and of a StringSegment, the path and the segment HTML.
Mark = Callable[[int, int, str, str], str]


@dataclass(frozen=True)
class Texts:
    """What is to be written into one target: wagtail-localize's segment values.

    ``translated`` names the fields of which at least one text is translated.
    """

    values: tuple[Any, ...]
    translated: frozenset[str]


def translate(translation: Translation, target: TranslatedModel, *, fallback: bool = False) -> None:
    """Write the translated texts of the snapshot into ``target``, which is not saved.

    Facts are left as they are. With ``fallback`` a missing text stands in the source language;
    without, it raises wagtail-localize's ``MissingTranslationError``.
    """
    write(translation, target, texts([translation], fallback=fallback)[translation.pk])


def write(translation: Translation, target: TranslatedModel, read: Texts) -> None:
    """Write texts that were read before. No query for our own kinds of block."""
    source = translation.source
    original = _original(source, type(target))
    make_raw(original)
    copy_synchronised_fields(original, target)
    ingest_segments(original, target, source.locale, translation.target_locale, list(read.values))
    fill_streams(target, original)


def texts(
    translations: Sequence[Translation], *, fallback: bool = False, mark: Mark | None = None
) -> dict[int, Texts]:
    """What stands for the texts of these Translations, by their primary keys. Four queries.

    They are into one locale. ``mark`` may put signs around every text; equal texts of one place
    share a translation and are told by the first one's segment. Raises ``MissingTranslationError``
    or ``MissingRelatedObjectError`` where something is missing, unless ``fallback`` lets the
    source's text stand.
    """
    sources = {translation.source_id: translation.pk for translation in translations}
    locale = translations[0].target_locale
    values: dict[int, list[Any]] = {translation.pk: [] for translation in translations}
    translated: dict[int, set[str]] = {translation.pk: set() for translation in translations}
    first: dict[tuple[int, int], int] = {}
    strings = segments_into(locale.pk).filter(source__in=sources).order_by("source", "order")
    for segment in strings:
        path, pk = segment.context.path, sources[segment.source_id]
        target = target_of_segment(segment)
        if target is not None and not target.has_error:
            html = target.data
            translated[pk].add(path.partition(".")[0])
        elif fallback:
            html = segment.string.data
        else:
            raise MissingTranslationError(segment, locale)
        if mark is not None:
            number = first.setdefault((segment.context_id, segment.string_id), segment.pk)
            html = mark(pk, number, path, html)
        attrs = (json.loads(segment.attrs) or {}) | wire.language_attributes(html)
        value = StringSegmentValue(path, StringValue(html), attrs=attrs, order=segment.order)
        values[pk].append(value)
    for source, other in (*_structure(sources), *_choices(sources, locale, fallback=fallback)):
        values[sources[source]].append(other)
    return {pk: Texts(tuple(found), frozenset(translated[pk])) for pk, found in values.items()}


def _structure(sources: Iterable[int]) -> Iterator[tuple[int, TemplateSegmentValue]]:
    """The elements around the texts of every rich text, by source."""
    parts = TemplateSegment.objects.filter(source__in=list(sources))
    for part in parts.select_related("template", "context"):
        made = part.template
        yield (
            part.source_id,
            TemplateSegmentValue(
                part.context.path,
                made.template_format,
                made.template,
                made.string_count,
                order=part.order,
            ),
        )


def _choices(
    sources: Iterable[int], locale: Locale, *, fallback: bool
) -> Iterator[tuple[int, RelatedObjectSegmentValue | OverridableSegmentValue]]:
    """Objects named by a source and values that the translation chose otherwise, by source."""
    around = {"source__in": list(sources)}
    for named in RelatedObjectSegment.objects.filter(**around).select_related("object", "context"):
        if named.object.has_translation(locale):
            yield (
                named.source_id,
                RelatedObjectSegmentValue(
                    named.context.path,
                    named.object.content_type,
                    named.object.translation_key,
                    order=named.order,
                ),
            )
        elif not fallback:
            raise MissingRelatedObjectError(named, locale)
    chosen = OverridableSegment.objects.filter(**around).annotate_override_json(locale)
    for one in chosen.filter(override_json__isnull=False).select_related("context"):
        data = json.loads(one.override_json)
        if is_safe(data):
            path = one.context.path
            yield one.source_id, OverridableSegmentValue(path, data, order=one.order)


def _original(source: TranslationSource, model: type[Any]) -> TranslatedModel:
    """An unsaved object with the texts of the snapshot, made without a query."""
    content = json.loads(source.content_json)
    reduced = {"pk": content["pk"]} | {
        name: content[name] for name in text_fields(model) if name in content
    }
    if issubclass(model, ClusterableModel):
        original = model.from_serializable_data(reduced, check_fks=False)
    else:
        original = model_from_serializable_data(model, reduced, check_fks=False)
    original.locale_id, original.translation_key = source.locale_id, source.object_id
    return original


def is_safe(value: Any) -> bool:
    """Whether an overridden value is no link, or a link of an allowed scheme."""
    scheme = str(value).partition(":")[0].strip().lower() if ":" in str(value) else ""
    return scheme in {"", "http", "https", "mailto", "tel"}


def note_release(translation: Translation, revision: Any) -> None:
    """wagtail-localize's own record that a translation was written."""
    TranslationLog.objects.create(
        source_id=translation.source_id, locale_id=translation.target_locale_id, revision=revision
    )
