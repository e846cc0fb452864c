"""A translation as visitors would see it, before anything of it is public or even a row."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.models import Page, PreviewableMixin

from .. import localize, release
from ..source import TranslatedModel


class NoPreview(Exception):
    """There is nothing to show; ``str()`` says why in the user's language."""


def instance(translation: Any) -> TranslatedModel:
    """The target as it would be released now, unsaved; missing texts stand in the source language.

    Raises :class:`NoPreview` where the original was deleted, or where the page that the target
    would stand below does not exist.
    """
    original = localize.original_of(translation)
    if original is None:
        raise NoPreview(_("The original does not exist any more."))
    target = localize.target_of(translation)
    if target is None:
        target = release.new_target(translation, original)
        if isinstance(target, Page):
            _place(translation, original, target)
    target.source = original
    localize.translate(translation, target, fallback=True)
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


def render(translation: Any, request: HttpRequest) -> HttpResponseBase:
    """The preview as a response of the public site. Raises :class:`NoPreview`."""
    target = instance(translation)
    if not isinstance(target, Page | PreviewableMixin) or not target.is_previewable():
        raise NoPreview(_("Objects of this kind have no preview."))
    return target.make_preview_request(request, target.default_preview_mode)
