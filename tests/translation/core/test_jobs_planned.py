"""What is planned for many objects, by whom, and what becomes of it until it is done."""

import pytest
from django.contrib.auth.models import AbstractUser
from django.utils import translation as language
from wagtail.models import Locale
from wagtail_localize.models import Translation

from sessions_app.translation import jobs
from sessions_app.translation.models import Action, BulkJob
from sessions_app.translation.refusal import Refusal
from tests.factories import (
    House,
    make_group,
    make_publisher,
    make_session,
    make_track,
    make_translator,
    make_user,
    translate,
)
from tests.translation.core.test_jobs import (
    ACTIONS,
    DONE,
    REFUSED,
    SKIPPED,
    address,
    finished,
    place,
)


@pytest.fixture
def publisher(house: House) -> AbstractUser:
    """Translates into English and publishes."""
    return make_publisher()


def test_who_may_start_what(
    house: House, en: Locale, de: Locale, publisher: AbstractUser, admin: AbstractUser
) -> None:
    reviewer = make_user("rev", make_group("revs", languages={"en": [Action.REVIEW]}))
    writer = make_user("writer", make_group("writers", languages={"de": [Action.WRITE]}))
    translator = make_translator()

    def may(user: AbstractUser, locale: Locale) -> list[str]:
        return [action for action in ACTIONS if jobs.may_start(user, action, locale)]

    assert {
        user.username: may(user, en) for user in (publisher, translator, reviewer, writer, admin)
    } == {
        "publisher": ACTIONS,
        "translator": ["open", "fill", "assign", "submit"],
        "rev": ["assign"],
        "writer": [],
        "admin": ACTIONS,
    }
    assert [may(user, de) for user in (publisher, translator, reviewer)] == [[], [], []]
    page = make_session(house.programme)
    for user, action, locale in [(translator, "release", en), (publisher, "open", de)]:
        with pytest.raises(Refusal) as refused:
            jobs.plan(action, locale, [place(page)], user)
        assert str(refused.value) == "You may not do this in this language."
    assert BulkJob.objects.count() == 0


@pytest.mark.parametrize(
    "pk", ["", "x", "1.5", "None", "9" * 20, "9" * 5000, "-" + "9" * 20, "1\x00", "é"]
)
def test_what_can_be_no_original_is_not_planned(
    house: House, en: Locale, publisher: AbstractUser, pk: str
) -> None:
    good = place(make_session(house.programme))
    snippet = place(make_track())
    for content_type in (good[0], snippet[0]):
        with pytest.raises(Refusal) as refused:
            jobs.plan("open", en, [good, (content_type, pk)], publisher)
        assert str(refused.value) == "There is nothing like this to translate."
    assert BulkJob.objects.count() == 0


def test_what_is_not_translated_is_not_planned(
    house: House, en: Locale, publisher: AbstractUser
) -> None:
    for instance in (publisher, en):
        with pytest.raises(Refusal) as refused:
            jobs.plan("open", en, [place(instance)], publisher)
        assert str(refused.value) == "There is nothing like this to translate."
    with pytest.raises(Refusal) as refused:
        jobs.plan("open", en, [(10**30, "1")], publisher)
    assert str(refused.value) == "There is nothing like this to translate."
    with pytest.raises(Refusal) as refused:
        jobs.plan("open", en, [], publisher)
    assert str(refused.value) == "Nothing was selected."
    assert BulkJob.objects.count() == 0


def test_each_original_is_planned_once_in_order(
    house: House, en: Locale, publisher: AbstractUser
) -> None:
    first, second = (make_session(house.programme, title=title) for title in ("A", "B"))
    content_type, pk = place(first)
    same = [(content_type, f"+{pk}"), (content_type, f"0{pk}"), (content_type, f" {pk} ")]
    job = jobs.plan("open", en, [place(second), *same, place(first), place(second)], publisher)
    assert job.items == [list(place(second)), list(place(first))]
    assert [line[:2] for line in finished(jobs.run(job.pk))] == [("B", DONE), ("A", DONE)]


@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_gone_or_is_itself_a_translation_is_passed_over(
    house: House, en: Locale, publisher: AbstractUser, action: str
) -> None:
    gone, by_hand = (make_session(house.programme, title=title) for title in ("Weg", "Hand"))
    track = make_track("Weg")
    options = {"assignee": publisher.pk} if action == "assign" else {}
    places = [place(gone), place(track), place(translate(by_hand, "en"))]
    job = jobs.plan(action, en, places, publisher, **options)
    gone.delete()
    track.delete()
    message = "It does not exist any more."
    assert finished(jobs.run(job.pk)) == [("", SKIPPED, message, "")] * 3


def test_a_model_that_is_gone_is_passed_over(
    house: House, en: Locale, publisher: AbstractUser
) -> None:
    page = make_session(house.programme, title="A")
    job = jobs.plan("open", en, [place(page)], publisher)
    job.items = [[place(publisher)[0], "1"], *job.items]
    job.save()
    assert finished(jobs.run(job.pk)) == [
        ("", SKIPPED, "It does not exist any more.", ""),
        ("A", DONE, "", address(page, en)),
    ]


def test_thousands(house: House, en: Locale, publisher: AbstractUser) -> None:
    page = make_session(house.programme, title="A")
    content_type, pk = place(page)
    absent = [(content_type, str(10_000 + number)) for number in range(3_000)]
    job = jobs.plan("open", en, [*absent, (content_type, pk), *absent], publisher)
    told = finished(jobs.run(job.pk))
    assert told == [
        *[("", SKIPPED, "It does not exist any more.", "")] * 3_000,
        ("A", DONE, "", address(page, en)),
    ]


def test_the_report_is_in_the_language_of_whoever_began(
    house: House, en: Locale, publisher: AbstractUser
) -> None:
    page = make_session(house.programme, title="A")
    with language.override("de"):
        job = jobs.plan("fill", en, [place(page)], publisher)
    found = jobs.run(job.pk)
    assert found is not None
    assert found.report == [
        {
            "title": "A",
            "outcome": REFUSED,
            "message": "Es ist noch nicht zum Übersetzen geöffnet.",
            "url": "",
            "language": "de",
        }
    ]


def test_a_job_ends_with_its_language_or_its_person(
    house: House, en: Locale, publisher: AbstractUser
) -> None:
    page = make_session(house.programme)
    job = jobs.plan("open", en, [place(page)], publisher)
    publisher.delete()
    assert jobs.run(job.pk) is None
    assert (BulkJob.objects.count(), Translation.objects.count()) == (0, 0)
