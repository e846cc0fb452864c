"""Segment HTML as people see it beside the field they type in: marks numbered, nothing to click."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..wire import MARKS, language_of, token_name

# Characters that cannot be seen, by the name of the sign that stands for them.
SIGNS = {"\u00ad": "shy", "\u200b": "zwsp"}


@dataclass(frozen=True)
class Mark:
    """A link or language mark of the source: its token, the words it holds, what it does."""

    token: str
    words: str
    description: str
    language: str = ""

    @property
    def example(self) -> str:
        """The mark as it is typed where there is no script."""
        return f"{{{self.token}}}…{{/{self.token}}}"


def describe(attributes: Mapping[str, str]) -> tuple[str, str]:
    """What a mark does, for people, and the language it names (empty for links)."""
    kind = attributes.get("linktype", "")
    if kind == "lang":
        language = attributes.get("lang", "")
        return _("Language: %(code)s") % {"code": language}, language
    if kind == "page":
        return _("Page of this site"), ""
    if kind == "document":
        return _("Document"), ""
    return attributes.get("href", "").removeprefix("mailto:") or _("Link"), ""


def marks(html: str, attrs: Mapping[str, Mapping[str, str]]) -> tuple[Mark, ...]:
    """The marks of a source text in the order in which they stand, each once."""
    words = _Renderer(attrs).read(html).words
    found = []
    for element_id, text in words.items():
        description, language = describe(attrs.get(element_id, {}))
        found.append(Mark(token_name(element_id), " ".join(text.split()), description, language))
    return tuple(found)


def render(html: str, attrs: Mapping[str, Mapping[str, str]]) -> SafeString:
    """Segment HTML for reading: links as numbered chips, invisible characters as signs."""
    return mark_safe("".join(_Renderer(attrs).read(html).out))


class _Renderer(HTMLParser):
    def __init__(self, attrs: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.attrs = attrs
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.words: dict[str, str] = {}

    def read(self, html: str) -> "_Renderer":
        """Parse ``html`` whole and close what it leaves open."""
        self.feed(html)
        self.close()
        while self.open:
            self._close()
        return self

    def handle_data(self, data: str) -> None:
        for _tag, element_id in self.open:
            if element_id:
                self.words[element_id] += data
        shown: str = escape(data)
        for letter, name in SIGNS.items():
            shown = shown.replace(letter, f'<span class="desk-sign" data-c="{name}"></span>')
        self.out.append(shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element_id = ""
        if tag == "br":
            self.out.append("<br>")
            return
        if tag == "a":
            element_id = dict(attrs).get("id") or ""
        if element_id:
            self.words.setdefault(element_id, "")
            own = {"linktype": "lang", "lang": language_of(element_id)}
            known = self.attrs.get(element_id) or (own if own["lang"] else {})
            description, language = describe(known)
            lang = format_html(' lang="{}"', language) if language else ""
            self.out.append(
                format_html(
                    '<span class="desk-chip" data-t="{}" title="{}"{}>',
                    token_name(element_id),
                    description,
                    lang,
                )
            )
        elif tag in MARKS:
            self.out.append(f"<{tag}>")
        self.open.append((tag, element_id))

    def handle_endtag(self, tag: str) -> None:
        if tag in {opened for opened, _id in self.open}:
            while self._close() != tag:
                pass

    def _close(self) -> str:
        tag, element_id = self.open.pop()
        if element_id:
            self.out.append("</span>")
        elif tag in MARKS:
            self.out.append(f"</{tag}>")
        return tag
