"""Motifs of open country and of pure form: hills, rivers, roads, circles in dialogue."""

import math

from PIL import ImageChops

from .ink import SOURCE_INK as SECOND
from .ink import TRANSLATION_INK as FIRST
from .ink import Pen, Point, Sheet


def _ridge(sheet: Sheet, level: float, swing: float) -> list[Point]:
    """Outline of a hill range that crosses the sheet at ``level`` and swings by ``swing``."""
    a, b = sheet.chance.uniform(0, 6), sheet.chance.uniform(0, 6)
    w, h = sheet.size
    crest = [
        (
            float(x),
            level + swing * math.sin(x / w * 4.2 + a) + swing * 0.4 * math.sin(x / w * 9.1 + b),
        )
        for x in range(0, w + 20, 20)
    ]
    return [(0.0, float(h)), *crest, (float(w), float(h))]


def dialogue(sheet: Sheet) -> None:
    """Two half discs that face each other and share their middle."""
    w, h = sheet.size
    sheet.air(SECOND, 0.06, 0.2)
    r = h * 0.36
    left, right, level = w * 0.5 - r * 0.56, w * 0.5 + r * 0.56, h * 0.5

    def waves(pen: Pen, x: float) -> None:
        for n in range(1, 12):
            pen.ring(x, level, r + n * h * 0.05, 3.0 + n)

    west = sheet.shape(lambda pen: pen.box(0, 0, left, h))
    east = sheet.shape(lambda pen: pen.box(right, 0, w, h))
    sheet.print(SECOND, ImageChops.multiply(sheet.shape(lambda pen: waves(pen, left)), west))
    sheet.print(FIRST, ImageChops.multiply(sheet.shape(lambda pen: waves(pen, right)), east))
    one = sheet.shape(lambda pen: pen.disc(left, level, r))
    two = sheet.shape(lambda pen: pen.disc(right, level, r))
    sheet.clear(ImageChops.lighter(one, two))
    sheet.print(SECOND, one)
    sheet.print(FIRST, two)
    lens = ImageChops.multiply(one, two)
    lines = sheet.shape(
        lambda pen: (
            [
                pen.box(w / 2 - v, level - 118 + n * 44, w / 2 + v, level - 106 + n * 44)
                for n, v in enumerate((52, 84, 96, 96, 84, 52))
            ]
        )
    )
    sheet.clear(ImageChops.multiply(lines, lens))


def hills(sheet: Sheet) -> None:
    """Ranges of hills behind each other under a low sun."""
    w, h = sheet.size
    sheet.air(SECOND, 0.42, 0.04)
    sheet.print(SECOND, sheet.shape(lambda pen: pen.disc(w * 0.34, h * 0.4, h * 0.2)))
    for n, (ink, tone) in enumerate(
        ((FIRST, 0.3), (FIRST, 0.5), (SECOND, 0.7), (FIRST, 0.78), (FIRST, 0.97))
    ):
        outline = _ridge(sheet, h * (0.44 + n * 0.125), h * (0.06 + n * 0.008))
        mask = sheet.shape(lambda pen, v=outline: pen.polygon(v))
        sheet.clear(mask)
        sheet.print(ink, mask, sheet.fall(0, tone + 0.1, tone - 0.08))


def river(sheet: Sheet) -> None:
    """A delta: one stream parts into many."""
    w, h = sheet.size
    everything = sheet.shape(lambda pen: pen.box(0, 0, w, h))
    sheet.print(FIRST, everything, sheet.fall(90, 0.95, 0.5))

    def branch(pen: Pen, start: Point, heading: float, width: float, length: float) -> None:
        points = [start]
        x, y = start
        for _ in range(14):
            x += math.cos(heading) * length / 14
            y += math.sin(heading) * length / 14
            heading += sheet.chance.uniform(-0.13, 0.13)
            points.append((x, y))
        pen.line(points, width)
        pen.disc(x, y, width / 2)
        if width > 7:
            for turn in (-0.42, 0.36):
                branch(pen, (x, y), heading * 0.72 + turn, width * 0.64, length * 0.82)

    mask = sheet.shape(lambda pen: branch(pen, (-30.0, h * 0.52), 0.0, 84.0, w * 0.27))
    sheet.clear(mask)
    sheet.print(SECOND, mask, sheet.fall(90, 0.1, 0.5))
    moon = sheet.shape(lambda pen: pen.disc(w * 0.16, h * 0.2, h * 0.1))
    sheet.clear(moon)
    sheet.print(SECOND, moon)


