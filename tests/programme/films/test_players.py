"""From an address to what plays it; nothing of a host that the site does not name is loaded."""

import pytest
from django.conf import settings as django_settings
from hypothesis import example, given
from hypothesis import strategies as st

from sessions_app.programme.films.players import Player, player_of
from tests.factories import block, body, make_photo, make_session, translate

from ..shown import show

HOSTS = ("www.youtube-nocookie.com", "player.vimeo.com", "media.ccc.de", "films.example.org")
KEY = "dQw4w9WgXcQ"
YOUTUBE = Player(
    f"https://www.youtube-nocookie.com/embed/{KEY}?autoplay=1&rel=0", host="youtube-nocookie.com"
)
VIMEO = Player("https://player.vimeo.com/video/76979871?dnt=1&autoplay=1", host="player.vimeo.com")
UNLISTED = Player(
    "https://player.vimeo.com/video/76979871?h=a1b2c3&dnt=1&autoplay=1", host="player.vimeo.com"
)
CCC = Player("https://media.ccc.de/v/38c3-ein-talk/oembed", host="media.ccc.de")

TABLE = {
    f"https://www.youtube.com/watch?v={KEY}": YOUTUBE,
    f"http://youtube.com/watch?t=3&v={KEY}#x": YOUTUBE,
    f"https://m.youtube.com/live/{KEY}?feature=share": YOUTUBE,
    f"https://www.youtube-nocookie.com/embed/{KEY}": YOUTUBE,
    f"https://youtu.be/{KEY}?si=abc": YOUTUBE,
    "https://www.youtube.com/watch?v=short": Player(host="youtube.com"),
    f"https://www.youtube.com/watch?v={KEY}%22onload": Player(host="youtube.com"),
    "https://www.youtube.com/@somebody": Player(host="youtube.com"),
    "https://vimeo.com/76979871": VIMEO,
    "https://player.vimeo.com/video/76979871?autoplay=0": VIMEO,
    "https://vimeo.com/76979871/a1b2c3": UNLISTED,
    "https://player.vimeo.com/video/76979871?h=a1b2c3": UNLISTED,
    "https://player.vimeo.com/video/76979871?h=%22%3E": VIMEO,
    "https://vimeo.com/channels/staff": Player(host="vimeo.com"),
    "https://media.ccc.de/v/38c3-ein-talk": CCC,
    "https://media.ccc.de/v/38c3-ein-talk/oembed": CCC,
    "https://media.ccc.de/c/38c3": Player(host="media.ccc.de"),
    "https://films.example.org/a/b.MP4?x=1#t=10": Player(
        "https://films.example.org/a/b.MP4?x=1", "video/mp4", "films.example.org"
    ),
    "https://films.example.org/b.webm": Player(
        "https://films.example.org/b.webm", "video/webm", "films.example.org"
    ),
    "https://films.example.org/b.ogv": Player(
        "https://films.example.org/b.ogv", "video/ogg", "films.example.org"
    ),
    "https://films.example.org/b.mov": Player(host="films.example.org"),
    # The policy lets in what is encrypted and on the usual port alone.
    "http://films.example.org/b.mp4": Player(host="films.example.org"),
    "https://films.example.org:8443/b.mp4": Player(host="films.example.org"),
    # Not on the list, or only looking like it.
    "https://example.org/b.mp4": Player(host="example.org"),
    "https://evil.example/films.example.org/b.mp4": Player(host="evil.example"),
    "https://films.example.org.evil.example/b.mp4": Player(host="films.example.org.evil.example"),
    "https://films.example.org@evil.example/b.mp4": Player(host="evil.example"),
    "https://user:pass@films.example.org/b.mp4": Player(
        "https://films.example.org/b.mp4", "video/mp4", "films.example.org"
    ),
    # The site's own files.
    "/documents/3/b.mp4": Player("/documents/3/b.mp4", "video/mp4"),
    "/documents/3/b.pdf": Player(),
    "//films.example.org/b.mp4": Player(host="films.example.org"),
    # No addresses at all.
    "": Player(),
    "b.mp4": Player(),
    "javascript:alert(1)//.mp4": Player(),
    "data:video/mp4;base64,AAAA.mp4": Player(),
    "https://[::1/b.mp4": Player(),
    "https://films.example.org:99999/b.mp4": Player(),
}


@pytest.mark.parametrize("address", TABLE)
def test_table(address):
    assert player_of(address, HOSTS) == TABLE[address]


def test_without_hosts_everything_opens_where_it_lies(settings):
    settings.SESSIONS = {}
    elsewhere = [address for address in TABLE if not address.startswith("/documents")]
    assert {player_of(address).source for address in elsewhere} == {""}


@given(st.text(max_size=300) | st.from_regex(r"https?://[^ ]{0,40}\.mp4", fullmatch=True))
@example("https://evil.example\\@films.example.org/b.mp4")
@example("https://films.example.org\t/b.mp4")
def test_whatever_is_typed_only_named_hosts_are_loaded(address):
    source = player_of(address, HOSTS).source
    own = source.startswith("/") and not source.startswith("//")
    named = source.startswith(tuple(f"https://{host}/" for host in HOSTS))
    assert source == "" or own or named


def test_the_policy_lets_in_the_same_hosts_and_nobody_else():
    directives = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    hosts = django_settings.SESSIONS["VIDEO_HOSTS"]
    allowed = ["'self'", *(f"https://{host}" for host in hosts)]
    assert [directives[name] for name in ("frame-src", "media-src")] == [allowed, allowed]


def film(url, **fields):
    return body(block("video", {"title": "Der Film", "url": url, "caption": "", **fields}))


FIGURE = "//figure[@class='z-video']"


@pytest.mark.django_db
def test_a_film_of_a_named_host_is_a_link_until_somebody_asks_for_it(client, house):
    url = f"https://www.youtube.com/watch?v={KEY}"
    poster = make_photo("Standbild", credit="Jonas Feld")
    session = make_session(house.programme, slug="x", body=film(url, poster=poster.pk))
    translate(session, "en", slug="x", body=session.body)
    shown = show(client, "/en/programme/x/")
    assert shown.rows(f"{FIGURE}/a", "href", "data-film", "rel") == [
        (
            "Der Film Playing it sends your address to youtube-nocookie.com.",
            url,
            YOUTUBE.source,
            "noreferrer",
        )
    ]
    # The player lies in a template, which browsers do not render, and names no source.
    assert shown.values(f"{FIGURE}/template/iframe", "src", "title", "referrerpolicy") == [
        ("", "Der Film", "strict-origin-when-cross-origin")
    ]
    assert shown.values(f"{FIGURE}//script", "type", "src") == [
        ("module", "/static/sessions_app/js/film.js")
    ]
    assert shown.texts(f"{FIGURE}/figcaption") == ["Photograph: Jonas Feld"]
    policy = shown.response["Content-Security-Policy"].split("; ")
    assert [line for line in policy if line.startswith("frame-src")] == [
        "frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com"
        " https://media.ccc.de"
    ]


@pytest.mark.django_db
def test_other_films_open_at_their_host_and_need_no_script(client, house):
    session = make_session(
        house.programme, slug="x", body=film("https://www.example.org/film.mp4", poster=None)
    )
    translate(session, "en", slug="x", body=session.body)
    shown = show(client, "/en/programme/x/")
    assert shown.rows(f"{FIGURE}/a", "href", "data-film") == [
        ("Der Film opens at example.org", "https://www.example.org/film.mp4", "")
    ]
    assert shown.texts(f"{FIGURE}//script | {FIGURE}//template | {FIGURE}//video") == []
