"""Translation memories as files: what is written is read back, what others write is understood."""

import io
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation import wire
from sessions_app.translation.exchange import tmx
from sessions_app.translation.exchange.lines import Problem, Unreadable
from sessions_app.translation.exchange.tmx import Pair

from .conftest import unit

WHEN = datetime(2026, 3, 1, 9, tzinfo=UTC)


def read(text: str | bytes, source: str = "de", target: str = "en") -> list[Pair | Problem]:
    content = text if isinstance(text, bytes) else text.encode()
    return list(tmx.read(io.BytesIO(content), source, target))


def written(*units: Any) -> str:
    return "".join(tmx.write(units))


def file_of(*units: str, header: str = "") -> str:
    body = f"<header/><body>{''.join(units)}</body>"
    return f'<?xml version="1.0"?>{header}<tmx version="1.4">{body}</tmx>'


def tu(source: str, target: str, languages: tuple[str, str] = ("de", "en")) -> str:
    return (
        f'<tu><tuv xml:lang="{languages[0]}"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="{languages[1]}"><seg>{target}</seg></tuv></tu>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "Guten Tag",
        "A &amp; B &lt;c&gt; „d“ \"e\" 'f'",
        "Die <b>Verwaltung</b> <i>lernt</i> <strong>viel</strong>",
        'Siehe <a id="a1">den <b>Bericht</b></a> und <a id="lang-en">the civil service</a>.',
        "Erste Zeile<br/>zweite Zeile",
        "weiches\u00adZeichen, festes\u00a0Leerzeichen, 🦔",
        " Rand  und Lücke ",
        "<code>{1}</code> \\{b} ]]&gt; &amp;amp;",
    ],
)
def test_what_is_written_is_read_back(html: str) -> None:
    target = html.replace("Die", "The")
    assert read(written(unit(html, target, page="Ein & Titel"))) == [
        Pair(6, html, target, "Ein & Titel", WHEN)
    ]


@given(st.text(), st.booleans())
def test_any_text_that_can_be_stored_is_read_back(text: str, rich: bool) -> None:
    try:
        html = wire.to_html(text, rich=rich)
    except wire.WireError:
        return
    html = tmx.settled(html)
    found = read(written(unit(html, f"x{html}")))
    if tmx.plain(html).strip():
        assert [(pair.source, pair.target) for pair in found] == [(html, f"x{html}")]
    else:
        assert [type(pair) for pair in found] == [Problem]


@given(st.text())
def test_no_text_breaks_the_file(text: str) -> None:
    ElementTree.fromstring(written(unit(text, text, page=text)))


def test_marks_stand_in_the_elements_of_the_standard() -> None:
    html = 'Der <b>Bericht</b><br/><a id="a1">hier</a>'
    (seg, _other) = ElementTree.fromstring(written(unit(html, html))).iter("seg")
    assert [(one.tag, dict(one.attrib), one.text) for one in seg] == [
        ("bpt", {"i": "1", "type": "bold"}, "<b>"),
        ("ept", {"i": "1"}, "</b>"),
        ("ph", {"type": "lb"}, "<br/>"),
        ("bpt", {"i": "2", "type": "link"}, '<a id="a1">'),
        ("ept", {"i": "2"}, "</a>"),
    ]


def test_a_file_of_no_units_is_one() -> None:
    assert read(written()) == []


def test_the_name_of_who_translated_stays_here() -> None:
    assert "ada" not in written(unit("Ja", "Yes", by="ada"))


