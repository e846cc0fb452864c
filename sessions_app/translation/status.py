"""The states of translations, derived from the data in bulk; nothing here is stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, ReferenceIndex, WorkflowState

from . import embargo, localize
from .models import Release, SourceState
from .source import TranslatedModel, translated_models
from .states import URGENCY, Model, Row, State, Status

__all__ = [
    "URGENCY",
    "Row",
    "State",
    "Status",
    "family",
    "family_and_translations",
    "family_keys",
    "holds",
    "is_behind",
    "keys_with_target",
    "references_of",
    "related_originals",
    "statuses",
    "under_review",
    "versions_in_review",
]

# An object by model and primary key as text, which is how the reference index names it.
Place = tuple[Model, str]
Versions = tuple[TranslatedModel | None, TranslatedModel | None, bool]
References = Mapping[Place, Sequence[Place]]


def statuses(
    instances: Iterable[TranslatedModel], locale: Locale, *, related: bool = True
) -> dict[UUID, Status]:
    """Status by translation key; a constant number of queries for any number of instances."""
    originals = list(instances)
    found = family(originals, locale, related=related)
    return {original.translation_key: found[original.translation_key] for original in originals}


def family(
    originals: Sequence[TranslatedModel],
    locale: Locale,
    *,
    related: bool = True,
    rows: Sequence[Row] | None = None,
) -> dict[UUID, Status]:
    """Like :func:`statuses`, with the snippets that the originals name among the keys.

    ``rows`` are all language versions of the originals and of those snippets, where the caller
    has read them.
    """
    return _family(originals, locale, related=related, rows=rows)[0]


def family_and_translations(
    originals: Sequence[TranslatedModel], locale: Locale, references: References | None = None
) -> tuple[dict[UUID, Status], dict[UUID, Any]]:
    """:func:`family`, and the Translations by key, each with its source's content and ``plan``."""
    return _family(originals, locale, content=True, references=references)


def _family(
    originals: Sequence[TranslatedModel],
    locale: Locale,
    *,
    related: bool = True,
    rows: Sequence[Row] | None = None,
    content: bool = False,
    references: References | None = None,
) -> tuple[dict[UUID, Status], dict[UUID, Any]]:
    keys: dict[UUID, Model] = {o.translation_key: localize.model_of(o) for o in originals}
    if references is None:
        references = references_of(originals) if related else {}
    if rows is None:
        rows = _rows(keys, references)
    by_pk = {(row.model, str(row.pk)): row for row in rows}
    versions: dict[UUID, dict[int, Row]] = defaultdict(dict)
    for row in rows:
        versions[row.key][row.locale] = row
    links = {
        o.translation_key: _keys(references.get(_place(o), ()), by_pk, locale) for o in originals
    }
    wanted = keys | {key: model for named in links.values() for model, key in named}
    own, translations = _own(wanted, versions, locale, content=content)
    for key, named in links.items():
        states = [own[k].own for k in (key, *(k for _model, k in named))]
        own[key] = replace(own[key], state=min(states, key=URGENCY.__getitem__), related=named)
    return own, translations


def family_keys(*originals: TranslatedModel, references: References | None = None) -> set[UUID]:
    """Keys of ``originals`` and of all snippets they name. Without ``references`` two queries."""
    rows = _rows({}, references_of(originals) if references is None else references)
    return {row.key for row in rows} | {original.translation_key for original in originals}


def _place(instance: TranslatedModel) -> Place:
    return localize.model_of(instance), str(instance.pk)


def references_of(originals: Sequence[TranslatedModel]) -> References:
    """Snippets by the object that names them, both as (model, primary key as text). One query."""
    types = {
        ContentType.objects.get_for_model(model).pk: model
        for model in translated_models()
        if not issubclass(model, Page)
    }
    base = {_base_type(localize.model_of(instance)) for instance in originals}
    found: dict[Place, list[Place]] = defaultdict(list)
    models_by_type = {
        ContentType.objects.get_for_model(localize.model_of(i)).pk: localize.model_of(i)
        for i in originals
    }
    rows = (
        ReferenceIndex.objects.filter(
            base_content_type__in=base,
            object_id__in={str(i.pk) for i in originals},
            to_content_type__in=types,
        )
        .order_by("pk")
        .values_list("content_type", "object_id", "to_content_type", "to_object_id")
    )
    for content_type, pk, to_type, to_pk in rows:
        if content_type in models_by_type:
            named = found[models_by_type[content_type], pk]
            if (types[to_type], to_pk) not in named:
                named.append((types[to_type], to_pk))
    return found


