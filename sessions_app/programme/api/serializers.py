"""Rows as JSON: each with its texts in its own language, its versions, and facts of its original.

One function per kind of object, for a whole page of rows at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.db.models import Model
from django.urls import reverse
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from ...blocks.loaded import references
from ...models import Partner, ProgrammePage, SessionPage, Speaker
from ..frame import Frame, with_linked
from ..links import expand, harmless, linked_pages
from ..photos import load_photos, shot
from .facts import Programmes, programmes_of, session_facts, told
from .public import appearances, title_field, versions

Node = dict[str, Any]
Versions = Mapping[UUID, Mapping[str, Node]]
# The names of rows as JSON, and how the API calls them.
Represent = Callable[[Frame, str, Sequence[Any], bool], list[Node]]


def sessions(frame: Frame, endpoint: str, rows: Sequence[SessionPage], whole: bool) -> list[Node]:
    """Sessions; ``whole`` with their body."""
    keys = {row.translation_key for row in rows}
    found = told(frame, keys)
    known = _page_versions(frame, SessionPage, keys)
    linked = _linked(row.body for row in rows) if whole else set()
    around = with_linked(frame, linked)
    nodes = []
    for row in rows:
        language = row.locale.language_code
        node = {
            **_common(frame, endpoint, row, known[row.translation_key]),
            "title": row.title,
            "subtitle": row.subtitle,
            "summary": row.summary,
            "facts": session_facts(found, row.translation_key, language),
        }
        if whole:
            node["body"] = _told(
                row.body.stream_block, row.body, replace(around, language=language)
            )
        nodes.append(node)
    return nodes


def speakers(frame: Frame, endpoint: str, rows: Sequence[Speaker], whole: bool) -> list[Node]:
    """People; ``whole`` with their biography as HTML."""
    keys = {row.translation_key for row in rows}
    originals = {row.translation_key: row.facts for row in rows}
    known = _speaker_versions(frame, keys, {key: row.slug for key, row in originals.items()})
    photos = load_photos(row.photo_id for row in originals.values())
    around = with_linked(frame, linked_pages(row.biography for row in rows) if whole else set())
    nodes = []
    for row in rows:
        facts, language = row.facts, row.locale.language_code
        node = {
            **_common(frame, endpoint, row, known[row.translation_key]),
            "position": row.position,
            "organisation": row.organisation,
            "facts": {
                "name": facts.name,
                "slug": facts.slug,
                "pronouns": facts.pronouns,
                "website": harmless(facts.website),
                "links": [
                    {"label": link.value["label"], "url": harmless(link.value["url"])}
                    for link in facts.links
                ],
                "photo": _picture(frame, photos.get(facts.photo_id), "figure", language),
            },
        }
        if whole:
            node["biography"] = str(expand(row.biography, replace(around, language=language)))
        nodes.append(node)
    return nodes


def partners(frame: Frame, endpoint: str, rows: Sequence[Partner], whole: bool) -> list[Node]:
    """Partners."""
    known = _snippet_versions(frame, Partner, {row.translation_key for row in rows})
    logos = load_photos(row.facts.logo_id for row in rows)
    return [
        {
            **_common(frame, endpoint, row, known[row.translation_key]),
            "name": row.name,
            "description": row.description,
            "facts": {
                "website": harmless(row.facts.website),
                "logo": _picture(
                    frame, logos.get(row.facts.logo_id), "logo", row.locale.language_code
                ),
            },
        }
        for row in rows
    ]


def labels(frame: Frame, endpoint: str, rows: Sequence[Any], whole: bool) -> list[Node]:
    """Rooms, tracks or formats."""
    if not rows:
        return []
    known = _snippet_versions(frame, type(rows[0]), {row.translation_key for row in rows})
    return [
        {
            **_common(frame, endpoint, row, known[row.translation_key]),
            "name": row.name,
            "facts": {name: getattr(row.facts, name) for name in row.fact_fields},
        }
        for row in rows
    ]


def programmes(
    frame: Frame, endpoint: str, rows: Sequence[ProgrammePage], whole: bool
) -> list[Node]:
    """Programmes."""
    known = _page_versions(frame, ProgrammePage, {row.translation_key for row in rows})
    nodes = []
    for row in rows:
        # How the programme is run is nothing that apps show.
        names = (name for name in row.fact_fields if name != "follows_releases")
        nodes.append(
            {
                **_common(frame, endpoint, row, known[row.translation_key]),
                "title": row.title,
                "introduction": row.introduction,
                "facts": {name: getattr(row.facts, name) for name in names},
            }
        )
    return nodes


def pages(frame: Frame, endpoint: str, rows: Sequence[Page], whole: bool) -> list[Node]:
    """Pages of every kind, by what all of them have."""
    known = _page_versions(frame, Page, {row.translation_key for row in rows})
    return [
        {
            **_common(frame, endpoint, row, known[row.translation_key]),
            "title": row.title,
            "seo_title": row.seo_title,
            "search_description": row.search_description,
            "facts": {},
        }
        for row in rows
    ]


def _common(frame: Frame, endpoint: str, row: Any, known: Mapping[str, Node]) -> Node:
    """What every row says: who it is, in which language, and what its versions are."""
    language = row.locale.language_code
    original = getattr(row, "source", None) if hasattr(row, "source_id") else None
    address = reverse(f"sessions_api:{endpoint}:detail", args=(row.pk,))
    node = {
        "id": row.pk,
        "meta": {
            "type": _kind(row)._meta.label,
            "detail_url": frame.absolute(address),
            "html_url": known[language]["html_url"],
            "first_published_at": _moment(row.first_published_at),
            "last_published_at": _moment(row.last_published_at),
        },
        "language": language,
        "original_language": _original_language(row, original),
        "versions": dict(known),
    }
    if isinstance(row, Page):
        node["meta"]["slug"] = row.slug
    return node


def _kind(row: Any) -> type[Any]:
    """The model of what it is; pages of models that are gone are pages still."""
    return (row.content_type.model_class() or Page) if type(row) is Page else type(row)


def _original_language(row: Any, original: Any) -> str:
    if type(row) is Page:
        return str(row.original_language or row.locale.language_code)
    return str((original or row).locale.language_code)


def _page_versions(frame: Frame, model: type[Page], keys: Iterable[UUID]) -> Versions:
    """One query."""
    found: dict[UUID, dict[str, Node]] = defaultdict(dict)
    for row in versions(frame, model, keys):
        code = row["locale__language_code"]
        address = frame.prefixes[code] + row["url_path"][len(frame.homes[code].url_path) :]
        found[row["translation_key"]][code] = _version(
            row["pk"], frame.absolute(address), row["title"]
        )
    return found


def _snippet_versions(frame: Frame, model: type[Model], keys: Iterable[UUID]) -> Versions:
    """One query. No page of the site is theirs alone."""
    found: dict[UUID, dict[str, Node]] = defaultdict(dict)
    for row in versions(frame, model, keys):
        node = _version(row["pk"], None, row[title_field(model)])
        found[row["translation_key"]][row["locale__language_code"]] = node
    return found


def _speaker_versions(frame: Frame, keys: set[UUID], slugs: Mapping[UUID, str]) -> Versions:
    """With the person's own page below the first programme in which the person has a part.

    Three queries.
    """
    around = programmes_of(frame)
    first: dict[UUID, ProgrammePage] = {}
    parts = appearances(frame).filter(speaker__translation_key__in=keys)
    rows = parts.order_by("page__path").values_list("speaker__translation_key", "page__path")
    for key, path in rows:
        programme = around.above(path)
        if programme is not None:
            first.setdefault(key, programme)
    found: dict[UUID, dict[str, Node]] = defaultdict(dict)
    for row in versions(frame, Speaker, keys):
        key, code = row["translation_key"], row["locale__language_code"]
        address = _person_address(frame, around, first.get(key), code, slugs[key])
        name = row["name"] or row["source__name"]
        found[key][code] = _version(row["pk"], address, name)
    return found


def _person_address(
    frame: Frame, around: Programmes, programme: ProgrammePage | None, code: str, slug: str
) -> str | None:
    version = around.version(programme, code) if programme else None
    if version is None or not slug:
        return None
    below = version.url_path[len(frame.homes[code].url_path) :]
    return frame.absolute(f"{frame.prefixes[code]}{below}{version.people_slug}/{slug}/")


def _version(pk: int, address: str | None, title: str) -> Node:
    return {"id": pk, "html_url": address, "title": title}


def _picture(frame: Frame, photo: Any, shape: str, language: str) -> Node | None:
    if photo is None:
        return None
    formats = shot(photo, shape).formats
    cut = max(formats.get("jpeg") or formats.get("png") or (), key=lambda r: r.width, default=None)
    if cut is None:
        return None
    return {
        "url": urljoin(f"{frame.root_url}/", cut.url),
        "width": cut.width,
        "height": cut.height,
        "alt": photo.alt_text(language) if hasattr(photo, "alt_text") else "",
        "credit": getattr(photo, "credit", ""),
    }


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _linked(bodies: Iterable[Any]) -> set[int]:
    found: set[int] = set()
    for body in bodies:
        found |= linked_pages(references(body.stream_block, body.raw_data).rich_texts)
    return found


def _told(block: blocks.Block, value: Any, frame: Frame) -> Any:
    """A value of a body: rich text as HTML, everything else as Wagtail's API says it."""
    if isinstance(block, blocks.RichTextBlock):
        return str(expand(value.source, frame))
    if isinstance(block, blocks.StreamBlock):
        return [
            {
                "type": child.block_type,
                "id": child.id,
                "value": _told(child.block, child.value, frame),
            }
            for child in value
        ]
    if isinstance(block, blocks.ListBlock):
        return [_told(block.child_block, item, frame) for item in value]
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        children = block.child_blocks.items()
        return {name: _told(child, value.get(name), frame) for name, child in children}
    return block.get_api_representation(value)
