"""Releases in the admin: who may make one, what is shown before and after, in both languages."""

import re

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry
from wagtail.users.models import UserProfile

from sessions_app.models import ProgrammePage, ProgrammeRelease
from tests.factories import (
    make_editor,
    make_group,
    make_programme,
    make_publisher,
    make_session,
    make_site,
    make_superuser,
    make_translator,
    make_user,
)
from tests.programme.releases.stage import make_stage

pytestmark = pytest.mark.django_db
INDEX = "sessions_releases:index"


@pytest.fixture
def stage():
    return make_stage(make_site())


def document(response):
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(response.content)


def text(element):
    return " ".join("".join(element.itertext()).split())


def main(response):
    """Words of the screen without the menu."""
    assert response.status_code == 200
    return text(document(response).find(".//main"))


def rows(response):
    """The list as the words of its cells; the first cell without its buttons."""
    return [
        [text(cell).split(" ")[0] if not n else text(cell) for n, cell in enumerate(row)]
        for row in (tr.findall("td") for tr in document(response).findall(".//main//tbody/tr"))
    ]


def errors(response):
    """What stands below the fields."""
    page = document(response)
    return [text(one) for one in page.findall(".//p[@class='error-message']")]


def logged_in(user, language="en"):
    """A browser in which the user works in that language."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client = Client()
    client.force_login(user)
    return client


def addresses(stage, made):
    """Every address of the releases."""
    return [
        reverse(INDEX),
        reverse("sessions_releases:index_results"),
        reverse("sessions_releases:add"),
        reverse("sessions_releases:release", args=[stage.house.programme.pk]),
        reverse("sessions_releases:inspect", args=[made.pk]),
        reverse("sessions_releases:delete", args=[made.pk]),
    ]


def post(client, stage, **values):
    """Send the form as it is filled in at first, with these values in place."""
    last = stage.house.programme.releases.first()
    data = {"version": "9.9", "notes_de": "", "notes_en": "", "since": last.pk if last else 0}
    address = reverse("sessions_releases:release", args=[stage.house.programme.pk])
    return client.post(address, data | values)


class TestRights:
    def test_who_may_not_publish_the_original_is_refused_everywhere(self, stage):
        made = stage.release()
        english = stage.house.homes["en"]
        strangers = [
            make_translator(),
            make_publisher(),
            make_editor(english, "english", "en"),
            make_user("nobody"),
            make_user(
                "writer",
                make_group("writers", pages=[stage.house.home], page_rights=["change_page"]),
            ),
        ]
        for user in strangers:
            client = logged_in(user)
            for address in addresses(stage, made):
                for ask in (client.get, client.post):
                    response = ask(address)
                    assert (response.status_code, response["Location"]) in {
                        (302, reverse("wagtailadmin_home")),
                        (302, f"{reverse('wagtailadmin_login')}?next={address}"),
                    }, (user, address)
        assert list(ProgrammeRelease.objects.all()) == [made]

    def test_who_may_publish_it_is_let_in(self, stage):
        made = stage.release()
        for user in (make_editor(stage.house.home), make_superuser("boss")):
            client = logged_in(user)
            statuses = [client.get(address).status_code for address in addresses(stage, made)]
            assert statuses == [200, 200, 302, 200, 200, 200]

    def test_the_menu_tells_only_those(self, stage):
        shown = {}
        users = {
            "editor": make_editor(stage.house.home),
            "english": make_editor(stage.house.homes["en"], "english", "en"),
            "translator": make_translator(),
            "boss": make_superuser("boss"),
        }
        for name, user in users.items():
            home = logged_in(user).get(reverse("wagtailadmin_home")).content.decode()
            shown[name] = reverse(INDEX) in home
        assert shown == {"editor": True, "english": False, "translator": False, "boss": True}

    def test_another_programme_is_not_theirs(self, stage):
        other = make_programme(stage.house.home, title="Vorprogramm")
        made = stage.release()
        user = make_user("one", make_group("ones", pages=[other], page_rights=["publish_page"]))
        user.groups.add(make_group("admins"))
        client = logged_in(user)
        assert rows(client.get(reverse(INDEX))) == []
        for name, key in (
            ("release", stage.house.programme.pk),
            ("inspect", made.pk),
            ("delete", made.pk),
        ):
            for ask in (client.get, client.post):
                response = ask(reverse(f"sessions_releases:{name}", args=[key]))
                assert (response.status_code, response["Location"]) == (
                    302,
                    reverse("wagtailadmin_home"),
                )
        assert client.get(reverse("sessions_releases:add"))["Location"] == reverse(
            "sessions_releases:release", args=[other.pk]
        )
        assert list(ProgrammeRelease.objects.all()) == [made]
        assert GroupPagePermission.objects.filter(group__name="ones").count() == 1

    @pytest.mark.parametrize("name", ["edit", "copy", "usage", "history"])
    def test_there_is_no_way_to_change_one(self, stage, name):
        made = stage.release()
        client = logged_in(stage.user)
        assert client.get(f"{reverse(INDEX)}{name}/{made.pk}/").status_code == 404

    def test_what_is_no_original_programme(self, stage):
        client = logged_in(stage.user)
        for key in (stage.house.programmes["en"].pk, stage.house.home.pk, 999_999, 10**17):
            address = reverse("sessions_releases:release", args=[key])
            assert client.get(address).status_code == 404


class TestList:
    def test_what_it_shows(self, stage):
        first = stage.release()
        stage.change(stage.panel, minutes=30)
        second = stage.release("1.1")
        found = rows(logged_in(stage.user).get(reverse(INDEX)))

        def moment(made):
            return made.released_at.astimezone(stage.talk.slots.get().start.tzinfo)

        assert [[*row[:2], *row[3:]] for row in found] == [
            ["1.1", "Programm", "admin", "1"],
            ["1.0", "Programm", "admin", "0"],
        ]
        assert moment(second) > moment(first)

    def test_of_one_programme(self, stage):
        other = make_programme(stage.house.home, title="Vorprogramm")
        make_session(other, title="Davor")
        stage.release()
        client = logged_in(stage.user)
        address = f"{reverse(INDEX)}?programme={other.pk}"
        assert rows(client.get(address)) == []
        assert len(rows(client.get(f"{reverse(INDEX)}?programme={stage.house.programme.pk}"))) == 1
        assert client.get(f"{reverse(INDEX)}?programme=x&q=%00&ordering=x").status_code == 200

    @pytest.mark.parametrize("count", [1, 4])
    def test_queries(self, stage, count):
        for number in range(count):
            stage.release(f"1.{number}")
        client = logged_in(stage.user)
        client.get(reverse(INDEX))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(INDEX))
        assert len(queries) == 10


class TestMaking:
    def test_before_the_first(self, stage):
        client = logged_in(stage.user)
        response = client.get(reverse("sessions_releases:add"), follow=True)
        assert response.redirect_chain == [
            (reverse("sessions_releases:release", args=[stage.house.programme.pk]), 302)
        ]
        assert "This is the first release: 2 sessions, 2 of them with a time." in main(response)
        form = response.context["form"]
        assert list(form.fields) == ["version", "notes_de", "notes_en"]
        assert form["version"].value() == "1.0"

    def test_what_is_new_is_shown_in_words(self, stage):
        stage.release()
        stage.change(stage.panel, room=stage.cellar)
        response = logged_in(stage.user).get(
            reverse("sessions_releases:release", args=[stage.house.programme.pk])
        )
        items = document(response).findall(".//*[@id='changes-content']/ul/li")
        assert [text(item) for item in items] == [
            "Big questions now in: Keller (before: Great hall)"
        ]
        assert response.context["form"]["version"].value() == "1.1"

    def test_in_german(self, stage):
        stage.release()
        stage.change(stage.panel, room=stage.cellar)
        address = reverse("sessions_releases:release", args=[stage.house.programme.pk])
        items = document(logged_in(stage.user, "de").get(address)).findall(
            ".//*[@id='changes-content']/ul/li/strong"
        )
        assert [(text(item), item.get("lang")) for item in items] == [("Große Fragen", None)]

    def test_it_is_made(self, stage):
        client = logged_in(stage.user)
        response = post(client, stage, version=" 1.0 ", notes_de="Los!", notes_en="Go!")
        assert (response.status_code, response["Location"]) == (302, reverse(INDEX))
        made = ProgrammeRelease.objects.get()
        assert (made.version, made.notes, made.released_by) == (
            "1.0",
            {"de": "Los!", "en": "Go!"},
            stage.user,
        )
        shown = main(client.get(reverse(INDEX)))
        assert "Version 1.0 is released." in shown
        assert PageLogEntry.objects.filter(action="sessions_app.release").count() == 1

    def test_nothing_new_is_released_after_a_tick_alone(self, stage):
        stage.release()
        client = logged_in(stage.user)
        response = post(client, stage, version="1.1")
        assert errors(response) == ["This field is required."]
        assert "Nothing has changed: sessions, times" in main(response)
        assert post(client, stage, version="1.1", unchanged="on").status_code == 302
        assert ProgrammeRelease.objects.first().version == "1.1"

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"version": ""}, "This field is required."),
            ({"version": "1" * 41}, "Ensure this value has at most 40 characters (it has 41)."),
            ({"version": "1.0"}, "There is a release of that name already."),
            ({"version": "1\x00"}, "Null characters are not allowed."),
            (
                {"version": "1\x1b"},
                "The name of a release holds no control characters.",
            ),
            (
                {"notes_de": "x" * 5001},
                "Ensure this value has at most 5000 characters (it has 5001).",
            ),
        ],
        ids=["empty", "long", "taken", "nul", "escape", "notes"],
    )
    def test_what_is_refused(self, stage, values, expected):
        stage.release()
        stage.change(stage.panel, minutes=30)
        response = post(logged_in(stage.user), stage, **values)
        assert (response.status_code, errors(response)) == (200, [expected])
        assert ProgrammeRelease.objects.count() == 1

    @pytest.mark.parametrize("since", ["0", "", "x", "-5", "9" * 30, "١"])
    def test_what_nobody_saw_is_not_released(self, stage, since):
        stage.release()
        stage.change(stage.panel, minutes=30)
        response = post(logged_in(stage.user), stage, since=since)
        assert response.context["form"].non_field_errors() == [
            "Somebody else released the programme in the meantime. See what changed since."
        ]
        fresh = document(response).find(".//input[@name='since']").get("value")
        assert post(logged_in(stage.user), stage, since=fresh).status_code == 302

    def test_a_draft_is_not_released(self, stage):
        ProgrammePage.objects.filter(pk=stage.house.programme.pk).update(live=False)
        response = post(logged_in(stage.user), stage)
        assert response.context["form"].non_field_errors() == [
            "This programme is not public. Only what everybody may read can be released."
        ]
        assert ProgrammeRelease.objects.count() == 0

    def test_which_of_several(self, stage):
        other = make_programme(stage.house.home, title="Vorprogramm")
        response = logged_in(stage.user).get(reverse("sessions_releases:add"))
        links = document(response).findall(".//main//ul[@class='listing']//a")
        assert [(text(link), link.get("href")) for link in links] == [
            (page.title, reverse("sessions_releases:release", args=[page.pk]))
            for page in (stage.house.programme, other)
        ]

    def test_without_any_programme(self, stage):
        ProgrammePage.objects.all().delete()
        response = logged_in(stage.user).get(reverse("sessions_releases:add"))
        assert "There is no programme yet." in main(response)


class TestOne:
    def test_what_it_told(self, stage):
        first = stage.release(notes={"de": "Los & weiter", "en": "Go on"})
        stage.change(stage.panel, state="cancelled")
        second = stage.release("1.1")
        client = logged_in(stage.user)
        shown = [
            main(client.get(reverse("sessions_releases:inspect", args=[made.pk])))
            for made in (first, second)
        ]
        assert re.search(
            r"Notes for visitors.*Los & weiter.*Go on.*The first version of the programme\.",
            shown[0],
        )
        assert re.search(r"What has changed.*Big questions cancelled", shown[1])
        page = document(client.get(reverse("sessions_releases:inspect", args=[first.pk])))
        notes = page.findall(".//*[@id='notes-content']/div")
        assert [(text(note), note.get("lang")) for note in notes] == [
            ("Los & weiter", "de"),
            ("Go on", "en"),
        ]

    @pytest.mark.parametrize("follows", [False, True])
    def test_deleting_says_what_it_means(self, stage, follows):
        ProgrammePage.objects.filter(pk=stage.house.programme.pk).update(follows_releases=follows)
        first, second = stage.release(), stage.release("1.1")
        client = logged_in(stage.user)

        def question(made):
            response = client.get(reverse("sessions_releases:delete", args=[made.pk]))
            return text(document(response).find(".//main//p"))

        always = "Visitors no longer read of version {} and of its changes."
        last = " The next release tells what changed since the one before it."
        times = " The programme then shows the times of version 1.0." if follows else ""
        end = " This cannot be undone."
        assert question(first) == always.format("1.0") + end
        assert question(second) == always.format("1.1") + last + times + end
        client.post(reverse("sessions_releases:delete", args=[second.pk]))
        nothing = " The programme then shows no times." if follows else ""
        assert question(first) == always.format("1.0") + last + nothing + end
        assert list(ProgrammeRelease.objects.all()) == [first]

    def test_who_made_it_may_have_gone(self, stage):
        made = stage.release()
        stage.user.delete()
        client = logged_in(make_superuser("boss"))
        assert rows(client.get(reverse(INDEX)))[0][3:] == ["", "0"]
        address = reverse("sessions_releases:inspect", args=[made.pk])
        assert client.get(address).status_code == 200

    def test_one_that_there_is_not(self, stage):
        client = logged_in(stage.user)
        for name in ("inspect", "delete"):
            assert client.get(reverse(f"sessions_releases:{name}", args=[9])).status_code == 404
