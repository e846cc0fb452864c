"""What is said of an original's structure after its translation was released."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.utils import translation as language
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale

from sessions_app.models import SessionPage
from sessions_app.translation import changes, localize, release, status
from tests.factories import House, make_session, publish
from tests.factories.content import stream

Blocks = list[dict[str, Any]]
TEXT = {"type": "text", "id": "t", "value": "<p>Erster Satz.</p><p>Zweiter Satz.</p>"}
QUOTE = {"type": "quote", "id": "q", "value": {"quote": "Wir reden.", "attribution": "Ada"}}
LATER = {"type": "text", "id": "u", "value": "<p>Noch ein Text.</p>"}


@pytest.fixture
def told(
    house: House,
    admin: AbstractUser,
    en: Locale,
    open_one: Callable[..., Any],
    translate_all: Callable[..., None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[Blocks, Blocks], list[str]]:
    """``told(before, after)``: release the first, publish the second, read the sentences."""

    def run(before: Blocks, after: Blocks) -> list[str]:
        page: SessionPage = make_session(house.programme, title="Sitzung", format=None, body=before)
        publish(page)
        translation = open_one(page, en)
        translate_all(admin, translation)
        assert changes.structure(translation) == []
        release.release(translation, admin)
        page.body = stream(page, after)
        with django_capture_on_commit_callbacks(execute=True):
            publish(page)
        with language.override("en"):
            found = localize.translation_by_pk(translation.pk)
            return changes.structure(found)

    return run


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ([TEXT], [TEXT], []),
        ([TEXT], [QUOTE, TEXT], ["New: Quote “Wir reden.”."]),
        ([TEXT, QUOTE], [TEXT], ["Removed: Quote “EN Wir reden.”."]),
        ([TEXT, LATER, QUOTE], [QUOTE, TEXT, LATER], ["Moved: Quote “Wir reden.”."]),
        (
            [TEXT],
            [TEXT | {"value": "<p>Null.</p>" + str(TEXT["value"])}],
            ["Text “Null. Erster Satz. Zweiter Satz.”: 1 paragraph more."],
        ),
        (
            [TEXT],
            [TEXT | {"value": "<p>Erster Satz.</p>"}],
            ["Text “Erster Satz.”: 1 paragraph less."],
        ),
    ],
)
def test_structure_is_told_in_sentences(
    told: Callable[[Blocks, Blocks], list[str]], before: Blocks, after: Blocks, sentences: list[str]
) -> None:
    assert told(before, after) == sentences


def test_the_family_brings_the_release_along(
    panel: SessionPage,
    admin: AbstractUser,
    en: Locale,
    open_one: Callable[..., Any],
    family: Callable[[Any], list[Any]],
    translate_all: Callable[..., None],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    translation = open_one(panel, en)
    translate_all(admin, *family(translation))
    release.release(translation, admin)
    _states, found = status.family_and_translations([panel], en)
    with django_assert_num_queries(0):
        assert [changes.structure(one) for one in found.values()] == [[]] * len(found)
