"""Files that are no files, or too much of one: refused in words, or taken in whole and once."""

import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions_app.translation import memory
from sessions_app.translation.exchange import glossary_csv, tbx, tmx
from sessions_app.translation.exchange.lines import Problem, Unreadable
from sessions_app.translation.exchange.tmx import Pair
from sessions_app.translation.glossary import importing
from sessions_app.translation.memory import curation
from sessions_app.translation.models import BulkJob, GlossaryTerm, MemoryEntry, MemoryImport
from tests.translation.memory.conftest import unit

pytestmark = pytest.mark.django_db

State = BulkJob.State
HEAD = '<?xml version="1.0"?><tmx version="1.4"><header/><body>'
TAIL = "</body></tmx>"
ENTITIES = "The file declares entities of its own, which is refused."
DEEP = "The file is nested too deeply."
ENCODING = "The file is in an encoding that is not known here."
NO_XML = "The file is no TMX: line 1 is no XML."


def tu(source: str, target: str, attributes: str = "") -> str:
    return (
        f'<tu {attributes}><tuv xml:lang="de"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{target}</seg></tuv></tu>'
    )


def whole(*units: str) -> str:
    return f"{HEAD}{''.join(units)}{TAIL}"


def declared(encoding: str) -> str:
    return whole(tu("Grüße", "Greetings")).replace("?>", f' encoding="{encoding}"?>', 1)


def read(content: bytes) -> list[Pair | Problem]:
    return list(tmx.read(io.BytesIO(content), "de", "en"))


# Translation memories.


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", NO_XML),
        (b"\0" * 10, NO_XML),
        (b"\x89PNG\r\n\x1a\n", NO_XML),
        (b"<tmx", NO_XML),
        (whole(tu("&#0;", "x")).encode(), NO_XML),
        (whole(tu("\x01", "x")).encode(), NO_XML),
        (declared("utf-8").encode("latin-1"), NO_XML),
        (declared("utf-7").encode(), ENCODING),
        (declared("hex").encode(), ENCODING),
        (declared("x" * 999).encode(), ENCODING),
        (declared("utf-32").encode("utf-32"), NO_XML),
        (b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', ENTITIES),
        (b'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', ENTITIES),
        (b'<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;]><tmx/>', ENTITIES),
        (b'<!DOCTYPE tmx [<!ATTLIST a b CDATA "' + b"x" * 1000 + b'">]><tmx/>', ENTITIES),
        ((HEAD + "<a>" * 1000).encode(), DEEP),
        ((HEAD + "<tu>" * 100_000).encode(), DEEP),
        (b"<html><tmx/></html>", "The file is no TMX: it begins with “html”."),
        (b"<" + b"x" * 9000 + b"/>", f"The file is no TMX: it begins with “{'x' * 50}”."),
    ],
    ids=range(19),
)  # fmt: skip
def test_what_is_no_memory_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read(content)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    "content",
    [
        declared("utf-8").encode("utf-8-sig"),
        declared("utf-16").encode("utf-16"),
        declared("iso-8859-1").encode("latin-1"),
        declared("windows-1252").encode("cp1252"),
        (
            '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "http://127.0.0.1:1/tmx14.dtd">'
            + whole(tu("Grüße", "Greetings"))[21:]
        ).encode(),
    ],
    ids=["bom", "utf-16", "latin-1", "cp1252", "dtd"],
)
def test_encodings_that_are_named_are_read_and_nothing_is_fetched(content: bytes) -> None:
    (pair,) = read(content)
    assert isinstance(pair, Pair)
    assert (pair.source, pair.target) == ("Grüße", "Greetings")


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("<tu/>", ["It does not stand in both languages."]),
        ('<tu><tuv xml:lang="de"/></tu>', ["It does not stand in both languages."]),
        ("<tu><tuv><seg>a</seg></tuv></tu>", ["It does not stand in both languages."]),
        (tu("", "x"), ["A text is empty."]),
        (tu("\u200b", "x"), ["A text is empty."]),
        (tu("x" * 20_001, "x"), ["A text is too long."]),
        (tu("x" * 2_000_000, "x"), ["A text is too long."]),
        (tu("<bpt i='1'/>" * 5000 + "a", "b"), [("a", "b")]),
        (tu("<ph>" + "x" * 30_000 + "</ph>a", "b"), ["A text is too long."]),
        (tu("<hi><hi>a<bpt i='1'>&lt;b&gt;<sub>x</sub></bpt></hi></hi>", "b"), [("<b>a</b>", "b")]),
        (tu("&lt;script&gt;alert(1)&lt;/script&gt;", "b"),
         [("&lt;script&gt;alert(1)&lt;/script&gt;", "b")]),
        (tu("<bpt i='1'>&lt;script&gt;</bpt>a<ept i='1'>&lt;/script&gt;</ept>", "b"), [("a", "b")]),
        (tu("<bpt i='1'>&lt;a id=\"a1\" onclick=\"x\"&gt;</bpt>a<ept i='1'/>", "b"), [("a", "b")]),
    ],
    ids=range(13),
)  # fmt: skip
def test_units_are_read_or_left_out_with_a_word_why(unit: str, found: list[Any]) -> None:
    told = [
        one.message if isinstance(one, Problem) else (one.source, one.target)
        for one in read(whole(unit).encode())
    ]
    if found == [("<b>a</b>", "b")]:
        # A mark that is never closed ends with its text, where it holds one.
        found = [("a<b></b>", "b")]
    assert told == found


