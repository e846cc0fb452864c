"""Partners as a reader meets them: facts from the original, texts in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from wagtail.images.models import AbstractImage

from ..models import Partner
from ..translation.source import as_previewed
from .frame import Frame
from .texts import Text


@dataclass(frozen=True)
class Sponsor:
    """A partner organisation on a page in the reader's language.

    ``stored`` is the row whose texts are read; a preview's has no key yet, the original stands
    for it.
    """

    name: Text
    description: Text
    website: str
    logo_id: Any
    stored: Partner
    logo: AbstractImage | None = None

    def with_logo(self, photos: Mapping[Any, AbstractImage]) -> "Sponsor":
        """The same partner with the picture from ``photos`` by primary key."""
        return replace(self, logo=photos.get(self.logo_id))


def partners_in(frame: Frame, pks: Iterable[Any]) -> dict[Any, Sponsor]:
    """Partners by the primary keys of all their live versions, named by any of them.

    Partners whose original is not live are missing. One query.
    """
    named = Partner.objects.filter(pk__in=set(pks)).values("translation_key")
    rows = Partner.objects.filter(live=True, translation_key__in=named).select_related("locale")
    families: dict[UUID, list[Partner]] = defaultdict(list)
    for row in as_previewed(rows.order_by("pk")):
        families[row.translation_key].append(row)
    found: dict[Any, Sponsor] = {}
    for family in families.values():
        partner = sponsor_of(frame, family)
        if partner is not None:
            found |= {row.pk: partner for row in family if row.pk}
    return found


def sponsor_of(frame: Frame, family: Iterable[Partner]) -> Sponsor | None:
    """A partner from the live rows of all languages; ``None`` without its original."""
    rows = list(family)
    facts = next((row for row in rows if row.source_id is None), None)
    if facts is None:
        return None
    row = {row.locale.language_code: row for row in rows}.get(frame.language, facts)

    def text(name: str) -> Text:
        owner = row if getattr(row, name) else facts
        code = owner.locale.language_code
        return Text(getattr(owner, name), code, foreign=code != frame.language)

    stored = row if row.pk else facts
    return Sponsor(text("name"), text("description"), facts.website, facts.logo_id, stored)
