"""The look that editors choose: colours measured, a style sheet made, faults named."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from cms import colour, theme
from cms.models import SiteSettings
from cms.theme import Theme
from tests.conftest import ROOT
from tests.factories import House, make_site
from tests.programme.shown import show

TOKENS = (ROOT / "sessions_app/static/sessions_app/css/tokens.css").read_text()


@pytest.fixture
def house(db: None) -> House:
    """A site in German and English."""
    return make_site()


# Measured by others: the ratios of WebAIM's checker, the coordinates of CSS Color 4 and OKLab.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#595959", "#ffffff", 7.0),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#00ff00", "#000000", 15.3),
    ],
)
def test_contrast(one, other, ratio):
    measured = colour.contrast(colour.parse(one), colour.parse(other))
    assert round(measured, 2) == ratio
    assert measured == colour.contrast(colour.parse(other), colour.parse(one))


@pytest.mark.parametrize(
    ("text", "lightness", "chroma", "hue"),
    [
        ("#ff0000", 0.628, 0.258, 29.23),
        ("#00ff00", 0.866, 0.295, 142.5),
        ("#0000ff", 0.452, 0.313, 264.05),
        ("#663399", 0.44, 0.16, 303.37),
    ],
)
def test_oklch(text, lightness, chroma, hue):
    found = colour.to_oklch(colour.parse(text))
    assert (round(found[0], 3), round(found[1], 3), round(found[2], 2)) == (lightness, chroma, hue)
    assert colour.to_hex(colour.from_oklch(*found)) == text


def test_distance_is_that_of_oklab():
    black, white, red = map(colour.parse, ("#000000", "#ffffff", "#ff0000"))
    assert round(colour.distance(black, white), 3) == 1.0
    assert colour.distance(red, red) == 0.0
    assert round(colour.distance(red, white), 3) == round((0.372**2 + 0.258**2) ** 0.5, 3)


@pytest.mark.parametrize("text", ["", "#fff", "ff0000", "#ff00zz", "#ff000000", "red", "#ff0000\n"])
def test_what_is_no_colour(text):
    with pytest.raises(ValueError, match=f"^{text}"):
        colour.parse(text)
    with pytest.raises(ValueError, match=f"^{text}"):
        theme.measure(text)


def _tokens(part: str) -> dict[str, str]:
    found = re.findall(r"--z-([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", part)
    return {
        name: colour.to_hex(colour.from_oklch(float(lightness) / 100, float(chroma), float(hue)))
        for name, lightness, chroma, hue in found
    }


def test_the_defaults_are_those_of_the_tokens():
    parts = TOKENS.partition("@media (prefers-color-scheme: dark)")
    for scheme, part in ((theme.LIGHT, parts[0]), (theme.DARK, parts[2])):
        tokens = _tokens(part)
        papers = tuple(map(colour.to_hex, theme.PAPERS[scheme]))
        assert (tokens["paper"], tokens["paper-sunk"]) == papers
        assert {name: tokens[name] for name in theme.INKS} == {
            name: colour.to_hex(ink[scheme]) for name, ink in theme.INKS.items()
        }
    assert "--z-radius: 0;" in parts[0]


COLOURS = [
    f"#{red}{green}{blue}"
    for red in ("00", "7a", "ff")
    for green in ("00", "7a", "ff")
    for blue in ("00", "7a", "ff")
]


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize("text", COLOURS)
def test_every_colour_reaches_seven_to_one_in_its_hue(text, scheme):
    papers, given = theme.PAPERS[scheme], colour.parse(text)
    reached = colour.parse(colour.to_hex(colour.reach(given, papers, 7)))
    assert colour.lowest_contrast(reached, papers) >= 7
    if colour.lowest_contrast(given, papers) >= 7:
        assert colour.to_hex(reached) == text
    else:
        # The nearest: not much more than was asked for, and no other hue.
        assert colour.lowest_contrast(reached, papers) < 7.2
        before, after = colour.to_oklch(given), colour.to_oklch(reached)
        turned = abs((before[2] - after[2] + 180) % 360 - 180)
        assert before[1] < 0.01 or turned < 3


@pytest.mark.parametrize(
    ("source", "translation", "are_apart"),
    [
        ("", "", True),
        ("#8a1c10", "#123f9c", True),
        ("#005a3c", "", True),
        ("", "#6a1b9a", True),
        ("#8a1c10", "#8a4510", False),
        ("#000000", "#222222", False),
        ("#123f9c", "", False),
        # Apart in lightness on the light paper, at one lightness on the dark one.
        ("#000000", "#505050", False),
    ],
)
def test_inks_are_told_apart(source, translation, are_apart):
    assert theme.are_apart(source, translation) is are_apart


def test_defaults_need_no_sheet():
    stock = Theme(typeface="grotesque", corners="square")
    assert (stock.sheet, stock.digest, Theme().sheet) == ("", "", "")
    hostile = Theme("#8a1c10}body{display:none", "</style>", "comic", "1px;}")
    assert hostile.sheet == ""


def test_the_sheet_says_what_differs():
    chosen = Theme(source="#005a3c", corners="soft")
    assert chosen.sheet == (
        ":root{--z-radius:0.25rem}\n"
        "@media screen{:root{--z-source:#005a3c}}\n"
        "@media screen and (prefers-color-scheme: dark){:root{--z-source:#6ab491}}\n"
    )
    assert re.fullmatch("[0-9a-f]{12}", chosen.digest)
    assert chosen.digest == Theme(source="#005a3c", corners="soft").digest
    assert len({chosen.digest, Theme(corners="soft").digest, Theme(corners="round").digest}) == 3
    assert Theme(typeface="serif").sheet.startswith(':root{--z-sans:"Iowan Old Style"')


def test_every_choice_of_the_settings_is_known():
    assert set(SiteSettings.Typeface.values) - theme.FAMILIES.keys() == {"grotesque"}
    assert set(SiteSettings.Corners.values) - theme.RADII.keys() == {"square"}


TOO_ALIKE = (
    "The two inks are too much alike to be told apart, here or on dark screens. Choose another hue."
)


NO_COLOUR = "Six hexadecimal digits, as in #1a5fb4."
WEAK = (
    "Its contrast on the paper is 2.6:1; at least 7:1 is needed. The nearest colour that would do"
    " is #005e2c."
)


@pytest.mark.parametrize(
    ("source", "translation", "faults"),
    [
        (
            "#00aa55",
            "#fffff",
            {"source_color": [WEAK], "translation_color": [NO_COLOUR]},
        ),
        ("red", "", {"source_color": [NO_COLOUR]}),
        ("#123f9c", "", {"translation_color": [TOO_ALIKE]}),
    ],
)
def test_settings_refuse_inks_that_cannot_be_read(source, translation, faults):
    with pytest.raises(ValidationError) as refused:
        SiteSettings(source_color=source, translation_color=translation).clean()
    assert refused.value.message_dict == faults


def test_settings_take_others_in_one_spelling():
    chosen = SiteSettings(source_color=" #8A1C10", translation_color="#123f9c")
    chosen.clean()
    SiteSettings().clean()
    assert (chosen.source_color, chosen.translation_color) == ("#8a1c10", "#123f9c")


def test_a_contrast_that_just_falls_short_is_not_shown_as_enough():
    short = next(
        f"#{grey:02x}{grey:02x}{grey:02x}"
        for grey in range(0x40, 0x80)
        if not theme.measure(f"#{grey:02x}{grey:02x}{grey:02x}").is_enough
    )
    with pytest.raises(ValidationError, match=r"6\.9:1"):
        SiteSettings(source_color=short).clean()


def test_the_form_says_so_in_the_editors_language(admin_client, house):
    edit = reverse("wagtailsettings:edit", args=["cms", "sitesettings", house.site.pk])
    data = {
        "name": "Tagung",
        "contact_email": "",
        "source_color": "#00aa55",
        "translation_color": "",
        "typeface": "serif",
        "corners": "soft",
    }
    refused = admin_client.post(edit, data)
    form = refused.context["form"]
    assert {name: len(found) for name, found in form.errors.items()} == {"source_color": 1}
    assert SiteSettings.objects.exclude(source_color="").count() == 0
    saved = admin_client.post(edit, data | {"source_color": "#005A3C"})
    assert saved.status_code == 302
    stored = SiteSettings.objects.get()
    assert (stored.source_color, stored.typeface, stored.corners) == ("#005a3c", "serif", "soft")
    with override("de"), pytest.raises(ValidationError, match="2,6:1"):
        SiteSettings(source_color="#00aa55").clean()


def test_pages_name_the_sheet_only_where_something_was_chosen(client, house):
    sheets = "//link[@rel='stylesheet'][starts-with(@href, '/theme.css')]"
    assert show(client, "/de/").values(sheets, "href") == []
    chosen = SiteSettings.objects.create(site=house.site, source_color="#005a3c")
    address = f"/theme.css?v={chosen.theme.digest}"
    assert show(client, "/de/").values(sheets, "href") == [(address,)]
    assert show(client, "/en/nowhere/").values(sheets, "href") == [(address,)]


def test_a_look_costs_a_page_no_query(client, house):
    show(client, "/de/")
    counts = []
    for chosen in ({}, {"source_color": "#005a3c", "typeface": "serif"}):
        SiteSettings.objects.update_or_create(site=house.site, defaults=chosen)
        with CaptureQueriesContext(connection) as queries:
            show(client, "/de/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_sheet_is_kept_for_as_long_as_it_is_right(client, house, django_assert_num_queries):
    chosen = SiteSettings.objects.create(site=house.site, corners="round")
    address = f"/theme.css?v={chosen.theme.digest}"
    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert first.content.decode() == ":root{--z-radius:0.75rem}\n"
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["ETag"] == f'"{chosen.theme.digest}"'
    assert "Cookie" not in first.get("Vary", "")
    assert first.cookies == {}
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for other in ("/theme.css", "/theme.css?v=0123456789ab", "/theme.css?v=%00%ff" + "x" * 5000):
        assert client.get(other)["Cache-Control"] == "public, no-cache"
    assert client.post(address).status_code == 405
    with django_assert_num_queries(2):  # the site and its settings
        client.get(address)


def test_without_a_choice_and_without_a_site_the_sheet_is_empty(client, house):
    assert (client.get("/theme.css").status_code, client.get("/theme.css").content) == (200, b"")
    house.site.delete()
    assert (client.get("/theme.css").status_code, client.get("/theme.css").content) == (200, b"")
