"""The glossary as TBX, the exchange format of term bases (ISO 30042).

Written is TBX-Basic in the form of 2008 (``martif``): what reads the form of 2019 reads it too,
while many tools in use read nothing else. Read are both, the latter in either of its styles
(categories as attributes or as elements of their own).

An entry is a concept with its terms in several languages; here a term and its translations. A
deprecated or superseded translation is a forbidden one. What is not to be translated has the same
term in both languages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, product
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from ...conf import content_languages
from ..models import GlossaryTerm
from ..words.lemmas import base
from .lines import DEEPEST, MOST_BYTES, MOST_LINES, Line, Reading, Unreadable

Status, PartOfSpeech = GlossaryTerm.Status, GlossaryTerm.PartOfSpeech

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = {"termEntry", "conceptEntry"}
_LANGUAGES = {"langSet", "langSec"}
_TERMS = {"tig", "ntig", "termSec"}
_PREFERRED, _DEPRECATED = "preferredTerm-admn-sts", "deprecatedTerm-admn-sts"
# The module of the standard's form that says which categories a file uses.
_CONSTRAINTS = "TBXBasicXCSV02.xcs"

# What XML 1.0 cannot say.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class _Term:
    """One term of an entry in one language."""

    text: str
    part_of_speech: str
    is_forbidden: bool
    note: str


def read(content: bytes, source_language: str = "") -> Reading:
    """The pairs of terms of a file.

    ``source_language`` is the language translated from; by default the one the file names, else
    the first of each entry. Every other language of an entry is a target. Raises
    :class:`~.lines.Unreadable`.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is too large."))
    try:
        root = fromstring(content)
    except DefusedXmlException:
        raise Unreadable(_("The file declares entities, which are not read.")) from None
    except (ParseError, ValueError, LookupError) as error:
        message = _("The file is not well-formed XML: %(error)s.")
        raise Unreadable(message % {"error": error}) from None
    if _name(root) not in {"martif", "tbx"}:
        message = _("The file is not TBX: it begins with “%(name)s”.")
        raise Unreadable(message % {"name": _name(root)[:40]})
    if _is_deeper(root, DEEPEST):
        raise Unreadable(_("The file is nested too deeply."))
    reading = Reading()
    wanted = source_language or root.get(_LANG, "")
    for number, entry in enumerate(_all(root, _ENTRIES), 1):
        found = list(islice(_lines(entry, number, wanted), MOST_LINES + 1))
        reading.lines += found
        if len(reading.lines) > MOST_LINES:
            told = _("The file has more than %(number)d pairs of terms.")
            raise Unreadable(told % {"number": MOST_LINES})
        reading.skipped += not found
    if not reading.lines:
        raise Unreadable(_("The file has no entry with terms in two languages."))
    return reading


def _is_deeper(root: Element, levels: int) -> bool:
    """Whether elements stand within more than so many others."""
    level = [root]
    for _step in range(levels):
        level = [child for element in level for child in element]
    return bool(level)


def write(terms: Iterable[GlossaryTerm]) -> bytes:
    """A file that :func:`read` reads back to the letter."""
    ordered = sorted(terms, key=_concept)
    root = Element("martif", {"type": "TBX-Basic", _LANG: _main_language(ordered)})
    header = SubElement(root, "martifHeader")
    description = SubElement(SubElement(header, "fileDesc"), "sourceDesc")
    SubElement(description, "p").text = str(GlossaryTerm._meta.verbose_name_plural)
    encoding = SubElement(header, "encodingDesc")
    SubElement(encoding, "p", {"type": "XCSURI"}).text = _CONSTRAINTS
    body = SubElement(SubElement(root, "text"), "body")
    for number, (concept, group) in enumerate(groupby(ordered, key=_concept), 1):
        _write_entry(body, f"c{number}", concept, list(group))
    indent(root)
    for element in root.iter():
        element.text = _UNSPEAKABLE.sub("", element.text or "")
    # The document type is what tools tell this form by; nobody has to fetch it.
    declared = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE martif SYSTEM "{}">\n'
    return (declared.format("TBXBasiccoreStructV02.dtd") + tostring(root, "unicode")).encode()


def _concept(term: GlossaryTerm) -> tuple[str, ...]:
    """What the rows of one entry share."""
    return (
        term.source.casefold(),
        term.source,
        term.source_language,
        term.part_of_speech,
        term.domain,
        term.definition,
        term.source_note,
    )


def _main_language(terms: Sequence[GlossaryTerm]) -> str:
    codes = [term.source_language for term in terms] or [content_languages()[0][0]]
    return max(sorted(set(codes)), key=codes.count)


