"""The texts of a snapshot and what stands for them in the target language."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment, Translation

from .. import rules
from ..models import Succession

# Written as the tool's name where a text is to stand in the target as it is in the source.
KEPT = "source"
# Written as the tool's name where a text was filled in from the memory and nobody has looked yet.
MEMORY = "memory"
# Texts whose origin is another one were made by an engine of that name.
BY_PEOPLE = frozenset({"", KEPT, MEMORY})
# wagtail-localize marks texts it cannot use, without always saying why.
DAMAGED = _("This text could not be used. Save it again.")


@dataclass(frozen=True)
class SegmentRow:
    """One text to translate, with what stands in the target language.

    ``text`` and ``target`` are segment HTML (``<a id="a1">``, ``<b>``, ``<br>``); ``attrs`` maps
    element ids to attributes; ``previous`` is the source text that ``previous_target`` translated
    where the source was changed since. ``rich`` says that the text stands in a rich text.
    ``origin`` is empty for what a person wrote, else KEPT, MEMORY or the name of an engine; ``by``
    and ``by_id`` are the name and the primary key of whoever wrote it.
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
    origin: str
    error: str | Promise
    by: str
    by_id: Any
    at: datetime | None
    previous: str | None
    previous_target: str | None

    @property
    def kept(self) -> bool:
        """Whether the source's text is meant to stand in the target."""
        return self.origin == KEPT

    @property
    def is_filled(self) -> bool:
        """Whether the text came from the memory and nobody has confirmed it."""
        return self.target is not None and self.origin == MEMORY

    @property
    def is_machine(self) -> bool:
        """Whether a machine made the text and nobody has confirmed it."""
        return self.target is not None and self.origin not in BY_PEOPLE

    @property
    def is_done(self) -> bool:
        """Whether the text counts as translated, by the rules of publication."""
        if self.target is None or self.origin in {"", KEPT}:
            return self.target is not None
        known = rules.current()
        return not known.confirm_fills if self.is_filled else known.machine_texts


def segment_rows(translations: Iterable[Translation]) -> dict[int, list[SegmentRow]]:
    """Rows by Translation primary key, in the order of the source; three queries at most.

    The translations are into one locale.
    """
    by_source = {translation.source_id: translation for translation in translations}
    if not by_source:
        return {}
    (locale_id,) = {translation.target_locale_id for translation in by_source.values()}
    segments = list(
        segments_into(locale_id).filter(source__in=by_source).order_by("source", "order")
    )
    previous = _previous(segments, locale_id)
    rows: dict[int, list[SegmentRow]] = {t.pk: [] for t in by_source.values()}
    for segment in segments:
        place = (segment.string_id, segment.context_id)
        row = _row(segment, *previous.get(place, (None, None)))
        rows[by_source[segment.source_id].pk].append(row)
    return rows


def segments_into(locale_id: int) -> QuerySet[StringSegment]:
    """Segments with their string, context and (as ``hit``) translation."""
    rich = TemplateSegment.objects.filter(source=OuterRef("source"), context=OuterRef("context"))
    hit = Q(string__translations__locale=locale_id, string__translations__context=F("context"))
    return StringSegment.objects.annotate(
        rich=Exists(rich), hit=FilteredRelation("string__translations", condition=hit)
    ).select_related("string", "context", "hit__last_translated_by")


def target_of_segment(segment: StringSegment) -> StringTranslation | None:
    """What stands for the segment; other tools leave empty rows behind, which say nothing."""
    found: StringTranslation | None = getattr(segment, "hit", None)
    return found if found is not None and found.data else None


def _row(
    segment: StringSegment, previous: str | None = None, previous_target: str | None = None
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
        **_told(target_of_segment(segment)),
    )


