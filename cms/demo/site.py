"""The site: languages, root pages, plain pages, the empty programme."""

from urllib.parse import urlsplit

from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Site, Workflow

from cms.models import ContentPage, EasyLanguagePage, HomePage, SignLanguagePage, SiteSettings
from sessions_app.conf import content_languages
from sessions_app.models import ProgrammePage

from .pictures import Library
from .prose import Find, to_html
from .reading import LANGUAGES, Data, key, read, text

PAGES: tuple[tuple[str, type[Page]], ...] = (
    ("home", HomePage),
    ("programme", ProgrammePage),
    ("about", ContentPage),
    ("easy", EasyLanguagePage),
    ("sign", SignLanguagePage),
    ("imprint", ContentPage),
    ("privacy", ContentPage),
    ("accessibility", ContentPage),
)
TEXTS = ("title", "lead", "introduction", "search_description")
FACTS = (
    "show_in_menus",
    "sign_language",
    "starts_on",
    "ends_on",
    "time_zone",
    "venue",
    "street",
    "postal_code",
    "city",
)
FACTS += ("country", "organiser")
STOCK_GROUPS = ("Editors", "Moderators")
LOCAL_HOSTS = ("localhost", "127.0.0.1")


def make_locales() -> dict[str, Locale]:
    """The locales of all content languages in the settings, by code."""
    return {
        code: Locale.objects.get_or_create(language_code=code)[0]
        for code, _name in content_languages()
    }


def clear_welcome() -> None:
    """Remove what Wagtail puts into an empty database: its page, groups, workflow on all pages.

    The groups have rights over all languages, and the workflow would stand between editors and
    their publishing. Where the page has gone already, nothing is touched: it was somebody's doing.
    """
    welcome = Page.objects.filter(depth=2, content_type__model="page", slug="home").first()
    if welcome is None or welcome.get_children().exists():
        return
    welcome.delete()
    for workflow in Workflow.objects.filter(workflow_states=None):
        workflow.workflow_pages.all().delete()
        workflow.active = False
        workflow.save(update_fields=["active"])
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()


def make_page(name: str, data: Data, language: str, find: Find, library: Library) -> Page:
    """The unsaved page of that name in that language; facts only in the language of writing."""
    model = dict(PAGES)[name]
    fields = {field: text(data, field, language) for field in TEXTS if field in data}
    if "body" in data:
        fields["body"] = to_html(text(data, "body", language), find)
    page = model(translation_key=key("page", name), **fields)
    if language == LANGUAGES[0]:
        page.slug = data["slug"]
        for field in FACTS:
            if field in data:
                setattr(page, field, data[field])
        if "photo" in data:
            page.photo = library.motif(data["photo"])
        if "people_slug" in data:
            page.people_slug = data["people_slug"][language]
    return page


def place_home(home: Page, base_url: str) -> None:
    """Let the default site begin at ``home``, and tell what every page of it is to say."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page, site.site_name = home, "Zwiesprache"
    site.hostname, site.port = _address(base_url)
    site.save()
    SiteSettings.objects.update_or_create(
        site=site, defaults={"name": "Zwiesprache", "contact_email": "hallo@example.org"}
    )


def follow(base_url: str) -> None:
    """Let a site on this machine bear the address this run is told; leave any other alone."""
    hostname, port = _address(base_url)
    home = HomePage.objects.filter(translation_key=key("page", "home"), source=None)
    site = Site.objects.filter(root_page__in=home, hostname__in=LOCAL_HOSTS).first()
    if site is not None and (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        site.save()


def _address(base_url: str) -> tuple[str, int]:
    parts = urlsplit(base_url)
    return parts.hostname or LOCAL_HOSTS[0], parts.port or (443 if parts.scheme == "https" else 80)


def pages() -> dict[str, Data]:
    """The data of all pages by name, in the order in which they have to be made."""
    data = read("pages")
    return {name: data[name] for name, _model in PAGES}
