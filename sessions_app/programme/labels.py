"""Names of rooms, tracks and formats in the reader's language, all three in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, F, PositiveIntegerField, QuerySet, Value

from ..models import Room, SessionFormat, Track
from ..translation.source import previewed
from .texts import Text, for_reader

KINDS = (Room, Track, SessionFormat)


@dataclass(frozen=True)
class Label:
    """A label as a reader meets it. ``color`` is a hexadecimal colour or empty.

    ``pk`` is the original's: the same in every language.
    """

    key: UUID
    name: Text
    order: int
    color: str = ""
    step_free: bool = False
    capacity: int | None = None
    pk: int = 0


Labels = dict[tuple[type, Any], Label]


def load_labels(language: str, **wanted: Iterable[Any]) -> Labels:
    """Labels by model and primary key, that of every version of a label.

    Without ``wanted`` all of them; else ``room=[…]``, ``track=[…]``, ``sessionformat=[…]`` name
    primary keys. A label whose original is not live is missing; one whose translation is not live
    shows the original's name with its language.
    """
    querysets = [
        _rows(kind, wanted.get(str(kind._meta.model_name), ()), not wanted) for kind in KINDS
    ]
    rows = querysets[0].union(*querysets[1:], all=True)
    families: dict[tuple[str, UUID], list[Any]] = defaultdict(list)
    for row in rows:
        families[row[0], row[2]].append(row)
    kinds = {str(kind._meta.model_name): kind for kind in KINDS}
    labels: Labels = {}
    for (kind, key), family in families.items():
        label = _label(_previewed(family, key), language)
        if label is not None:
            labels |= {(kinds[kind], row[1]): label for row in family}
    return labels


def _rows(kind: type[Any], pks: Iterable[Any], all_of_them: bool) -> QuerySet:
    rows = kind._default_manager.all()
    if not all_of_them:
        named = kind._default_manager.filter(pk__in=set(pks))
        rows = rows.filter(translation_key__in=named.values("translation_key"))
    is_room, is_track = kind is Room, kind is Track
    return (
        rows.order_by()
        .annotate(
            kind=Value(str(kind._meta.model_name), output_field=CharField()),
            own_color=F("color") if is_track else Value("", output_field=CharField()),
            own_step_free=(
                F("step_free") if is_room else Value(False, output_field=BooleanField())
            ),
            own_capacity=(
                F("capacity") if is_room else Value(None, output_field=PositiveIntegerField())
            ),
        )
        .values_list(
            "kind",
            "pk",
            "translation_key",
            "locale__language_code",
            "name",
            "live",
            "source_id",
            "order",
            "own_color",
            "own_step_free",
            "own_capacity",
        )
    )


def _previewed(family: list[Any], key: UUID) -> list[Any]:
    """The rows with the names of a preview; a version without a row gets one."""
    rows = {row[3]: tuple(row) for row in family}
    for version in previewed(key):
        code, name = version.locale.language_code, version.texts.get("name")
        if name is None:
            continue
        model = rows.get(code) or (family[0][0], None, key, code, name, True, key, *family[0][7:])
        is_live = model[5] if model[6] is None else True
        rows[code] = (*model[:4], name, is_live, *model[6:])
    return list(rows.values())


def _label(family: list[Any], language: str) -> Label | None:
    original = next((row for row in family if row[6] is None), None)
    if original is None or not original[5]:
        return None
    versions = {row[3]: row for row in family if row[5] and row[4]}
    row = for_reader(versions, language, original[3])
    if row is None:
        return None
    name = Text(row[4], row[3], foreign=row[3] != language)
    return Label(
        key=original[2],
        name=name,
        order=original[7],
        color=original[8],
        step_free=bool(original[9]),
        capacity=original[10],
        pk=original[1] or 0,
    )