def name_of(user: Any) -> str:
    """What a person is called in lists; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""


def _told(target: StringTranslation | None) -> dict[str, Any]:
    """What a row says of its translation."""
    return {
        "target": target.data if target else None,
        "origin": _origin(target) if target else "",
        "error": (target.field_error or DAMAGED) if target and target.has_error else "",
        "by": name_of(target.last_translated_by) if target else "",
        "by_id": target.last_translated_by_id if target else None,
        "at": target.updated_at if target else None,
    }


def _origin(target: StringTranslation) -> str:
    """Where a text came from that nobody typed; other tools name themselves beside people's."""
    is_machine = target.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    return target.tool_name if is_machine or target.tool_name in BY_PEOPLE else ""


def _previous(
    segments: Sequence[StringSegment], locale_id: int
) -> dict[tuple[int, int], tuple[str, str]]:
    """For texts without a target: the nearest former text that has one, and that target."""
    open_ones = {
        (segment.string_id, segment.context_id)
        for segment in segments
        if not target_of_segment(segment)
    }
    if not open_ones:
        return {}
    contexts = {context for _string, context in open_ones}
    links = Succession.objects.filter(context__in=contexts)
    steps = {
        (string, context): (before, text)
        for string, context, before, text in links.values_list(
            "string", "context", "previous", "previous__data"
        )
    }
    if not steps:
        return {}
    targets = {
        (string, context): data
        for string, context, data in StringTranslation.objects.filter(
            context__in={context for _string, context in steps}, locale=locale_id
        )
        .exclude(data="")
        .values_list("translation_of", "context", "data")
    }
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for string, context in open_ones:
        walked = {string}
        step = steps.get((string, context))
        while step is not None and step[0] not in walked:
            before, text = step
            if (before, context) in targets:
                found[string, context] = (text, targets[before, context])
                break
            walked.add(before)
            step = steps.get((before, context))
    return found


def lineage(row: SegmentRow) -> list[int]:
    """Primary keys of the source text of ``row`` and of its forerunners. One query."""
    steps = dict(
        Succession.objects.filter(context=row.context_id).values_list("string", "previous")
    )
    found = [row.string_id]
    while (step := steps.get(found[-1])) is not None and step not in found:
        found.append(step)
    return found


