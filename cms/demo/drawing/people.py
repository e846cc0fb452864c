"""Figures that stand where a photograph of a person would stand; they show nobody."""

import math

from PIL import Image, ImageChops

from .ink import SOURCE_INK, TRANSLATION_INK, Mask, Pen, Sheet

SIZE = (800, 1000)

GROUNDS = ("sun", "half", "arch", "bands", "slope", "window", "hills")
HAIR = ("cap", "bob", "bun", "long", "curls", "crop", "side", "scarf", "bald")
WEAR = ("none", "glasses", "spectacles", "ears", "beard")
COLLARS = ("vee", "round", "roll", "lapels", "shawl", "buttons")


def figure(seed: str, turn: int, hair: str = "crop", wear: str = "none") -> Image.Image:
    """A calm figure of flat shapes, 800 by 1000 pixels, no two seeds alike.

    ``turn`` is its place in a row of pictures: neighbours get other grounds and inks. ``hair`` is
    one of :data:`HAIR`, ``wear`` one of :data:`WEAR`; everything else is drawn by lot.
    """
    sheet = Sheet(SIZE, f"figure {seed}")
    chance = sheet.chance
    inks = [SOURCE_INK, TRANSLATION_INK]
    if turn % 2:
        inks.reverse()
    ground, dress = inks
    _ground(sheet, GROUNDS[turn % len(GROUNDS)], ground, dress)
    x = 400 + chance.uniform(-34, 34)
    y = 418 + chance.uniform(-18, 18)
    rx = chance.uniform(122, 140)
    ry = rx * chance.uniform(1.24, 1.38)
    dark = chance.choice((True, True, False))
    if hair in ("long", "bob", "scarf", "curls"):
        _print_hair(sheet, _hair_back(sheet, hair, x, y, rx, ry), ground, dress, dark=dark)
    _shoulders(sheet, dress, ground, x, y + ry)
    _head(sheet, x, y, rx, ry, ground, dress)
    front = _hair_front(sheet, hair, x, y, rx, ry)
    if front is not None:
        _print_hair(sheet, front, ground, dress, dark=dark)
    _adornment(sheet, wear, x, y, rx, ry, ground, dress)
    return sheet.base


def _ground(sheet: Sheet, kind: str, ink: str, other: str) -> None:
    chance, (w, h) = sheet.chance, sheet.size
    everything = sheet.shape(lambda pen: pen.box(0, 0, w, h))
    # A breath of tone on the whole sheet keeps it from glaring on a dark page.
    sheet.print(ink, everything, sheet.fall(chance.choice((0, 180)), 0.10, 0.34))
    side = chance.choice((-1, 1))
    if kind == "sun":
        r = chance.uniform(285, 350)
        cx, cy = 400 + side * chance.uniform(40, 120), chance.uniform(330, 400)
        sheet.print(other, sheet.shape(lambda pen: pen.disc(cx, cy, r)), sheet.flat(0.92))
    elif kind == "half":
        edge = 400 + side * chance.uniform(10, 90)
        mask = sheet.shape(lambda pen: pen.box(*((0, 0, edge, h) if side < 0 else (edge, 0, w, h))))
        sheet.print(ink, mask, sheet.flat(0.9))
    elif kind == "arch":
        inset = chance.uniform(90, 130)
        top = chance.uniform(70, 120)
        radius = (w - 2 * inset) / 2

        def arch(pen: Pen) -> None:
            pen.disc(w / 2, top + radius, radius)
            pen.box(inset, top + radius, w - inset, h)

        sheet.print(other, sheet.shape(arch), sheet.fall(0, 0.85, 0.25))
    elif kind == "bands":
        count = chance.choice((4, 5, 6))
        step = h / count

        def bands(pen: Pen) -> None:
            for n in range(0, count, 2):
                pen.box(0, n * step, w, (n + 1) * step)

        sheet.print(ink, sheet.shape(bands), sheet.flat(chance.uniform(0.55, 0.8)))
    elif kind == "slope":
        a, b = chance.uniform(180, 420), chance.uniform(480, 760)
        if side < 0:
            a, b = b, a
        mask = sheet.shape(lambda pen: pen.polygon([(0, a), (w, b), (w, h), (0, h)]))
        sheet.print(ink, mask, sheet.flat(0.88))
        r = chance.uniform(56, 84)
        cx = 400 + side * chance.uniform(230, 270)
        sheet.print(other, sheet.shape(lambda pen: pen.disc(cx, chance.uniform(130, 190), r)))
    elif kind == "window":
        m = chance.uniform(70, 100)
        cross = 400 + side * chance.uniform(90, 160)
        sill = chance.uniform(300, 420)

        def window(pen: Pen) -> None:
            pen.box(m, m, w - m, h)
            pen.box(cross - 7, m, cross + 7, h, 0)
            pen.box(m, sill - 7, w - m, sill + 7, 0)

        sheet.print(other, sheet.shape(window), sheet.fall(180, 0.8, 0.3))
    else:
        for n, tone in enumerate((0.35, 0.6, 0.95)):
            level = 330 + n * 170 + chance.uniform(-20, 20)
            peak = 400 + side * (-1) ** n * chance.uniform(180, 300)
            r = chance.uniform(620, 760)
            hill = sheet.shape(lambda pen, v=(peak, level + r, r): pen.disc(*v))
            sheet.print(other if n == 1 else ink, hill, sheet.flat(tone))


