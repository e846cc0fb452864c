"""What the editor's browser would post."""

from typing import Any

from django.utils.datastructures import MultiValueDict
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from sessions_app.models import SessionPage

MANY = ("interpretation", "captions")


def session_data(**fields: Any) -> MultiValueDict:
    """The form of a session; times, people and materials are lists of dictionaries."""
    data = {
        "title": "Ein Gespräch",
        "subtitle": "",
        "summary": "",
        "slug": "",
        "seo_title": "",
        "search_description": "",
        "format": "",
        "track": "",
        "spoken_language": "",
        "sign_language": "",
        "body": streamfield([]),
        "comments": inline_formset([]),
    }
    for name in ("slots", "appearances", "materials"):
        fields[name] = inline_formset(fields.get(name, []))
    ticked = {name: fields.pop(name, []) for name in MANY}
    posted = MultiValueDict()
    posted.update(nested_form_data({**data, **fields}))
    for name, values in ticked.items():
        posted.setlist(name, values)
    return posted


def slot_data(start: str = "2026-09-17 10:00", **fields: Any) -> dict[str, Any]:
    """One time of a session."""
    return {
        "start": start,
        "minutes": "60",
        "room": "",
        "state": "planned",
        "previous_start": "",
        **fields,
    }


def session_form(page: SessionPage, parent: Page, **fields: Any) -> Any:
    """The bound form of a session, as the editor's view builds it."""
    form_class = SessionPage.get_edit_handler().get_form_class()
    return form_class(session_data(**fields), instance=page, parent_page=parent)


def new_session(parent: Page) -> SessionPage:
    """A session as the view makes it before its form is bound."""
    return SessionPage(locale=parent.locale)