def road(sheet: Sheet) -> None:
    """A road to the horizon; something small and bright is on its way."""
    w, h = sheet.size
    sheet.air(FIRST, 0.5, 0.04)
    horizon = h * 0.5
    far = sheet.shape(lambda pen: pen.polygon(_ridge(sheet, horizon - 26, 20)))
    sheet.print(FIRST, far, sheet.flat(0.45))
    fields = sheet.shape(lambda pen: pen.box(0, horizon, w, h))
    sheet.clear(fields)
    sheet.print(SECOND, fields, sheet.fall(0, 0.25, 0.8))
    vanish = (w * 0.62, horizon)

    def furrows(pen: Pen) -> None:
        for n in range(-14, 15):
            x = vanish[0] + n * 210
            pen.polygon([vanish, (x, h), (x + 46 + abs(n) * 3, h)])

    sheet.print(SECOND, ImageChops.multiply(sheet.shape(furrows), fields), sheet.flat(0.75))
    lane = [vanish, (w * 0.62 + 4, horizon), (w * 0.66, h), (w * 0.16, h)]
    asphalt = sheet.shape(lambda pen: pen.polygon(lane))
    sheet.clear(asphalt)
    sheet.print(FIRST, asphalt, sheet.flat(0.97))

    def dashes(pen: Pen) -> None:
        for n in range(1, 9):
            near, away = 1 / n, 1 / (n + 0.45)
            y0, y1 = horizon + (h - horizon) * near, horizon + (h - horizon) * away
            x0, x1 = (vanish[0] + (w * 0.41 - vanish[0]) * part for part in (near, away))
            pen.polygon(
                [
                    (x0 - 15 * near, y0),
                    (x0 + 15 * near, y0),
                    (x1 + 15 * away, y1),
                    (x1 - 15 * away, y1),
                ]
            )

    sheet.clear(sheet.shape(dashes))
    # A bus, the size of a thumb.
    bx, by = w * 0.548, h * 0.6

    def body(pen: Pen) -> None:
        pen.rounded(bx - 76, by - 66, bx + 76, by + 22, 16)

    def panes(pen: Pen) -> None:
        for n in range(4):
            pen.rounded(bx - 64 + n * 33, by - 52, bx - 38 + n * 33, by - 22, 5)

    def wheels(pen: Pen) -> None:
        pen.disc(bx - 44, by + 24, 15)
        pen.disc(bx + 44, by + 24, 15)

    bus = sheet.shape(body)
    sheet.clear(bus)
    sheet.print(SECOND, bus)
    sheet.clear(sheet.shape(panes))
    sheet.print(FIRST, sheet.shape(wheels))


def bridge(sheet: Sheet) -> None:
    """A bridge and its likeness in the water."""
    w, h = sheet.size
    sheet.air(SECOND, 0.08, 0.36)
    water = h * 0.6
    lake = sheet.shape(lambda pen: pen.box(0, water, w, h))
    sheet.print(FIRST, lake, sheet.fall(0, 0.2, 0.9))
    sheet.print(SECOND, sheet.shape(lambda pen: pen.disc(w * 0.76, h * 0.27, h * 0.13)))

    def span(pen: Pen, way: int) -> None:
        deck = water - way * h * 0.2
        pen.box(0, min(deck, deck + way * 34), w, max(deck, deck + way * 34))
        for n in range(4):
            centre = w * (0.125 + n * 0.25)
            r = w * 0.108
            pen.box(centre - w * 0.125, min(deck, water), centre + w * 0.125, max(deck, water))
            pen.oval(centre - r, water - r * 0.92, centre + r, water + r * 0.92, 0)
        for n in range(4):
            pen.box(w * 0.25 * n - 22, min(deck, water), w * 0.25 * n + 22, max(deck, water))

    above = sheet.shape(lambda pen: span(pen, 1))
    air = sheet.shape(lambda pen: pen.box(0, 0, w, water))
    above = ImageChops.multiply(above, air)
    below = ImageChops.multiply(sheet.shape(lambda pen: span(pen, -1)), lake)
    ripples = sheet.shape(
        lambda pen: [pen.box(0, water + n * 26, w, water + n * 26 + 17) for n in range(20)]
    )
    sheet.clear(above)
    sheet.print(FIRST, above)
    sheet.print(SECOND, ImageChops.multiply(below, ripples), sheet.flat(0.8), second=True)


