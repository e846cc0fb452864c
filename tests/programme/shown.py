"""A page as a visitor's browser reads it, for exact assertions."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from lxml import html


@dataclass(frozen=True)
class Shown:
    """An answer and the document in it."""

    response: HttpResponse
    root: html.HtmlElement

    @property
    def status(self) -> int:
        """Status code of the answer."""
        return self.response.status_code

    def texts(self, path: str) -> list[str]:
        """Text of every element at the XPath, white space collapsed."""
        return [" ".join(element.text_content().split()) for element in self.root.xpath(path)]

    def text(self, path: str) -> str:
        """Text of the only element at the XPath."""
        (found,) = self.texts(path)
        return found

    def rows(self, path: str, *attributes: str) -> list[tuple[str, ...]]:
        """Text and the attributes of every element at the XPath; empty where one is missing."""
        return [
            (" ".join(e.text_content().split()), *(e.get(name, "") for name in attributes))
            for e in self.root.xpath(path)
        ]

    def values(self, path: str, *attributes: str) -> list[tuple[str, ...]]:
        """The attributes of every element at the XPath."""
        return [tuple(e.get(name, "") for name in attributes) for e in self.root.xpath(path)]


def parse(response: HttpResponse) -> Shown:
    """The document of an answer that is at hand."""
    return Shown(response, html.document_fromstring(response.content.decode()))


def show(client: Client, address: str) -> Shown:
    """What stands at ``address``."""
    return parse(client.get(address))
