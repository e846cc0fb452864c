"""Wagtail's own endpoints for pages: none of them goes around the desk."""

import json

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, PageViewRestriction, Workflow, WorkflowTask

from cms.models import ContentPage
from sessions_app.models import ProgrammePage, SessionPage
from sessions_app.translation.guard import rules
from sessions_app.translation.models import Action
from tests.factories import (
    make_content_page,
    make_group,
    make_programme,
    make_session,
    make_superuser,
    make_user,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(house):
    return make_session(house.programme, title="Ein Gespräch")


@pytest.fixture
def opened(session, make_opened):
    return make_opened(session, "en")


@pytest.fixture
def english(session, opened):
    return translate(session, "en", title="A conversation")


@pytest.fixture
def admin(client, house):
    user = make_superuser()
    client.force_login(user)
    return user


def refused(answer, message):
    """Whether ``answer`` says no for that reason."""
    given = (
        answer.json()["message"]
        if answer["Content-Type"] == "application/json"
        else (answer.context["message"])
    )
    return (answer.status_code, given) == (403, str(message))


def anyone(*, languages, pages):
    """A user with every right of Wagtail's below ``pages``, by a group without languages."""
    rights = ("add_page", "change_page", "publish_page", "bulk_delete_page")
    everything = make_group("all", pages=pages, page_rights=rights)
    return make_user("anyone", everything, make_group("languages", languages=languages))


class TestApi:
    """The admin's own API does with pages whatever its user may."""

    def call(self, client, page, action, as_json=True, **data):
        url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        if as_json:
            return client.post(url, json.dumps(data), content_type="application/json")
        return client.post(url, data)

    @pytest.mark.parametrize("as_json", [True, False], ids=["json", "form"])
    @pytest.mark.parametrize(
        ("action", "message"),
        [
            ("publish", rules.RELEASE),
            ("copy", rules.COPY),
            ("create_alias", rules.COPY),
            ("convert_alias", rules.NOT_HERE),
            ("copy_for_translation", rules.NOT_HERE),
            ("revert_to_page_revision", rules.NOT_HERE),
            ("something_new", rules.NOT_HERE),
        ],
    )
    def test_translations_are_not_for_it(self, client, admin, english, action, message, as_json):
        revision = english.save_revision()
        answer = self.call(client, english, action, as_json, revision_id=revision.pk, locale="de")
        assert refused(answer, message)
        assert set(SessionPage.objects.filter(locale=english.locale)) == {english}

    def test_an_unpublished_translation_stays_so(self, client, admin, english):
        english.unpublish()
        assert refused(self.call(client, english, "publish"), rules.RELEASE)
        assert not SessionPage.objects.get(pk=english.pk).live

    def test_originals_are_not_copied_into_another_language(self, client, admin, session):
        answer = self.call(client, session, "copy_for_translation", locale="en", alias=True)
        assert refused(answer, rules.OTHER_LANGUAGE)
        assert set(SessionPage.objects.all()) == {session}

    @pytest.mark.parametrize("as_json", [True, False], ids=["json", "form"])
    @pytest.mark.parametrize("action", ["copy", "create_alias", "move"])
    def test_originals_stay_in_their_tree(self, client, admin, session, house, action, as_json):
        elsewhere = house.programmes["en"].pk
        for written in (elsewhere, str(elsewhere), f" {elsewhere} ", f"{elsewhere}.0"):
            answer = self.call(client, session, action, as_json, destination_page_id=written)
            assert refused(answer, rules.OTHER_LANGUAGE)
        assert set(SessionPage.objects.child_of(house.programmes["en"])) == set()

    def test_what_stays_in_the_tree_works(self, client, admin, session, house):
        answer = self.call(client, session, "copy", slug="zweites", title="Zweites")
        assert answer.status_code == 201
        copied = SessionPage.objects.get(slug="zweites")
        assert (copied.locale, copied.source) == (house.locales["de"], None)

    def test_publishers_alone_take_offline(self, client, english, house):
        user = anyone(languages={"en": [Action.TRANSLATE]}, pages=[house.homes["en"]])
        client.force_login(user)
        assert refused(self.call(client, english, "unpublish"), rules.NOT_YOUR_LANGUAGE)
        assert refused(self.call(client, english, "delete"), rules.NOT_YOUR_LANGUAGE)
        assert SessionPage.objects.get(pk=english.pk).live

    def test_publishers_take_offline(self, client, english, house):
        user = anyone(languages={"en": [Action.PUBLISH]}, pages=[house.homes["en"]])
        client.force_login(user)
        assert self.call(client, english, "unpublish").status_code == 200
        assert not SessionPage.objects.get(pk=english.pk).live
        assert self.call(client, english, "delete").status_code == 204
        assert not SessionPage.objects.filter(pk=english.pk).exists()

    @pytest.mark.parametrize("body", ["", "[]", "null", "{", '"x"'])
    def test_what_it_cannot_read_it_refuses_itself(self, client, admin, session, body):
        url = reverse("wagtailadmin_api:pages:action", args=[session.pk, "move"])
        answer = client.post(url, body, content_type="application/json")
        assert answer.status_code == 400
        assert SessionPage.objects.get(pk=session.pk).path == session.path

    def test_translations_below_a_page_made_by_hand_are_protected(self, client, house):
        by_hand, below = hand_made(house)
        user = anyone(languages={"en": [Action.TRANSLATE]}, pages=[house.homes["en"]])
        client.force_login(user)
        assert refused(self.call(client, by_hand, "delete"), rules.BELOW)
        assert refused(self.call(client, by_hand, "unpublish", recursive="true"), rules.BELOW)
        assert refused(self.call(client, by_hand, "copy", recursive="true"), rules.COPY)
        assert SessionPage.objects.get(pk=below.pk).live
        assert self.call(client, by_hand, "unpublish", recursive=False).status_code == 200
        assert SessionPage.objects.get(pk=below.pk).live


def hand_made(house):
    """An English programme written in English, with a translated session below it."""
    by_hand = make_programme(house.homes["en"], title="Fringe")
    german = make_session(house.programme, title="Rand")
    below = SessionPage(
        title="Edge",
        slug="edge",
        locale=house.locales["en"],
        translation_key=german.translation_key,
        source=german,
    )
    by_hand.add_child(instance=below)
    return ProgrammePage.objects.get(pk=by_hand.pk), SessionPage.objects.get(pk=below.pk)


class TestCopying:
    def test_a_translation_is_not_copied(self, client, admin, english):
        url = reverse("wagtailadmin_pages:copy", args=[english.pk])
        assert refused(client.get(url), rules.COPY)
        data = {"new_title": "B", "new_slug": "b", "new_parent_page": english.get_parent().pk}
        assert refused(client.post(url, data), rules.COPY)
        assert SessionPage.objects.count() == 2

    def test_an_original_is_not_copied_into_another_tree(self, client, admin, session, house):
        data = {
            "new_title": "B",
            "new_slug": "b",
            "new_parent_page": house.programmes["en"].pk,
            "alias": "on",
        }
        url = reverse("wagtailadmin_pages:copy", args=[session.pk])
        assert refused(client.post(url, data), rules.OTHER_LANGUAGE)
        assert set(SessionPage.objects.all()) == {session}

    def test_an_original_is_copied_within_its_tree(self, client, admin, session, house):
        data = {"new_title": "B", "new_slug": "b", "new_parent_page": house.programme.pk}
        url = reverse("wagtailadmin_pages:copy", args=[session.pk])
        assert client.post(url, data).status_code == 302
        assert set(SessionPage.objects.values_list("title", "locale__language_code")) == {
            ("Ein Gespräch", "de"),
            ("B", "de"),
        }

    def test_translations_are_not_copied_along(self, client, admin, house):
        by_hand, _below = hand_made(house)
        url = reverse("wagtailadmin_pages:copy", args=[by_hand.pk])
        data = {"new_title": "B", "new_slug": "b", "new_parent_page": house.homes["en"].pk}
        assert refused(client.post(url, {**data, "copy_subpages": "on"}), rules.COPY)
        assert client.post(url, data).status_code == 302
        assert SessionPage.objects.filter(locale=house.locales["en"]).count() == 1

    def test_a_parent_that_is_none_is_no_way_through(self, client, admin, session):
        url = reverse("wagtailadmin_pages:copy", args=[session.pk])
        client.raise_request_exception = False
        for hostile in ("", "x", "999999", "-1", "1e9"):
            client.post(url, {"new_title": "B", "new_slug": "b", "new_parent_page": hostile})
        assert set(SessionPage.objects.all()) == {session}


class TestMoving:
    def confirm(self, client, page, destination):
        return client.post(
            reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
        )

    def test_an_original_stays_in_its_tree(self, client, admin, session, house):
        answer = self.confirm(client, session, house.programmes["en"])
        assert refused(answer, rules.OTHER_LANGUAGE)
        assert SessionPage.objects.get(pk=session.pk).path == session.path

    def test_an_original_moves_within_it(self, client, admin, session, house):
        other = make_programme(house.home, title="Zweites Programm")
        assert self.confirm(client, session, other).status_code == 302
        assert SessionPage.objects.get(pk=session.pk).get_parent().pk == other.pk

    def test_a_translation_follows_its_original_and_goes_nowhere_else(
        self, client, admin, session, english, house
    ):
        there = make_programme(house.home, title="Zweites Programm")
        to = translate(there, "en", title="Second programme")
        elsewhere = make_programme(house.homes["en"], title="Fringe")
        assert refused(self.confirm(client, english, to), rules.NOT_HERE)
        session.move(there, pos="last-child")
        assert refused(self.confirm(client, english, elsewhere), rules.NOT_HERE)
        assert refused(self.confirm(client, english, there), rules.OTHER_LANGUAGE)
        assert self.confirm(client, english, to).status_code == 302
        assert SessionPage.objects.get(pk=english.pk).get_parent().pk == to.pk

    def test_homes_stand_side_by_side(self, client, admin, house):
        page = make_content_page(house.home, title="Anfahrt")
        root = Page.get_first_root_node()
        answer = self.confirm(client, page, root)
        # Wagtail refuses for the page's type; the guard has nothing against the root.
        assert answer.status_code == 302
        assert ContentPage.objects.get(pk=page.pk).path == page.path


class TestTakingOffline:
    """Wagtail's right and the right to publish in the language, both."""

    @pytest.mark.parametrize("name", ["unpublish", "delete"])
    @pytest.mark.parametrize(
        ("languages", "done"),
        [
            ({"en": [Action.PUBLISH]}, True),
            ({"en": [Action.TRANSLATE, Action.REVIEW, Action.WRITE]}, False),
            ({"de": [Action.PUBLISH]}, False),
            ({}, False),
        ],
    )
    def test_it_takes_the_right_to_publish(self, client, house, english, name, languages, done):
        client.force_login(anyone(languages=languages, pages=[house.homes["en"]]))
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=[english.pk]))
        assert answer.status_code == (302 if done else 403)
        assert SessionPage.objects.filter(pk=english.pk, live=True).exists() is not done

    @pytest.mark.parametrize("name", ["unpublish", "delete"])
    def test_it_takes_wagtails_right(self, client, house, english, name):
        user = make_user("p", make_group("p", languages={"en": [Action.PUBLISH]}))
        client.force_login(user)
        client.post(reverse(f"wagtailadmin_pages:{name}", args=[english.pk]))
        assert SessionPage.objects.get(pk=english.pk).live

    def test_translations_below_a_page_made_by_hand_are_protected(self, client, house):
        by_hand, below = hand_made(house)
        client.force_login(anyone(languages={}, pages=[house.homes["en"]]))
        delete = reverse("wagtailadmin_pages:delete", args=[by_hand.pk])
        unpublish = reverse("wagtailadmin_pages:unpublish", args=[by_hand.pk])
        assert refused(client.post(delete), rules.BELOW)
        assert refused(client.post(unpublish, {"include_descendants": "on"}), rules.BELOW)
        assert SessionPage.objects.get(pk=below.pk).live
        assert client.post(unpublish).status_code == 302
        assert SessionPage.objects.get(pk=below.pk).live
        assert not ProgrammePage.objects.get(pk=by_hand.pk).live

    def test_the_german_original_is_the_writers_to_delete(self, client, house, session, english):
        client.force_login(anyone(languages={}, pages=[house.home]))
        answer = client.post(reverse("wagtailadmin_pages:delete", args=[session.pk]))
        assert answer.status_code == 302
        assert not SessionPage.objects.filter(pk=session.pk).exists()
        # Nothing of it is lost, but it goes offline: its facts are gone.
        left = SessionPage.objects.get(pk=english.pk)
        assert (left.title, left.live, left.source) == ("A conversation", False, None)


