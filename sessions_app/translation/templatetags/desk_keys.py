"""What templates of the admin ask of the desk."""

from django import template
from wagtail.admin.utils import get_keyboard_key_labels_from_request

from ..desk import keys

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_shortcuts(context: template.Context) -> list[tuple[str, str]]:
    """The desk's keys where its screen is shown, else none."""
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    if match is None or match.view_name != "sessions_translation:editor":
        return []
    return keys.shortcuts(get_keyboard_key_labels_from_request(request))