@pytest.mark.parametrize(
    ("seg", "html"),
    [
        ('<bpt i="1">{\\b </bpt>fett<ept i="1">}</ept>', "fett"),
        ('<bpt i="1" type="bold">{\\b </bpt>fett<ept i="1">}</ept>', "<b>fett</b>"),
        ('<bpt i="7" type="italic"/>schräg<ept i="7"/> nicht', "<i>schräg</i> nicht"),
        ("eine<ph>&lt;img src='x'/&gt;</ph>Lücke", "eineLücke"),
        ('Zeile<ph type="lb"/>Zeile', "Zeile<br/>Zeile"),
        ("<it pos='begin'>x</it>Text<ut>y</ut>", "Text"),
        ("<hi type='x'>betont</hi>", "betont"),
        ("<ph>code<sub>Untertext</sub>code</ph>Text", "Text"),
        ("<bpt i='1'>&lt;script&gt;</bpt>x<ept i='1'>&lt;/script&gt;</ept>", "x"),
        ('<bpt i="1">&lt;a id="a1"&gt;</bpt>x', '<a id="a1">x</a>'),
        ('<bpt i="1">&lt;a href="x"&gt;</bpt>x<ept i="1"/>', "x"),
        ("x<ept i='1'>&lt;/b&gt;</ept>", "x"),
        (
            '<bpt i="1">&lt;a id="a1"&gt;</bpt><bpt i="2">&lt;a id="a2"&gt;</bpt>x'
            '<ept i="2"/><ept i="1"/>',
            "x",
        ),
        ("umbrochen\n  hier", "umbrochen   hier"),
    ],
)
def test_codes_of_other_tools(seg: str, html: str) -> None:
    (pair,) = read(file_of(tu(seg, "x")))
    assert isinstance(pair, Pair)
    assert pair.source == html


@pytest.mark.parametrize(
    "languages", [("de-DE", "en-GB"), ("DE", "EN-US"), ("de_AT", "en"), ("de", "en")]
)
def test_languages_are_known_by_their_first_part(languages: tuple[str, str]) -> None:
    assert read(file_of(tu("Ja", "Yes", languages))) == [Pair(1, "Ja", "Yes")]


def test_the_direction_is_the_readers() -> None:
    assert read(file_of(tu("Ja", "Yes")), "en", "de") == [Pair(1, "Yes", "Ja")]


def test_what_cannot_be_used_is_told_with_its_line() -> None:
    long = "x" * (tmx.LONGEST + 1)
    content = file_of(
        "\n" + tu("Ja", "Oui", ("de", "fr")),
        "\n" + tu(" ", "Yes"),
        "\n" + tu(long, "Yes"),
        "\n" + tu("Ja", "Yes"),
    )
    assert read(content) == [
        Problem(2, "It does not stand in both languages."),
        Problem(3, "A text is empty."),
        Problem(4, "A text is too long."),
        Pair(5, "Ja", "Yes"),
    ]


def test_every_variant_of_a_language_is_a_translation() -> None:
    content = file_of(
        '<tu creationdate="20250102T030405Z"><tuv xml:lang="de"><seg>Saal</seg></tuv>'
        '<tuv xml:lang="en-GB"><seg>hall</seg></tuv>'
        '<tuv lang="en-US" changedate="yesterday"><seg>room</seg></tuv></tu>'
    )
    at = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert read(content) == [Pair(1, "Saal", "hall", "", at), Pair(1, "Saal", "room", "", at)]


@pytest.mark.parametrize(
    "content",
    [
        file_of(tu("Ja", "Yes"), header='<!DOCTYPE tmx SYSTEM "tmx14.dtd">'),
        file_of(tu("Ja", "Yes")).encode("utf-16"),
        b"\xef\xbb\xbf" + file_of(tu("Ja", "Yes")).encode(),
        file_of(tu("Ja", "Yes")).replace("?>", ' encoding="iso-8859-1"?>', 1).encode("latin-1"),
    ],
)
def test_files_as_other_tools_write_them(content: str | bytes) -> None:
    assert read(content) == [Pair(1, "Ja", "Yes")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "The file is no TMX: line 1 is no XML."),
        ("source;target", "The file is no TMX: line 1 is no XML."),
        ("<html/>", "The file is no TMX: it begins with “html”."),
        (file_of("\n\n<tu>"), "The file is no TMX: line 3 is no XML."),
        (
            file_of(tu("&x;", "y"), header='<!DOCTYPE tmx [<!ENTITY x "y">]>'),
            "The file declares entities of its own, which is refused.",
        ),
        (
            file_of(header='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "The file declares entities of its own, which is refused.",
        ),
        (
            file_of().replace("?>", ' encoding="klingon"?>', 1),
            "The file is in an encoding that is not known here.",
        ),
        (b"\xff\xfe\x00", "The file is no TMX: line 1 is no XML."),
    ],
)
def test_what_is_no_tmx_is_refused_in_words(content: str | bytes, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert str(refused.value) == message
