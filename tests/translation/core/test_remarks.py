"""What people say about a text: threads, what needs work, what is approved; and going back."""

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django import DjangoAssertNumQueries
from wagtail.log_actions import registry
from wagtail.models import Locale, ModelLogEntry, PageLogEntry

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, history, localize, policy, release, remarks, status
from sessions_app.translation.models import MemoryEntry, Notice, PublicationRules, SegmentEvent
from sessions_app.translation.refusal import Refusal
from sessions_app.translation.status import State
from tests.factories import make_publisher, make_translator, make_user

from .texts import row_of, write

Kind = SegmentEvent.Kind


def verdict(translation: Any) -> str:
    """What is thought of the title as it stands."""
    row = row_of(translation)
    found = history.pending([translation]).get((row.context_id, row.string_id), history.Pending())
    return found.verdict(row.target)


def state(panel: SessionPage, en: Locale) -> status.Status:
    return status.statuses([panel], en, related=False)[panel.translation_key]


class TestNeedsWork:
    def test_it_holds_for_the_text_as_it_stands(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        stood = row_of(translation).target or ""
        remarks.need_work(translation, row_of(translation).id, "Too long.", reviewer)
        assert verdict(translation) == "needs_work"
        write(translation, "Street", translator)
        assert verdict(translation) == ""
        write(translation, "EN Straße & Staat", translator)
        assert (row_of(translation).target, verdict(translation)) == (stood, "needs_work")

    def test_it_is_not_done_and_nothing_is_released(
        self, translation: Any, panel: SessionPage, en: Locale, reviewer: AbstractUser
    ) -> None:
        assert (state(panel, en).state, state(panel, en).done) == (
            State.READY,
            state(panel, en).total,
        )
        remarks.need_work(translation, row_of(translation).id, "Too long.", reviewer)
        found = state(panel, en)
        assert (found.state, found.total - found.done) == (State.DRAFT, 1)
        publisher = make_publisher()
        with pytest.raises(release.ReleaseRefused) as refused:
            release.release(translation, publisher)
        reasons = [(one.code, one.segment) for one in refused.value.reasons]
        assert reasons == [("needs_work", row_of(translation).id)]
        remarks.settle(translation, row_of(translation).id, publisher)
        assert release.release(translation, publisher).live

    def test_whoever_is_named_is_told(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        type(translator).objects.filter(pk=translator.pk).update(email="translator@example.org")
        remarks.need_work(translation, row_of(translation).id, "@translator too long", reviewer)
        assert list(Notice.objects.values_list("kind", "to__username")) == [
            (Notice.Kind.MENTIONED, "translator")
        ]

    def test_what_cannot_be_said(self, translation: Any, translator: AbstractUser) -> None:
        row = row_of(translation)
        with pytest.raises(Refusal, match="Write what"):
            remarks.need_work(translation, row.id, " \x00", translator)
        with pytest.raises(Refusal, match="not need work"):
            remarks.settle(translation, row.id, translator)
        with pytest.raises(Refusal, match="may not"):
            remarks.need_work(translation, row.id, "x", make_user("stranger"))
        with pytest.raises(Refusal, match="no longer"):
            remarks.need_work(translation, 0, "x", translator)
        write(translation, "", translator)
        with pytest.raises(Refusal, match="not translated"):
            remarks.need_work(translation, row.id, "x", translator)

    def test_who_settled_it_stands_in_the_history(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        row = row_of(translation)
        remarks.need_work(translation, row.id, "Too long.", reviewer)
        note = remarks.add_note(translation, row.id, "Really?", translator)
        remarks.settle(translation, row.id, translator)
        remarks.resolve(translation, note.pk, reviewer)
        resolved, settled, *_older = history.events(translation, row.id)
        assert (settled.closed_by, resolved.closed_by) == (translator, reviewer)
        assert settled.closed_at is not None
        remarks.add_note(translation, row.id, "Yes.", translator, parent=note.pk)
        again = SegmentEvent.objects.get(pk=note.pk)
        assert (again.is_open, again.closed_by) == (True, None)


class TestApproved:
    def test_by_a_reviewer_for_as_long_as_it_stands(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        row = row_of(translation)
        first = remarks.approve(translation, row.id, reviewer)
        assert (verdict(translation), first.by) == ("approved", reviewer)
        assert remarks.approve(translation, row.id, reviewer) == first
        write(translation, "Street", translator)
        assert verdict(translation) == ""

    def test_the_last_word_counts(self, translation: Any, reviewer: AbstractUser) -> None:
        row = row_of(translation)
        remarks.approve(translation, row.id, reviewer)
        remarks.need_work(translation, row.id, "No, it is not.", reviewer)
        assert verdict(translation) == "needs_work"
        remarks.approve(translation, row.id, reviewer)
        assert verdict(translation) == "approved"

    def test_only_of_the_text_that_was_read(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        row = row_of(translation)
        read = drafting.version(row.target)
        write(translation, "Street", translator)
        with pytest.raises(Refusal, match="changed this text meanwhile"):
            remarks.approve(translation, row.id, reviewer, read)
        with pytest.raises(Refusal, match="changed this text meanwhile"):
            remarks.need_work(translation, row.id, "Too long.", reviewer, read)
        remarks.approve(translation, row.id, reviewer, drafting.version("Street"))
        assert verdict(translation) == "approved"

    def test_nobody_approves_their_own(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        row = row_of(translation)
        with pytest.raises(Refusal, match="may not review"):
            remarks.approve(translation, row.id, translator)
        write(translation, "Mine", reviewer)
        with pytest.raises(Refusal, match="somebody else"):
            remarks.approve(translation, row.id, reviewer)
        PublicationRules(four_eyes=False).save()
        assert remarks.approve(translation, row.id, reviewer).after == "Mine"


class TestThreads:
    def test_an_answer_belongs_to_its_note_and_opens_it_again(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        row = row_of(translation)
        place = row.context_id, row.string_id
        note = remarks.add_note(translation, row.id, "A place?", translator)
        answer = remarks.add_note(translation, row.id, "A road.", reviewer, parent=note.pk)
        again = remarks.add_note(translation, row.id, "Thanks.", translator, parent=answer.pk)
        assert (answer.parent_id, again.parent_id) == (note.pk, note.pk)
        assert history.pending([translation])[place].notes == 1
        remarks.resolve(translation, note.pk, reviewer)
        assert place not in history.pending([translation])
        remarks.add_note(translation, row.id, "Wait.", translator, parent=note.pk)
        assert history.pending([translation])[place].notes == 1

    def test_everybody_in_the_thread_is_told_once(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        third = make_translator("en", "third")
        for person in (translator, reviewer, third):
            type(person).objects.filter(pk=person.pk).update(email=f"{person}@example.org")
        row = row_of(translation)
        note = remarks.add_note(translation, row.id, "A place?", translator)
        remarks.add_note(translation, row.id, "A road.", reviewer, parent=note.pk)
        assert list(Notice.objects.values_list("to__username", flat=True)) == ["translator"]
        remarks.add_note(translation, row.id, "@translator @reviewer sure?", third, parent=note.pk)
        told = Notice.objects.order_by("pk").values_list("to__username", "values__answers")
        assert sorted(map(str, told)) == [
            "('reviewer', None)",
            "('translator', None)",
            "('translator', True)",
        ]

    def test_a_note_of_another_object_is_not_answered(
        self, translation: Any, family: Any, translator: AbstractUser
    ) -> None:
        other = next(one for one in family(translation) if one.pk != translation.pk)
        foreign = localize.segment_rows([other])[other.pk][0]
        note = remarks.add_note(other, foreign.id, "Who?", translator)
        with pytest.raises(Refusal, match="not exist"):
            remarks.add_note(translation, row_of(translation).id, "x", translator, parent=note.pk)


class TestGoingBack:
    def test_to_every_version_there_was(
        self, translation: Any, translator: AbstractUser, reviewer: AbstractUser
    ) -> None:
        first = row_of(translation).target or ""
        write(translation, "Street", reviewer)
        write(translation, "Road", translator)
        row = row_of(translation)
        road, street, *_older = history.events(translation, row.id)
        back = drafting.revert(
            translation, row.id, street.pk, drafting.version(row.target), translator
        )
        assert back.html == "Street"
        again = drafting.revert(translation, row.id, -street.pk, back.version, translator)
        assert again.html == first
        newest = history.events(translation, row.id)[0]
        assert (newest.kind, newest.before, newest.after) == (Kind.REVERTED, "Street", first)
        assert road.after == "Road"

    def test_of_a_paragraph_that_has_changed_since(
        self, translation: Any, translator: AbstractUser
    ) -> None:
        rows = localize.segment_rows([translation])[translation.pk]
        rich = next(row for row in rows if row.rich)
        (event,) = history.events(translation, rich.id)
        with pytest.raises(Refusal, match="cannot stand"):
            drafting.revert(
                translation,
                row_of(translation).id,
                event.pk,
                row_of(translation).target or "",
                translator,
            )

    def test_a_conflict_changes_nothing(self, translation: Any, translator: AbstractUser) -> None:
        row = row_of(translation)
        (event,) = history.events(translation, row.id)
        write(translation, "Street", make_translator("en", "other"))
        with pytest.raises(drafting.Conflict):
            drafting.revert(translation, row.id, event.pk, drafting.version("x"), translator)
        assert row_of(translation).target == "Street"

    def test_the_memory_learns_it(self, translation: Any, translator: AbstractUser) -> None:
        (event,) = history.events(translation, row_of(translation).id)
        saved = write(translation, "Street", make_translator("en", "other"))
        drafting.revert(translation, row_of(translation).id, event.pk, saved.version, translator)
        known = MemoryEntry.objects.filter(path="title", title="Straße & Staat", is_retired=False)
        assert event.after in set(known.values_list("target", flat=True))


class TestWagtailsLog:
    def test_every_change_of_a_text_stands_there(
        self, translation: Any, panel: SessionPage, family: Any, translator: AbstractUser
    ) -> None:
        """On the original while there is no translation yet, on the translation then."""
        rows = [row for row in localize.segment_rows([translation])[translation.pk] if row.target]
        logged = PageLogEntry.objects.filter(action=history.CHANGED)
        places = {(row.context_id, row.string_id) for row in rows}
        assert set(logged.values_list("page_id", "user__username")) == {(panel.pk, "translator")}
        assert logged.count() == len(places)
        assert ModelLogEntry.objects.filter(action=history.CHANGED).count() > 0
        target = release.release(translation, make_publisher())
        write(translation, "Street", make_translator("en", "other"))
        entry = logged.get(page=target.pk)
        formatter = registry.get_formatter(entry)
        assert formatter is not None
        assert formatter.format_message(entry) == "English: “Straße & Staat” saved"

    def test_a_save_costs_one_query_more(
        self,
        translation: Any,
        translator: AbstractUser,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        row = row_of(translation)
        token = drafting.version(row.target)
        other = make_translator("en", "other")
        policy.locales(other)
        with django_assert_num_queries(8):
            drafting.save_segment(translation, row.id, "Street", token, other)
