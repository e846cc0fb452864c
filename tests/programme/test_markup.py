"""What no public page may carry: styles and scripts of its own, cookies, foreign addresses."""

from gzip import compress
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

from tests.conftest import ROOT
from tests.factories import (
    full_body,
    make_content_page,
    make_partner,
    make_photo,
    make_session,
    make_speaker,
    slot,
    translate,
)

from .shown import show

pytestmark = pytest.mark.django_db

SHEETS = sorted(
    [
        *(ROOT / "sessions_app/static/sessions_app/css").glob("*.css"),
        *(ROOT / "cms/static/cms/css").glob("*.css"),
    ]
)
PAGES = [
    "/de/",
    "/en/",
    "/de/programm/",
    "/en/programme/",
    "/de/programm/gespraech/",
    "/en/programme/talk/",
    "/de/programm/personen/ada/",
    "/en/programme/speakers/ada/",
    "/de/programm/personen/",
    "/de/impressum/",
    "/de/nirgends/",
    "/en/nowhere/",
]


@pytest.fixture
def site(house):
    """A site with one of everything."""
    ada = make_speaker("Ada", slug="ada", photo=make_photo(), website="https://example.org/")
    translate(ada, "en")
    imprint = make_content_page(house.home, title="Impressum")
    partner = make_partner(website="https://example.org/", logo=make_photo())
    blocks = full_body(photo=make_photo(), speaker=ada, partner=partner, page=imprint)
    session = make_session(
        house.programme, slug="gespraech", people=[ada], slots=[slot()], body=blocks
    )
    translate(session, "en", slug="talk", body=blocks)
    return house


@pytest.mark.parametrize("address", PAGES)
def test_no_page_carries_styles_scripts_cookies_or_foreign_parts(client, site, address):
    shown = show(client, address)
    assert shown.status == (404 if address in PAGES[-2:] else 200)
    assert shown.texts("//style | //*[@style]") == []
    # Data for machines is no script; scripts are modules of our own.
    scripts = shown.root.xpath("//script[not(@type='application/ld+json')]")
    own = [s for s in scripts if s.get("type") == "module" and not s.text]
    assert own == scripts
    assert [s for s in own if not s.get("src", "").startswith("/static/")] == []
    handlers = [n for e in shown.root.iter() for n in e.attrib if n.lower().startswith("on")]
    assert handlers == []
    loaded = shown.root.xpath(
        "//img/@src | //source/@srcset | //img/@srcset | //link[@rel!='canonical'"
        " and @rel!='alternate']/@href | //iframe/@src | //video/@src | //audio/@src"
    )
    assert [value for value in loaded if not value.startswith(("/static/", "/media/"))] == []
    assert shown.response.cookies == {}
    assert "Cookie" not in shown.response.get("Vary", "")
    policy = shown.response["Content-Security-Policy"]
    assert "default-src 'self'" in policy.split("; ")
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_heading_one_main_part_and_a_way_to_it(client, site, address):
    shown = show(client, address)
    assert len(shown.texts("//h1")) == 1
    assert shown.values("//main", "id") == [("content",)]
    assert shown.values("//body/a[1]", "href") == [("#content",)]
    levels = [int(heading.tag[1]) for heading in shown.root.xpath("//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []
    ids = shown.root.xpath("//@id")
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("address", ["/en/programme/talk/", "/de/programm/", "/de/"])
def test_a_page_and_all_it_loads_but_pictures_stay_small(client, site, address):
    """Over the wire, as servers compress: half of the budget of 60,000 bytes."""
    shown = show(client, address)
    loaded = shown.root.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    files = [Path(finders.find(name.removeprefix("/static/"))).read_bytes() for name in loaded]
    assert len(shown.response.content) < 24_000
    assert sum(len(compress(part)) for part in (shown.response.content, *files)) < 30_000


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_components_name_no_colour_and_no_side(sheet):
    text = sheet.read_text()
    if sheet.name != "tokens.css":
        assert [w for w in ("#fff", "rgb(", "hsl(", "oklch(") if w in text.lower()] == []
        assert "#" not in text.replace("http", "")
    sides = ("margin-left", "margin-right", "padding-left", "padding-right", "border-left")
    assert [side for side in (*sides, "text-align: left", "float: left") if side in text] == []
    assert "!important" not in text


def test_every_template_of_the_plugin_compiles_and_says_what_it_takes():
    folder = ROOT / "sessions_app/templates/sessions_app"
    engine = engines["django"]
    silent = []
    for path in sorted(folder.rglob("*.html")):
        if "admin" in path.parts:
            continue
        engine.get_template(f"sessions_app/{path.relative_to(folder).as_posix()}")
        first = path.read_text().splitlines()[0]
        if path.parent.name in {"components", "blocks"} and "arameters" not in first:
            silent.append(path.name)
    assert silent == []


def test_the_sheets_that_pages_name_exist(client, site):
    shown = show(client, "/de/")
    for (address,) in shown.values("//link[@rel='stylesheet' or @rel='icon']", "href"):
        assert Path(finders.find(address.removeprefix("/static/"))).is_file()
