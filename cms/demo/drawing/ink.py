"""A printing press of two inks: shapes are printed over each other in full or in falling tones.

The two inks are those of the site: one stands for the original, one for the translation. Where
both meet, a third, dark tone arises, as on paper. All chance comes from a seed.
"""

import math
import random
from collections.abc import Callable, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageColor, ImageDraw

SOURCE_INK = "#cf4b2b"
TRANSLATION_INK = "#22489a"
PAPERS = ("#f1e9da", "#efe6d8", "#ece7da", "#f2e6d6")

# Shapes are drawn this many times larger than they are printed, which smooths their edges.
SCALE = 2
# Grains along the side of the tile that is repeated over a sheet.
GRAINS = 200

Point = tuple[float, float]
Mask = Image.Image


@lru_cache(maxsize=4)
def _grain(size: tuple[int, int], seed: int) -> Mask:
    """Slightly uneven coverage, as an ink takes on paper; soft, so that pictures stay light."""
    noise = random.Random(seed).randbytes(GRAINS * GRAINS)  # noqa: S311  a picture
    tile = Image.frombytes("L", (GRAINS, GRAINS), noise).resize(
        (GRAINS * 3, GRAINS * 3), Image.Resampling.BICUBIC
    )
    tile = tile.point([227 + v // 9 for v in range(256)])
    sheet = Image.new("L", size)
    for top in range(0, size[1], tile.height):
        for left in range(0, size[0], tile.width):
            sheet.paste(tile, (left, top))
    return sheet


class Sheet:
    """A sheet of paper on which shapes are printed in ink.

    ``size`` in pixels of the finished picture; all coordinates are in these pixels.
    """

    def __init__(self, size: tuple[int, int], seed: str) -> None:
        self.size = size
        self.chance = random.Random(seed)  # noqa: S311  a picture keeps no secret
        paper = self.chance.choice(PAPERS)
        self.base = Image.new("RGB", size, paper)
        self.grain_seed = self.chance.randrange(4)
        # Two inks never lie quite true on each other.
        self.shift = (self.chance.choice((-3, -2, 2, 3)), self.chance.choice((-2, 2, 3)))

    @property
    def width(self) -> int:
        return self.size[0]

    @property
    def height(self) -> int:
        return self.size[1]

    def shape(self, draw: Callable[["Pen"], object]) -> Mask:
        """Mask (0 to 255) of what ``draw`` draws with the pen it is handed."""
        mask = Image.new("L", (self.width * SCALE, self.height * SCALE), 0)
        draw(Pen(mask))
        return mask.reduce(SCALE)

    def fall(self, angle: float, start: float = 0.0, end: float = 1.0) -> Mask:
        """Even fall of tone across the sheet from ``start`` to ``end`` (0 to 1) by ``angle``."""
        reach = int(math.hypot(*self.size)) + 2
        ramp = Image.linear_gradient("L").resize((reach, reach), Image.Resampling.BILINEAR)
        ramp = ramp.rotate(angle, resample=Image.Resampling.BILINEAR)
        left, top = (reach - self.width) // 2, (reach - self.height) // 2
        ramp = ramp.crop((left, top, left + self.width, top + self.height))
        return ramp.point([round(255 * (start + (end - start) * v / 255)) for v in range(256)])

    def glow(self, centre: Point, radius: float, inner: float, outer: float) -> Mask:
        """Tone that runs in a circle from ``inner`` to ``outer`` (0 to 1)."""
        side = max(2, round(radius * 2))
        ramp = Image.radial_gradient("L").resize((side, side), Image.Resampling.BILINEAR)
        table = [round(255 * (inner + (outer - inner) * min(1.0, v / 180))) for v in range(256)]
        sheet = Image.new("L", self.size, table[255])
        sheet.paste(ramp.point(table), (round(centre[0] - radius), round(centre[1] - radius)))
        return sheet

    def flat(self, tone: float) -> Mask:
        """The same ``tone`` (0 to 1) everywhere."""
        return Image.new("L", self.size, round(255 * tone))

    def print(
        self, ink: str, mask: Mask, tone: Mask | None = None, *, second: bool = False
    ) -> None:
        """Print ``ink`` where ``mask`` is, as strongly as ``tone`` says (full where left out).

        ``second`` shifts the ink a little, as a second run through the press does.
        """
        cover = mask if tone is None else ImageChops.multiply(mask, tone)
        if second:
            moved = Image.new("L", self.size, 0)
            moved.paste(cover, self.shift)
            cover = moved
        # Nothing is to be reckoned with where there is no ink.
        if box := cover.getbbox():
            grain = _grain(self.size, self.grain_seed).crop(box)
            below = self.base.crop(box)
            solid = Image.new("RGB", below.size, ImageColor.getrgb(ink))
            cover = ImageChops.multiply(cover.crop(box), grain)
            self.base.paste(ImageChops.multiply(below, solid), box, cover)

    def air(self, ink: str, start: float, end: float) -> None:
        """A breath of tone on the whole sheet, which keeps it from glaring on a dark page."""
        everything = Image.new("L", self.size, 255)
        self.print(ink, everything, self.fall(0, start, end))

    def clear(self, mask: Mask) -> None:
        """Bare paper where ``mask`` is."""
        paper = self.chance.choice(PAPERS[:1])
        self.base.paste(Image.new("RGB", self.size, paper), (0, 0), mask)


class Pen:
    """Draws filled shapes on a mask in coordinates of the finished picture; 255 is ink, 0 none."""

    def __init__(self, mask: Mask) -> None:
        self._draw = ImageDraw.Draw(mask)

    def polygon(self, points: Sequence[Point], fill: int = 255) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: int = 255) -> None:
        self._draw.rectangle([v * SCALE for v in (x0, y0, x1, y1)], fill=fill)

    def rounded(
        self, x0: float, y0: float, x1: float, y1: float, radius: float, fill: int = 255
    ) -> None:
        self._draw.rounded_rectangle(
            [v * SCALE for v in (x0, y0, x1, y1)], radius * SCALE, fill=fill
        )

    def oval(self, x0: float, y0: float, x1: float, y1: float, fill: int = 255) -> None:
        self._draw.ellipse([v * SCALE for v in (x0, y0, x1, y1)], fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: int = 255) -> None:
        self.oval(x - radius, y - radius, x + radius, y + radius, fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: int = 255) -> None:
        self._draw.ellipse(
            [v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)],
            outline=fill,
            width=round(width * SCALE),
        )

    def sector(
        self, x: float, y: float, radius: float, start: float, end: float, fill: int = 255
    ) -> None:
        """Slice of a disc from ``start`` to ``end`` degrees, clockwise from three o'clock."""
        self._draw.pieslice(
            [v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)],
            start,
            end,
            fill=fill,
        )

    def line(self, points: Sequence[Point], width: float, fill: int = 255) -> None:
        self._draw.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=fill,
            width=round(width * SCALE),
            joint="curve",
        )
