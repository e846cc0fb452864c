"""Links in texts: to the version that the reader can read, and to harmless addresses alone."""

import re
from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from .frame import Frame

SCHEMES = {"http", "https", "mailto", "tel"}
# What the opening tag of a link may carry; everything else is left out.
ATTRIBUTES = ("href", "hreflang", "lang", "dir", "title")
_ANY_LINK = re.compile(r"<a(\b[^>]*)>", re.IGNORECASE)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers overlook these in an address, so `java\nscript:` is a script.
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f]")


def is_harmless(address: str) -> bool:
    """Whether an address leads to a page, a mailbox or a telephone rather than to a script."""
    scheme = _SCHEME.match(_OVERLOOKED.sub("", address))
    return scheme is None or scheme[1].lower() in SCHEMES


def harmless(address: str | None) -> str:
    """``address``, or nothing where it is not :func:`is_harmless`."""
    return address if address and is_harmless(address) else ""


def linked_pages(rich_texts: Iterable[str]) -> set[int]:
    """Primary keys of the pages that stored rich texts link to."""
    found = set()
    for html in rich_texts:
        for tag in FIND_A_TAG.findall(html):
            attributes = extract_attrs(tag)
            if attributes.get("linktype") == "page" and attributes.get("id", "").isdigit():
                found.add(int(attributes["id"]))
    return found


def expand(html: str, frame: Frame) -> SafeString:
    """Stored rich text as HTML for readers of ``frame``. No query of its own.

    A link to a page leads to the version in the reader's language, else to the page itself with
    ``hreflang``; a page that is not public leaves its words without a link. ``frame`` must have
    been loaded with the :func:`linked_pages`.
    """
    localised = FIND_A_TAG.sub(lambda match: _page_link(match, frame), html)
    expanded = _ANY_LINK.sub(_harmless_tag, expand_db_html(localised))
    # As Wagtail's own filter does; every link was rebuilt above.
    return mark_safe(expanded)


def _page_link(match: re.Match[str], frame: Frame) -> str:
    attributes = extract_attrs(match[1])
    if attributes.get("linktype") != "page":
        return match[0]
    pk = attributes.get("id", "")
    page = frame.for_reader(int(pk)) if pk.isdigit() else None
    if page is None:
        return "<a>"
    language = page.locale.language_code
    kept = {"href": frame.address(page)}
    if language != frame.language:
        kept["hreflang"] = language
    return _tag(kept)


def _harmless_tag(match: re.Match[str]) -> str:
    attributes = extract_attrs(match[1])
    if not is_harmless(attributes.get("href", "")):
        del attributes["href"]
    return _tag({name: attributes[name] for name in ATTRIBUTES if name in attributes})


def _tag(attributes: dict[str, str]) -> str:
    written = format_html_join("", ' {}="{}"', attributes.items())
    return f"<a{written}>"
