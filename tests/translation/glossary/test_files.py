"""CSV and TBX: what is read, what is written, and that both are the same."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.translation.exchange import glossary_csv, tbx
from sessions_app.translation.exchange.lines import Line, Problem, Unreadable
from sessions_app.translation.models import GlossaryTerm

ROW = {
    "source_language": "de",
    "target_language": "en",
    "source": "Antrag",
    "target": "application",
    "part_of_speech": "noun",
    "status": "approved",
    "domain": "Verfahren",
    "definition": "Bitte an eine Behörde; „schriftlich“,\nmit Unterschrift",
    "source_note": "",
    "target_note": "not “motion”",
}


def term(**values: str) -> GlossaryTerm:
    return GlossaryTerm(**ROW | values)


def rows(reading) -> list[dict[str, str]]:
    assert reading.problems == []
    return [dict(line.values) for line in reading.lines]


# CSV


@pytest.mark.parametrize(
    "text",
    [
        "source,target,status\nAmt,office,forbidden\n",
        "source;target;status\r\nAmt;office;forbidden\r\n",
        "source\ttarget\tstatus\nAmt\toffice\tforbidden",
        "\ufeffSource,Target,Status\n\n Amt , office , FORBIDDEN \n,,\n",
        "term,translation,status\nAmt,office,forbidden\n",
    ],
)
def test_ways_to_write_a_table(text):
    expected = [{"source": "Amt", "target": "office", "status": "forbidden"}]
    assert rows(glossary_csv.read(text.encode())) == expected


def test_lines_are_counted_where_they_begin():
    reading = glossary_csv.read(b'source,definition\n\nAmt,"eine\nBeh\xc3\xb6rde"\nAntrag,\n')
    assert reading.lines == [
        Line(3, {"source": "Amt", "definition": "eine\nBehörde"}),
        Line(5, {"source": "Antrag", "definition": ""}),
    ]


def test_columns_that_nobody_knows_and_cells_without_a_column():
    reading = glossary_csv.read(b"source,colour,source,\nAmt,red,,\nAntrag,,,,x\n")
    assert reading.problems == [
        Problem(None, "Nobody knows the column “colour”."),
        Problem(None, "The column “source” stands twice."),
        Problem(3, "The line has more cells than columns."),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\n;;\n", "The file is empty."),
        (b"target\noffice\n", "The first line names no column “term”."),
        ("Ämter".encode("latin-1"), "The file is not a table in UTF-8. Save it as “CSV UTF-8”."),
        (
            "source\nAmt".encode("utf-16-le"),
            "The file is not a table in UTF-8. Save it as “CSV UTF-8”.",
        ),
        (
            b'source\n"Amt" x\n',
            "Line 2 cannot be read as a table: ',' expected after '\"'.",
        ),
    ],
)
def test_tables_that_cannot_be_read(content, message):
    with pytest.raises(Unreadable) as refused:
        glossary_csv.read(content)
    assert str(refused.value) == message


def test_a_cell_is_no_formula():
    text = "".join(glossary_csv.write([term(source="=1+1", target="-x")]))
    assert "'=1+1,'-x" in text
    assert rows(glossary_csv.read(text.encode())) == [ROW | {"source": "=1+1", "target": "-x"}]


# What a form makes of a text: no space around it, no control characters.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), max_size=20
).map(str.strip)


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("source", "target", "domain", "definition"), TEXT))
    )
)
def test_a_table_is_read_back_to_the_letter(values):
    wanted = [ROW | one for one in values]
    text = "".join(glossary_csv.write([term(**one) for one in values]))
    assert rows(glossary_csv.read(text.encode())) == wanted


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(content):
    for read in (glossary_csv.read, tbx.read):
        with suppress(Unreadable):
            read(content)


# TBX

MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="de"><text><body>
<termEntry id="c1">
  <descrip type="subjectField">Verfahren</descrip>
  <langSet xml:lang="de">
    <descripGrp><descrip type="definition">Bitte an eine Behörde</descrip></descripGrp>
    <ntig><termGrp><term>Antrag</term><termNote type="partOfSpeech">noun</termNote></termGrp></ntig>
    <tig><term>Gesuch</term>
      <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
  </langSet>
  <langSet xml:lang="en">
    <tig><term>application</term><note>as in <hi>apply</hi></note></tig>
    <tig><term>motion</term>
      <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  </langSet>
</termEntry>
<termEntry id="c2"><langSet xml:lang="de"><tig><term>Amt</term></tig></langSet></termEntry>
</body></text></martif>"""

