"""Several are released in one step: all of them, or none."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from wagtail.models import Locale, Page

from sessions_app.translation import drafting, jobs, localize, release
from sessions_app.translation.models import BulkJob
from sessions_app.translation.refusal import Refusal
from tests.factories import House, make_publisher, make_session
from tests.translation.core.test_jobs import finished, place

Release = Callable[[Sequence[Any]], dict[str, tuple[str, str]]]


@pytest.fixture
def publisher(house: House) -> AbstractUser:
    return make_publisher()


@pytest.fixture
def pages(
    house: House,
    en: Locale,
    publisher: AbstractUser,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
) -> list[Any]:
    """Three sessions, translated whole."""
    made = [make_session(house.programme, title=f"Sitzung {n}") for n in range(3)]
    translate_all(publisher, *(open_one(page, en) for page in made))
    return made


@pytest.fixture
def together(en: Locale, publisher: AbstractUser) -> Release:
    """``together(pages)``: outcome and message by title."""

    def carry_out(instances: Sequence[Any]) -> dict[str, tuple[str, str]]:
        items = [place(one) for one in instances]
        job = jobs.plan(BulkJob.Action.RELEASE, en, items, publisher, together=True)
        return {line[0]: line[1:3] for line in finished(jobs.run(job.pk))}

    return carry_out


def live(en: Locale) -> int:
    return Page.objects.filter(locale=en, live=True, title__startswith="EN Sitzung").count()


def test_all_of_them(pages: list[Any], en: Locale, together: Release) -> None:
    assert together(pages) == {f"Sitzung {n}": ("done", "") for n in range(3)}
    assert live(en) == 3


def test_or_none(pages: list[Any], en: Locale, publisher: AbstractUser, together: Release) -> None:
    translation = localize.translations_of([pages[1].translation_key], en).get()
    (row,) = localize.segment_rows([translation])[translation.pk]
    drafting.save_segment(translation, row.id, "", drafting.version(row.target), publisher)
    others = ("refused", "It could be released, but others of them cannot.")
    assert together(pages) == {
        "Sitzung 0": others,
        "Sitzung 1": ("refused", "1 text is not translated yet."),
        "Sitzung 2": others,
    }
    assert live(en) == 0


def test_what_is_not_open_keeps_the_others_back(
    pages: list[Any], house: House, en: Locale, together: Release
) -> None:
    closed = make_session(house.programme, title="Zu")
    assert together([*pages, closed])["Zu"] == ("refused", "It is not open for translation yet.")
    assert live(en) == 0


def test_what_is_public_stays_so(
    pages: list[Any], en: Locale, publisher: AbstractUser, together: Release
) -> None:
    release.release(localize.translations_of([pages[0].translation_key], en).get(), publisher)
    told = together(pages)
    assert [told[f"Sitzung {n}"][0] for n in range(3)] == ["skipped", "done", "done"]
    assert live(en) == 3


def test_what_fails_unforeseen_takes_all_back(
    pages: list[Any], en: Locale, publisher: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = release.publish

    def fail_at_last(unit: Any, *arguments: Any) -> Any:
        if unit.original.pk == pages[2].pk:
            raise RuntimeError("Not today")
        return publish(unit, *arguments)

    monkeypatch.setattr(release, "publish", fail_at_last)
    items = [place(page) for page in pages]
    job = jobs.plan(BulkJob.Action.RELEASE, en, items, publisher, together=True)
    told = finished(jobs.run(job.pk), "failed")
    assert [line[1] for line in told] == ["failed"] * 3
    assert live(en) == 0


def test_too_many_are_refused_before(en: Locale, pages: list[Any], publisher: AbstractUser) -> None:
    items = [(place(pages[0])[0], str(n)) for n in range(jobs.TOGETHER + 1)]
    with pytest.raises(Refusal, match="At most 100"):
        jobs.plan(BulkJob.Action.RELEASE, en, items, publisher, together=True)
    assert not BulkJob.objects.exists()
