"""The small nodes of schema.org that larger ones are built of. Pure; no query."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

from ...enums import SlotState
from ...models import ProgrammePage
from ..schedule import Appointment
from .cards import CardImage

Node = dict[str, Any]
CONTEXT = "https://schema.org"


def kept(node: Mapping[str, Any]) -> Node:
    """The node without what is empty."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def once(nodes: Iterable[Node | None]) -> list[Node]:
    """Nodes in order, each once."""
    found: list[Node] = []
    for node in nodes:
        if node is not None and node not in found:
            found.append(node)
    return found


def reference(name: str) -> Node | None:
    """Points at the node of that ``@id``."""
    return {"@id": name} if name else None


def organisation(name: str, address: str = "") -> Node | None:
    """An organisation; nothing without a name."""
    return kept({"@type": "Organization", "name": name, "url": address}) if name else None


def image_object(image: CardImage | None, language: str) -> Node | None:
    """A picture with its size in pixels, what is to be seen, and who made it."""
    if image is None:
        return None
    return kept(
        {
            "@type": "ImageObject",
            "url": image.address,
            "width": _pixels(image.width),
            "height": _pixels(image.height),
            "caption": image.alt,
            "creditText": image.credit,
            "inLanguage": language,
        }
    )


def _pixels(number: int) -> Node:
    """A length in pixels (E37 of UN/CEFACT recommendation 20)."""
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}


def venue(programme: ProgrammePage | None) -> Node | None:
    """Where a programme takes place, from the facts of its original."""
    if programme is None:
        return None
    address = kept(
        {
            "streetAddress": programme.street,
            "postalCode": programme.postal_code,
            "addressLocality": programme.city,
            "addressCountry": programme.country,
        }
    )
    if not programme.venue and not address:
        return None
    return kept(
        {
            "@type": "Place",
            "name": programme.venue or programme.city,
            "address": {"@type": "PostalAddress", **address} if address else None,
        }
    )


def when_and_where(
    times: Sequence[Appointment], programme: ProgrammePage | None, *, name: str
) -> Node:
    """Properties of the event ``name``: of its one time, or of all with each as an event below."""
    if len(times) == 1:
        return _one(times[0], programme)
    if not times:
        return {"location": venue(programme)}
    held = [time for time in times if not time.is_cancelled]
    first = min(held or times, key=lambda time: time.start.astimezone(UTC))
    last = max(held or times, key=lambda time: time.end.astimezone(UTC))
    return {
        "startDate": first.start.isoformat(),
        "endDate": last.end.isoformat(),
        "eventStatus": _status("EventScheduled" if held else "EventCancelled"),
        "location": venue(programme),
        "subEvent": [
            kept({"@type": "Event", "name": name, **_one(time, programme)}) for time in times
        ],
    }


def moments(time: Appointment) -> Node:
    """Start and end with their offset, and what became of them."""
    node = {"startDate": time.start.isoformat(), "endDate": time.end.isoformat()}
    if time.state == SlotState.MOVED and time.previous_start is not None:
        return node | {
            "eventStatus": _status("EventRescheduled"),
            "previousStartDate": time.previous_start.isoformat(),
        }
    status = "EventCancelled" if time.is_cancelled else "EventScheduled"
    return node | {"eventStatus": _status(status)}


def _one(time: Appointment, programme: ProgrammePage | None) -> Node:
    return {**moments(time), "location": _place(time, programme)}


def _place(time: Appointment, programme: ProgrammePage | None) -> Node | None:
    around = venue(programme)
    if time.room is None:
        return around
    room = {"@type": "Place", "name": str(time.room.name)}
    if around is None:
        return room
    # Some readers look for the address on the place itself.
    return kept({**room, "address": around.get("address"), "containedInPlace": around})


def _status(name: str) -> str:
    return f"{CONTEXT}/{name}"
