"""The gallery: every component is there, with samples, in both languages and schemes."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from sessions_app.gallery.specimens import SPECIMENS, UNSEEN, components, shown
from tests.conftest import ROOT
from tests.factories import make_editor, make_site
from tests.programme.shown import parse

TEMPLATES = ROOT / "sessions_app/templates/sessions_app"
FILES = {
    f"{folder}/{path.stem}": path
    for folder in ("components", "blocks")
    for path in (TEMPLATES / folder).glob("*.html")
}
FRAME = "/admin/components/{}/{}/"


def test_every_component_has_its_place_and_its_samples():
    assert [component.name for component in components()] == [
        *sorted(name for name in FILES if name.startswith("components/")),
        *sorted(name for name in FILES if name.startswith("blocks/")),
    ]
    assert set(SPECIMENS) == set(FILES)
    assert UNSEEN - set(FILES) == set()


def test_every_component_says_what_it_takes():
    for component in components():
        first = FILES[component.name].read_text().splitlines()[0]
        assert first.startswith(f"{{# {component.about} #}}")
        assert component.about != ""


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_sample_shows_something_and_reads_nothing(language):
    """Without a database: it is closed to this test."""
    empty = [
        component.name
        for component in shown(language)
        if not component.samples or not all(sample.strip() for sample in component.samples)
    ]
    # A host's own look: there is none where nothing was chosen.
    assert empty == ["components/theme"]
    names = {component.name for component in shown(language)}
    assert names == set(FILES)


@pytest.mark.parametrize("language", ["de", "en"])
def test_samples_speak_the_language_that_was_asked_for(language):
    with override("en" if language == "de" else "de"):
        found = {component.name: component.samples for component in shown(language)}
    entry = html.fromstring(found["components/entry"][1])
    other = {"de": "en", "en": "de"}[language]
    assert entry.xpath("//h3/a/@lang") == [other]
    switch = html.fromstring(found["components/switch"][0])
    assert switch.xpath("//*[@aria-current]/@lang") == [language]


@pytest.fixture
def house(db):
    return make_site()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_frame_is_a_page_of_the_visitors(client, house, language, scheme):
    client.force_login(make_editor(house.home))
    response = client.get(FRAME.format(language, scheme))
    page = parse(response)
    assert page.values("/html", "lang", "data-scheme") == [(language, scheme)]
    assert page.values("//section[@class='gallery-component']", "id") == [
        (component.anchor,) for component in components()
    ]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    sheets = [address for (address,) in page.values("//link[@rel='stylesheet']", "href")]
    assert sheets[0] == "/static/sessions_app/css/tokens.css"
    assert [address for address in sheets if "wagtail" in address] == []
    assert page.texts("//style | //*[@style]") == []


def test_the_index_shows_the_frame_that_was_asked_for(client, house):
    client.force_login(make_editor(house.home))
    index = reverse("sessions_gallery:index")
    for query, (language, scheme) in {
        "": ("de", "light"),
        "?language=en&scheme=dark": ("en", "dark"),
        "?language=%00&scheme=" + "x" * 5000: ("de", "light"),
    }.items():
        page = parse(client.get(index + query))
        address = FRAME.format(language, scheme)
        assert page.values("//iframe", "src") == [(address,)]
        assert page.values("//ul[@class='gallery-names']//a", "href", "target") == [
            (f"{address}#{component.anchor}", "components") for component in components()
        ]
        assert page.values("//ul[@class='gallery-choices']//a[@aria-current]", "href") == [
            (f"?language={language}&scheme={scheme}",)
        ]


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("de", "sepia")])
def test_what_does_not_exist_is_not_shown(client, house, language, scheme):
    client.force_login(make_editor(house.home))
    assert client.get(FRAME.format(language, scheme)).status_code == 404


def test_nobody_else_gets_in(client, house, django_user_model):
    for address in (reverse("sessions_gallery:index"), FRAME.format("de", "light")):
        assert client.get(address).headers["Location"].startswith("/admin/login/")
    client.force_login(django_user_model.objects.create_user("visitor"))
    assert client.get(FRAME.format("de", "light")).status_code == 302
    member = django_user_model.objects.create_user("member")
    group = Group.objects.create(name="only inside")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(group)
    client.force_login(member)
    assert client.get(FRAME.format("de", "light")).status_code == 200
    assert client.post(FRAME.format("de", "light")).status_code == 405