@pytest.mark.parametrize("date", ["99991231T235959Z", "00010101T000000Z", "20990101T000000Z", "x"])
def test_a_date_that_cannot_be_is_none(reader: Client, date: str) -> None:
    """Such as one that has no place in the reader's time zone."""
    taken_in(reader, whole(tu("Ja", "Yes", f'changedate="{date}"')))
    entry, job = MemoryEntry.objects.get(), MemoryImport.objects.get()
    assert entry.at == job.created_at
    assert reader.get(reverse("sessions_translation:memory")).status_code == 200


def taken_in(client: Client, content: str | bytes, name: str = "a.tmx", **fields: str) -> Any:
    """Send a TMX file; the page after it."""
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    data = {"source": "de", "target": "en", "file": file} | fields
    return client.post(reverse("sessions_translation:memory_import"), data, follow=True)


def entries() -> set[tuple[str, str, bool]]:
    return set(MemoryEntry.objects.values_list("source", "target", "is_retired"))


def test_the_same_file_twice_and_what_was_retired(reader: Client) -> None:
    content = whole(tu("Saal", "hall"), tu("Saal", "hull"), tu("Saal", "hall"), tu("Amt", "office"))
    taken_in(reader, content)
    assert entries() == {
        ("Saal", "hall", False),
        ("Saal", "hull", False),
        ("Amt", "office", False),
    }
    hull = MemoryEntry.objects.get(target="hull")
    reader.post(reverse("sessions_translation:memory_retire", args=[hull.pk]))
    before = set(MemoryEntry.objects.values_list())
    taken_in(reader, content)
    assert set(MemoryEntry.objects.values_list()) == before
    told = MemoryImport.objects.order_by("created_at").values_list("state", "new", "known")
    assert list(told) == [(State.FINISHED, 3, 1), (State.FINISHED, 0, 4)]


def test_what_is_exported_is_imported_to_the_letter(reader: Client) -> None:
    texts = ["Saal &amp; <b>Amt</b>", "Zeile<br/>Zeile", '<a id="a1">x</a> 🦔', "\\{b} %_'\""]
    memory.learn([unit(text, f"EN {text}", page=f"{n}") for n, text in enumerate(texts)])
    export = reader.get(reverse("sessions_translation:memory_export"))
    content = b"".join(export.streaming_content)
    MemoryEntry.objects.all().delete()
    taken_in(reader, content)
    assert entries() == {(text, f"EN {text}", False) for text in texts}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"target": "fr"}, {"target"}),
        ({"source": "xx"}, {"source"}),
        ({"source": "en"}, {"target"}),
        ({"source": "\0", "target": ""}, {"source", "target"}),
        ({"file": "no file"}, {"file"}),
    ],
)
def test_a_form_that_is_wrong_says_what(reader: Client, fields: Any, errors: set[str]) -> None:
    response = taken_in(reader, whole(tu("a", "b")), **fields)
    assert set(response.context["form"].errors) == errors
    assert not MemoryImport.objects.exists()


