"""Words of the admin wait for the language of whoever reads them."""

import re

import pytest
from django.utils.functional import Promise
from wagtail.admin.panels.model_utils import get_edit_handler
from wagtail.blocks import ListBlock, StreamBlock, StructBlock

from sessions_app.blocks import ProfileLinks, SessionBody
from sessions_app.models import (
    Appearance,
    Material,
    Partner,
    ProgrammePage,
    Room,
    SessionFormat,
    SessionPage,
    Slot,
    Speaker,
    Track,
)
from sessions_app.viewsets import (
    SESSION_COLUMNS,
    OriginalsChooserViewSet,
    ProgrammeGroup,
    SessionListing,
)

MODELS = [
    Appearance,
    Material,
    Partner,
    ProgrammePage,
    Room,
    SessionFormat,
    SessionPage,
    Slot,
    Speaker,
    Track,
]


def blocks_of(block, path=""):
    """Every block below ``block`` with its path."""
    yield path, block
    if isinstance(block, StreamBlock | StructBlock):
        for name, child in block.child_blocks.items():
            yield from blocks_of(child, f"{path}.{name}")
    if isinstance(block, ListBlock):
        yield from blocks_of(block.child_block, f"{path}.item")


BLOCKS = [
    (path, block)
    for stream in (SessionBody(), ProfileLinks())
    for path, block in blocks_of(stream)
    if type(block).__module__.startswith("sessions_app.") and path
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_fields_are_named_in_the_readers_language(model):
    form_class = get_edit_handler(model).get_form_class()
    eager = {
        name
        for name in set(form_class.base_fields) - {"comment_notifications"}
        for field in (model._meta.get_field(name),)
        for words in (field.verbose_name, field.help_text)
        if words and not isinstance(words, Promise)
    }
    assert eager == set()
    assert isinstance(model._meta.verbose_name, Promise)
    assert isinstance(model._meta.verbose_name_plural, Promise)


@pytest.mark.parametrize(("path", "block"), BLOCKS, ids=[path for path, _block in BLOCKS])
def test_blocks_are_named_in_the_readers_language(path, block):
    assert isinstance(block.label, Promise)
    described = getattr(block.meta, "description", None)
    assert described is None or isinstance(described, Promise)
    form = getattr(block.meta, "label_format", None)
    if form is not None and re.sub(r"{\w+}", "", str(form)):
        assert isinstance(form, Promise)


def test_lists_are_named_in_the_readers_language():
    columns = SESSION_COLUMNS[1:]
    for viewset in ProgrammeGroup().registerables[1:]:
        columns += [column for column in viewset.list_display if not isinstance(column, str)]
    assert {column.name for column in columns if not isinstance(column.label, Promise)} == set()
    assert isinstance(ProgrammeGroup.menu_label, Promise)
    assert isinstance(SessionListing.menu_label, Promise)
    assert isinstance(OriginalsChooserViewSet.page_title, Promise)
    assert isinstance(OriginalsChooserViewSet.search_tab_label, Promise)
