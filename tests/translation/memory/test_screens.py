"""The memory's screens: list, correction, retirement, files, words."""

import gzip
import io
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.translation import drafting, memory
from sessions_app.translation.desk.views.memory import SILENCE
from sessions_app.translation.exchange import tmx
from sessions_app.translation.models import BulkJob, MemoryEntry, MemoryImport
from tests.factories import (
    House,
    make_reviewer,
    make_session,
    make_site,
    make_superuser,
    make_track,
    make_translator,
    make_user,
)

from .conftest import unit

pytestmark = pytest.mark.django_db

MEMORY = "/admin/translations/memory/"
WORDS = "/admin/translations/words/"


@pytest.fixture
def house(locales: dict[str, Locale]) -> House:
    """The site in German and English."""
    return make_site()


def enter(user: Any) -> Client:
    """A browser in which ``user`` is logged in, with the admin in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(house: House) -> Client:
    """A browser of somebody who reviews translations into English."""
    return enter(make_reviewer("en"))


@pytest.fixture
def translator(house: House) -> Client:
    """A browser of somebody who translates into English and nothing else."""
    return enter(make_translator("en"))


def soup(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element: Any) -> str:
    """Its text, blanks as a browser shows them."""
    return " ".join(element.text.split())


def pairs(page: BeautifulSoup) -> list[tuple[str, str]]:
    """Source and target of every entry shown."""
    return [
        (words(hit.select_one(".desk-hit__source")), words(hit.select_one(".desk-hit__target")))
        for hit in page.select(".desk-hit")
    ]


def told(page: BeautifulSoup) -> list[str]:
    """The messages on top."""
    return [words(one) for one in page.select(".messages > ul > li")]


def entry() -> MemoryEntry:
    return MemoryEntry.objects.get(is_retired=False)


def address(name: str = "") -> str:
    return f"{MEMORY}{entry().pk}/{name}"


class TestList:
    """The concordance."""

    def test_entries_newest_first_with_the_words_marked(self, translator: Client) -> None:
        memory.learn(
            [
                unit("Die <b>Verwaltung</b> lernt", "Administration learns", page="Ein Panel"),
                unit("Verwaltungsrat &amp; Amt", "Board", page="two", days=1),
                unit("Ja", "Oui", target_language="fr"),
            ]
        )
        page = soup(translator.get(MEMORY))
        assert pairs(page) == [
            ("Verwaltungsrat & Amt", "Board"),
            ("Die Verwaltung lernt", "Administration learns"),
        ]
        page = soup(translator.get(MEMORY, {"q": "VERWALTUNG l"}))
        assert pairs(page) == []
        page = soup(translator.get(MEMORY, {"q": "verwaltung"}))
        assert [mark.text for mark in page.select("mark")] == ["Verwaltung", "Verwaltung"]
        hit = page.select(".desk-hit")[1]
        assert [one["lang"] for one in hit.select(".desk-hit__texts p")] == ["de", "en"]
        assert " ".join(hit.select_one(".desk-hit__from").text.split()) == (
            "de → en Ein Panel March 1, 2026"
        )

    def test_filters(self, house: House) -> None:
        memory.learn(
            [
                unit("Ja", "Yes"),
                unit("Ja", "Oui", target_language="fr"),
                unit("Yes", "Ja", source_language="en", target_language="de"),
            ]
        )
        MemoryEntry.objects.filter(target="Yes").update(is_retired=True)
        admin = enter(make_superuser())
        for sent, found in (
            ({}, {("Ja", "Oui"), ("Yes", "Ja")}),
            ({"target": "de"}, {("Yes", "Ja")}),
            ({"source": "de"}, {("Ja", "Oui")}),
            ({"show": "retired"}, {("Ja", "Yes")}),
            ({"show": "all", "q": "yes"}, {("Ja", "Yes"), ("Yes", "Ja")}),
            ({"target": "xx", "show": "?", "p": "99"}, {("Ja", "Oui"), ("Yes", "Ja")}),
            ({"q": "\0"}, {("Ja", "Oui"), ("Yes", "Ja")}),
        ):
            assert set(pairs(soup(admin.get(MEMORY, sent)))) == found, sent

    def test_who_translates_into_one_language_sees_that_one(self, translator: Client) -> None:
        memory.learn([unit("Yes", "Ja", source_language="en", target_language="de")])
        page = soup(translator.get(MEMORY, {"target": "de"}))
        assert pairs(page) == []
        assert [option["value"] for option in page.select("[name=target] option")] == ["", "en"]

    def test_a_translator_changes_nothing(self, translator: Client) -> None:
        memory.learn([unit("Ja", "Yes")])
        page = soup(translator.get(MEMORY))
        assert page.select(".desk-hit__actions") == []
        assert "Import" not in page.select_one(".desk-memory__head").text

    def test_the_same_queries_at_three_and_at_three_hundred(
        self, reviewer: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        user = make_user("ada")
        memory.learn([unit(f"Satz {n}", f"Sentence {n}", by=user) for n in range(3)])
        soup(reviewer.get(MEMORY))
        with django_assert_num_queries(13):
            assert len(pairs(soup(reviewer.get(MEMORY)))) == 3
        memory.learn([unit(f"Satz {n}", f"Sentence {n}", by=user) for n in range(300)])
        with django_assert_num_queries(13):
            page = soup(reviewer.get(MEMORY, {"p": 2}))
        assert len(pairs(page)) == 50
        assert " ".join(page.select_one(".desk-memory__number").text.split()) == "300 entries"

    def test_an_empty_memory_says_what_to_do(self, reviewer: Client, translator: Client) -> None:
        page = soup(reviewer.get(MEMORY))
        assert page.select_one(".desk-empty").text.split()[:4] == ["The", "memory", "is", "empty."]
        assert page.select_one(".desk-empty a")["href"] == f"{MEMORY}import/"
        assert soup(translator.get(MEMORY)).select(".desk-empty a") == []
        page = soup(reviewer.get(MEMORY, {"q": "x"}))
        assert page.select_one(".desk-empty a")["href"] == MEMORY


class TestCorrection:
    """An entry's form."""

    @pytest.fixture(autouse=True)
    def learnt(self) -> None:
        memory.learn([unit('Siehe <a id="a1">Bericht</a> {b}', 'See <a id="a1">report</a> {b}')])

    def test_the_texts_stand_as_at_the_desk(self, reviewer: Client) -> None:
        page = soup(reviewer.get(address()))
        texts = {area["name"]: (area["lang"], words(area)) for area in page("textarea")}
        assert texts == {
            "source": ("de", "Siehe {1}Bericht{/1} \\{b}"),
            "target": ("en", "See {1}report{/1} \\{b}"),
        }

    def test_a_correction_is_stored_and_the_list_is_as_it_was(self, reviewer: Client) -> None:
        back = f"{MEMORY}?q=Siehe&p=1"
        sent = {"source": "Siehe {1}Bericht{/1}", "target": "See the {1}report{/1}", "next": back}
        response = reviewer.post(address(), sent)
        assert response["Location"] == back
        assert (entry().source, entry().target) == (
            'Siehe <a id="a1">Bericht</a>',
            'See the <a id="a1">report</a>',
        )
        assert told(soup(reviewer.get(MEMORY))) == [
            "The entry was corrected; the old one is retired."
        ]

    @pytest.mark.parametrize(
        ("source", "target", "wrong", "message"),
        [
            ("Siehe", " ", "target", "This field is required."),
            ("", "See", "source", "This field is required."),
            ("Siehe", "See {1}x{/1}", "target", "The original has no mark {1}."),
            ("Siehe {2}x{/2}", "See", "source", "The original has no mark {2}."),
            ("Siehe", "See {b}x", "target", "{b} is never closed."),
            ("Siehe", "See \x0b", "target", "cannot be stored (U+000B)"),
        ],
    )
    def test_texts_that_cannot_be_stored_come_back_with_a_word_why(
        self, reviewer: Client, source: str, target: str, wrong: str, message: str
    ) -> None:
        before = entry()
        page = soup(reviewer.post(address(), {"source": source, "target": target}))
        assert message in page.select_one(f"#desk-memory-{wrong}_error").text
        field = page.select_one(f"#desk-memory-{wrong}")
        assert field["aria-invalid"] == "true"
        assert (entry().source, entry().target) == (before.source, before.target)

    def test_nobody_is_led_elsewhere(self, reviewer: Client) -> None:
        for given in ("https://example.org/", "//example.org", "/admin/pages/"):
            response = reviewer.post(address("retire/"), {"next": given})
            assert response["Location"] == MEMORY
            reviewer.post(f"{MEMORY}{MemoryEntry.objects.get().pk}/restore/")

    def test_what_is_of_another_language_is_refused(self, reviewer: Client) -> None:
        MemoryEntry.objects.update(target_language="fr")
        before = entry()
        for name in ("", "retire/", "restore/"):
            assert reviewer.post(address(name)).status_code == 302
        assert reviewer.get(address())["Location"] == "/admin/"
        assert entry() == before

    def test_an_unknown_entry(self, reviewer: Client) -> None:
        assert reviewer.get(f"{MEMORY}{uuid4()}/").status_code == 404

    def test_retired_and_brought_back(self, reviewer: Client) -> None:
        place = address()
        reviewer.post(f"{place}retire/")
        page = soup(reviewer.get(MEMORY, {"show": "retired"}))
        assert told(page) == ["This translation is not suggested any more."]
        (button,) = page.select(".desk-hit__button")
        assert " ".join(button.text.split()) == "Bring back: Siehe Bericht {b}"
        assert page.select_one(".desk-hit form")["action"] == f"{place}restore/"
        shown = f"{MEMORY}?show=retired"
        assert page.select_one(".desk-hit [name=next]")["value"] == shown
        link = page.select_one(".desk-hit__actions a")["href"]
        assert link == f"{place}?next={quote(shown)}"
        reviewer.post(f"{place}restore/")
        assert not MemoryEntry.objects.get().is_retired


