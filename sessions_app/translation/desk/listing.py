"""Everything that can be translated, read in one query: the rows of the overview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Value
from django.utils.text import capfirst
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from ...conf import content_languages
from .. import status
from ..source import TranslatedModel, translated_models
from .document import icon_of

Model = type[TranslatedModel]


@dataclass(frozen=True)
class Listed:
    """An object as a list shows it; answers to what ``status.family`` asks of an instance."""

    model: Model
    pk: Any
    translation_key: UUID
    locale_id: int
    language_code: str
    source_id: int | None
    live: bool
    is_alias: bool
    published_at: datetime | None
    in_review: bool
    path: str
    title: str

    @property
    def is_original(self) -> bool:
        """Whether it was written first, and mirrors nothing."""
        return self.source_id is None and not self.is_alias

    @property
    def language(self) -> str:
        """The language it is written in, for people."""
        return language_name(self.language_code)

    @property
    def specific_class(self) -> Model:
        """The model, by the name under which pages know it."""
        return self.model

    @property
    def kind(self) -> str:
        """What it is, for people."""
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def icon(self) -> str:
        """The icon of its model."""
        return icon_of(self.model)

    @property
    def content_type_id(self) -> int:
        """Primary key of its model's content type."""
        return ContentType.objects.get_for_model(self.model).pk

    @property
    def is_page(self) -> bool:
        """Whether it is a page."""
        return issubclass(self.model, Page)

    @property
    def place(self) -> str:
        """Content type and primary key in one word, as forms name it."""
        return f"{self.content_type_id}-{self.pk}"

    @property
    def version(self) -> status.Row:
        """What its state is derived from."""
        return status.Row(
            self.model,
            self.pk,
            self.translation_key,
            self.locale_id,
            self.live,
            self.is_alias,
            self.published_at,
            self.in_review,
        )


def language_name(code: str) -> str:
    """Name of a content language in the user's language."""
    return str(dict(content_languages()).get(code, code))


def models_in_order() -> list[Model]:
    """All translated models, pages before snippets."""
    return sorted(translated_models(), key=lambda model: not issubclass(model, Page))


@lru_cache(maxsize=64)
def title_field(model: Model) -> str:
    """The column that names an object of ``model`` in a list: title, name, or its first text."""
    names = {field.name for field in model._meta.concrete_fields}
    return next((name for name in ("title", "name") if name in names), _first_text(model))


def _first_text(model: Model) -> str:
    return next(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    )


def read(scope: Mapping[Model, models.Q]) -> list[Listed]:
    """The rows of these models that the conditions name, in the order of the models. One query."""
    tables = list(scope)
    parts = []
    for number, model in enumerate(tables):
        is_page = issubclass(model, Page)
        nowhere = Value("", models.CharField())
        parts.append(
            model._default_manager.order_by()
            .filter(scope[model])
            .annotate(
                table_number=Value(number, models.IntegerField()),
                tree_place=models.F("path") if is_page else nowhere,
                is_alias=models.ExpressionWrapper(
                    models.Q(alias_of__isnull=False), models.BooleanField()
                )
                if is_page
                else Value(False, models.BooleanField()),
                in_review=status.under_review(model),
            )
            .values_list(
                "table_number",
                "pk",
                "translation_key",
                "locale_id",
                "locale__language_code",
                "source_id",
                "live",
                "is_alias",
                "last_published_at",
                "in_review",
                "tree_place",
                title_field(model),
            )
        )
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    listed = [
        Listed(
            tables[number],
            pk,
            key,
            locale,
            code,
            source,
            bool(live),
            bool(alias),
            at,
            bool(in_review),
            *rest,
        )
        for number, pk, key, locale, code, source, live, alias, at, in_review, *rest in rows
    ]
    return sorted(listed, key=lambda row: (tables.index(row.model), row.title.casefold()))


def read_all() -> list[Listed]:
    """Every translated object in every language. One query."""
    return read({model: models.Q() for model in models_in_order()})


def originals_to_open(keys: Mapping[UUID, Model], locale: Locale) -> list[Listed]:
    """The originals of these keys, where ``locale`` has none of its own. At most one query."""
    by_model: dict[Model, list[UUID]] = {}
    for key, model in keys.items():
        by_model.setdefault(model, []).append(key)
    scope = {
        model: models.Q(translation_key__in=by_model[model])
        for model in models_in_order()
        if model in by_model
    }
    return originals(read(scope), locale)


def originals(rows: Iterable[Listed], locale: Locale) -> list[Listed]:
    """Those of ``rows`` that can be translated into ``locale``: written first, elsewhere."""
    return [row for row in rows if row.is_original and row.locale_id != locale.pk]


def editable_pages(user: AbstractBaseUser, rows: Iterable[Listed]) -> list[Listed]:
    """The pages among ``rows`` that ``user`` may change; asks no more than the user's rights."""
    pages = [row for row in rows if row.is_page]
    if user.is_superuser:
        return pages
    rights = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    below = tuple(r.page.path for r in rights if r.permission.codename == "change_page")
    return [row for row in pages if row.path.startswith(below)]
