"""Which component is shown with which values: one row for each, one function from row to HTML.

A component that has no row is listed without a sample; a test holds that none is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..enums import PartnershipKind
from ..programme.films.players import film_of
from ..programme.films.recordings import Handout
from ..programme.frame import bare_frame
from ..programme.places import Place
from ..programme.releases.history import Version
from ..programme.releases.telling import Told
from ..programme.schedule.filters import Filters, fields
from ..programme.schedule.moment import Moment
from ..programme.search.findable import Find, Kind
from ..programme.search.finding import Result
from ..programme.search.matching import Piece
from ..programme.site.contents import Item, Other
from .samples import ADDRESS, Samples

Values = Mapping[str, Any]
TEMPLATES = Path(__file__).parents[1] / "templates" / "sessions_app"
FOLDERS = ("components", "blocks")
_COMMENT = re.compile(r"{# (.*?) #}")

# What belongs to the head of a page or to scripts: there is nothing to look at.
UNSEEN = {"components/head", "components/scripts", "components/styles", "components/theme"}


def _languages(samples: Samples) -> Values:
    return {"languages": samples.languages}


def _block(value: Callable[[Samples], Values]) -> Callable[[Samples], Values]:
    """A block takes everything from ``value``."""
    return lambda samples: {"value": value(samples)}


def _text(samples: Samples) -> str:
    return (
        f"<h2>{_('Three questions')}</h2>"
        f"<p>{_('Who may read a register, and who may not?')}"
        f' <a href="{ADDRESS}">{_("More about that")}</a></p>'
        f"<ul><li>{_('Ask first.')}</li><li>{_('Then write it down.')}</li></ul>"
    )


def _links(samples: Samples) -> Values:
    return {
        "heading": _("Read on"),
        "links": [
            {"label": _("More about that"), "page": None, "url": ADDRESS},
            {"label": _("Three questions"), "page": None, "url": ADDRESS},
        ],
    }


def _film(samples: Samples, address: str) -> Values:
    film = film_of(address, samples.text(samples.title), samples.photo)
    return {"film": film, "caption": _("Ninety minutes, with captions")}


def _filters(samples: Samples) -> Values:
    filters = Filters(words="code")
    entries = samples.entries
    return {
        "filters": filters,
        "fields": fields(filters, entries),
        "schedule": samples.schedule,
    }


def _item(samples: Samples) -> Item:
    other = Other(samples.text(samples.title, foreign=True), "#other")
    return Item(samples.title, "#session", [other], samples.time().start)


def _materials(samples: Samples) -> Values:
    title = samples.text(_("What the rules say"))
    slides = Handout(_("Slides"), ADDRESS, title, samples.language, "PDF", 480_000)
    return {"materials": [slides, Handout(_("Link"), ADDRESS, samples.text(""))]}


def _pieces(samples: Samples) -> tuple[Piece, ...]:
    """The title with its last word found."""
    words, _blank, last = samples.title.rpartition(" ")
    return Piece(f"{words} "), Piece(last, True)


def _found(samples: Samples, *, is_translated: bool) -> Values:
    title = samples.text(samples.title, foreign=not is_translated)
    passage = _("Who may read a register, and who may not?")
    found = Find(
        kind=Kind.SESSION,
        key=samples.entry().key,
        title=title,
        address="#session",
        is_translated=is_translated,
        hreflang="" if is_translated else samples.other,
        people=samples.entry().people,
        texts=(),
    )
    return {
        "result": Result(found, _pieces(samples), (Piece(passage),), samples.text(passage)),
        "language": samples.language,
    }


def _version(samples: Samples) -> Version:
    told = Told(
        key=str(samples.entry().key),
        title=samples.text(samples.title),
        address="#session",
        parts=(format_html("{}", _("Moved to another room.")),),
    )
    return Version(
        pk=1,
        name="1.1",
        released_at=samples.time().start,
        notes=samples.text(_("The great hall opens an hour earlier.")),
        changes=(told,),
        is_first=False,
    )


SPECIMENS: dict[str, Callable[[Samples], Values | Iterable[Values]]] = {
    "components/calendar": lambda s: {"calendar": s.calendar},
    "components/caption": lambda s: {
        "caption": _("A hall in the morning"),
        "credit": "Mila Brandt",
    },
    "components/contents": lambda s: {"items": [_item(s), _item(s)]},
    "components/contents_line": lambda s: {"item": _item(s)},
    "components/credits": lambda s: [{"credits": ["Mila Brandt"]}, {"credits": ["A", "B"]}],
    "components/doors": lambda s: {"frame": s.frame, "current": "programme"},
    "components/entry": lambda s: [
        {"entry": entry, "level": 3, "with_date": number == 0}
        for number, entry in enumerate(s.schedule.entries)
    ],
    "components/facts": lambda s: {"facts": s.facts},
    "components/feeds": lambda s: {"feeds": [s.calendar]},
    "components/film": lambda s: [
        _film(s, "/media/sample.mp4"),
        _film(s, "https://example.org/film"),
    ],
    "components/filters": _filters,
    "components/found": lambda s: [
        _found(s, is_translated=True),
        _found(s, is_translated=False),
    ],
    "components/head": lambda s: {"languages": s.languages, "frame": bare_frame()},
    "components/materials": _materials,
    "components/moment": lambda s: {
        "moment": Moment(tuple(s.entries[:1]), tuple(s.entries[2:3]), "sample")
    },
    "components/moment_entry": lambda s: {"entry": s.entry()},
    "components/neighbours": lambda s: {"around": s.neighbours},
    "components/notices": _languages,
    "components/own_code": _languages,
    "components/person": lambda s: [
        {"person": s.person, "role": _("Moderator")},
        {"person": s.person.with_photo({})},
    ],
    "components/person_link": lambda s: {"person": s.person},
    "components/pieces": lambda s: {"pieces": _pieces(s)},
    "components/places": lambda s: {
        "places": [Place(s.room, "#room", 12), Place(s.track, "#track", 1)]
    },
    "components/plan": lambda s: {"schedule": s.schedule, "level": 2},
    "components/preview": lambda s: {"request": _Previewed()},
    "components/qr": lambda s: {"address": ADDRESS, "label": _("The way to this page")},
    "components/room_facts": lambda s: {"label": s.room},
    "components/scripts": lambda s: {},
    "components/search_form": lambda s: {"id": "sample-search", "question": "code"},
    "components/state": lambda s: [{"time": time} for time in s.times[1:]],
    "components/styles": lambda s: {},
    "components/subscribe": lambda s: {"calendar": s.calendar},
    "components/switch": _languages,
    "components/theme": lambda s: {},
    "components/time": lambda s: {"time": s.time()},
    "components/track_facts": lambda s: {"label": s.track},
    "components/version": lambda s: {"version": _version(s), "only": 0},
    "components/views": lambda s: [{"filters": Filters()}, {"filters": Filters(view="grid")}],
    "components/voices": _languages,
    "blocks/details": _block(lambda s: {"summary": _("Three questions"), "text": _text(s)}),
    "blocks/image": _block(lambda s: {"image": s.photo, "caption": _("A hall in the morning")}),
    "blocks/links": _block(_links),
    "blocks/partner": _block(
        lambda s: {"partner": SimpleNamespace(pk=1), "kind": PartnershipKind.FUNDED.value}
    ),
    "blocks/portrait": _block(lambda s: {"speaker": SimpleNamespace(pk=1), "role": ""}),
    "blocks/quote": _block(
        lambda s: {"quote": _("Ask first."), "author": s.person.name, "role": _("Moderator")}
    ),
    "blocks/table": _block(
        lambda s: {
            "caption": _("Three questions"),
            "columns": [{"heading": _("When")}, {"heading": _("Where")}],
            "rows": [["10:00", str(s.room.name)], ["11:00", str(s.room.name)]],
        }
    ),
    "blocks/text": lambda s: {"value": _text(s)},
    "blocks/video": _block(
        lambda s: {
            "title": s.title,
            "url": "https://example.org/film",
            "poster": s.photo,
            "caption": _("Ninety minutes, with captions"),
        }
    ),
}


@dataclass(frozen=True)
class Shown:
    """A component in the gallery.

    ``about`` is its first line: what it is, what it takes. ``samples`` are its HTML; ``source`` is
    that HTML to be read, where there is nothing to look at.
    """

    name: str
    about: str
    samples: tuple[SafeString, ...] = ()
    is_unseen: bool = False

    @property
    def anchor(self) -> str:
        """Fragment of its place on the page."""
        return self.name.replace("/", "-")


class _Previewed(HttpRequest):
    """A request for a preview."""

    is_preview = True


def components() -> list[Shown]:
    """All components by name, without samples."""
    found = []
    for folder in FOLDERS:
        for path in sorted((TEMPLATES / folder).glob("*.html")):
            about = _COMMENT.match(path.read_text(encoding="utf-8"))
            found.append(Shown(f"{folder}/{path.stem}", about[1] if about else ""))
    return found


def shown(language: str) -> list[Shown]:
    """All components with their samples in that language. No query."""
    with override(language):
        samples = Samples(language)
        return [
            Shown(one.name, one.about, tuple(_rendered(one.name, samples)), one.name in UNSEEN)
            for one in components()
        ]


def _rendered(name: str, samples: Samples) -> Iterable[SafeString]:
    if name not in SPECIMENS:
        return
    values = SPECIMENS[name](samples)
    around = {"reading": samples.reading, "frame": samples.frame}
    for context in [values] if isinstance(values, Mapping) else values:
        yield render_to_string(f"sessions_app/{name}.html", {**around, **context})