def _base_type(model: Model) -> int:
    return ContentType.objects.get_for_model(Page if issubclass(model, Page) else model).pk


def _rows(keys: Mapping[UUID, Model], references: References) -> list[Row]:
    """All language versions of the objects and of the snippets they name. One query."""
    pks: dict[Model, set[str]] = defaultdict(set)
    for named in references.values():
        for model, pk in named:
            pks[model].add(pk)
    by_model: dict[Model, set[UUID]] = defaultdict(set)
    for key, model in keys.items():
        by_model[model].add(key)
    parts = []
    tables = [model for model in translated_models() if model in pks or model in by_model]
    for number, model in enumerate(tables):
        table = model._default_manager.order_by()
        own = models.Q(translation_key__in=by_model[model])
        if model in pks:
            named_rows = model._default_manager.filter(pk__in=pks[model]).order_by()
            own |= models.Q(translation_key__in=named_rows.values("translation_key"))
        parts.append(
            table.filter(own)
            .annotate(
                table_number=Value(number, models.IntegerField()),
                is_alias=ExpressionWrapper(models.Q(alias_of__isnull=False), models.BooleanField())
                if issubclass(model, Page)
                else Value(False, models.BooleanField()),
            )
            .values_list(
                "table_number",
                "pk",
                "translation_key",
                "locale_id",
                "live",
                "is_alias",
                "last_published_at",
            )
        )
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [
        Row(tables[number], pk, key, loc, bool(live), bool(alias), at)
        for number, pk, key, loc, live, alias, at in found
    ]


def _keys(
    named: Sequence[Place], by_pk: Mapping[Place, Row], locale: Locale
) -> tuple[tuple[Model, UUID], ...]:
    """The named snippets that have to be translated into ``locale``, each once.

    Snippets that are not public are shown in no language.
    """
    keys: dict[UUID, Model] = {}
    for reference in named:
        row = by_pk.get(reference)
        if row is not None and row.live and row.locale != locale.pk:
            keys.setdefault(row.key, row.model)
    return tuple((model, key) for key, model in keys.items())


@dataclass
class _Facts:
    """What the database says about one key in one locale."""

    translation: Any = None
    release: Release | None = None
    counts: localize.Counts = field(default_factory=localize.Counts)
    in_review: bool = False


def _own(
    wanted: Mapping[UUID, Model],
    versions: Mapping[UUID, Mapping[int, Row]],
    locale: Locale,
    *,
    content: bool,
) -> tuple[dict[UUID, Status], dict[UUID, Any]]:
    """Status of every key by itself, and the Translations there are. Three queries."""
    found = localize.translations_of(wanted, locale)
    found = found.annotate(
        release=models.FilteredRelation(
            "source__releases", condition=models.Q(source__releases__locale=locale)
        ),
        release_digest=models.F("release__digest"),
        release_at=models.F("release__at"),
    ).select_related(*localize.WITH_SOURCE, "assignment__assignee")
    if content:
        found = embargo.with_plan(found).select_related("release__revision")
    else:
        # It would be the bulk of the answer.
        found = found.defer("source__content_json")
    translations = {t.source.object_id: t for t in found}
    counts = localize.counts([t.source_id for t in translations.values()], locale)
    targets = {
        key: row for key in wanted if (row := versions[key].get(locale.pk)) and not row.is_alias
    }
    in_review = {key for key, row in targets.items() if row.in_review}
    if unknown := [row for row in targets.values() if row.in_review is None]:
        in_review |= _in_review(unknown)
    result = {}
    for key in wanted:
        translation = translations.get(key)
        facts = _Facts(
            translation,
            Release(digest=translation.release_digest, at=translation.release_at)
            if translation and translation.release_at
            else None,
            (counts.get(translation.source_id) if translation else None) or localize.Counts(),
            key in in_review,
        )
        source_row = versions[key].get(translation.source.locale_id) if translation else None
        result[key] = _derive(facts, targets.get(key), source_row)
    return result, translations


def _being_reviewed() -> models.QuerySet[WorkflowState]:
    """Workflows in which somebody is to read; those sent back wait for the translator."""
    return WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)


def under_review(model: Model) -> models.Exists:
    """Condition for rows of ``model``: whether somebody is to read them."""
    return models.Exists(
        _being_reviewed().filter(
            base_content_type=_base_type(model), object_id=Cast(OuterRef("pk"), models.CharField())
        )
    )


