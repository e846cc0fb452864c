"""Language versions: switcher, alternates, canonical address, notices."""

from itertools import count

import pytest
from wagtail.models import PageViewRestriction, Site

from sessions_app.models import ProgrammePage
from sessions_app.programme.languages import open_graph_locale
from tests.factories import (
    House,
    make_content_page,
    make_session,
    make_site,
    make_speaker,
    translate,
)

from .shown import show

pytestmark = pytest.mark.django_db

SWITCH = "//nav[@class='z-switch']//*[contains(@class, 'z-switch-item')]"
ALTERNATES = "//link[@rel='alternate']"
CANONICAL = "//link[@rel='canonical']"


def switch(shown) -> list[tuple[str, ...]]:
    """Name, address, language, ``aria-current`` of every language."""
    return shown.rows(SWITCH, "href", "hreflang", "aria-current")


@pytest.fixture
def panel(house: House):
    """A session that is live in both languages."""
    session = make_session(house.programme, title="Gespräch", slug="gespraech")
    translate(session, "en", title="Talk", slug="talk")
    return session


def test_every_version_names_itself_the_others_and_a_default(client, panel):
    expected = [
        ("de", "http://localhost/de/programm/gespraech/"),
        ("en", "http://localhost/en/programme/talk/"),
        ("x-default", "http://localhost/de/programm/gespraech/"),
    ]
    german, english = (
        show(client, "/de/programm/gespraech/"),
        show(client, "/en/programme/talk/"),
    )
    assert german.values(ALTERNATES, "hreflang", "href") == expected
    assert english.values(ALTERNATES, "hreflang", "href") == expected
    assert german.values(CANONICAL, "href") == [("http://localhost/de/programm/gespraech/",)]
    assert english.values(CANONICAL, "href") == [("http://localhost/en/programme/talk/",)]
    assert german.values("/html", "lang") == [("de",)]
    assert english.values("/html", "lang") == [("en",)]


def test_the_address_of_the_site_is_canonical_whatever_was_asked(client, panel, settings):
    settings.ALLOWED_HOSTS = ["*"]
    site = Site.objects.get()
    site.hostname, site.port = "zwiesprache.example", 443
    site.save()
    response = client.get("/de/programm/gespraech/?utm=1", HTTP_HOST="10.0.0.1")
    assert response.content.decode().count('rel="canonical"') == 1
    assert show(client, "/de/programm/gespraech/?utm=1").values(CANONICAL, "href") == [
        ("https://zwiesprache.example/de/programm/gespraech/",)
    ]


def test_the_switcher_leads_to_the_counterpart(client, panel):
    assert switch(show(client, "/de/programm/gespraech/")) == [
        ("Deutsch", "", "", "true"),
        ("English", "/en/programme/talk/", "en", ""),
    ]
    assert switch(show(client, "/en/programme/talk/")) == [
        ("Deutsch", "/de/programm/gespraech/", "de", ""),
        ("English", "", "", "true"),
    ]


def test_without_a_counterpart_it_leads_above_and_says_so(client, house):
    make_session(house.programme, title="Nur hier", slug="nur-hier")
    shown = show(client, "/de/programm/nur-hier/")
    assert switch(shown) == [
        ("Deutsch", "", "", "true"),
        ("English", "/en/programme/", "en", ""),
    ]
    assert len(shown.texts("//*[@class='z-switch-note']")) == 1
    assert shown.values(ALTERNATES, "hreflang") == [("de",), ("x-default",)]


@pytest.mark.parametrize(("field", "value"), [("live", False), ("closed", True), ("home", False)])
def test_a_version_that_nobody_may_read_is_not_offered(client, house, panel, field, value):
    english = panel.get_translation(house.locales["en"])
    if field == "live":
        english.live = value
        english.save()
    elif field == "closed":
        PageViewRestriction.objects.create(page=english, restriction_type="login")
    else:
        house.homes["en"].live = value
        house.homes["en"].save()
    shown = show(client, "/de/programm/gespraech/")
    assert shown.values(ALTERNATES, "hreflang") == [("de",), ("x-default",)]
    above = [("Deutsch", "", "", "true"), ("English", "/en/programme/", "en", "")]
    # A language without a home is no choice at all.
    assert switch(shown) == ([] if field == "home" else above)


def test_an_alias_is_no_translation(client, house):
    session = make_session(house.programme, title="Gespräch", slug="gespraech")
    alias = session.copy_for_translation(house.locales["en"], alias=True)
    assert (alias.live, alias.url_path) == (True, "/home-en/programme/gespraech/")
    assert show(client, "/en/programme/gespraech/").status == 404
    shown = show(client, "/de/programm/gespraech/")
    assert shown.values(ALTERNATES, "hreflang") == [("de",), ("x-default",)]


def test_a_third_language_joins_in(client, db, locales, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        ("de", "Deutsch"),
        ("en", "English"),
        ("fr", "français"),
    ]
    house = make_site("de", "en", "fr")
    session = make_session(house.programmes["en"], title="Letters", slug="letters")
    translate(session, "fr", title="Lettres", slug="lettres")
    shown = show(client, "/fr/programme/lettres/")
    assert switch(shown) == [
        ("Deutsch", "/de/programm/", "de", ""),
        ("English", "/en/programme/letters/", "en", ""),
        ("français", "", "", "true"),
    ]
    assert shown.values(ALTERNATES, "hreflang", "href") == [
        ("en", "http://localhost/en/programme/letters/"),
        ("fr", "http://localhost/fr/programme/lettres/"),
        ("x-default", "http://localhost/en/programme/letters/"),
    ]
    assert shown.values("//nav[@class='z-switch']//li", "data-voice") == [
        ("translation",),
        ("source",),
        ("translation",),
    ]


