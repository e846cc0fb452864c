"""What a text names, fetched at once and in the reader's language; the body built from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from ..blocks.loaded import at_hand, references
from ..models import Partner, SessionPage, Speaker
from .frame import Frame
from .links import linked_pages
from .partners import Sponsor, partners_in
from .people import Person, people_in
from .photos import load_photos


@dataclass(frozen=True)
class Named:
    """Primary keys of everything that a body names."""

    pages: set[Any] = field(default_factory=set)
    people: set[Any] = field(default_factory=set)
    partners: set[Any] = field(default_factory=set)
    photos: set[Any] = field(default_factory=set)


@dataclass(frozen=True)
class Reading:
    """Everything that blocks and texts of one page name, in the reader's language.

    People and partners by the primary keys of all their versions, pictures by theirs.
    """

    frame: Frame
    people: Mapping[Any, Person] = field(default_factory=dict)
    partners: Mapping[Any, Sponsor] = field(default_factory=dict)
    photos: Mapping[Any, AbstractImage] = field(default_factory=dict)


def named_by(page: SessionPage) -> Named:
    """What the body of ``page`` names. No query."""
    found = references(page.body.stream_block, page.body.raw_data)
    return Named(
        pages=found.keys[Page] | linked_pages(found.rich_texts),
        people=found.keys[Speaker],
        partners=found.keys[Partner],
        photos=found.keys[get_image_model()],
    )


def reading_of(
    frame: Frame, named: Named, speakers: Iterable[Any] = (), photos: Iterable[Any] = ()
) -> Reading:
    """What was named, and ``speakers`` and ``photos`` (primary keys) besides. Three queries.

    ``frame`` must have been loaded with the pages that are named. One query more for pictures
    that nobody has looked at yet.
    """
    people = people_in(frame, named.people | set(speakers))
    partners = partners_in(frame, named.partners)
    loaded = load_photos(
        {
            *named.photos,
            *photos,
            *(person.photo_id for person in people.values()),
            *(partner.logo_id for partner in partners.values()),
        }
    )
    return Reading(
        frame=frame,
        people={pk: person.with_photo(loaded) for pk, person in people.items()},
        partners={pk: partner.with_logo(loaded) for pk, partner in partners.items()},
        photos=loaded,
    )


def body_of(page: SessionPage, reading: Reading) -> list[StreamValue.StreamChild]:
    """Blocks of the body, built from what was read. No query for our own kinds of block."""
    objects = {
        Page: {known.pk: known for known in reading.frame.pages},
        Speaker: {pk: person.stored for pk, person in reading.people.items()},
        Partner: {pk: partner.stored for pk, partner in reading.partners.items()},
        get_image_model(): reading.photos,
    }
    with at_hand(objects):
        return list(page.body)
