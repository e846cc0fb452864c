"""QR codes: the modules are segno's, the drawing is safe to stand in a page."""

import re

import pytest
import segno
from django.template import engines
from lxml import etree

from sessions_app.programme.qr import QUIET, qr_svg
from sessions_app.templatetags.sessions import spelled

ADDRESS = "https://example.org/de/programm/raeume/grosser-saal/"
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def drawn(svg: str) -> tuple[int, set[tuple[int, int]]]:
    """Width of the picture, and row and column of every dark module in it."""
    root = etree.fromstring(svg)
    (path,) = root
    assert re.fullmatch(f"({RUN.pattern})*", path.get("d"))
    dark = set()
    for column, row, length, back in RUN.findall(path.get("d")):
        assert length == back
        dark |= {(int(row), int(column) + step) for step in range(int(length))}
    left, top, width, height = map(int, root.get("viewBox").split())
    assert (left, top, width) == (0, 0, height)
    return width, dark


@pytest.mark.parametrize(
    "address", ["A", ADDRESS, "https://müsli.example/ä?x=„1“&y=2", "x" * 700, "0" * 4000]
)
def test_the_modules_are_those_of_the_library(address):
    code = segno.make(address, error="m", micro=False)
    width, dark = drawn(qr_svg(address, "Saal"))
    assert width == len(code.matrix) + 2 * QUIET
    assert dark == {
        (row + QUIET, column + QUIET)
        for row, cells in enumerate(code.matrix)
        for column, cell in enumerate(cells)
        if cell
    }


def test_the_library_draws_the_same_picture():
    """With its own quiet zone of four modules, told dark from light."""
    code = segno.make(ADDRESS, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    width, dark = drawn(qr_svg(ADDRESS, "Saal"))
    assert width == len(rows)
    assert dark == {(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell}
    assert code.error in {"M", "Q", "H"}
    assert not code.is_micro


def test_the_drawing_has_a_name_and_no_style():
    root = etree.fromstring(qr_svg(ADDRESS, 'Saal "A" <b>'))
    size = root.get("viewBox").split()[2]
    assert dict(root.attrib) == {
        "class": "z-qr-code",
        "viewBox": f"0 0 {size} {size}",
        "role": "img",
        "aria-label": 'Saal "A" <b>',
        "shape-rendering": "crispEdges",
    }
    (path,) = root
    assert (path.tag, path.get("fill"), set(path.attrib)) == ("path", "currentColor", {"fill", "d"})


@pytest.mark.parametrize("address", ["", "https://example.org/" + "ä" * 3000])
def test_what_is_no_code_is_nothing(address):
    assert str(qr_svg(address, "Saal")) == ""
    assert shown(address) == ""


def shown(address: str) -> str:
    """The component in a page."""
    template = engines["django"].get_template("sessions_app/components/qr.html")
    return template.render({"address": address, "label": "Raum"}).strip()


def test_the_component_is_the_code_on_its_plate():
    root = etree.fromstring(shown(ADDRESS))
    assert (root.tag, root.get("class"), len(root)) == ("div", "z-qr", 1)
    assert root.xpath("svg/@aria-label") == ["Raum"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://www.example.org/de/raum/", "example.org/de/raum"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("", ""),
    ],
)
def test_addresses_are_spelled_as_people_type_them(address, words):
    assert spelled(address) == words


def test_an_address_cannot_break_out():
    hostile = 'javascript:"><script>alert(1)</script>'
    assert "<script" not in shown(hostile)
    assert drawn(qr_svg(hostile, hostile))[1] != set()
