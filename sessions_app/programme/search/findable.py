"""What can be found on the site: its public sessions, people, partners and pages, with their words.

Rows are read as for the programme. A session that does not exist in the reader's language is found
by its original's words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from json import loads
from typing import Any, cast
from uuid import UUID

from django.db import models
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from ...blocks.loaded import references
from ...blocks.plain import plain, texts
from ...enums import Section
from ...models import Appearance, Partner, ProgrammePage, SessionPage
from ..frame import Frame, frame_of, with_linked
from ..pages import SECTIONS
from ..partners import Sponsor, partners_in
from ..people import Person, people_of_programme
from ..schedule import public_sessions
from ..sections import section_address
from ..texts import Text

# How far down a text stands: what something is called, what is said of it, everything else.
CALLED, SAID, TOLD = range(3)
# Soft hyphens and marks without a width, which stand within words.
INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_INVISIBLE = str.maketrans("", "", INVISIBLE)


class Kind(models.TextChoices):
    """What is found."""

    SESSION = "session", _("Session")
    PERSON = "person", _("Person")
    PARTNER = "partner", _("Partner")
    PAGE = "page", _("Page")


Row = dict[str, Any]


@dataclass(frozen=True)
class Find:
    """Something that can be found. ``texts`` are what it is found by, with how far down they stand.

    ``is_translated`` is false where it does not exist in the reader's language; ``hreflang`` is the
    language of what stands at ``address`` where that is another one. ``people`` are the names of a
    session.
    """

    kind: Kind
    key: UUID
    title: Text
    address: str
    texts: tuple[tuple[int, Text], ...]
    is_translated: bool = True
    hreflang: str = ""
    people: tuple[str, ...] = ()

    @property
    def called(self) -> tuple[tuple[int, Text], ...]:
        """What it is called, of its texts."""
        return tuple((level, text) for level, text in self.texts if level == CALLED)


@dataclass(frozen=True)
class Body:
    """What a body says, and the primary keys of the partners that it names."""

    text: str = ""
    partners: frozenset[Any] = field(default_factory=frozenset)


def everything(request: HttpRequest) -> tuple[Frame, list[Find]]:
    """The frame of the site, and everything on it that can be found, in no order.

    At most four queries, and four for each programme, at any number of sessions.
    """
    programmes = ProgrammePage.objects.filter(live=True).values_list("pk", flat=True)
    frame = with_linked(frame_of(request), programmes)
    found: dict[tuple[Kind, UUID], Find] = {}
    for around in _programmes(frame):
        for one in _of_programme(around):
            found.setdefault((one.kind, one.key), one)
    return frame, [*found.values(), *_pages(frame)]


def _programmes(frame: Frame) -> list[Frame]:
    """A frame for each programme of the site."""
    keys = dict.fromkeys(page.translation_key for page in frame.pages if page.people_slug)
    return [replace(frame, trail=(key,)) for key in keys]


def _pages(frame: Frame) -> Iterator[Find]:
    """The chapters of the site, by their titles. No query."""
    for page in frame.chapters:
        title = Text(page.title, frame.language)
        yield Find(
            Kind.PAGE, page.translation_key, title, frame.address(page), _texts((CALLED, title))
        )


def _of_programme(frame: Frame) -> Iterator[Find]:
    programme = next(iter(frame.programmes.values())).programmepage
    sessions = public_sessions(frame, programme)
    people = people_of_programme(frame)
    names = _names(sessions, people)
    rows = _rows(frame, sessions)
    bodies = _bodies(row["pk"] for original, read, _others in rows for row in (original, read))
    named_there = {pk for original, *_versions in rows for pk in bodies[original["pk"]].partners}
    partners = partners_in(frame, named_there)
    for original, row, others in rows:
        body = bodies[row["pk"]]
        code = row["locale__language_code"]
        is_foreign = code != frame.language
        title = _text(row["title"], code, frame)
        yield Find(
            kind=Kind.SESSION,
            key=row["translation_key"],
            title=title,
            address=frame.prefixes[code] + row["url_path"][len(frame.homes[code].url_path) :],
            texts=_texts(
                (CALLED, title),
                (SAID, _text(row["summary"], code, frame)),
                (SAID, _text(row["subtitle"], code, frame)),
                *((SAID, Text(name)) for name in names.get(original["pk"], ())),
                (TOLD, _text(body.text, code, frame)),
                *((TOLD, partners[pk].name) for pk in sorted(body.partners & partners.keys())),
                *(
                    (TOLD, _text(other["title"], other["locale__language_code"], frame))
                    for other in others
                ),
            ),
            is_translated=not is_foreign,
            hreflang=code if is_foreign else "",
            people=names.get(original["pk"], ()),
        )
    yield from map(_person, (person for person in people if person.address))
    if Section.PARTNERS in SECTIONS:
        yield from (_partner(frame, partner) for partner in partners.values())


def _person(person: Person) -> Find:
    name = Text(person.name)
    biography = replace(person.biography, value=plain(str(person.biography)))
    return Find(
        kind=Kind.PERSON,
        key=person.key,
        title=name,
        address=person.address,
        texts=_texts(
            (CALLED, name),
            (SAID, person.position),
            (SAID, person.organisation),
            (TOLD, biography),
        ),
        is_translated=not person.address_language,
        hreflang=person.address_language,
    )


def _partner(frame: Frame, partner: Sponsor) -> Find:
    original = partner.stored.source_id or partner.stored.pk
    return Find(
        kind=Kind.PARTNER,
        key=partner.stored.translation_key,
        title=partner.name,
        address=section_address(frame, Section.PARTNERS, str(original)),
        texts=_texts((CALLED, partner.name), (SAID, partner.description)),
        is_translated=not partner.name.foreign,
    )


def _rows(frame: Frame, sessions: QuerySet) -> list[tuple[Row, Row, list[Row]]]:
    """Sessions whose original is public: its row, the row that is read, the others. One query."""
    families: dict[UUID, list[Row]] = {}
    columns = ("pk", "translation_key", "locale__language_code", "source_id", "url_path")
    for row in sessions.order_by("path").values(*columns, "title", "subtitle", "summary"):
        if row["locale__language_code"] in frame.homes:
            families.setdefault(row["translation_key"], []).append(row)
    found = []
    for versions in families.values():
        original = next((row for row in versions if row["source_id"] is None), None)
        if original is None:
            continue
        mine = (row for row in versions if row["locale__language_code"] == frame.language)
        read = next(mine, original)
        found.append((original, read, [row for row in versions if row is not read]))
    return found


def _names(sessions: QuerySet, people: Iterable[Person]) -> dict[int, tuple[str, ...]]:
    """Names by primary key of the original, in the editors' order. One query."""
    by_pk = {row.pk: person.name for person in people for row in person.versions.values()}
    originals = sessions.filter(source=None).order_by().values("pk")
    parts = Appearance.objects.filter(page__in=originals).order_by("sort_order", "pk")
    found: dict[int, tuple[str, ...]] = {}
    for page, speaker in parts.values_list("page_id", "speaker_id"):
        name = by_pk.get(speaker)
        if name and name not in found.get(page, ()):
            found[page] = (*found.get(page, ()), name)
    return found


def _bodies(pks: Iterable[int]) -> dict[int, Body]:
    """What the bodies of sessions say, by primary key. One query."""
    pages = SessionPage.objects.filter(pk__in=set(pks)).order_by()
    raw = Cast("body", TextField())
    return {pk: _body(value or "") for pk, value in pages.values_list("pk", raw)}


@lru_cache(maxsize=10_000)
def _body(raw: str) -> Body:
    """What a stored body says; kept by what is stored."""
    value = loads(raw) if raw else []
    block = cast("StreamField", SessionPage._meta.get_field("body")).stream_block
    named_there = references(block, value).keys[Partner]
    return Body("\n".join(texts(block, value)), frozenset(named_there))


def _text(value: Any, language: str, frame: Frame) -> Text:
    """A text without what nobody sees."""
    return Text(_seen(str(value)), language, foreign=language != frame.language)


def _seen(text: str) -> str:
    return text.translate(_INVISIBLE) if any(sign in text for sign in INVISIBLE) else text


def _texts(*given: tuple[int, Text]) -> tuple[tuple[int, Text], ...]:
    """Those that say something."""
    return tuple((level, text) for level, text in given if text)
