"""Pages lead to their feeds, where there are any."""

import pytest
from wagtail.models import PageViewRestriction

from sessions_app.models import Material
from sessions_app.programme.feeds.registry import FEEDS

from ..shown import show

pytestmark = pytest.mark.django_db

ALTERNATES = "//link[@rel='alternate'][@type]"


def test_the_programme_names_all_in_its_language(client, conference):
    shown = show(client, "/en/programme/")
    addresses = [f"/en/programme/{name}" for name in FEEDS]
    assert [href for (href,) in shown.values(ALTERNATES, "href")] == addresses
    assert [href for (href,) in shown.values("//section[@class='z-feeds']//a", "href")] == [
        "webcal://localhost/en/programme/schedule.ics",
        *addresses,
    ]


def test_every_link_leads_to_its_type(client, conference):
    for href, kind in show(client, "/de/programm/").values(ALTERNATES, "href", "type"):
        response = client.get(href)
        assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, kind)


@pytest.mark.parametrize(
    ("page", "calendar"),
    [
        ("/de/programm/fragen/", ["/de/programm/fragen.ics"]),
        ("/en/programme/questions/", ["/en/programme/questions.ics"]),
        ("/de/programm/personen/ada/", ["/de/programm/personen/ada.ics"]),
        # Nothing to put into a calendar yet.
        ("/de/programm/ohne-zeit/", []),
    ],
)
def test_a_session_and_a_person_name_their_calendar(client, conference, page, calendar):
    # With its recording the page of what is over has a film to watch and nothing to come to.
    Material.objects.filter(kind="recording").delete()
    links = show(client, page).values("//p[@class='z-calendar']/a", "href", "type")
    assert links == [(address, "text/calendar") for address in calendar]
    assert [client.get(address).status_code for address, _type in links] == [200] * len(calendar)


def test_what_is_not_for_everybody_names_none(admin_client, conference):
    PageViewRestriction.objects.create(page=conference.house.programme, restriction_type="login")
    for address in ("/de/programm/", "/de/programm/fragen/"):
        shown = show(admin_client, address)
        assert shown.status == 200
        assert shown.values("//a[contains(@href, '.ics')] | " + ALTERNATES, "href") == []


def test_a_host_without_the_addresses_names_none(client, conference, settings):
    settings.ROOT_URLCONF = "tests.programme.feeds.urls_without"
    shown = show(client, "/de/programm/")
    assert shown.status == 200
    assert shown.values("//a[contains(@href, '.ics')] | " + ALTERNATES, "href") == []
