"""Where a text stands in its source: fields, blocks, lists and tables, told in readable labels.

Reads the snapshot's JSON beside the model's field and block definitions. No query is made.
"""

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.panels import get_edit_handler
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import features as feature_registry

# Parts of a path are block ids and names; addresses of links are quoted.
_PART = re.compile(r"'(?:\\.|[^'])*'|[^.]+")
_HEADING = re.compile(r"h([1-6])")
_INLINE = frozenset({"a", "abbr", "acronym", "b", "code", "em", "i", "strong", "span"})


@dataclass(frozen=True)
class Place:
    """Where a text stands.

    ``field`` is the model field (or child relation), ``label`` its name for people. ``block`` is
    the id of the block directly in the field's stream, with its own label and icon. ``trail``
    leads from there to the text. ``cells`` labels the texts of a table, in their order.
    """

    field: str
    label: str
    block: str = ""
    block_label: str = ""
    icon: str = ""
    trail: tuple[str, ...] = ()
    multiline: bool = False
    max_length: int | None = None
    features: frozenset[str] = frozenset()
    cells: tuple[tuple[str, ...], ...] = ()


@lru_cache(maxsize=64)
def field_order(model: type[models.Model]) -> tuple[str, ...]:
    """Names of fields and child relations in the order in which the editor's form shows them."""
    make = getattr(model, "get_edit_handler", None)
    names: list[str] = []

    def walk(panel: Any) -> None:
        name = getattr(panel, "field_name", None) or getattr(panel, "relation_name", None)
        if name:
            names.append(name)
        for child in getattr(panel, "children", ()):
            walk(child)

    walk(make() if make else get_edit_handler(model))
    return tuple(dict.fromkeys(names))


class Structure:
    """The places of one source."""

    def __init__(self, model: type[models.Model], content: dict[str, Any]) -> None:
        self.model = model
        self.content = content
        self._streams: dict[str, list[Any]] = {}
        self._places: dict[str, Place] = {}

    def place(self, path: str) -> Place:
        """The place of a context's path; a path that leads nowhere ends where it is lost."""
        if path not in self._places:
            self._places[path] = self._find(path)
        return self._places[path]

    def rank(self, name: str) -> int:
        """Position of a field in the editor's form; fields without a panel come last."""
        order = field_order(self.model)
        return order.index(name) if name in order else len(order)

    def _find(self, path: str) -> Place:
        name, *parts = _PART.findall(path)
        try:
            model_field: Any = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return Place(name, capfirst(name.replace("_", " ")))
        if isinstance(model_field, models.ManyToOneRel):
            return self._child(model_field, name, parts)
        here = Place(name, capfirst(str(model_field.verbose_name)))
        if isinstance(model_field, StreamField):
            return self._in_stream(model_field, here, parts)
        return _with_field(here, model_field)

    def _in_stream(self, model_field: StreamField, here: Place, parts: list[str]) -> Place:
        if here.field not in self._streams:
            raw = self.content.get(here.field) or "[]"
            self._streams[here.field] = json.loads(raw) if isinstance(raw, str) else raw
        stream = self._streams[here.field]
        entry: Any = next((e for e in stream if parts and e["id"] == parts[0]), None)
        block = entry and model_field.stream_block.child_blocks.get(entry["type"])
        if not block:
            return here
        here = replace(here, block=entry["id"], block_label=str(block.label), icon=block.meta.icon)
        return _in_block(block, entry["value"], parts[1:], here)

    def _child(self, relation: models.ManyToOneRel, name: str, parts: list[str]) -> Place:
        """A text of a child object: told like a block."""
        model = relation.related_model
        label = capfirst(str(model._meta.verbose_name))
        rows = self.content.get(name) or []
        keys = [str(row.get("translation_key")) for row in rows]
        number = keys.index(parts[0]) + 1 if parts and parts[0] in keys else 0
        here = Place(
            name,
            capfirst(str(model._meta.verbose_name_plural)),
            block=parts[0] if parts else "",
            block_label=f"{label} {number}" if number else label,
            icon="list-ul",
        )
        if len(parts) < 2 or not number:
            return here
        inner = Structure(model, rows[number - 1]).place(".".join(parts[1:]))
        return replace(
            inner,
            field=here.field,
            label=here.label,
            block=here.block,
            block_label=here.block_label,
            icon=here.icon,
            trail=(inner.label, *([inner.block_label] if inner.block_label else []), *inner.trail),
        )


