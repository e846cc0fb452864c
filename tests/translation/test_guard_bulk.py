"""The explorer's bulk actions: no release, no move, no hiding on the sly."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from sessions_app.models import ProgrammePage, SessionPage, Speaker
from sessions_app.translation.guard import rules
from sessions_app.translation.models import Action
from tests.factories import (
    make_group,
    make_programme,
    make_session,
    make_speaker,
    make_superuser,
    make_user,
    translate,
)

pytestmark = pytest.mark.django_db


def bulk(client, action, *objects, model=Page, **data):
    meta = model._meta
    url = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, action])
    query = "&".join(f"id={instance.pk}" for instance in objects)
    return client.post(f"{url}?{query}", data)


def told(answer):
    return answer.status_code, answer.context["message"]


@pytest.fixture
def session(house):
    return make_session(house.programme)


@pytest.fixture
def english(session):
    return translate(session, "en", title="A conversation")


def anyone(languages, *pages):
    rights = ("add_page", "change_page", "publish_page", "bulk_delete_page")
    everything = make_group("all", pages=pages, page_rights=rights, models=[Speaker])
    return make_user("anyone", everything, make_group("languages", languages=languages))


class TestPublishing:
    @pytest.fixture(autouse=True)
    def admin(self, client, house):
        client.force_login(make_superuser())

    def test_a_translation_among_the_chosen_stops_it_all(self, client, session, english):
        session.unpublish()
        english.unpublish()
        assert told(bulk(client, "publish", session, english)) == (403, str(rules.RELEASE))
        assert set(SessionPage.objects.live()) == set()

    def test_so_does_one_below_them(self, client, house, english):
        english.unpublish()
        by_hand = make_programme(house.homes["en"], title="Fringe", live=False)
        english.move(by_hand, pos="last-child")
        answer = bulk(client, "publish", by_hand, include_descendants="on")
        assert told(answer) == (403, str(rules.RELEASE))
        assert not SessionPage.objects.get(pk=english.pk).live
        assert bulk(client, "publish", by_hand).status_code == 302
        assert ProgrammePage.objects.get(pk=by_hand.pk).live
        assert not SessionPage.objects.get(pk=english.pk).live

    def test_originals_are_published(self, client, session, english):
        session.unpublish()
        english.unpublish()
        assert bulk(client, "publish", session).status_code == 302
        assert set(SessionPage.objects.live()) == {session}


@pytest.mark.parametrize("action", ["unpublish", "delete"])
class TestTakingOffline:
    def test_it_takes_the_right_to_publish(self, client, house, english, action):
        client.force_login(anyone({"en": [Action.TRANSLATE]}, house.homes["en"]))
        assert told(bulk(client, action, english)) == (403, str(rules.NOT_YOUR_LANGUAGE))
        assert SessionPage.objects.get(pk=english.pk).live

    def test_who_has_it_may(self, client, house, english, action):
        client.force_login(anyone({"en": [Action.PUBLISH]}, house.homes["en"]))
        assert bulk(client, action, english).status_code == 302
        assert not SessionPage.objects.filter(pk=english.pk, live=True).exists()

    def test_what_stands_below_counts(self, client, house, english, action):
        by_hand = make_programme(house.homes["en"], title="Fringe")
        english.move(by_hand, pos="last-child")
        client.force_login(anyone({}, house.homes["en"]))
        answer = bulk(client, action, by_hand, include_descendants="on")
        assert told(answer) == (403, str(rules.BELOW))
        assert SessionPage.objects.get(pk=english.pk).live

    def test_originals_are_not_hindered(self, client, house, session, english, action):
        client.force_login(anyone({}, house.home))
        assert bulk(client, action, session).status_code == 302
        assert not SessionPage.objects.filter(pk=session.pk, live=True).exists()


class TestMoving:
    @pytest.fixture(autouse=True)
    def admin(self, client, house):
        client.force_login(make_superuser())

    def test_no_translation_moves(self, client, house, english):
        to = make_programme(house.homes["en"], title="Fringe")
        answer = bulk(client, "move", english, chooser=to.pk)
        assert told(answer) == (403, str(rules.NOT_HERE))
        assert SessionPage.objects.get(pk=english.pk).path == english.path

    def test_no_original_leaves_its_tree(self, client, house, session):
        """Wagtail itself keeps every page in the tree of its language."""
        bulk(client, "move", session, chooser=house.programmes["en"].pk)
        assert SessionPage.objects.get(pk=session.pk).path == session.path

    def test_originals_move_within_it(self, client, house, session):
        to = make_programme(house.home, title="Zweites Programm")
        assert bulk(client, "move", session, chooser=to.pk).status_code == 302
        assert SessionPage.objects.get(pk=session.pk).get_parent().pk == to.pk


class TestSnippets:
    @pytest.mark.parametrize(
        ("languages", "left"),
        [
            ({"en": [Action.PUBLISH]}, {"Leiterin"}),
            ({"en": [Action.TRANSLATE]}, {"Leiterin", "Head"}),
        ],
    )
    def test_translations_are_deleted_by_publishers(self, client, house, languages, left):
        english = translate(make_speaker(position="Leiterin"), "en", position="Head")
        client.force_login(anyone(languages))
        bulk(client, "delete", english, model=Speaker)
        assert set(Speaker.objects.values_list("position", flat=True)) == left

    def test_originals_are_deleted_in_ones_own_language(self, client, house):
        german, english = make_speaker(), make_speaker(locale="en")
        group = make_group("w", languages={"de": [Action.WRITE]}, models=[Speaker])
        client.force_login(make_user("writer", group))
        bulk(client, "delete", german, english, model=Speaker)
        assert set(Speaker.objects.all()) == {english}
