"""Random work on a tree of three levels with its translations; what holds after every step."""

from typing import Any

import pytest
from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.models import Locale, Page

from cms.models import ContentPage, HomePage
from sessions_app.models import ProgrammePage, SessionPage, Speaker
from sessions_app.translation import drafting, localize, release, status
from sessions_app.translation.models import MemoryEntry
from sessions_app.translation.refusal import Refusal
from sessions_app.translation.release import ReleaseRefused
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_content_page,
    make_programme,
    make_session,
    make_speaker,
    publish,
    translate,
)

pytestmark = pytest.mark.django_db

KINDS = (HomePage, ProgrammePage, SessionPage, ContentPage)
numbers = st.integers(0, 50)


class Tree(RuleBasedStateMachine):
    """German pages are published, hidden, moved, copied, deleted; English is translated."""

    house: House
    admin: Any
    english: Locale

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.number = 0
        self.texts: set[str] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def originals(self, *kinds: type) -> list[Any]:
        """German pages below the home, and people."""
        wanted = kinds or (ProgrammePage, SessionPage, ContentPage, Speaker)
        german = self.house.locales["de"]
        return [
            row
            for kind in wanted
            for row in kind.objects.filter(locale=german, source=None).order_by("pk")
        ]

    def pick(self, number: int, *kinds: type) -> Any:
        found = self.originals(*kinds)
        return found[number % len(found)] if found else None

    def take(self, step: Any) -> None:
        """A step with what follows on its commit; a refused one changes nothing."""
        before = self.stored()
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                step()
        except (Refusal, ReleaseRefused):
            assert self.stored() == before

    def stored(self) -> list[Any]:
        return list(Page.objects.order_by("pk").values_list("pk", "path", "live", "slug"))

    # Steps

    @rule(number=numbers)
    def publish(self, number: int) -> None:
        row = self.pick(number)
        if row is not None:
            self.take(lambda: publish(row))

    @rule(number=numbers)
    def unpublish(self, number: int) -> None:
        row = self.pick(number)
        if row is not None:
            self.take(row.unpublish)

    @rule(number=numbers)
    def hide_in_bulk(self, number: int) -> None:
        """As the explorer does it, with bare pages."""
        row = self.pick(number, ProgrammePage)
        if row is not None:
            for page in Page.objects.get(pk=row.pk).get_descendants(inclusive=True).live():
                self.take(page.unpublish)

    @rule(number=numbers, there=numbers)
    def move_session(self, number: int, there: int) -> None:
        row, to = self.pick(number, SessionPage), self.pick(there, ProgrammePage)
        if row is not None and to is not None:
            slugs = Page.objects.child_of(to).exclude(pk=row.pk).values_list("slug", flat=True)
            if row.slug not in slugs:
                self.take(lambda: row.move(to, pos="last-child"))

    @rule(number=numbers, there=numbers, pos=st.sampled_from(["left", "right"]))
    def reorder(self, number: int, there: int, pos: str) -> None:
        row = self.pick(number)
        if not isinstance(row, Page):
            return
        siblings = list(row.get_siblings(inclusive=False))
        if siblings:
            self.take(lambda: row.move(siblings[there % len(siblings)], pos=pos))

    @rule(number=numbers, deep=st.booleans(), live=st.booleans())
    def copy(self, number: int, deep: bool, live: bool) -> None:
        row = self.pick(number, ProgrammePage, SessionPage, ContentPage)
        if row is not None and Page.objects.count() < 40:
            self.number += 1
            attrs = {"slug": f"kopie-{self.number}"}
            self.take(lambda: row.copy(recursive=deep, keep_live=live, update_attrs=attrs))

    @rule(number=numbers)
    def delete(self, number: int) -> None:
        """Pages alone: people are protected by the sessions they appear in."""
        row = self.pick(number, ProgrammePage, SessionPage, ContentPage)
        if row is not None and len(self.originals(SessionPage)) > 1:
            self.take(row.delete)

    @rule(number=numbers)
    def delete_translation(self, number: int) -> None:
        found = [row for kind in KINDS for row in self.versions(kind) if row.depth > 3]
        if found:
            self.take(found[number % len(found)].delete)

    @rule(number=numbers)
    def translate(self, number: int) -> None:
        """Everything that is missing."""
        row = self.pick(number)
        if row is None:
            return
        for translation in drafting.open_translations([row], self.english).translations:
            for one in localize.segment_rows([translation])[translation.pk]:
                if one.target is None:
                    text = f"EN {translation.source.object_repr} {one.order}"
                    token = drafting.version(None)
                    drafting.save_segment(translation, one.id, text, token, self.admin)
                    self.texts.add(text)

    @rule(number=numbers)
    def release(self, number: int) -> None:
        row = self.pick(number)
        if row is not None:
            for one in localize.translations_of([row.translation_key], self.english):
                self.take(lambda one=one: release.release(one, self.admin))

    # What holds

    def versions(self, kind: type) -> list[Any]:
        return list(kind.objects.filter(source__isnull=False).select_related("source"))

    @invariant()
    def no_translation_is_public_without_its_original(self) -> None:
        for kind in (*KINDS, Speaker):
            for row in self.versions(kind):
                assert row.source.live or not row.live, row
        orphans = SessionPage.objects.filter(locale=self.english, source=None)
        assert not orphans.filter(live=True).exists()

    @invariant()
    def every_translation_stands_where_its_original_stands(self) -> None:
        for kind in KINDS:
            for row in self.versions(kind):
                above, wanted = row.get_parent(), row.source.get_parent()
                if wanted.is_root():
                    assert above.is_root()
                    continue
                assert above.locale_id == row.locale_id
                assert above.translation_key == wanted.translation_key, (row, above, wanted)

    @invariant()
    def no_text_is_lost(self) -> None:
        known = set(MemoryEntry.objects.values_list("target", flat=True))
        assert self.texts <= known

    @invariant()
    def the_tree_is_whole(self) -> None:
        assert Page.find_problems() == ([], [], [], [], [])
        for page in Page.objects.filter(depth__gt=1):
            assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"

    @invariant()
    def what_is_complete_and_hidden_is_ready(self) -> None:
        rows = self.originals()
        told = status.statuses(rows, self.english, related=False)
        for row in rows:
            found = told[row.translation_key]
            if found.own in {State.READY, State.LIVE}:
                assert found.done == found.total
            target = type(row).objects.filter(pk=found.target, live=True).exists()
            assert target is False or found.own not in {State.MISSING, State.STOPPED}


def test_random_work(house: House, en: Locale, admin: Any) -> None:
    for title in ("Zweites", "Drittes"):
        programme = publish(make_programme(house.home, title=title))
        if title == "Zweites":
            translate(programme, "en", title="Second")
    for number in range(3):
        speaker = make_speaker(f"Person {number}", position=f"Leitung {number}")
        publish(make_session(house.programme, title=f"Sitzung {number}", people=[speaker]))
    publish(make_content_page(house.home, title="Impressum"))
    Tree.house, Tree.admin, Tree.english = house, admin, en
    run_state_machine_as_test(
        Tree,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
