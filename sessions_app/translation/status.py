"""The states of translations, derived from the data in bulk; nothing here is stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import ExpressionWrapper, Value
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, ReferenceIndex, WorkflowState

from . import localize
from .models import Release, SourceState
from .source import TranslatedModel, translated_models

Model = type[TranslatedModel]
# An object by model and primary key as text, which is how the reference index names it.
Place = tuple[Model, str]


class State(models.TextChoices):
    """How far a translation is, most urgent first."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("outdated")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    READY = "ready", _("ready")
    STOPPED = "stopped", _("stopped")
    BY_HAND = "by_hand", _("made by hand")
    LIVE = "live", _("live")


URGENCY = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True)
class Status:
    """State of one object in one language.

    ``own`` leaves related snippets out, ``state`` is the most urgent of the object and its
    snippets. Counts are segments of the object itself. ``translation`` is the primary key of
    wagtail-localize's Translation, ``target`` that of the target row, where they exist.
    ``related`` names the snippets that the object shows and that have to be translated, too.
    """

    state: State
    own: State
    total: int = 0
    done: int = 0
    outdated: int = 0
    translation: int | None = None
    target: int | None = None
    released_at: datetime | None = None
    related: tuple[tuple[Model, UUID], ...] = ()


@dataclass(frozen=True)
class Row:
    """One language version of an object, as far as its state depends on it."""

    model: Model
    pk: Any
    key: UUID
    locale: int
    live: bool
    is_alias: bool
    published_at: datetime | None


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
    keys: dict[UUID, Model] = {o.translation_key: localize.model_of(o) for o in originals}
    references = _references(originals) if related else {}
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
    own = _own(wanted, versions, locale)
    for key, named in links.items():
        states = [own[k].own for k in (key, *(k for _model, k in named))]
        own[key] = replace(own[key], state=min(states, key=URGENCY.__getitem__), related=named)
    return own


def family_keys(original: TranslatedModel) -> set[UUID]:
    """Keys of ``original`` and of all snippets it names. Two queries."""
    references = _references([original])
    return {row.key for row in _rows({}, references)} | {original.translation_key}


def _place(instance: TranslatedModel) -> Place:
    return localize.model_of(instance), str(instance.pk)


def _references(originals: Sequence[TranslatedModel]) -> dict[Place, list[Place]]:
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


def _rows(
    keys: Mapping[UUID, Model],
    references: Mapping[Place, Sequence[Place]],
) -> list[Row]:
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
    counts: Mapping[str, Any] = field(default_factory=dict)
    in_review: bool = False


def _own(
    wanted: Mapping[UUID, Model], versions: Mapping[UUID, Mapping[int, Row]], locale: Locale
) -> dict[UUID, Status]:
    """Status of every key by itself. Three queries."""
    # The content of the sources would be the bulk of the answer, and is not asked for here.
    found = localize.translations_of(wanted, locale).defer("source__content_json")
    found = found.annotate(
        release=models.FilteredRelation(
            "source__releases", condition=models.Q(source__releases__locale=locale)
        ),
        release_digest=models.F("release__digest"),
        release_at=models.F("release__at"),
    )
    translations = {t.source.object_id: t for t in found}
    counts = localize.counts([t.source_id for t in translations.values()], locale)
    targets = {
        key: row for key in wanted if (row := versions[key].get(locale.pk)) and not row.is_alias
    }
    in_review = _in_review(targets.values())
    result = {}
    for key in wanted:
        translation = translations.get(key)
        facts = _Facts(
            translation,
            Release(digest=translation.release_digest, at=translation.release_at)
            if translation and translation.release_at
            else None,
            counts.get(translation.source_id, {}) if translation else {},
            key in in_review,
        )
        source_row = versions[key].get(translation.source.locale_id) if translation else None
        result[key] = _derive(facts, targets.get(key), source_row)
    return result


def _in_review(rows: Iterable[Row]) -> set[UUID]:
    """Keys of the rows that stand in a running workflow. One query."""
    by_place = {(_base_type(row.model), str(row.pk)): row.key for row in rows}
    active = WorkflowState.objects.active().filter(
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
    total, done = facts.counts.get("total", 0), facts.counts.get("done", 0)
    newest = facts.counts.get("newest")
    complete = done >= total
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
    return Status(
        state,
        state,
        total=total,
        done=done,
        outdated=facts.counts.get("outdated", 0),
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
    references = _references(originals)
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


def is_in_review(target: TranslatedModel) -> bool:
    """Whether ``target`` stands in a running workflow. One query."""
    base = _base_type(localize.model_of(target))
    active = WorkflowState.objects.active()
    return bool(active.filter(base_content_type=base, object_id=str(target.pk)).exists())
