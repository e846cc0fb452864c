"""Texts that want to be something else: scripts, marks, signs that nobody sees, endless ones."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation import (
    diff,
    drafting,
    history,
    localize,
    release,
    remarks,
    review,
    wire,
)
from sessions_app.translation.models import MemoryEntry
from tests.factories import make_superuser, make_translator
from tests.translation.desk.conftest import ASYNC

from .conftest import Rows, Visit

NOTHING = drafting.version(None)
TITLE, SUMMARY, POINT = "Was ist Verwaltung?", "Erste Zeile.<br/>Zweite Zeile.", "Erstens"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    '<a href="javascript:alert(1)">here</a>',
    '<a href="data:text/html,<script>alert(1)</script>">here</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; &#60;b&#62; &nbsp;",
    "</p></li></ul><iframe src=//example.org></iframe>",
    "<!-- --><![CDATA[x]]><?php ?>",
    "{{ 7*7 }} {% load i18n %} ${7*7} #{7*7}",
    "'; DROP TABLE wagtailcore_page; --",
    "\u202etxt.exe\u202c \u2066a\u2069 \u200f",
    "🦔👩‍👩‍👧‍👦 e\u0301 \U0010fffd",
    "\\\\ \\n \\x3cscript\\x3e",
]


def post(client: Client, opened: Any, row: Any, text: str, version: str = NOTHING) -> Any:
    address = f"/admin/translations/{opened.pk}/texts/{row.id}/"
    return client.post(address, {"text": text, "version": version}, headers=ASYNC)


def sentence(response: Any) -> tuple[int, str]:
    return response.status_code, json.loads(response.content).get("message", "")


# Structured data is text: nothing in it runs.
SCRIPTS = 'script:not([src], [type="application/ld+json"])'


def outside(page: BeautifulSoup) -> list[str]:
    """What on a page would run or lead astray."""
    attributes = [(node.name, name) for node in page.find_all(True) for name in node.attrs]
    return [
        *(
            str(node)
            for node in page.select('script:not([src], [type="application/ld+json"])')
            if "alert" in node.text
        ),
        *(str(node) for node in page.select("iframe[src*=example], svg[onload], img[src='x']")),
        *(f"{tag} {name}" for tag, name in attributes if name.startswith("on")),
        *(
            str(node)
            for node in page.select("[href], [src]")
            if str(node.get("href") or node.get("src")).split(":")[0].strip().lower()
            in {"javascript", "vbscript"}
        ),
    ]


def test_scripts_are_texts_for_visitors_and_at_the_desk(
    opened: Any, rows: Rows, visit: Visit, publisher: Any, complete: Callable[[Any], None]
) -> None:
    complete(opened)
    client, texts = visit(publisher), "\n".join(HOSTILE)
    for source, text in ((TITLE, HOSTILE[0]), (SUMMARY, texts), (POINT, texts)):
        row = rows(opened)[source]
        answer = json.loads(post(client, opened, row, text, drafting.version(row.target)).content)
        assert answer["state"] == "saved"
        remarks.add_note(opened, row.id, text, publisher)
        # What is asked of it again is what was said.
        assert wire.from_html(rows(opened)[source].target, rich=row.rich) == answer["text"]
    assert rows(opened)[SUMMARY].target.replace("<br/>", "\n").count("<") == 0
    target = release.release(opened, publisher)
    public = BeautifulSoup(client.get(target.get_url()).content, "html.parser")
    assert outside(public) == []
    words = " ".join(public.get_text().split())
    shown = [" ".join(text.split()) for text in HOSTILE]
    assert [text for text in shown if text not in words] == []
    row = rows(opened)[POINT]
    for end in ("", "review/", "release/", "preview/", "words/", f"texts/{row.id}/help/"):
        page = client.get(f"/admin/translations/{opened.pk}/{end}")
        assert page.status_code == 200
        assert outside(BeautifulSoup(page.content, "html.parser")) == []


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("{b}{b}twice{/b}{/b}", ""),
        ("{1}x{/1}", "The original has no mark {1}. Write \\{1} to show it as it is."),
        ("{b}x", "{b} is never closed."),
        ("x{/b}", "{/b} closes nothing that is open there."),
        ("{b}{i}x{/b}{/i}", "{/b} closes nothing that is open there."),
        ("{/br}", "The original has no mark {/br}. Write \\{/br} to show it as it is."),
        ("{script}x{/script}",
         "The original has no mark {script}. Write \\{script} to show it as it is."),
        ("{a1}x{/a1}", "The original has no mark {a1}. Write \\{a1} to show it as it is."),
        ("{lang-de}{lang-en}x{/lang-en}{/lang-de}",
         "{lang-en} stands within another link or language mark."),
        ("{lang-de\" onclick=\"x}y", ""),
        ("{ b }x{ /b }", ""),
        ("a\0b", "The text contains a character that cannot be stored (U+0000)."),
        ("a\x1bb", "The text contains a character that cannot be stored (U+001B)."),
        ("a\uffffb", "The text contains a character that cannot be stored (U+FFFF)."),
        ("x" * 50_001, "That is too long; 50000 characters fit."),
        ("x" * 1_000_000, "That is too long; 50000 characters fit."),
    ],
    ids=range(16),
)  # fmt: skip
def test_marks_stand_as_in_the_original_or_not_at_all(text: str, refused: str) -> None:
    ids = wire.languages_in(text)
    if not refused:
        assert wire.from_html(wire.to_html(text, rich=True, ids=ids), rich=True) == text
        return
    with pytest.raises(wire.WireError) as raised:
        wire.to_html(text, rich=True, ids=ids)
    assert str(raised.value) == refused


def test_a_text_with_every_mark_of_the_original_twice_is_stored_and_told(
    desk: Client, opened: Any, rows: Rows
) -> None:
    (row,) = [row for text, row in rows(opened).items() if text.startswith("Die <b>")]
    response = post(desk, opened, row, "{1}a{/1} {1}b{/1} {2}c{/2}")
    found = json.loads(response.content)["findings"]
    assert [one["check"] for one in found if one["severity"] == "error"] == ["links"]


def test_a_title_that_is_too_long_is_stored_and_goes_nowhere(
    desk: Client, opened: Any, rows: Rows, complete: Any, publisher: Any, visit: Visit
) -> None:
    """Columns are of 255 characters on PostgreSQL."""
    complete(opened)
    row = rows(opened)[TITLE]
    title = "x" * 300
    told = post(visit(publisher), opened, row, title, drafting.version(row.target))
    assert told.status_code == 200
    assert rows(opened)[TITLE].target == title
    said = f"“{'x' * 39}…”: The text is 45 characters too long; 255 fit."
    for step in (release.reasons, review.reasons):
        assert [str(reason.message) for reason in step(opened, publisher)] == [said]
    with pytest.raises(release.ReleaseRefused):
        release.release(opened, publisher)
    with pytest.raises(release.ReleaseRefused):
        review.submit(opened, publisher)
    assert localize.target_of(opened) is None


@pytest.mark.parametrize("sign", ["\\", "{", "{b", "<", "&", "\n", "a ", "1.", "\u0301"])
def test_a_long_text_costs_what_it_weighs(sign: str) -> None:
    """Not the square of it: the text is read from and written as HTML in no time."""

    def seconds(number: int) -> float:
        text = sign * (number // len(sign))
        start = time.perf_counter()
        html = wire.to_html(text, rich=True)
        wire.from_html(html, rich=True)
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(48_000) < 480 * max(seconds(1000), 0.0001)


@pytest.mark.parametrize("number", [1000, 5000, 25_000])
def test_what_changed_is_told_of_texts_that_repeat_themselves(number: int) -> None:
    old, new = "ha " * number, "ha ho " * (number // 2)
    pieces = diff.word_changes(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@given(st.text(alphabet=st.sampled_from("\\{}/b1lang-de <&>\n\u00ad"), max_size=60))
def test_every_text_is_read_back_or_refused(text: str) -> None:
    ids = {"a1", *wire.languages_in(text)}
    try:
        html = wire.to_html(text, rich=True, ids=ids)
    except wire.WireError:
        return
    again = wire.from_html(html, rich=True)
    assert wire.to_html(again, rich=True, ids=ids) == html


def test_what_gave_way_to_somebody_else_stands_in_the_history(opened: Any, rows: Rows) -> None:
    """However often two people overwrite each other: no accepted text goes without a trace."""
    one, other = make_translator("en", "one"), make_superuser("other")
    row = rows(opened)[POINT]
    said, token = [], NOTHING
    for number in range(6):
        user = (one, other)[number % 2]
        text = f"Version {number}"
        token = drafting.save_segment(opened, row.id, text, token, user).version
        said.append(text)
    events = history.events(opened, row.id)
    assert [(event.by, event.before, event.after) for event in reversed(events)] == [
        ((one, other)[n % 2], said[n - 1] if n else "", said[n]) for n in range(6)
    ]
    drafting.save_segment(opened, row.id, "Version 6", token, other)
    drafting.save_segment(opened, row.id, "Version 7", drafting.version("Version 6"), other)
    (newest, *older) = history.events(opened, row.id)
    assert (newest.before, newest.after, len(older)) == ("Version 4", "Version 7", 5)
    assert set(MemoryEntry.objects.values_list("target", flat=True)) == {"Version 7"}
