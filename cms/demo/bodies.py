"""Bodies of sessions: raw StreamField data of one language from the data files."""

from collections.abc import Callable
from typing import Any
from uuid import uuid5

from .prose import to_html
from .reading import NAMESPACE, Data, text

# Primary key of what the data files name: "page:about", "person:…", "partner:…", "picture:…".
Find = Callable[[str], int]


def body(blocks: list[Data], language: str, name: str, find: Find) -> list[dict[str, Any]]:
    """The blocks of the session ``name`` in that language.

    Blocks and items bear the same ids in every language and every run, as translations need it.
    """
    return [
        {
            "type": block["type"],
            "value": _VALUES[block["type"]](block, language, f"{name}/{place}", find),
            "id": str(uuid5(NAMESPACE, f"{name}/{place}")),
        }
        for place, block in enumerate(blocks)
    ]


def _text(block: Data, language: str, place: str, find: Find) -> str:
    return to_html(block[language], find)


def _quote(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "quote": text(block, "quote", language),
        "author": block["author"],
        "role": text(block, "role", language),
    }


def _details(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "summary": text(block, "summary", language),
        "text": to_html(block[language], find),
    }


def _table(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "caption": text(block, "caption", language),
        "columns": [{"type": "text", "heading": column[language]} for column in block["columns"]],
        "rows": [{"values": [cell[language] for cell in row]} for row in block["rows"]],
    }


def _links(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "heading": text(block, "heading", language),
        "links": [
            {
                "type": "item",
                "value": {
                    "label": text(link, "label", language),
                    "page": _linked(link, find),
                    "url": link.get("url", ""),
                },
                "id": str(uuid5(NAMESPACE, f"{place}/{number}")),
            }
            for number, link in enumerate(block["links"])
        ],
    }


def _linked(link: Data, find: Find) -> int | None:
    for kind in ("page", "session"):
        if kind in link:
            return find(f"{kind}:{link[kind]}")
    return None


def _image(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "image": {
            "image": find(f"picture:{block['picture']}"),
            "alt_text": text(block, "alt", language),
            "decorative": False,
        },
        "caption": text(block, "caption", language),
    }


def _video(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "title": text(block, "title", language),
        "url": block["url"],
        "poster": find(f"picture:{block['poster']}"),
        "caption": text(block, "caption", language),
    }


def _portrait(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "speaker": find(f"person:{block['person']}"),
        "role": text(block, "role", language),
    }


def _partner(block: Data, language: str, place: str, find: Find) -> dict[str, Any]:
    return {
        "partner": find(f"partner:{block['partner']}"),
        "kind": block["kind"],
        "text": text(block, "text", language),
    }


_VALUES: dict[str, Callable[[Data, str, str, Find], Any]] = {
    "text": _text,
    "quote": _quote,
    "details": _details,
    "table": _table,
    "links": _links,
    "image": _image,
    "video": _video,
    "portrait": _portrait,
    "partner": _partner,
}
