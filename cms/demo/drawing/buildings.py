"""Motifs of built things: stairs, arches, façades, doors, columns, shelves."""

from PIL import ImageChops

from .ink import SOURCE_INK as SECOND
from .ink import TRANSLATION_INK as FIRST
from .ink import Mask, Pen, Sheet


def stairs(sheet: Sheet) -> None:
    """Steps that climb to a disc of light."""
    w, h = sheet.size
    sheet.air(SECOND, 0.1, 0.34)
    sheet.print(SECOND, sheet.shape(lambda pen: pen.disc(w * 0.72, h * 0.3, h * 0.24)))
    count = 9
    run, rise = w * 0.86 / count, h * 0.7 / count

    def flight(pen: Pen) -> None:
        for n in range(count):
            pen.box(w * 0.14 + n * run, h - (n + 1) * rise, w, h)

    def risers(pen: Pen) -> None:
        for n in range(count):
            left = w * 0.14 + n * run
            pen.polygon(
                [
                    (left, h - (n + 1) * rise),
                    (left + run * 0.34, h - (n + 1) * rise),
                    (left + run * 0.34 - (n + 1) * rise * 0.5, h),
                    (left - (n + 1) * rise * 0.5, h),
                ]
            )

    steps = sheet.shape(flight)
    sheet.clear(steps)
    sheet.print(FIRST, steps, sheet.fall(0, 0.25, 0.85))
    sheet.print(FIRST, ImageChops.multiply(sheet.shape(risers), steps), sheet.flat(0.92))
    rail = [(w * 0.02, h * 0.86), (w * 0.98, h * 0.06)]
    sheet.print(SECOND, sheet.shape(lambda pen: pen.line(rail, 14)), second=True)


def arcade(sheet: Sheet) -> None:
    """A row of arches; their shadows lie on the ground."""
    w, h = sheet.size
    sheet.air(FIRST, 0.34, 0.08)
    floor = h * 0.78
    sheet.print(
        SECOND,
        sheet.shape(lambda pen: pen.box(0, floor, w, h)),
        sheet.fall(180, 0.3, 0.85),
    )
    count, pier = 5, 46.0
    span = (w - pier) / count
    top = h * 0.12

    def wall(pen: Pen) -> None:
        pen.box(0, top, w, floor)
        for n in range(count):
            left = pier + n * span
            r = (span - pier) / 2
            pen.disc(left + r, top + 110 + r, r, 0)
            pen.box(left, top + 110 + r, left + 2 * r, floor, 0)

    def depth(pen: Pen) -> None:
        for n in range(count):
            left = pier + n * span
            r = (span - pier) / 2
            pen.disc(left + r, top + 110 + r, r)
            pen.box(left, top + 110 + r, left + 2 * r, floor)
            pen.disc(left + r + 54, top + 118 + r, r, 0)
            pen.box(left + 54, top + 118 + r, left + 2 * r + 54, floor, 0)

    def shadow(pen: Pen) -> None:
        for n in range(count + 1):
            left = n * span
            pen.polygon(
                [
                    (left, floor),
                    (left + pier, floor),
                    (left + pier - h * 0.34, h),
                    (left - h * 0.34, h),
                ]
            )

    sheet.print(SECOND, sheet.shape(wall))
    sheet.print(FIRST, sheet.shape(depth), sheet.flat(0.9))
    sheet.print(FIRST, sheet.shape(shadow), sheet.flat(0.7), second=True)
    sheet.print(FIRST, sheet.shape(lambda pen: pen.box(0, top - 34, w, top)), second=True)


