"""The translation memory as TMX 1.4b (Translation Memory eXchange, LISA OSCAR 2005).

Marks of a segment stand in the standard's elements for codes of the original: a pair as ``bpt``
and ``ept``, a line break as ``ph``, with the HTML as their content. Other tools' codes are not
ours: they are dropped, and the text they stand in is kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import wire
from ..checks.text import anchors, plain
from ..memory import Unit
from .lines import DEEPEST, Problem, Unreadable

# Characters of one text; longer ones are no segments.
LONGEST = 20_000
_CHUNK = 65_536

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = {"bpt", "ept", "ph", "it", "ut"}
_TYPES = {"bold": "b", "italic": "i"}
_LINE_BREAKS = {"lb", "x-br"}
_MARK = re.compile(r"<[^>]*>")
_OPENING = re.compile(r'<(\w+)(?: id="[\w-]+")?>')
_BREAK = re.compile(r"<br\s*/?>")
_DATE = "%Y%m%dT%H%M%SZ"
# No memory is older; and what is to come has not been translated.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
# Characters of a value that a file's own document type may give to all elements.
_SHORT = 100
# What XML 1.0 cannot say.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Pair:
    """A text and its translation (segment HTML) as a file has them; ``line`` is where they begin.

    ``title`` and ``at`` are where and when, if the file says so.
    """

    line: int
    source: str
    target: str
    title: str = ""
    at: datetime | None = None


class Readable(Protocol):
    """A file, or what reads like one."""

    def read(self, size: int = ..., /) -> bytes:
        """At most ``size`` bytes; none at the end."""


def read(file: Readable, source_language: str, target_language: str) -> Iterator[Pair | Problem]:
    """The pairs of a file in these languages, piece by piece, and what had to be left out.

    Languages are compared by their first part: ``de-DE`` is German. Raises
    :class:`~.lines.Unreadable`, with the line, where the file is no TMX; what came before stands.
    """
    collector = _Collector(_primary(source_language), _primary(target_language))
    # A document type is named by most files, entities are declared by none that is meant well.
    parser = XMLParser(target=collector, forbid_dtd=False)
    collector.line_of = lambda: parser.parser.CurrentLineNumber
    parser.parser.AttlistDeclHandler = _allow
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            yield from collector.take()
        parser.close()
    except (DefusedXmlException, ParseError, LookupError, ValueError) as error:
        yield from collector.take()
        raise _unreadable(error) from None
    yield from collector.take()


def _allow(element: str, name: str, kind: str, default: str | None, required: int, /) -> None:
    """Refuse long values that every element of a name would be given anew."""
    if default is not None and len(default) > _SHORT:
        raise Unreadable(_("The file declares entities of its own, which is refused."))


def _unreadable(error: Exception) -> Unreadable:
    """What to tell people of what the parser raised."""
    if isinstance(error, Unreadable):
        return error
    if isinstance(error, DefusedXmlException):
        return Unreadable(_("The file declares entities of its own, which is refused."))
    if isinstance(error, ParseError):
        line = error.position[0]
        return Unreadable(_("The file is no TMX: line %(line)d is no XML.") % {"line": line})
    return Unreadable(_("The file is in an encoding that is not known here."))


def _primary(code: str) -> str:
    return re.split("[-_]", code.strip().lower(), maxsplit=1)[0]


class _Collector:
    """Takes what the parser finds, and puts the pairs together."""

    def __init__(self, source: str, target: str) -> None:
        self.languages = (source, target)
        self.line_of: Any = None
        self.found: list[Pair | Problem] = []
        self.path: list[str] = []
        self.line = 0
        self.texts: dict[str, list[str]] = {}
        self.title = ""
        self.at: datetime | None = None
        self.language = ""
        self.parts: list[str] | None = None
        self.code: list[str] | None = None
        self.code_of: Mapping[str, str] = {}
        self.closing: dict[str, str] = {}
        self.words: list[str] | None = None
        # Characters that the text read at the moment may still have.
        self.room = 0
        self.is_long = False

    def take(self) -> list[Pair | Problem]:
        """What was found since the last call."""
        found, self.found = self.found, []
        return found

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self.path and name != "tmx":
            told = _("The file is no TMX: it begins with “%(name)s”.") % {"name": name[:50]}
            raise Unreadable(told)
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise Unreadable(_("The file is nested too deeply."))
        if name == "tu":
            self.line = self.line_of()
            self.texts, self.title, self.at = {}, "", _date(attrs)
            self.is_long = False
        elif name == "tuv":
            self.language = _primary(attrs.get(_XML_LANG) or attrs.get("lang") or "")
            self.at = _date(attrs) or self.at
        elif name == "prop" and attrs.get("type") == "x-title":
            self.words, self.room = [], LONGEST
        elif name == "seg":
            self.parts, self.closing, self.room = [], {}, LONGEST
        elif name in _CODES and self.parts is not None and self.code is None:
            self.code, self.code_of = [], attrs

    def data(self, text: str) -> None:
        if not self._fits(text):
            return
        if self.words is not None:
            self.words.append(text)
        elif self.code is not None:
            if self.path[-1] in _CODES:
                self.code.append(text)
        elif self.parts is not None:
            self.parts.append(escape(text, quote=False))

    def end(self, tag: str) -> None:
        name = self.path.pop()
        if name in _CODES and self.code is not None and self.parts is not None:
            if not _CODES.intersection(self.path):
                mark = self._mark(name, "".join(self.code))
                if self._fits(mark):
                    self.parts.append(mark)
                self.code = None
        elif name == "seg" and self.parts is not None:
            self.texts.setdefault(self.language, []).append(settled("".join(self.parts)))
            self.parts = None
        elif name == "prop" and self.words is not None:
            self.title, self.words = "".join(self.words).strip(), None
        elif name == "tu":
            self.found += self._pairs()

    def close(self) -> None:
        """The parser's last word."""

    def _fits(self, text: str) -> bool:
        """Whether there is room for ``text``; nothing more is kept of a text that is too long."""
        self.room -= len(text)
        if self.room < 0 and self.parts is not None:
            self.is_long = True
        return self.room >= 0

    def _mark(self, name: str, code: str) -> str:
        """The HTML of a code, empty where it says nothing here."""
        if name == "ph":
            is_break = _BREAK.fullmatch(code) or self.code_of.get("type") in _LINE_BREAKS
            return "<br/>" if is_break else ""
        pair = self.code_of.get("i", "")
        if name == "ept":
            return self.closing.pop(pair, "")
        if name != "bpt":
            return ""
        opening = _OPENING.fullmatch(code.strip())
        element = opening[1] if opening else _TYPES.get(self.code_of.get("type", ""), "")
        if element != "a" and element not in wire.MARKS:
            return ""
        self.closing[pair] = f"</{element}>"
        return opening[0] if opening else f"<{element}>"

    def _pairs(self) -> Iterator[Pair | Problem]:
        source, target = (self.texts.get(language, []) for language in self.languages)
        if self.is_long:
            yield Problem(self.line, _("A text is too long."))
            return
        if not source or not target:
            yield Problem(self.line, _("It does not stand in both languages."))
        for text in target if source else ():
            if not plain(source[0]).strip() or not plain(text).strip():
                yield Problem(self.line, _("A text is empty."))
            elif max(len(source[0]), len(text)) > LONGEST:
                yield Problem(self.line, _("A text is too long."))
            else:
                yield Pair(self.line, source[0], text, self.title, self.at)


