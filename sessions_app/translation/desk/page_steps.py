"""Wagtail's steps that concern several objects at once: done whole or not at all.

What follows for translations is part of the step, and whoever releases one of them goes before or
after.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page
from wagtail.snippets.views.snippets import UnpublishView as SnippetUnpublishView

from .. import cascade


class WholeStepMixin:
    """A step is one transaction."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the step when nobody else works on these objects."""
        with transaction.atomic():
            self.hold()
            response: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return response

    def hold(self) -> None:
        """Let others wait. Nobody has to for what is made anew."""


class DeskUnpublishView(WholeStepMixin, UnpublishView):
    """Takes a page offline, its subpages where that is wanted, and their translations."""

    def hold(self) -> None:
        """The page, and its subpages where they are concerned."""
        cascade.hold_tree([self.object], deep="include_descendants" in self.request.POST)


class DeskUnpublishSnippetView(WholeStepMixin, SnippetUnpublishView):
    """Takes a snippet offline, and its translations."""

    def hold(self) -> None:
        """The snippet."""
        cascade.hold(self.object)


class DeskDeleteView(WholeStepMixin, DeleteView):
    """Deletes a page with its subpages; their translations go offline."""

    def hold(self) -> None:
        """The page and all below it."""
        cascade.hold_tree([self.page])


class DeskMoveConfirmView(WholeStepMixin, MoveConfirmView):
    """Moves a page, and its translations with it."""

    def hold(self) -> None:
        """Whatever gets another address, and those that make room."""
        cascade.hold_tree([self.page_to_move, self.destination])


class DeskSetPagePositionView(WholeStepMixin, SetPagePositionView):
    """Puts a page elsewhere among its siblings, and its translations among theirs."""

    def hold(self) -> None:
        """All that stands below the same parent."""
        page = get_object_or_404(Page, pk=self.kwargs["page_to_move_id"])
        cascade.hold_tree([page.get_parent()])


class DeskCopyView(WholeStepMixin, CopyView):
    """Copies a page, and the texts of its translations."""
