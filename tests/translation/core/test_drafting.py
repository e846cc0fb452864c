"""Opening touches nothing else; saving overwrites nobody; nothing becomes public."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from sessions_app.models import SessionPage, Speaker
from sessions_app.translation import drafting, localize, wire
from sessions_app.translation.drafting import Kept
from tests.factories import (
    House,
    make_editor,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    make_translator,
    publish,
    slot,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.mark.third_locale
def test_opening_makes_nothing_public_and_saves_no_object(
    panel: SessionPage, targets: list[Locale]
) -> None:
    saved: list[type] = []
    before = Page.objects.count(), Speaker.objects.count(), Revision.objects.count()
    watch = lambda sender, **kwargs: saved.append(sender)  # noqa: E731
    post_save.connect(watch)
    try:
        openings = [drafting.open_translations([panel], target) for target in targets]
    finally:
        post_save.disconnect(watch)
    assert saved == []
    assert (Page.objects.count(), Speaker.objects.count(), Revision.objects.count()) == before
    for opening, target in zip(openings, targets, strict=True):
        assert opening.untouched == ()
        assert {t.source.object_repr for t in opening.translations} == {
            "Straße & Staat",
            "Person 0",
            "Person 1",
            "Person 2",
            "Person 3",
            "Staat und Gesellschaft",
            "Podium",
            "Großer Saal",
            "Stiftung Wort",
        }
        assert {t.target_locale for t in opening.translations} == {target}


def test_opening_again_changes_nothing(panel: SessionPage, en: Locale) -> None:
    first = drafting.open_translations([panel], en)
    rows = list(Translation.objects.order_by("pk").values())
    second = drafting.open_translations([panel], en)
    assert {t.pk for t in first.translations} == {t.pk for t in second.translations}
    assert list(Translation.objects.order_by("pk").values()) == rows


def test_what_was_made_otherwise_is_left_alone(house: House, en: Locale) -> None:
    by_hand, opposite, stopped, fresh = (make_speaker(name) for name in "ABCD")
    translate(by_hand, "en")
    english = translate(opposite, "en")
    english.source = None
    english.save()
    opposite.source = english
    opposite.save()
    drafting.open_translations([english], opposite.locale)
    drafting.open_translations([stopped], en)
    Translation.objects.filter(source__object_id=stopped.translation_key).update(enabled=False)
    kept = list(Translation.objects.order_by("pk").values())

    opening = drafting.open_translations([by_hand, opposite, stopped, fresh], en)

    assert {(instance.name, reason) for instance, reason in opening.untouched} == {
        ("A", Kept.BY_HAND),
        ("B", Kept.OPPOSITE),
        ("C", Kept.STOPPED),
    }
    assert [t.source.object_id for t in opening.translations] == [fresh.translation_key]
    assert list(Translation.objects.order_by("pk").values())[: len(kept)] == kept


def test_snippets_written_in_the_target_language_are_not_opened(house: House, en: Locale) -> None:
    english = make_speaker("Grace", locale="en", position="Admiral")
    page = publish(make_session(house.programme, people=[english]))
    opening = drafting.open_translations([page], en)
    assert [t.source.object_repr for t in opening.translations] == ["Ein Gespräch"]
    assert opening.untouched == ()


def queries(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


@pytest.mark.usefixtures("indexed")
def test_budget_of_opening_one_panel(panel: SessionPage, en: Locale) -> None:
    assert queries(lambda: drafting.open_translations([panel], en)) <= 60


def test_budget_of_opening_many(house: House, en: Locale) -> None:
    people = [make_speaker(f"P{n}", biography=f"<p>Über {n}</p>") for n in range(40)]
    track = make_track()
    pages = [
        make_session(
            house.programme,
            title=f"Sitzung {n}",
            slug=f"sitzung-{n}",
            people=people[n : n + 4],
            slots=[slot()],
            track=track,
            body=[{"type": "text", "value": f"<p>{n}</p><p>Mehr zu {n}</p>", "id": f"{n}" * 8}],
        )
        for n in range(30)
    ]
    count = queries(lambda: drafting.open_translations(pages, en))
    # A tenth of the programme of the budget: 300 sessions and 400 people in 1,500 queries.
    assert count <= 150
    assert TranslationSource.objects.count() == 30 + 33 + 1


def row_of(translation: Any, path: str) -> localize.SegmentRow:
    rows = localize.segment_rows([translation])[translation.pk]
    (row,) = [row for row in rows if row.path == path]
    return row


def save(translation: Any, path: str, text: str, user: Any, version: str = "") -> Any:
    row = row_of(translation, path)
    token = version or drafting.version(row.target)
    return drafting.save_segment(translation, row.id, text, token, user)


def test_a_text_is_saved_with_its_author(
    panel: SessionPage, en: Locale, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    translator = make_translator()
    saved = save(translation, "title", "Street & State", translator)
    assert (saved.html, saved.by, saved.kept) == ("Street &amp; State", "translator", False)
    stored = StringTranslation.objects.get()
    assert (stored.data, stored.last_translated_by, stored.translation_type) == (
        "Street &amp; State",
        translator,
        "manual",
    )
    assert row_of(translation, "title").target == "Street &amp; State"


def test_a_second_writer_gets_a_conflict_and_overwrites_nothing(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    stale = drafting.version(None)
    save(translation, "title", "Mine", admin)
    with pytest.raises(drafting.Conflict) as raised:
        save(translation, "title", "Yours", admin, stale)
    assert raised.value.theirs.html == "Mine"
    assert row_of(translation, "title").target == "Mine"
    # The same text sent again, after an answer that was lost, is no conflict.
    assert save(translation, "title", "Mine", admin, stale).html == "Mine"
    # With the new token the second writer goes on.
    assert save(translation, "title", "Ours", admin, raised.value.theirs.version).html == "Ours"


def test_an_empty_text_takes_the_translation_away(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    save(translation, "title", "Gone soon", admin)
    saved = save(translation, "title", " \n", admin)
    assert (saved.html, saved.version) == ("", drafting.version(None))
    assert StringTranslation.objects.count() == 0


def test_keeping_the_source_counts_as_translated(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    row = row_of(translation, "title")
    saved = drafting.keep_as_source(translation, row.id, drafting.version(None), admin)
    assert (saved.html, saved.kept) == ("Straße &amp; Staat", True)
    assert row_of(translation, "title").kept is True
    # Typing the same text by hand takes the mark away again.
    saved = save(translation, "title", "Straße & Staat", admin)
    assert (saved.html, saved.kept) == ("Straße &amp; Staat", False)


def test_a_title_of_300_characters_is_stored_and_does_not_reach_the_live_page(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    target = translate(panel, "en", title="Live")
    Translation.objects.all().delete()
    localize.register([panel])
    sources = localize.snapshot(localize.load([panel]))
    localize.add_translations(sources, en)
    translation = Translation.objects.get(source__object_id=panel.translation_key)
    save(translation, "title", "x" * 300, admin)
    target.refresh_from_db()
    assert (target.title, target.draft_title) == ("Live", "Live")


def test_who_may_not_is_told_so(
    panel: SessionPage, en: Locale, house: House, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    editor = make_editor(house.home)
    with pytest.raises(drafting.Refusal) as raised:
        save(translation, "title", "No", editor)
    assert str(raised.value) == "You may not translate into this language."


def test_a_locked_target_is_not_written(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    target = translate(panel, "en")
    owner = make_superuser("owner")
    target.locked, target.locked_by = True, owner
    target.save()
    with pytest.raises(drafting.Refusal) as raised:
        save(translation, "title", "No", admin)
    assert str(raised.value) == "It is locked by owner."
    assert save(translation, "title", "Yes", owner).html == "Yes"


def test_a_text_that_left_the_original_is_refused(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    row = row_of(translation, "summary")
    panel.summary = ""
    panel.save()
    localize.snapshot(localize.load([panel]))
    with pytest.raises(drafting.Refusal) as raised:
        drafting.save_segment(translation, row.id, "Late", drafting.version(None), admin)
    assert str(raised.value) == ("The original has changed: this text is no longer part of it.")


@pytest.mark.parametrize("text", ["{9}x{/9}", "{1}x", "{b}x{/i}{/b}", "nul \x00"])
def test_text_that_cannot_be_stored_is_refused(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any], text: str
) -> None:
    translation = open_one(panel, en)
    rich = [row for row in localize.segment_rows([translation])[translation.pk] if row.rich]
    with pytest.raises(wire.WireError):
        drafting.save_segment(translation, rich[1].id, text, drafting.version(None), admin)
    assert StringTranslation.objects.count() == 0


def test_budget_of_a_save(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    row = row_of(translation, "title")
    count = queries(
        lambda: drafting.save_segment(translation, row.id, "New", drafting.version(None), admin)
    )
    assert count <= 12


def test_a_stopped_translation_is_resumed_with_its_texts(
    panel: SessionPage, en: Locale, admin: Any, open_one: Callable[..., Any]
) -> None:
    translation = open_one(panel, en)
    save(translation, "title", "Kept", admin)
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    translation.refresh_from_db()
    with pytest.raises(drafting.Refusal) as raised:
        save(translation, "title", "No", admin)
    assert str(raised.value) == "Its translation was stopped; resume it first."
    drafting.resume(translation, admin)
    assert Translation.objects.get(pk=translation.pk).enabled is True
    assert row_of(translation, "title").target == "Kept"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_processes_open_the_same_panel(locales: dict[str, Locale]) -> None:
    house = make_site(*locales)
    people = [make_speaker(f"P{n}", biography=f"<p>Über {n}</p>") for n in range(6)]
    pages = [publish(make_session(house.programme, title=f"S{n}", people=people)) for n in range(4)]
    start = Barrier(6)
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            start.wait()
            drafting.open_translations(pages[number % 2 :], locales["en"])
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Translation.objects.count() == 10
    for source in TranslationSource.objects.all():
        places = source.stringsegment_set.values_list("context", "order")
        assert len(places) == len(set(places))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_writers_of_one_text_one_wins(locales: dict[str, Locale]) -> None:
    house = make_site(*locales)
    page = publish(make_session(house.programme))
    user = make_superuser()
    (translation,) = drafting.open_translations([page], locales["en"]).translations
    row = row_of(translation, "title")
    start = Barrier(8)
    outcomes: list[str] = []

    def work(number: int) -> None:
        try:
            start.wait()
            token = drafting.version(None)
            outcomes.append(
                drafting.save_segment(translation, row.id, f"T{number}", token, user).html
            )
        except drafting.Conflict as conflict:
            outcomes.append(f"conflict with {conflict.theirs.html}")
        except BaseException as error:
            outcomes.append(repr(error))
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = StringTranslation.objects.get().data
    assert sorted(outcomes) == sorted([winner, *[f"conflict with {winner}"] * 7])
