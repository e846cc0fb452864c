"""The door to the site's machines, for the help of a text."""

from typing import Any

from django import template
from django.template import Context

from ..machines import machines

register = template.Library()


@register.inclusion_tag("translation/components/machines_door.html", takes_context=True)
def machines_door(context: Context, translation: Any, row: Any) -> dict[str, Any]:
    """A button that asks them for that text; nothing for a site that names none."""
    return {
        "names": [str(machine.name) for machine in machines().values()],
        "translation": translation,
        "row": row,
        "csrf_token": context.get("csrf_token"),
    }
