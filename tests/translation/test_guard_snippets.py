"""Wagtail's own endpoints for snippets, asked for the language of the object."""

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from sessions_app.models import Speaker
from sessions_app.translation.guard import rules
from sessions_app.translation.guard.middleware import model_of
from sessions_app.translation.models import Action
from sessions_app.translation.source import TranslatedModel
from tests.factories import (
    make_editor,
    make_group,
    make_speaker,
    make_superuser,
    make_user,
    publish,
    translate,
)

from .endpoints import of_namespace

pytestmark = pytest.mark.django_db

FORM = {"name": "Neu", "position": "Neu", "biography": "null", "links-count": "0"}


def url(name, *arguments, query=""):
    return reverse(f"wagtailsnippets_sessions_app_speaker:{name}", args=arguments) + query


def told(answer):
    return answer.status_code, answer.context["message"]


@pytest.fixture
def german(house):
    return publish(make_speaker(position="Leiterin"))


@pytest.fixture
def english(german, make_opened):
    make_opened(german, "en")
    return translate(german, "en", position="Head")


def writer(code):
    """Has all rights over speakers by a group that writes in that language."""
    group = make_group(f"w-{code}", languages={code: [Action.WRITE]}, models=[Speaker])
    return make_user(f"writer-{code}", group)


def test_the_guard_sees_what_every_view_of_a_snippet_is_about():
    """Whatever the addresses are called: the view says its model."""
    found = of_namespace("wagtailsnippets_sessions_app_", "wagtailsnippetchoosers_sessions_app_")
    assert len(found) > 140
    views = {endpoint: _view(get_resolver(), endpoint) for endpoint in found}
    assert {
        endpoint.view_name
        for endpoint, view in views.items()
        if not issubclass(model_of(view) or object, TranslatedModel)
    } == set()


def _view(resolver, endpoint):
    for pattern in _patterns(resolver.url_patterns, ()):
        namespaces, leaf = pattern
        if ":".join(namespaces) == endpoint.namespace and leaf.name == endpoint.name:
            return leaf.callback
    raise LookupError(endpoint)


def _patterns(patterns, namespaces):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _patterns(pattern.url_patterns, inner)
        else:
            yield namespaces, pattern


class TestOriginals:
    @pytest.mark.parametrize(
        ("name", "method"),
        [
            ("edit", "get"),
            ("edit", "post"),
            ("delete", "post"),
            ("unpublish", "post"),
            ("lock", "post"),
            ("unlock", "post"),
            ("preview_on_edit", "post"),
        ],
    )
    def test_who_writes_in_another_language_changes_nothing(self, client, german, name, method):
        client.force_login(writer("en"))
        answer = getattr(client, method)(url(name, german.pk), FORM | {"action-publish": "1"})
        assert told(answer) == (403, str(rules.NOT_YOUR_LANGUAGE))
        stored = Speaker.objects.get(pk=german.pk)
        assert (stored.position, stored.live, stored.locked) == ("Leiterin", True, False)

    def test_reverting_is_changing(self, client, german):
        client.force_login(writer("en"))
        arguments = [german.pk, german.latest_revision_id]
        answer = client.post(url("revisions_revert", *arguments), FORM)
        assert told(answer) == (403, str(rules.NOT_YOUR_LANGUAGE))

    def test_who_writes_in_the_language_changes_it(self, client, german):
        client.force_login(writer("de"))
        form = FORM | {"action-publish": "1"}
        answer = client.post(url("edit", german.pk), form)
        assert answer.status_code == 302
        assert Speaker.objects.get(pk=german.pk).position == "Neu"

    def test_publishing_asks_for_the_language_of_its_own_right(self, client, german):
        """One group may change German, another may publish English."""
        change = make_group("de", languages={"de": [Action.WRITE]}, models=[Speaker])
        change.permissions.remove(*change.permissions.filter(codename="publish_speaker"))
        other = make_group("en", languages={"en": [Action.WRITE]}, models=[Speaker])
        client.force_login(make_user("both", change, other))
        assert client.post(url("edit", german.pk), FORM).status_code == 302
        answer = client.post(url("edit", german.pk), FORM | {"action-publish": "1"})
        assert told(answer) == (403, str(rules.NOT_YOUR_LANGUAGE))
        stored = Speaker.objects.get(pk=german.pk)
        assert (stored.position, stored.has_unpublished_changes) == ("Leiterin", True)

    def test_the_task_of_a_running_workflow_opens_the_editor(self, client, german):
        """Who is asked to check something may see it, whatever the language."""
        user = writer("en")
        client.force_login(user)
        task = GroupApprovalTask.objects.create(name="Check")
        task.groups.set(user.groups.all())
        workflow = Workflow.objects.create(name="Review")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        assert client.get(url("edit", german.pk)).status_code == 403
        running = workflow.start(german, make_superuser())
        assert client.get(url("edit", german.pk)).status_code == 200
        running.cancel()
        assert client.get(url("edit", german.pk)).status_code == 403