def facade(sheet: Sheet) -> None:
    """Windows of an office in the evening: some are lit."""
    w, h = sheet.size
    sheet.air(SECOND, 0.08, 0.3)
    columns, rows = 12, 6
    left, top = w * 0.12, h * 0.12
    cell_w, cell_h = w * 0.8 / columns, h * 0.94 / rows
    front = sheet.shape(lambda pen: pen.box(left - 34, top - 44, w, h))
    sheet.print(FIRST, front, sheet.flat(0.95))
    side = sheet.shape(
        lambda pen: pen.polygon([(left - 34, top - 44), (left - 34, h), (0, h), (0, top + 90)])
    )
    sheet.print(FIRST, side, sheet.fall(90, 0.45, 0.75))
    lit, dim = [], []
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * cell_w, top + row * cell_h
            box = (x, y, x + cell_w - 30, y + cell_h - 44)
            (lit if sheet.chance.random() < 0.3 else dim).append(box)
    panes = sheet.shape(lambda pen: [pen.box(*box) for box in lit + dim])
    sheet.clear(panes)
    dark = sheet.shape(lambda pen: [pen.box(*box) for box in dim])
    sheet.print(FIRST, dark, sheet.fall(0, 0.3, 0.75))
    bright = sheet.shape(lambda pen: [pen.box(*box) for box in lit])
    sheet.print(SECOND, bright, sheet.flat(0.9))
    blinds = sheet.shape(
        lambda pen: (
            [pen.box(b[0], b[1], b[2], b[1] + 26 + 9 * (n % 4)) for n, b in enumerate(lit)]
        )
    )
    sheet.print(FIRST, blinds, sheet.flat(0.55), second=True)


def doorway(sheet: Sheet) -> None:
    """Doors behind doors; the last one stands open."""
    w, h = sheet.size
    cx = w * 0.56
    sheet.print(FIRST, sheet.shape(lambda pen: pen.box(0, 0, w, h)), sheet.flat(0.95))
    count = 6
    for n in range(count):
        part = (n + 1) / (count + 1)
        half = (1 - part) * w * 0.6 + 60
        top = part * h * 0.46
        floor = h - part * h * 0.24
        frame = sheet.shape(
            lambda pen, v=(half, top, floor): pen.box(cx - v[0], v[1], cx + v[0] * 0.86, v[2])
        )
        sheet.clear(frame)
        ink = SECOND if n % 2 else FIRST
        if n < count - 1:
            tone = 0.86 - n * 0.1
            sheet.print(ink, frame, sheet.fall(90, tone - 0.3, tone + 0.25))
    last = 1 / (count + 1)
    half, floor = last * w * 0.6 + 60, h - (1 - last) * h * 0.24
    beam = sheet.shape(
        lambda pen: pen.polygon(
            [
                (cx - half, floor),
                (cx + half * 0.86, floor),
                (cx + half * 0.2, h),
                (cx - w * 0.42, h),
            ]
        )
    )
    sheet.clear(beam)
    sheet.print(SECOND, beam, sheet.fall(180, 0.05, 0.42))


def columns(sheet: Sheet) -> None:
    """Columns under a pediment, seen from below."""
    w, h = sheet.size
    sheet.air(SECOND, 0.4, 0.06)
    sheet.print(SECOND, sheet.shape(lambda pen: pen.disc(w * 0.2, h * 0.26, h * 0.17)))
    beam = sheet.shape(lambda pen: pen.box(w * 0.2, h * 0.3, w, h * 0.4))
    gable = sheet.shape(
        lambda pen: pen.polygon(
            [(w * 0.16, h * 0.3), (w * 0.74, h * 0.04), (w, h * 0.158), (w, h * 0.3)]
        )
    )
    for mask, tone in ((gable, 0.95), (beam, 0.75)):
        sheet.clear(mask)
        sheet.print(FIRST, mask, sheet.flat(tone))
    count = 7
    step = w * 0.86 / count
    base = h * 0.88
    for n in range(count):
        left = w * 0.24 + n * step
        shaft = sheet.shape(
            lambda pen, x=left: pen.polygon(
                [(x + 8, h * 0.4), (x + step * 0.5, h * 0.4), (x + step * 0.56, base), (x, base)]
            )
        )
        sheet.clear(shaft)
        sheet.print(FIRST, shaft, sheet.flat(0.25))
        shade = sheet.shape(lambda pen, x=left: pen.box(x + step * 0.26, h * 0.4, x + step, base))
        sheet.print(FIRST, ImageChops.multiply(shaft, shade), sheet.flat(0.95))
    plinth = sheet.shape(
        lambda pen: (
            (
                pen.box(w * 0.2, base, w, h * 0.93),
                pen.box(w * 0.14, h * 0.93, w, h),
            )
        )
    )
    sheet.clear(plinth)
    sheet.print(SECOND, plinth, sheet.fall(90, 0.7, 1.1))


