"""Wagtail's screens for pages, with the states of their translations."""

from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from . import page_steps
from .columns import StatesColumn
from .panels import TranslationsPanelMixin


def with_states(columns: list[BaseColumn]) -> list[BaseColumn]:
    """``columns`` with that of the translations before the last but one, which is the status."""
    return [*columns[:-1], StatesColumn(), columns[-1]]


class DeskEditView(TranslationsPanelMixin, EditView):
    """The editor of a page with the panel of its translations."""


class DeskIndexView(ExplorableIndexView):
    """The explorer with the column of states."""

    base_columns = with_states(ExplorableIndexView.base_columns)


class DeskPageViewSet(PageViewSet):
    """For pages of every kind that brings no screens of its own; those may build on this class."""

    model = Page
    copy_view_class = page_steps.DeskCopyView
    delete_view_class = page_steps.DeskDeleteView
    edit_view_class = DeskEditView
    index_view_class = DeskIndexView
    move_confirm_view_class = page_steps.DeskMoveConfirmView
    set_page_position_view_class = page_steps.DeskSetPagePositionView
    unpublish_view_class = page_steps.DeskUnpublishView
