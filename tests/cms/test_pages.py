"""The site's own pages: home, plain pages, what goes wrong."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import path
from django.utils import translation
from wagtail.models import Site

from cms import urls
from cms.models import ContentPage, HomePage, SiteSettings
from tests.factories import (
    House,
    make_content_page,
    make_photo,
    make_session,
    make_site,
    slot,
    translate,
)
from tests.programme.shown import parse, show

pytestmark = pytest.mark.django_db

HEADER = "//nav[@class='menu']//a"
FOOTER = "//footer//nav//a"


@pytest.fixture
def house(db: None) -> House:
    """A site in German and English with a programme each."""
    cache.clear()
    return make_site()


def boom(request):
    """A view that fails."""
    raise RuntimeError("as planned")


urlpatterns = [path("de/kaputt/", boom), path("en/broken/", boom), *urls.urlpatterns]


def test_home_tells_both_titles_and_the_days_of_the_programme(client, house):
    for number in range(6):
        session = make_session(
            house.programme, title=f"Gespräch {number}", slots=[slot(f"2026-09-17 1{number}:00")]
        )
        if number:
            translate(session, "en", title=f"Talk {number}")
    HomePage.objects.filter(pk=house.homes["en"].pk).update(title="In two languages")
    shown = show(client, "/en/")
    assert shown.text("//h1") == "In two languages"
    assert shown.rows("//p[@class='z-voice']/a", "href", "lang") == [("Zwiesprache", "/de/", "de")]
    assert shown.rows("//h2/a", "href") == [("Programme", "/en/programme/")]
    assert shown.text("//p[@class='glance-place']") == "Haus der Begegnung, Berlin"
    assert shown.rows("//h3/a", "href") == [
        ("Thursday, 17 September 2026", "/en/programme/#day-2026-09-17")
    ]
    assert shown.rows("//section[@class='glance-day']//li//a", "href", "lang")[:2] == [
        ("Gespräch 0", "/de/programm/gespraech-0/", "de"),
        ("Talk 1", "/en/programme/talk-1/", ""),
    ]
    assert len(shown.texts("//section[@class='glance-day']//li")) == 5
    assert shown.texts("//section[@class='glance-day']/p") == ["All 6 sessions of the day"]


def test_the_photo_of_the_home_page_is_a_fact(client, house):
    home = HomePage.objects.get(pk=house.home.pk)
    home.photo = make_photo("Saal", credit="Mila Brandt", de="Ein Saal", en="A hall")
    home.save()
    found = {
        code: (shown.values("//figure//img", "alt"), len(shown.texts("//figure/figcaption")))
        for code, shown in ((code, show(client, f"/{code}/")) for code in ("de", "en"))
    }
    assert found == {"de": ([("Ein Saal",)], 1), "en": ([("A hall",)], 1)}


def test_pages_stand_where_they_belong(client, house):
    about = make_content_page(house.home, title="Über uns", place=ContentPage.Place.HEADER)
    imprint = make_content_page(house.home, title="Impressum", place=ContentPage.Place.FOOTER)
    make_content_page(house.home, title="Nirgends")
    make_content_page(house.home, title="Entwurf", place=ContentPage.Place.FOOTER, live=False)
    translate(about, "en", title="About", slug="about")
    translate(imprint, "en", title="Imprint", slug="imprint")
    german, english = show(client, "/de/impressum/"), show(client, "/en/imprint/")
    assert german.rows(HEADER, "href", "aria-current") == [
        ("Programm", "/de/programm/", ""),
        ("Über uns", "/de/ueber-uns/", ""),
    ]
    assert german.rows(FOOTER, "href", "aria-current") == [("Impressum", "/de/impressum/", "page")]
    assert english.rows(HEADER, "href") == [
        ("Programme", "/en/programme/"),
        ("About", "/en/about/"),
    ]
    assert english.rows(FOOTER, "href") == [("Imprint", "/en/imprint/")]
    make_session(house.programme, title="Gespräch", slug="gespraech")
    assert show(client, "/de/programm/gespraech/").values(HEADER, "aria-current")[0] == ("true",)


def test_a_plain_page_links_to_the_readers_language(client, house):
    page = make_content_page(
        house.home,
        title="Impressum",
        lead="Wer wir sind.",
        body=f'<p><a linktype="page" id="{house.programme.pk}">Programm</a></p>',
    )
    translate(page, "en", title="Imprint", slug="imprint", lead="Who we are.", body=page.body)
    german, english = show(client, "/de/impressum/"), show(client, "/en/imprint/")
    prose = "//div[contains(@class, 'z-prose')]//a"
    assert german.rows(prose, "href", "hreflang") == [("Programm", "/de/programm/", "")]
    assert english.rows(prose, "href", "hreflang") == [("Programm", "/en/programme/", "")]
    assert english.text("//div[@class='z-lead']") == "Who we are."


def test_name_and_address_of_the_site(client, house):
    assert show(client, "/de/").texts("//footer//a[starts-with(@href, 'mailto:')]") == []
    assert SiteSettings.objects.count() == 0
    SiteSettings.objects.create(site=house.site, name="Tagung", contact_email="hallo@example.org")
    shown = show(client, "/de/")
    assert shown.text("//title") == "Zwiesprache – Tagung"
    assert shown.values("//footer//a[starts-with(@href, 'mailto:')]", "href") == [
        ("mailto:hallo@example.org",)
    ]


def test_a_missing_page_says_so_in_the_language_of_its_address(client, house):
    english = show(client, "/en/nowhere/")
    assert (english.status, english.values("/html", "lang")) == (404, [("en",)])
    assert english.text("//h1") == "There is no page at this address."
    assert english.rows("//ul[@class='z-linklist']//a", "href") == [
        ("Home page", "/en/"),
        ("Programme", "/en/programme/"),
    ]
    with translation.override("de"):
        heading = translation.gettext("There is no page at this address.")
    german = show(client, "/de/nirgends/")
    assert (german.status, german.values("/html", "lang")) == (404, [("de",)])
    assert german.text("//h1") == heading
    assert german.rows("//ul[@class='z-linklist']//a", "href")[1:] == [
        ("Programm", "/de/programm/")
    ]


def test_a_missing_page_on_a_bare_site_says_so_too(client, db):
    Site.objects.all().delete()
    assert show(client, "/en/nowhere/").status == 404


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "language"), [("/de/kaputt/", "de"), ("/en/broken/", "en")])
def test_a_failure_says_so_without_the_database(
    house, address, language, django_assert_num_queries
):
    visitor = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        shown = parse(visitor.get(address))
    with translation.override(language):
        heading = translation.gettext("Something went wrong on our side.")
    assert (shown.status, shown.values("/html", "lang")) == (500, [(language,)])
    assert shown.text("//h1") == heading
    assert shown.values("//meta[@name='robots']", "content") == [("noindex",)]


def test_whoever_bears_no_session_gets_no_editors_bar(client, admin_client, house):
    bar = "//*[starts-with(local-name(), 'wagtail-userbar')]"
    visitor, editor = client.get("/de/"), admin_client.get("/de/")
    assert parse(visitor).texts(bar) == []
    assert "Cookie" not in visitor.get("Vary", "")
    assert len(parse(editor).texts(bar)) == 1
