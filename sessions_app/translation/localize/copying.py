"""Texts of one translation put into the same places of another, as drafts."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation

from ..models import Succession
from .segments import MEMORY, SegmentRow, fill, segment_rows

# A row that had no text, the text it has now, and where that came from.
Copied = tuple[SegmentRow, str, str]


def locales_with_texts(key: UUID) -> set[int]:
    """Locales into which something of the object of that key was translated. One query."""
    texts = StringTranslation.objects.filter(context__object_id=key).exclude(data="")
    return set(texts.order_by().values_list("locale", flat=True).distinct())


def copy_texts(old: Translation, new: Translation) -> list[Copied]:
    """Put every text of ``old`` into the same place of ``new``, where nothing stands yet.

    Both are into one locale. What people wrote is marked as from the memory, what was kept or came
    from a machine keeps its mark. Where the original says something else in that place (a copy has
    another title) the former text and its translation are told as forerunners. Four queries, four
    more for forerunners.
    """
    rows = segment_rows([old, new])
    known = {(row.path, row.string_id): row for row in rows[old.pk] if row.target is not None}
    copied: list[Copied] = []
    left: list[SegmentRow] = []
    for row in rows[new.pk]:
        found = known.get((row.path, row.string_id))
        if row.target is not None:
            continue
        if found is not None and found.target is not None:
            copied.append((row, found.target, found.origin or MEMORY))
        else:
            left.append(row)
    for origin in sorted({origin for _row, _text, origin in copied}):
        pairs = [(new, row, text) for row, text, came in copied if came == origin]
        fill(pairs, origin=origin, user=None)
    if left:
        _copy_forerunners(rows[old.pk], rows[new.pk], left, new)
    return copied


def _copy_forerunners(
    old: Sequence[SegmentRow],
    new: Sequence[SegmentRow],
    left: Iterable[SegmentRow],
    into: Translation,
) -> None:
    """Tell for the places of ``left`` which texts stood there before, with their translations."""
    paths = {row.path for row in left}
    here = {row.path: row.context_id for row in new if row.path in paths}
    contexts = {row.context_id: here[row.path] for row in old if row.path in paths}
    links = [
        Succession(context_id=contexts[context], string_id=string, previous_id=previous)
        for context, string, previous in Succession.objects.filter(
            context__in=contexts
        ).values_list("context", "string", "previous")
    ]
    before, after = _alone(old), _alone(new)
    links += [
        Succession(context_id=row.context_id, string_id=row.string_id, previous_id=string)
        for row in left
        if after.get(row.path) == row.string_id
        and (string := before.get(row.path, row.string_id)) != row.string_id
    ]
    Succession.objects.bulk_create(links, ignore_conflicts=True)
    texts = StringTranslation.objects.filter(context__in=contexts, locale=into.target_locale_id)
    StringTranslation.objects.bulk_create(
        [_copy(text, contexts) for text in texts.exclude(data="")], ignore_conflicts=True
    )


def _alone(rows: Iterable[SegmentRow]) -> dict[str, int]:
    """The text of every place that has one text alone, by its path."""
    found: dict[str, int] = {}
    several: set[str] = set()
    for row in rows:
        if row.path in found:
            several.add(row.path)
        found[row.path] = row.string_id
    return {path: string for path, string in found.items() if path not in several}


def _copy(text: StringTranslation, contexts: Mapping[int, int]) -> StringTranslation:
    now = timezone.now()
    text.pk, text.context_id = None, contexts[text.context_id]
    text.created_at = text.updated_at = now
    text.tool_name, text.last_translated_by = text.tool_name or MEMORY, None
    return text
