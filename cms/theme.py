"""The look that editors may choose: two inks, letters, corners, as custom properties of CSS.

Pure: values in, a style sheet out. ``tokens.css`` of the plugin holds the defaults; the sheet says
what differs from them, and nothing where nothing does.
"""

from dataclasses import dataclass
from hashlib import sha256

from .colour import Colour, distance, from_oklch, lowest_contrast, parse, reach, to_hex

# Text on paper (WCAG 2.2, 1.4.6), and how far the inks must lie apart in OKLab to be told apart.
CONTRAST = 7.0
APART = 0.1
LIGHT, DARK = "light", "dark"
# As in tokens.css: the paper and the one that is sunk; the inks.
PAPERS: dict[str, tuple[Colour, Colour]] = {
    LIGHT: (from_oklch(0.984, 0.005, 85), from_oklch(0.956, 0.008, 85)),
    DARK: (from_oklch(0.175, 0.008, 65), from_oklch(0.22, 0.009, 65)),
}
INKS: dict[str, dict[str, Colour]] = {
    "source": {LIGHT: from_oklch(0.44, 0.175, 29), DARK: from_oklch(0.79, 0.125, 38)},
    "translation": {LIGHT: from_oklch(0.40, 0.17, 264), DARK: from_oklch(0.80, 0.095, 258)},
}
# Families that machines bring along; nothing is loaded.
_SERIF = (
    '"Iowan Old Style","Palatino Nova","Palatino Linotype",Palatino,"URW Palladio L",P052,'
    '"Book Antiqua","Source Serif 4","Liberation Serif",Tinos,serif'
)
_HUMANIST = (
    'Seravek,"Gill Sans Nova","Gill Sans",Ubuntu,Calibri,Carlito,"Source Sans 3","Noto Sans",'
    '"DejaVu Sans",sans-serif'
)
FAMILIES = {
    "serif": {"--z-sans": _SERIF},
    "humanist": {"--z-sans": _HUMANIST, "--z-serif": _HUMANIST},
}
RADII = {"soft": "0.25rem", "round": "0.75rem"}


@dataclass(frozen=True)
class Ink:
    """A colour that was chosen for text, measured.

    ``contrast`` on the light paper where it is lowest; ``nearest`` is the colour itself where that
    is enough, else the nearest that would do.
    """

    contrast: float
    nearest: str

    @property
    def is_enough(self) -> bool:
        """Whether it reaches :data:`CONTRAST`."""
        return self.contrast >= CONTRAST


def measure(text: str) -> Ink:
    """``text`` (``#rrggbb``) as an ink. Raises ``ValueError`` for what is no colour."""
    colour = parse(text)
    papers = PAPERS[LIGHT]
    return Ink(lowest_contrast(colour, papers), to_hex(reach(colour, papers, CONTRAST)))


def default_ink(name: str) -> str:
    """The colour of ``source`` or ``translation`` on light paper where none was chosen."""
    return to_hex(INKS[name][LIGHT])


def are_apart(source: str, translation: str) -> bool:
    """Whether the two inks are told apart in light and in dark; the default for an empty one."""
    inks = [_schemes("source", source), _schemes("translation", translation)]
    return all(distance(inks[0][scheme], inks[1][scheme]) >= APART for scheme in (LIGHT, DARK))


@dataclass(frozen=True)
class Theme:
    """What was chosen; empty or unknown values stand for the defaults.

    ``source`` and ``translation`` are colours (``#rrggbb``), ``typeface`` a key of
    :data:`FAMILIES`, ``corners`` one of :data:`RADII`.
    """

    source: str = ""
    translation: str = ""
    typeface: str = ""
    corners: str = ""

    @property
    def sheet(self) -> str:
        """The style sheet; empty where nothing differs from the defaults.

        Inks are for screens alone: paper is printed in black.
        """
        everywhere = dict(FAMILIES.get(self.typeface, {}))
        if self.corners in RADII:
            everywhere["--z-radius"] = RADII[self.corners]
        inks = {
            name: _schemes(name, text)
            for name, text in (("source", self.source), ("translation", self.translation))
            if _is_colour(text)
        }
        light = {f"--z-{name}": to_hex(ink[LIGHT]) for name, ink in inks.items()}
        dark = {f"--z-{name}": to_hex(ink[DARK]) for name, ink in inks.items()}
        return (
            _rule(everywhere)
            + _rule(light, "screen")
            + _rule(dark, "screen and (prefers-color-scheme: dark)")
        )

    @property
    def digest(self) -> str:
        """Name of the sheet's content, twelve hexadecimal digits; empty where there is none."""
        sheet = self.sheet
        return sha256(sheet.encode()).hexdigest()[:12] if sheet else ""


def _is_colour(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _schemes(name: str, text: str) -> dict[str, Colour]:
    """The ink by scheme: as chosen on the light paper, its hue at another lightness on the dark."""
    if not _is_colour(text):
        return INKS[name]
    colour = parse(text)
    return {
        LIGHT: reach(colour, PAPERS[LIGHT], CONTRAST),
        DARK: reach(colour, PAPERS[DARK], CONTRAST),
    }


def _rule(properties: dict[str, str], media: str = "") -> str:
    if not properties:
        return ""
    rule = ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"
    return f"@media {media}{{{rule.rstrip()}}}\n" if media else rule
