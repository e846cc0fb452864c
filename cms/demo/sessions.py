"""Sessions: unsaved pages in one language from the data files, and what happens to them later."""

from datetime import datetime
from zoneinfo import ZoneInfo

from wagtail.blocks import StreamValue

from sessions_app.models import Appearance, Material, SessionPage, Slot
from sessions_app.slugs import slugify

from .bodies import Find, body
from .reading import Data, key, text, written_in

TIME_ZONE = ZoneInfo("Europe/Berlin")
FACTS = ("interpretation", "captions", "sign_language")


def make_session(name: str, data: Data, language: str, find: Find) -> SessionPage:
    """The page in that language, not saved yet; facts only in the language of writing."""
    page = SessionPage(
        translation_key=key("session", name),
        title=text(data, "title", language),
        subtitle=text(data, "subtitle", language),
        summary=text(data, "summary", language),
        search_description=text(data, "search_description", language),
    )
    _set_body(page, body(data.get("body", []), language, name, find))
    if language == written_in(data):
        page.slug = data.get("slug") or slugify(page.title, language)
        _set_facts(page, {**data, **data.get("before", {})}, find)
    return page


def happen(page: SessionPage, name: str, data: Data, find: Find) -> bool:
    """Change a released original as the data files tell; whether anything changed.

    ``before`` are facts that were others at first, ``after`` times that were moved or cancelled,
    ``later`` texts that were written anew: a field, or ``body.N``, the text of block number N.
    """
    later = data.get("later", {})
    blocks = [dict(block) for block in data["body"]]
    for field, value in later.items():
        if field.startswith("body."):
            blocks[int(field.removeprefix("body."))][written_in(data)] = value
        else:
            setattr(page, field, value)
    if later:
        _set_body(page, body(blocks, written_in(data), name, find))
    if "before" in data:
        _set_facts(page, data, find)
    if "after" in data:
        page.slots = _slots(data["after"], find)
    return happens(data)


def happens(data: Data) -> bool:
    """Whether anything becomes of a session after its first release."""
    return not {"before", "after", "later"}.isdisjoint(data)


def _set_body(page: SessionPage, raw: list) -> None:
    page.body = StreamValue(page.body.stream_block, raw, is_lazy=True)


def _set_facts(page: SessionPage, data: Data, find: Find) -> None:
    page.format_id = find(f"format:{data['format']}")
    page.track_id = find(f"track:{data['track']}")
    page.spoken_language = data["spoken"]
    for fact in FACTS:
        if fact in data:
            setattr(page, fact, data[fact])
    page.slots = _slots(data, find)
    page.appearances = [
        Appearance(speaker_id=find(f"person:{person}"), role=role, sort_order=order)
        for order, (person, role) in enumerate(data["people"])
    ]
    page.materials = [
        Material(sort_order=order, **material)
        for order, material in enumerate(data.get("materials", []))
    ]


def _slots(data: Data, find: Find) -> list[Slot]:
    return [
        Slot(
            start=_moment(slot["start"]),
            minutes=slot["minutes"],
            room_id=find(f"room:{slot['room']}"),
            state=slot.get("state", "planned"),
            previous_start=_moment(slot["previous_start"]) if "previous_start" in slot else None,
            sort_order=order,
        )
        for order, slot in enumerate(data["slots"])
    ]


def _moment(local: datetime) -> datetime:
    return local.replace(tzinfo=TIME_ZONE)