def _date(attrs: Mapping[str, str]) -> datetime | None:
    given = attrs.get("changedate") or attrs.get("creationdate") or ""
    try:
        found = datetime.strptime(given, _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if _EARLIEST <= found <= timezone.now() + timedelta(days=1) else None


def settled(html: str) -> str:
    """Segment HTML as the desk writes it; without its marks where they cannot stand so."""
    try:
        return wire.to_html(wire.from_html(html, rich=True), rich=True, ids=anchors(html))
    except wire.WireError:
        return escape(plain(html), quote=False).replace("\n", "<br/>")


def write(units: Iterable[Unit]) -> Iterator[str]:
    """A file with these units, piece by piece. Who translated is nobody's business elsewhere."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4">\n'
        '<header creationtool="wagtail-zwiesprache" creationtoolversion="1" segtype="paragraph" '
        'o-tmf="wagtail-zwiesprache" adminlang="en" srclang="*all*" datatype="html"/>\n'
        "<body>\n"
    )
    for unit in units:
        yield "".join(_unit(unit))
    yield "</body>\n</tmx>\n"


def _unit(unit: Unit) -> Iterator[str]:
    at = unit.at.astimezone(UTC).strftime(_DATE)
    yield f'<tu srclang={quoteattr(unit.source_language)} changedate="{at}">\n'
    if unit.title:
        yield f'<prop type="x-title">{_spoken(unit.title)}</prop>\n'
    for language, html in (
        (unit.source_language, unit.source),
        (unit.target_language, unit.target),
    ):
        yield f"<tuv xml:lang={quoteattr(language)}><seg>{''.join(_segment(html))}</seg></tuv>\n"
    yield "</tu>\n"


def _spoken(text: str) -> str:
    # A bare carriage return would be read back as a line feed.
    return escape(_UNSPEAKABLE.sub("", text), quote=False).replace("\r", "&#13;")


def _segment(html: str) -> Iterator[str]:
    """A segment with its marks as codes; pairs are numbered in the order they open."""
    html = settled(html)
    position = pairs = 0
    open_pairs: list[int] = []
    for mark in _MARK.finditer(html):
        yield _spoken(unescape(html[position : mark.start()]))
        position = mark.end()
        code = escape(mark[0], quote=False)
        if _BREAK.fullmatch(mark[0]):
            yield f'<ph type="lb">{code}</ph>'
        elif mark[0].startswith("</"):
            yield f'<ept i="{open_pairs.pop()}">{code}</ept>'
        else:
            pairs += 1
            open_pairs.append(pairs)
            yield f'<bpt i="{pairs}"{_kind(mark[0])}>{code}</bpt>'
    yield _spoken(unescape(html[position:]))


def _kind(mark: str) -> str:
    """The standard's word for what a mark does, where it has one."""
    kinds = {"<b>": "bold", "<strong>": "bold", "<i>": "italic", "<em>": "italic"}
    kind = "link" if mark.startswith("<a ") else kinds.get(mark)
    return f' type="{kind}"' if kind else ""
