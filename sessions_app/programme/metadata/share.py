"""The picture that stands for a page where its address is shared: drawn, 1200 × 630, as PNG.

Ink on paper, the ink of the language that is read in a broad column, that of its counterpart
beside it. The same words give the same bytes. No query, no request; letters come from packages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from unicodedata import category

import fontpkg_inter_tight
import fontpkg_source_serif_4
from django.core.cache import cache
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
# Changes whenever the drawing does: caches keep pictures by words and design.
DESIGN = "1"
KEPT_FOR = 7 * 24 * 3600  # seconds
LONGEST = 300  # characters of any text; what is longer was not written for a picture

PAPER, INK, QUIET, HAIRLINE = "#fbf9f5", "#1a1613", "#544d47", "#c9c3ba"
INKS = {"source": "#9c2615", "translation": "#243f9c"}
_COLOUR = re.compile("#[0-9a-f]{6}")
MARKS = {"source": "„", "translation": "”"}

_SANS = str(files(fontpkg_inter_tight) / "files" / "InterTight[wght].ttf")
_SERIF = str(files(fontpkg_source_serif_4) / "files" / "SourceSerif4-Italic[opsz,wght].ttf")
_UPRIGHT = str(files(fontpkg_source_serif_4) / "files" / "SourceSerif4[opsz,wght].ttf")

COLUMN, SEAM = 196, 12  # the broad column of ink, the narrow one of the other voice
LEFT, RIGHT = 256, SIZE[0] - 56
WIDTH = RIGHT - LEFT
TOP, BASE = 52, 476  # what stands between the line of the programme and the rule of the facts
TITLE_SIZES = range(104, 38, -4)
TITLE_LINES = 4


@dataclass(frozen=True)
class Words:
    """What is to be read on a picture.

    ``voice`` is ``source`` or ``translation``; ``other`` the title in another language, or empty;
    ``when`` the strong line of the foot, ``where`` the quiet one. Inks are colours (``#rrggbb``).
    """

    voice: str
    language: str
    title: str
    other: str = ""
    people: str = ""
    when: str = ""
    where: str = ""
    programme: str = ""
    source_ink: str = INKS["source"]
    translation_ink: str = INKS["translation"]

    def inked(self, inks: Mapping[str, str] | None) -> "Words":
        """The same in the site's own ``inks``, by voice; what is no colour is left out."""
        own = {f"{name}_ink": ink for name, ink in (inks or {}).items() if name in INKS}
        return replace(self, **{name: ink for name, ink in own.items() if _COLOUR.fullmatch(ink)})

    @property
    def digest(self) -> str:
        """What tells this picture from every other: 32 hexadecimal digits."""
        told = "\x1f".join([DESIGN, *astuple(self)])
        return sha256(told.encode(errors="replace")).hexdigest()[:32]


def picture(words: Words) -> bytes:
    """The picture as PNG, drawn once and kept in Django's cache."""
    key = f"sessions:share:{words.digest}"
    drawn = cache.get(key)
    if drawn is None:
        drawn = draw(words)
        cache.set(key, drawn, KEPT_FOR)
    return bytes(drawn)


def draw(words: Words) -> bytes:
    """The picture as PNG. Signs that the letters do not have are drawn as boxes."""
    image = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    ink, other = words.source_ink, words.translation_ink
    if words.voice == "translation":
        ink, other = other, ink
    _column(canvas, words, ink, other)
    _line(canvas, (LEFT, TOP), _plain(words.programme), _font(_SANS, 26, 600), INK)
    canvas.line([(LEFT, TOP + 46), (RIGHT, TOP + 46)], fill=INK, width=3)
    below = _foot(canvas, words)
    _middle(canvas, words, other, TOP + 70, below - 22)
    # Few inks: a palette holds them and their edges, in half of the bytes.
    file = BytesIO()
    inks = image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    inks.save(file, "PNG", compress_level=6)
    return file.getvalue()


def _column(canvas: ImageDraw.ImageDraw, words: Words, ink: str, other: str) -> None:
    canvas.rectangle([(0, 0), (COLUMN - 1, SIZE[1])], fill=ink)
    if words.other:
        canvas.rectangle([(COLUMN, 0), (COLUMN + SEAM - 1, SIZE[1])], fill=other)
    mark = MARKS[words.voice]
    letters = _font(_UPRIGHT, 430, 700)
    left, top, right, bottom = canvas.textbbox((0, 0), mark, font=letters)
    # One speaks low, the other answers high.
    height = SIZE[1] - 128 - bottom if words.voice == "source" else 56 - top
    place = ((COLUMN - (right - left)) / 2 - left, height)
    canvas.text(place, mark, font=letters, fill=PAPER)
    small = _font(_SANS, 24, 600)
    name = _shortened(_plain(words.language), small, COLUMN - 40)
    canvas.text((COLUMN / 2, SIZE[1] - 56), name, font=small, fill=PAPER, anchor="ms")


def _foot(canvas: ImageDraw.ImageDraw, words: Words) -> int:
    """Day, time and room; the height at which they begin."""
    when, where = _plain(words.when), _plain(words.where)
    if not when and not where:
        return SIZE[1] - 40
    top = BASE if when and where else BASE + 52
    canvas.line([(LEFT, top), (RIGHT, top)], fill=INK, width=3)
    height = top + 24
    if when:
        _line(canvas, (LEFT, height), when, _font(_SANS, 40, 700), INK)
        height += 52
    if where:
        _line(canvas, (LEFT, height), where, _font(_SANS, 28, 450), QUIET)
    return top


def _middle(
    canvas: ImageDraw.ImageDraw, words: Words, other_ink: str, top: int, bottom: int
) -> None:
    """Title as large as it fits, the other voice and the people below it."""
    people = broken(_plain(words.people), _font(_SANS, 30, 500), WIDTH, 2)
    voice = broken(_plain(words.other), _font(_SERIF, 34, 420), WIDTH, 2)
    left = bottom - top - 40 * len(people) - (42 * len(voice) if voice else 0) - 34
    lines, size = _title(_plain(words.title), left)
    height = top
    step = round(size * 1.06)
    letters = _font(_SANS, size, 700)
    for line in lines:
        canvas.text((LEFT - round(size * 0.05), height), line, font=letters, fill=INK)
        height += step
    height += 22
    for line in voice:
        canvas.text((LEFT, height), line, font=_font(_SERIF, 34, 420), fill=other_ink)
        height += 42
    height = max(height + 12, bottom - 40 * len(people))
    for line in people:
        canvas.text((LEFT, height), line, font=_font(_SANS, 30, 500), fill=INK)
        height += 40


def _title(title: str, height: float) -> tuple[list[str], int]:
    """Lines and size of a title: the largest at which it fits whole, else the smallest, cut."""
    for size in TITLE_SIZES:
        most = min(TITLE_LINES, int(height // round(size * 1.06)))
        letters = _font(_SANS, size, 700)
        if most and all(letters.getlength(word) <= WIDTH for word in title.split()):
            lines = broken(title, letters, WIDTH, most + 1)
            if len(lines) <= most:
                return lines, size
    size = TITLE_SIZES[-1]
    most = max(1, min(TITLE_LINES, int(height // round(size * 1.06))))
    return broken(title, _font(_SANS, size, 700), WIDTH, most), size


def broken(text: str, font: ImageFont.FreeTypeFont, width: float, most: int) -> list[str]:
    """``text`` in as few lines as it needs, of lengths as even as may be; at most ``most``.

    ``width`` in pixels. A word that is longer than a line is broken anywhere; what is left over
    after the last line gives way to “…”.
    """
    words = [part for word in text.split() for part in _parts(word, font, width)]
    lines = _filled(words, font, width)
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        return [*lines[: most - 1], _shortened(rest, font, width)]
    narrow, wide = 0.0, width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        tried = _filled(words, font, middle)
        if len(tried) > len(lines) or any(font.getlength(line) > middle for line in tried):
            narrow = middle
        else:
            wide = middle
    return _filled(words, font, wide)


def _filled(words: Sequence[str], font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _parts(word: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    parts = [""]
    if font.getlength(word) <= width:
        return [word]
    for sign in word:
        if parts[-1] and font.getlength(parts[-1] + sign) > width:
            parts.append("")
        parts[-1] += sign
    return parts


def _shortened(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """``text`` in one line, with “…” in place of what does not fit."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text.rstrip()}…") > width:
        text = text[:-1]
    return f"{text.rstrip(' ,.;:–-·')}…"


def _line(
    canvas: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    font: ImageFont.FreeTypeFont,
    ink: str,
) -> None:
    canvas.text(place, _shortened(text, font, WIDTH), font=font, fill=ink)


def _plain(text: str) -> str:
    """One line without signs that show nothing: soft hyphens, controls, halves of pairs."""
    seen = "".join(" " if sign.isspace() else sign for sign in text[:LONGEST])
    kept = (sign for sign in seen if category(sign) not in {"Cc", "Cf", "Cs", "Cn"})
    return re.sub(" +", " ", "".join(kept)).strip()


@lru_cache(maxsize=64)
def _font(path: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    wanted = {b"Weight": weight, b"Optical Size": size}
    settings: list[float] = []
    for axis in font.get_variation_axes():
        low, high = axis["minimum"] or 0, axis["maximum"] or 1000
        settings.append(min(max(low, wanted[axis["name"] or b""]), high))
    font.set_variation_by_axes(settings)
    return font
