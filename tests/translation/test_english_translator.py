"""An English translator cannot change anything German: every address that takes an object."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.test import Client
from wagtail.models import Page, Revision

from cms.models import ContentPage, HomePage
from sessions_app.models import (
    Partner,
    ProgrammePage,
    Room,
    SessionFormat,
    SessionPage,
    Speaker,
    Track,
)
from sessions_app.translation.models import Action
from tests.factories import (
    make_content_page,
    make_format,
    make_group,
    make_partner,
    make_programme,
    make_room,
    make_session,
    make_speaker,
    make_track,
    make_translator,
    make_user,
    publish,
)
from tests.factories.people import SNIPPETS

from .endpoints import endpoints

pytestmark = pytest.mark.django_db

MODELS = (
    Speaker,
    Partner,
    Track,
    SessionFormat,
    Room,
    HomePage,
    ProgrammePage,
    SessionPage,
    ContentPage,
)
# What a form of Wagtail's needs to be read at all.
FORM = {
    "body-count": "0",
    "links-count": "0",
    "title": "Neu",
    "slug": "neu",
    "name": "Neu",
    "new_title": "Kopie",
    "new_slug": "kopie",
}
ABSENT = {"task_state_id": 0, "workflow_state_id": 0, "task_id": 0, "action_name": "approve"}
ACTIONS = ("publish", "unpublish", "delete", "copy", "move", "create_alias", "copy_for_translation")


def generous_translator(house):
    """Has, by the same group, every right of Wagtail's; the group is told: English, translate."""
    group = make_group(
        "generous",
        languages={"en": [Action.TRANSLATE, Action.REVIEW, Action.PUBLISH, Action.WRITE]},
        pages=[Page.get_first_root_node(), *house.homes.values()],
        page_rights=["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
        models=SNIPPETS,
    )
    return make_user("generous", group)


def german_rows():
    """All German content, as it is stored."""
    return {
        model: serializers.serialize(
            "json", model.objects.filter(locale__language_code="de").order_by("pk")
        )
        for model in MODELS
    }


@pytest.fixture
def german(house):
    return [
        publish(make_speaker()),
        publish(make_partner()),
        publish(make_track()),
        publish(make_format()),
        publish(make_room()),
        publish(house.home),
        publish(house.programme),
        publish(make_session(house.programme)),
        publish(make_content_page(house.home)),
    ]


def addresses(instance, destination):
    """Every address of the admin that takes ``instance``."""
    meta = instance._meta
    page = isinstance(instance, Page)
    values = {
        "pk": instance.pk,
        "page_id": instance.pk,
        "page_to_move_id": instance.pk,
        "parent_page_id": instance.pk,
        "destination_id": destination.pk,
        "revision_id": instance.latest_revision_id,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "content_type_app_name": "sessions_app",
        "content_type_model_name": "sessionpage",
        "content_type": ContentType.objects.get_for_model(instance).pk,
        "language": "de",
        "app_label": meta.app_label,
        "model_name": meta.model_name,
        **ABSENT,
    }
    takes = {"page_id", "page_to_move_id", "parent_page_id"}
    for endpoint in endpoints():
        if page and (takes & set(endpoint.arguments) or endpoint.namespace == "wagtailadmin_pages"):
            yield endpoint.url(values)
        elif page and endpoint.view_name == "wagtailadmin_api:pages:action":
            for action in ACTIONS:
                yield endpoint.url(values | {"action_name": action})
        elif endpoint.view_name == "sessions_translation:open" or (
            not page and endpoint.namespace.endswith(f"_{meta.app_label}_{meta.model_name}")
        ):
            yield endpoint.url(values)
    for action in ("publish", "unpublish", "delete", "move"):
        model = "wagtailcore/page" if page else f"{meta.app_label}/{meta.model_name}"
        yield f"/admin/bulk/{model}/{action}/?id={instance.pk}"


@pytest.mark.parametrize("make", [lambda house: make_translator(), generous_translator])
def test_nothing_german_changes_whatever_is_posted(house, german, make):
    destination = publish(make_programme(house.home, title="Zweites Programm"))
    client = Client(raise_request_exception=False)
    client.force_login(make(house))
    before, revisions = german_rows(), set(Revision.objects.values_list("pk", flat=True))
    form = FORM | {
        "action-publish": "1",
        "action-unpublish": "1",
        "action-delete": "1",
        "new_parent_page": destination.pk,
        "destination_page_id": destination.pk,
        "chooser": destination.pk,
        "include_descendants": "on",
        "locale": "en",
    }
    asked = 0
    for instance in german:
        for address in addresses(instance, destination):
            for method in (client.get, client.post):
                method(address, form)
                asked += 1
    assert asked > 700
    assert german_rows() == before
    assert set(Revision.objects.values_list("pk", flat=True)) == revisions