def _write_entry(
    body: Element, name: str, concept: tuple[str, ...], rows: Sequence[GlossaryTerm]
) -> None:
    _folded, source, language, part_of_speech, domain, definition, note = concept
    entry = SubElement(body, "termEntry", {"id": name})
    for kind, text in (("subjectField", domain), ("definition", definition)):
        if text:
            SubElement(entry, "descrip", {"type": kind}).text = text
    own = SubElement(entry, "langSet", {_LANG: language})
    _write_term(own, _Term(source, part_of_speech, False, note), status=False)
    by_language = sorted(rows, key=lambda row: (row.target_language, row.target))
    for target_language, group in groupby(by_language, key=lambda row: row.target_language):
        part = SubElement(entry, "langSet", {_LANG: target_language})
        for row in group:
            forbidden = row.status == Status.FORBIDDEN
            text = row.target or row.source
            _write_term(part, _Term(text, part_of_speech, forbidden, row.target_note))


def _write_term(parent: Element, term: _Term, *, status: bool = True) -> None:
    group = SubElement(parent, "tig")
    SubElement(group, "term").text = term.text
    SubElement(group, "termNote", {"type": "partOfSpeech"}).text = term.part_of_speech
    if status:
        value = _DEPRECATED if term.is_forbidden else _PREFERRED
        SubElement(group, "termNote", {"type": "administrativeStatus"}).text = value
    if term.note:
        SubElement(group, "note").text = term.note


def _lines(entry: Element, number: int, wanted: str) -> Iterator[Line]:
    """Every pair of a source term and a target term of an entry."""
    by_language = [(part.get(_LANG, ""), list(_terms(part))) for part in _all(entry, _LANGUAGES)]
    sources = next(
        (one for one in by_language if _same_language(one[0], wanted)),
        None if wanted else next(iter(by_language), None),
    )
    if sources is None:
        return
    shared = {
        "domain": _category(entry, "subjectField"),
        "definition": _category(entry, "definition", of_languages=True),
    }
    for language, targets in by_language:
        if _same_language(language, sources[0]):
            continue
        for source, target in product(sources[1], targets):
            if not source.is_forbidden:
                yield Line(number, shared | _values(source, target, sources[0], language))


def _values(source: _Term, target: _Term, source_language: str, language: str) -> dict[str, str]:
    status = Status.FORBIDDEN if target.is_forbidden else Status.APPROVED
    if source.text == target.text and not target.is_forbidden:
        status = Status.DO_NOT_TRANSLATE
    part_of_speech = source.part_of_speech or target.part_of_speech
    known = part_of_speech in PartOfSpeech.values
    return {
        "source_language": source_language,
        "target_language": language,
        "source": source.text,
        "target": target.text,
        "status": status.value,
        "part_of_speech": part_of_speech if known else PartOfSpeech.OTHER.value,
        "source_note": source.note,
        "target_note": target.note,
    }


def _terms(part: Element) -> Iterator[_Term]:
    for group in _all(part, _TERMS):
        text = next((_text(one) for one in _all(group, {"term"})), "")
        status = _category(group, "administrativeStatus") or _category(
            group, "normativeAuthorization"
        )
        if text:
            yield _Term(
                text,
                _category(group, "partOfSpeech"),
                status.startswith(("deprecatedTerm", "supersededTerm")),
                "\n".join(filter(None, (_text(one) for one in _all(group, {"note"})))),
            )


def _category(parent: Element, kind: str, *, of_languages: bool = False) -> str:
    """The first text of a category, given as an attribute or as an element; of what is within an
    entry's languages only where ``of_languages`` says so, never of its terms.
    """
    inner = _TERMS if of_languages else _TERMS | _LANGUAGES
    for element in _outside(parent, inner):
        if kind in (element.get("type"), _name(element)):
            return _text(element)
    return ""


def _outside(parent: Element, inner: set[str]) -> Iterator[Element]:
    """All descendants but those within elements called by one of ``inner``."""
    for child in parent:
        if _name(child) not in inner:
            yield child
            yield from _outside(child, inner)


def _all(parent: Element, names: set[str]) -> Iterator[Element]:
    return (element for element in parent.iter() if _name(element) in names)


def _name(element: Any) -> str:
    """The name without its namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    """What an element says, without the space around its lines."""
    text = "".join(element.itertext()).strip()
    return "\n".join(line.strip() for line in text.splitlines())


def _same_language(one: str, other: str) -> bool:
    """Whether two codes name one language; one without a region stands for all of them."""
    if not one or not other:
        return False
    regions = {code.replace("_", "-").lower() for code in (one, other)}
    return len(regions) == 1 or (
        base(one) == base(other) and bool(regions & {base(one), base(other)})
    )
