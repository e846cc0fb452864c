"""Marks of the partners: a simple form and the name beside it."""

import unicodedata
from collections.abc import Sequence

from PIL import Image, ImageColor, ImageDraw, ImageFont

from .ink import PAPERS, SCALE, SOURCE_INK, TRANSLATION_INK, Pen

SIZE = (900, 360)
TEXT = "#1d2430"

FORMS = ("arches", "bars", "circles", "folder", "steps", "waves")


def wordmark(lines: Sequence[str], form: str) -> Image.Image:
    """A mark with a name in ``lines``, 900 by 360 pixels, on paper of its own.

    ``form`` is one of :data:`FORMS`; ``ValueError`` for any other. The paper lets the mark stand
    on dark pages too.
    """
    if form not in FORMS:
        raise ValueError(f"{form!r} is none of {', '.join(FORMS)}.")
    base = Image.new("RGB", SIZE, PAPERS[0])
    for ink, solid in ((TRANSLATION_INK, True), (SOURCE_INK, False)):
        mask = Image.new("L", (SIZE[0] * SCALE, SIZE[1] * SCALE), 0)
        _draw(Pen(mask), form, solid=solid)
        base.paste(Image.new("RGB", SIZE, ImageColor.getrgb(ink)), (0, 0), mask.reduce(SCALE))
    draw = ImageDraw.Draw(base)
    size = 74
    while max(draw.textlength(_bare(line), ImageFont.load_default(size)) for line in lines) > 520:
        size -= 2
    font = ImageFont.load_default(size)
    top = SIZE[1] / 2 - size * 1.12 * len(lines) / 2
    for n, line in enumerate(lines):
        _write(draw, (336, top + n * size * 1.12), line, font)
    return base


def _bare(line: str) -> str:
    """``line`` without the dots on its letters."""
    return unicodedata.normalize("NFD", line).replace("\u0308", "")


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], line: str, font: ImageFont.FreeTypeFont
) -> None:
    """Write ``line``; the type that comes with Pillow has no umlauts, so their dots are set."""
    draw.text(at, _bare(line), font=font, fill=TEXT)
    for n, letter in enumerate(line):
        base = _bare(letter)
        if base == letter:
            continue
        left, top, right, _bottom = font.getbbox(base)
        x = at[0] + draw.textlength(_bare(line[:n]), font) + (left + right) / 2
        y, r = at[1] + top - font.size * 0.13, font.size * 0.062
        for side in (-1, 1):
            centre = x + side * font.size * 0.13
            draw.ellipse((centre - r, y - r, centre + r, y + r), fill=TEXT)


def _draw(pen: Pen, form: str, *, solid: bool) -> None:
    """The form's part in the first ink (``solid``) or in the second one, within 60 to 300."""
    if form == "arches":
        for n in range(3):
            if (n % 2 == 0) is solid:
                r = 120 - n * 40
                pen.sector(180, 240, r, 180, 360)
                pen.sector(180, 240, r - 40, 180, 360, 0)
        if solid:
            pen.box(60, 252, 300, 276)
    elif form == "bars":
        for n, reach in enumerate((240, 150, 200, 110)):
            if (n % 2 == 0) is solid:
                pen.box(60, 64 + n * 62, 60 + reach, 64 + n * 62 + 44)
    elif form == "circles":
        if solid:
            pen.disc(138, 180, 82)
        else:
            pen.ring(222, 180, 72, 20)
    elif form == "folder":
        if solid:
            pen.polygon([(60, 90), (150, 90), (176, 122), (300, 122), (300, 276), (60, 276)])
            pen.box(92, 154, 268, 244, 0)
        else:
            pen.box(112, 176, 248, 190)
            pen.box(112, 208, 204, 222)
    elif form == "steps":
        for n in range(4):
            if solid or n == 3:
                pen.box(60 + n * 60, 240 - n * 56, 120 + n * 60, 284)
        if solid:
            pen.box(240, 0, 300, 284, 0)
    else:
        for n in reversed(range(5)):
            if (n % 2 == 0) is solid:
                pen.sector(84, 180, 60 + n * 36, -48, 48)
                pen.sector(84, 180, 60 + n * 36 - 20, -60, 60, 0)
        if solid:
            pen.disc(84, 180, 20)
