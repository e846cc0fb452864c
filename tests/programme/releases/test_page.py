"""The page of everything that changed, and the marks on the programme."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app.models import ProgrammePage, SessionPage
from tests.factories import make_programme, make_session, slot, translate
from tests.programme.shown import show

pytestmark = pytest.mark.django_db

PAGES = {"de": "/de/programm/aenderungen/", "en": "/en/programme/changes/"}
SESSION = "//*[@class='z-version-session']"
PARTS = "//*[@class='z-version-parts']/li"


def log(client, address):
    """The page's releases: heading and, by title, the sentences below it."""
    page = show(client, address)
    assert page.status == 200
    found = []
    for section in page.root.xpath("//section[@class='z-version']"):
        title = section.xpath("string(.//h2)").strip()
        changes = {
            item.xpath("string(*[@class='z-version-session'])").strip(): [
                " ".join(part.text_content().split())
                for part in item.xpath(".//*[@class='z-version-parts']/li")
            ]
            for item in section.xpath(".//*[@class='z-version-changes']/li")
        }
        found.append((title, changes))
    return found


@pytest.mark.parametrize("language", PAGES)
def test_before_the_first_release(client, stage, language):
    page = show(client, PAGES[language])
    assert (page.status, len(page.texts("//*[@class='z-empty']"))) == (200, 1)
    assert page.texts("//section[@class='z-version']") == []


def test_everything_in_words_newest_first(client, stage, at):
    stage.release("1.0", notes={"de": "Es geht los.", "en": "Here we go."})
    stage.change(stage.panel, start=at("2026-09-17 11:30"), room=stage.cellar)
    stage.change(stage.talk, state="cancelled")
    later = make_session(
        stage.house.programme, title="Später", slots=[slot("2026-09-18 14:00", 30, stage.hall)]
    )
    stage.release("1.1", notes={"de": "Einiges ist neu."})
    SessionPage.objects.filter(pk=later.pk).update(live=False)
    stage.release("1.2")
    assert log(client, PAGES["en"]) == [
        ("Version 1.2", {"Später": ["no longer on the programme"]}),
        (
            "Version 1.1",
            {
                "Big questions": [
                    "moved from Thursday, 17 September, 10:00 to 11:30",
                    "now in: Keller (before: Great hall)",
                ],
                "Nur auf Deutsch": ["cancelled"],
                "Später": ["new: Friday, 18 September, 14:00, Great hall"],
            },
        ),
        ("Version 1.0", {}),
    ]
    page = show(client, PAGES["en"])
    assert page.rows(f"{SESSION}/*", "href", "lang", "hreflang") == [
        ("Später", "", "de", ""),
        ("Big questions", "/en/programme/questions/", "", ""),
        ("Nur auf Deutsch", "/de/programm/deutsch/", "de", "de"),
        ("Später", "", "de", ""),
    ]
    assert page.rows(f"{PARTS}/span", "lang") == [("Keller", "de")]
    assert page.rows("//*[@class='z-version-notes']", "lang") == [
        ("Einiges ist neu.", "de"),
        ("Here we go.", ""),
    ]
    german = show(client, PAGES["de"])
    assert german.rows(f"{SESSION}/*", "href", "lang") == [
        ("Später", "", ""),
        ("Große Fragen", "/de/programm/fragen/", ""),
        ("Nur auf Deutsch", "/de/programm/deutsch/", ""),
        ("Später", "", ""),
    ]
    assert german.rows("//*[@class='z-version-notes']", "lang") == [
        ("Einiges ist neu.", ""),
        ("Es geht los.", ""),
    ]


def test_it_says_in_which_languages_it_stands(client, stage):
    page = show(client, f"{PAGES['en']}?page=2")
    assert page.values("//link[@rel='canonical']", "href") == [
        ("http://localhost/en/programme/changes/",)
    ]
    assert page.values("//link[@rel='alternate'][@hreflang]", "hreflang", "href") == [
        ("de", "http://localhost/de/programm/aenderungen/"),
        ("en", "http://localhost/en/programme/changes/"),
        ("x-default", "http://localhost/de/programm/aenderungen/"),
    ]


def test_only_some_sessions(client, stage, at):
    stage.release()
    stage.change(stage.panel, start=at("2026-09-17 11:30"))
    stage.change(stage.talk, state="cancelled")
    stage.release("1.1")
    stage.change(stage.talk, state="planned")
    stage.release("1.2")
    address = f"{PAGES['en']}?s={stage.panel.pk}"
    assert log(client, address) == [
        ("Version 1.2", {}),
        ("Version 1.1", {"Big questions": ["moved from Thursday, 17 September, 10:00 to 11:30"]}),
        ("Version 1.0", {}),
    ]
    page = show(client, address)
    assert page.rows("//*[@class='z-changes-only']/a", "href") == [
        ("Show all changes", PAGES["en"])
    ]
    assert page.text("//*[@class='z-changes-only']") == (
        "Only the changes of 1 session are shown. Show all changes"
    )
    assert page.texts("//*[@class='z-version-none']") == [
        "Nothing changed in these sessions.",
        "The first version of the programme.",
    ]
    assert page.values("//*[@class='z-switch-item'][@href]", "href") == [
        (f"{PAGES['de']}?s={stage.panel.pk}",)
    ]


