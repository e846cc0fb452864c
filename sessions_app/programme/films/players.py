"""How a film is played: by the browser itself, by the player of its host, or where it lies.

Nothing is loaded from a host that ``SESSIONS["VIDEO_HOSTS"]`` does not name, and nothing of those
before somebody asks for it. Addresses come from editors and are taken apart and put together anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from wagtail.images.models import AbstractImage

from ...conf import configuration
from ..texts import Text

# Files that browsers play, by the end of their name.
FILES = {"mp4": "video/mp4", "webm": "video/webm", "ogv": "video/ogg"}

_YOUTUBE = {
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
}
_VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
_YOUTUBE_KEY = re.compile(r"[A-Za-z0-9_-]{11}")
_VIMEO_PATH = re.compile(r"/(?:video/)?([0-9]{1,20})(?:/([0-9a-f]{1,40}))?/?")
_VIMEO_KEY = re.compile(r"[0-9a-f]{1,40}")
_CCC_PATH = re.compile(r"/v/([A-Za-z0-9_.-]{1,200})(?:/oembed)?/?")


@dataclass(frozen=True)
class Player:
    """What plays a film.

    ``source`` is loaded from ``host``, which is empty where that is the site itself. A
    ``media_type`` belongs to a file that browsers play; without one ``source`` is the host's own
    player. Both are empty where the film opens where it lies; ``host`` then says where that is.
    """

    source: str = ""
    media_type: str = ""
    host: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the site itself holds the file, so that nobody else learns of its visitors."""
        return bool(self.source) and not self.host


@dataclass(frozen=True)
class Track:
    """Captions of a film: ``address`` is on the site itself, ``label`` names the language."""

    address: str
    language: str
    label: str
    is_default: bool = False


@dataclass(frozen=True)
class Film:
    """A film on a page: ``address`` is where it opens for whoever does not play it there."""

    address: str
    title: Text
    player: Player
    poster: AbstractImage | None = None
    tracks: tuple[Track, ...] = ()


def player_of(address: str, hosts: Iterable[str] | None = None) -> Player:
    """What plays the film at ``address``, a path on the site itself or an address on the web.

    ``hosts`` are those that may be asked (default: the site's setting). Never raises: what cannot
    be read as an address is not played.
    """
    if address.startswith("/") and not address.startswith("//"):
        media_type = _media_type(address.partition("?")[0])
        return Player(address if media_type else "", media_type)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        is_usual = parts.scheme in {"http", "https"} and parts.port is None
    except ValueError:
        return Player()
    elsewhere = Player(host=_shown(host))
    if not is_usual:
        return elsewhere
    allowed = configuration().video_hosts if hosts is None else tuple(hosts)
    for embed in (_youtube, _vimeo, _ccc):
        source = embed(parts, host)
        if source:
            its_host = urlsplit(source).hostname or ""
            return Player(source, host=_shown(its_host)) if its_host in allowed else elsewhere
    media_type = _media_type(parts.path)
    if media_type and parts.scheme == "https" and host in allowed:
        source = urlunsplit(("https", host, parts.path, parts.query, ""))
        return Player(source, media_type, _shown(host))
    return elsewhere


def film_of(
    address: str,
    title: Text,
    poster: AbstractImage | None = None,
    tracks: Iterable[Track] = (),
) -> Film:
    """The film at ``address``; ``tracks`` are kept where a player of ours can show them."""
    player = player_of(address)
    return Film(address, title, player, poster, tuple(tracks) if player.media_type else ())


def _media_type(path: str) -> str:
    return FILES.get(PurePosixPath(path).suffix.lower().removeprefix("."), "")


def _shown(host: str) -> str:
    return host.removeprefix("www.")


def _youtube(parts: SplitResult, host: str) -> str:
    first, _, rest = parts.path.removeprefix("/").partition("/")
    if host == "youtu.be":
        key = first
    elif host in _YOUTUBE and first == "watch":
        key = parse_qs(parts.query).get("v", [""])[0]
    elif host in _YOUTUBE and first in {"embed", "live", "shorts"}:
        key = rest.rstrip("/")
    else:
        return ""
    if not _YOUTUBE_KEY.fullmatch(key):
        return ""
    return f"https://www.youtube-nocookie.com/embed/{key}?autoplay=1&rel=0"


def _vimeo(parts: SplitResult, host: str) -> str:
    found = _VIMEO_PATH.fullmatch(parts.path) if host in _VIMEO else None
    if found is None:
        return ""
    # Films that are not listed have a second key.
    key = found[2] or parse_qs(parts.query).get("h", [""])[0]
    unlisted = f"h={key}&" if _VIMEO_KEY.fullmatch(key) else ""
    return f"https://player.vimeo.com/video/{found[1]}?{unlisted}dnt=1&autoplay=1"


def _ccc(parts: SplitResult, host: str) -> str:
    found = _CCC_PATH.fullmatch(parts.path) if host == "media.ccc.de" else None
    return f"https://media.ccc.de/v/{found[1]}/oembed" if found else ""