class TestFiles:
    """Export and import."""

    def test_what_the_list_shows_is_exported(self, translator: Client) -> None:
        memory.learn([unit("Ja", "Yes"), unit("Nein", "No"), unit("Nie", "Never")])
        memory.learn([unit("Nie", "Jamais", target_language="fr")])
        MemoryEntry.objects.filter(source="Nie").update(is_retired=True)
        response = translator.get(f"{MEMORY}export/", {"q": "n"})
        content = b"".join(response.streaming_content)
        found = tmx.read(io.BytesIO(content), "de", "en")
        assert [(pair.source, pair.target) for pair in found] == [("Nein", "No")]
        today = timezone.localdate().isoformat()
        assert response["Content-Disposition"] == f'attachment; filename="memory-{today}.tmx"'
        assert response["Content-Type"] == "application/xml; charset=utf-8"

    @staticmethod
    def send(client: Client, content: bytes, **more: str) -> Any:
        file = SimpleUploadedFile("alt.tmx", content, "application/xml")
        sent = {"file": file, "source": "de", "target": "en"} | more
        return client.post(f"{MEMORY}import/", sent)

    def test_a_file_is_taken_in_and_reported(self, reviewer: Client) -> None:
        content = "".join(tmx.write([unit("Ja", "Yes"), unit("Nein", ""), unit("Ja", "Yes")]))
        response = self.send(reviewer, content.encode())
        job = MemoryImport.objects.get()
        assert response["Location"] == f"{MEMORY}import/{job.pk}/"
        page = soup(reviewer.get(response["Location"]))
        assert [int(number.text) for number in page.select(".desk-memory__counts dd")] == [
            3, 1, 1, 1,
        ]  # fmt: skip
        assert page.select_one(".desk-memory [role=status]").text.split() == [
            "The", "import", "is", "finished.",
        ]  # fmt: skip
        assert [cell.text for cell in page.select(".desk-memory__problems td")] == [
            "11",
            "A text is empty.",
        ]
        assert page.select("progress, script[src*=memory]") == []
        assert (entry().source, entry().target) == ("Ja", "Yes")

    @pytest.mark.parametrize(
        ("content", "more", "field", "message"),
        [
            (b"<x/>", {}, "file", "The file is no TMX: it begins with “x”."),
            (b"", {}, "file", "The submitted file is empty."),
            (b"<tmx/>", {"target": "de"}, "target", "Select a valid choice."),
            (b"<tmx/>", {"source": "en"}, "target", "Choose two different languages."),
            (b"<tmx/>", {"source": "xx"}, "source", "Select a valid choice."),
        ],
    )
    def test_what_cannot_be_taken_in_is_refused_in_words(
        self, reviewer: Client, content: bytes, more: dict[str, str], field: str, message: str
    ) -> None:
        page = soup(self.send(reviewer, content, **more))
        assert message in page.select_one(f"#desk-memory-{field}_error").text
        assert not MemoryImport.objects.exists()

    def test_a_running_import_shows_how_far_it_is(self, reviewer: Client) -> None:
        job = MemoryImport.objects.create(
            name="alt.tmx",
            source_language="de",
            target_language="en",
            state=BulkJob.State.RUNNING,
            size=400,
            position=100,
        )
        page = soup(reviewer.get(f"{MEMORY}import/{job.pk}/"))
        assert page.select_one("progress")["value"] == "25"
        assert "25 % read." in page.select_one(".desk-memory [role=status]").text
        assert len(page.select("script[src*='translation/desk/memory.js']")) == 1
        assert page.select(".desk-memory form") == []

    def test_an_interrupted_import_can_be_taken_up_again(self, reviewer: Client) -> None:
        content = "".join(tmx.write([unit("Ja", "Yes"), unit("Nein", "No")])).encode()
        self.send(reviewer, content)
        done = MemoryImport.objects.get()
        MemoryEntry.objects.filter(source="Nein").delete()
        MemoryImport.objects.update(
            state=BulkJob.State.RUNNING,
            content=gzip.compress(content),
            read=1,
            new=1,
            changed_at=timezone.now() - 2 * SILENCE,
        )
        place = f"{MEMORY}import/{done.pk}/"
        assert len(soup(reviewer.get(place)).select(".desk-memory form")) == 1
        assert reviewer.post(place)["Location"] == place
        done.refresh_from_db()
        assert (done.state, done.read, done.new) == (BulkJob.State.FINISHED, 2, 2)

    def test_an_import_into_a_language_of_others(self, reviewer: Client) -> None:
        job = MemoryImport.objects.create(name="x", source_language="en", target_language="de")
        assert reviewer.get(f"{MEMORY}import/{job.pk}/")["Location"] == "/admin/"


