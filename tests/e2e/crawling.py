"""Follows every link of a site, as a search engine does, and keeps what came back."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

# Attributes that hold one address, by XPath; `srcset` and `data-keep` hold several.
_ADDRESSES = (
    "//@href | //@src | //@poster | //form/@action | //@data-worker"
    " | //meta[@property = 'og:image' or @property = 'og:url']/@content"
)
_IN_STYLES = re.compile(r"""url\(["']?([^"')]+)""")
_ALWAYS_AN_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
_READ_AS_TEXT = ("text/", "application/xml", "application/atom+xml", "application/json")
AT_ONCE = 4  # requests; as many as the server has threads


@dataclass(frozen=True)
class Answer:
    """What came back from an address."""

    url: str
    status: int
    headers: dict[str, str]
    content: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.media_type == "text/html" and bool(self.content)

    @property
    def is_state(self) -> bool:
        """Whether its address names a state of a page rather than a page."""
        return bool(urlsplit(self.url).query)

    @cached_property
    def text(self) -> str:
        """Its content, read."""
        return self.content.decode()

    @cached_property
    def document(self) -> html.HtmlElement:
        """The document in it."""
        return html.document_fromstring(self.text)

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list it."""
        return not self.values("//meta[@name = 'robots'][contains(@content, 'noindex')]/@content")

    def values(self, path: str) -> list[str]:
        """What stands at the XPath of the document, each as text."""
        return [str(value) for value in self.document.xpath(path)]

    @cached_property
    def names(self) -> set[str]:
        """Everything that a fragment may name."""
        return set(self.values("//@id"))

    def addresses(self) -> Iterator[str]:
        """All that it names, absolute, fragments included."""
        if self.is_page:
            yield from (urljoin(self.url, value) for value in self._in_the_document())
        elif self.media_type == "text/css":
            yield from (urljoin(self.url, value) for value in _IN_STYLES.findall(self.text))
        elif self.media_type == "text/calendar":
            # Lines are folded after 75 bytes (RFC 5545, 3.1).
            yield from _ALWAYS_AN_ADDRESS.findall(self.text.replace("\r\n ", ""))
        elif self.media_type.startswith(_READ_AS_TEXT) or self.media_type.endswith("+xml"):
            yield from _ALWAYS_AN_ADDRESS.findall(self.text.replace("&amp;", "&"))

    def _in_the_document(self) -> Iterator[str]:
        yield from self.values(_ADDRESSES)
        for listed in self.values("//@srcset"):
            yield from (candidate.split()[0] for candidate in listed.split(", "))
        for listed in self.values("//@data-keep"):
            yield from listed.split()


@dataclass(frozen=True)
class Crawl:
    """Answers by address, without fragments; ``named`` has who names what, with them."""

    host: str
    answers: dict[str, Answer]
    named: dict[str, set[str]]

    @cached_property
    def pages(self) -> dict[str, Answer]:
        """Everything that is HTML and no error, in order."""
        found = (answer for answer in self.answers.values() if answer.status == 200)
        return {answer.url: answer for answer in found if answer.is_page}

    @cached_property
    def indexed(self) -> dict[str, Answer]:
        """The pages that search engines may list."""
        return {url: page for url, page in self.pages.items() if page.is_indexed}

    def is_ours(self, url: str) -> bool:
        """Whether it stands on the site."""
        return url == self.host or url.startswith(f"{self.host}/")


def crawl(host: str, starts: Iterable[str]) -> Crawl:
    """Everything on the site at ``host`` that can be reached from the addresses ``starts``.

    A state of a page (an address with a query) leads on to pages and to the same state of others,
    never to another one: states have no end.
    """
    found = Crawl(host, {}, {})
    waiting = {host + start for start in starts}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting:
            answers = list(pool.map(fetch, sorted(waiting)))
            found.answers.update({answer.url: answer for answer in answers})
            waiting = set()
            for answer in answers:
                for address in answer.addresses():
                    found.named.setdefault(address, set()).add(answer.url)
                    url = urldefrag(address).url
                    if found.is_ours(url) and _leads_on(answer, url):
                        waiting.add(url)
            waiting -= set(found.answers)
    return found


def _leads_on(answer: Answer, url: str) -> bool:
    query = urlsplit(url).query
    return not answer.is_page or not answer.is_state or query in {"", urlsplit(answer.url).query}


def fetch(url: str) -> Answer:
    """What stands at ``url``; redirects are not followed."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=120)
    try:
        connection.request("GET", f"{parts.path or '/'}{parts.query and '?' + parts.query}")
        response: HTTPResponse = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(url, response.status, headers, response.read())
    finally:
        connection.close()
