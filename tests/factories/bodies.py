"""Bodies of sessions as raw StreamField data, every block and item with an id of its own."""

from typing import Any
from uuid import uuid4

from wagtail.models import Page

from sessions_app.models import Partner, Photo, Speaker


def block(kind: str, value: Any) -> dict[str, Any]:
    """One block; plain lists below ``links`` become list items with ids."""
    if kind == "links":
        value = {**value, "links": [item(link) for link in value["links"]]}
    return {"type": kind, "value": value, "id": str(uuid4())}


def item(value: Any) -> dict[str, Any]:
    """One item of a ListBlock."""
    return {"type": "item", "value": value, "id": str(uuid4())}


def body(*blocks: dict[str, Any], text_html: str = "") -> list[dict[str, Any]]:
    """Raw body: a text block of ``text_html`` where given, then ``blocks`` in order."""
    first = [block("text", text_html)] if text_html else []
    return [*first, *blocks]


def table(caption: str, headings: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """Value of a table block."""
    return {
        "caption": caption,
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in rows],
    }


def full_body(
    *, photo: Photo, speaker: Speaker, partner: Partner, page: Page
) -> list[dict[str, Any]]:
    """One block of every kind, with every field filled."""
    return body(
        block(
            "text",
            '<h2 data-block-key="k1">Worum es geht</h2>'
            '<p data-block-key="k2">Die <b>Verwaltung</b> lernt, sagt '
            '<a linktype="lang" lang="en">the civil service</a>, und '
            f'<a linktype="page" id="{page.pk}">mehr dazu</a> steht '
            '<a href="https://example.org/bericht">im Bericht</a>.</p>'
            '<ul><li data-block-key="k3">Erstens</li><li data-block-key="k4">Zweitens</li></ul>',
        ),
        block("quote", {"quote": "Reden hilft.", "author": "Ada Beispiel", "role": "Moderatorin"}),
        block(
            "details",
            {"summary": "Mehr erfahren", "text": '<p data-block-key="k5">Aufgeklappt.</p>'},
        ),
        block("table", table("Ablauf", ["Zeit", "Was"], [["10 Uhr", "Beginn"], ["11 Uhr", ""]])),
        block(
            "links",
            {
                "heading": "Zum Weiterlesen",
                "links": [
                    {"label": "Auf dieser Seite", "page": page.pk, "url": ""},
                    {"label": "Anderswo", "page": None, "url": "https://example.org/"},
                ],
            },
        ),
        block(
            "image",
            {
                "image": {"image": photo.pk, "alt_text": "Ein voller Saal", "decorative": False},
                "caption": "Der Saal am Morgen",
            },
        ),
        block(
            "video",
            {
                "title": "Aufzeichnung",
                "url": "https://example.org/film",
                "poster": photo.pk,
                "caption": "90 Minuten",
            },
        ),
        block("portrait", {"speaker": speaker.pk, "role": "Leiterin der Denkfabrik"}),
        block(
            "partner",
            {"partner": partner.pk, "kind": "funded", "text": "Mit freundlicher Förderung."},
        ),
    )
