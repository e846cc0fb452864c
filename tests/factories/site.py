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
    """The house of the beginning, if nobody has touched it."""
    homes = {home.locale_id: home for home in HomePage.objects.all()}
    programmes = {page.locale_id: page for page in ProgrammePage.objects.all()}
    sites = list(Site.objects.all())
    pages = Page.objects.filter(depth__gt=1).values_list("path", flat=True)
    first = homes.get(locales[LANGUAGES[0]].pk)
    if first is None or len(sites) != 1 or sites[0].root_page_id != first.pk:
        return None
    own = {locales[code].pk: code for code in LANGUAGES}
    if not (len(pages) == 2 * len(own) and own.keys() == homes.keys() == programmes.keys()):
        return None
    (site,) = sites
    site.hostname = domain
    site.save()
    return House(
        site,
        locales,
        {code: homes[pk] for pk, code in own.items()},
        {code: programmes[pk] for pk, code in own.items()},
    )


def _build(locales: dict[str, Locale], domain: str) -> House:
    """Home and programme in the first of the languages, and nothing else."""
    first = next(iter(locales))
    root = Page.get_first_root_node()
    Site.objects.all().delete()
    for page in root.get_children():
        page.delete()
    root = Page.get_first_root_node()
    home = root.add_child(
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
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    root = Page.get_first_root_node()
    page = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
