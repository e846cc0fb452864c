"""People as a reader meets them: facts from the original, texts in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.images.models import AbstractImage

from ..models import Appearance, Speaker
from ..translation.source import as_previewed
from .frame import Frame, below, is_closed
from .texts import Text, sort_by_language


@dataclass(frozen=True)
class Person:
    """A person on a page in the reader's language.

    Texts that do not stand in that language are the original's and say so. ``addresses`` are the
    person's own pages by language; a page exists where the person was released in that language
    and appears in a public session. ``address`` is that in the reader's language, else that of the
    original, named by ``address_language``; both empty where there is none. ``versions`` are the
    live rows by language, ``row`` that whose texts are read.
    """

    key: UUID
    name: str
    pronouns: str
    slug: str
    website: str
    links: Any
    photo_id: Any
    position: Text
    organisation: Text
    biography: Text
    addresses: Mapping[str, str]
    versions: Mapping[str, Speaker]
    row: Speaker
    original: str
    address: str
    address_language: str
    photo: AbstractImage | None = None

    @property
    def stored(self) -> Speaker:
        """The row whose texts are read; a preview's has no key yet, the original stands for it."""
        return self.row if self.row.pk else self.versions[self.original]

    def with_photo(self, photos: Mapping[Any, AbstractImage]) -> "Person":
        """The same person with the picture from ``photos`` by primary key."""
        return replace(self, photo=photos.get(self.photo_id))


def people_in(frame: Frame, pks: Iterable[Any] = (), *, slug: str = "") -> dict[Any, Person]:
    """People by the primary keys of all their live versions, named by any of them or by ``slug``.

    People whose original is not live are missing. One query.
    """
    named = Q(pk__in=set(pks)) | (Q(slug=slug, source=None) if slug else Q(pk__in=[]))
    rows = (
        Speaker.objects.filter(
            live=True, translation_key__in=Speaker.objects.filter(named).values("translation_key")
        )
        .select_related("locale")
        .annotate(appears=_appears(frame))
        .order_by("pk")
    )
    return _by_pk(frame, rows)


def people_of_programme(frame: Frame) -> list[Person]:
    """Everybody who appears in a public session of the programme, by name. One query."""
    rows = Speaker.objects.filter(live=True).annotate(appears=_appears(frame))
    rows = rows.filter(appears=True).select_related("locale").order_by("pk")
    people = {person.key: person for person in _by_pk(frame, rows).values()}
    return sorted(people.values(), key=lambda person: (person.name.casefold(), person.slug))


def _appears(frame: Frame) -> Exists:
    """Whether the person has a part in a live original below the programme, in any language."""
    paths = [page.path for page in frame.programmes.values()]
    parts = Appearance.objects.filter(
        below(paths, "page__"),
        page__live=True,
        page__source=None,
        speaker__translation_key=OuterRef("translation_key"),
    )
    return Exists(parts if frame.is_private else parts.exclude(is_closed("page__path")))


def _by_pk(frame: Frame, rows: QuerySet) -> dict[Any, Person]:
    families: dict[UUID, list[Speaker]] = defaultdict(list)
    for row in as_previewed(rows):
        families[row.translation_key].append(row)
    people: dict[Any, Person] = {}
    for family in families.values():
        person = person_of(frame, family)
        if person is not None:
            people |= {row.pk: person for row in family if row.pk}
    return people


def person_of(frame: Frame, family: Iterable[Speaker]) -> Person | None:
    """A person from the live rows of all languages; ``None`` where the original is not among them.

    Rows carry ``appears`` where a page of their own may exist.
    """
    rows = list(family)
    facts = next((row for row in rows if row.source_id is None), None)
    if facts is None:
        return None
    original = facts.locale.language_code
    versions = {row.locale.language_code: row for row in rows}
    row = versions.get(frame.language, facts)
    has_page = bool(facts.slug and getattr(facts, "appears", False))
    addresses = _addresses(frame, facts.slug, versions) if has_page else {}
    language = next((code for code in (frame.language, original) if code in addresses), "")

    def text(name: str) -> Text:
        """The reader's version; where that says nothing, the original's."""
        owner = row if getattr(row, name) else facts
        code = owner.locale.language_code
        return Text(getattr(owner, name), code, foreign=code != frame.language)

    return Person(
        key=facts.translation_key,
        name=facts.name,
        pronouns=facts.pronouns,
        slug=facts.slug,
        website=facts.website,
        links=facts.links,
        photo_id=facts.photo_id,
        position=text("position"),
        organisation=text("organisation"),
        biography=text("biography"),
        addresses=addresses,
        versions=versions,
        row=row,
        original=original,
        address=addresses.get(language, ""),
        address_language=language if language != frame.language else "",
    )


def _addresses(frame: Frame, slug: str, versions: Iterable[str]) -> dict[str, str]:
    programmes = frame.programmes
    return {
        code: f"{frame.address(programmes[code])}{programmes[code].people_slug}/{slug}/"
        for code in sort_by_language(versions)
        if code in programmes
    }