@pytest.mark.parametrize(
    "query",
    [
        "s=",
        "s=x",
        "s=,,,",
        "s=-1",
        "s=1.5",
        "s=%00",
        "s=%F0%9F%8E%89",
        "s=1%27%20OR%201=1",
        "page=x",
        "page=-1",
        "page=99999999999999999999999",
        "page=%00",
        "s=&page=",
        "q=1&q=2",
    ],
)
def test_whatever_else_is_asked_shows_everything(client, stage, query):
    stage.release()
    page = show(client, f"{PAGES['de']}?{query}")
    assert (page.status, page.texts("//h2[@class='z-version-title']")) == (200, ["Version 1.0"])
    assert page.values("//a[@class='z-mine-changes']", "hidden", "href", "data-address") == [
        ("", "?s=", PAGES["de"])
    ]


def test_numbers_of_nothing_show_no_change(client, stage):
    stage.release()
    stage.change(stage.talk, state="cancelled")
    stage.release("1.1")
    many = ",".join(["9" * 18] * 3000)
    assert log(client, f"{PAGES['en']}?s={many}") == [("Version 1.1", {}), ("Version 1.0", {})]


def test_ten_on_a_page(client, stage):
    for number in range(11):
        stage.release(f"1.{number}")
    first, second = show(client, PAGES["en"]), show(client, f"{PAGES['en']}?page=2")
    assert [len(page.texts("//h2[@class='z-version-title']")) for page in (first, second)] == [
        10,
        1,
    ]
    assert first.rows("//*[@class='z-changes-pages']//a", "rel", "href") == [
        ("Older releases", "next", f"{PAGES['en']}?page=2")
    ]
    assert second.rows("//*[@class='z-changes-pages']//a", "rel", "href") == [
        ("Newer releases", "prev", f"{PAGES['en']}?page=1")
    ]
    assert [page.texts("//*[@class='z-version-none']")[-1] for page in (first, second)] == [
        "Sessions, times, rooms and people stayed as they were.",
        "The first version of the programme.",
    ]
    chosen = show(client, f"{PAGES['en']}?s=7&page=2")
    assert chosen.values("//*[@class='z-changes-pages']//a", "href") == [
        (f"{PAGES['en']}?s=7&page=1",)
    ]


def test_only_its_own_releases(client, stage):
    other = make_programme(stage.house.home, title="Vorprogramm")
    stage.release()
    assert log(client, "/de/vorprogramm/aenderungen/") == []
    assert other.releases.count() == 0


@pytest.mark.parametrize("address", ["/de/programm/changes/", "/de/programm/aenderungen/1/"])
def test_there_is_nothing_else(client, stage, address):
    assert client.get(address).status_code == 404


def test_nothing_of_a_programme_that_is_not_public(client, stage):
    stage.release()
    ProgrammePage.objects.filter(pk=stage.house.programme.pk).update(live=False)
    assert client.get(PAGES["de"]).status_code == 404


def test_hostile_words_are_words(client, stage):
    evil = "<script>alert(1)</script>"
    stage.release(notes={"de": evil})
    stage.release(f"2 {evil}"[:40])
    page = show(client, PAGES["de"])
    assert page.texts("//h2[@class='z-version-title']") == [f"Version 2 {evil}", "Version 1.0"]
    assert page.texts("//*[@class='z-version-notes']") == [evil]


@pytest.mark.parametrize("count", [1, 6])
def test_queries(client, stage, count):
    stage.release()
    for number in range(count):
        session = make_session(
            stage.house.programme,
            title=f"S {number}",
            people=[stage.ada],
            slots=[slot("2026-09-17 15:00", room=stage.hall)],
        )
        translate(session, "en")
        stage.release(f"1.{number + 1}")
    found = {}
    for language, address in PAGES.items():
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[language] = len(queries)
    assert found == {"de": 14, "en": 15}


# The programme -----------------------------------------------------------------------------------

FACT = "//dl[@class='z-facts']/div[dt='Version']/dd"
MARKS = "//article[contains(@class, 'z-entry')]"


def marks(client, address="/en/programme/"):
    """Mark of every session on the programme by its title."""
    page = show(client, address)
    return {
        " ".join(entry.xpath("string(.//*[@class='z-entry-title'])").split()): entry.xpath(
            "string(.//*[@class='z-entry-mark'])"
        )
        for entry in page.root.xpath(MARKS)
    }


def test_the_programme_names_its_version(client, stage):
    assert show(client, "/en/programme/").texts(FACT) == []
    made = stage.release("1.3")
    page = show(client, "/en/programme/")
    day = made.released_at.strftime("%A, %-d %B %Y")
    assert page.text(FACT) == f"1.3 released on {day} What has changed"
    assert page.values(f"{FACT}//a", "href") == [(PAGES["en"],)]


def test_what_the_last_release_told_of_is_marked(client, stage):
    assert marks(client) == {"Big questions": "", "Nur auf Deutsch": ""}
    stage.release()
    assert marks(client) == {"Big questions": "", "Nur auf Deutsch": ""}
    stage.change(stage.talk, minutes=30)
    make_session(stage.house.programme, title="Später")
    assert marks(client) == {"Big questions": "", "Nur auf Deutsch": "", "Später": ""}
    stage.release("1.1")
    assert marks(client) == {"Big questions": "", "Nur auf Deutsch": "changed", "Später": "new"}
    stage.release("1.2")
    assert marks(client) == {"Big questions": "", "Nur auf Deutsch": "", "Später": ""}


@pytest.mark.parametrize("count", [1, 12])
def test_queries_of_the_programme(client, stage, count):
    stage.release()
    for number in range(count):
        session = make_session(stage.house.programme, title=f"S {number}", slots=[slot()])
        translate(session, "en")
    stage.release("1.1")
    found = {}
    for address in ("/de/programm/", "/en/programme/"):
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[address] = len(queries)
    assert found == {"/de/programm/": 14, "/en/programme/": 15}
