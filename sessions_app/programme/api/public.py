"""What everybody may read, as rows: live, in a language that has a home, with a live original."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, ReferenceIndex

from ...models import Appearance, Partner, SessionPage, Speaker
from ...translation.source import translated_models
from ..frame import Frame, below, is_closed


def public_pages(frame: Frame, model: type[Page]) -> QuerySet:
    """Pages of ``model`` below the homes, the homes included; no aliases, nothing restricted."""
    paths = [home.path for home in frame.homes.values()]
    rows = model.objects.filter(below(paths) | Q(path__in=paths), live=True, alias_of=None)
    rows = rows.filter(locale__language_code__in=frame.homes).exclude(is_closed())
    if model is Page:
        return rows.exclude(_without_original())
    if any(field.name == "source" for field in model._meta.get_fields()):
        rows = rows.exclude(source__live=False).exclude(is_closed("source__path"))
    return rows


def public_snippets(frame: Frame, model: type[Any]) -> QuerySet:
    """Snippets of ``model``; people and partners only where a public session names them."""
    rows = model.objects.filter(live=True, locale__language_code__in=frame.homes)
    rows = rows.exclude(source__live=False)
    if model is Speaker:
        rows = rows.filter(Exists(appearances(frame).filter(speaker__translation_key=_KEY)))
    if model is Partner:
        named = Partner.objects.annotate(key=Cast("pk", CharField())).filter(
            key__in=_named_partners(frame)
        )
        rows = rows.filter(translation_key__in=named.values("translation_key"))
    return rows


def _named_partners(frame: Frame) -> QuerySet:
    """Primary keys (as text) of the partners in the bodies of public sessions."""
    kinds = ContentType.objects.get_for_models(Partner, Page, SessionPage)
    sessions = public_pages(frame, SessionPage).annotate(key=Cast("pk", CharField()))
    found = ReferenceIndex.objects.filter(
        to_content_type=kinds[Partner],
        base_content_type__in=[kinds[Page], kinds[SessionPage]],
        object_id__in=sessions.values("key"),
    )
    return found.values("to_object_id")


def public_rows(frame: Frame, model: type[Model]) -> QuerySet:
    """Rows of ``model``, a page or a snippet."""
    if issubclass(model, Page):
        return public_pages(frame, model)
    return public_snippets(frame, model)


def appearances(frame: Frame) -> QuerySet:
    """Parts of people in public originals."""
    originals = public_pages(frame, SessionPage).filter(source=None)
    return Appearance.objects.filter(page__in=originals.values("pk"), speaker__live=True)


def versions(frame: Frame, model: type[Model], keys: Iterable[Any]) -> QuerySet:
    """Public versions of ``keys`` (translation keys), a dictionary each, in all languages."""
    is_page = issubclass(model, Page)
    address = {"url_path": F("url_path")} if is_page else {}
    rows = public_rows(frame, model).filter(translation_key__in=list(keys)).order_by("pk")
    return rows.values(
        "pk", "translation_key", "locale__language_code", *_title_of(model), *address
    )


def written_in() -> Coalesce:
    """Annotation: the language in which a page of any kind was written."""
    sources = [
        Subquery(
            model._default_manager.filter(pk=OuterRef("pk")).values(
                "source__locale__language_code"
            )[:1]
        )
        for model in translated_models()
        if issubclass(model, Page)
    ]
    return Coalesce(*sources, "locale__language_code")


def title_field(model: type[Model]) -> str:
    """Field that names a row: of people it stands on the original alone."""
    return "title" if issubclass(model, Page) else "name"


def _title_of(model: type[Model]) -> list[str]:
    return [title_field(model), *(["source__name"] if model is Speaker else [])]


def _without_original() -> Exists:
    """A session's translation whose original is not public has no facts to show."""
    sessions = SessionPage.objects.filter(pk=OuterRef("pk"), source__isnull=False)
    return Exists(sessions.filter(Q(source__live=False) | is_closed("source__path")))


_KEY = OuterRef("translation_key")