def _with_field(here: Place, model_field: Any) -> Place:
    rich = isinstance(model_field, RichTextField)
    return replace(
        here,
        multiline=rich or isinstance(model_field, models.TextField),
        max_length=getattr(model_field, "max_length", None),
        features=_features(model_field.features) if rich else frozenset(),
    )


def _features(names: list[str] | None) -> frozenset[str]:
    return frozenset(feature_registry.get_default_features() if names is None else names)


def _in_block(block: blocks.Block, raw: Any, parts: list[str], here: Place) -> Place:
    """Follow the rest of a path through nested blocks."""
    if parts and isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        child = block.child_blocks.get(parts[0])
        if child is None:
            return here
        return _in_block(child, raw.get(parts[0]), parts[1:], _below(here, str(child.label)))
    if parts and isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        ids = [item.get("id") if isinstance(item, dict) else None for item in raw]
        if parts[0] not in ids:
            return here
        index = ids.index(parts[0])
        label = f"{block.child_block.label or _('Entry')} {index + 1}"
        return _in_block(block.child_block, raw[index].get("value"), parts[1:], _below(here, label))
    if parts and isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        entry: Any = next((e for e in raw if e.get("id") == parts[0]), None)
        child = entry and block.child_blocks.get(entry["type"])
        if not child:
            return here
        return _in_block(child, entry["value"], parts[1:], _below(here, str(child.label)))
    return _with_block(here, block, raw)


def _below(here: Place, label: str) -> Place:
    """One step down; a step of the same name as the block itself tells nothing."""
    if label == here.block_label or (here.trail and here.trail[-1] == label):
        return here
    return replace(here, trail=(*here.trail, label))


def _with_block(here: Place, block: blocks.Block, raw: Any) -> Place:
    if isinstance(block, blocks.RichTextBlock):
        return replace(here, multiline=True, features=_features(block.features))
    if isinstance(block, BaseTypedTableBlock):
        return replace(here, cells=tuple(_cells(raw or {})))
    return replace(
        here,
        multiline=isinstance(block, blocks.TextBlock | blocks.BlockQuoteBlock),
        max_length=getattr(getattr(block, "field", None), "max_length", None),
    )


def _cells(raw: dict[str, Any]) -> list[tuple[str, ...]]:
    """Labels of all texts of a table that are not empty: caption, headings, cells by row."""
    columns = raw.get("columns", [])
    found: list[tuple[str, ...]] = [(_("Caption"),)] if raw.get("caption") else []
    for number, column in enumerate(columns, 1):
        if column.get("heading"):
            found.append((_("Heading of column %(number)d") % {"number": number},))
    for row_number, row in enumerate(raw.get("rows", []), 1):
        row_label = _("Row %(number)d") % {"number": row_number}
        for number, (column, value) in enumerate(zip(columns, row["values"], strict=False), 1):
            if value and isinstance(value, str):
                name = column.get("heading") or _("Column %(number)d") % {"number": number}
                found.append((row_label, name))
    return found


@dataclass(frozen=True)
class Part:
    """One text of a rich text: the element it fills (``h2``, ``p``, ``li``) and its name."""

    tag: str
    label: str


@lru_cache(maxsize=512)
def _tags(template: str) -> tuple[str, ...]:
    reader = _TemplateReader()
    reader.feed(template)
    reader.close()
    return tuple(tag for _position, tag in sorted(reader.found))


def rich_parts(template: str) -> list[Part]:
    """The texts of a template by position, counted for people: second paragraph, third item."""
    counts: dict[str, int] = {}
    parts = []
    for tag in _tags(template):
        counts[tag] = counts.get(tag, 0) + 1
        parts.append(Part(tag, _part_label(tag, counts[tag])))
    return parts


def _part_label(tag: str, number: int) -> str:
    if heading := _HEADING.fullmatch(tag):
        return _("Heading %(level)s") % {"level": heading[1]}
    if tag == "li":
        return _("List item %(number)d") % {"number": number}
    if tag == "blockquote":
        return _("Quotation %(number)d") % {"number": number}
    return _("Paragraph %(number)d") % {"number": number}


class _TemplateReader(HTMLParser):
    """Finds every ``<text position>`` and the block element around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "text":
            around = next((t for t in reversed(self.open) if t not in _INLINE), "p")
            self.found.append((int(dict(attrs).get("position") or 0), around))
        elif tag not in {"br", "hr", "img", "embed"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
