"""The rules of publication: what an organisation asks for before a translation goes live."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, release, review, rules, status
from sessions_app.translation.models import MemoryEntry, PublicationRules, SegmentEvent
from sessions_app.translation.status import State
from tests.factories import House, make_publisher, make_reviewer, make_session, make_translator


@pytest.fixture
def page(house: House) -> SessionPage:
    """A public session of two texts."""
    return make_session(
        house.programme, title="Sprechstunde", summary="Worum es geht.", format=None
    )


@pytest.fixture
def opened(page: SessionPage, en: Locale, open_one: Callable[..., Any]) -> Any:
    """The session, opened at the desk."""
    return open_one(page, en)


def rows(translation: Any) -> list[localize.SegmentRow]:
    return localize.segment_rows([translation])[translation.pk]


def write(translation: Any, user: Any, engine: str = "") -> None:
    """Every text, as typed by ``user`` or as taken from ``engine``."""
    for number, row in enumerate(rows(translation)):
        token = drafting.version(row.target)
        drafting.save_segment(translation, row.id, f"EN {number}", token, user, engine=engine)


def codes(translation: Any, user: Any) -> list[str]:
    return [reason.code for reason in release.reasons(translation, user)]


def test_a_machines_text_does_not_count_until_somebody_confirms_it(
    page: SessionPage, opened: Any, en: Locale
) -> None:
    publisher = make_publisher()
    write(opened, publisher, engine="robot")
    assert [(row.origin, row.is_machine, row.is_done) for row in rows(opened)] == [
        ("robot", True, False),
        ("robot", True, False),
    ]
    assert status.statuses([page], en)[page.translation_key].own is State.DRAFT
    assert codes(opened, publisher) == ["incomplete"]
    assert MemoryEntry.objects.count() == 0
    for row in rows(opened):
        drafting.confirm(opened, row.id, drafting.version(row.target), publisher)
    assert [row.is_machine for row in rows(opened)] == [False, False]
    assert set(MemoryEntry.objects.values_list("target", flat=True)) == {"EN 0", "EN 1"}
    assert release.release(opened, publisher).machine_texts == 0
    told = SegmentEvent.objects.order_by("pk").values_list("kind", "origin")
    assert set(told) == {("saved", "robot"), ("confirmed", "")}


def test_where_the_rules_let_it_go_live_visitors_are_told(
    page: SessionPage, opened: Any, en: Locale, client: Client
) -> None:
    PublicationRules(machine_texts=True).save()
    publisher = make_publisher()
    title, summary = rows(opened)
    drafting.save_segment(opened, title.id, "Office hours", drafting.version(None), publisher)
    drafting.save_segment(
        opened, summary.id, "What it is about.", drafting.version(None), publisher, engine="robot"
    )
    target = release.release(opened, publisher)
    assert target.machine_texts == 1
    sentence = "Parts of it were translated by a machine, and nobody has checked them yet."
    assert sentence in client.get(target.get_url()).content.decode()
    # What is confirmed goes live with the next release, and the label goes.
    (row,) = [row for row in rows(opened) if row.is_machine]
    drafting.confirm(opened, row.id, drafting.version(row.target), publisher)
    assert sentence in client.get(target.get_url()).content.decode()
    assert release.release(opened, publisher).machine_texts == 0
    assert sentence not in client.get(target.get_url()).content.decode()


def test_a_review_may_be_required(page: SessionPage, opened: Any, en: Locale) -> None:
    PublicationRules(review_required=True).save()
    translator, publisher, reviewer = make_translator(), make_publisher(), make_reviewer()
    write(opened, translator)
    assert codes(opened, publisher) == ["review_required"]
    with pytest.raises(release.ReleaseRefused):
        release.release(opened, publisher)
    review.submit(opened, translator)
    assert review.approve(opened, reviewer).live


def test_the_rules_are_read_once_and_anew_when_they_change(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert rules.current() == rules.Rules()
    with django_assert_num_queries(0):
        assert rules.current().four_eyes
    PublicationRules(four_eyes=False).save()
    with django_assert_num_queries(1):
        assert not rules.current().four_eyes
    with django_assert_num_queries(1):
        assert not rules.now().four_eyes


def test_who_may_change_settings_finds_a_sentence_for_each_rule(
    house: House, client: Client, admin: AbstractUser
) -> None:
    client.force_login(admin)
    address = reverse("wagtailsettings:edit", args=["sessions_translation", "publicationrules"])
    form = client.get(address, follow=True)
    for field in PublicationRules._meta.get_fields():
        if field.name != "id":
            assert str(field.help_text) in form.content.decode().replace("&#x27;", "'")
    client.post(form.request["PATH_INFO"], {"review_required": "on"})
    assert rules.now() == rules.Rules(review_required=True, four_eyes=False)


def test_translators_and_reviewers_cannot_change_them(house: House, client: Client) -> None:
    address = reverse("wagtailsettings:edit", args=["sessions_translation", "publicationrules"])
    for user in (make_translator(), make_reviewer(), make_publisher()):
        client.force_login(user)
        answer = client.get(address, follow=True, headers={"X-Requested-With": "XMLHttpRequest"})
        assert answer.status_code == 403
        assert rules.now() == rules.Rules()
