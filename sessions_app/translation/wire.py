"""The text a translator types, and wagtail-localize's HTML: one into the other and back.

Rich text stands as text with tokens. ``{1}…{/1}`` is the source's link ``<a id="a1">``,
``{lang-de}…{/lang-de}`` words of another language, which the translation alone may mark,
``{b}…{/b}`` a plain inline element, ``{br}`` a line break. A token that is meant literally has a
backslash before it; backslashes that stand before a token, literal or not, are doubled. Nothing
else is escaped. Plain text has no tokens: a line break is a line break.

HTML comes out as BeautifulSoup writes it (``<br/>``; ``&``, ``<`` and ``>`` as entities), since
wagtail-localize compares and hashes strings in that form.
"""

import hashlib
import re
from collections.abc import Collection
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

# Inline elements that wagtail-localize allows in a string, apart from links and line breaks.
MARKS = frozenset({"abbr", "acronym", "b", "code", "em", "i", "strong"})
BREAK = "br"

_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
# From the first of several backslashes alone: thousands of them would be counted again and again.
_TOKEN = re.compile(rf"(?<!\\)(\\*)\{{(/?)({_NAME})\}}")
_LINK_ID = re.compile(r"a([0-9]+)")
_LANGUAGE_ID = re.compile(r"lang-([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_ANCHOR = re.compile(r'<a\s+id="([^"]*)"')
# Databases refuse some of them, XML all; surrogates are halves of characters.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Characters of one text; no paragraph has as many, and the checks read every one of them.
LONGEST = 50_000


class WireError(ValueError):
    """The text cannot be stored; ``str()`` says why in the user's language."""


def storable(text: str) -> str:
    """``text`` without the characters that no database takes."""
    return _UNSTORABLE.sub("", text)


def token_name(element_id: str) -> str:
    """What stands between the braces for a source's element: ``a1`` → ``1``."""
    link = _LINK_ID.fullmatch(element_id)
    return link[1] if link else element_id


def language_of(element_id: str) -> str:
    """The language that an element marks which translators may add: ``lang-de`` → ``de``."""
    language = _LANGUAGE_ID.fullmatch(element_id)
    return language[1] if language else ""


def languages_in(text: str) -> frozenset[str]:
    """The ids of the language marks in a text with tokens, whether the source has them or not."""
    names = (match[3] for match in _TOKEN.finditer(text))
    return frozenset(name for name in names if language_of(name))


def language_attributes(html: str) -> dict[str, dict[str, str]]:
    """Attributes of the language marks in segment HTML, by id; their ids say it all."""
    return {
        name: {"linktype": "lang", "lang": language_of(name)}
        for name in _ANCHOR.findall(html)
        if language_of(name)
    }


def from_html(html: str, *, rich: bool) -> str:
    """wagtail-localize's segment HTML as text with tokens (``{1}…{/1}``, ``{b}…{/b}``).

    Never raises: elements without a token are left out and their text kept, what is left open is
    closed. White space in rich text is one blank, as a browser shows it; carriage returns go.
    """
    reader = _Reader(rich=rich)
    reader.feed(html)
    reader.close()
    return reader.text()


def to_html(text: str, *, rich: bool, ids: Collection[str] = ()) -> str:
    """Text with tokens as segment HTML; ``ids`` are the ``id`` values of the source's elements.

    Raises :class:`WireError` for an unknown token, bad nesting, a character that no database
    takes, or more than :data:`LONGEST` characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        raise WireError(_("That is too long; %(limit)d characters fit.") % {"limit": LONGEST})
    if found := _UNSTORABLE.search(text):
        raise WireError(
            _("The text contains a character that cannot be stored (U+%(code)s).")
            % {"code": f"{ord(found[0]):04X}"}
        )
    return _write(text, {token_name(name): name for name in ids}) if rich else _plain(text)


def _plain(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")


def _write(text: str, elements: dict[str, str]) -> str:
    """``elements`` maps the names of tokens to the ids of links."""
    out: list[str] = []
    open_names: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        out.append(_plain(text[position : match.start()]))
        position = match.end()
        backslashes, closing, name = match.groups()
        out.append("\\" * (len(backslashes) // 2))
        token = match[0][len(backslashes) :]
        if len(backslashes) % 2:
            out.append(token)
        elif name == BREAK and not closing:
            out.append("<br/>")
        elif name not in elements and name not in MARKS:
            raise WireError(
                _("The original has no mark %(token)s. Write \\%(token)s to show it as it is.")
                % {"token": token}
            )
        elif closing:
            if not open_names or open_names[-1] != name:
                raise WireError(
                    _("%(token)s closes nothing that is open there.") % {"token": token}
                )
            open_names.pop()
            out.append("</a>" if name in elements else f"</{name}>")
        else:
            if name in elements and any(other in elements for other in open_names):
                raise WireError(
                    _("%(token)s stands within another link or language mark.") % {"token": token}
                )
            open_names.append(name)
            out.append(f'<a id="{elements[name]}">' if name in elements else f"<{name}>")
    if open_names:
        raise WireError(_("%(token)s is never closed.") % {"token": f"{{{open_names[-1]}}}"})
    out.append(_plain(text[position:]))
    return "".join(out)


class _Reader(HTMLParser):
    """Collects the text of a segment, its elements as tokens."""

    def __init__(self, *, rich: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.rich = rich
        self.parts: list[str] = []
        # Text is escaped only when complete: the parser may hand it over in pieces.
        self.pending: list[str] = []
        self.open: list[tuple[str, str | None]] = []

    def text(self) -> str:
        """Everything read; closes what was left open."""
        while self.open:
            self._close()
        self._flush(before_token=False)
        return "".join(self.parts)

    def handle_data(self, data: str) -> None:
        self.pending.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == BREAK:
            if self.rich:
                self._token(f"{{{BREAK}}}")
            else:
                self.pending.append("\n")
            return
        name: str | None = None
        if tag == "a":
            element_id = dict(attrs).get("id") or ""
            name = token_name(element_id) if re.fullmatch(_NAME, element_id) else None
        elif tag in MARKS:
            name = tag
        if name and self.rich:
            self._token(f"{{{name}}}")
        self.open.append((tag, name))

    def handle_endtag(self, tag: str) -> None:
        if tag in {opened for opened, _name in self.open}:
            while self._close() != tag:
                pass

    def _close(self) -> str:
        """Close the innermost element; returns its tag."""
        tag, name = self.open.pop()
        if name and self.rich:
            self._token(f"{{/{name}}}")
        return tag

    def _token(self, token: str) -> None:
        self._flush(before_token=True)
        self.parts.append(token)

    def _flush(self, *, before_token: bool) -> None:
        text = "".join(self.pending).replace("\r", "")
        self.pending.clear()
        if self.rich:
            text = re.sub(r"[\n\t\f]", " ", text)
            text = _TOKEN.sub(
                lambda match: f"{match[1]}{match[1]}\\{match[0][len(match[1]) :]}", text
            )
            if before_token:
                kept = text.rstrip("\\")
                text = kept + "\\" * (2 * (len(text) - len(kept)))
        self.parts.append(text)


def version(html: str | None) -> str:
    """Version token of a stored text; ``None`` and the empty text share one."""
    return hashlib.sha256((html or "").encode()).hexdigest()[:16]