def shelves(sheet: Sheet) -> None:
    """Files on shelves; one leans, one is missing."""
    w, h = sheet.size
    chance = sheet.chance
    sheet.air(FIRST, 0.12, 0.3)
    rows = 4
    height = h / rows
    groups: dict[tuple[str, float], list[list[tuple[float, float]]]] = {}
    boards = []
    for row in range(rows):
        floor = (row + 1) * height - 26
        boards.append((0, floor, w, floor + 15))
        x = -10.0
        while x < w:
            wide = chance.choice((26, 34, 44, 58, 70))
            tall = height * chance.uniform(0.6, 0.82)
            lean = chance.choice((0, 0, 0, 0, 0, 0, 0, 34))
            ink, tone = chance.choice(
                ((FIRST, 0.95), (FIRST, 0.6), (SECOND, 0.95), (SECOND, 0.55), (FIRST, 0.3))
            )
            spine = [
                (x + lean, floor - tall),
                (x + lean + wide, floor - tall + lean * 0.3),
                (x + wide, floor),
                (x, floor),
            ]
            groups.setdefault((ink, tone), []).append(spine)
            x += wide + lean + chance.choice((3, 3, 3, 3, 3, 3, 3, 3, 74))
    for (ink, tone), spines in groups.items():
        mask = sheet.shape(lambda pen, s=spines: [pen.polygon(p) for p in s])
        sheet.print(ink, mask, sheet.flat(tone))
        labels = sheet.shape(
            lambda pen, s=spines: (
                [
                    pen.box(p[3][0] + 7, p[3][1] - 62, p[2][0] - 7, p[3][1] - 40)
                    for p in s
                    if p[2][0] - p[3][0] > 30 and p[0][0] == p[3][0]
                ]
            )
        )
        sheet.clear(labels)
    sheet.print(FIRST, sheet.shape(lambda pen: [pen.box(*b) for b in boards]))


def towers(sheet: Sheet) -> None:
    """Blocks of a town, seen from above at an angle."""
    sheet.air(SECOND, 0.06, 0.26)
    unit = 118.0
    a, b = unit * 0.8, unit * 0.42
    # Every face of every block by the layer it is printed in, from the back to the front.
    faces: list[tuple[str, list[tuple[float, float]]]] = []
    for row in range(-1, 15):
        for column in range(9):
            x = column * unit * 1.75 + (row % 2) * unit * 0.875 - 60
            ground = row * unit * 0.52 + 330
            top = ground - sheet.chance.choice((60, 110, 110, 170, 240, 330))
            if sheet.chance.random() < 0.24:
                continue
            ink = sheet.chance.choice(("first", "first", "first", "second"))
            left = [(x - a, top), (x, top + b), (x, ground + b), (x - a, ground)]
            right = [(x, top + b), (x + a, top), (x + a, ground), (x, ground + b)]
            roof = [(x - a, top), (x, top - b), (x + a, top), (x, top + b)]
            faces += [(f"{ink} lit", left), (f"{ink} dark", right), (f"{ink} roof", roof)]

    def layer(name: str) -> Mask:
        return sheet.shape(
            lambda pen: [pen.polygon(face, 255 if kind == name else 0) for kind, face in faces]
        )

    sheet.clear(sheet.shape(lambda pen: [pen.polygon(face) for _kind, face in faces]))
    for name, ink, tone in (
        ("first lit", FIRST, 0.5),
        ("first dark", FIRST, 1.0),
        ("first roof", SECOND, 0.2),
        ("second lit", SECOND, 0.5),
        ("second dark", SECOND, 1.0),
        ("second roof", FIRST, 0.2),
    ):
        sheet.print(ink, layer(name), sheet.flat(tone))