def templates(source_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """Structure of every rich text, HTML with ``<text position="n">``, by (source, context)."""
    rows = TemplateSegment.objects.filter(source__in=list(source_ids)).select_related("template")
    return {(row.source_id, row.context_id): row.template.template for row in rows}


def segment_row(translation: Translation, segment: int, *, lock: bool = False) -> SegmentRow | None:
    """The row of one StringSegment; None where the source has (or has no longer) no such text.

    ``lock`` takes the lock of the object (see :func:`lookup.lock`) with the same query. Who had to
    wait for it may see what stood there before: :func:`store` overwrites nothing all the same.
    """
    segments = segments_into(translation.target_locale_id)
    if lock:
        segments = (
            segments.select_related("source__object")
            .defer("source__content_json")
            .select_for_update(of=("source__object",))
        )
    row = segments.filter(pk=segment, source=translation.source_id).first()
    return None if row is None else _row(row)


def saved_since(
    translations: Iterable[Translation], moment: datetime
) -> list[tuple[Translation, SegmentRow]]:
    """Texts of these Translations (into one locale) that were stored after ``moment``. One query.

    Removed texts are not among them.
    """
    by_source = {translation.source_id: translation for translation in translations}
    locales = {translation.target_locale_id for translation in by_source.values()}
    if not locales:
        return []
    (locale_id,) = locales
    fresh = segments_into(locale_id).filter(source__in=by_source, hit__updated_at__gt=moment)
    return [(by_source[segment.source_id], _row(segment)) for segment in fresh]


def hold(translations: Iterable[Translation]) -> None:
    """Keep every stored text of these Translations as it is until this transaction ends."""
    places = Q()
    for translation in translations:
        key = translation.source.object_id
        places |= Q(context__object_id=key, locale=translation.target_locale_id)
    texts = StringTranslation.objects.filter(places).order_by("pk")
    list(texts.select_for_update(of=("self",)).values_list("pk"))


def hold_texts(keys: Iterable[UUID], locales: Iterable[int]) -> None:
    """:func:`hold` for objects by their translation keys. One query."""
    texts = StringTranslation.objects.filter(
        context__object_id__in=list(keys), locale__in=list(locales)
    ).order_by("pk")
    list(texts.select_for_update(of=("self",)).values_list("pk"))


def store(
    translation: Translation, row: SegmentRow, html: str, *, origin: str, user: Any
) -> SegmentRow:
    """Put ``html`` in the place of ``row.target``; the row as it stands then.

    Its target is another one where another writer was quicker: nothing is overwritten. Raises
    ``IntegrityError`` where somebody else stored the first text of the place meanwhile. An empty
    ``html`` removes the translation. wagtail-localize's own ``save`` is not used: it would write
    the title into ``draft_title`` of the live page.
    """
    place = _place(translation, row)
    values = _values(html, origin, user)
    if not html:
        stored = row.target is None or bool(place.filter(data=row.target).delete()[0])
    elif row.target is not None:
        stored = bool(place.filter(data=row.target).update(**values))
    else:
        _insert(translation, row, values)
        stored = True
    if not stored:
        return replace(row, **_told(place.select_related("last_translated_by").first()))
    if not html:
        return replace(row, **_told(None))
    return replace(
        row,
        target=html,
        origin=origin,
        error="",
        by=name_of(user),
        by_id=user.pk if user else None,
        at=values["updated_at"],
    )


def _place(translation: Translation, row: SegmentRow) -> QuerySet[StringTranslation]:
    return StringTranslation.objects.filter(
        translation_of=row.string_id, context=row.context_id, locale=translation.target_locale_id
    )


def _insert(translation: Translation, row: SegmentRow, values: dict[str, Any]) -> None:
    new = StringTranslation(
        translation_of_id=row.string_id,
        context_id=row.context_id,
        locale_id=translation.target_locale_id,
        created_at=values["updated_at"],
        **values,
    )
    StringTranslation.objects.bulk_create([new])


def drop_empty(translation: Translation, segment: int) -> bool:
    """Remove an empty row, such as other tools leave behind; whether there was one."""
    row = segment_row(translation, segment)
    return row is not None and bool(_place(translation, row).filter(data="").delete()[0])


def _values(html: str, origin: str, user: Any) -> dict[str, Any]:
    by_person = origin in BY_PEOPLE
    manual, machine = (
        StringTranslation.TRANSLATION_TYPE_MANUAL,
        StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    return {
        "data": html,
        "translation_type": manual if by_person else machine,
        "tool_name": origin,
        "last_translated_by": user,
        "updated_at": timezone.now(),
        "has_error": False,
        "field_error": "",
    }


def fill(pairs: Iterable[tuple[Translation, SegmentRow, str]], *, origin: str, user: Any) -> None:
    """Store a text for each of these rows that have none; whoever was quicker keeps theirs.

    One query for any number of rows.
    """
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of_id=row.string_id,
                context_id=row.context_id,
                locale_id=translation.target_locale_id,
                **_values(html, origin, user),
            )
            for translation, row, html in pairs
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def writers(translations: Iterable[Translation]) -> dict[int, set[Any]]:
    """Primary keys of the people who wrote the texts that stand in these Translations. One query.

    By the primary key of the Translation; those that nobody wrote in are left out.
    """
    pks = {(one.source_id, one.target_locale_id): one.pk for one in translations}
    rows = StringSegment.objects.filter(
        source__in={source for source, _locale in pks},
        string__translations__context=F("context"),
        string__translations__locale__in={locale for _source, locale in pks},
        string__translations__data__gt="",
        string__translations__last_translated_by__isnull=False,
    ).order_by()
    person = "string__translations__last_translated_by"
    found: dict[int, set[Any]] = {}
    for source, locale, by in rows.values_list(
        "source", "string__translations__locale", person
    ).distinct():
        if (source, locale) in pks:
            found.setdefault(pks[source, locale], set()).add(by)
    return found
