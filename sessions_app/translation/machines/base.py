"""What a machine is, and what it must keep of a text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .. import wire


class MachineError(Exception):
    """A machine gave no translation; ``str()`` says why in the user's language.

    It tells neither a text nor a key: it may stand in a log.
    """


class Machine:
    """One engine that translates.

    Subclasses take their options as keyword arguments, by the names in the host's settings.
    ``identifier`` is the name that the host gave it; it is stored with every text that came from
    it. ``name`` is what people know the engine by.
    """

    name: ClassVar[str | Promise]

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Segment HTML of as many texts, in their order; tags and their ids are kept.

        ``source`` and ``target`` are language codes of the site. Raises :class:`MachineError`.
        """
        raise NotImplementedError


def accept(text: str, translated: str) -> str:
    """What a machine made of ``text``, as the desk stores it; both are segment HTML.

    Raises :class:`MachineError` where a link, mark or line break was lost, doubled or invented, or
    where nothing came back.
    """
    elements = Counter(_elements(text))
    ids = [name for _tag, name in elements if name]
    try:
        html = wire.to_html(wire.from_html(translated, rich=True), rich=True, ids=ids)
    except wire.WireError as error:
        raise MachineError(_("The machine damaged the text.")) from error
    if not html.strip():
        raise MachineError(_("The machine gave back nothing."))
    if Counter(_elements(html)) != elements:
        raise MachineError(_("The machine lost links or marks of the text."))
    return html


def _elements(html: str) -> Iterator[tuple[str, str]]:
    """Tag and id of every element."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs).get("id") or ""))
