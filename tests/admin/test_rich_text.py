"""Language of part: from the editor into the database, back, and to the visitor."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from sessions_app.languages import is_language_code
from sessions_app.rich_text import markable_languages

FEATURES = ["bold", "link", "lang"]
STORED = (
    '<p data-block-key="k">Die <a linktype="lang" lang="en"><b>civil</b> service</a> lernt.</p>'
)


def contentstate(text, entity, *, offset=0, length=4):
    """What Draftail sends for one paragraph with one entity."""
    return json.dumps(
        {
            "entityMap": {"0": entity},
            "blocks": [
                {
                    "key": "k",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"key": 0, "offset": offset, "length": length}],
                }
            ],
        }
    )


def lang(code):
    return {"type": "LANG", "mutability": "MUTABLE", "data": {"lang": code}}


def link(url):
    return {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}


def test_the_mark_survives_the_editor():
    converter = ContentstateConverter(FEATURES)
    state = converter.from_database_format(STORED)
    assert json.loads(state)["entityMap"] == {"0": lang("en")}
    assert converter.to_database_format(state) == STORED


def test_the_mark_reaches_the_visitor():
    assert expand_db_html(STORED) == (
        '<p data-block-key="k">Die <a lang="en"><b>civil</b> service</a> lernt.</p>'
    )


@pytest.mark.parametrize("code", ["", 'en" onclick="x', "x", "deutsch!", "en us"])
def test_what_is_no_language_reaches_neither(code):
    converter = ContentstateConverter(FEATURES)
    assert converter.to_database_format(contentstate("Wort da", lang(code))) == (
        '<p data-block-key="k">Wort da</p>'
    )
    escaped = code.replace('"', "&quot;")
    stored = f'<a linktype="lang" lang="{escaped}">Wort</a>'
    assert expand_db_html(stored) == "<a>Wort</a>"


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://example.org/", '<a href="https://example.org/">Wort</a>'),
        ("http://example.org/", '<a href="http://example.org/">Wort</a>'),
        ("mailto:a@example.org", '<a href="mailto:a@example.org">Wort</a>'),
        ("tel:+4930", '<a href="tel:+4930">Wort</a>'),
        ("javascript:alert(1)", "<a>Wort</a>"),
        ("JaVa\tScript:alert(1)", "<a>Wort</a>"),
        ("data:text/html,x", "<a>Wort</a>"),
        ("vbscript:x", "<a>Wort</a>"),
    ],
)
def test_the_editor_keeps_no_dangerous_link(url, stored):
    html = ContentstateConverter(FEATURES).to_database_format(contentstate("Wort da", link(url)))
    assert html == f'<p data-block-key="k">{stored} da</p>'


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("de", True),
        ("de-AT", True),
        ("sr-Latn", True),
        ("zh-Hant-TW", True),
        ("gsg", True),
        ("es-419", True),
        ("", False),
        ("d", False),
        ("de_AT", False),
        ("de-", False),
        ("de\n", False),
        (None, False),
    ],
)
def test_language_codes(code, is_one):
    assert is_language_code(code) is is_one


def test_languages_to_choose_from(settings):
    settings.SESSIONS = {"SPOKEN_LANGUAGES": (("en", "English"), ("ar", "Arabic"))}
    assert [code for code, _name in markable_languages()] == ["de", "en", "ar"]
