"""Who changed what: on the screen and as a file, for the languages that somebody works in."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone
from django.utils import translation as language
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from sessions_app.translation import drafting, history, localize, remarks
from sessions_app.translation.models import SegmentEvent
from tests.factories import (
    House,
    make_editor,
    make_group,
    make_locale,
    make_session,
    make_superuser,
    make_translator,
    make_user,
)
from tests.translation.desk.test_editor import POLICY, words

Visit = Callable[[Any], Client]
Soup = Callable[[Any], BeautifulSoup]
Happen = Callable[..., SegmentEvent]
Kind = SegmentEvent.Kind
REPORT = "/admin/translations/changes/"
RESULTS = f"{REPORT}results/"
HEADLINE = [
    "When",
    "Who",
    "Original",
    "Language",
    "Where",
    "What",
    "Remark",
    "Before",
    "After",
    "Taken from",
]
NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def tara(house: House) -> Any:
    """Translates into English."""
    return make_translator("en", "tara")


@pytest.fixture
def happen(opened: Any, rows: Any) -> Happen:
    """``happen(kind, before, after, of="Erstens")``: an event of that text, by default at noon."""

    def make(kind: Kind, before: str = "", after: str = "", **values: Any) -> SegmentEvent:
        translation = values.pop("translation", opened)
        row = rows(translation)[values.pop("of", "Erstens")]
        return SegmentEvent.objects.create(
            context_id=row.context_id,
            string_id=row.string_id,
            locale=translation.target_locale,
            kind=kind,
            before=before,
            after=after,
            **{"at": NOON, "by": None} | values,
        )

    return make


def told(page: BeautifulSoup) -> list[list[str]]:
    """The cells of the table; what was taken away in brackets, what was put in between plusses."""
    return [
        [_cell(cell) for cell in row.select("td")] for row in page.select(".desk-changes tbody tr")
    ]


def _cell(cell: Tag) -> str:
    for hidden in cell.select(".w-sr-only"):
        hidden.decompose()
    for mark, sign in (("del", "-"), ("ins", "+")):
        for found in cell.select(mark):
            found.replace_with(f"[{sign}{found.get_text()}]")
    return " ".join(cell.get_text().split())


def titles(page: BeautifulSoup) -> list[str]:
    """What stands in the column “After”."""
    return [row[7] for row in told(page)]


def read_csv(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(response: Any) -> list[list[str | None]]:
    (sheet,) = load_workbook(io.BytesIO(response.content)).worksheets
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_change_is_told_with_all_that_belongs_to_it(
    desk: Client, opened: Any, happen: Happen, tara: Any, soup: Soup
) -> None:
    happen(Kind.SAVED, "The old <b>first</b>", "The new <b>first</b>", by=tara)
    page = soup(desk.get(REPORT))
    assert words(page, "h1") == ["Who changed what"]
    assert words(page, ".desk-changes thead th") == [head for head in HEADLINE if head != "Remark"]
    assert words(page, ".desk-changes caption") == ["Who changed what"]
    (row,) = told(page)
    assert row == [
        "05/04/2026 noon",
        "tara",
        "Was ist Verwaltung?",
        "English",
        "Body › Text",
        "saved",
        "The [-old] first",
        "The [+new] first",
        "",
    ]
    (link,) = page.select(".desk-changes tbody a")
    assert link["href"] == f"/admin/translations/{opened.pk}/"
    assert [cell.get("lang") for cell in page.select(".desk-changes tbody [lang]")] == [
        "de",
        "en",
        "en",
    ]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_told(desk: Client, happen: Happen, soup: Soup, kind: Kind) -> None:
    event = happen(kind, text="<i>Warum?</i>\nDarum.", is_open=True)
    (row,) = told(soup(desk.get(REPORT)))
    assert row[5:] == [f"{event.get_kind_display()} <i>Warum?</i>Darum.", "", "", ""]


def test_it_is_told_where_a_text_came_from(
    desk: Client, happen: Happen, soup: Soup, settings: Any
) -> None:
    path = "sessions_app.translation.machines.libretranslate.LibreTranslate"
    settings.SESSIONS = settings.SESSIONS | {
        "MACHINES": {"ours": {"class": path, "endpoint": "http://localhost:1"}}
    }
    origins = [localize.MEMORY, localize.KEPT, history.IN_REVIEW, "ours", "gone"]
    for minute, origin in enumerate(origins):
        happen(Kind.FILLED, after="First", origin=origin, at=NOON - timedelta(minutes=minute))
    page = soup(desk.get(REPORT))
    names = ["Memory", "Original", "while reviewing", "LibreTranslate", "gone"]
    assert [row[8] for row in told(page)] == names
    assert {row[1] for row in told(page)} == {""}


def test_what_really_happens_is_listed(
    desk: Client, opened: Any, rows: Any, publisher: Any, soup: Soup
) -> None:
    row = rows(opened)["Was ist Verwaltung?"]
    with language.override("en"):
        drafting.save_segment(opened, row.id, "What?", drafting.version(None), publisher)
        remarks.add_note(opened, row.id, "Kürzer?", publisher)
    page = soup(desk.get(REPORT))
    assert [row[1:8] for row in told(page)] == [
        ["publisher", "Was ist Verwaltung?", "English", "Title", "note Kürzer?", "", ""],
        ["publisher", "Was ist Verwaltung?", "English", "Title", "saved", "", "What?"],
    ]


def test_a_place_that_is_gone_is_told_by_its_field(
    desk: Client, happen: Happen, session: Any, publish_changed: Any, soup: Soup
) -> None:
    happen(Kind.SAVED, after="First")
    publish_changed(session, [])
    assert [row[4] for row in told(soup(desk.get(REPORT)))] == ["Body"]


def test_without_a_translation_there_is_no_way_to_it(
    desk: Client, happen: Happen, opened: Any, soup: Soup
) -> None:
    happen(Kind.SAVED, after="First")
    opened.delete()
    page = soup(desk.get(REPORT))
    assert [row[2:5] for row in told(page)] == [["(deleted)", "English", ""]]
    assert page.select(".desk-changes tbody a") == []


def test_the_newest_stand_first_fifty_to_a_page(desk: Client, happen: Happen, soup: Soup) -> None:
    for number in range(53):
        happen(Kind.SAVED, after=f"Text {number}", at=NOON + timedelta(minutes=number))
    assert titles(soup(desk.get(REPORT))) == [f"Text {number}" for number in range(52, 2, -1)]
    assert titles(soup(desk.get(REPORT, {"p": "2"}))) == ["Text 2", "Text 1", "Text 0"]
    for beyond in ("3", "9" * 30, "-1"):
        assert titles(soup(desk.get(REPORT, {"p": beyond}))) == ["Text 2", "Text 1", "Text 0"]
    for odd in ("x", "1.5", "9" * 5000, "\x00", ""):
        assert titles(soup(desk.get(REPORT, {"p": odd})))[0] == "Text 52"


@pytest.fixture
def many(happen: Happen, opened: Any, tara: Any, house: House, en: Locale) -> None:
    """Three days, two people, three kinds, two objects."""
    other = make_session(house.programme, title="Recht & Ordnung", summary="Kurz.")
    drafting.open_translations([other], en)
    law = localize.translations_of([other.translation_key], en).get()
    nora = make_user("nora")
    day = timedelta(days=1)
    happen(Kind.SAVED, "uno one", "one", by=tara)
    happen(Kind.KEPT, "", "two R&amp;D", by=nora, at=NOON + day)
    happen(Kind.CONFIRMED, "", "three", by=tara, at=NOON + 2 * day, translation=law, of="Kurz.")
    happen(Kind.NOTE, by=nora, at=NOON + 3 * day, text="Four words")


FOUR = ["", "three", "two R&D", "one"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, FOUR),
        ({"since": "2026-05-05"}, FOUR[:3]),
        ({"until": "2026-05-05"}, FOUR[2:]),
        ({"since": "2026-05-05", "until": "2026-05-05"}, ["two R&D"]),
        ({"since": "0001-01-01", "until": "9999-12-31"}, FOUR),
        ({"since": "2026-06-01", "until": "2026-05-01"}, []),
        ({"kind": ["saved", "note"]}, ["", "one"]),
        ({"language": "en"}, FOUR),
        ({"q": "ORDNUNG"}, ["three"]),
        ({"q": "recht & o"}, ["three"]),
        ({"q": "uno"}, ["one"]),
        ({"q": "R&D"}, ["two R&D"]),
        ({"q": "four"}, [""]),
        ({"q": "<b>%_'\"\\"}, []),
        ({"q": "one", "kind": "kept"}, []),
    ],
)
def test_it_can_be_narrowed_down(
    desk: Client, many: None, soup: Soup, asked: dict[str, Any], found: list[str]
) -> None:
    assert titles(soup(desk.get(REPORT, asked))) == found
    rows = read_csv(desk.get(REPORT, asked | {"export": "csv"}))
    assert [row[8] for row in rows] == ["After", *found]


def test_people_can_be_chosen_who_did_something(
    desk: Client, many: None, tara: Any, soup: Soup
) -> None:
    make_user("idle")
    page = soup(desk.get(REPORT, {"person": tara.pk}))
    assert titles(page) == ["three", "one"]
    assert words(page, "select[name=person] option") == ["Everybody", "nora", "tara"]
    assert words(page, "h2[role=alert]") == ["There are 2 matches"]


def test_days_are_those_of_the_reader(visit: Visit, tara: Any, happen: Happen, soup: Soup) -> None:
    happen(Kind.SAVED, after="late", at=datetime(2026, 5, 4, 23, 30, tzinfo=UTC))
    berlin = soup(visit(tara).get(REPORT, {"since": "2026-05-05"}))
    assert [row[0] for row in told(berlin)] == ["05/05/2026 1:30 a.m."]
    UserProfile.objects.create(user=tara, current_time_zone="America/New_York")
    client = visit(type(tara).objects.get(pk=tara.pk))
    assert told(soup(client.get(REPORT, {"since": "2026-05-05"}))) == []
    page = soup(client.get(REPORT, {"until": "2026-05-04"}))
    assert [row[0] for row in told(page)] == ["05/04/2026 7:30 p.m."]
    rows = read_csv(client.get(REPORT, {"until": "2026-05-04", "export": "csv"}))
    assert rows[1][0] == "2026-05-04 19:30"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "tomorrow"}, "Since: Enter a valid date."),
        ({"until": "2026-02-30"}, "Until: Enter a valid date."),
        ({"until": "2026-05-04\x00"}, "Until: Enter a valid date."),
        ({"person": "nobody"}, "Who: Select a valid choice."),
        ({"person": "999999"}, "Who: Select a valid choice."),
        ({"person": "9" * 40}, "Who: Select a valid choice."),
        ({"person": "\x00"}, "Who: Null characters are not allowed."),
        ({"language": "de"}, "Language: Select a valid choice."),
        ({"language": "\x00"}, "Language: Select a valid choice."),
        ({"kind": "eaten"}, "What: Select a valid choice."),
        ({"q": "a\x00b"}, "Search term: Null characters are not allowed."),
    ],
)
def test_what_cannot_be_understood_is_told(
    desk: Client, many: None, soup: Soup, asked: dict[str, str], sentence: str
) -> None:
    for address in (REPORT, RESULTS):
        for export in ({}, {"export": "csv"}, {"export": "xlsx"}):
            response = desk.get(address, asked | export)
            assert (response.status_code, response.streaming) == (200, False)
            page = soup(response)
            assert told(page) == []
            (problem,) = words(page, "[role=alert] li")
            assert problem.startswith(sentence)


def test_an_empty_report_says_what_to_do(desk: Client, happen: Happen, soup: Soup) -> None:
    page = soup(desk.get(REPORT))
    assert page.select(".desk-changes") == []
    assert words(page, "#listing-results p") == [
        "No text was changed yet. As soon as somebody translates one, it is listed here with who "
        "did what. Choose something to translate"
    ]
    happen(Kind.SAVED, after="First")
    page = soup(desk.get(REPORT, {"q": "nothing like that"}))
    assert words(page, "#listing-results p") == ["No change fits these filters. Show everything"]
    rows = read_csv(desk.get(REPORT, {"q": "nothing like that", "export": "csv"}))
    assert rows == [HEADLINE]


def test_everybody_sees_the_languages_that_they_work_in(
    visit: Visit, house: House, happen: Happen, many: None, soup: Soup
) -> None:
    make_locale("fr")
    french = make_translator("fr", "fred")
    assert titles(soup(visit(french).get(REPORT))) == []
    assert titles(soup(visit(french).get(REPORT, {"language": "en"}))) == []
    assert words(soup(visit(french).get(REPORT)), "select[name=person] option") == ["Everybody"]
    assert read_csv(visit(french).get(REPORT, {"export": "csv"})) == [HEADLINE]
    assert read_xlsx(visit(french).get(REPORT, {"export": "xlsx"})) == [HEADLINE]
    assert titles(soup(visit(make_superuser()).get(REPORT))) == FOUR


def test_others_are_turned_away(house: House, visit: Visit) -> None:
    for other in (make_editor(house.home), make_user("none", make_group("entering"))):
        client = visit(other)
        for address in (REPORT, RESULTS, f"{REPORT}?export=csv"):
            response = client.get(address)
            assert (response.status_code, response["Location"]) == (302, "/admin/")
        assert REPORT not in client.get("/admin/").text


def test_it_is_among_the_reports(desk: Client) -> None:
    home = desk.get("/admin/").text
    assert REPORT in home
    assert "Who changed what" in home


def test_it_has_the_headers_of_the_desk(desk: Client, happen: Happen) -> None:
    happen(Kind.SAVED, after="First")
    for asked in ({}, {"export": "csv"}, {"export": "xlsx"}):
        response = desk.get(REPORT, asked)
        assert response["Content-Security-Policy"] == POLICY
        assert set(response["Cache-Control"].split(", ")) >= {"private", "no-store"}
    assert "<script>" not in desk.get(RESULTS).text


def test_the_files_have_every_change_that_was_found(desk: Client, many: None) -> None:
    response = desk.get(REPORT, {"export": "csv"})
    today = timezone.localdate()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="changes-{today}.csv"'
    rows = read_csv(response)
    this, law, place = "Was ist Verwaltung?", "Recht & Ordnung", "Body › Text"
    kept = "kept as in the original"
    assert rows == [
        HEADLINE,
        ["2026-05-07 12:00", "nora", this, "English", place, "note", "Four words", "", "", ""],
        ["2026-05-06 12:00", "tara", law, "English", "Summary", "confirmed", "", "", "three", ""],
        ["2026-05-05 12:00", "nora", this, "English", place, kept, "", "", "two R&D", ""],
        ["2026-05-04 12:00", "tara", this, "English", place, "saved", "", "uno one", "one", ""],
    ]
    response = desk.get(REPORT, {"export": "xlsx"})
    assert response["Content-Disposition"] == f'attachment; filename="changes-{today}.xlsx"'
    assert [[cell or "" for cell in row] for row in read_xlsx(response)] == rows


@pytest.mark.parametrize("read", [read_csv, read_xlsx])
def test_files_hold_no_formula(desk: Client, happen: Happen, read: Any) -> None:
    happen(Kind.NOTE, "=1+1", " @SUM(A1)", text='=HYPERLINK("x")', origin="+49")
    kind = "csv" if read is read_csv else "xlsx"
    (row,) = read(desk.get(REPORT, {"export": kind}))[1:]
    assert row[6:] == ['\'=HYPERLINK("x")', "'=1+1", "' @SUM(A1)", "'+49"]


def test_a_file_is_in_the_language_of_who_asks(visit: Visit, tara: Any, happen: Happen) -> None:
    happen(Kind.SAVED, after="First")
    UserProfile.objects.create(user=tara, preferred_language="de")
    client = visit(type(tara).objects.get(pk=tara.pk))
    with language.override("en"):
        headline, row = read_csv(client.get(REPORT, {"export": "csv"}))
        assert language.get_language() == "en"
    assert row[5] == "gespeichert"
    assert headline[2] == "Original"


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_the_screen(
    desk: Client,
    happen: Happen,
    house: House,
    en: Locale,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _each_of_its_own(happen, house, en, number)
    desk.get(REPORT)
    with django_assert_num_queries(14):
        desk.get(REPORT)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_a_file(
    desk: Client,
    happen: Happen,
    house: House,
    en: Locale,
    number: int,
    kind: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _each_of_its_own(happen, house, en, number)
    desk.get(REPORT)
    with django_assert_num_queries(8):
        response = desk.get(REPORT, {"export": kind})
        assert len(read_csv(response) if kind == "csv" else read_xlsx(response)) == number + 1


def _each_of_its_own(happen: Happen, house: House, en: Locale, number: int) -> None:
    """As many events, each of another person in another object."""
    for one in range(number):
        page = make_session(house.programme, title=f"Page {one}", summary="Kurz.")
        drafting.open_translations([page], en)
        translation = localize.translations_of([page.translation_key], en).get()
        by = make_user(f"user{one}")
        happen(Kind.SAVED, "a", "b", by=by, translation=translation, of="Kurz.")


def test_a_long_history_is_read_in_batches(
    desk: Client,
    happen: Happen,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr("sessions_app.translation.desk.changes_report.BATCH", 4)
    for number in range(10):
        happen(Kind.SAVED, after=f"Text {number}", at=NOON - timedelta(minutes=number))
    desk.get(REPORT)
    with django_assert_num_queries(8):
        rows = read_csv(desk.get(REPORT, {"export": "csv"}))
    assert [row[8] for row in rows[1:]] == [f"Text {number}" for number in range(10)]
