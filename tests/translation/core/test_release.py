"""The one way to go live: what it refuses and says, what it writes, what it leaves alone."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page, PageViewRestriction, Task, Workflow, WorkflowTask
from wagtail.signals import page_published
from wagtail_localize.models import StringTranslation, Translation

from sessions_app.models import Appearance, Room, SessionPage, Slot, Speaker, Track
from sessions_app.translation import drafting, localize, release, status, wire
from sessions_app.translation.models import Release, SourceState
from sessions_app.translation.status import State
from tests.factories import (
    House,
    make_programme,
    make_publisher,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_translator,
    publish,
    translate,
)

pytestmark = pytest.mark.django_db

Open = Callable[[Any, Locale], Any]
Family = Callable[[Any], list[Any]]
TranslateAll = Callable[..., None]


def codes(translation: Any, user: Any) -> list[str]:
    return [reason.code for reason in release.reasons(translation, user)]


@pytest.mark.third_locale
def test_a_page_goes_live_with_its_snippets_and_owns_no_fact(
    panel: SessionPage,
    targets: list[Locale],
    admin: Any,
    open_one: Open,
    translate_all: TranslateAll,
    family: Family,
) -> None:
    facts = Slot.objects.count(), Appearance.objects.count()
    for locale in targets:
        mark = f"{locale.language_code.upper()} "
        translation = open_one(panel, locale)
        translate_all(admin, *family(translation), mark=mark)
        page = release.release(translation, admin)
        assert (page.live, page.locale, page.source, page.title, page.slug) == (
            True,
            locale,
            panel,
            f"{mark}Straße & Staat",
            f"{locale.language_code}-strasse-staat",
        )
        assert page.get_parent().locale == locale
        assert (page.format, page.track, page.spoken_language) == (None, None, "")
        assert page.facts == panel
        states = status.family([panel], locale)
        assert {state.own for state in states.values()} == {State.LIVE}
        assert len(states) == 9
        speaker = Speaker.objects.get(locale=locale, position=f"{mark}Leiterin 0")
        assert (speaker.live, speaker.name, str(speaker)) == (True, "", "Person 0")
        assert Track.objects.get(locale=locale).color == ""
    assert (Slot.objects.count(), Appearance.objects.count()) == facts


def test_the_texts_of_every_block_arrive(
    panel: SessionPage,
    en: Locale,
    admin: Any,
    open_one: Open,
    translate_all: TranslateAll,
    family: Family,
) -> None:
    translation = open_one(panel, en)
    translate_all(admin, *family(translation))
    page = release.release(translation, admin)
    german = {part["type"]: part["value"] for part in panel.body.raw_data}
    english = {part["type"]: part["value"] for part in page.body.raw_data}
    assert list(english) == list(german)
    assert english["quote"] == {
        "quote": "EN Reden hilft.",
        "author": "Ada Beispiel",
        "role": "EN Moderatorin",
    }
    assert english["table"]["caption"] == "EN Ablauf"
    assert [column["heading"] for column in english["table"]["columns"]] == ["EN Zeit", "EN Was"]
    assert [row["values"] for row in english["table"]["rows"]] == [
        ["EN 10 Uhr", "EN Beginn"],
        ["EN 11 Uhr", ""],
    ]
    assert english["image"]["image"] == {
        **german["image"]["image"],
        "alt_text": "EN Ein voller Saal",
    }
    assert english["portrait"] == {**german["portrait"], "role": "EN Leiterin der Denkfabrik"}
    assert english["partner"] == {**german["partner"], "text": "EN Mit freundlicher Förderung."}
    assert english["links"]["links"][1]["value"] == {
        "label": "EN Anderswo",
        "page": None,
        "url": "https://example.org/",
    }
    assert 'EN Die <b>Verwaltung</b> lernt, sagt <a lang="en" linktype="lang">' in (english["text"])


def test_an_incomplete_page_is_refused_with_every_reason(
    panel: SessionPage, en: Locale, open_one: Open
) -> None:
    translation = open_one(panel, en)
    publisher = make_publisher()
    with pytest.raises(release.ReleaseRefused) as raised:
        release.release(translation, publisher)
    assert sorted(reason.message for reason in raised.value.reasons) == [
        "25 texts are not translated yet.",
        "Großer Saal: 1 text is not translated yet.",
        "Person 0: 4 texts are not translated yet.",
        "Person 1: 4 texts are not translated yet.",
        "Person 2: 4 texts are not translated yet.",
        "Person 3: 4 texts are not translated yet.",
        "Podium: 1 text is not translated yet.",
        "Staat und Gesellschaft: 1 text is not translated yet.",
        "Stiftung Wort: 1 text is not translated yet.",
    ]
    assert {reason.code for reason in raised.value.reasons} == {"incomplete"}
    assert Page.objects.filter(locale=en, translation_key=panel.translation_key).count() == 0
    assert Release.objects.count() == 0


def test_who_may_only_translate_may_not_release(
    panel: SessionPage, en: Locale, open_one: Open
) -> None:
    assert codes(open_one(panel, en), make_translator()) == ["not_permitted"]


@pytest.fixture
def plain(house: House) -> SessionPage:
    """A published session of two texts, without people and labels."""
    return publish(make_session(house.programme, title="Schlicht", summary="Nur dies."))


@pytest.fixture
def ready(plain: SessionPage, en: Locale, admin: Any, open_one: Open, translate_all: Any) -> Any:
    """Its Translation into English, complete and not released."""
    translation = open_one(plain, en)
    translate_all(admin, translation)
    return translation


def test_a_source_that_is_not_public_is_refused(plain: SessionPage, ready: Any, admin: Any) -> None:
    plain.unpublish()
    assert codes(ready, admin) == ["source_not_live"]


def test_a_source_that_was_deleted_is_refused(plain: SessionPage, ready: Any, admin: Any) -> None:
    plain.delete()
    assert codes(ready, admin) == ["source_deleted"]


def test_a_missing_parent_is_named_and_not_made(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    other = make_programme(house.home, title="Zweites Programm")
    page = publish(make_session(other))
    translation = open_one(page, en)
    translate_all(admin, translation)
    pages = Page.objects.count()
    (reason,) = release.reasons(translation, admin)
    assert (reason.code, reason.message) == (
        "parent_missing",
        "The page above it, “Zweites Programm”, is not translated yet.",
    )
    with pytest.raises(release.ReleaseRefused):
        release.release(translation, admin)
    assert Page.objects.count() == pages


def test_a_parent_that_is_not_public_stays_so(ready: Any, house: House, admin: Any) -> None:
    house.programmes["en"].unpublish()
    assert codes(ready, admin) == ["parent_not_live"]
    house.programmes["en"].refresh_from_db()
    assert house.programmes["en"].live is False


def test_somebody_elses_lock_is_respected(plain: SessionPage, ready: Any, admin: Any) -> None:
    target = release.release(ready, admin)
    target.locked, target.locked_by = True, make_superuser("owner")
    target.save()
    (reason,) = release.reasons(ready, admin)
    assert (reason.code, reason.message) == ("held", "It is locked by owner.")


def test_a_running_review_is_respected(plain: SessionPage, ready: Any, admin: Any) -> None:
    target = release.release(ready, admin)
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(
        workflow=workflow, task=Task.objects.create(name="Look"), sort_order=1
    )
    target.save_revision()
    workflow.start(target, admin)
    (reason,) = release.reasons(ready, admin)
    assert (reason.code, reason.message) == ("held", "It is being reviewed.")
    assert status.statuses([plain], ready.target_locale)[plain.translation_key].state is (
        State.IN_REVIEW
    )


def test_a_blocking_check_is_named_with_its_text(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    html = '<p>Mehr steht <a href="https://example.org/">im Bericht</a> dazu.</p>'
    blocks = [{"type": "text", "value": html, "id": "a" * 8}]
    page = publish(make_session(house.programme, body=blocks))
    translation = open_one(page, en)
    translate_all(admin, translation)
    row = localize.segment_rows([translation])[translation.pk][1]
    version = drafting.version(row.target)
    drafting.save_segment(translation, row.id, "More in the report.", version, admin)
    (reason,) = release.reasons(translation, admin)
    assert (reason.code, reason.segment, reason.message) == (
        "check",
        row.id,
        "“More in the report.”: Link or mark 1 of the original is missing.",
    )


def test_a_title_that_is_too_long_is_refused(plain: SessionPage, ready: Any, admin: Any) -> None:
    row = localize.segment_rows([ready])[ready.pk][0]
    drafting.save_segment(ready, row.id, "x" * 300, drafting.version(row.target), admin)
    (reason,) = release.reasons(ready, admin)
    assert reason.message.endswith("The text is 45 characters too long; 255 fit.")


def test_kept_as_source_counts_as_done(
    plain: SessionPage, en: Locale, admin: Any, open_one: Open
) -> None:
    translation = open_one(plain, en)
    for row in localize.segment_rows([translation])[translation.pk]:
        drafting.keep_as_source(translation, row.id, drafting.version(None), admin)
    assert release.release(translation, admin).title == "Schlicht"


def test_a_snippet_that_nobody_opened_is_named(
    house: House, en: Locale, admin: Any, translate_all: TranslateAll
) -> None:
    page = publish(make_session(house.programme, people=[make_speaker("Ada", position="Rätin")]))
    (translation,) = drafting.open_translations([page], en, related=False).translations
    translate_all(admin, translation)
    (reason,) = release.reasons(translation, admin)
    assert (reason.code, reason.message) == (
        "related_missing",
        "“Ada” has not been translated yet.",
    )


def test_a_live_snippet_made_by_hand_does_not_hinder_and_is_not_touched(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    ada = make_speaker("Ada", position="Rätin")
    english = translate(ada, "en", position="Councillor (by hand)")
    page = publish(make_session(house.programme, people=[ada]))
    translation = open_one(page, en)
    translate_all(admin, translation)
    release.release(translation, admin)
    english.refresh_from_db()
    assert (english.position, english.latest_revision_id) == ("Councillor (by hand)", None)
    assert Translation.objects.count() == 1


def test_only_snippets_that_changed_are_released_again(
    panel: SessionPage,
    en: Locale,
    admin: Any,
    open_one: Open,
    translate_all: TranslateAll,
    family: Family,
) -> None:
    translation = open_one(panel, en)
    translate_all(admin, *family(translation))
    release.release(translation, admin)
    first = {r.source_id: r.revision_id for r in Release.objects.all()}
    speaker = next(t for t in family(translation) if t.source.object_repr == "Person 2")
    row = localize.segment_rows([speaker])[speaker.pk][0]
    drafting.save_segment(speaker, row.id, "Director 2", drafting.version(row.target), admin)
    assert status.statuses([panel], en)[panel.translation_key].state is State.READY
    release.release(translation, admin)
    second = {r.source_id: r.revision_id for r in Release.objects.all()}
    changed = {pk for pk in first if first[pk] != second[pk]}
    assert changed == {speaker.source_id, translation.source_id}


def test_an_alias_becomes_a_page_of_its_own(
    plain: SessionPage, house: House, ready: Any, en: Locale, admin: Any
) -> None:
    alias = CreatePageAliasAction(
        plain,
        parent=house.programmes["en"],
        update_slug="schlicht-alias",
        update_locale=en,
        reset_translation_key=False,
    ).execute(skip_permission_checks=True)
    assert status.statuses([plain], en)[plain.translation_key].state is State.READY
    page = release.release(ready, admin)
    assert (page.pk, page.alias_of_id, page.title, page.source) == (
        alias.pk,
        None,
        "EN Schlicht",
        plain,
    )


def test_view_restrictions_follow_with_their_groups(
    plain: SessionPage, ready: Any, admin: Any
) -> None:
    members = Group.objects.create(name="Members")
    restriction = PageViewRestriction.objects.create(
        page=plain, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(members)
    page = release.release(ready, admin)
    carried = page.view_restrictions.get()
    assert (carried.restriction_type, list(carried.groups.all())) == ("groups", [members])
    restriction.delete()
    release.release(ready, admin)
    assert page.view_restrictions.count() == 0


def test_the_slug_is_made_once_and_kept(plain: SessionPage, ready: Any, admin: Any) -> None:
    page = release.release(ready, admin)
    assert page.slug == "en-schlicht"
    row = localize.segment_rows([ready])[ready.pk][0]
    drafting.save_segment(ready, row.id, "Renamed", drafting.version(row.target), admin)
    page = release.release(ready, admin)
    assert (page.title, page.slug) == ("Renamed", "en-schlicht")


def test_a_failure_in_the_middle_leaves_nothing_behind(
    panel: SessionPage,
    en: Locale,
    admin: Any,
    open_one: Open,
    translate_all: TranslateAll,
    family: Family,
) -> None:
    translation = open_one(panel, en)
    translate_all(admin, *family(translation))
    before = Page.objects.count(), Speaker.objects.count(), Room.objects.count()

    def fail(sender: Any, **kwargs: Any) -> None:
        raise RuntimeError("The power went off.")

    # Snippets are released first: by now they are written, and must not stay.
    page_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            release.release(translation, admin)
    finally:
        page_published.disconnect(fail)
    assert (Page.objects.count(), Speaker.objects.count(), Room.objects.count()) == before
    assert Release.objects.count() == 0


@pytest.mark.usefixtures("indexed")
def test_budget_of_a_release(
    panel: SessionPage,
    en: Locale,
    admin: Any,
    open_one: Open,
    translate_all: TranslateAll,
    family: Family,
) -> None:
    translation = open_one(panel, en)
    translate_all(admin, *family(translation))
    for other in family(translation):
        if other.pk != translation.pk:
            release.release(other, admin)
    for _time in ("first", "again"):
        with CaptureQueriesContext(connection) as queries:
            release.release(translation, admin)
        assert len(queries) <= 130


def test_a_release_writes_who_and_when(plain: SessionPage, ready: Any, admin: Any) -> None:
    page = release.release(ready, admin)
    record = Release.objects.get()
    assert (record.by, record.revision_id) == (admin, page.latest_revision_id)
    assert timezone.now() - record.at < timedelta(minutes=5)
    assert page.latest_revision.user == admin


def test_wire_text_reaches_the_page_unharmed(plain: SessionPage, ready: Any, admin: Any) -> None:
    row = localize.segment_rows([ready])[ready.pk][0]
    text = "<b>x</b> & \u00a0“y”"
    html = wire.to_html(text, rich=False)
    assert html == "&lt;b&gt;x&lt;/b&gt; &amp; \u00a0“y”"
    drafting.save_segment(ready, row.id, text, drafting.version(row.target), admin)
    assert release.release(ready, admin).title == text


def test_a_source_from_before_the_desk_is_released_like_any_other(
    plain: SessionPage, ready: Any, admin: Any
) -> None:
    SourceState.objects.all().delete()
    ready = localize.translations_of([plain.translation_key], ready.target_locale).get()
    release.release(ready, admin)
    state = status.statuses([plain], ready.target_locale)[plain.translation_key].state
    assert state is State.LIVE


def test_a_snippet_that_is_not_public_does_not_hinder(
    house: House, en: Locale, admin: Any, open_one: Open, translate_all: TranslateAll
) -> None:
    draft = make_speaker("Noch geheim", position="Rätin", live=False)
    page = publish(make_session(house.programme, people=[draft]))
    translation = open_one(page, en)
    translate_all(admin, translation)
    assert release.release(translation, admin).live is True
    assert Translation.objects.count() == 1


def test_a_text_that_stock_code_marked_as_unusable_is_named(
    plain: SessionPage, ready: Any, admin: Any
) -> None:
    StringTranslation.objects.filter(context__path="title").update(has_error=True)
    (reason, *_rest) = release.reasons(ready, admin)
    assert (reason.code, reason.message) == (
        "check",
        "“EN Schlicht”: This text could not be used. Save it again.",
    )
    row = localize.segment_rows([ready])[ready.pk][0]
    drafting.save_segment(ready, row.id, "Plain", drafting.version(row.target), admin)
    assert release.release(ready, admin).title == "Plain"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_typed_during_a_release_waits(locales: dict[str, Locale]) -> None:
    house, user = make_site(*locales), make_superuser()
    page = publish(make_session(house.programme, title="Eile"))
    (translation,) = drafting.open_translations([page], locales["en"]).translations
    (row,) = localize.segment_rows([translation])[translation.pk]
    saved = drafting.save_segment(translation, row.id, "Haste", drafting.version(None), user)
    inside, done = Event(), Event()

    def during(sender: Any, **kwargs: Any) -> None:
        inside.set()
        done.wait(1)

    def write() -> None:
        inside.wait()
        try:
            drafting.save_segment(translation, row.id, "", saved.version, user)
        finally:
            done.set()
            connections.close_all()

    page_published.connect(during)
    writer = Thread(target=write)
    writer.start()
    try:
        target = release.release(translation, user)
    finally:
        page_published.disconnect(during)
        writer.join()
    assert target.title == "Haste"
    assert localize.segment_rows([translation])[translation.pk][0].target is None
