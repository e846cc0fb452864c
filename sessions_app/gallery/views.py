"""The gallery in the admin: an index with a frame, and what stands in the frame."""

from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..conf import content_languages
from ..programme.texts import language_name
from .specimens import components, shown

INDEX, FRAME = "sessions_gallery:index", "sessions_gallery:frame"
SCHEMES = ("light", "dark")


class GalleryView(WagtailAdminTemplateMixin, TemplateView):
    """Lists all components beside the frame that shows them."""

    template_name = "sessions_app/admin/gallery.html"
    page_title = gettext_lazy("Components")
    header_icon = "view"
    _show_breadcrumbs = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Language and scheme come from the address; what is not known there is the first."""
        languages = [code for code, _name in content_languages()]
        asked = self.request.GET.get("language"), self.request.GET.get("scheme")
        language = asked[0] if asked[0] in languages else languages[0]
        scheme = asked[1] if asked[1] in SCHEMES else SCHEMES[0]
        return super().get_context_data(
            components=components(),
            frame=reverse(FRAME, args=[language, scheme]),
            choices=[
                {
                    "title": self._title(code, name),
                    "query": f"?language={code}&scheme={name}",
                    "is_current": (code, name) == (language, scheme),
                }
                for code in languages
                for name in SCHEMES
            ],
            **kwargs,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Home, this screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Components")}]

    def _title(self, code: str, scheme: str) -> str:
        words = {"light": _("%(language)s, light"), "dark": _("%(language)s, dark")}
        return words[scheme] % {"language": language_name(code)}


@require_safe
@xframe_options_sameorigin
def frame(request: HttpRequest, language: str, scheme: str) -> TemplateResponse:
    """All components in one language and one scheme, as a page under the visitors' styles.

    Raises ``Http404`` for a language that the site does not have, or another scheme.
    """
    if language not in dict(content_languages()) or scheme not in SCHEMES:
        raise Http404
    with override(language):
        return TemplateResponse(
            request,
            "sessions_app/admin/gallery_frame.html",
            {"language": language, "scheme": scheme, "components": shown(language)},
        ).render()


def urls() -> list[URLResolver]:
    """Addresses below the admin's; Wagtail lets nobody in who may not enter it."""
    patterns = [
        path("", GalleryView.as_view(), name="index"),
        path("<slug:language>/<slug:scheme>/", frame, name="frame"),
    ]
    return [path("components/", include((patterns, "sessions_gallery")))]


def menu_item() -> MenuItem:
    """The way there, among the reports."""
    return MenuItem(
        gettext_lazy("Components"),
        reverse_lazy(INDEX),
        name="components",
        icon_name="view",
        order=900,
    )