def test_a_translation_says_so_and_leads_to_its_original(client, panel):
    shown = show(client, "/en/programme/talk/")
    assert shown.texts("//p[@data-kind='translation']") == [
        "This text is a translation. Read the original in German"
    ]
    assert shown.values("//p[@data-kind='translation']/a", "href", "hreflang") == [
        ("/de/programm/gespraech/", "de")
    ]
    assert show(client, "/de/programm/gespraech/").texts("//p[@data-kind='translation']") == []


def test_an_original_in_the_other_language_is_no_translation(client, house):
    session = make_session(
        house.programmes["en"], title="Letters", slug="letters", spoken_language="en"
    )
    translate(session, "de", title="Briefe", slug="briefe")
    assert show(client, "/en/programme/letters/").texts("//p[@data-kind]") == []
    german = show(client, "/de/programm/briefe/")
    assert german.values("//p[@data-kind='translation']/a", "href", "hreflang") == [
        ("/en/programme/letters/", "en")
    ]
    assert german.values("//article", "data-voice") == [("translation",)]


def test_the_language_it_is_held_in(client, house):
    number = count()

    def notice(**facts):
        session = make_session(house.programme, slug=f"session-{next(number)}", **facts)
        english = translate(session, "en", slug=f"session-{session.pk}")
        shown = show(client, f"/en/programme/{english.slug}/")
        return shown.texts("//p[@data-kind='held']")

    assert notice(spoken_language="de") == ["This session is held in German."]
    assert notice(spoken_language="de", interpretation=["en"], captions=["en"]) == [
        "This session is held in German, with interpretation into English."
    ]
    assert notice(spoken_language="de", captions=["de", "en"]) == [
        "This session is held in German, with captions in English."
    ]
    assert notice(spoken_language="en-gb") == []
    assert notice(spoken_language="") == []


def test_speakers_have_counterparts_of_their_own(client, house):
    ada, bo = make_speaker("Ada", slug="ada"), make_speaker("Bo", slug="bo")
    translate(ada, "en")
    translate(make_session(house.programme, people=[ada, bo]), "en")
    shown = show(client, "/de/programm/personen/ada/")
    expected = [
        ("de", "http://localhost/de/programm/personen/ada/"),
        ("en", "http://localhost/en/programme/speakers/ada/"),
        ("x-default", "http://localhost/de/programm/personen/ada/"),
    ]
    assert shown.values(ALTERNATES, "hreflang", "href") == expected
    english = show(client, "/en/programme/speakers/ada/")
    assert english.values(ALTERNATES, "hreflang", "href") == expected
    assert switch(english)[0] == ("Deutsch", "/de/programm/personen/ada/", "de", "")
    assert switch(show(client, "/de/programm/personen/bo/"))[1] == (
        "English",
        "/en/programme/",
        "en",
        "",
    )


def test_content_pages_have_counterparts_too(client, house):
    translate(make_content_page(house.home, title="Impressum"), "en", slug="imprint")
    shown = show(client, "/en/imprint/")
    assert switch(shown)[0] == ("Deutsch", "/de/impressum/", "de", "")
    assert shown.texts("//p[@data-kind]") == [
        "This text is a translation. Read the original in German"
    ]


def test_an_error_offers_the_homes(client, house):
    shown = show(client, "/de/nirgends/")
    assert shown.status == 404
    assert switch(shown) == [("Deutsch", "", "", "true"), ("English", "/en/", "en", "")]
    assert shown.values(ALTERNATES, "hreflang") == []
    assert shown.values(CANONICAL, "href") == []


def test_a_closed_page_names_no_alternates_to_machines(client, house, panel, admin_client):
    PageViewRestriction.objects.create(page=panel, restriction_type="login")
    shown = show(admin_client, "/de/programm/gespraech/")
    assert shown.values(ALTERNATES, "hreflang") == []
    assert switch(shown)[1] == ("English", "/en/programme/talk/", "en", "")
    assert client.get("/de/programm/gespraech/").status_code == 302


def test_open_graph_names_language_and_territory(client, panel, settings):
    settings.SESSIONS = {"TERRITORIES": {"de": "DE", "en": "GB"}}
    shown = show(client, "/de/programm/gespraech/")
    assert shown.values("//meta[@property='og:locale']", "content") == [("de_DE",)]
    assert shown.values("//meta[@property='og:locale:alternate']", "content") == [("en_GB",)]
    assert [open_graph_locale(code) for code in ("fr", "en-us", "pt-br")] == [
        "fr",
        "en_US",
        "pt_BR",
    ]


def test_a_programme_without_counterpart_leads_home(client, house):
    house.home.add_child(
        instance=ProgrammePage(title="2025", slug="2025", locale=house.locales["de"])
    )
    assert switch(show(client, "/de/2025/"))[1] == ("English", "/en/", "en", "")
