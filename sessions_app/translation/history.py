"""What happened to the texts: who saved what, and what is open about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Subquery
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.log_actions import get_active_log_context, registry
from wagtail.models import Page

from . import localize
from .checks.text import plain
from .models import SegmentEvent

Kind = SegmentEvent.Kind

# Saves of one person in one text within these many seconds are one event.
SPAN = 600
# What happens to a text itself, beside what is said about it.
OF_TEXTS = frozenset({Kind.SAVED, Kind.KEPT, Kind.FILLED, Kind.CONFIRMED, Kind.REVERTED})
# What Wagtail's log calls a changed text.
CHANGED = "sessions_translation.text"
# Where a text comes from that a reviewer wrote while reading.
IN_REVIEW = "review"


@dataclass(frozen=True)
class Pending:
    """What is open about one text: unresolved notes, waived findings, what was thought of it.

    ``verdicts`` are by the translation (segment HTML) of which they hold: NEEDS_WORK or APPROVED,
    and what was said.
    """

    notes: int = 0
    dismissed: frozenset[tuple[str, str]] = frozenset()
    verdicts: Mapping[str, tuple[SegmentEvent.Kind, str]] = field(default_factory=dict, hash=False)

    def verdict(self, html: str | None) -> str:
        """What is thought of ``html``: ``needs_work``, ``approved`` or nothing."""
        found = self.verdicts.get(html or "")
        return found[0].value if found else ""

    def asked(self, html: str | None) -> str:
        """What somebody asked to change in ``html``."""
        found = self.verdicts.get(html or "")
        return found[1] if found else ""


def record(
    translation: Any,
    changes: Sequence[tuple[localize.SegmentRow, str, str]],
    kind: SegmentEvent.Kind,
    user: Any,
    origin: str = "",
    about: Any = None,
) -> None:
    """Note that texts changed: (row, before, after). One query, one more for what a person saves.

    What one person does to ``about``, the translated object, stands in Wagtail's log, too: one
    query more for each text.

    What one person saves in a row is one event, with the text before the first save and the one
    after the last. Where somebody else wrote in between, a new event begins: a text that gave way
    to another person's stands in the history for good.
    """
    now = timezone.now()
    if kind == Kind.SAVED and user is not None:
        changes = [one for one in changes if not _goes_on(translation, one, user, now, origin)]
    events = [
        SegmentEvent(
            context_id=row.context_id,
            string_id=row.string_id,
            locale_id=translation.target_locale_id,
            kind=kind,
            by=user,
            at=now,
            span=_moment(now) if kind == Kind.SAVED and user is not None else None,
            before=before,
            after=after,
            origin=origin,
        )
        for row, before, after in changes
    ]
    SegmentEvent.objects.bulk_create(events, batch_size=500)
    if about is not None:
        for row, _before, _after in changes:
            tell_log(about, translation, user, kind, text=Truncator(plain(row.text)).chars(60))


def tell_log(about: Any, translation: Any, user: Any, kind: SegmentEvent.Kind, **data: Any) -> None:
    """Write into Wagtail's log that texts of ``about`` were changed.

    One query: Wagtail's own way validates the entry with three more.
    """
    model = registry.get_log_model_for_instance(about)
    place = {"page": about} if isinstance(about, Page) else {"object_id": str(about.pk)}
    language = str(translation.target_locale)
    entry = model(
        content_type=ContentType.objects.get_for_model(about, for_concrete_model=False),
        label=model.objects.get_instance_title(about),
        action=CHANGED,
        user=user,
        uuid=get_active_log_context().uuid,
        timestamp=timezone.now(),
        data={"kind": kind.value, "language": language, **data},
        **place,
    )
    model.objects.bulk_create([entry])


def corrections(translations: Iterable[Any]) -> set[tuple[int, int, str, Any]]:
    """What reviewers wrote while reading: context, string, text, author. One query."""
    places = Q(pk__in=[])
    for translation in translations:
        key = translation.source.object_id
        places |= Q(context__object_id=key, locale=translation.target_locale_id)
    made = SegmentEvent.objects.filter(places, kind__in=OF_TEXTS, origin=IN_REVIEW)
    return set(made.values_list("context", "string", "after", "by"))


def _goes_on(
    translation: Any,
    change: tuple[localize.SegmentRow, str, str],
    user: Any,
    now: datetime,
    origin: str,
) -> bool:
    """Whether a save could be put to the newest event of its text, as one of the same person's.

    Writers of one object come one after the other: nobody adds an event meanwhile.
    """
    row, before, after = change
    if not before or row.by_id != user.pk:
        return False
    texts = SegmentEvent.objects.filter(
        context=row.context_id,
        string=row.string_id,
        locale=translation.target_locale_id,
        kind__in=OF_TEXTS,
    )
    newest = texts.order_by("-at", "-pk").values("pk")[:1]
    recent = _moment(now) - SPAN * 1_000_000
    own = SegmentEvent.objects.filter(
        kind=Kind.SAVED, by=user, after=before, origin=origin, span__gte=recent
    )
    return bool(own.filter(pk=Subquery(newest)).update(at=now, after=after))


def _moment(now: datetime) -> int:
    """Microseconds by which events that saves are put to tell when they began."""
    return int(now.timestamp() * 1_000_000)


def events(translation: Any, segment: int) -> list[SegmentEvent]:
    """All that happened to a text of ``translation``, newest first; former source texts included.

    In a rich text every paragraph has its own: those of the texts that stand or stood in its
    place. Three queries.
    """
    row = localize.segment_row(translation, segment)
    if row is None:
        return []
    strings = localize.lineage(row)
    found = SegmentEvent.objects.filter(
        context=row.context_id, string__in=strings, locale=translation.target_locale_id
    )
    return list(found.select_related("by", "closed_by", "string").order_by("-at", "-pk"))


def pending(translations: Iterable[Any]) -> dict[tuple[int, int], Pending]:
    """Open notes, waived findings and verdicts by (context, string). One query."""
    places = Q()
    for translation in translations:
        key = translation.source.object_id
        places |= Q(context__object_id=key, locale=translation.target_locale_id)
    if not places:
        return {}
    notes: dict[tuple[int, int], int] = defaultdict(int)
    waived: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
    verdicts: dict[tuple[int, int], dict[str, tuple[SegmentEvent.Kind, str]]] = defaultdict(dict)
    rows = SegmentEvent.objects.filter(places, is_open=True).order_by("at", "pk")
    columns = ("context", "string", "kind", "check_id", "detail", "after", "text")
    for context, string, kind, check, detail, after, text in rows.values_list(*columns):
        if kind == Kind.NOTE:
            notes[context, string] += 1
        elif kind == Kind.DISMISSED:
            waived[context, string].add((check, detail))
        else:
            verdicts[context, string][after] = Kind(kind), text
    return {
        place: Pending(notes[place], frozenset(waived[place]), verdicts[place])
        for place in notes.keys() | waived.keys() | verdicts.keys()
    }