class TestEditing:
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("name", ["edit", "revisions_revert"])
    def test_it_leads_to_the_desk(self, client, admin, session, english, make_opened, name, method):
        opened = make_opened(session, "en")
        revision = english.save_revision()
        arguments = [english.pk, revision.pk][: 1 if name == "edit" else 2]
        data = {"title": "Foisted", "action-publish": "1"}
        answer = getattr(client, method)(
            reverse(f"wagtailadmin_pages:{name}", args=arguments), data
        )
        assert answer.status_code == 302
        assert answer["Location"] == reverse("sessions_translation:editor", args=[opened.pk])
        assert SessionPage.objects.get(pk=english.pk).title == "A conversation"

    def test_a_stopped_translation_is_no_ordinary_page(self, client, admin, opened, english):
        type(opened).objects.update(enabled=False)
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"title": "X"})
        assert answer["Location"] == reverse("sessions_translation:editor", args=[opened.pk])

    def test_without_a_translation_to_lead_to_it_says_so(self, client, admin, house):
        english = translate(make_session(house.programme, title="Anderes"), "en")
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"title": "X"})
        assert refused(answer, rules.AT_THE_DESK)

    def test_who_may_see_it_is_not_changed_on_a_translation(self, client, admin, english):
        url = reverse("wagtailadmin_pages:set_privacy", args=[english.pk])
        assert refused(client.post(url, {"restriction_type": "login"}), rules.NOT_HERE)
        assert not PageViewRestriction.objects.exists()

    def test_a_mirror_of_another_language_is_not_set_free(self, client, admin, session, house):
        alias = session.copy_for_translation(house.locales["en"], alias=True)
        url = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
        assert refused(client.post(url), rules.NOT_HERE)
        assert SessionPage.objects.get(pk=alias.pk).alias_of_id == session.pk


