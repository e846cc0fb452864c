"""Random work by random people on one page with its people, and what must hold after every step.

Every step is what the desk or Wagtail's own views do for somebody who presses a button. A step that
is refused changes nothing that a visitor sees.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from wagtail.models import Page

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import (
    drafting,
    history,
    localize,
    release,
    remarks,
    review,
    status,
    timing,
)
from sessions_app.translation.models import MemoryEntry, PlannedRelease, SegmentEvent
from sessions_app.translation.refusal import Refusal

from . import slowly
from .world import TEXTS, World

ROLES = ("editor", "translator", "reviewer", "publisher", "admin")
roles = st.sampled_from(ROLES)
numbers = st.integers(0, 9)
REFUSALS = (Refusal, release.ReleaseRefused)


class Workflow(RuleBasedStateMachine):
    """One sequence of steps. ``world`` is set by the test; every sequence leaves it as it was."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.page_pk, self.key = self.world.page.pk, self.world.page.translation_key
        # What visitors read in English, and what the last release of each key let them read.
        self.released: dict[Any, dict[str, str]] = {}
        self.frozen: dict[Any, dict[str, str]] = {}
        # What was frozen to go live at another moment.
        self.planned: dict[Any, dict[str, str]] = {}
        # Texts of people that must be found somewhere, by place; and the last writer.
        self.written: dict[tuple[int, int, int], str] = {}
        self.kept: set[str] = set()

    @initialize(start=st.sampled_from(["opened", "translated", "submitted", "released"]))
    def begin(self, start: str) -> None:
        """Sequences begin anywhere on the way, so that few steps lead far."""
        if start != "opened":
            self.translate_all("translator")
        if start == "submitted":
            self.submit("translator")
        if start == "released":
            self.release("publisher", 0)

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    # What there is

    def user(self, role: str) -> Any:
        return get_user_model().objects.get(username=role)

    def page(self) -> Any:
        return SessionPage.objects.filter(pk=self.page_pk).first()

    @property
    def is_there(self) -> bool:
        return SessionPage.objects.filter(pk=self.page_pk).exists()

    def translations(self) -> list[Any]:
        """Of the page and of its people, the page first."""
        keys = [self.key, *self.world.people_keys]
        found = {t.source.object_id: t for t in localize.translations_of(keys, self.world.english)}
        return [found[key] for key in keys if key in found]

    def english(self) -> dict[Any, Any]:
        """English rows by key."""
        locale = self.world.english
        rows = [
            *SessionPage.objects.filter(locale=locale, source__isnull=False),
            *Speaker.objects.filter(locale=locale, source__isnull=False),
        ]
        return {row.translation_key: row for row in rows}

    def public(self) -> dict[Any, dict[str, str]]:
        """What visitors can read in English, by key."""
        return {key: texts_of(row) for key, row in self.english().items() if row.live}

    def try_(self, step: Any, *arguments: Any) -> Any:
        """Take a step, with what follows on its commit; None where it is refused."""
        before = self.public()
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                done = step(*arguments)
            return True if done is None else done
        except REFUSALS:
            assert self.public() == before, "a refused step changed what is public"
            return None

    # Originals

    @precondition(lambda self: self.is_there)
    @rule(variant=numbers)
    def edit_german(self, variant: int) -> None:
        """Somebody types and saves a draft; nothing public changes."""
        page = self.page().get_latest_revision_as_object()
        self.world.change(page, variant)
        page.save_revision()

    @precondition(lambda self: self.is_there)
    @rule()
    def publish_german(self) -> None:
        page = self.page()
        with TestCase.captureOnCommitCallbacks(execute=True):
            latest = page.get_latest_revision() or page.save_revision()
            latest.publish()
        # What waited for it has gone live.
        self.expect_planned()

    @precondition(lambda self: self.is_there and self.page().live)
    @rule()
    def unpublish_german(self) -> None:
        self.try_(lambda: self.page().unpublish(user=self.user("editor")))

    @rule(number=st.integers(0, 1), variant=numbers)
    def change_person(self, number: int, variant: int) -> None:
        speaker = Speaker.objects.get(pk=self.world.people[number])
        speaker.position = f"DE Leitung {variant}"
        with TestCase.captureOnCommitCallbacks(execute=True):
            speaker.save_revision().publish()

    @precondition(lambda self: self.is_there)
    @rule()
    def move(self) -> None:
        page = self.page()
        there = self.world.other if page.is_child_of(self.world.programme) else self.world.programme
        there = Page.objects.get(pk=there.pk)
        self.try_(lambda: page.move(there, pos="last-child", user=self.user("admin")))

    @precondition(lambda self: self.is_there)
    @rule(number=numbers)
    def copy(self, number: int) -> None:
        page = self.page()
        slug = f"kopie-{number}-{timezone.now().timestamp():.0f}-{Page.objects.count()}"
        with TestCase.captureOnCommitCallbacks(execute=True):
            page.copy(update_attrs={"slug": slug}, user=self.user("editor"))

    @precondition(lambda self: self.is_there)
    @rule(sure=numbers)
    def delete(self, sure: int) -> None:
        """Seldom: nothing much can happen afterwards."""
        if sure == 0:
            self.try_(lambda: self.page().delete(user=self.user("editor")))

    # Translations

    @precondition(lambda self: self.is_there)
    @rule(role=roles, place=st.integers(0, 20), text=numbers)
    def translate(self, role: str, place: int, text: int) -> None:
        """Somebody writes one text."""
        opened = self.translations()
        rows = [(t, row) for t in opened for row in localize.segment_rows([t])[t.pk]]
        if not rows:
            return
        translation, row = rows[place % len(rows)]
        self.save(translation, row, f"EN {TEXTS[text]} {place}", role)

    @precondition(lambda self: self.is_there)
    @rule(role=st.sampled_from(["translator", "reviewer", "publisher"]))
    def translate_all(self, role: str) -> None:
        """Somebody writes all that is missing."""
        for translation in self.translations():
            for row in localize.segment_rows([translation])[translation.pk]:
                if row.target is None:
                    self.save(translation, row, f"EN Text {row.order}", role)

    def save(self, translation: Any, row: Any, text: str, role: str) -> None:
        user = self.user(role)
        stored = self.try_(
            drafting.save_segment, translation, row.id, text, drafting.version(row.target), user
        )
        if stored is not None:
            self.saved(translation, row, text, user)

    def saved(self, translation: Any, row: Any, text: str, user: Any) -> None:
        """``text`` stands in ``row`` now, as ``user`` wrote it."""
        if review.of(translation) is not None:
            # A reviewer corrected what is read: it goes live with the rest.
            assert user.username in {"reviewer", "admin"}
            key = translation.source.object_id
            self.frozen[key] = {
                name: value.replace(row.target, text) for name, value in self.frozen[key].items()
            }
        place = (row.context_id, row.string_id, user.pk)
        if row.target is not None and self.written.get(place) != row.target:
            self.kept.add(row.target)
        self.written[place] = text

    def rows(self) -> list[tuple[Any, Any]]:
        """All texts, each with its Translation."""
        return [
            (translation, row)
            for translation in self.translations()
            for row in localize.segment_rows([translation])[translation.pk]
        ]

    @precondition(lambda self: self.is_there)
    @rule(role=roles, place=st.integers(0, 20))
    def revert(self, role: str, place: int) -> None:
        """Somebody takes back the last change of a text."""
        rows = self.rows()
        if not rows:
            return
        translation, row = rows[place % len(rows)]
        events = [
            event
            for event in history.events(translation, row.id)
            if event.before and event.kind in history.OF_TEXTS
        ]
        if not events or row.target is None:
            return
        user, token = self.user(role), drafting.version(row.target)
        step = drafting.revert
        done = self.try_(step, translation, row.id, -events[0].pk, token, user)
        if done is not None and done.html != row.target:
            self.saved(translation, row, done.html, user)

    @precondition(lambda self: self.is_there)
    @rule(role=roles, place=st.integers(0, 20), what=st.sampled_from(["mark", "settle", "approve"]))
    def say(self, role: str, place: int, what: str) -> None:
        """Somebody says what they think of a text."""
        rows = self.rows()
        if not rows:
            return
        translation, row = rows[place % len(rows)]
        user = self.user(role)
        if what == "mark":
            self.try_(remarks.need_work, translation, row.id, "Kürzer?", user)
        elif what == "settle":
            self.try_(remarks.settle, translation, row.id, user)
        else:
            self.try_(remarks.approve, translation, row.id, user)

    @precondition(lambda self: self.is_there)
    @rule(role=roles)
    def submit(self, role: str) -> None:
        for translation in self.translations()[:1]:
            if self.try_(review.submit, translation, self.user(role)):
                self.frozen = self.drafts()

    def drafts(self) -> dict[Any, dict[str, str]]:
        """Texts of the newest revision of every English row."""
        return {
            key: texts_of(row.get_latest_revision_as_object())
            for key, row in self.english().items()
        }

    @precondition(lambda self: self.is_there)
    @rule(role=roles)
    def approve(self, role: str) -> None:
        for translation in self.translations()[:1]:
            before = self.public()
            if self.try_(review.approve, translation, self.user(role)):
                now = self.public()
                changed = {key for key in now if now[key] != before.get(key)}
                assert all(now[key] == self.frozen[key] for key in changed), "not what was read"
                assert not slowly.needing_work(translation), "released against a remark"
                self.released |= {key: now[key] for key in now}

    @precondition(lambda self: self.is_there)
    @rule(role=roles)
    def send_back(self, role: str) -> None:
        for translation in self.translations()[:1]:
            self.try_(review.send_back, translation, self.user(role), "Bitte kürzer.")

    @precondition(lambda self: self.is_there)
    @rule(role=roles)
    def withdraw(self, role: str) -> None:
        for translation in self.translations()[:1]:
            self.try_(review.withdraw, translation, self.user(role))

    @precondition(lambda self: self.is_there)
    @rule(role=roles, which=st.integers(0, 2))
    def release(self, role: str, which: int) -> None:
        for translation in self.translations()[which : which + 1]:
            if self.try_(release.release, translation, self.user(role)):
                self.released |= self.public()

    @precondition(lambda self: self.is_there)
    @rule(role=roles, joint=st.booleans())
    def plan(self, role: str, joint: bool) -> None:
        """Somebody plans the release, for a moment or together with the original."""
        at = None if joint else timezone.now() + timedelta(hours=1)
        for translation in self.translations()[:1]:
            if self.try_(timing.plan_release, translation, self.user(role), at):
                self.planned = self.drafts()

    @rule()
    def time_passes(self) -> None:
        """What was planned for a moment is carried out, as the command does it every minute."""
        waiting = PlannedRelease.objects.filter(at__isnull=False)
        waiting.update(at=timezone.now() - timedelta(seconds=1))
        with TestCase.captureOnCommitCallbacks(execute=True):
            for pk in timing.due():
                timing.carry_out(pk)
        self.expect_planned()

    def expect_planned(self) -> None:
        """What has changed for visitors is what was planned."""
        now = self.public()
        for key, texts in now.items():
            if texts != self.released.get(key):
                assert texts == self.planned.get(key), "not what was planned"
                self.released[key] = texts

    @rule(role=roles, which=st.integers(0, 2))
    def unrelease(self, role: str, which: int) -> None:
        for translation in self.translations()[which : which + 1]:
            self.try_(release.unrelease, translation, self.user(role))

    @rule(role=roles)
    def lock(self, role: str) -> None:
        """Somebody locks the English page, or takes the lock away."""
        row = self.english().get(self.key)
        if row is not None:
            row.locked = not row.locked
            row.locked_by = self.user(role) if row.locked else None
            row.locked_at = timezone.now() if row.locked else None
            row.save(update_fields=["locked", "locked_by", "locked_at"])

    # What must hold

    @invariant()
    def only_a_release_changes_what_is_public(self) -> None:
        for key, texts in self.public().items():
            assert texts == self.released.get(key), "live without a release, or changed without one"

    @invariant()
    def german_is_never_english(self) -> None:
        for texts in self.public().values():
            assert not any("DE " in text for text in texts.values()), texts

    @invariant()
    def english_needs_its_original(self) -> None:
        for row in self.english().values():
            if row.live and isinstance(row, Page):
                assert row.source_id is not None
                assert row.source.live, "English is live, its original is not"
                parent = row.get_parent()
                assert parent.live
                assert parent.locale_id == row.locale_id
                assert parent.translation_key == row.source.get_parent().translation_key

    @invariant()
    def no_text_is_lost(self) -> None:
        texts = self.kept | set(self.written.values())
        known = set(MemoryEntry.objects.values_list("target", flat=True))
        for before, after in SegmentEvent.objects.values_list("before", "after"):
            known |= {before, after}
        assert texts <= known, texts - known

    @invariant()
    def the_status_is_true(self) -> None:
        page = self.page()
        if page is None:
            return
        locale = self.world.english
        originals = [page, *Speaker.objects.filter(pk__in=self.world.people)]
        told = status.statuses(originals, locale)
        for original in originals:
            found = told[original.translation_key]
            assert found.own == slowly.own_state(original, locale)
            assert found.state == slowly.state(original, locale)


def texts_of(row: Any) -> dict[str, str]:
    """The translated texts of a row, by field."""
    texts = {name: getattr(row, name) for name in localize.text_fields(type(row))}
    return {name: str(getattr(text, "raw_data", text)) for name, text in texts.items()}
