"""The site's own pages: home, plain pages, what goes wrong."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import path
from django.utils import translation
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from cms import urls
from cms.models import EasyLanguagePage, HomePage, SignLanguagePage, SiteSettings
from sessions_app.translation import drafting, localize
from tests.factories import (
    House,
    make_content_page,
    make_document,
    make_photo,
    make_session,
    make_site,
    publish,
    slot,
    translate,
)
from tests.programme.shown import parse, show

pytestmark = pytest.mark.django_db

HEADER = "//nav[@class='menu']//a"
# The last one leads to the contents of the site.
FOOTER = "//footer//nav//li[position() < last()]/a"
ACCESS = "//nav[@class='access']//a"


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
    about = make_content_page(house.home, title="Über uns", show_in_menus=True)
    imprint = make_content_page(house.home, title="Impressum")
    make_content_page(house.home, title="Entwurf", live=False)
    translate(about, "en", title="About", slug="about", show_in_menus=True)
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


def test_what_the_law_wants_and_what_helps_to_read_is_linked_where_it_exists(client, house):
    make_content_page(house.home, title="Impressum")
    make_content_page(house.home, title="Über uns", show_in_menus=True)
    make_content_page(house.home, title="Leichte Sprache", model=EasyLanguagePage)
    sign = make_content_page(house.home, title="Gebärdensprache", model=SignLanguagePage)
    translate(sign, "en", title="Sign language", slug="sign-language")
    (links,) = {
        tuple(show(client, address).rows(f"{ACCESS} | {FOOTER}", "href", "lang", "hreflang"))
        for address in ("/en/", "/en/programme/", "/en/sign-language/", "/en/nowhere/")
    }
    assert links == (
        ("Sign language", "/en/sign-language/", "", ""),
        ("Leichte Sprache", "/de/leichte-sprache/", "de", "de"),
        ("Impressum", "/de/impressum/", "de", "de"),
    )
    assert show(client, "/de/leichte-sprache/").rows(ACCESS, "href", "lang", "aria-current") == [
        ("Leichte Sprache", "/de/leichte-sprache/", "", "page"),
        ("Gebärdensprache", "/de/gebaerdensprache/", "", ""),
    ]
    assert show(client, "/en/").rows(HEADER, "href") == [("Programme", "/en/programme/")]


def test_a_page_below_a_page_is_in_no_menu(client, house):
    about = make_content_page(house.home, title="Über uns", show_in_menus=True)
    make_content_page(about, title="Geschichte")
    shown = show(client, "/de/ueber-uns/geschichte/")
    assert shown.text("//h1") == "Geschichte"
    assert shown.rows(HEADER, "href", "aria-current") == [
        ("Programm", "/de/programm/", ""),
        ("Über uns", "/de/ueber-uns/", "true"),
    ]
    assert shown.rows(FOOTER, "href") == []


def test_easy_language(client, house):
    page = make_content_page(
        house.home,
        title="Leichte Sprache",
        model=EasyLanguagePage,
        lead="Worum geht es?",
        body="<p>Das ist eine Tagung.</p>",
    )
    translate(page, "en", title="Easy read", slug="easy", body="<p>This is a meeting.</p>")
    german, english = show(client, "/de/leichte-sprache/"), show(client, "/en/easy/")
    prose = "//article[contains(@class, 'easy')]//div[contains(@class, 'z-prose')]"
    assert [german.text("//h1"), german.text("//div[@class='z-lead']"), german.text(prose)] == [
        "Leichte Sprache",
        "Worum geht es?",
        "Das ist eine Tagung.",
    ]
    assert [english.text("//h1"), english.text(prose)] == ["Easy read", "This is a meeting."]


def sign_page(house, **facts):
    """A page in sign language and its translation, which has no facts of its own."""
    page = make_content_page(
        house.home, title="Gebärdensprache", model=SignLanguagePage, lead="Worum es geht.", **facts
    )
    return page, translate(page, "en", title="Sign language", slug="sign")


def test_a_film_in_sign_language_is_the_same_in_every_language(client, house):
    film = make_document("dgs.mp4", b"....ftypmp42")
    poster = make_photo("Standbild", credit="Mila Brandt")
    sign_page(house, sign_language="gsg", video_file=film, poster=poster)
    for address in ("/de/gebaerdensprache/", "/en/sign/"):
        shown = show(client, address)
        assert shown.values("//video[@controls]", "preload") == [("none",)]
        assert shown.values("//video/source", "src", "type") == [(film.url, "video/mp4")]
        ((still,),) = shown.values("//video", "poster")
        assert still.startswith("/media/images/")
        assert shown.texts("//figure//script | //iframe") == []
    assert shown.text("//figcaption") == "German Sign Language Photograph: Mila Brandt"


def test_without_a_film_the_words_stand_alone(client, house):
    sign_page(house, sign_language="gsg", poster=make_photo())
    shown = show(client, "/de/gebaerdensprache/")
    assert shown.texts("//figure | //video | //img") == []
    assert shown.text("//div[@class='z-lead']") == "Worum es geht."


def test_a_film_that_lies_elsewhere_is_a_link(client, house):
    sign_page(house, sign_language="gsg", video="https://example.org/dgs?a=1&b=2")
    assert show(client, "/de/gebaerdensprache/").values(
        "//a[@class='z-video-link']", "href", "data-film"
    ) == [("https://example.org/dgs?a=1&b=2", "")]


def test_editors_find_facts_on_the_original_alone(admin_client, house):
    original, translation = sign_page(house, sign_language="gsg")
    facts = {"sign_language", "video", "video_file", "poster"}
    answer = parse(admin_client.get(f"/admin/pages/{original.pk}/edit/"))
    assert answer.status == 200
    assert facts & set(answer.root.xpath("//form[@id='page-edit-form']//@name")) == facts
    # The guard leads from there to the desk's editor.
    assert admin_client.get(f"/admin/pages/{translation.pk}/edit/").status_code == 403
    form_class = SignLanguagePage.get_edit_handler().get_form_class()
    fields = {page: set(form_class(instance=page).fields) for page in (original, translation)}
    assert fields[original] - fields[translation] == facts


def test_an_original_says_its_sign_language_and_has_one_film(house):
    page, _translation = sign_page(house)
    form_class = SignLanguagePage.get_edit_handler().get_form_class()
    posted = {"title": "Gebärdensprache", "slug": "gebaerdensprache", "body": rich_text("")}
    posted |= nested_form_data({"comments": inline_formset([])})
    form = form_class(posted, instance=page, parent_page=house.home)
    assert form.errors == {"sign_language": ["This field is required."]}
    form = form_class({**posted, "sign_language": "ils"}, instance=page, parent_page=house.home)
    assert form.errors == {}
    both = {"video": "https://example.org/film", "video_file": make_document("dgs.mp4")}
    with pytest.raises(ValidationError) as refusal:
        SignLanguagePage(title="X", **both).clean()
    assert refusal.value.message_dict == {
        "video_file": ["Give either an address or a file, not both."]
    }


@pytest.mark.parametrize("model", [EasyLanguagePage, SignLanguagePage])
def test_they_are_translated_at_the_desk(admin_client, house, model):
    page = make_content_page(house.home, title="Worum es geht", model=model, lead="Um alles.")
    opening = drafting.open_translations([publish(page)], house.locales["en"])
    (translation,) = opening.translations
    assert admin_client.get(f"/admin/translations/{translation.pk}/").status_code == 200
    rows = localize.segment_rows([translation])[translation.pk]
    assert [(row.path, row.text) for row in rows] == [
        ("title", "Worum es geht"),
        ("lead", "Um alles."),
    ]


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