def test_a_file_with_a_hostile_name_and_hostile_texts_is_shown_as_text(reader: Client) -> None:
    name = "<img src=x onerror=alert(1)>\"'.tmx"
    bad = tu("&lt;img src=x onerror=alert(1)&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;")
    response = taken_in(reader, whole(bad, tu("", "")), name)
    pages = [response, reader.get(reverse("sessions_translation:memory"))]
    entry = MemoryEntry.objects.get()
    pages.append(reader.get(reverse("sessions_translation:memory_entry", args=[entry.pk])))
    for page in pages:
        soup = BeautifulSoup(page.content, "html.parser")
        assert soup.select("[onerror]") == []
        assert [s for s in soup.select("script") if "alert(1)" in s.text] == []
        assert "<img src=x onerror=alert(1)>" in soup.get_text() or soup.select("textarea")


class Endless:
    """Reads like a file of so many units, none of which stands anywhere at once."""

    def __init__(self, number: int) -> None:
        self.parts = self.units(number)

    def units(self, number: int) -> Iterator[bytes]:
        yield HEAD.encode()
        for start in range(0, number, 100):
            numbers = range(start, start + 100)
            yield "".join(
                tu(f"Satz {n} {'wort ' * 25}", f"Sentence {n} {'word ' * 25}") for n in numbers
            ).encode()
        yield TAIL.encode()

    def read(self, size: int = 0, /) -> bytes:
        return next(self.parts, b"")


def test_a_large_file_is_read_piece_by_piece() -> None:
    """Its memory does not grow with the file: 1 MB here, and 30 MB cost the same."""

    def peak(number: int) -> int:
        tracemalloc.start()
        found = sum(1 for _pair in tmx.read(Endless(number), "de", "en"))
        (_now, most) = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert found == number
        return most

    peak(200)
    assert peak(3000) < 2 * peak(300) + 1_000_000


def test_a_file_that_breaks_in_the_middle_leaves_whole_units(reader: Client, monkeypatch) -> None:
    monkeypatch.setattr(curation, "CHUNK", 2)
    content = (
        HEAD + "".join(tu(f"S{n}", f"T{n}") for n in range(5)) + "<tu><tuv xml:lang='de'><seg>h"
    )
    response = taken_in(reader, content)
    assert entries() == {(f"S{n}", f"T{n}", False) for n in range(5)}
    job = MemoryImport.objects.get()
    assert (job.state, job.new, job.failure) == (State.FAILED, 5, NO_XML)
    assert NO_XML in BeautifulSoup(response.content, "html.parser").get_text()


# The glossary.


def sent(client: Client, content: str | bytes, name: str = "terms.csv") -> Any:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    data = {"file": file, "source_language": "de", "target_language": "en"}
    return client.post(reverse("sessions_glossary:import"), data)


def errors_of(response: Any) -> list[str]:
    """What stands against the file: as a whole, or in its lines."""
    form = [str(one) for found in response.context["form"].errors.values() for one in found]
    return form or [problem.message for problem in response.context["problems"]]


TBX = (
    '<martif type="TBX-Basic" xml:lang="de"><text><body><termEntry>{}</termEntry></body></text>'
    "</martif>"
)


