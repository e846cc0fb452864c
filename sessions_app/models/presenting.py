"""Pages that leave what visitors see to the public wing."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.module_loading import import_string
from django.utils.translation import override


class PresentedPage:
    """Goes before ``Page``: its context comes from the function that ``presenter`` names.

    A dotted path, since models know nothing of the pages that show them. The function takes the
    page, the request and what the route gave, and returns a context.
    """

    presenter = ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context and the presenter's."""
        context = super().get_context(request, *args, **kwargs)
        return context | import_string(self.presenter)(self, request, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Wagtail's preview, in the language of the page even where it has no address yet."""
        with override(self.locale.language_code):
            return super().serve_preview(request, mode_name).render()
