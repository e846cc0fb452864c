"""What happened to a text is recorded, read and answered."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale

from sessions_app.models import SessionPage
from sessions_app.translation import checking, checks, drafting, history, localize, release, remarks
from sessions_app.translation.models import SegmentEvent
from sessions_app.translation.refusal import Refusal
from tests.factories import make_translator, make_user, publish

from .texts import row_of, write

Told = list[tuple[str, str, str, str]]


@pytest.fixture
def translation(panel: SessionPage, en: Locale, open_one: Callable[..., Any]) -> Any:
    """The panel, opened into English."""
    return open_one(panel, en)


def told(translation: Any) -> Told:
    """Kind, person, before and after of every event of the title, newest first."""
    events = history.events(translation, row_of(translation).id)
    return [(e.kind, localize.name_of(e.by), e.before, e.after) for e in events]


def test_saves_of_one_person_in_a_row_are_one_event(translation: Any, admin: AbstractUser) -> None:
    translator = make_translator()
    for text in ("Str", "Street and", "Street and State"):
        write(translation, text, translator)
    write(translation, "Road and State", admin)
    assert told(translation) == [
        ("saved", "admin", "Street and State", "Road and State"),
        ("saved", "translator", "", "Street and State"),
    ]


def test_keeping_and_removing_are_told(translation: Any, admin: AbstractUser) -> None:
    row = row_of(translation)
    drafting.keep_as_source(translation, row.id, drafting.version(None), admin)
    write(translation, "", admin)
    assert told(translation) == [
        ("saved", "admin", "Straße &amp; Staat", ""),
        ("kept", "admin", "", "Straße &amp; Staat"),
    ]


def test_a_conflict_leaves_no_trace(translation: Any, admin: AbstractUser) -> None:
    write(translation, "Mine", admin)
    row = row_of(translation)
    with pytest.raises(drafting.Conflict):
        drafting.save_segment(translation, row.id, "Yours", drafting.version(None), admin)
    assert told(translation) == [("saved", "admin", "", "Mine")]


def test_the_history_goes_on_when_the_original_changes(
    translation: Any,
    panel: SessionPage,
    admin: AbstractUser,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    write(translation, "Street", admin)
    panel.title = "Strasse & Staat"
    with django_capture_on_commit_callbacks(execute=True):
        publish(panel)
    translation = localize.translation_by_pk(translation.pk)
    assert row_of(translation).text == "Strasse &amp; Staat"
    assert told(translation) == [("saved", "admin", "", "Street")]


def test_notes_are_left_and_resolved(
    translation: Any, admin: AbstractUser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = row_of(translation)
    place = row.context_id, row.string_id
    note = remarks.add_note(translation, row.id, " Ist das ein Ort? ", make_translator())
    assert (note.text, note.is_open) == ("Ist das ein Ort?", True)
    with django_assert_num_queries(1):
        assert history.pending([translation]) == {place: history.Pending(notes=1)}
    remarks.resolve(translation, note.pk, admin)
    assert history.pending([translation]) == {}
    assert [event.kind for event in history.events(translation, row.id)] == ["note"]


def test_a_waived_finding_hinders_no_release_and_counts_again_when_reinstated(
    translation: Any, admin: AbstractUser, translate_all: Callable[..., None], family: Any
) -> None:
    translate_all(admin, *family(translation))
    rows = localize.segment_rows([translation])[translation.pk]
    row = next(row for row in rows if '<a id="a1">' in row.text)
    token = drafting.version(row.target)
    drafting.save_segment(translation, row.id, "EN without any link", token, admin)

    def hindrances() -> set[tuple[str, int | None]]:
        return {(r.code, r.segment) for r in release.reasons(translation, admin)}

    rows = localize.segment_rows([translation])
    context = checking.context([translation], rows)
    lost = [
        finding.detail
        for other, finding in checking.check_rows(translation, rows[translation.pk], context)
        if other.id == row.id and finding.check == "links"
    ]
    assert hindrances() == {("check", row.id)}
    events = [
        remarks.dismiss(translation, row.id, "links", detail, "The page is gone.", admin)
        for detail in lost
    ]
    assert hindrances() == set()
    assert remarks.dismiss(translation, row.id, "links", lost[0], "Again.", admin) == events[0]
    remarks.reinstate(translation, events[0].pk, admin)
    assert hindrances() == {("check", row.id)}


@pytest.mark.parametrize("text", ["", "  \n", "\x00", "x" * 5001])
def test_a_note_has_words(translation: Any, admin: AbstractUser, text: str) -> None:
    with pytest.raises(Refusal):
        remarks.add_note(translation, row_of(translation).id, text, admin)
    assert not SegmentEvent.objects.exists()


@pytest.mark.parametrize("check", ["blank", "too_long", "nonsense", "x" * 300])
def test_what_cannot_be_stored_cannot_be_waived(
    translation: Any, admin: AbstractUser, check: str
) -> None:
    with pytest.raises(Refusal):
        remarks.dismiss(translation, row_of(translation).id, check, "", "Why not", admin)
    assert not SegmentEvent.objects.exists()


def test_strangers_and_notes_of_other_pages_are_refused(
    translation: Any, admin: AbstractUser, family: Any
) -> None:
    row = row_of(translation)
    with pytest.raises(Refusal):
        remarks.add_note(translation, row.id, "Hello", make_user("stranger"))
    note = remarks.add_note(translation, row.id, "Hello", admin)
    other = next(one for one in family(translation) if one.pk != translation.pk)
    with pytest.raises(Refusal):
        remarks.resolve(other, note.pk, admin)
    with pytest.raises(Refusal):
        remarks.add_note(translation, 0, "Hello", admin)
    note.refresh_from_db()
    assert note.is_open is True


def test_a_long_finding_is_waived_as_well() -> None:
    """Findings are told apart by their first letters: more fits nowhere."""

    class Wordy(checks.Check):
        identifier = "wordy"
        severity = checks.Severity.ERROR

        def find(self, pair: checks.Pair) -> Iterator[checks.Found]:
            yield checks.Found("Too many words.", "x" * 400)

    pair = checks.Pair(source="A", target="B", source_language="de", target_language="en")
    (found,) = checks.run(pair, [Wordy()])
    assert found.detail == "x" * 255
    (again,) = checks.run(pair, [Wordy()], dismissed={("wordy", found.detail)})
    assert (again.dismissed, again.hinders) == (True, False)
