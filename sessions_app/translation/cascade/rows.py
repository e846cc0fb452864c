"""Which rows were made from an original, and follow it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from .. import localize, policy
from ..source import TranslatedModel


def versions(original: Any, *, live: bool | None = None) -> list[TranslatedModel]:
    """The rows made from ``original``, which may be a bare page; none for a translation. One query.

    Those that name it as their source, and those that an open translation of it is written into.
    """
    model = localize.model_of(original)
    if not issubclass(model, TranslatedModel):
        return []
    into = localize.open_into(original.translation_key, OuterRef("locale"))
    written = Exists(into.filter(source__locale=original.locale_id))
    same_key = Q(translation_key=original.translation_key)
    rows = model._default_manager.filter(Q(source=original.pk) | (same_key & written))
    rows = rows.exclude(pk=original.pk).select_related("locale").order_by("locale", "pk")
    return list(rows if live is None else rows.filter(live=live))


def is_original(instance: Any) -> bool:
    """Whether translations could follow ``instance``. No query.

    A bare page does not say whether it is a translation; it has no versions then.
    """
    model = localize.model_of(instance)
    return issubclass(model, TranslatedModel) and getattr(instance, "source_id", None) is None


def of_pages(pages: Iterable[Page]) -> PageQuerySet:
    """Translations of those of ``pages`` that are originals, wherever they stand. Two queries.

    ``pages`` themselves are not among them.
    """
    pks = [page.pk for page in pages]
    among = Page.objects.filter(pk__in=pks)
    made = set(policy.translated(among).values_list("pk", flat=True))
    rows = among.values_list("pk", "translation_key")
    keys = [key for pk, key in rows if pk not in made]
    return policy.translated(Page.objects.filter(translation_key__in=keys)).exclude(pk__in=pks)


def below(pages: Iterable[Page]) -> PageQuerySet:
    """All descendants of ``pages``, which are left out themselves."""
    found = Q(pk__in=[])
    given = list(pages)
    for page in given:
        found |= Q(path__startswith=page.path, depth__gt=page.depth)
    return Page.objects.filter(found).exclude(pk__in=[page.pk for page in given])
