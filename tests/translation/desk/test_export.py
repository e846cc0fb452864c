"""The overview as a file: everything that was found, harmless to office programmes, intact."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from sessions_app.models import Speaker
from sessions_app.tables import as_csv, as_workbook
from sessions_app.translation import assigning, drafting, localize
from sessions_app.translation.models import Action
from tests.factories import (
    House,
    make_editor,
    make_group,
    make_locale,
    make_session,
    make_speaker,
    make_superuser,
    make_track,
    make_translator,
    make_user,
    slot,
)

Visit = Callable[[Any], Client]
Row = list[str | int | None]
OVERVIEW = "/admin/translations/"
HEADLINE = [
    "Original",
    "Kind",
    "Written in",
    "Track",
    "Day",
    "State",
    "Translated in percent",
    "Texts",
    "Texts left",
    "Words left",
    "Days open",
    "Next start",
    "Assigned to",
    "Last saved by",
    "Last saved",
]


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> tuple[str, list[Row]]:
    """Name and cells of the one sheet; fails where a cell is a formula."""
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    return sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]


def get(client: Client, kind: str, /, **asked: str) -> list[Row] | list[list[str]]:
    """The rows of the file below its headline."""
    response = client.get(OVERVIEW, asked | {"export": kind})
    found = read_csv(response.content) if kind == "csv" else read_xlsx(response.content)[1]
    return found[1:]


@pytest.fixture
def busy(house: House, en: Locale, publisher: Any) -> Any:
    """A session of which the title alone is translated, and who is to do the rest."""
    page = make_session(
        house.programme,
        title="Große Fragen – ¿qué?",
        summary="Drei Wörter mehr.",
        track=make_track("Ämter", order=1),
        slots=[slot(timezone.localtime().replace(hour=23, minute=30) + timedelta(days=5))],
    )
    page.last_published_at = timezone.now() - timedelta(days=3)
    page.save(update_fields=["last_published_at"])
    drafting.open_translations([page], en)
    translation = localize.translations_of([page.translation_key], en).get()
    row = localize.segment_rows([translation])[translation.pk][0]
    drafting.save_segment(translation, row.id, "Great questions", drafting.version(None), publisher)
    type(publisher).objects.filter(pk=publisher.pk).update(first_name="Łucja", last_name="Öst")
    assigning.assign([translation], make_translator(name="tara"), publisher)
    return page


def test_csv_tells_what_the_screen_tells(desk: Client, busy: Any) -> None:
    response = desk.get(OVERVIEW, {"q": "fragen", "export": "csv"})
    today = timezone.localdate()
    assert response["content-type"] == "text/csv; charset=utf-8"
    assert response["content-disposition"] == f'attachment; filename="translations-en-{today}.csv"'
    assert set(response["cache-control"].split(", ")) >= {"private", "no-store"}
    day = today + timedelta(days=5)
    headline, row = read_csv(response.content)
    assert headline == HEADLINE
    assert row[:-1] == [
        "Große Fragen – ¿qué?",
        "Session",
        "Deutsch",
        "Ämter",
        date_format(day, "DATE_FORMAT"),
        "draft",
        "50",
        "2",
        "1",
        "3",
        "3",
        f"{day} 23:30",
        "tara",
        "Łucja Öst",
    ]
    assert row[-1].startswith(str(today))


def test_the_workbook_has_the_same_cells(desk: Client, busy: Any) -> None:
    response = desk.get(OVERVIEW, {"q": "fragen", "export": "xlsx"})
    assert response["content-disposition"] == (
        f'attachment; filename="translations-en-{timezone.localdate()}.xlsx"'
    )
    name, (headline, row) = read_xlsx(response.content)
    assert (name, headline) == ("Translations", HEADLINE)
    (told,) = get(desk, "csv", q="fragen")
    assert [str(cell) for cell in row] == told
    assert row[6:11] == [50, 2, 1, 3, 3]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_nobody_opened_has_empty_cells(house: House, desk: Client, kind: str) -> None:
    make_speaker("Ada")
    (row,) = get(desk, kind, q="Ada")
    assert [cell or "" for cell in row] == [
        "Ada", "Speaker", "Deutsch", "", "", "missing", *[""] * 9,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_all_that_was_found_is_in_the_file(house: House, desk: Client, kind: str) -> None:
    for number in range(73):
        make_speaker(f"Person {number}", live=number < 70)
    make_track("Person im Mittelpunkt")
    asked = {"kind": "sessions_app.speaker", "q": "person", "sort": "-title", "p": "2"}
    assert [row[0] for row in get(desk, kind, **asked)] == [
        f"Person {number}" for number in reversed(range(70))
    ]
    assert get(desk, kind, q="gibt es nicht") == []
    assert get(desk, kind, state="live") == []


FORMULAS = ['=HYPERLINK("http://x","y")', "+49", "-Pause", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("title", FORMULAS)
def test_a_formula_is_a_text(house: House, desk: Client, kind: str, title: str) -> None:
    Speaker.objects.filter(pk=make_speaker("Ada").pk).update(name=title)
    (row,) = get(desk, kind, kind="sessions_app.speaker")
    assert row[0] == f"'{title}"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Seite\x0bumbruch", "Seiteumbruch"),
        ("\x01=1+1", "'=1+1"),
        ("Kein\uffffZeichen", "KeinZeichen"),
        ('Komma, "Zitat"; <b>&amp;', 'Komma, "Zitat"; <b>&amp;'),
        ("日本語 🙂 עברית", "日本語 🙂 עברית"),
        ("A=B+C", "A=B+C"),
    ],
)
def test_any_sign_of_a_title_gets_through(
    house: House, desk: Client, kind: str, title: str, told: str
) -> None:
    Speaker.objects.filter(pk=make_speaker("Ada").pk).update(name=title)
    (row,) = get(desk, kind, kind="sessions_app.speaker")
    assert row[0] == told


def test_a_german_reader_gets_a_german_headline(busy: Any, visit: Visit) -> None:
    user = make_translator(name="anton")
    UserProfile.objects.create(user=user, preferred_language="de")
    name, (headline, row) = read_xlsx(
        visit(user).get(OVERVIEW, {"q": "fragen", "export": "xlsx"}).content
    )
    assert (name, headline[:6], row[1:3], row[5]) == (
        "Übersetzungen",
        ["Original", "Art", "Geschrieben in", "Reihe", "Tag", "Stand"],
        ["Session", "Deutsch"],
        "Entwurf",
    )
    assert row[10] == 3


def test_nobody_gets_languages_that_are_not_theirs(
    house: House, busy: Any, visit: Visit, session: Any
) -> None:
    make_locale("fr")
    french = make_user("f", make_group("f", languages={"fr": [Action.TRANSLATE]}))
    response = visit(french).get(OVERVIEW, {"export": "csv", "language": "en"})
    assert response["content-disposition"].startswith('attachment; filename="translations-fr-')
    assert {row[5] for row in read_csv(response.content)[1:]} == {"missing"}
    assert get(visit(french), "csv", language="en", assignee="nobody") != []
    editor = make_editor(house.home)
    assert sorted(row[0] for row in get(visit(editor), "csv", language="en")) == [
        "Große Fragen – ¿qué?",
        "Programm",
        "Was ist Verwaltung?",
        "Zwiesprache",
    ]
    nobody = make_user("nobody", make_group("n"))
    refused = visit(nobody).get(OVERVIEW, {"export": "csv"})
    assert (refused.status_code, refused["location"]) == (302, "/admin/")
    assert Client().get(OVERVIEW, {"export": "csv"}).status_code == 302


def test_an_unknown_kind_of_file_is_the_page(desk: Client, house: House) -> None:
    types = [
        desk.get(OVERVIEW, {"export": kind})["content-type"] for kind in ("", "pdf", "<b>", "CSV")
    ]
    assert types == ["text/html; charset=utf-8"] * 4


def test_a_file_is_not_what_was_looked_at_last(desk: Client, house: House) -> None:
    assert desk.get(OVERVIEW, {"q": "e", "export": "csv"}).cookies == {}


cells = st.text(max_size=60) | st.integers() | st.none()


@given(rows=st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5), title=st.text())
def test_no_text_breaks_a_table(rows: list[Row], title: str) -> None:
    plain = [[cell for cell in row if not isinstance(cell, int) or abs(cell) < 10**15]
             for row in rows]  # fmt: skip
    for row in read_csv(as_csv(plain)):
        assert [cell for cell in row if cell.startswith(("=", "+", "@"))] == []
    read_xlsx(as_workbook(plain, title or "x"))


def test_the_name_of_a_sheet_is_one_that_may_be() -> None:
    assert read_xlsx(as_workbook([["x"]], "A/B: [was?] " + "x" * 40))[0] == (
        "A B   was   xxxxxxxxxxxxxxxxxxx"
    )


def test_a_superuser_gets_every_language(house: House, busy: Any, visit: Visit) -> None:
    admin = visit(make_superuser())
    kinds = {
        code: admin.get(OVERVIEW, {"export": "csv", "language": code})["content-disposition"]
        for code in ("de", "en", "xx")
    }
    today = timezone.localdate()
    assert kinds == {
        code: f'attachment; filename="translations-{told}-{today}.csv"'
        for code, told in {"de": "de", "en": "en", "xx": "en"}.items()
    }
