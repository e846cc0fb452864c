"""What people are told: written with the event, once, to those whom it concerns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core import mail
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from sessions_app.models import SessionPage
from sessions_app.translation import (
    assigning,
    drafting,
    localize,
    notices,
    release,
    remarks,
    review,
)
from sessions_app.translation.models import (
    Assignment,
    Notice,
    NoticePreferences,
    PublicationRules,
)
from sessions_app.translation.refusal import Refusal
from tests.factories import (
    House,
    make_publisher,
    make_reviewer,
    make_session,
    make_superuser,
    make_translator,
    make_user,
    publish,
)

Kind = Notice.Kind
Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def translator(en: Locale) -> AbstractUser:
    return make_translator()


@pytest.fixture
def reviewer(en: Locale) -> AbstractUser:
    return make_reviewer()


@pytest.fixture
def session(house: House) -> SessionPage:
    """A published session without people or labels."""
    page = make_session(house.programme, title="Straße & Staat", summary="Worum es geht.")
    return publish(page)


@pytest.fixture
def translation(
    session: SessionPage, en: Locale, translator: AbstractUser, open_one: Any, translate_all: Any
) -> Any:
    """It, translated by the translator."""
    opened = open_one(session, en)
    translate_all(translator, opened)
    return opened


def told(kind: str = "") -> list[tuple[str, str]]:
    """Kind and user name of every notice."""
    found = Notice.objects.filter(**{"kind": kind} if kind else {}).order_by("pk")
    return list(found.values_list("kind", "to__username"))


def event(translation: Any, *people: Any, key: str = "k", **values: Any) -> notices.Event:
    """Something happened."""
    return notices.Event(
        **{"kind": Kind.ASSIGNED, "key": key, "to": people, "translation": translation.pk} | values
    )


class TestTelling:
    def test_once_for_each_person_and_key(self, translation: Any, translator: Any) -> None:
        other = make_translator(name="other")
        for _round in range(2):
            notices.tell(
                event(translation, translator, other, translator), event(translation, other)
            )
        assert told() == [("assigned", "translator"), ("assigned", "other")]

    def test_nobody_is_told_what_they_did(self, translation: Any, translator: Any) -> None:
        notices.tell(event(translation, translator, by=translator))
        assert told() == []

    def test_who_cannot_be_reached_is_left_out(self, translation: Any, translator: Any) -> None:
        without = make_user("without")
        without.email = ""
        gone = make_user("gone")
        gone.is_active = False
        notices.tell(event(translation, without, gone, translator))
        assert told() == [("assigned", "translator")]

    def test_what_nobody_wants_is_not_written(self, translation: Any, translator: Any) -> None:
        notices.choose(translator, {"approved": "at_once"})
        notices.tell(event(translation, translator))
        assert told() == []

    @pytest.mark.parametrize("number", [1, 3, 30])
    def test_two_queries(
        self, translation: Any, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        people = [make_user(f"user{n}") for n in range(number)]
        with django_assert_num_queries(2):
            notices.tell(*(event(translation, *people, key=key) for key in "abc"))
        assert Notice.objects.count() == 3 * number

    def test_what_is_rolled_back_is_not_told(
        self, translation: Any, translator: Any, django_capture_on_commit_callbacks: Capture
    ) -> None:
        def fail() -> None:
            with transaction.atomic():
                notices.tell(event(translation, translator))
                raise Refusal("no")

        with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refusal):
            fail()
        assert (told(), mail.outbox) == ([], [])


class TestPreferences:
    def test_defaults_then_choices(
        self, translator: Any, reviewer: Any, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        notices.choose(translator, {"approved": "at_once", "overdue": "daily", "unknown": "daily"})
        with django_assert_num_queries(1):
            found = notices.wishes([translator.pk, reviewer.pk])
        assert [found[translator.pk].when(kind).value for kind in Kind] == [
            "never", "never", "never", "at_once", "never", "never", "daily",
        ]  # fmt: skip
        assert [found[reviewer.pk].when(kind).value for kind in Kind] == [
            "at_once", "at_once", "at_once", "daily", "at_once", "daily", "daily",
        ]  # fmt: skip
        assert NoticePreferences.objects.count() == 1

    def test_every_kind_has_a_default(self) -> None:
        defaults = NoticePreferences.IMMEDIATE + NoticePreferences.DIGEST
        assert sorted(defaults) == sorted(Kind.values)


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("@ada", ["ada"]),
            ("Frag @ada, @Berta.Blau und (@c-d).", ["ada", "Berta.Blau", "c-d"]),
            ("Bitte @ada. Danke @ada!", ["ada.", "ada"]),
            ("ada@example.org, a.@b, x+@y", []),
            ("@ada@example.org", ["ada@example.org"]),
            ("@ @@ada @.", ["."]),
            ("@änne @名前", ["änne", "名前"]),
            ("@" + "x" * 200, ["x" * 150]),
        ],
    )
    def test_names(self, text: str, names: list[str]) -> None:
        assert notices.mentions(text) == names

    def test_at_most_fifty(self) -> None:
        assert len(notices.mentions(" ".join(f"@n{n}" for n in range(2000)))) == 50

    def test_those_who_may_see_the_desk_are_told(
        self, translation: Any, translator: Any, reviewer: Any
    ) -> None:
        make_user("stranger")
        make_translator("de", "german")
        row = localize.segment_rows([translation])[translation.pk][0]
        text = "@Reviewer, @stranger, @german, @translator, @nobody: passt das so?"
        note = remarks.add_note(translation, row.id, text, translator)
        (notice,) = Notice.objects.all()
        assert (notice.to, notice.kind, notice.key, notice.by, notice.values) == (
            reviewer,
            "mentioned",
            f"mentioned:{note.pk}",
            translator,
            {"comment": text, "segment": row.id},
        )


class TestReviews:
    def test_submitted_to_all_who_may_review_but_not_the_submitter(
        self, translation: Any, reviewer: Any, settings: Any
    ) -> None:
        make_superuser("chief")
        make_reviewer("de", "german")
        make_publisher("en")
        other = make_reviewer("en", "second")
        review.submit(translation, reviewer)
        assert told() == [("submitted", "chief"), ("submitted", "second")]
        review.withdraw(translation, reviewer)
        settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
        review.submit(translation, other)
        assert told()[2:] == [("submitted", "reviewer")]

    def test_sent_back_to_the_last_submitter_with_the_comment(
        self, translation: Any, translator: Any, reviewer: Any
    ) -> None:
        second = make_translator(name="second")
        review.submit(translation, translator)
        review.send_back(translation, reviewer, "Der Titel!")
        review.submit(translation, second)
        review.send_back(translation, reviewer, "Immer noch!")
        found = Notice.objects.filter(kind="sent_back").order_by("pk")
        assert [(one.to, one.by, one.values) for one in found] == [
            (translator, reviewer, {"comment": "Der Titel!"}),
            (second, reviewer, {"comment": "Immer noch!"}),
        ]

    def test_approved_to_submitter_and_translators_but_not_the_approver(
        self, translation: Any, translator: Any, reviewer: Any
    ) -> None:
        PublicationRules(four_eyes=False).save()
        third = make_translator(name="third")
        rows = localize.segment_rows([translation])[translation.pk]
        title = next(row for row in rows if row.path == "title")
        drafting.save_segment(
            translation, title.id, "Street", drafting.version(title.target), reviewer
        )
        review.submit(translation, third)
        review.approve(translation, reviewer)
        assert sorted(told("approved")) == [("approved", "third"), ("approved", "translator")]

    def test_a_refused_step_tells_nobody(
        self, translation: Any, translator: Any, reviewer: Any
    ) -> None:
        review.submit(translation, translator)
        with pytest.raises(Refusal):
            review.send_back(translation, reviewer, " ")
        assert told() == [("submitted", "reviewer")]

    def test_wagtail_writes_no_letters_about_reviews_of_translations(
        self, panel: SessionPage, en: Locale, open_one: Any, translate_all: Any, family: Any,
        translator: Any, reviewer: Any, django_capture_on_commit_callbacks: Capture,
    ) -> None:  # fmt: skip
        """Else a page with seven snippets would be eight letters to every superuser."""
        chief = make_superuser("chief")
        for person in (chief, translator, reviewer):
            UserProfile.objects.create(user=person, preferred_language="en")
        opened = open_one(panel, en)
        translate_all(translator, *family(opened))
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            review.submit(opened, translator)
        assert sorted(letter.to[0] for letter in mail.outbox) == [
            "chief@example.org",
            "reviewer@example.org",
        ]
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            review.send_back(opened, reviewer, "Nein")
        assert [letter.to[0] for letter in mail.outbox] == ["translator@example.org"]
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            review.submit(opened, translator)
            review.approve(opened, reviewer)
        assert [letter.subject for letter in mail.outbox] == ["To review: Straße & Staat"] * 2


class TestOutdated:
    @pytest.fixture
    def live(self, translation: Any) -> Any:
        """Released by a publisher."""
        release.release(translation, make_publisher())
        return translation

    @pytest.fixture
    def retitle(
        self, session: SessionPage, django_capture_on_commit_callbacks: Capture
    ) -> Callable[[str], None]:
        """Publish the original with another title, and have it snapshotted."""

        def change(title: str) -> None:
            session.title = title
            with django_capture_on_commit_callbacks(execute=True):
                publish(session)

        return change

    def test_whoever_released_it_is_told_once_for_every_text(self, live: Any, retitle: Any) -> None:
        retitle("Gasse")
        retitle("Gasse")
        assert told() == [("outdated", "publisher")]
        retitle("Weg")
        assert told() == [("outdated", "publisher")] * 2
        retitle("Straße & Staat")
        assert told() == [("outdated", "publisher")] * 2

    def test_another_release_makes_it_news_again(
        self, live: Any, retitle: Any, translate_all: Any, translator: Any
    ) -> None:
        retitle("Gasse")
        live = localize.translation_by_pk(live.pk)
        translate_all(translator, live)
        release.release(live, get_user_model().objects.get(username="publisher"))
        retitle("Straße & Staat")
        assert told() == [("outdated", "publisher")] * 2

    def test_the_assignee_goes_first_if_they_can_be_reached(
        self, live: Any, retitle: Any, translator: Any
    ) -> None:
        assigning.assign([live], translator, translator)
        retitle("Gasse")
        assert told() == [("outdated", "translator")]
        get_user_model().objects.filter(pk=translator.pk).update(is_active=False)
        retitle("Weg")
        assert told() == [("outdated", "translator"), ("outdated", "publisher")]

    def test_facts_and_what_is_not_public_tell_nobody(
        self, live: Any, session: SessionPage, retitle: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        session.spoken_language = "en"
        with django_capture_on_commit_callbacks(execute=True):
            publish(session)
        target = localize.target_of(live)
        assert target is not None
        target.unpublish()
        retitle("Gasse")
        assert told() == []


class TestOverdue:
    @pytest.fixture
    def late(self, translation: Any, translator: Any) -> Assignment:
        """It was to be done by yesterday."""
        due = timezone.localdate() - timedelta(days=1)
        return Assignment.objects.create(
            translation=translation, assignee=translator, by=None, due=due, instruction="Eilig"
        )

    def test_once_for_each_date(self, late: Assignment) -> None:
        today = timezone.localdate()
        notices.overdue(today - timedelta(days=1))
        assert told() == []
        for _day in range(3):
            notices.overdue(today)
        (notice,) = Notice.objects.all()
        assert (notice.to, notice.kind, notice.values) == (
            late.assignee,
            "overdue",
            {"due": late.due.isoformat(), "comment": "Eilig"},
        )
        late.due -= timedelta(days=1)
        late.save()
        notices.overdue(today)
        assert told() == [("overdue", "translator")] * 2

    def test_what_is_done_or_in_review_is_not_overdue(
        self, late: Assignment, translation: Any, translator: Any, reviewer: Any
    ) -> None:
        review.submit(translation, translator)
        notices.overdue(timezone.localdate())
        assert told("overdue") == []
        review.approve(translation, reviewer)
        notices.overdue(timezone.localdate())
        assert told("overdue") == []

    def test_a_date_that_was_kept_is_not_overdue_when_the_original_changes(
        self, late: Assignment, translation: Any, session: SessionPage, translator: Any,
        reviewer: Any, django_capture_on_commit_callbacks: Capture,
    ) -> None:  # fmt: skip
        review.submit(translation, translator)
        review.approve(translation, reviewer)
        session.title = "Gasse"
        with django_capture_on_commit_callbacks(execute=True):
            publish(session)
        notices.overdue(timezone.localdate())
        assert told("overdue") == []
        late.save()
        notices.overdue(timezone.localdate())
        assert told("overdue") == [("overdue", "translator")]

    @pytest.mark.parametrize("number", [1, 3, 30])
    def test_queries(
        self, house: House, en: Locale, number: int, translator: Any,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        pages = [make_session(house.programme, title=f"S {n}") for n in range(number)]
        opened = drafting.open_translations(pages, en).translations
        for one in opened:
            Assignment.objects.create(translation=one, assignee=translator, due=date(2020, 1, 1))
        notices.overdue(timezone.localdate())
        Notice.objects.all().delete()
        with django_assert_num_queries(9):
            notices.overdue(timezone.localdate())
        assert Notice.objects.count() == number
