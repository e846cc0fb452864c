"""Colours by numbers: contrast as WCAG 2.2 measures it, likeness and lightness as OKLab does.

A colour is a triple of red, green and blue between 0 and 1, encoded as sRGB. Pure: no Django.
"""

import re
from collections.abc import Iterable
from math import atan2, cbrt, cos, degrees, dist, hypot, radians, sin

Colour = tuple[float, float, float]

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
# Halvings of an interval: finer than a 256th of it needs no screen.
_STEPS = 20


def parse(text: str) -> Colour:
    """The colour of six hexadecimal digits behind ``#``. Raises ``ValueError`` for all else."""
    if not _HEX.fullmatch(text):
        raise ValueError(text)
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def to_hex(colour: Colour) -> str:
    """The colour as ``#rrggbb``, the nearest that a screen of 8 bits shows."""
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def luminance(colour: Colour) -> float:
    """Relative luminance between 0 and 1 (WCAG 2.2)."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio between 1 and 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lowest_contrast(colour: Colour, papers: Iterable[Colour]) -> float:
    """Contrast on the paper on which it is lowest."""
    return min(contrast(colour, paper) for paper in papers)


def distance(one: Colour, other: Colour) -> float:
    """How far two colours lie apart in OKLab: 0 for the same, 1 for black and white."""
    return dist(_oklab(one), _oklab(other))


def to_oklch(colour: Colour) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma and hue (degrees) in OKLCH (CSS Color 4)."""
    lightness, a, b = _oklab(colour)
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """The colour of that lightness and hue, with as much of the chroma as sRGB can show."""
    whole = _encoded(lightness, chroma, hue)
    if _is_shown(whole):
        return _clipped(whole)
    low, high = 0.0, chroma
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _is_shown(_encoded(lightness, middle, hue)):
            low = middle
        else:
            high = middle
    return _clipped(_encoded(lightness, low, hue))


def reach(colour: Colour, papers: Iterable[Colour], ratio: float) -> Colour:
    """The nearest colour of the same hue whose contrast on all ``papers`` is ``ratio`` or more.

    Its lightness is moved away from that of the papers, which are all light or all dark; the
    colour itself where it is enough. Holds for the colour as :func:`to_hex` rounds it.
    """
    papers = list(papers)

    def is_enough(candidate: Colour) -> bool:
        return lowest_contrast(parse(to_hex(candidate)), papers) >= ratio

    if is_enough(colour):
        return colour
    lightness, chroma, hue = to_oklch(colour)
    near, far = lightness, 0.0 if luminance(papers[0]) > 0.18 else 1.0
    for _ in range(_STEPS):
        middle = (near + far) / 2
        if is_enough(from_oklch(middle, chroma, hue)):
            far = middle
        else:
            near = middle
    return from_oklch(far, chroma, hue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _gamma(channel: float) -> float:
    if channel <= 0.0031308:
        return channel * 12.92
    return float(1.055 * channel ** (1 / 2.4) - 0.055)


def _oklab(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = map(_linear, colour)
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _encoded(lightness: float, chroma: float, hue: float) -> Colour:
    """Channels may lie outside of 0 and 1."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _is_shown(colour: Colour) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in colour)


def _clipped(colour: Colour) -> Colour:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in colour)
    return red, green, blue