def _shoulders(sheet: Sheet, dress: str, other: str, x: float, chin: float) -> None:
    chance, h = sheet.chance, sheet.height
    half = chance.uniform(270, 325)
    top = chin + chance.uniform(58, 84)
    drop = chance.uniform(90, 140)
    neck = chance.uniform(56, 68)

    def body(pen: Pen) -> None:
        pen.rounded(x - half, top + 40, x + half, h + 300, drop)
        pen.polygon(
            [
                (x - neck, top - 14),
                (x + neck, top - 14),
                (x + half - drop * 0.5, top + 72),
                (x + half - drop * 0.5, top + 180),
                (x - half + drop * 0.5, top + 180),
                (x - half + drop * 0.5, top + 72),
            ]
        )

    mask = sheet.shape(body)
    sheet.clear(mask)
    pattern = chance.choice(("plain", "plain", "fall", "stripes", "halves", "dark"))
    if pattern == "fall":
        sheet.print(dress, mask, sheet.fall(0, 0.35, 1.3))
    elif pattern == "stripes":
        width = chance.choice((26, 34, 44))

        def stripes(pen: Pen) -> None:
            for left in range(0, 800, width * 2):
                pen.box(left, 0, left + width, h)

        sheet.print(dress, ImageChops.multiply(mask, sheet.shape(stripes)))
        sheet.print(dress, mask, sheet.flat(0.3))
    elif pattern == "halves":
        sheet.print(dress, mask)
        right = sheet.shape(lambda pen: pen.box(x, 0, 800, h))
        sheet.print(other, ImageChops.multiply(mask, right), sheet.flat(0.75), second=True)
    else:
        sheet.print(dress, mask)
        if pattern == "dark":
            sheet.print(other, mask, sheet.fall(0, 0.2, 0.95), second=True)
    _collar(sheet, chance.choice(COLLARS), dress, other, x, top)


