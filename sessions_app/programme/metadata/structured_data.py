"""What machines read of a page: schema.org as JSON-LD, from what the page has read already.

Pure functions without a query. A session is an ``Event`` that every language version names by the
same ``@id``; the page around it is a ``WebPage``, since only creative works know translations.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urljoin

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from ...enums import PartnershipKind
from ...models import ProgrammePage
from ..facts import Facts, Part
from ..films.players import Film
from ..frame import Frame
from ..languages import Languages
from ..links import harmless
from ..partners import Sponsor
from ..people import Person
from ..schedule import Entry, Schedule, programme_facts
from .cards import CardImage
from .structured_parts import (
    CONTEXT,
    Node,
    image_object,
    kept,
    moments,
    once,
    organisation,
    reference,
    venue,
    when_and_where,
)

# What a partner is to an event, by the kind of partnership; any other has contributed.
PARTS: dict[str, str] = {
    PartnershipKind.FUNDED: "funder",
    PartnershipKind.SPONSORED: "sponsor",
    PartnershipKind.HOSTED: "organizer",
}
PLANNED = f"{CONTEXT}/EventScheduled"
# As Django's `json_script`, and the line ends that JavaScript sees in JSON.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def script(nodes: Sequence[Node]) -> SafeString | str:
    """``nodes`` as one data block of a page; nothing where there are none."""
    if not nodes:
        return ""
    data = {"@context": CONTEXT, "@graph": nodes}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    block = '<script type="application/ld+json">{}</script>'
    return format_html(block, mark_safe(text.translate(_ESCAPED)))


def web_page(
    frame: Frame,
    languages: Languages,
    *,
    kind: str = "WebPage",
    name: str = "",
    description: str = "",
    image: CardImage | None = None,
    about: str = "",
    search: str = "",
) -> list[Node]:
    """The page and the site that it is part of.

    ``about`` is the ``@id`` of its main entity, ``search`` the address of the site's search.
    Nothing of a page without an address of its own, such as an error.
    """
    if not languages.canonical:
        return []
    versions = [_version(languages, frame, choice) for choice in languages.others]
    relation = "workTranslation" if languages.voice == "source" else "translationOfWork"
    page = kept(
        {
            "@type": kind,
            "@id": languages.canonical,
            "url": languages.canonical,
            "name": name,
            "description": description,
            "inLanguage": languages.language,
            "isPartOf": reference(_site_id(frame)),
            "mainEntity": reference(about),
            "primaryImageOfPage": image_object(image, languages.language),
        }
    )
    for choice, version in zip(languages.others, versions, strict=True):
        # Of two translations neither is the other's.
        if languages.voice == "source" or choice.voice == "source":
            page.setdefault(relation, []).append(version)
    return [page, *_site(frame, search)]


def _version(languages: Languages, frame: Frame, choice: Any) -> Node:
    address = frame.absolute(choice.address.partition("?")[0])
    return kept(
        {
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "name": choice.title,
            "inLanguage": choice.language,
        }
    )


def session(
    frame: Frame,
    languages: Languages,
    facts: Facts,
    *,
    key: Any,
    name: str,
    description: str = "",
    image: CardImage | None = None,
    partners: Iterable[tuple[str, Sponsor]] = (),
    film: Film | None = None,
) -> list[Node]:
    """The event of a session, and its film where there is one.

    ``key`` is the translation key; ``partners`` are kinds of partnership with their partners, in
    the order of the page.
    """
    about = event_id(frame, languages, key)
    around = frame.programmes.get(frame.language)
    own = programme_facts(frame, around.programmepage) if around else None
    whole = _short_programme(frame, conference(frame, around.title), own) if around else None
    event = kept(
        {
            "@type": "Event",
            "@id": about,
            "name": name,
            "description": description,
            "url": languages.canonical,
            "image": image.address if image else "",
            "inLanguage": facts.spoken_code,
            "keywords": str(facts.track.name) if facts.track else "",
            **when_and_where(facts.times, own, name=name),
            "superEvent": whole,
            "performer": once(_performer(frame, part) for part in facts.parts),
            "organizer": _organisers(own),
        }
    )
    for kind, partner in partners:
        role = PARTS.get(kind, "contributor")
        named = organisation(str(partner.name), harmless(partner.website))
        event[role] = once([*event.get(role, []), named])
    if film is None:
        return [event]
    return [{**event, "recordedIn": reference(f"{about}-film")}, _film(frame, about, film)]


def event_id(frame: Frame, languages: Languages, key: Any) -> str:
    """Name of an event: the same on the pages of all languages, at the address of the original."""
    versions = frame.versions(key)
    source = next((c.language for c in languages.choices if c.voice == "source"), "")
    version = versions.get(source) or next(iter(versions.values()), None)
    address = frame.absolute(frame.address(version)) if version else languages.canonical
    return f"{address}#event"


def programme(
    frame: Frame,
    languages: Languages,
    page: ProgrammePage,
    schedule: Schedule,
    *,
    name: str,
    description: str = "",
    image: CardImage | None = None,
) -> Node:
    """The event of a whole programme, its sessions in short."""
    facts = programme_facts(frame, page)
    return kept(
        {
            **_short_programme(frame, conference(frame, name), facts),
            "@id": event_id(frame, languages, page.translation_key),
            "url": languages.canonical,
            "description": description,
            "image": image.address if image else "",
            "eventStatus": PLANNED,
            "organizer": _organisers(facts),
            "subEvent": [_short(frame, entry) for entry in schedule.entries],
        }
    )


def person(
    frame: Frame,
    languages: Languages,
    who: Person,
    *,
    entries: Iterable[Entry] = (),
    image: CardImage | None = None,
) -> Node:
    """A person with everything that the person's own page tells."""
    links = [who.website, *(link.value.get("url") for link in who.links or ())]
    return kept(
        {
            "@type": "Person",
            "@id": person_id(frame, languages, who),
            "name": who.name,
            "url": languages.canonical,
            "jobTitle": str(who.position),
            "worksFor": organisation(str(who.organisation)),
            "description": " ".join(strip_tags(str(who.biography)).split()),
            "image": image_object(image, languages.language),
            "sameAs": [link for link in dict.fromkeys(links) if link and harmless(link)],
            "performerIn": [_short(frame, entry) for entry in entries],
        }
    )


