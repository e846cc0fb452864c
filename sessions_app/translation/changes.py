"""What became of an original's structure since its translation was released, in words."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import StreamField

from . import localize
from .checks.text import plain
from .models import Release

_PARAGRAPH = re.compile(r"<(?:p|li|h[1-6]|blockquote)\b")
_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>")
# Letters of a block's text that tell it from others of its kind.
EXCERPT = 40


@dataclass(frozen=True)
class Block:
    """One block of a stream as it is stored."""

    id: str
    kind: str
    value: Any

    @property
    def words(self) -> str:
        """How its text begins; empty where it has none."""
        return Truncator(" ".join(_first_text(self.value).split())).chars(EXCERPT)

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs, headings and list items, where it is a rich text."""
        return len(_PARAGRAPH.findall(self.value)) if isinstance(self.value, str) else 0


def structure(translation: Any) -> list[str]:
    """Blocks and paragraphs that were added, moved or removed since the last release.

    Sentences for people, in the order of the original; none where nothing was released. One query,
    where :func:`status.family_and_translations` has not brought the release along.
    """
    revision = _released(translation)
    if revision is None:
        return []
    model = localize.model_of_source(translation.source)
    content = json.loads(translation.source.content_json)
    found: list[str] = []
    for name in localize.text_fields(model):
        model_field = model._meta.get_field(name)
        if isinstance(model_field, StreamField):
            old, new = _blocks(revision.content, name), _blocks(content, name)
            found += _stream(model_field, old, new)
        elif isinstance(model_field, models.TextField):
            label = capfirst(str(model_field.verbose_name))
            old_text, new_text = (str(part.get(name) or "") for part in (revision.content, content))
            found += _paragraphs(label, Block("", "", old_text), Block("", "", new_text))
    return found


def _released(translation: Any) -> Any:
    """The revision that visitors read, as of the last release."""
    if hasattr(translation, "release"):
        release = translation.release
    else:
        release = (
            Release.objects.filter(
                source=translation.source_id, locale=translation.target_locale_id
            )
            .select_related("revision")
            .first()
        )
    return release and release.revision


def _blocks(content: Mapping[str, Any], name: str) -> list[Block]:
    raw = content.get(name) or "[]"
    stream = json.loads(raw) if isinstance(raw, str) else raw
    return [Block(str(one.get("id")), one["type"], one.get("value")) for one in stream]


def _stream(model_field: StreamField, old: Sequence[Block], new: Sequence[Block]) -> Iterator[str]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    moved = _moved(
        [one.id for one in old if one.id in after], [o.id for o in new if o.id in before]
    )
    for block in new:
        name = _name(model_field, block)
        if block.id not in before:
            yield _("New: %(block)s.") % {"block": name}
        elif block.id in moved:
            yield _("Moved: %(block)s.") % {"block": name}
        if block.id in before:
            yield from _paragraphs(name, before[block.id], block)
    for block in old:
        if block.id not in after:
            yield _("Removed: %(block)s.") % {"block": _name(model_field, block)}


def _paragraphs(name: str, old: Block, new: Block) -> Iterator[str]:
    more = new.paragraphs - old.paragraphs
    if more > 0:
        yield ngettext(
            "%(block)s: %(count)d paragraph more.", "%(block)s: %(count)d paragraphs more.", more
        ) % {"block": name, "count": more}
    elif more < 0:
        yield ngettext(
            "%(block)s: %(count)d paragraph less.", "%(block)s: %(count)d paragraphs less.", -more
        ) % {"block": name, "count": -more}


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Those of the same ids in another order that left their place; as few as possible."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    stayed = {
        one for match in matcher.get_matching_blocks() for one in old[match.a :][: match.size]
    }
    return set(old) - stayed


def _name(model_field: StreamField, block: Block) -> str:
    """The kind of a block, and how it begins."""
    known = model_field.stream_block.child_blocks.get(block.kind)
    label = str(known.label) if known else block.kind
    return (
        _("%(kind)s “%(words)s”") % {"kind": label, "words": block.words} if block.words else label
    )


def _first_text(value: Any) -> str:
    """The first words within a block's stored value, whatever its shape; ids are no words."""
    if isinstance(value, str):
        text = plain(_END.sub(" ", value)).strip()
        return text if " " in text or text.isalpha() else ""
    if isinstance(value, Mapping):
        parts: Any = [part for name, part in value.items() if name not in {"id", "type"}]
    elif isinstance(value, list):
        parts = value
    else:
        return ""
    return next((text for part in parts if (text := _first_text(part))), "")
