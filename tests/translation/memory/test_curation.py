"""What people do to the memory by hand."""

import gzip
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation as language
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.translation import memory, tasks
from sessions_app.translation.exchange import tmx
from sessions_app.translation.memory import curation
from sessions_app.translation.models import BulkJob, MemoryEntry, MemoryImport
from sessions_app.translation.refusal import Refusal
from tests.factories import (
    make_publisher,
    make_reviewer,
    make_superuser,
    make_translator,
    make_user,
)

from .conftest import unit

pytestmark = pytest.mark.django_db

State = BulkJob.State
Offers = Callable[..., list[tuple[int, str]]]


@pytest.fixture
def reviewer(locales: dict[str, Locale]) -> Any:
    """Reviews what was translated into English."""
    return make_reviewer("en")


def file_of(*units: memory.Unit) -> io.BytesIO:
    return io.BytesIO("".join(tmx.write(units)).encode())


def texts(entries: Any) -> set[tuple[str, str]]:
    return set(entries.values_list("source", "target"))


class TestSearch:
    """The concordance."""

    @pytest.fixture(autouse=True)
    def entries(self) -> None:
        memory.learn(
            [
                unit("Überblick über das Amt", "Overview of the office"),
                unit("Forschung &amp; Lehre", "Research", days=1),
                unit("Ja", "Oui", target_language="fr", days=2),
                unit("Yes", "Ja", source_language="en", target_language="de", days=3),
            ]
        )

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("überblick", ["Überblick über das Amt"]),
            ("OFFICE", ["Überblick über das Amt"]),
            ("g & L", ["Forschung &amp; Lehre"]),
            ("ja", ["Yes", "Ja"]),
            ("", ["Yes", "Ja", "Forschung &amp; Lehre", "Überblick über das Amt"]),
            ("nirgends", []),
        ],
    )
    def test_words_stand_in_either_text(self, words: str, found: list[str]) -> None:
        assert [one.source for one in curation.search(words, into=None)] == found

    def test_languages(self) -> None:
        assert texts(curation.search(into={"fr"})) == {("Ja", "Oui")}
        assert texts(curation.search(into=set())) == set()
        assert texts(curation.search(into=None, source_language="en")) == {("Yes", "Ja")}

    def test_retired_ones_on_demand(self) -> None:
        MemoryEntry.objects.filter(source="Ja").update(is_retired=True)
        assert texts(curation.search("Ja", into=None)) == {("Yes", "Ja")}
        assert texts(curation.search("Ja", into=None, retired=True)) == {("Ja", "Oui")}
        assert curation.search("Ja", into=None, retired=None).count() == 2


class TestByHand:
    """Retired, brought back, corrected."""

    def test_a_translation_is_retired_wherever_it_stands(
        self, reviewer: Any, offers: Offers
    ) -> None:
        memory.learn([unit("Saal", "hull", page="one"), unit("Saal", "hull", page="two")])
        memory.learn([unit("Saal", "hall", page="three")])
        curation.retire(MemoryEntry.objects.filter(target="hull").first(), reviewer)
        assert offers("Saal") == [(100, "hall")]
        curation.restore(MemoryEntry.objects.filter(target="hull").first(), reviewer)
        assert sorted(offers("Saal")) == [(100, "hall"), (100, "hull")]

    def test_a_correction_takes_the_place_of_the_translation(
        self, reviewer: Any, offers: Offers
    ) -> None:
        memory.learn([unit("Saal", "hull", page="one"), unit("Saal", "hull", page="two")])
        curation.correct(MemoryEntry.objects.first(), "Saal", "hall", reviewer)
        assert offers("Saal") == [(100, "hall")]
        assert set(MemoryEntry.objects.values_list("target", "is_retired", "by__username")) == {
            ("hull", True, None),
            ("hall", False, "reviewer"),
        }

    def test_the_original_can_be_corrected_too(self, reviewer: Any, offers: Offers) -> None:
        memory.learn([unit("Der Sall ist voll", "The hall is full")])
        curation.correct(
            MemoryEntry.objects.get(), "Der Saal ist voll", "The hall is full", reviewer
        )
        assert offers("Der Saal ist voll") == [(100, "The hall is full")]

    def test_no_change_changes_nothing(self, reviewer: Any) -> None:
        memory.learn([unit("Saal", "hall")])
        curation.correct(MemoryEntry.objects.get(), "Saal", "hall", reviewer)
        assert not MemoryEntry.objects.get().is_retired

    @pytest.mark.parametrize("make", [make_translator, lambda: make_publisher("de")])
    def test_the_right_is_asked_for(self, locales: Any, make: Callable[[], Any]) -> None:
        memory.learn([unit("Saal", "hall")])
        entry, user = MemoryEntry.objects.get(), make()
        for act in (curation.retire, curation.restore):
            with pytest.raises(Refusal):
                act(entry, user)
        with pytest.raises(Refusal):
            curation.correct(entry, "Saal", "room", user)
        assert texts(MemoryEntry.objects.filter(is_retired=False)) == {("Saal", "hall")}

    def test_a_superuser_mends_what_is_of_a_language_that_is_gone(self, locales: Any) -> None:
        memory.learn([unit("Saal", "salle", target_language="fr")])
        curation.retire(MemoryEntry.objects.get(), make_superuser())
        assert MemoryEntry.objects.get().is_retired


