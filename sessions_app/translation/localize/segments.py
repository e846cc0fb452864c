"""The texts of a snapshot and what stands for them in the target language."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
)

from ..models import Succession

# Written as the tool's name where a text is to stand in the target as it is in the source.
KEPT = "source"
# wagtail-localize marks texts it cannot use, without always saying why.
DAMAGED = _("This text could not be used. Save it again.")


@dataclass(frozen=True)
class SegmentRow:
    """One text to translate, with what stands in the target language.

    ``text`` and ``target`` are segment HTML (``<a id="a1">``, ``<b>``, ``<br>``); ``attrs`` maps
    element ids to attributes; ``previous`` is the source text that ``previous_target`` translated
    where the source was changed since. ``rich`` says that the text stands in a rich text.
    """

    id: int
    source_id: int
    string_id: int
    context_id: int
    path: str
    order: int
    rich: bool
    text: str
    attrs: dict[str, dict[str, str]]
    target: str | None
    kept: bool
    error: str | Promise
    by: str
    at: datetime | None
    previous: str | None
    previous_target: str | None


def segment_rows(translations: Iterable[Translation]) -> dict[int, list[SegmentRow]]:
    """Rows by Translation primary key, in the order of the source; four queries in all.

    The translations are into one locale.
    """
    by_source = {translation.source_id: translation for translation in translations}
    if not by_source:
        return {}
    (locale_id,) = {translation.target_locale_id for translation in by_source.values()}
    segments = list(_segments().filter(source__in=by_source).order_by("source", "order"))
    contexts = {segment.context_id for segment in segments}
    targets = {
        (target.translation_of_id, target.context_id): target
        for target in StringTranslation.objects.filter(context__in=contexts, locale=locale_id)
        .exclude(data="")
        .select_related("last_translated_by")
    }
    previous = _previous(segments, targets)
    rows: dict[int, list[SegmentRow]] = {t.pk: [] for t in by_source.values()}
    for segment in segments:
        place = (segment.string_id, segment.context_id)
        row = _row(segment, targets.get(place), *previous.get(place, (None, None)))
        rows[by_source[segment.source_id].pk].append(row)
    return rows


def _segments() -> QuerySet[StringSegment]:
    rich = TemplateSegment.objects.filter(source=OuterRef("source"), context=OuterRef("context"))
    return StringSegment.objects.select_related("string", "context").annotate(rich=Exists(rich))


def _row(
    segment: StringSegment,
    target: StringTranslation | None,
    previous: str | None = None,
    previous_target: str | None = None,
) -> SegmentRow:
    return SegmentRow(
        id=segment.pk,
        source_id=segment.source_id,
        string_id=segment.string_id,
        context_id=segment.context_id,
        path=segment.context.path,
        order=segment.order,
        rich=segment.rich,
        text=segment.string.data,
        attrs=json.loads(segment.attrs or "null") or {},
        previous=previous,
        previous_target=previous_target,
        **_told(target),
    )


def _told(target: StringTranslation | None) -> dict[str, Any]:
    """What a row says of its translation."""
    by = target.last_translated_by if target else None
    return {
        "target": (target.data or None) if target else None,
        "kept": bool(target and target.tool_name == KEPT),
        "error": (target.field_error or DAMAGED) if target and target.has_error else "",
        "by": (by.get_full_name() or by.get_username()) if by else "",
        "at": target.updated_at if target else None,
    }


def _previous(
    segments: Sequence[StringSegment], targets: dict[tuple[int, int], StringTranslation]
) -> dict[tuple[int, int], tuple[str, str]]:
    """For texts without a target: the nearest former text that has one, and that target."""
    open_ones = {
        (s.string_id, s.context_id) for s in segments if (s.string_id, s.context_id) not in targets
    }
    if not open_ones:
        return {}
    steps = {
        (string, context): before
        for string, context, before in Succession.objects.filter(
            context__in={context for _, context in open_ones}
        ).values_list("string", "context", "previous")
    }
    found: dict[tuple[int, int], tuple[int, str]] = {}
    for string, context in open_ones:
        walked = {string}
        step = steps.get((string, context))
        while step is not None and step not in walked:
            target = targets.get((step, context))
            if target:
                found[string, context] = (step, target.data)
                break
            walked.add(step)
            step = steps.get((step, context))
    texts = dict(
        String.objects.filter(pk__in={pk for pk, _ in found.values()}).values_list("pk", "data")
    )
    return {place: (texts[pk], target) for place, (pk, target) in found.items()}


def templates(source_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """Structure of every rich text, HTML with ``<text position="n">``, by (source, context)."""
    rows = TemplateSegment.objects.filter(source__in=list(source_ids)).select_related("template")
    return {(row.source_id, row.context_id): row.template.template for row in rows}


def segment_row(translation: Translation, segment: int) -> SegmentRow | None:
    """The row of one StringSegment; None where the source has (or has no longer) no such text."""
    row = _segments().filter(pk=segment, source=translation.source_id).first()
    if row is None:
        return None
    targets = StringTranslation.objects.filter(
        translation_of=row.string_id, context=row.context_id, locale=translation.target_locale_id
    )
    return _row(row, targets.select_related("last_translated_by").first())


def hold(translations: Iterable[Translation]) -> None:
    """Keep every stored text of these Translations as it is until this transaction ends."""
    places = Q()
    for translation in translations:
        key = translation.source.object_id
        places |= Q(context__object_id=key, locale=translation.target_locale_id)
    texts = StringTranslation.objects.filter(places).order_by("pk")
    list(texts.select_for_update(of=("self",)).values_list("pk"))


def store(
    translation: Translation, row: SegmentRow, html: str, *, kept: bool, user: Any
) -> SegmentRow:
    """Put ``html`` in the place of ``row.target``; the row as it stands then.

    Its target is another one where another writer was quicker: nothing is overwritten. An empty
    ``html`` removes the translation. wagtail-localize's own ``save`` is not used: it would write
    the title into ``draft_title`` of the live page.
    """
    place = StringTranslation.objects.filter(
        translation_of=row.string_id,
        context=row.context_id,
        locale=translation.target_locale_id,
    ).select_related("last_translated_by")
    values = {
        "data": html,
        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
        "tool_name": KEPT if kept else "",
        "last_translated_by": user,
        "updated_at": timezone.now(),
        "has_error": False,
        "field_error": "",
    }
    if not html:
        if row.target is not None:
            place.filter(data=row.target).delete()
    elif row.target is not None:
        place.filter(data=row.target).update(**values)
    else:
        new = StringTranslation(
            translation_of_id=row.string_id,
            context_id=row.context_id,
            locale_id=translation.target_locale_id,
            created_at=values["updated_at"],
            **values,
        )
        StringTranslation.objects.bulk_create([new], ignore_conflicts=True)
    target = place.first()
    if target is not None and html and not target.data and place.filter(data="").update(**values):
        # Other tools leave empty rows behind, which say nothing and give way.
        target = place.first()
    return replace(row, **_told(target))


def counts(source_ids: Iterable[int], locale: Locale) -> dict[int, dict[str, Any]]:
    """Per source: ``total`` texts, ``done`` ones, ``outdated`` ones, ``newest`` save. One query.

    A text is outdated where it is not translated but follows on one that stood there before.
    """
    targets = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale
    ).exclude(data="")
    before = Succession.objects.filter(string=OuterRef("string"), context=OuterRef("context"))
    rows = (
        StringSegment.objects.filter(source__in=list(source_ids))
        .order_by()
        .annotate(
            is_done=Exists(targets.filter(has_error=False)),
            follows=Exists(before),
            saved_at=Subquery(targets.values("updated_at")[:1]),
        )
        .values("source")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(is_done=True)),
            outdated=Count("pk", filter=Q(is_done=False, follows=True)),
            newest=Max("saved_at"),
        )
    )
    return {row["source"]: row for row in rows}