class TestWorkflow:
    @pytest.fixture
    def running(self, house, english):
        """A workflow on the translation, begun by other means; its task is the reviewers'."""
        group = make_group("reviewers", languages={"en": [Action.REVIEW]})
        task = GroupApprovalTask.objects.create(name="Check")
        task.groups.add(group)
        workflow = Workflow.objects.create(name="Review")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        english.save_revision()
        english.refresh_from_db()
        make_user("reviewer", group)
        return workflow.start(english, make_superuser("starter"))

    def act(self, client, english, running, action):
        client.force_login(type(running.requested_by).objects.get(username="reviewer"))
        task_state = running.current_task_state
        arguments = [english.pk, action, task_state.pk]
        return client.post(reverse("wagtailadmin_pages:workflow_action", args=arguments))

    def test_approving_publishes_nothing(self, client, english, running):
        english.unpublish()
        assert refused(self.act(client, english, running, "approve"), rules.RELEASE)
        assert not SessionPage.objects.get(pk=english.pk).live
        running.refresh_from_db()
        assert running.status == running.STATUS_IN_PROGRESS

    def test_reviewers_may_send_back(self, client, english, running):
        answer = self.act(client, english, running, "reject")
        assert answer.status_code in {200, 302}
        running.refresh_from_db()
        assert running.status == running.STATUS_NEEDS_CHANGES