class TestWords:
    """Words of one object and of all."""

    def cells(self, table: Any) -> list[list[str]]:
        return [[" ".join(cell.text.split()) for cell in row(["th", "td"])] for row in table("tr")]

    def test_of_one_object(self, house: House, translator: Client, en: Locale) -> None:
        page = make_session(house.programme, title="Was ist Verwaltung?", summary="Eine Frage.")
        memory.learn([unit("Was ist Verwaltung?", "What is administration?", "title")])
        (translation,) = drafting.open_translations([page], en).translations
        shown = soup(translator.get(f"/admin/translations/{translation.pk}/words/"))
        assert self.cells(shown.select_one(".desk-words")) == [
            ["Texts that are", "Words", "Texts"],
            ["translated already", "3", "1"],
            ["new", "2", "1"],
            ["All", "5", "2"],
        ]

    def test_of_everything(self, house: House, translator: Client) -> None:
        make_session(house.programme, title="=Was ist Verwaltung?", slug="a", summary="")
        make_session(house.programme, title="Ganz neu", summary="Was ist Verwaltung?")
        make_session(house.programme, title="Noch nicht öffentlich", live=False)
        make_track("Ganz neu")
        memory.learn([unit("=Was ist Verwaltung?", "What is administration?")])
        shown = soup(translator.get(WORDS, {"kind": "pages"}))
        rows = self.cells(shown.select(".desk-words")[1])
        assert rows[0] == [
            "Title", "known in the same place", "85–94 percent alike", "new", "All",
        ]  # fmt: skip
        assert ["=Was ist Verwaltung? Session", "3", "0", "0", "3"] in rows
        rows = self.cells(
            soup(translator.get(WORDS, {"kind": "snippets"})).select(".desk-words")[1]
        )
        assert rows == [["Title", "new", "All"], ["Ganz neu Track", "2", "2"], ["All", "2", "2"]]

    def test_as_files(self, house: House, translator: Client) -> None:
        make_session(house.programme, title="=Was ist Verwaltung?", slug="a", summary="")
        today = timezone.localdate().isoformat()
        response = translator.get(WORDS, {"kind": "pages", "format": "csv"})
        assert response["Content-Disposition"] == f'attachment; filename="words-en-{today}.csv"'
        lines = response.content.decode("utf-8-sig").splitlines()
        assert lines[0] == (
            "Title,Kind,Language,translated already,known in the same place,known word for word,"
            "repetition,95–99 percent alike,85–94 percent alike,75–84 percent alike,"
            "50–74 percent alike,new,Words,Texts"
        )
        assert "'=Was ist Verwaltung?,Session,Deutsch,0,0,0,0,0,0,0,0,3,3,1" in lines
        response = translator.get(WORDS, {"kind": "pages", "format": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert rows[0] == lines[0].split(",")
        assert ["'=Was ist Verwaltung?", "Session", "Deutsch", *[0] * 8, 3, 3, 1] in rows

    def test_the_same_queries_at_one_and_at_six(
        self,
        house: House,
        translator: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        make_session(house.programme, title="Seite 0", summary="")
        soup(translator.get(WORDS))
        with django_assert_num_queries(24):
            soup(translator.get(WORDS))
        for number in range(1, 6):
            make_session(house.programme, title=f"Seite {number}", summary="")
        with django_assert_num_queries(24):
            soup(translator.get(WORDS))

    def test_who_translates_nothing_counts_nothing(self, house: House) -> None:
        assert enter(make_user("nobody")).get(WORDS).status_code == 302
