"""The ways into the desk: the menu, and Wagtail's own editors of translations."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Locale

from sessions_app.translation import localize, release
from sessions_app.translation.models import Action
from tests.factories import House, make_editor, make_group, make_superuser, make_user, translate

Visit = Callable[[Any], Client]


def menu(client: Client) -> list[str]:
    """Names of the items of the admin's menu."""
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    props = json.loads(page.select_one("#wagtail-sidebar-props").text)

    def names(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["name"]] if "name" in node and "label" in node else []
            return own + [name for value in node.values() for name in names(value)]
        return [name for value in node for name in names(value)] if isinstance(node, list) else []

    return names(props)


@pytest.mark.parametrize(
    ("languages", "count"), [({"en": [Action.TRANSLATE]}, 1), ({"de": [Action.WRITE]}, 0), ({}, 0)]
)
def test_the_menu_leads_those_who_have_something_to_see(
    house: House, visit: Visit, languages: Any, count: int
) -> None:
    user = make_user("somebody", make_group("g", languages=languages))
    assert menu(visit(user)).count("translations") == count


def test_the_menu_leads_editors_too(house: House, visit: Visit) -> None:
    assert menu(visit(make_editor(house.home))).count("translations") == 1


def test_wagtails_editor_of_a_translated_page_leads_to_the_desk(
    opened: Any, complete: Any, publisher: Any, visit: Visit
) -> None:
    complete(opened)
    target = release.release(opened, publisher)
    response = visit(make_superuser()).get(f"/admin/pages/{target.pk}/edit/")
    assert (response.status_code, response["location"]) == (
        302,
        f"/admin/translations/{opened.pk}/",
    )


def test_wagtails_editor_of_a_translated_snippet_leads_to_the_desk(
    opened: Any, session: Any, complete: Any, publisher: Any, visit: Visit, en: Locale
) -> None:
    complete(opened)
    release.release(opened, publisher)
    track = localize.translations_of([session.track.translation_key], en).get()
    target = localize.target_of(track)
    client = visit(make_superuser())
    address = f"/admin/snippets/sessions_app/track/edit/{target.pk}/"
    answers = [client.get(address), client.post(address, {"name": "Seized"})]
    assert [(one.status_code, one["location"]) for one in answers] == [
        (302, f"/admin/translations/{track.pk}/")
    ] * 2
    target.refresh_from_db()
    assert target.name == "Staat"


def test_originals_are_edited_where_they_always_were(
    session: Any, opened: Any, visit: Visit
) -> None:
    response = visit(make_superuser()).get(f"/admin/pages/{session.pk}/edit/")
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, len(page.select("form[data-edit-form]"))) == (200, 1)


def test_what_was_made_by_hand_is_edited_where_it_was_made(session: Any, visit: Visit) -> None:
    by_hand = translate(session, "en")
    type(by_hand).objects.filter(pk=by_hand.pk).update(source=None)
    response = visit(make_superuser()).get(f"/admin/pages/{by_hand.pk}/edit/")
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, len(page.select("form[data-edit-form]"))) == (200, 1)
