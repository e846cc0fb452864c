"""What schema.org says of the types and properties that our pages use.

Copied by hand from the vocabulary and compared with its release 12.0
(``schemaorg-all-http.jsonld``, https://schema.org/docs/developers.html): parents of each type,
domain and range of each property, as far as our pages use them.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

PREFIX = "https://schema.org/"

# Type → types right above it.
PARENTS = {
    "Thing": (),
    "Action": ("Thing",),
    "SearchAction": ("Action",),
    "CreativeWork": ("Thing",),
    "WebPage": ("CreativeWork",),
    "CollectionPage": ("WebPage",),
    "ProfilePage": ("WebPage",),
    "WebSite": ("CreativeWork",),
    "MediaObject": ("CreativeWork",),
    "ImageObject": ("MediaObject",),
    "VideoObject": ("MediaObject",),
    "Event": ("Thing",),
    "Intangible": ("Thing",),
    "EntryPoint": ("Intangible",),
    "ItemList": ("Intangible",),
    "ListItem": ("Intangible",),
    "StructuredValue": ("Intangible",),
    "ContactPoint": ("StructuredValue",),
    "QuantitativeValue": ("StructuredValue",),
    "PostalAddress": ("ContactPoint",),
    "Organization": ("Thing",),
    "Person": ("Thing",),
    "Place": ("Thing",),
}
# Property → types that may have it, kinds of its values.
PROPERTIES = {
    "name": ({"Thing"}, {"Text"}),
    "description": ({"Thing"}, {"Text"}),
    "url": ({"Thing"}, {"URL"}),
    "image": ({"Thing"}, {"ImageObject", "URL"}),
    "sameAs": ({"Thing"}, {"URL"}),
    "potentialAction": ({"Thing"}, {"Action"}),
    "inLanguage": ({"CreativeWork", "Event"}, {"Text"}),
    # Of events in later releases.
    "keywords": ({"CreativeWork", "Event"}, {"Text"}),
    "isPartOf": ({"CreativeWork"}, {"CreativeWork"}),
    "mainEntity": ({"CreativeWork"}, {"Thing"}),
    "translationOfWork": ({"CreativeWork"}, {"CreativeWork"}),
    "workTranslation": ({"CreativeWork"}, {"CreativeWork"}),
    "recordedAt": ({"CreativeWork"}, {"Event"}),
    "creditText": ({"CreativeWork"}, {"Text"}),
    "primaryImageOfPage": ({"WebPage"}, {"ImageObject"}),
    "contentUrl": ({"MediaObject"}, {"URL"}),
    "embedUrl": ({"MediaObject"}, {"URL"}),
    "width": ({"MediaObject"}, {"QuantitativeValue"}),
    "height": ({"MediaObject"}, {"QuantitativeValue"}),
    "value": ({"QuantitativeValue"}, {"Number"}),
    "unitCode": ({"QuantitativeValue"}, {"Text"}),
    "caption": ({"ImageObject", "VideoObject"}, {"Text"}),
    "startDate": ({"Event"}, {"Date", "DateTime"}),
    "endDate": ({"Event"}, {"Date", "DateTime"}),
    # A date there; a moment by Google's guide to events, whose readers would lose a move by hours.
    "previousStartDate": ({"Event"}, {"DateTime"}),
    "eventStatus": ({"Event"}, {"EventStatusType"}),
    "location": ({"Event", "Organization"}, {"Place"}),
    "superEvent": ({"Event"}, {"Event"}),
    "subEvent": ({"Event"}, {"Event"}),
    "performer": ({"Event"}, {"Organization", "Person"}),
    "organizer": ({"Event"}, {"Organization", "Person"}),
    "funder": ({"CreativeWork", "Event", "Organization", "Person"}, {"Organization", "Person"}),
    "sponsor": ({"CreativeWork", "Event", "Organization", "Person"}, {"Organization", "Person"}),
    "contributor": ({"CreativeWork", "Event"}, {"Organization", "Person"}),
    "recordedIn": ({"Event"}, {"CreativeWork"}),
    "performerIn": ({"Person"}, {"Event"}),
    "jobTitle": ({"Person"}, {"Text"}),
    "worksFor": ({"Person"}, {"Organization"}),
    "address": ({"Organization", "Person", "Place"}, {"PostalAddress"}),
    "containedInPlace": ({"Place"}, {"Place"}),
    "streetAddress": ({"PostalAddress"}, {"Text"}),
    "postalCode": ({"PostalAddress"}, {"Text"}),
    "addressLocality": ({"PostalAddress"}, {"Text"}),
    "addressCountry": ({"PostalAddress"}, {"Text"}),
    "numberOfItems": ({"ItemList"}, {"Integer"}),
    "itemListElement": ({"ItemList"}, {"ListItem"}),
    "position": ({"ListItem"}, {"Integer"}),
    "item": ({"ListItem"}, {"Thing"}),
    "target": ({"Action"}, {"EntryPoint"}),
    "urlTemplate": ({"EntryPoint"}, {"Text"}),
    # Of any property of an action, with “-input” (https://schema.org/docs/actions.html).
    "query-input": ({"Action"}, {"Text"}),
}
STATUSES = {"EventScheduled", "EventRescheduled", "EventCancelled"}


def ancestors(kind: str) -> set[str]:
    """The type itself and all above it."""
    return {kind}.union(*(ancestors(parent) for parent in PARENTS[kind]))


def faults(nodes: list[dict[str, Any]]) -> list[str]:
    """Everything in ``nodes``, the graph of one page, that the vocabulary does not know."""
    known = {
        node["@id"]: node["@type"] for node in every(nodes) if "@type" in node and "@id" in node
    }
    return [fault for node in every(nodes) for fault in _faults(node, known)]


def every(value: Any) -> Iterator[dict[str, Any]]:
    """All nodes, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from every(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from every(item)


def _faults(node: dict[str, Any], known: dict[str, str]) -> Iterator[str]:
    if set(node) == {"@id"}:
        if node["@id"] not in known:
            yield f"nothing is called {node['@id']}"
        return
    kind = node.get("@type")
    if kind not in PARENTS:
        yield f"no type: {kind}"
        return
    for name, value in node.items():
        if name.startswith("@"):
            continue
        domain, kinds = PROPERTIES.get(name, (set(), set()))
        if not domain & ancestors(kind):
            yield f"{kind} has no {name}"
        for item in value if isinstance(value, list) else [value]:
            if not any(_is_of(item, one, known) for one in kinds):
                yield f"{name} of {kind} is {item!r}"


def _is_of(value: Any, kind: str, known: dict[str, str]) -> bool:
    if isinstance(value, dict):
        found = value.get("@type") or known.get(value.get("@id", ""), "Thing")
        return kind in PARENTS and kind in ancestors(found)
    if kind in {"Integer", "Number"}:
        return isinstance(value, int)
    if not isinstance(value, str) or not value:
        return False
    match kind:
        case "Text":
            return True
        case "URL":
            return urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).netloc)
        case "Date":
            return _reads(date.fromisoformat, value)
        case "DateTime":
            return _reads(datetime.fromisoformat, value) and len(value) > 10
        case "EventStatusType":
            return value.removeprefix(PREFIX) in STATUSES
    return False


def _reads(parse: Any, value: str) -> bool:
    try:
        parsed = parse(value)
    except ValueError:
        return False
    return not isinstance(parsed, datetime) or parsed.tzinfo is not None