def paths(sheet: Sheet) -> None:
    """Contour lines of a country nobody has walked yet, with one route through it."""
    w, h = sheet.size
    sheet.air(FIRST, 0.08, 0.22)
    peaks = ((w * 0.26, h * 0.36), (w * 0.76, h * 0.62))
    for peak, ink in zip(peaks, (FIRST, SECOND), strict=True):
        bend = [sheet.chance.uniform(0, 6.28) for _ in range(3)]
        for n in range(15, 0, -1):
            outline = []
            for step in range(120):
                angle = step / 120 * 2 * math.pi
                r = (
                    n
                    * 46
                    * (
                        1
                        + 0.16 * math.sin(2 * angle + bend[0])
                        + 0.09 * math.sin(3 * angle + bend[1] + n * 0.12)
                        + 0.04 * math.sin(5 * angle + bend[2])
                    )
                )
                outline.append((peak[0] + r * 1.2 * math.cos(angle), peak[1] + r * math.sin(angle)))
            if n in (1, 3, 6):
                hill = sheet.shape(lambda pen, v=outline: pen.polygon(v))
                sheet.print(ink, hill, sheet.flat(0.42))
            contour = sheet.shape(lambda pen, v=outline: pen.line([*v, v[0], v[1]], 5))
            sheet.print(ink, contour, sheet.flat(0.9))
    route = [
        (w * (0.04 + 0.0115 * n), h * (0.9 - 0.0094 * n) + 62 * math.sin(n / 9)) for n in range(81)
    ]
    track = sheet.shape(lambda pen: pen.line(route, 20))
    sheet.clear(sheet.shape(lambda pen: pen.line(route, 44)))
    sheet.print(SECOND, track)
    sheet.print(FIRST, track, sheet.flat(0.9))
    for x, y in (route[0], route[-1]):
        sheet.clear(sheet.shape(lambda pen, v=(x, y): pen.disc(*v, 40)))
        sheet.print(SECOND, sheet.shape(lambda pen, v=(x, y): pen.disc(*v, 28)))


def letters(sheet: Sheet) -> None:
    """Sheets of paper that overlap; their lines have been ruled, not written."""
    w, h = sheet.size
    everything = sheet.shape(lambda pen: pen.box(0, 0, w, h))
    sheet.print(SECOND, everything, sheet.flat(0.92))
    for n, (cx, cy, tilt) in enumerate(((0.24, 0.62, -0.16), (0.74, 0.6, 0.2), (0.48, 0.5, -0.05))):
        half_w, half_h = w * 0.2, h * 0.44
        cos, sin = math.cos(tilt), math.sin(tilt)

        def turn(x: float, y: float, v=(cx * w, cy * h, cos, sin)) -> Point:
            return v[0] + x * v[2] - y * v[3], v[1] + x * v[3] + y * v[2]

        corners = [(-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)]
        shadow = [turn(x + 22, y + 26) for x, y in corners]
        leaf = [turn(x, y) for x, y in corners]
        sheet.print(FIRST, sheet.shape(lambda pen, v=shadow: pen.polygon(v)), sheet.flat(0.75))
        page = sheet.shape(lambda pen, v=leaf: pen.polygon(v))
        sheet.clear(page)
        if n < 2:
            sheet.print(FIRST, page, sheet.flat(0.3))

        def ruled(pen: Pen, turn=turn, half_w=half_w, half_h=half_h) -> None:
            for row in range(13):
                y = -half_h + 150 + row * 50
                end = half_w - 54 - (row * 83 % 5) * 34
                pen.line([turn(-half_w + 54, y), turn(end, y)], 9)
            pen.line([turn(-half_w + 54, -half_h + 76), turn(-half_w + 240, -half_h + 76)], 30)

        sheet.print(FIRST, ImageChops.multiply(sheet.shape(ruled), page), sheet.flat(0.95))
    seal = sheet.shape(lambda pen: pen.disc(w * 0.6, h * 0.76, h * 0.085))
    sheet.print(SECOND, seal, second=True)


def threads(sheet: Sheet) -> None:
    """Threads of two colours that cross and make a cloth."""
    w, h = sheet.size
    sheet.air(SECOND, 0.05, 0.14)
    wide, gap = 74, 26
    step = wide + gap

    def warp(pen: Pen) -> None:
        for n in range(-1, w // step + 1):
            pen.box(n * step + gap, 0, n * step + gap + wide, h)

    def weft(pen: Pen) -> None:
        for n in range(h // step + 1):
            pen.box(
                0,
                n * step + gap / 2,
                w * (0.62 + 0.37 * math.sin(n * 1.3) ** 2),
                n * step + gap / 2 + wide,
            )

    def over(pen: Pen) -> None:
        for row in range(h // step + 1):
            for column in range(-1, w // step + 1):
                if (row + column) % 2:
                    left = column * step + gap
                    pen.box(left, row * step, left + wide, (row + 1) * step)

    upright, across, top = sheet.shape(warp), sheet.shape(weft), sheet.shape(over)
    sheet.print(FIRST, upright, sheet.fall(0, 0.7, 1.2))
    seen = ImageChops.subtract(across, ImageChops.multiply(upright, top))
    sheet.clear(seen)
    sheet.print(SECOND, seen)