def languages(german: int, english: int) -> str:
    return "".join(
        f'<langSet xml:lang="{code}">{"<tig><term>a</term></tig>" * number}</langSet>'
        for code, number in (("de", german), ("en", english))
    )


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("source,target\nA\0mt,office\n", "a.csv",
         "The file is not a table in UTF-8. Save it as “CSV UTF-8”."),
        ("source,target\nÄmter,offices\n".encode("utf-16"), "a.csv",
         "The file is not a table in UTF-8. Save it as “CSV UTF-8”."),
        ("source,target\nÄmter,offices\n".encode("latin-1"), "a.csv",
         "The file is not a table in UTF-8. Save it as “CSV UTF-8”."),
        ('source,target\n"Amt,office\n', "a.csv",
         "Line 2 cannot be read as a table: unexpected end of data."),
        ("source,target\n" + "x" * 200_000 + ",y\n", "a.csv",
         "Line 2 cannot be read as a table: field larger than field limit (131072)."),
        ("source,target\n" + "a,b\n" * 20_001, "a.csv",
         "The file has more than 20000 pairs of terms."),
        (TBX.format(languages(200, 200)), "a.tbx", "The file has more than 20000 pairs of terms."),
        (TBX.format("<a>" * 5000 + "</a>" * 5000), "a.tbx", DEEP),
        (TBX.format("<langSet xml:lang='de'>" * 3000 + "</langSet>" * 3000), "a.tbx", DEEP),
        (b'<!DOCTYPE martif [<!ENTITY a "b">]><martif/>', "a.tbx",
         "The file declares entities, which are not read."),
        (TBX.format(languages(1, 0)), "a.tbx",
         "The file has no entry with terms in two languages."),
        ("x" * 1_000_001, "a.tbx", "The file is too large."),
        ("x", "a", "The file is neither CSV (.csv) nor TBX (.tbx, .xml)."),
        ("x", "..\\..\\a.csv\0.exe", "The file is neither CSV (.csv) nor TBX (.tbx, .xml)."),
        ("source,target\n" + "x" * 256 + ",y\n", "a.csv",
         "Term: Ensure this value has at most 255 characters (it has 256)."),
        ("source,target,status\nAmt,office,<b>\n", "a.csv",
         "Status: Value '<b>' is not a valid choice."),
        ("source,target,target_language\nAmt,office,\u202e\n", "a.csv",
         "Target language: the site has no language “\u202e”."),
    ],
    ids=range(17),
)  # fmt: skip
def test_what_is_no_glossary_is_refused_in_words(
    reader: Client, content: str | bytes, name: str, message: str
) -> None:
    response = sent(reader, content, name)
    assert errors_of(response) == [message]
    assert response.status_code in {200, 422}
    assert not GlossaryTerm.objects.exists()


def test_a_large_glossary_asks_no_more_than_a_small_one(reader: Client) -> None:
    def queries(number: int) -> int:
        text = "source,target\n" + "".join(f"Wort{n},word{n}\n" for n in range(number))
        with CaptureQueriesContext(connection) as log:
            assert len(sent(reader, text).context["new"]) == min(number, 100)
        return len(log)

    queries(1)
    assert queries(3) == queries(1000)


def test_hostile_terms_come_back_to_the_letter_and_are_shown_as_text(reader: Client) -> None:
    hostile = "<img src=x onerror=alert(1)> \"quoted\" 'n' =1+1 {b} %s ; , \u202e"
    fields = {"domain": hostile[:120], "definition": hostile, "target_note": "=cmd|x"}
    term = GlossaryTerm(
        source_language="de", target_language="en", source=hostile, target=f"EN {hostile}", **fields
    )
    term.full_clean()
    term.save()
    index = reader.get(reverse("sessions_glossary:index"))
    shown = BeautifulSoup(index.content, "html.parser")
    assert shown.select("[onerror]") == []
    assert hostile in shown.get_text()
    table = "".join(glossary_csv.write([term]))
    book = tbx.write([term])
    for content, name in ((table.encode(), "a.csv"), (book, "a.tbx")):
        response = sent(reader, content, name)
        assert (response.context["planned"].same, errors_of(response)) == (1, [])
        assert BeautifulSoup(response.content, "html.parser").select("[onerror]") == []


def test_a_form_that_was_tampered_with_takes_nothing(reader: Client) -> None:
    address = reverse("sessions_glossary:import")
    good = {"source_language": "de", "target_language": "en", "name": "a.csv"}
    for wrong in (
        {"content": ""},
        {"content": "\0"},
        {"content": "ÄÖÜ"},
        {"content": "QUJD" * 600_000},
        {"content": "QUJD", "name": "\0"},
        {"content": "QUJD", "name": ""},
        {"content": "QUJD", "source_language": "xx"},
        {"content": "QUJD"},
    ):
        response = reader.post(address, good | wrong)
        assert response.status_code in {302, 400}
    assert not GlossaryTerm.objects.exists()
    assert importing.plan(glossary_csv.read(b"source\n")).new == []