def _collar(sheet: Sheet, kind: str, dress: str, other: str, x: float, top: float) -> None:
    reach = sheet.chance.uniform(110, 190)
    if kind in ("vee", "lapels"):
        opening = sheet.shape(
            lambda pen: pen.polygon([(x - 62, top - 20), (x + 62, top - 20), (x, top + reach)])
        )
        sheet.clear(opening)
        if kind == "lapels":
            for side in (-1, 1):
                flap = sheet.shape(
                    lambda pen, side=side: pen.polygon(
                        [
                            (x + side * 64, top - 26),
                            (x + side * 124, top + 22),
                            (x + side * 96, top + 92),
                            (x, top + reach + 10),
                        ]
                    )
                )
                sheet.print(other, flap, sheet.flat(0.85))
        else:
            sheet.print(dress, opening, sheet.flat(0.3))
    elif kind == "round":
        sheet.clear(sheet.shape(lambda pen: pen.oval(x - 92, top - 62, x + 92, top + 58)))
    elif kind == "roll":
        roll = sheet.shape(lambda pen: pen.rounded(x - 80, top - 56, x + 80, top + 26, 30))
        sheet.clear(roll)
        sheet.print(dress, roll)
        sheet.print(other, roll, sheet.flat(0.45), second=True)
    elif kind == "shawl":
        shawl = sheet.shape(
            lambda pen: pen.polygon(
                [(x - 120, top), (x + 120, top), (x + 40, top + 96), (x - 70, top + 260)]
            )
        )
        sheet.clear(shawl)
        sheet.print(other, shawl, sheet.fall(90, 0.5, 1.1))
    else:

        def buttons(pen: Pen) -> None:
            for n in range(4):
                pen.disc(x, top + 84 + n * 66, 8)

        sheet.clear(sheet.shape(buttons))


def _head(sheet: Sheet, x: float, y: float, rx: float, ry: float, ground: str, dress: str) -> None:
    chance = sheet.chance
    square = chance.choice((False, False, True))

    def head(pen: Pen) -> None:
        pen.rounded(x - rx * 0.46, y + ry * 0.4, x + rx * 0.46, y + ry + 104, rx * 0.44)
        if square:
            pen.rounded(x - rx, y - ry, x + rx, y + ry, rx * 0.86)
        else:
            pen.oval(x - rx, y - ry, x + rx, y + ry)

    face = sheet.shape(head)
    sheet.clear(face)
    ink, other = chance.choice(((ground, dress), (dress, ground)))
    tone = chance.choice((0.12, 0.22, 0.34, 0.48, 0.62))
    light = sheet.fall(chance.choice((0, 90, 180)), tone, tone + 0.14)
    sheet.print(ink, face, light)
    side = chance.choice((-1, 1))
    nose = rx * chance.uniform(0.16, 0.26)

    def shadow(pen: Pen) -> None:
        edge = x + side * 900
        pen.polygon(
            [
                (edge, y - ry - 40),
                (x, y - ry - 40),
                (x, y - ry * 0.12),
                (x - side * nose, y + ry * 0.27),
                (x, y + ry * 0.33),
                (x, y + ry),
                (x + side * rx * 0.1, y + ry + 140),
                (edge, y + ry + 140),
            ]
        )

    half = ImageChops.multiply(face, sheet.shape(shadow))
    depth = chance.uniform(0.5, 0.72)
    sheet.print(other, half, sheet.fall(90 * side, depth - 0.12, depth + 0.2))
    # The chin throws its shade on the neck.
    throat = sheet.shape(lambda pen: pen.box(x - rx, y + ry * 0.8, x + rx, y + ry + 104))
    chin = sheet.shape(lambda pen: pen.oval(x - rx, y - ry, x + rx, y + ry))
    shade = ImageChops.multiply(ImageChops.subtract(face, chin), throat)
    sheet.print(other, shade, sheet.fall(180, 0.1, 0.75))


def _hair_back(sheet: Sheet, kind: str, x: float, y: float, rx: float, ry: float) -> Mask:
    chance = sheet.chance
    length = chance.uniform(0.95, 1.2) if kind == "bob" else chance.uniform(1.7, 2.3)

    def back(pen: Pen) -> None:
        if kind == "curls":
            centre, reach = y - ry * 0.34, rx * 1.14
            pen.disc(x, centre, reach)
            for n in range(19):
                turn = math.radians(135 + n * 15)
                pen.disc(x + reach * math.cos(turn), centre + reach * math.sin(turn), rx * 0.3)
        else:
            wide = 1.36 if kind == "scarf" else 1.24
            pen.oval(x - rx * wide, y - ry * 1.2, x + rx * wide, y + ry * 1.1)
            pen.rounded(x - rx * wide, y - ry * 0.2, x + rx * wide, y + ry * length, rx * 0.5)

    return sheet.shape(back)


