"""Links in rich text."""

import pytest

from sessions_app.programme.links import expand, harmless, is_harmless, linked_pages
from tests.factories import make_content_page, translate


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("mailto:ada@example.org", True),
        ("tel:+49421", True),
        ("/de/programm/", True),
        ("#day-2026-09-17", True),
        ("?day=1", True),
        ("seite.html", True),
        ("", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_harmless_addresses_are_followed(address, expected):
    assert is_harmless(address) is expected
    assert harmless(address) == (address if expected else "")


def test_no_address_is_no_address():
    assert harmless(None) == ""


def test_linked_pages_are_found_without_a_query():
    assert linked_pages(
        [
            '<p><a linktype="page" id="3">a</a> <a id="4" linktype="page">b</a></p>',
            '<a href="https://example.org">c</a><a linktype="page">d</a>',
            '<a linktype="page" id="x">e</a><a linktype="lang" lang="en">f</a>',
        ]
    ) == {3, 4}


@pytest.mark.django_db
def test_links_are_written_anew(house, frame_for):
    here = make_content_page(house.home, title="Hier")
    both = make_content_page(house.home, title="Beides")
    translate(both, "en", slug="both")
    draft = make_content_page(house.home, title="Entwurf", live=False)
    page = house.homes["en"]
    frame = frame_for(page, here.pk, both.pk, draft.pk)
    cases = {
        f'<a linktype="page" id="{both.pk}">x</a>': '<a href="/en/both/">x</a>',
        f'<a linktype="page" id="{here.pk}">x</a>': '<a href="/de/hier/" hreflang="de">x</a>',
        f'<a linktype="page" id="{draft.pk}">x</a>': "<a>x</a>",
        '<a linktype="page" id="999999">x</a>': "<a>x</a>",
        '<a linktype="page">x</a>': "<a>x</a>",
        '<a linktype="lang" lang="fr">x</a>': '<a lang="fr">x</a>',
        '<a href="https://example.org/?a=1&amp;b=2">x</a>': (
            '<a href="https://example.org/?a=1&amp;b=2">x</a>'
        ),
        '<a href="mailto:a@example.org">x</a>': '<a href="mailto:a@example.org">x</a>',
        '<a href="javascript:alert(1)">x</a>': "<a>x</a>",
        '<a href="https://example.org" onclick="alert(1)">x</a>': (
            '<a href="https://example.org">x</a>'
        ),
        "<a href='javascript:alert(1)'>x</a>": "<a>x</a>",
        '<A HREF="javascript:alert(1)">x</A>': "<a>x</A>",
        "<p>Ein <b>Satz</b> ohne.</p>": "<p>Ein <b>Satz</b> ohne.</p>",
    }
    assert {html: expand(html, frame) for html in cases} == cases
