"""The site that everything else stands in: locales, homes, programmes."""

from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

from cms.models import HomePage
from sessions_app.models import ProgrammePage

from .content import translate

# What stands on the home and programme pages by language; the first is the language of writing.
HOMES = {"de": "Zwiesprache", "en": "Zwiesprache", "fr": "Zwiesprache"}
PROGRAMMES = {
    "de": ("Programm", "programm", "personen"),
    "en": ("Programme", "programme", "speakers"),
    "fr": ("Programme", "programme", "personnes"),
}


# The house that every test finds.
LANGUAGES = ("de", "en")
DOMAIN = "localhost"


@dataclass(frozen=True)
class House:
    """A built site; dictionaries are keyed by language code, the first being that of writing."""

    site: Site
    locales: dict[str, Locale]
    homes: dict[str, HomePage]
    programmes: dict[str, ProgrammePage]

    @property
    def home(self) -> HomePage:
        """Home page in the language of writing."""
        return next(iter(self.homes.values()))

    @property
    def programme(self) -> ProgrammePage:
        """Programme in the language of writing."""
        return next(iter(self.programmes.values()))


def make_locale(code: str) -> Locale:
    """The locale of that language code; made where it is missing."""
    return Locale.objects.get_or_create(language_code=code)[0]


def make_site(*codes: str, domain: str = DOMAIN) -> House:
    """A site in the languages of ``codes`` (default: German, English), with home and programme.

    Originals are written in the first language; the others are live translations of them with
    ``source`` set, siblings under the tree root. What else stood there is removed. The house that
    stands in every test's database from the beginning is taken where it is what is asked for.
    """
    codes = codes or LANGUAGES
    locales = {code: make_locale(code) for code in codes}
    standing = codes[: len(LANGUAGES)] == LANGUAGES and _standing(locales, domain)
    house = standing or _build(locales, domain)
    homes, programmes = dict(house.homes), dict(house.programmes)
    for code in codes[len(homes) :]:
        title, slug, people = PROGRAMMES[code]
        homes[code] = translate(house.home, code, title=HOMES[code], slug=f"home-{code}")
        programmes[code] = translate(
            house.programme, code, title=title, slug=slug, people_slug=people
        )
    return House(house.site, locales, homes, programmes)


def _standing(locales: dict[str, Locale], domain: str) -> House | None:
    """The house of the beginning, if it stands alone."""
    pages = list(Page.objects.filter(depth__gt=1).specific())
    homes, programmes = (
        {
            code: page
            for code in LANGUAGES
            for page in pages
            if isinstance(page, kind) and page.locale_id == locales[code].pk
        }
        for kind in (HomePage, ProgrammePage)
    )
    sites = list(Site.objects.all())
    if not (len(pages) == len(homes) + len(programmes) == 2 * len(LANGUAGES) and len(sites) == 1):
        return None
    sites[0].hostname = domain
    sites[0].save()
    return House(sites[0], locales, homes, programmes)


def _build(locales: dict[str, Locale], domain: str) -> House:
    """Home and programme in the first of the languages, and nothing else."""
    first = next(iter(locales))
    home = _empty().add_child(
        instance=HomePage(
            title=HOMES[first],
            slug=f"home-{first}",
            locale=locales[first],
            lead="Was die Konferenz will.",
        )
    )
    site = Site.objects.create(
        hostname=domain, port=80, root_page=home, is_default_site=True, site_name="Zwiesprache"
    )
    title, slug, people = PROGRAMMES[first]
    programme = home.add_child(
        instance=ProgrammePage(
            title=title,
            slug=slug,
            people_slug=people,
            locale=locales[first],
            starts_on="2026-09-17",
            ends_on="2026-09-18",
            venue="Haus der Begegnung",
            street="Am Markt 1",
            postal_code="10115",
            city="Berlin",
            country="DE",
            organiser="Verein Zwiesprache",
        )
    )
    programme.refresh_from_db()
    return House(site, locales, {first: home}, {first: programme})


def make_welcome() -> None:
    """What Wagtail's migrations put into an empty database, in place of all pages and sites."""
    page = _empty().add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)


def _empty() -> Page:
    """The root of the tree, without any page or site."""
    Site.objects.all().delete()
    for page in Page.get_first_root_node().get_children():
        page.delete()
    return Page.get_first_root_node()
