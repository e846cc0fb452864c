"""Films in parts: what browsers ask for to move about in them."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from sessions_app.programme.films.documents import LONGEST
from tests.factories import make_document

pytestmark = pytest.mark.django_db

FILM = bytes(range(200)) * 1000


@pytest.fixture
def ask(client):
    """``ask(document, range)``: status, bytes, and where in the file they lie."""

    def get(document, wanted=None, **headers):
        if wanted is not None:
            headers["Range"] = wanted
        answer = client.get(document.url, headers=headers)
        content = b"".join(answer) if answer.streaming else answer.content
        return answer.status_code, content, answer.get("Content-Range", "")

    return get


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-", 0, 200_000),
        ("bytes=0-1", 0, 2),
        ("bytes=150000-", 150_000, 200_000),
        ("bytes=100-70000", 100, 70_001),
        ("bytes=199999-999999999", 199_999, 200_000),
        ("bytes=-5", 199_995, 200_000),
        ("bytes=-999999999", 0, 200_000),
    ],
)
def test_a_part(ask, wanted, start, end):
    document = make_document("film.mp4", FILM)
    assert ask(document, wanted) == (206, FILM[start:end], f"bytes {start}-{end - 1}/200000")


def test_a_large_part_is_shortened(ask):
    document = make_document("film.mp4", bytes(LONGEST + 10))
    size = LONGEST + 10
    first = ask(document, "bytes=0-")
    assert (first[0], len(first[1]), first[2]) == (206, LONGEST, f"bytes 0-{LONGEST - 1}/{size}")
    rest = ask(document, f"bytes={LONGEST}-")
    assert (rest[0], len(rest[1]), rest[2]) == (206, 10, f"bytes {LONGEST}-{size - 1}/{size}")


@pytest.mark.parametrize("wanted", ["bytes=200000-", "bytes=200000-200005", "bytes=-0"])
def test_what_lies_behind_the_end(ask, wanted):
    assert ask(make_document("film.mp4", FILM), wanted) == (416, b"", "bytes */200000")


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes=x-",
        f"bytes={'9' * 99}-",
    ],
)
def test_anything_else_is_answered_with_the_whole(ask, wanted):
    assert ask(make_document("film.mp4", FILM), wanted) == (200, FILM, "")


def test_other_documents_are_wagtails(ask):
    assert ask(make_document("film.pdf", FILM), "bytes=0-1") == (200, FILM, "")


def test_an_empty_film_and_one_that_is_gone(client, ask):
    assert ask(make_document("film.webm", b""), "bytes=0-") == (416, b"", "bytes */0")


def test_a_version_that_has_gone_is_sent_anew(ask):
    document = make_document("film.mp4", FILM)
    match = {"If-Range": f'"{document.file_hash}"'}
    assert ask(document, "bytes=0-1", **match)[0] == 206
    assert ask(document, "bytes=0-1", **{"If-Range": '"another"'}) == (200, FILM, "")


def test_a_part_says_what_it_is(client):
    document = make_document("film.webm", FILM)
    answer = client.get(document.url, headers={"Range": "bytes=0-9"})
    names = (
        "Accept-Ranges",
        "Content-Length",
        "Content-Type",
        "Content-Security-Policy",
        "X-Content-Type-Options",
    )
    assert [answer[name] for name in names] == [
        "bytes",
        "10",
        "video/webm",
        "default-src 'none'",
        "nosniff",
    ]


def test_what_is_not_for_everybody_has_no_parts_either(client):
    closed = Collection.get_first_root_node().add_child(name="Geschlossen")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    document = make_document("film.mp4", FILM)
    document.collection = closed
    document.save()
    answer = client.get(document.url, headers={"Range": "bytes=0-1"})
    assert answer.status_code == 302