def person_id(frame: Frame, languages: Languages, who: Person) -> str:
    """Name of a person, the same in all languages."""
    address = who.addresses.get(who.original) or next(iter(who.addresses.values()), "")
    return f"{frame.absolute(address) if address else languages.canonical}#person"


def people(frame: Frame, languages: Languages, everybody: Iterable[Person]) -> Node:
    """The list of everybody."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "item": kept(
                {
                    "@type": "Person",
                    "name": who.name,
                    "url": frame.absolute(who.address) if who.address else "",
                }
            ),
        }
        for position, who in enumerate(everybody, 1)
    ]
    return {
        "@type": "ItemList",
        "@id": f"{languages.canonical}#people",
        "numberOfItems": len(items),
        "itemListElement": items,
    }


def _site(frame: Frame, search: str) -> list[Node]:
    home = frame.homes.get(frame.language)
    if home is None:
        return []
    action = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{frame.absolute(search)}?q={{search_term_string}}",
        },
        # Google's name for what goes into the address (schema.org/docs/actions.html, “-input”).
        "query-input": "required name=search_term_string",
    }
    return [
        kept(
            {
                "@type": "WebSite",
                "@id": _site_id(frame),
                "url": frame.absolute(frame.home_address),
                "name": home.title,
                "inLanguage": frame.language,
                "potentialAction": action if search else None,
            }
        )
    ]


def _site_id(frame: Frame) -> str:
    return f"{frame.absolute(frame.home_address)}#site" if frame.home_address else ""


def conference(frame: Frame, title: str) -> str:
    """Name of the conference whose programme bears ``title``, as feeds tell it."""
    home = frame.homes.get(frame.language)
    return " – ".join(dict.fromkeys([title, *([home.title] if home else [])]))


def _short_programme(frame: Frame, name: str, facts: ProgrammePage | None) -> Node:
    page = frame.programmes.get(frame.language)
    source = next((p for p in frame.pages if facts is not None and p.pk == facts.pk), page)
    return kept(
        {
            "@type": "Event",
            "@id": f"{frame.absolute(frame.address(source))}#event" if source else "",
            "name": name,
            "url": frame.absolute(frame.address(page)) if page else "",
            "startDate": facts.starts_on.isoformat() if facts and facts.starts_on else "",
            "endDate": facts.ends_on.isoformat() if facts and facts.ends_on else "",
            "location": venue(facts),
        }
    )


def _short(frame: Frame, entry: Entry) -> Node:
    """A session in a list; that it takes place as planned goes without saying."""
    told = moments(entry.time) if entry.time else {}
    if told.get("eventStatus") == PLANNED:
        del told["eventStatus"]
    url = frame.absolute(entry.address)
    return {"@type": "Event", "name": str(entry.title), "url": url, **told}


def _performer(frame: Frame, part: Part) -> Node:
    who = part.person
    return kept(
        {
            "@type": "Person",
            "name": who.name,
            "url": frame.absolute(who.address) if who.address else "",
            "jobTitle": str(who.position),
            "worksFor": organisation(str(who.organisation)),
        }
    )


def _organisers(programme: ProgrammePage | None) -> list[Node]:
    organiser = organisation(programme.organiser) if programme else None
    return [organiser] if organiser else []


def _film(frame: Frame, event: str, film: Film) -> Node:
    is_file = bool(film.player.media_type)
    source = urljoin(f"{frame.root_url}/", film.player.source) if film.player.source else ""
    return kept(
        {
            "@type": "VideoObject",
            "@id": f"{event}-film",
            "name": str(film.title),
            "url": urljoin(f"{frame.root_url}/", film.address),
            "contentUrl": source if is_file else "",
            "embedUrl": "" if is_file else source,
            "recordedAt": reference(event),
        }
    )