def _in_review(rows: Iterable[Row]) -> set[UUID]:
    """Keys of the rows that stand in a running workflow. One query."""
    by_place = {(_base_type(row.model), str(row.pk)): row.key for row in rows}
    active = _being_reviewed().filter(
        base_content_type__in={place for place, _ in by_place},
        object_id__in={pk for _, pk in by_place},
    )
    places = active.values_list("base_content_type", "object_id")
    return {by_place[place] for place in places if place in by_place}


def _derive(facts: _Facts, target: Row | None, source_row: Row | None) -> Status:
    """The rule: which state follows from what is stored."""
    translation, release = facts.translation, facts.release
    if translation is None:
        state = State.MISSING if target is None else State.BY_HAND
        return Status(state, state, target=target.pk if target else None)
    counts, newest = facts.counts, facts.counts.newest
    complete = counts.done >= counts.total
    if not translation.enabled:
        state = State.STOPPED
    elif facts.in_review:
        state = State.IN_REVIEW
    elif target is not None and target.live:
        if release is None or _is_outdated(translation.source, release, source_row):
            state = State.OUTDATED
        elif not complete:
            state = State.DRAFT
        elif newest is not None and newest > release.at:
            state = State.READY
        else:
            state = State.LIVE
    else:
        state = State.READY if complete else State.DRAFT
    assignment = getattr(translation, "assignment", None)
    return Status(
        state,
        state,
        total=counts.total,
        done=counts.done,
        outdated=counts.outdated,
        filled=counts.filled,
        words=counts.words,
        words_left=counts.words_left,
        newest=newest,
        by=counts.by,
        days=counts.days,
        assignee=assignment.assignee if assignment else None,
        translation=translation.pk,
        target=target.pk if target else None,
        released_at=release.at if release else None,
    )


def _is_outdated(source: Any, release: Release, row: Row | None) -> bool:
    """Whether the source says something else now than what was released.

    A source that was published after its newest snapshot counts as changed until the snapshot
    has been taken.
    """
    waiting = row is not None and row.published_at and row.published_at > source.last_updated_at
    state = getattr(source, "state", None)
    return bool(waiting) or state is None or state.digest != release.digest


def is_behind(instance: TranslatedModel) -> bool:
    """Whether ``instance`` (a translation) carries older texts than its source. One query."""
    newest = SourceState.objects.filter(
        source__object_id=instance.translation_key,
        source__releases__locale=instance.locale_id,
    ).exclude(digest=models.F("source__releases__digest"))
    return newest.exists()


def related_originals(
    originals: Sequence[TranslatedModel], locale: Locale
) -> list[TranslatedModel]:
    """The originals of the snippets that ``originals`` name and that ``locale`` needs, each once.

    Two queries and one for each kind of snippet.
    """
    references = references_of(originals)
    pks: dict[Model, list[Any]] = defaultdict(list)
    for row in _rows({}, references):
        if row.live and row.locale != locale.pk:
            pks[row.model].append(row.pk)
    found: list[TranslatedModel] = []
    for model, wanted in pks.items():
        rows = model._default_manager.filter(pk__in=wanted, source=None).order_by("pk")
        seen: set[UUID] = set()
        for snippet in rows:
            if snippet.translation_key not in seen:
                seen.add(snippet.translation_key)
                found.append(snippet)
    return found


def keys_with_target(originals: Iterable[TranslatedModel], locale: Locale) -> set[UUID]:
    """Keys of the objects that have a row of their own, no alias, in ``locale``. One query."""
    rows = _rows({o.translation_key: localize.model_of(o) for o in originals}, {})
    return {row.key for row in rows if row.locale == locale.pk and not row.is_alias}


def holds(target: TranslatedModel | None, user: Any, *, in_review: bool) -> list[str]:
    """What keeps ``target`` from being written: somebody's lock, a running review. No query."""
    held = []
    if target is not None and target.locked and target.locked_by_id != user.pk:
        name = str(target.locked_by or _("somebody"))
        held.append(str(_("It is locked by %(name)s.") % {"name": name}))
    if in_review:
        held.append(str(_("It is being reviewed.")))
    return held


def versions_in_review(translation: Any) -> Versions:
    """The original, the target row, and whether that stands in a running workflow. One query."""
    model = translation.source.specific_content_type.model_class()
    locales = translation.source.locale_id, translation.target_locale_id
    rows = model._default_manager.filter(
        translation_key=translation.source.object_id, locale__in=locales
    )
    found = {row.locale_id: row for row in rows.annotate(is_in_review=under_review(model))}
    original, target = (found.get(locale) for locale in locales)
    return original, target, target is not None and target.is_in_review
