"""Text with tokens and segment HTML: exact both ways."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue

from sessions_app.translation.wire import WireError, from_html, to_html


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


IDS = ("a1", "a2", "a12", "lang-de")

RICH = {
    "words": ("Der Staat hört zu.", "Der Staat hört zu."),
    "bold": ("Der <b>Staat</b> hört zu.", "Der {b}Staat{/b} hört zu."),
    "link": ('Zum <a id="a1">Programm</a>.', "Zum {1}Programm{/1}."),
    "second link": ('<a id="a1">eins</a><a id="a2">zwei</a>', "{1}eins{/1}{2}zwei{/2}"),
    "link of two digits": ('<a id="a12">zwölf</a>', "{12}zwölf{/12}"),
    "language mark": ('das <a id="lang-de">Rathaus</a>', "das {lang-de}Rathaus{/lang-de}"),
    "nested": (
        'Ein <b>sehr <i>enges</i> <a id="a1">Netz</a></b>',
        "Ein {b}sehr {i}enges{/i} {1}Netz{/1}{/b}",
    ),
    "mark in link": ('<a id="a1">ein <b>Wort</b></a>', "{1}ein {b}Wort{/b}{/1}"),
    "strong and em": ("<strong>so</strong> <em>und so</em>", "{strong}so{/strong} {em}und so{/em}"),
    "code": ("mit <code>x &lt; y</code>", "mit {code}x < y{/code}"),
    "entities": ("&lt;b&gt; &amp; &amp;lt;", "<b> & &lt;"),
    "quotes": ("\"so\" und 'so'", "\"so\" und 'so'"),
    "no-break space": ("10\u00a0Uhr", "10\u00a0Uhr"),
    "soft hyphen": ("Sozial\u00adstaat", "Sozial\u00adstaat"),
    "emoji": ("gut 👩🏽‍💻!", "gut 👩🏽‍💻!"),
    "double space": ("zwei  Leerzeichen", "zwei  Leerzeichen"),
    "line break": ("oben<br/>unten", "oben{br}unten"),
    "literal token": ("die Marke {b} steht da", "die Marke \\{b} steht da"),
    "literal closing token": ("{/1}", "\\{/1}"),
    "literal token after a backslash": ("\\{b}", "\\\\\\{b}"),
    "backslash before a token": ("C:\\<b>x</b>", "C:\\\\{b}x{/b}"),
    "backslash elsewhere": ("a\\b", "a\\b"),
    "braces that are no token": ("{ b } {} {{x}", "{ b } {} {\\{x}"),
    "mail address": ('an <a id="a1">post@example.org</a>', "an {1}post@example.org{/1}"),
    "right to left": ("שלום <b>עולם</b>", "שלום {b}עולם{/b}"),
    "empty": ("", ""),
}

PLAIN = {
    "words": ("Der Staat", "Der Staat"),
    "lines": ("eins<br/><br/>zwei", "eins\n\nzwei"),
    "entities": ("a &lt; b &amp;&amp; c", "a < b && c"),
    "a tag as text": ("&lt;b&gt;x&lt;/b&gt;", "<b>x</b>"),
    "a token as text": ("{b}x{/b} \\{1}", "{b}x{/b} \\{1}"),
    "no-break space": ("10\u00a0Uhr", "10\u00a0Uhr"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("html", "text"), RICH.values(), ids=RICH)
def test_rich_text_both_ways(html, text):
    assert (from_html(html, rich=True), to_html(text, rich=True, ids=IDS)) == (text, html)


@pytest.mark.parametrize(("html", "text"), PLAIN.values(), ids=PLAIN)
def test_plain_text_both_ways(html, text):
    assert (from_html(html, rich=False), to_html(text, rich=False)) == (text, html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("eins\n zwei\tdrei", "eins  zwei drei"),
        ("eins<br>zwei", "eins{br}zwei"),
        ("<b>offen", "{b}offen{/b}"),
        ("<b>über<i>kreuz</b></i>", "{b}über{i}kreuz{/i}{/b}"),
        ("<span>fremd</span>", "fremd"),
        ("<a>ohne Ziel</a>", "ohne Ziel"),
        ("<!-- still -->da", "da"),
        ("10&nbsp;Uhr", "10\u00a0Uhr"),
    ],
)
def test_html_of_other_makers_is_read_all_the_same(html, text):
    assert from_html(html, rich=True) == text


def test_lines_of_a_posted_form_are_lines():
    assert to_html("eins\r\nzwei\rdrei", rich=False) == "eins<br/>zwei<br/>drei"
    assert to_html("eins\r\nzwei", rich=True) == "eins<br/>zwei"
    assert from_html("eins\r<br/>zwei", rich=False) == "eins\nzwei"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{3}x{/3}", "The original has no mark {3}. Write \\{3} to show it as it is."),
        ("{name}", "The original has no mark {name}. Write \\{name} to show it as it is."),
        ("{/br}", "The original has no mark {/br}. Write \\{/br} to show it as it is."),
        ("{lang-fr}x{/lang-fr}",
         "The original has no mark {lang-fr}. Write \\{lang-fr} to show it as it is."),
        ("{b}x{/i}", "{/i} closes nothing that is open there."),
        ("x{/1}", "{/1} closes nothing that is open there."),
        ("{b}{1}x{/b}{/1}", "{/b} closes nothing that is open there."),
        ("{1}x", "{1} is never closed."),
        ("{1}a {2}b{/2}{/1}", "{2} stands within another link or language mark."),
        ("a\x00b", "The text contains a character that cannot be stored (U+0000)."),
        ("a\ud83db", "The text contains a character that cannot be stored (U+D83D)."),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_with_a_reason(text, message):
    with pytest.raises(WireError) as refused:
        to_html(text, rich=True, ids=IDS)
    assert str(refused.value) == message


def test_plain_text_is_refused_for_its_characters_alone():
    assert to_html("{3} {/b} <a>", rich=False) == "{3} {/b} &lt;a&gt;"
    with pytest.raises(WireError):
        to_html("a\x1bb", rich=False)


LETTERS = st.text(
    st.one_of(
        st.sampled_from("{}/\\br1ia <>&;\u00a0\u00ad\u200b'\"👩‍"),
        st.characters(exclude_categories=("Cc", "Cs", "Cn")),
    ),
    max_size=12,
).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def elements(content: st.SearchStrategy[str], *names: str) -> st.SearchStrategy[str]:
    """HTML of one of the elements around ``content``."""
    return st.tuples(st.sampled_from(names), content).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"
    )


def sequence(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """HTML of several of ``parts`` in a row."""
    return st.lists(st.one_of(*parts), max_size=4).map("".join)


INNER = sequence(LETTERS, st.just("<br/>"), elements(LETTERS, "b", "i", "code", "em", "abbr"))
LINKS = elements(INNER, *(f'a id="{name}"' for name in IDS))
STRINGS = sequence(LETTERS, LINKS, elements(sequence(LETTERS, LINKS), "b", "strong"))


@given(STRINGS)
def test_every_string_survives(html):
    html = str(BeautifulSoup(html, "html.parser"))
    assert to_html(from_html(html, rich=True), rich=True, ids=IDS) == html


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\n\t")))
def test_plain_text_becomes_what_the_source_would_hold(text):
    html = to_html(text, rich=False)
    assert html == StringValue.from_plaintext(text).data
    assert from_html(html, rich=False) == text
