"""A translation as visitors would see it, before anything of it is public or even a row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.models import Page, PreviewableMixin

from .. import localize, release, status
from ..source import TranslatedModel, Version, previewing
from . import marks


class NoPreview(Exception):
    """There is nothing to show; ``str()`` says why in the user's language."""


def render(translation: Any, request: HttpRequest, *, is_marked: bool = False) -> HttpResponseBase:
    """The preview as a response of the public site, as if page and snippets were released now.

    Missing texts stand in the source language. With ``is_marked`` every text stands between the
    signs of :mod:`.marks`. Raises :class:`NoPreview` where the original was deleted, where the
    page that the target would stand below does not exist, and for objects that have no preview.
    """
    original = localize.original_of(translation)
    if original is None:
        raise NoPreview(_("The original does not exist any more."))
    target = _target(translation, original)
    if not isinstance(target, Page | PreviewableMixin) or not target.is_previewable():
        raise NoPreview(_("Objects of this kind have no preview."))
    snippets = _snippets(translation, original)
    mark = marks.mark if is_marked else None
    texts = localize.texts([translation, *snippets], fallback=True, mark=mark)
    localize.write(translation, target, texts[translation.pk])
    with previewing({s.source.object_id: _versions(s, texts[s.pk]) for s in snippets}):
        # The editor's pane shows the page without Wagtail's bar; sites ask for `in_desk`.
        return target.make_preview_request(
            request, target.default_preview_mode, {"in_desk": is_marked}
        )


def _target(translation: Any, original: TranslatedModel) -> TranslatedModel:
    """The target's row, or one that is not stored, in the place that it would have."""
    target = localize.target_of(translation)
    if target is None:
        target = release.new_target(translation, original)
        if isinstance(target, Page):
            _place(translation, original, target)
    target.source = original
    return target


def _place(translation: Any, original: Page, target: Page) -> None:
    """Give a page without a row the place in the tree that it would have."""
    parent = release.target_parent(translation, original)
    if parent is None:
        name = original.get_parent().title
        raise NoPreview(
            _("There is no preview yet: the page above it, “%(name)s”, is not translated.")
            % {"name": name}
        )
    target.slug = original.slug
    target.depth = parent.depth + 1
    target.path = (
        target._get_path(parent.path, target.depth, 1)
        if parent.is_leaf()
        else parent.get_last_child()._inc_path()
    )
    target.set_url_path(parent)


def _snippets(translation: Any, original: TranslatedModel) -> list[Any]:
    """Translations of the snippets that ``original`` shows, as far as they were opened."""
    keys: set[UUID] = status.family_keys(original) - {original.translation_key}
    opened = localize.translations_of(keys, translation.target_locale)
    return [one for one in opened if one.enabled] if keys else []


def _versions(translation: Any, texts: localize.Texts) -> Sequence[Version]:
    """What a preview shows of a snippet: the target's texts, and the original's where those miss.

    Whoever shows a snippet falls back to its original by itself, and tells the language.
    """
    model = localize.model_of_source(translation.source)
    drafted = model(locale=translation.target_locale, translation_key=translation.source.object_id)
    localize.write(translation, drafted, texts)
    shown = {name: getattr(drafted, name) for name in localize.text_fields(model)}
    missing = {
        name: text
        for name, text in shown.items()
        if name not in texts.translated and isinstance(text, str)
    }
    return (
        Version(translation.target_locale, shown | dict.fromkeys(missing, "")),
        Version(translation.source.locale, missing),
    )
