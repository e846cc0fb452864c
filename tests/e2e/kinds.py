"""One address of every kind of page that visitors meet, taken from the pages themselves."""

from collections.abc import Callable
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import urlopen

from lxml import html

LANGUAGES = ("de", "en")
# In every language: a word that many texts hold, and one that none does.
KNOWN, UNKNOWN = {"de": "Verwaltung", "en": "administration"}, "xyzzy"


class Reader:
    """Follows links by where they stand; ``host`` is the site's address without a slash."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._read: dict[str, html.HtmlElement] = {}

    def document(self, address: str) -> html.HtmlElement:
        """The document at ``address``."""
        if address not in self._read:
            self._read[address] = html.document_fromstring(fetch(self.host + address))
        return self._read[address]

    def link(self, address: str, path: str) -> str:
        """Where the first link at the XPath of the document at ``address`` leads."""
        found = self.document(address).xpath(path)
        assert found, f"{address} has no {path}"
        return urljoin(self.host + address, found[0]).removeprefix(self.host)

    def counterpart(self, address: str, language: str) -> str:
        """The same page in ``language``."""
        return self.link(address, f"//link[@rel='alternate'][@hreflang='{language}']/@href")


def fetch(url: str) -> str:
    """What stands at ``url``, an error's page as well."""
    try:
        with urlopen(url, timeout=60) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return error.read().decode()


def _door(number: int) -> str:
    return f"(//nav[@class='z-doors']//a)[{number}]/@href"


def _session(word: str) -> str:
    """``word`` is one of its title: between words may be spaces that do not break."""
    return f"//h4/a[contains(., '{word}')]/@href"


# Kind → where its German page is linked: kind of the page with the link, XPath of the link.
_LINKS: dict[str, tuple[str, str]] = {
    "programme": ("home", "//nav[@class='menu']//a/@href"),
    "easy language": ("home", "(//nav[@class='access']//a)[1]/@href"),
    "sign language": ("home", "(//nav[@class='access']//a)[2]/@href"),
    "plain": ("home", "//footer//nav//a/@href"),
    "contents": ("home", "(//footer//nav//a)[last()]/@href"),
    "search": ("home", "//form[contains(@class, 'z-search')]/@action"),
    "session": ("programme", _session("Sozialstaat")),
    "session with a film": ("programme", _session("Beratungsbus")),
    "session with a table": ("programme", _session("Formulare")),
    "grid": ("programme", "//a[contains(@href, 'view=grid')]/@href"),
    "people": ("programme", _door(2)),
    "rooms": ("programme", _door(3)),
    "tracks": ("programme", _door(4)),
    "partners": ("programme", _door(5)),
    "changes": ("programme", _door(6)),
    "mine": ("programme", _door(7)),
    "person": ("session", "//*[@class='z-person-name']/a/@href"),
    "room": ("rooms", "//*[@class='z-placelist-name']/a/@href"),
    "track": ("tracks", "//*[@class='z-placelist-name']/a/@href"),
    "partner": ("partners", "//*[@class='z-placelist-name']/a/@href"),
}
# Kind → kind of the page at whose address it stands with a query of its own.
_QUERIES: dict[str, tuple[str, Callable[[Reader, str], str]]] = {
    "selection": ("mine", lambda reader, language: f"s={_some_sessions(reader)}"),
    "changes of a selection": ("changes", lambda reader, language: f"s={_some_sessions(reader)}"),
    "filtered": ("programme", lambda reader, language: "spoken=en"),
    "found": ("search", lambda reader, language: f"q={quote(KNOWN[language])}"),
    "not found": ("search", lambda reader, language: f"q={UNKNOWN}"),
}
KINDS = ("home", *_LINKS, "offline", *_QUERIES, "missing")


def addresses_of(host: str) -> dict[str, dict[str, str]]:
    """Address by language and kind on the site at ``host``, which they leave out."""
    reader = Reader(host)
    german = {"home": "/de/"}
    for kind, (where, path) in _LINKS.items():
        german[kind] = reader.link(german[where], path)
    kept = reader.document(german["programme"]).xpath("//script/@data-keep")[0]
    german["offline"] = kept.split()[-1]
    found = {"de": german, "en": {k: _in_english(reader, k, german) for k in german}}
    for language, known in found.items():
        for kind, (where, query) in _QUERIES.items():
            known[kind] = f"{known[where]}?{query(reader, language)}"
        known["missing"] = f"/{language}/nowhere/"
        found[language] = {kind: known[kind] for kind in KINDS}
    return found


def _in_english(reader: Reader, kind: str, german: dict[str, str]) -> str:
    address, _mark, query = german[kind].partition("?")
    return reader.counterpart(address, "en") + (f"?{query}" if query else "")


def _some_sessions(reader: Reader) -> str:
    """Three sessions as a star on each of them marks them."""
    programme = reader.link("/de/", _LINKS["programme"][1])
    return ",".join(reader.document(programme).xpath("//article/@data-key")[:3])
