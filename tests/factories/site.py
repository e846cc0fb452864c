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


def make_site(*codes: str, domain: str = "localhost") -> House:
    """A site in the languages of ``codes`` (default: German, English), with home and programme.

    Originals are written in the first language; the others are live translations of them with
    ``source`` set, siblings under the tree root. The stock welcome page and site are removed.
    """
    codes = codes or ("de", "en")
    locales = {code: make_locale(code) for code in codes}
    first = codes[0]
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
    homes, programmes = {first: home}, {first: programme}
    for code in codes[1:]:
        homes[code] = translate(home, code, title=HOMES[code], slug=f"home-{code}")
        title, slug, people = PROGRAMMES[code]
        programmes[code] = translate(programme, code, title=title, slug=slug, people_slug=people)
    return House(site, locales, homes, programmes)