TBX = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="{style}" xml:lang="de" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="1">{field}
<langSec xml:lang="de-DE"><termSec><term>Jobcenter</term>{part}</termSec></langSec>
<langSec xml:lang="en"><termSec><term>Jobcenter</term></termSec>
<termSec><term>job centre</term>{status}</termSec></langSec>
</conceptEntry></body></text></tbx>"""
DCA = TBX.format(
    style="dca",
    field='<descrip type="subjectField">Behörden</descrip>',
    part='<termNote type="partOfSpeech">properNoun</termNote>',
    status='<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>',
)
DCT = TBX.format(
    style="dct",
    field="<min:subjectField>Behörden</min:subjectField>",
    part="<min:partOfSpeech>properNoun</min:partOfSpeech>",
    status="<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus>",
)


def told(reading) -> list[tuple[str, ...]]:
    names = ("source", "target", "status", "part_of_speech", "domain")
    return [tuple(row[name] for name in names) for row in rows(reading)]


def test_the_form_of_2008():
    reading = tbx.read(MARTIF.encode())
    assert told(reading) == [
        ("Antrag", "application", "approved", "noun", "Verfahren"),
        ("Antrag", "motion", "forbidden", "noun", "Verfahren"),
    ]
    assert reading.lines[0].values["definition"] == "Bitte an eine Behörde"
    assert reading.lines[0].values["target_note"] == "as in apply"
    assert reading.skipped == 1


@pytest.mark.parametrize("content", [DCA, DCT], ids=["dca", "dct"])
def test_the_form_of_2019(content):
    assert told(tbx.read(content.encode())) == [
        ("Jobcenter", "Jobcenter", "keep", "properNoun", "Behörden"),
        ("Jobcenter", "job centre", "forbidden", "properNoun", "Behörden"),
    ]


def test_the_direction_can_be_turned():
    reading = tbx.read(MARTIF.encode(), "en")
    assert [(row["source"], row["target"], row["source_language"]) for row in rows(reading)] == [
        ("application", "Antrag", "en"),
        ("application", "Gesuch", "en"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html/>", "The file is not TBX: it begins with “html”."),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><martif>&b;</martif>',
            "The file declares entities, which are not read.",
        ),
        (b"<martif/>", "The file has no entry with terms in two languages."),
        (b"<martif>", "The file is not well-formed XML: no element found: line 1, column 8."),
        (b" " * 1_000_001, "The file is too large."),
    ],
)
def test_files_that_are_no_tbx(content, message):
    with pytest.raises(Unreadable) as refused:
        tbx.read(content)
    assert str(refused.value) == message


def test_what_is_written():
    content = tbx.write(
        [term(), term(target="motion", status="forbidden", target_note="")]
    ).decode()
    assert content.splitlines()[:3] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">',
        '<martif type="TBX-Basic" xml:lang="de">',
    ]
    assert content.count("<termEntry ") == 1
    assert content.count("<term>") == 3
    assert content.count("deprecatedTerm-admn-sts") == 1


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "source": TEXT.filter(bool),
                "target": TEXT.filter(bool),
                "definition": TEXT,
                "source_note": TEXT,
                "target_note": TEXT,
                "domain": TEXT,
                "status": st.sampled_from(["approved", "forbidden"]),
            }
        ).filter(lambda row: row["source"] != row["target"]),
        min_size=1,
    )
)
def test_a_file_is_read_back_to_the_letter(values):
    def ordered(found: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
        return sorted(sorted(row.items()) for row in found)

    read = rows(tbx.read(tbx.write([term(**one) for one in values])))
    assert ordered(read) == ordered([ROW | one for one in values])