def _hair_front(sheet: Sheet, kind: str, x: float, y: float, rx: float, ry: float) -> Mask | None:
    """Hair above the brow, cut to the shape of the head; nothing for the bald."""
    if kind == "bald":
        return None
    chance = sheet.chance
    brow = y - ry * chance.uniform(0.42, 0.58)
    side = chance.choice((-1, 1))

    def front(pen: Pen) -> None:
        if kind == "bun":
            pen.disc(x + side * rx * 0.3, y - ry * 1.28, rx * 0.5)
        grow = {"crop": 1.03, "scarf": 1.16, "cap": 1.1}.get(kind, 1.09)
        pen.oval(x - rx * grow, y - ry * grow - 6, x + rx * grow, y + ry * grow)
        if kind == "scarf":
            pen.oval(x - rx * 0.86, y - ry * 0.72, x + rx * 0.86, y + ry * 1.02, 0)
            return
        if kind in ("side", "bob"):
            pen.polygon(
                [
                    (x - side * rx * 1.4, brow + 10),
                    (x + side * rx * 0.3, brow - ry * 0.32),
                    (x + side * rx * 1.4, brow + ry * 0.3),
                    (x + side * rx * 1.4, y + ry * 1.4),
                    (x - side * rx * 1.4, y + ry * 1.4),
                ],
                0,
            )
        elif kind in ("long", "bun"):
            pen.polygon(
                [
                    (x - rx * 1.4, y + ry * 0.12),
                    (x - rx * 0.86, y - ry * 0.2),
                    (x, y - ry * 0.84),
                    (x + rx * 0.86, y - ry * 0.2),
                    (x + rx * 1.4, y + ry * 0.12),
                    (x + rx * 1.4, y + ry * 1.4),
                    (x - rx * 1.4, y + ry * 1.4),
                ],
                0,
            )
        else:
            pen.oval(x - rx * 1.5, brow, x + rx * 1.5, y + ry * 3.2, 0)

    return sheet.shape(front)


def _print_hair(sheet: Sheet, mask: Mask, ground: str, dress: str, *, dark: bool) -> None:
    sheet.clear(mask)
    sheet.print(ground, mask)
    if dark:
        sheet.print(dress, mask, sheet.flat(0.9), second=True)
    else:
        sheet.print(dress, mask, sheet.fall(0, 0.1, 0.7), second=True)


def _adornment(
    sheet: Sheet, kind: str, x: float, y: float, rx: float, ry: float, ground: str, dress: str
) -> None:
    if kind in ("glasses", "spectacles"):
        r = rx * (0.34 if kind == "glasses" else 0.29)
        eye = y - ry * 0.02

        def glasses(pen: Pen) -> None:
            for side in (-1, 1):
                pen.ring(x + side * rx * 0.43, eye, r, 6)
                pen.line([(x + side * (rx * 0.43 + r), eye), (x + side * rx, eye - 8)], 6)
            pen.line([(x - rx * 0.43 + r, eye), (x + rx * 0.43 - r, eye)], 6)

        mask = sheet.shape(glasses)
        sheet.print(ground, mask)
        sheet.print(dress, mask)
    elif kind == "ears":

        def drops(pen: Pen) -> None:
            for side in (-1, 1):
                pen.disc(x + side * (rx + 2), y + ry * 0.36, 15)

        mask = sheet.shape(drops)
        sheet.clear(mask)
        sheet.print(dress, mask)
    elif kind == "beard":

        def beard(pen: Pen) -> None:
            pen.oval(x - rx * 0.98, y - ry * 0.5, x + rx * 0.98, y + ry * 1.06)
            pen.oval(x - rx * 0.9, y - ry * 1.4, x + rx * 0.9, y + ry * 0.42, 0)
            pen.box(x - rx * 1.2, y - ry * 1.2, x + rx * 1.2, y + ry * 0.1, 0)

        mask = sheet.shape(beard)
        sheet.print(ground, mask, sheet.flat(0.9))
        sheet.print(dress, mask, sheet.flat(0.85), second=True)