class TestMaking:
    @pytest.mark.parametrize(
        ("code", "query", "status"),
        [
            ("en", "", 403),
            ("en", "?locale=de", 403),
            ("en", "?locale=en", 200),
            ("de", "", 200),
            ("de", "?locale=de", 200),
            ("de", "?locale=en", 403),
            # Unknown to Wagtail as well.
            ("de", "?locale=xx", 404),
        ],
    )
    @pytest.mark.parametrize("name", ["add", "preview_on_add"])
    def test_an_original_is_made_in_ones_own_language(
        self, client, house, code, query, status, name
    ):
        client.force_login(writer(code))
        # A preview knows no unknown language: it shows the default one.
        expected = 200 if (name, status) == ("preview_on_add", 404) else status
        assert client.get(url(name, query=query)).status_code == expected

    def test_nothing_is_stored_in_another_language(self, client, house):
        client.force_login(writer("en"))
        answer = client.post(url("add"), FORM | {"action-publish": "1"})
        assert told(answer) == (403, str(rules.NOT_YOUR_LANGUAGE))
        assert not Speaker.objects.exists()

    def test_what_is_made_has_the_language_that_was_asked_about(self, client, house):
        client.force_login(writer("en"))
        assert client.post(url("add", query="?locale=en"), FORM).status_code == 302
        assert [speaker.locale for speaker in Speaker.objects.all()] == [house.locales["en"]]

    def test_publishing_at_once_asks_for_that_right(self, client, house):
        change = make_group("de", languages={"de": [Action.WRITE]}, models=[Speaker])
        change.permissions.remove(*change.permissions.filter(codename="publish_speaker"))
        other = make_group("en", languages={"en": [Action.WRITE]}, models=[Speaker])
        client.force_login(make_user("both", change, other))
        answer = client.post(url("add"), FORM | {"action-publish": "1"})
        assert told(answer) == (403, str(rules.NOT_YOUR_LANGUAGE))
        assert client.post(url("add"), FORM).status_code == 302

    def test_nor_by_a_chooser(self, client, house):
        client.force_login(writer("en"))
        create = reverse("wagtailsnippetchoosers_sessions_app_speaker:create")
        assert client.get(create).status_code == 403
        assert client.post(create, FORM).status_code == 403


class TestTranslations:
    @pytest.mark.parametrize("name", ["edit", "revisions_revert"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_they_are_edited_at_the_desk(self, client, english, make_opened, name, method):
        opened = make_opened(english.source, "en")
        arguments = [english.pk, english.save_revision().pk][: 1 if name == "edit" else 2]
        client.force_login(make_superuser())
        answer = getattr(client, method)(url(name, *arguments), FORM | {"action-publish": "1"})
        assert answer.status_code == 302
        assert answer["Location"] == reverse("sessions_translation:editor", args=[opened.pk])
        assert Speaker.objects.get(pk=english.pk).position == "Head"

    @pytest.mark.parametrize(
        ("languages", "status"),
        [
            ({"en": [Action.PUBLISH]}, 302),
            ({"en": [Action.WRITE]}, 403),
            ({"de": [Action.PUBLISH]}, 403),
            ({}, 403),
        ],
    )
    @pytest.mark.parametrize("name", ["unpublish", "delete"])
    def test_publishers_of_the_language_take_them_offline(
        self, client, english, languages, status, name
    ):
        rights = make_group("all", models=[Speaker])
        user = make_user("anyone", rights, make_group("languages", languages=languages))
        client.force_login(user)
        assert client.post(url(name, english.pk)).status_code == status
        live = Speaker.objects.filter(pk=english.pk, live=True)
        assert live.exists() is (status == 403)

    @pytest.mark.parametrize("actions", [[Action.PUBLISH], [Action.REVIEW]])
    def test_publishers_and_reviewers_lock_them(self, client, english, actions):
        rights = make_group("all", models=[Speaker])
        other = make_group("languages", languages={"en": actions})
        client.force_login(make_user("anyone", rights, other))
        assert client.post(url("lock", english.pk)).status_code == 302
        assert Speaker.objects.get(pk=english.pk).locked

    def test_translators_do_not(self, client, english):
        rights = make_group("all", models=[Speaker])
        other = make_group("languages", languages={"en": [Action.TRANSLATE]})
        client.force_login(make_user("anyone", rights, other))
        assert told(client.post(url("lock", english.pk))) == (403, str(rules.NOT_YOUR_LANGUAGE))

    def test_what_does_not_exist_is_left_to_wagtail(self, client, house):
        client.force_login(make_superuser())
        assert client.get(url("edit", 4711)).status_code == 404


def test_an_editor_of_the_language_is_not_hindered(client, house, german):
    client.force_login(make_editor(house.home))
    for name in ("edit", "delete", "unpublish", "history", "usage", "inspect"):
        assert client.get(url(name, german.pk)).status_code == 200
