"""Who changed what: what happened to the texts of some languages, told for a screen and a file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...tables import Cell
from .. import diff, history, localize
from ..checks.text import plain
from ..machines import machines
from ..models import SegmentEvent
from .document import SEPARATOR
from .listing import language_name
from .structure import Place, Structure

# As many events are told at once where there are more than a screen shows.
BATCH = 500


def events(locales: Iterable[int]) -> QuerySet[SegmentEvent]:
    """All that happened to texts in these languages, newest first."""
    return (
        SegmentEvent.objects.filter(locale__in=locales)
        .annotate(source_locale=F("string__locale"))
        .select_related("by", "context", "locale")
        .order_by("-at", "-pk")
    )


def search(found: QuerySet[SegmentEvent], words: str) -> QuerySet[SegmentEvent]:
    """Those of ``found`` with ``words`` in the original's title, before, after or in a remark."""
    html = escape(words, quote=False)
    texts = Q(before__icontains=html) | Q(after__icontains=html) | Q(text__icontains=words)
    # An object that is translated from several languages has a source for each of them.
    titled = SegmentEvent.objects.filter(
        context__object__sources__locale=F("string__locale"),
        context__object__sources__object_repr__icontains=words,
    )
    return found.filter(texts | Q(pk__in=titled.values("pk")))


def people(locales: Iterable[int]) -> QuerySet[Any]:
    """Everybody who did something to a text in these languages, by name."""
    model = get_user_model()
    known = SegmentEvent.objects.filter(locale__in=locales, by__isnull=False).values("by")
    return model._default_manager.filter(pk__in=known).order_by(model.USERNAME_FIELD)


@dataclass(frozen=True)
class Change:
    """One event as words; ``url`` leads to the editor and is empty where there is none any more."""

    event: Any
    title: str
    title_language: str
    where: str
    url: str

    @property
    def when(self) -> str:
        """Date and time by the reader's clock."""
        return date_format(timezone.localtime(self.event.at), "SHORT_DATETIME_FORMAT")

    @property
    def by(self) -> str:
        """Who did it; empty for nobody, and for people who are gone."""
        return localize.name_of(self.event.by)

    @property
    def language_code(self) -> str:
        """The language of the translation."""
        return str(self.event.locale.language_code)

    @property
    def language(self) -> str:
        """Its name, for people."""
        return language_name(self.language_code)

    @property
    def origin(self) -> str:
        """Where a text came from that nobody typed, or that a reader of it wrote; mostly empty."""
        known = {
            localize.MEMORY: _("Memory"),
            localize.KEPT: _("Original"),
            history.IN_REVIEW: _("while reviewing"),
        }
        engine = machines().get(self.event.origin)
        return known.get(self.event.origin) or str(engine.name if engine else self.event.origin)

    @cached_property
    def pieces(self) -> Sequence[diff.Piece]:
        """Both versions word by word; empty where there is only one."""
        before, after = self.event.before, self.event.after
        return diff.word_changes(before, after) if before and after else []

    @property
    def before(self) -> list[diff.Piece]:
        """What stood there, with what was taken away."""
        shown = [piece for piece in self.pieces if piece.kind != "added"]
        return shown or _whole(self.event.before)

    @property
    def after(self) -> list[diff.Piece]:
        """What stands there since, with what was put in."""
        shown = [piece for piece in self.pieces if piece.kind != "removed"]
        return shown or _whole(self.event.after)


def _whole(html: str) -> list[diff.Piece]:
    return [diff.Piece("same", plain(html))] if html else []


class Teller:
    """Tells events as words; makes two queries at most for any number of them.

    What it has read of an object it keeps, but for the object's content.
    """

    def __init__(self) -> None:
        # By object, locale of the source, locale of the target.
        self._translations: dict[tuple[Any, int, int], Any] = {}
        # One Translation of each source, by object and locale of the source.
        self._any: dict[tuple[Any, int], Any] = {}
        # By primary key of the source and of the context.
        self._labels: dict[tuple[int, int], str] = {}

    def tell(self, found: Sequence[Any]) -> list[Change]:
        """``found`` (of :func:`events`), in its order."""
        self._find_translations(found)
        self._find_labels(found)
        return [self._told(event) for event in found]

    def _find_translations(self, found: Sequence[Any]) -> None:
        known = {key for key, _locale in self._any}
        keys = {event.context.object_id for event in found} - known
        if not keys:
            return
        for one in localize.translations_of(keys).defer("source__content_json"):
            place = (one.source.object_id, one.source.locale_id)
            self._any[place] = one
            self._translations[*place, one.target_locale_id] = one

    def _find_labels(self, found: Sequence[Any]) -> None:
        unknown: dict[int, dict[int, str]] = {}
        asked: dict[int, Any] = {}
        for event in found:
            one = self._any.get((event.context.object_id, event.source_locale))
            if one and (one.source_id, event.context_id) not in self._labels:
                asked[one.pk] = one
                unknown.setdefault(one.source_id, {})[event.context_id] = event.context.path
        for one, content in _contents(asked):
            for context, label in _labels(one, content, unknown[one.source_id]).items():
                self._labels[one.source_id, context] = label

    def _told(self, event: Any) -> Change:
        place = (event.context.object_id, event.source_locale)
        one = self._any.get(place)
        edited = self._translations.get((*place, event.locale_id))
        return Change(
            event,
            title=one.source.object_repr if one else _("(deleted)"),
            title_language=one.source.locale.language_code if one else "",
            where=self._labels.get((one.source_id, event.context_id), "") if one else "",
            url=reverse("sessions_translation:editor", args=[edited.pk]) if edited else "",
        )


def _contents(asked: dict[int, Any]) -> Iterator[tuple[Any, str]]:
    """Each of these Translations with the content of its source. One query."""
    if asked:
        keys = {one.source.object_id for one in asked.values()}
        rows = localize.translations_of(keys).filter(pk__in=asked)
        for pk, content in rows.values_list("pk", "source__content_json").iterator():
            yield asked[pk], content


def _labels(translation: Any, content: str, paths: dict[int, str]) -> dict[int, str]:
    """Where these contexts (primary key to path) stand in the source, as the editor calls it."""
    model = localize.model_of_source(translation.source)
    structure = Structure(model, json.loads(content))
    return {context: _label(structure.place(path)) for context, path in paths.items()}


def _label(place: Place) -> str:
    return SEPARATOR.join(filter(None, (place.label, place.block_label, *place.trail)))


def table(found: QuerySet[SegmentEvent]) -> Iterator[list[Cell]]:
    """``found`` as the rows of a file, a headline first; holds no more than a batch at once."""
    yield [
        _("When"),
        _("Who"),
        _("Original"),
        _("Language"),
        _("Where"),
        _("What"),
        _("Remark"),
        _("Before"),
        _("After"),
        _("Taken from"),
    ]
    teller, rows = Teller(), found.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        for change in teller.tell(batch):
            yield _cells(change)


def _cells(change: Change) -> list[Cell]:
    event = change.event
    return [
        timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
        change.by,
        change.title,
        change.language,
        change.where,
        event.get_kind_display(),
        event.text,
        plain(event.before),
        plain(event.after),
        change.origin,
    ]
