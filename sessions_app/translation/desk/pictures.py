"""Pictures beside their texts: what blocks and people show, small, with their credits."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import SourceImageIOError

from .. import localize
from .document import Document, model_of

SPEC = "max-320x240|format-webp"


@dataclass(frozen=True)
class Picture:
    """A small picture. ``alt`` is the source's alternative text, ``credit`` a fact.

    ``described`` is the text in the target language of a picture that is described in the library;
    ``None`` where the alternative text is among the texts to translate.
    """

    address: str
    width: int
    height: int
    alt: str
    credit: str
    described: str | None


@dataclass(frozen=True)
class _Use:
    """A picture's primary key where it is shown.

    ``block`` is the id of the block in the object's stream; empty for a field of the object, whose
    picture is described in the library.
    """

    key: Any
    block: str = ""
    alt: str = ""


def beside(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents with their pictures: those of a block at its texts, others at the object.

    One query, none where no picture is shown; one more, and a few for each of them, where pictures
    were never seen at the desk and are made small. One whose file is gone is left out.
    """
    uses = [list(_uses(document)) for document in documents]
    known = _load({use.key for found in uses for use in found})
    return tuple(
        _with_pictures(document, found, known) if known else document
        for document, found in zip(documents, uses, strict=True)
    )


def _uses(document: Document) -> Iterator[_Use]:
    model = model_of(document.translation)
    content = json.loads(document.translation.source.content_json)
    for field in model._meta.concrete_fields:
        names_one = field.is_relation and field.related_model is get_image_model()
        if names_one and content.get(field.name):
            yield _Use(content[field.name])
    for name in localize.text_fields(model):
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            raw = content.get(name) or "[]"
            for entry in json.loads(raw) if isinstance(raw, str) else raw:
                block = field.stream_block.child_blocks.get(entry["type"])
                for key, alt in _within(block, entry["value"]):
                    yield _Use(key, entry["id"], alt)


def _within(block: blocks.Block | None, raw: Any) -> Iterator[tuple[Any, str]]:
    """Key and alternative text of every picture in the raw value of a block, at any depth."""
    if block is None or not raw:
        return
    if isinstance(block, ImageBlock):
        value = raw if isinstance(raw, Mapping) else {"image": raw}
        if value.get("image"):
            yield value["image"], value.get("alt_text") or ""
    elif isinstance(block, ImageChooserBlock):
        yield raw, ""
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, Mapping):
        for name, child in block.child_blocks.items():
            yield from _within(child, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            is_wrapped = isinstance(item, Mapping) and item.get("type") == "item"
            yield from _within(block.child_block, item["value"] if is_wrapped else item)
    elif isinstance(block, blocks.StreamBlock):
        for item in raw:
            yield from _within(block.child_blocks.get(item["type"]), item["value"])


def _load(keys: set[Any]) -> dict[Any, tuple[Any, Any]]:
    """Pictures with their small renditions, by the pictures' primary keys."""
    if not keys:
        return {}
    model = get_image_model()
    made = model.get_rendition_model().objects.filter(image__in=keys, filter_spec=SPEC)
    found = {one.image_id: (one.image, one) for one in made.select_related("image")}
    unseen = keys - found.keys()
    for image in model.objects.filter(pk__in=unseen) if unseen else ():
        try:
            found[image.pk] = (image, image.get_rendition(SPEC))
        except SourceImageIOError:
            continue
    return found


def _with_pictures(document: Document, uses: Iterable[_Use], known: Mapping[Any, Any]) -> Document:
    language = document.translation.target_locale.language_code
    by_block: dict[str, list[Picture]] = {}
    for use in uses:
        if use.key in known:
            image, rendition = known[use.key]
            made = _picture(use, image, rendition, language)
            by_block.setdefault(use.block, []).append(made)
    sections = tuple(
        replace(
            section,
            groups=tuple(
                replace(group, pictures=tuple(by_block.get(group.segments[0].place.block, ())))
                if group.segments[0].place.block
                else group
                for group in section.groups
            ),
        )
        for section in document.sections
    )
    return replace(document, sections=sections, pictures=tuple(by_block.get("", ())))


def _picture(use: _Use, image: Any, rendition: Any, language: str) -> Picture:
    tell = getattr(image, "alt_text", None)
    return Picture(
        address=rendition.url,
        width=rendition.width,
        height=rendition.height,
        alt=use.alt,
        credit=getattr(image, "credit", ""),
        described=tell(language) if tell and not use.block else None,
    )
