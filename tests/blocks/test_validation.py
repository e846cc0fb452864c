"""Empty and hostile values."""

import pytest
from django.core.exceptions import ValidationError

from sessions_app.blocks import SessionBody
from sessions_app.rich_text import language_element
from tests.factories import block, body

HOSTILE = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://x.y/",
)


def cleaned(kind, value, *, draft=False):
    """The value of one block as the editor's form would keep it."""
    stream = SessionBody(required=False)
    stream.set_name("body")
    parsed = stream.to_python(body(block(kind, value)))
    result = stream.clean_deferred(parsed) if draft else stream.clean(parsed)
    return result.get_prep_value()[0]["value"]


def refused(kind, value):
    """Whether the editor's form refuses the block."""
    try:
        cleaned(kind, value)
    except ValidationError:
        return True
    return False


def link(**target):
    return {"heading": "", "links": [{"label": "Hier", "page": None, "url": "", **target}]}


@pytest.mark.parametrize("address", HOSTILE)
def test_addresses_lead_to_the_web_alone(address):
    video = {"title": "Film", "url": address, "poster": None, "caption": ""}
    assert refused("video", video)
    assert refused("links", link(url=address))


def test_addresses_on_the_web_are_taken():
    video = {"title": "Film", "url": "https://example.org/ü", "poster": None, "caption": ""}
    assert cleaned("video", video) == video
    assert not refused("links", link(url="http://example.org/"))


def test_a_link_leads_somewhere_once_it_is_published():
    assert refused("links", link())
    assert cleaned("links", link(), draft=True)["links"][0]["value"] == {
        "label": "Hier",
        "page": None,
        "url": "",
    }


@pytest.mark.django_db
def test_a_link_does_not_lead_to_two_places():
    from wagtail.models import Page

    page = Page.get_first_root_node().get_first_child()
    two = link(page=page.pk, url="https://example.org/")
    assert refused("links", two)
    assert not refused("links", link(page=page.pk))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("quote", {"quote": "", "author": "A", "role": ""}),
        ("details", {"summary": "", "text": "<p>x</p>"}),
        ("video", {"title": "", "url": "https://example.org/", "poster": None, "caption": ""}),
        ("portrait", {"speaker": None, "role": ""}),
        ("partner", {"partner": None, "kind": "funded", "text": ""}),
        ("partner", {"partner": None, "kind": "bribed", "text": ""}),
        ("image", {"image": {"image": None, "alt_text": "", "decorative": False}, "caption": ""}),
        ("links", {"heading": "Leer", "links": []}),
    ],
)
@pytest.mark.django_db
def test_what_says_nothing_is_refused(kind, value):
    assert refused(kind, value)


def test_an_empty_body_is_a_body():
    stream = SessionBody(required=False)
    assert stream.clean(stream.to_python([])).get_prep_value() == []


def test_words_without_a_language_stay_words():
    assert language_element({"lang": '"><script>', "children": "Wort"}) == "Wort"
    assert language_element({"children": "Wort"}) == "Wort"