def test_languages_of_a_user(locales: dict[str, Locale]) -> None:
    assert curation.languages(make_user("nobody"), *curation.READ) == set()
    assert curation.languages(make_translator("en"), *curation.READ) == {"en"}
    assert curation.languages(make_superuser(), *curation.CHANGE) == {"de", "en"}


def test_a_file_tells_every_translation_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    memory.learn([unit("Saal", "hall", page=f"{n}", days=n) for n in range(3)])
    memory.learn([unit("Saal", "room"), unit("Ja", "Yes")])
    with django_assert_num_queries(1):
        told = list(curation.units(MemoryEntry.objects.all()))
    assert sorted((one.source, one.target, one.title) for one in told) == [
        ("Ja", "Yes", "one"),
        ("Saal", "hall", "2"),
        ("Saal", "room", "one"),
    ]


class TestImport:
    """A file taken into the memory."""

    @pytest.fixture
    def taken(self, reviewer: Any) -> Callable[..., MemoryImport]:
        """``taken(file)``: the import when it has ended."""

        def take(file: io.BytesIO, name: str = "alt.tmx") -> MemoryImport:
            job = curation.begin_import(file, name, "de", "en", reviewer)
            tasks.take_into_memory.enqueue(str(job.pk))
            job.refresh_from_db()
            return job

        return take

    @staticmethod
    def counts(job: MemoryImport) -> tuple[int, int, int, int]:
        return job.read, job.new, job.known, job.skipped

    def test_new_known_and_unusable_units_are_counted(
        self, taken: Callable[..., MemoryImport], offers: Offers
    ) -> None:
        memory.learn([unit("Saal", "hall"), unit("Amt", "orifice")])
        MemoryEntry.objects.filter(source="Amt").update(is_retired=True)
        job = taken(
            file_of(
                unit("Saal", "hall", page=None),
                unit("Amt", "orifice", page=None),
                unit("Guten <b>Tag</b>", "Good <b>day</b>", page=None),
                unit("Guten <b>Tag</b>", "Good <b>day</b>", page=None),
                unit("—", "", page=None),
            )
        )
        assert self.counts(job) == (5, 1, 3, 1)
        assert job.state == State.FINISHED
        assert job.problems == [[22, "A text is empty."]]
        assert bytes(job.content) == b""
        assert job.position == job.size
        assert offers("Guten <b>Tag</b>") == [(100, "Good <b>day</b>")]
        assert offers("Amt") == []
        entry = MemoryEntry.objects.get(target="Good <b>day</b>")
        assert (entry.title, entry.path, entry.object_key) == ("alt.tmx", "", None)

    def test_a_second_time_everything_is_known(self, taken: Callable[..., MemoryImport]) -> None:
        units = [unit(f"Satz {n}", f"Sentence {n}", page=None) for n in range(3)]
        assert self.counts(taken(file_of(*units))) == (3, 3, 0, 0)
        assert self.counts(taken(file_of(*units))) == (3, 0, 3, 0)

    def test_our_own_file_brings_back_what_it_was_made_of(
        self, taken: Callable[..., MemoryImport]
    ) -> None:
        memory.learn(
            [
                unit('Der <a id="a1">Weg</a>\u00a0&amp; das Ziel', '<a id="a1">Way</a> &amp; aim'),
                unit("Zeile<br/>Zeile", "line<br/>line"),
            ]
        )
        before = texts(MemoryEntry.objects)
        file = file_of(*curation.units(MemoryEntry.objects.all()))
        MemoryEntry.objects.all().delete()
        taken(file)
        assert texts(MemoryEntry.objects) == before

    def test_a_file_of_several_steps(self, reviewer: Any) -> None:
        units = [unit(f"Satz {n}", f"Sentence {n}", page=None) for n in range(2500)]
        job = curation.begin_import(file_of(*units), "big.tmx", "de", "en", reviewer)
        curation.take_in(job.pk)
        job.refresh_from_db()
        assert self.counts(job) == (2500, 2500, 0, 0)

    def test_an_import_that_was_interrupted_goes_on(self, reviewer: Any) -> None:
        units = [unit(f"Satz {n}", f"Sentence {n}", page=None) for n in range(5)]
        job = curation.begin_import(file_of(*units), "big.tmx", "de", "en", reviewer)
        MemoryImport.objects.update(read=3, new=3, state=State.RUNNING)
        curation.take_in(job.pk)
        job.refresh_from_db()
        assert self.counts(job) == (5, 5, 0, 0)
        assert {source for source, _target in texts(MemoryEntry.objects)} == {"Satz 3", "Satz 4"}

    def test_of_two_processes_one_goes_on(self, reviewer: Any) -> None:
        job = curation.begin_import(
            file_of(unit("Ja", "Yes", page=None)), "x.tmx", "de", "en", reviewer
        )
        mine = MemoryImport.objects.get()
        MemoryImport.objects.update(read=1, state=State.RUNNING)
        assert curation._take_chunk(mine, [tmx.Pair(1, "Nein", "No")], 10) is False
        job.refresh_from_db()
        assert (job.read, job.new) == (1, 0)

    def test_what_has_ended_is_not_begun_again(self, taken: Callable[..., MemoryImport]) -> None:
        job = taken(file_of(unit("Ja", "Yes", page=None)))
        curation.take_in(job.pk)
        job.refresh_from_db()
        assert self.counts(job) == (1, 1, 0, 0)

    def test_what_came_before_a_broken_place_stands(self, reviewer: Any) -> None:
        units = [unit(f"Satz {n}", f"Sentence {n}", page=None) for n in range(3)]
        file = io.BytesIO(file_of(*units).getvalue().replace(b"</body>", b"<</body>"))
        job = MemoryImport.objects.create(
            name="x.tmx",
            content=gzip.compress(file.getvalue()),
            source_language="de",
            target_language="en",
            by=reviewer,
        )
        with language.override("en"):
            curation.take_in(job.pk)
        job.refresh_from_db()
        assert job.state == State.FAILED
        assert job.failure == "The file is no TMX: line 18 is no XML."
        assert self.counts(job) == (3, 3, 0, 0)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "The file is no TMX: line 1 is no XML."),
            (b"<html/>", "The file is no TMX: it begins with “html”."),
        ],
    )
    def test_what_is_no_tmx_is_refused_at_once(
        self, reviewer: Any, content: bytes, message: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            curation.begin_import(io.BytesIO(content), "x", "de", "en", reviewer)
        assert str(refused.value) == message
        assert not MemoryImport.objects.exists()

    def test_a_file_that_is_too_large_is_refused(
        self, reviewer: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(curation, "MOST_BYTES", 100)
        with pytest.raises(Refusal, match="too large"):
            curation.begin_import(file_of(unit("Ja", "Yes", page=None)), "x", "de", "en", reviewer)

    def test_the_right_is_asked_for(self, locales: Any) -> None:
        file = file_of(unit("Ja", "Yes", page=None))
        with pytest.raises(Refusal):
            curation.begin_import(file, "x", "de", "en", make_translator("en"))
