"""The state of a translation worked out the slow way: one object, one text after the other.

Written from the words of the README and nothing else, so that a mistake of ``status`` in bulk does
not hide in the test. It reads tables one row at a time.
"""

from typing import Any

from wagtail.models import Locale, Page, ReferenceIndex, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from sessions_app.translation.models import Release, SegmentEvent, SourceState
from sessions_app.translation.source import TranslatedModel, translated_models
from sessions_app.translation.status import URGENCY, State


def own_state(original: TranslatedModel, locale: Locale) -> State:
    """The state of ``original`` in ``locale`` by itself."""
    model = type(original)
    target = model.objects.filter(translation_key=original.translation_key, locale=locale).first()
    if target is not None and getattr(target, "alias_of_id", None):
        target = None
    translation = Translation.objects.filter(
        source__object_id=original.translation_key, target_locale=locale
    ).first()
    if translation is None:
        return State.MISSING if target is None else State.BY_HAND
    if not translation.enabled:
        return State.STOPPED
    if target is not None and _is_being_read(target):
        return State.IN_REVIEW
    texts = [_text(segment, locale) for segment in _segments(translation)]
    is_complete = all(text is not None and text.data and not text.has_error for text in texts)
    is_complete = is_complete and not needing_work(translation)
    if target is None or not target.live:
        return State.READY if is_complete else State.DRAFT
    release = Release.objects.filter(source=translation.source, locale=locale).first()
    digest = SourceState.objects.filter(source=translation.source).first()
    if release is None or digest is None or digest.digest != release.digest:
        return State.OUTDATED
    original.refresh_from_db()
    published = original.last_published_at
    if published is not None and published > translation.source.last_updated_at:
        return State.OUTDATED
    if not is_complete:
        return State.DRAFT
    if any(text.updated_at > release.at for text in texts if text is not None):
        return State.READY
    return State.LIVE


def state(original: TranslatedModel, locale: Locale) -> State:
    """The most urgent state of ``original`` and of the public snippets it names."""
    found = [own_state(original, locale)]
    for snippet in _named(original):
        if snippet.live and snippet.locale_id != locale.pk:
            written = snippet.facts
            found.append(own_state(written, locale))
    return min(found, key=URGENCY.__getitem__)


def _segments(translation: Any) -> list[Any]:
    return list(StringSegment.objects.filter(source=translation.source))


def _text(segment: Any, locale: Locale) -> Any:
    return StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale=locale
    ).first()


def needing_work(translation: Any) -> list[Any]:
    """Texts, as they stand, of which somebody said what is to be changed."""
    locale = translation.target_locale
    return [
        text
        for segment in _segments(translation)
        if (text := _text(segment, locale)) is not None
        and SegmentEvent.objects.filter(
            kind="needs_work",
            is_open=True,
            context=segment.context,
            string=segment.string,
            locale=locale,
            after=text.data,
        ).exists()
    ]


def _is_being_read(target: Any) -> bool:
    return any(
        state.status == WorkflowState.STATUS_IN_PROGRESS
        for state in WorkflowState.objects.filter(object_id=str(target.pk))
        if state.base_content_type.model_class() in {Page, type(target)}
    )


def _named(original: Any) -> list[Any]:
    snippets = [model for model in translated_models() if not issubclass(model, Page)]
    found = []
    for reference in ReferenceIndex.get_references_for_object(original):
        model = reference.to_content_type.model_class()
        if model in snippets:
            found += model.objects.filter(pk=reference.to_object_id)
    return found
