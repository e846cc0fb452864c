"""The two inks stand at seven to one on the paper, in light and in dark."""

import re
from math import cos, radians, sin

import pytest

from tests.conftest import ROOT

TOKENS = (ROOT / "sessions_app/static/sessions_app/css/tokens.css").read_text()
TEXT_INKS = ("ink", "ink-quiet", "source", "translation")


def tokens(scheme: str) -> dict[str, tuple[float, float, float]]:
    """Lightness, chroma and hue by name; dark ones lie over the light ones."""
    light, _, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    found = {}
    for text in (light, dark)[: 1 if scheme == "light" else 2]:
        for name, values in re.findall(r"--z-([\w-]+): oklch\(([^)]*)\)", text):
            lightness, chroma, hue = values.split()
            found[name] = (float(lightness.rstrip("%")) / 100, float(chroma), float(hue))
    return found


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance (WCAG 2.2) of an OKLCH colour (CSS Color 4, 10.7)."""
    lightness, chroma, hue = colour
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    clip = [min(1.0, max(0.0, channel)) for channel in (red, green, blue)]
    return 0.2126 * clip[0] + 0.7152 * clip[1] + 0.0722 * clip[2]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_measures():
    black, white = (0.0, 0.0, 0.0), (1.0, 0.0, 0.0)
    assert round(contrast(black, white), 1) == 21.0


@pytest.mark.parametrize("paper", ["paper", "paper-sunk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_ink_stands_at_seven_to_one(scheme, paper):
    named = tokens(scheme)
    ratios = {ink: round(contrast(named[ink], named[paper]), 2) for ink in TEXT_INKS}
    assert {ink: ratio for ink, ratio in ratios.items() if ratio < 7} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_two_inks_are_told_apart_by_more_than_their_colour(scheme):
    """Whoever sees no colours reads words: the inks need not differ in lightness, but in hue."""
    named = tokens(scheme)
    assert abs(named["source"][2] - named["translation"][2]) > 180
