"""Originals frozen into sources and segments: what stock code does row by row, in bulk."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)

from ..diff import successions
from ..digest import digest
from ..models import SourceState, StringSize, Succession
from ..source import TranslatedModel
from ..words import wordcount
from .extraction import raw_streams, segments
from .lookup import text_fields


@transaction.atomic
def snapshot(instances: Sequence[TranslatedModel]) -> list[TranslationSource]:
    """Freeze what stands in the database now as the source of translations.

    ``instances`` come from :func:`load`, after :func:`lock` was taken on their keys. Sources
    whose content did not change keep their segments. Texts that vanished leave their translations
    behind; which text followed which is written to :class:`Succession`.
    """
    if not instances:
        return []
    keys = [instance.translation_key for instance in instances]
    now = timezone.now()
    existing = {
        (source.object_id, source.locale_id): source
        for source in TranslationSource.objects.filter(object_id__in=keys)
    }
    versions: dict[str, str] = {}
    new, changed, seen = [], [], []
    for instance in instances:
        label = instance._meta.app_label
        if label not in versions:
            versions[label] = get_schema_version(label)
        content = _content(instance)
        source = existing.get((instance.translation_key, instance.locale_id))
        if source is None:
            source = TranslationSource(
                object_id=instance.translation_key,
                locale_id=instance.locale_id,
                specific_content_type=ContentType.objects.get_for_model(type(instance)),
                created_at=now,
            )
            new.append((source, instance))
        elif json.loads(source.content_json) != json.loads(content):
            changed.append((source, instance))
        else:
            seen.append(source)
        source.content_json = content
        source.object_repr = str(instance)[:200]
        source.schema_version = versions[label]
        source.last_updated_at = now
    TranslationSource.objects.bulk_create([source for source, _ in new])
    TranslationSource.objects.bulk_update(
        [source for source, _ in changed],
        ["content_json", "object_repr", "schema_version", "last_updated_at"],
        batch_size=100,
    )
    TranslationSource.objects.filter(pk__in=[s.pk for s in seen]).update(last_updated_at=now)
    _write_states([*new, *changed])
    _write_segments([*new, *changed], fresh=not changed)
    return [source for source, _ in (*new, *changed)] + seen


def _content(instance: TranslatedModel) -> str:
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def state_of(source: TranslationSource) -> SourceState:
    """The digest of a source; made now for one that was there before the desk was installed."""
    state: SourceState | None = getattr(source, "state", None)
    if state is None:
        model = source.specific_content_type.model_class()
        value = digest(json.loads(source.content_json), text_fields(model))
        state, _made = SourceState.objects.get_or_create(source=source, defaults={"digest": value})
    return state


def digest_of(instance: TranslatedModel) -> str:
    """Digest of the texts of an original as it is at hand, stored or not."""
    return digest(json.loads(_content(instance)), text_fields(type(instance)))


def _write_states(pairs: Sequence[tuple[TranslationSource, TranslatedModel]]) -> None:
    SourceState.objects.bulk_create(
        [
            SourceState(
                source=source,
                digest=digest(json.loads(source.content_json), text_fields(type(instance))),
            )
            for source, instance in pairs
        ],
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=["digest"],
    )


def _write_segments(
    pairs: Sequence[tuple[TranslationSource, TranslatedModel]], *, fresh: bool
) -> None:
    """Bring the four segment tables in line with the instances; ids of texts that stay, stay."""
    values = [(s, i, value) for s, i in pairs for value in segments(i)]
    contexts = _contexts(values)
    strings = _strings(
        [(s.locale_id, v) for s, _, v in values if isinstance(v, StringSegmentValue)]
    )
    templates = _templates([v for *_, v in values if isinstance(v, TemplateSegmentValue)])
    related = _related([v for *_, v in values if isinstance(v, RelatedObjectSegmentValue)])

    wanted: dict[type[models.Model], list[models.Model]] = {
        StringSegment: [],
        TemplateSegment: [],
        RelatedObjectSegment: [],
        OverridableSegment: [],
    }
    for source, _, value in values:
        common = {
            "source": source,
            "context_id": contexts[source.object_id, TranslationContext._get_path_id(value.path)],
            "order": value.order,
        }
        if isinstance(value, StringSegmentValue):
            segment = StringSegment(
                string_id=strings[source.locale_id, String._get_data_hash(value.string.data)],
                attrs=json.dumps(value.attrs, cls=DjangoJSONEncoder),
                **common,
            )
        elif isinstance(value, TemplateSegmentValue):
            segment = TemplateSegment(template_id=templates[_template_uuid(value)], **common)
        elif isinstance(value, RelatedObjectSegmentValue):
            segment = RelatedObjectSegment(object_id=related[value.translation_key], **common)
        else:
            data = json.dumps(value.data, cls=DjangoJSONEncoder)
            segment = OverridableSegment(data_json=data, **common)
        wanted[type(segment)].append(segment)
    for model, rows in wanted.items():
        _replace(model, [source for source, _ in pairs], rows, fresh=fresh)


# What makes a stored segment the same as a wanted one, and what may differ then.
_IDENTITY: dict[type[models.Model], tuple[tuple[str, ...], tuple[str, ...]]] = {
    StringSegment: (("source_id", "context_id", "string_id"), ("order", "attrs")),
    TemplateSegment: (("source_id", "context_id"), ("order", "template_id")),
    RelatedObjectSegment: (("source_id", "context_id"), ("order", "object_id")),
    OverridableSegment: (("source_id", "context_id"), ("order", "data_json")),
}


def _replace(
    model: type[Any],
    sources: Sequence[TranslationSource],
    wanted: list[Any],
    *,
    fresh: bool,
) -> None:
    """Store ``wanted`` as the segments of ``sources``; ``fresh`` means that there are none yet."""
    if fresh:
        model.objects.bulk_create(wanted)
        return
    identity, rest = _IDENTITY[model]
    stored: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    before = model.objects.filter(source__in=sources).order_by("order")
    if model is StringSegment:
        before = before.select_related("string")
    before = list(before)
    for row in before:
        stored[tuple(getattr(row, name) for name in identity)].append(row)
    new, moved = [], []
    for row in wanted:
        same = stored.get(tuple(getattr(row, name) for name in identity))
        if not same:
            new.append(row)
            continue
        kept = same.pop(0)
        if any(getattr(kept, name) != getattr(row, name) for name in rest):
            for name in rest:
                setattr(kept, name, getattr(row, name))
            moved.append(kept)
    gone = [row.pk for rows in stored.values() for row in rows]
    if model is StringSegment:
        _write_successions(before, wanted)
    model.objects.filter(pk__in=gone).delete()
    names = [name.removesuffix("_id") for name in rest]
    model.objects.bulk_update(moved, names, batch_size=100)
    model.objects.bulk_create(new)


def _write_successions(before: list[StringSegment], after: list[StringSegment]) -> None:
    """Note for every changed place which text followed which."""
    old: dict[int, list[tuple[int, str]]] = defaultdict(list)
    new: dict[int, list[tuple[int, str]]] = defaultdict(list)
    known = {row.string_id: row.string.data for row in before}
    missing = {row.string_id for row in after} - known.keys()
    known |= dict(String.objects.filter(pk__in=missing).values_list("pk", "data"))
    for row in before:
        old[row.context_id].append((row.string_id, known[row.string_id]))
    for row in after:
        new[row.context_id].append((row.string_id, known[row.string_id]))
    changed = [context for context in sorted(new) if old[context] != new[context]]
    links = {
        (context, string): previous
        for context, string, previous in Succession.objects.filter(context__in=changed).values_list(
            "context", "string", "previous"
        )
    }
    rows = [
        Succession(context_id=context, string_id=string, previous_id=previous)
        for context in changed
        for string, previous in successions(old[context], new[context]).items()
        if not _leads_to(links, context, previous, string)
    ]
    Succession.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["context", "string"],
        update_fields=["previous"],
    )


def _leads_to(links: Mapping[tuple[int, int], int], context: int, start: int, string: int) -> bool:
    """Whether ``string`` stands among what came before ``start``: a text that returned.

    A returned text keeps the predecessor it had; a circle would lead nowhere.
    """
    seen: set[int] = set()
    step: int | None = start
    while step is not None and step not in seen:
        if step == string:
            return True
        seen.add(step)
        step = links.get((context, step))
    return False


def _contexts(
    values: Sequence[tuple[TranslationSource, TranslatedModel, Any]],
) -> dict[tuple[UUID, UUID], int]:
    """Primary keys of all contexts by (object, hash of the path); missing ones are made."""
    wanted = {(s.object_id, TranslationContext._get_path_id(v.path)): (i, v) for s, i, v in values}
    objects = {key for key, _ in wanted}

    def read() -> dict[tuple[UUID, UUID], int]:
        rows = TranslationContext.objects.filter(object_id__in=objects)
        return {(o, p): pk for pk, o, p in rows.values_list("pk", "object_id", "path_id")}

    have = read()
    missing = {place: found for place, found in wanted.items() if place not in have}
    new = []
    with ExitStack() as stack:
        # Once for each object: a stream is read anew whenever it is replaced.
        for instance in {id(instance): instance for instance, _ in missing.values()}.values():
            stack.enter_context(raw_streams(instance))
        for (key, path_id), (instance, value) in missing.items():
            context = TranslationContext(object_id=key, path_id=path_id, path=value.path)
            context.save = lambda **kwargs: None  # the row is stored below, with all the others
            context.get_field_path(instance)
            del context.save
            new.append(context)
    if not new:
        return have
    new.sort(key=lambda context: (context.object_id, context.path_id))
    TranslationContext.objects.bulk_create(new, ignore_conflicts=True)
    return read()


def _strings(values: Sequence[tuple[int, StringSegmentValue]]) -> dict[tuple[int, UUID], int]:
    """Primary keys of all strings by (locale, hash); missing ones are made."""
    wanted = {(loc, String._get_data_hash(v.string.data)): v.string.data for loc, v in values}
    hashes = {data_hash for _, data_hash in wanted}

    def read() -> dict[tuple[int, UUID], int]:
        rows = String.objects.filter(data_hash__in=hashes)
        return {(loc, h): pk for pk, loc, h in rows.values_list("pk", "locale_id", "data_hash")}

    have = read()
    new = [
        String(locale_id=locale, data_hash=data_hash, data=wanted[locale, data_hash])
        for locale, data_hash in sorted(wanted.keys() - have.keys())
    ]
    if new:
        String.objects.bulk_create(new, ignore_conflicts=True)
        have = read()
    sizes = {have[place]: wordcount.count(text) for place, text in wanted.items()}
    StringSize.objects.bulk_create(
        [StringSize(string_id=pk, words=words) for pk, words in sorted(sizes.items())],
        ignore_conflicts=True,
    )
    return have


def _template_uuid(value: TemplateSegmentValue) -> UUID:
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def _templates(values: Sequence[TemplateSegmentValue]) -> dict[UUID, int]:
    wanted = {_template_uuid(value): value for value in values}
    if not wanted:
        return {}
    rows = [
        Template(
            uuid=key,
            template=wanted[key].template,
            template_format=wanted[key].format,
            string_count=wanted[key].string_count,
        )
        for key in sorted(wanted)
    ]
    Template.objects.bulk_create(rows, ignore_conflicts=True)
    return dict(Template.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))


def _related(values: Sequence[RelatedObjectSegmentValue]) -> dict[UUID, UUID]:
    types = {value.translation_key: value.content_type for value in values}
    rows = [TranslatableObject(translation_key=k, content_type=types[k]) for k in sorted(types)]
    TranslatableObject.objects.bulk_create(rows, ignore_conflicts=True)
    return {key: key for key in types}
