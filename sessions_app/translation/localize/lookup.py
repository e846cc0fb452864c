"""Sources, Translations and the fields they concern."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import Locale, Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import TranslatableObject, Translation, TranslationSource

from ..source import TranslatedModel

# What nearly everybody asks of a Translation.
WITH_SOURCE = ("source__state", "source__locale", "source__specific_content_type", "target_locale")


def lock(keys: Iterable[UUID]) -> None:
    """Make every other writer of these objects' translations wait for this transaction's end."""
    ordered = TranslatableObject.objects.filter(translation_key__in=list(keys))
    list(ordered.order_by("translation_key").select_for_update().values_list("pk"))


def source_of(instance: TranslatedModel) -> TranslationSource | None:
    """The snapshot of ``instance``, where one was taken."""
    return TranslationSource.objects.filter(
        object_id=instance.translation_key, locale_id=instance.locale_id
    ).first()


def translations_of(keys: Iterable[UUID], locale: Locale | int | None = None) -> models.QuerySet:
    """Translations of these objects, with source and its state; into one locale or into all."""
    found = Translation.objects.filter(source__object_id__in=list(keys))
    found = found.select_related(*WITH_SOURCE)
    return found if locale is None else found.filter(target_locale=locale)


def translations_into(locale: Locale) -> list[Translation]:
    """All enabled Translations into ``locale``, without the content of their sources. One query."""
    found = Translation.objects.filter(target_locale=locale, enabled=True).order_by("pk")
    return list(found.select_related(*WITH_SOURCE).defer("source__content_json"))


def translation_by_pk(pk: int) -> Translation | None:
    """The Translation of that primary key, with all that :func:`translations_of` brings."""
    return Translation.objects.filter(pk=pk).select_related(*WITH_SOURCE).first()


def model_of(instance: Any) -> type[Any]:
    """The most specific model of ``instance``.

    That may be a page read as a bare ``Page``, or the row of a list that names its model as pages
    do, in ``specific_class``.
    """
    if isinstance(instance, models.Model) and type(instance) is not Page:
        return type(instance)
    model: type[Any] = instance.specific_class
    return model


def model_of_source(source: TranslationSource) -> type[Any]:
    """The model of the object that ``source`` is a snapshot of."""
    model: type[Any] = source.specific_content_type.model_class()
    return model


def translations_by_pk(pks: Iterable[int], locale: int | None = None) -> list[Translation]:
    """Those of these primary keys (into ``locale``, if given), without their sources' content."""
    found = Translation.objects.filter(pk__in=list(pks))
    if locale is not None:
        found = found.filter(target_locale=locale)
    return list(found.select_related(*WITH_SOURCE).defer("source__content_json"))


def open_into(key: UUID | models.OuterRef, locale: int | models.OuterRef) -> models.QuerySet:
    """Enabled Translations of that object into that locale; also for use in a subquery."""
    return Translation.objects.filter(source__object_id=key, target_locale=locale, enabled=True)


def load(instances: Iterable[TranslatedModel]) -> list[TranslatedModel]:
    """The rows of ``instances`` as the database has them, with all child objects at hand."""
    by_model: dict[type[Any], list[Any]] = defaultdict(list)
    for instance in instances:
        by_model[model_of(instance)].append(instance.pk)
    loaded: list[TranslatedModel] = []
    for model, pks in by_model.items():
        rows = model._default_manager.filter(pk__in=pks).order_by("pk").select_related("locale")
        if issubclass(model, ClusterableModel):
            rows = rows.prefetch_related(
                *(relation.get_accessor_name() for relation in get_all_child_relations(model))
            )
        loaded += list(rows)
    return loaded


def text_fields(model: type[models.Model]) -> list[str]:
    """Names of the fields whose texts are translated."""
    return [field.field_name for field in get_translatable_fields(model)]


def lengths(model: type[models.Model]) -> dict[str, int]:
    """Greatest number of characters by name of a plain text field."""
    fields = {name: model._meta.get_field(name) for name in text_fields(model)}
    limits = {name: getattr(field, "max_length", None) for name, field in fields.items()}
    return {name: limit for name, limit in limits.items() if limit}


def add_translations(sources: Iterable[TranslationSource], locale: Locale) -> None:
    """Make an enabled Translation of every source that has none; leave the others alone."""
    Translation.objects.bulk_create(
        [
            Translation(source=source, target_locale=locale)
            for source in sorted(sources, key=lambda source: source.pk)
        ],
        ignore_conflicts=True,
    )


def register(instances: Iterable[TranslatedModel]) -> None:
    """Make the rows that stand for objects in all their languages, and that locks are taken on."""
    rows = [
        TranslatableObject(
            translation_key=instance.translation_key,
            content_type=ContentType.objects.get_for_model(instance.get_translation_model()),
        )
        for instance in sorted(instances, key=lambda i: i.translation_key)
    ]
    TranslatableObject.objects.bulk_create(rows, ignore_conflicts=True)


def opposites(keys: Iterable[UUID], locale: Locale) -> set[UUID]:
    """Keys of objects whose row in ``locale`` is the source of a translation, not a target."""
    found = Translation.objects.filter(
        source__object_id__in=list(keys), source__locale=locale, enabled=True
    )
    return set(found.values_list("source__object_id", flat=True))


def original_of(translation: Translation) -> TranslatedModel | None:
    """The row that ``translation`` was made from, or None where it was deleted."""
    model = translation.source.specific_content_type.model_class()
    found = model._default_manager.filter(
        translation_key=translation.source.object_id, locale=translation.source.locale_id
    )
    return found.first()


def versions_of(
    translations: Iterable[Translation],
) -> dict[tuple[UUID, int], TranslatedModel]:
    """Original and target rows by (key, locale). One query for each kind of object."""
    keys: dict[type[Any], list[UUID]] = defaultdict(list)
    for translation in translations:
        model = translation.source.specific_content_type.model_class()
        keys[model].append(translation.source.object_id)
    return {
        (row.translation_key, row.locale_id): row
        for model, wanted in keys.items()
        for row in model._default_manager.filter(translation_key__in=wanted)
    }


def target_of(translation: Translation) -> TranslatedModel | None:
    """The row that ``translation`` is written to, or None where there is none yet."""
    model = translation.source.specific_content_type.model_class()
    found = model._default_manager.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    )
    return found.first()


def enable(translation: Translation) -> None:
    """Take up a stopped translation again."""
    Translation.objects.filter(pk=translation.pk).update(enabled=True)
    translation.enabled = True
