"""Translated texts written into a target object."""

import json
from typing import Any

from modelcluster.models import ClusterableModel, model_from_serializable_data
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import Translation, TranslationLog, TranslationSource
from wagtail_localize.segments import OverridableSegmentValue
from wagtail_localize.segments.ingest import ingest_segments

from ..source import TranslatedModel
from .extraction import fill_streams, make_raw
from .lookup import text_fields


def translate(translation: Translation, target: TranslatedModel, *, fallback: bool = False) -> None:
    """Write the translated texts of the snapshot into ``target``, which is not saved.

    Facts are left as they are. With ``fallback`` a missing text stands in the source language;
    without, it raises wagtail-localize's ``MissingTranslationError``.
    """
    source = translation.source
    original = _original(source, type(target))
    make_raw(original)
    copy_synchronised_fields(original, target)
    segments = source._get_segments_for_translation(translation.target_locale, fallback=fallback)
    segments = [
        segment
        for segment in segments
        if not (isinstance(segment, OverridableSegmentValue) and not is_safe(segment.data))
    ]
    ingest_segments(original, target, source.locale, translation.target_locale, segments)
    fill_streams(target, original)


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
