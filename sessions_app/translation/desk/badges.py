"""How far the translations of some objects are, for Wagtail's own screens."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Locale, Page

from .. import status
from ..source import TranslatedModel
from ..status import Status
from .listing import language_name


@dataclass(frozen=True)
class Badge:
    """One language of one object."""

    locale: int
    language_code: str
    status: Status

    @property
    def language(self) -> str:
        """Name of the language, for people."""
        return language_name(self.language_code)

    @property
    def percent(self) -> int:
        """How much is translated; 100 only where nothing is left."""
        return self.status.percent


@dataclass(frozen=True)
class _Original:
    """As much of an original as its state asks for."""

    specific_class: type[TranslatedModel]
    pk: Any
    translation_key: UUID


def badges(instances: Iterable[Any]) -> dict[tuple[type, Any], list[Badge]]:
    """Badges by model and primary key; of an original in every other language, of a translation
    in its own. Nothing is said of pages that mirror others.

    Six queries for one language, five for each further one.
    """
    objects = [one for one in instances if isinstance(one, TranslatedModel) and _is_written(one)]
    if not objects:
        return {}
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    # An original and its translations may stand in one list.
    wanted: dict[int, dict[_Original, list[TranslatedModel]]] = defaultdict(dict)
    for one in objects:
        original = _Original(type(one), one.source_id or one.pk, one.translation_key)
        targets = codes.keys() - {one.locale_id} if one.source_id is None else {one.locale_id}
        for locale in targets:
            wanted[locale].setdefault(original, []).append(one)
    found: dict[tuple[type, Any], list[Badge]] = defaultdict(list)
    for locale in sorted(wanted, key=codes.__getitem__):
        listed: list[Any] = list(wanted[locale])
        states = status.statuses(listed, Locale(pk=locale, language_code=codes[locale]))
        for original, told in wanted[locale].items():
            badge = Badge(locale, codes[locale], states[original.translation_key])
            for one in told:
                found[type(one), one.pk].append(badge)
    return dict(found)


def _is_written(instance: Any) -> bool:
    return instance.pk is not None and not (isinstance(instance, Page) and instance.alias_of_id)
