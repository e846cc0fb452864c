"""What the editor shows of one translation: sections, blocks and texts with readable labels."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from wagtail.models import Page

from .. import checking, diff, history, wire
from ..checks import Finding
from ..checks.text import plain
from ..drafting import Saved, version
from ..localize import SegmentRow
from ..status import Status
from ..words import wordcount
from . import markup
from .structure import Part, Place, Structure, rich_parts

if TYPE_CHECKING:
    from .pictures import Picture

SEPARATOR = " › "
# States by which texts are found.
TO_LOOK_AT = frozenset({"missing", "outdated", "needs_work", "filled", "machine"})
_NO_PART = Part("", "")
_NOTHING = history.Pending()


def shown(text: str) -> str:
    """Short hash of a text as a form posts it; tells an untouched field from a changed one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True)
class Problem:
    """Why a posted text was not stored; the field keeps it, with the token it came with.

    ``theirs`` is what somebody else stored meanwhile.
    """

    message: str
    text: str
    version: str
    shown: str
    theirs: Saved | None = None

    @property
    def their_text(self) -> str:
        """The other text with tokens."""
        return wire.from_html(self.theirs.html, rich=self.theirs.row.rich) if self.theirs else ""


@dataclass(frozen=True)
class Segment:
    """One text of the source and the field beside it.

    ``key`` names the field in forms: Translation and StringSegment, both by primary key.
    ``places`` tells how often the text stands in the same place's context; equal paragraphs of
    one block share a translation, so only the first is shown. ``notes`` are those that nobody has
    resolved, ``matches`` the translations that the memory has for the very same text. ``verdict``
    is what is thought of the translation, ``asked`` what is to be changed in it, see
    :class:`history.Pending`.
    """

    key: str
    row: SegmentRow
    place: Place
    part: Part
    trail: tuple[str, ...]
    places: int = 1
    findings: tuple[Finding, ...] = ()
    notes: int = 0
    matches: int = 0
    verdict: str = ""
    asked: str = ""
    problem: Problem | None = None

    @property
    def label(self) -> str:
        """Where the text stands, below its block."""
        return SEPARATOR.join(self.trail)

    @property
    def place_key(self) -> tuple[int, int]:
        """Where its notes are kept: context and string."""
        return self.row.context_id, self.row.string_id

    @property
    def path_label(self) -> str:
        """Where the text stands, from the field on; names the field for those who do not see."""
        above = (self.place.label, self.place.block_label) if self.place.block else ()
        return SEPARATOR.join(step for step in (*above, *self.trail) if step)

    @property
    def state(self) -> str:
        """What the text is, the most urgent word for it.

        ``missing`` ``outdated`` ``needs_work`` ``machine`` ``filled`` (from the memory) ``done``
        (a draft) ``kept`` (as in the source) ``approved``.
        """
        if self.row.target is not None:
            if self.verdict == "needs_work":
                return self.verdict
            unseen = "filled" if self.row.is_filled else "machine" if self.row.is_machine else ""
            return "kept" if self.row.kept else unseen or self.verdict or "done"
        return "outdated" if self.row.previous_target is not None else "missing"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return not self.row.is_done or self.state == "needs_work"

    @cached_property
    def source(self) -> SafeString:
        """The source's text for reading."""
        return markup.render(self.row.text, self.row.attrs)

    @cached_property
    def changes(self) -> Sequence[diff.Piece]:
        """What changed in the source since the translation was made, word by word."""
        previous = self.row.previous
        return [] if previous is None else diff.word_changes(previous, self.row.text)

    @property
    def tags(self) -> tuple[str, ...]:
        """By which filters the text is found."""
        found = [self.state] if self.state in TO_LOOK_AT else []
        return (*found, *(["findings"] * bool(self.findings)), *(["notes"] * bool(self.notes)))

    @cached_property
    def words(self) -> int:
        """Words of the source's text, as translators charge them."""
        return wordcount.count(self.row.text) * self.places

    @cached_property
    def excerpt(self) -> str:
        """How the source's text begins."""
        return Truncator(plain(self.row.text)).chars(48)

    def holds(self, words: str) -> bool:
        """Whether ``words`` stand in the source or in the field; case does not matter."""
        wanted = words.casefold()
        return wanted in plain(self.row.text).casefold() or wanted in self.text.casefold()

    @cached_property
    def source_text(self) -> str:
        """The source's text with tokens, for copying."""
        return wire.from_html(self.row.text, rich=self.row.rich)

    @cached_property
    def text(self) -> str:
        """What the field holds: the translation, or the one of the former source text."""
        if self.problem:
            return self.problem.text
        html = self.row.target if self.row.target is not None else self.row.previous_target
        return wire.from_html(html or "", rich=self.row.rich)

    @property
    def version(self) -> str:
        """Token of what is stored; a save names it."""
        return self.problem.version if self.problem else version(self.row.target)

    @property
    def shown(self) -> str:
        """Hash of what the field holds at first."""
        return self.problem.shown if self.problem else shown(self.text)

    @cached_property
    def marks(self) -> tuple[markup.Mark, ...]:
        """Links and language marks of the source."""
        return markup.marks(self.row.text, self.row.attrs) if self.row.rich else ()

    @property
    def multiline(self) -> bool:
        """Whether the text may hold line breaks."""
        return self.row.rich or self.place.multiline

    @property
    def rows(self) -> int:
        """Lines the field needs at first."""
        longest = max(len(self.source_text), len(self.text))
        return min(12, 1 + longest // 60 + self.text.count("\n"))


@dataclass(frozen=True)
class Group:
    """The texts of one block of a stream, or of plain fields that follow one another."""

    label: str
    icon: str
    segments: tuple[Segment, ...]
    pictures: tuple["Picture", ...] = ()

    @property
    def name(self) -> str:
        """The block's label, or the fields' that stand together."""
        return self.label or ", ".join(dict.fromkeys(one.label for one in self.segments))

    @property
    def total(self) -> int:
        """Number of texts."""
        return sum(segment.places for segment in self.segments)

    @property
    def done(self) -> int:
        """Number of translated ones."""
        return sum(segment.places for segment in self.segments if not segment.is_open)


@dataclass(frozen=True)
class Section:
    """A stream with its blocks; plain fields stand together in a section without a heading."""

    heading: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Document:
    """Everything there is to translate of one object.

    ``changes`` say what became of the original's structure since the last release.
    """

    translation: Any
    title: str
    kind: str
    icon: str
    sections: tuple[Section, ...]
    state: Status | None = None
    pictures: tuple["Picture", ...] = ()
    changes: tuple[str, ...] = ()

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All texts in order."""
        return tuple(s for section in self.sections for g in section.groups for s in g.segments)

    @property
    def total(self) -> int:
        """Number of texts."""
        return sum(segment.places for segment in self.segments)

    @property
    def done(self) -> int:
        """Number of translated texts."""
        return sum(segment.places for segment in self.segments if not segment.is_open)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do or to look at."""
        return bool(self.segments) and not any(
            segment.is_open or segment.tags or segment.problem for segment in self.segments
        )


def icon_of(model: type[models.Model]) -> str:
    """The icon by which the admin knows a model."""
    viewset = getattr(model, "snippet_viewset", None)
    if viewset is not None:
        return str(viewset.icon)
    return "doc-empty-inverse" if issubclass(model, Page) else "snippet"


def model_of(translation: Any) -> type[Any]:
    """The model of what is translated."""
    model: type[Any] = translation.source.specific_content_type.model_class()
    return model


def build(
    translation: Any,
    rows: Sequence[SegmentRow],
    templates: Mapping[tuple[int, int], str],
    *,
    state: Status | None = None,
    known: checking.Context | None = None,
    problems: Mapping[str, Problem] | None = None,
    changes: Sequence[str] = (),
) -> Document:
    """The document of one translation; makes no query where its source is at hand.

    ``rows`` as of :func:`localize.segment_rows`, ``templates`` as of :func:`localize.templates`;
    ``problems`` of a posted form, by the key of the segment.
    """
    source = translation.source
    model = model_of(translation)
    structure = Structure(model, json.loads(source.content_json))
    own = segments(translation.pk, rows, templates, structure)
    known = known or checking.Context()
    parts = {segment.row.id: segment.part.tag for segment in own}
    found: dict[int, list[Finding]] = {}
    for row, finding in checking.check_rows(translation, rows, known, parts):
        if not finding.dismissed:
            found.setdefault(row.id, []).append(finding)
    told = [
        replace(
            segment,
            findings=tuple(found.get(segment.row.id, ())),
            notes=known.pending.get(segment.place_key, _NOTHING).notes,
            verdict=known.pending.get(segment.place_key, _NOTHING).verdict(segment.row.target),
            asked=known.pending.get(segment.place_key, _NOTHING).asked(segment.row.target),
            matches=len({match.target for match in known.known.get(segment.row.text, ())}),
            problem=(problems or {}).get(segment.key),
        )
        for segment in own
    ]
    return Document(
        translation=translation,
        title=source.object_repr,
        kind=capfirst(str(model._meta.verbose_name)),
        icon=icon_of(model),
        sections=_sections(told),
        state=state,
        changes=tuple(changes),
    )


def segments(
    translation: int,
    rows: Sequence[SegmentRow],
    templates: Mapping[tuple[int, int], str],
    structure: Structure,
) -> list[Segment]:
    """Segments in the order of the editor's form, equal texts of one context only once."""
    places = {row.id: structure.place(row.path) for row in rows}
    ordered = sorted(rows, key=lambda row: (structure.rank(places[row.id].field), row.order))
    labels = _labels(ordered, places, templates)
    times: dict[tuple[int, int], int] = {}
    for row in ordered:
        times[row.context_id, row.string_id] = times.get((row.context_id, row.string_id), 0) + 1
    found = []
    for row in ordered:
        number = times.pop((row.context_id, row.string_id), 0)
        if number:
            part, trail = labels[row.id]
            key = f"{translation}-{row.id}"
            found.append(Segment(key, row, places[row.id], part, trail, number))
    return found


def _labels(
    rows: Sequence[SegmentRow],
    places: Mapping[int, Place],
    templates: Mapping[tuple[int, int], str],
) -> dict[int, tuple[Part, tuple[str, ...]]]:
    """Element and trail of every row; rows of one context are counted through."""
    by_context: dict[int, list[SegmentRow]] = {}
    for row in rows:
        by_context.setdefault(row.context_id, []).append(row)
    found = {}
    for siblings in by_context.values():
        place = places[siblings[0].id]
        parts = rich_parts(templates.get((siblings[0].source_id, siblings[0].context_id), ""))
        for index, row in enumerate(siblings):
            steps = place.trail if place.block else (place.label, *place.trail)
            part = parts[index] if row.rich and index < len(parts) else _NO_PART
            if part.label and (len(siblings) > 1 or not steps):
                steps = (*steps, part.label)
            if len(place.cells) == len(siblings):
                steps = (*steps, *place.cells[index])
            found[row.id] = (part, steps or (place.block_label,))
    return found


def _sections(segments: Sequence[Segment]) -> tuple[Section, ...]:
    """Segments by stream and block; plain fields side by side in one section."""
    sections: list[tuple[str, list[tuple[str, str, str, list[Segment]]]]] = []
    for segment in segments:
        place = segment.place
        heading = place.label if place.block else ""
        if not sections or sections[-1][0] != heading:
            sections.append((heading, []))
        groups = sections[-1][1]
        if not groups or groups[-1][0] != place.block:
            groups.append((place.block, place.block_label, place.icon, []))
        groups[-1][3].append(segment)
    return tuple(
        Section(heading, tuple(Group(label, icon, tuple(s)) for _id, label, icon, s in groups))
        for heading, groups in sections
    )
