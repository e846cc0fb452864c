"""How much of a source is translated, by whom and when, in one query for any number of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

from .. import rules
from ..models import SegmentEvent, Succession
from .segments import MEMORY, name_of


@dataclass
class Counts:
    """Texts of one source in one language.

    ``words`` are those of all texts, ``words_left`` of those not done; what needs work is not done.
    A text is ``outdated`` where it is not translated but follows on one that stood there before.
    ``newest`` is the last save and ``by`` the name of whoever made it. ``days`` tells how many
    words of today's texts were first translated on which day.
    """

    total: int = 0
    done: int = 0
    outdated: int = 0
    filled: int = 0
    words: int = 0
    words_left: int = 0
    newest: datetime | None = None
    by: str = ""
    days: dict[date, int] = field(default_factory=dict)


def counts(source_ids: Iterable[int], locale: Locale) -> dict[int, Counts]:
    """Counts by source. One query."""
    there = Q(hit__data__gt="")
    done = there & Q(hit__has_error=False, needs_work=False)
    asked = rules.current()
    if asked.confirm_fills:
        done &= ~Q(hit__tool_name=MEMORY)
    if not asked.machine_texts:
        done &= ~Q(hit__translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    to_change = SegmentEvent.objects.filter(
        context=OuterRef("context"),
        string=OuterRef("string"),
        locale=locale.pk,
        kind=SegmentEvent.Kind.NEEDS_WORK,
        is_open=True,
        after=OuterRef("hit__data"),
    )
    before = Succession.objects.filter(string=OuterRef("string"), context=OuterRef("context"))
    hit = Q(string__translations__locale=locale.pk, string__translations__context=F("context"))
    people = {name: f"hit__last_translated_by__{name}" for name in _names_of_people()}
    rows = (
        StringSegment.objects.filter(source__in=list(source_ids))
        .order_by()
        .annotate(
            hit=FilteredRelation("string__translations", condition=hit),
            follows=Exists(before),
            needs_work=Exists(to_change),
            day=TruncDate("hit__created_at"),
        )
        .values("source", "day", "hit__last_translated_by", *people.values())
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=done),
            filled=Count("pk", filter=there & Q(hit__tool_name=MEMORY)),
            outdated=Count("pk", filter=~there & Q(follows=True)),
            newest=Max("hit__updated_at", filter=there),
            words=Coalesce(Sum("string__size__words"), 0),
            words_done=Coalesce(Sum("string__size__words", filter=done), 0),
        )
    )
    found: dict[int, Counts] = {}
    for row in rows:
        person = {name: row[column] for name, column in people.items()}
        _add(found.setdefault(row["source"], Counts()), row, person)
    return found


def _add(counted: Counts, row: dict[str, Any], person: dict[str, Any]) -> None:
    """Put what one person did on one day to the others'."""
    counted.total += row["total"]
    counted.done += row["done"]
    counted.filled += row["filled"]
    counted.outdated += row["outdated"]
    counted.words += row["words"]
    counted.words_left += row["words"] - row["words_done"]
    if row["done"]:
        counted.days[row["day"]] = counted.days.get(row["day"], 0) + row["words_done"]
    if row["newest"] and (counted.newest is None or row["newest"] > counted.newest):
        counted.newest = row["newest"]
        known = row["hit__last_translated_by"] is not None
        counted.by = name_of(get_user_model()(**person)) if known else ""


def _names_of_people() -> list[str]:
    """Columns of the user model that its full name is made of, as far as Django knows."""
    model = get_user_model()
    columns = {field.name for field in model._meta.concrete_fields}
    wanted = (model.USERNAME_FIELD, "first_name", "last_name")
    return [name for name in dict.fromkeys(wanted) if name in columns]
