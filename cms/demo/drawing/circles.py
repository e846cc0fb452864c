"""Compositions of circles for real people, of whom no likeness is drawn."""

from PIL import Image, ImageChops

from .ink import SOURCE_INK, TRANSLATION_INK, Pen, Sheet

SIZE = (800, 1000)


def rings(seed: str, turn: int) -> Image.Image:
    """A composition of circles and arcs without any figure, 800 by 1000 pixels.

    It stands for real people, of whom no likeness is drawn. ``turn`` as for :func:`figure`.
    """
    sheet = Sheet(SIZE, f"rings {seed}")
    chance, (w, h) = sheet.chance, sheet.size
    first, second = (SOURCE_INK, TRANSLATION_INK) if turn % 2 else (TRANSLATION_INK, SOURCE_INK)
    everything = sheet.shape(lambda pen: pen.box(0, 0, w, h))
    sheet.print(first, everything, sheet.fall(0, 0.1, 0.34))
    side = 1 if turn % 4 < 2 else -1
    r = chance.uniform(220, 270)
    cx, cy = 400 - side * chance.uniform(60, 120), chance.uniform(330, 400)
    ox, oy = 400 + side * chance.uniform(60, 130), cy + r * chance.uniform(0.95, 1.25)
    step = chance.uniform(24, 40)
    kind = turn % 4

    def waves(pen: Pen) -> None:
        for n in range(1, 12):
            if kind == 1:
                level = oy - r + n * step * 1.6
                pen.line([(0, level), (w, level)], 3 + n)
            elif kind == 3:
                pen.box(w - n * step * 2.4, 0, w - n * step * 2.4 + n * 2 + 4, h)
            else:
                pen.ring(cx, cy, r + n * step, 3 + n % 4 * 2)

    sheet.print(second, sheet.shape(lambda pen: pen.disc(cx, cy, r)))
    disc = sheet.shape(lambda pen: pen.disc(ox, oy, r * 1.16))
    sheet.print(first, disc, sheet.fall(90 * side, 0.4, 1.2), second=True)
    field = sheet.shape(lambda pen: pen.box(0, 0 if kind > 1 else cy, w, h))
    sheet.print(first, ImageChops.multiply(sheet.shape(waves), field))
    bite = r * chance.uniform(0.42, 0.6)
    arc = sheet.shape(lambda pen: pen.sector(ox, oy, bite, 180, 360))
    sheet.clear(arc)
    sheet.print(second, arc, sheet.flat(0.24))
    return sheet.base
