"""What the frame of every page of the site needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from cms.models import ContentPage, EasyLanguagePage, SignLanguagePage, SiteSettings

register = template.Library()

# Pages that help to read, and the sign that stands for them.
ACCESS: dict[type, str] = {EasyLanguagePage: "easy", SignLanguagePage: "sign"}


@dataclass(frozen=True)
class Menus:
    """Links of header and footer, and to what helps to read: dictionaries of ``{% chapters %}``."""

    header: list[dict[str, Any]]
    footer: list[dict[str, Any]]
    access: list[dict[str, Any]]


@register.simple_tag(takes_context=True)
def site_settings(context: Context) -> SiteSettings:
    """Settings of the site that is asked; the defaults where nobody has written any. One query."""
    return SiteSettings.of(context.get("request"))


@register.simple_tag
def theme_address(site: SiteSettings) -> str:
    """Address of the style sheet of the look that was chosen; empty where none was. No query."""
    digest = site.theme.digest
    return f"{reverse('theme')}?v={digest}" if digest else ""


@register.simple_tag
def menus(chapters: list[dict[str, Any]], elsewhere: Iterable[dict[str, Any]] = ()) -> Menus:
    """Pages below the home by their place. No query.

    Plain pages that are not shown in menus stand in the footer; what helps people to read stands
    apart and has a ``kind``, ``easy`` or ``sign``; the rest is the header's. Of the pages
    ``elsewhere``, which do not exist in the reader's language, those of the footer and those that
    help to read are linked where they do exist: nobody is to look for them in vain.
    """
    kinds = ContentType.objects.get_for_models(ContentPage, *ACCESS)
    names = {kind.pk: model for model, kind in kinds.items()}
    found = Menus([], [], [])
    for chapter in (*chapters, *elsewhere):
        model = names.get(chapter["page"].content_type_id)
        if model in ACCESS:
            found.access.append({**chapter, "kind": ACCESS[model]})
        elif model is ContentPage and not chapter["page"].show_in_menus:
            found.footer.append(chapter)
        elif "language" not in chapter:
            found.header.append(chapter)
    return found


@register.simple_tag(takes_context=True)
def editors_bar(context: Context) -> SafeString | str:
    """Wagtail's bar for whoever bears a session cookie.

    Asking for the user would make the answer vary by cookie for every visitor. The preview in
    the translators' editor goes without.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    if getattr(request, "in_desk", False):
        return ""
    return wagtailuserbar(context)
