"""Many at once, in real threads on a real database: one wins, the others are told, nothing fails.

On SQLite the database is a file, as it is for several processes of a site.
"""

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import groupby
from threading import Event, Thread
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import connections, transaction
from django.test import Client
from django.utils import translation as language
from wagtail.models import Revision, TaskState
from wagtail_localize.models import StringTranslation, Translation

from sessions_app.translation import drafting, history, localize, release, remarks, review, status
from sessions_app.translation.models import MemoryEntry, Release, Review, SegmentEvent
from sessions_app.translation.refusal import Refusal
from sessions_app.translation.status import State
from tests.factories import (
    body,
    make_reviewer,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_translator,
    publish,
)
from tests.factories.content import stream
from tests.translation.desk.conftest import ASYNC
from tests.translation.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]

NOTHING = drafting.version(None)
HTML = "<p>Ein Absatz.</p><p>Noch ein Absatz.</p>"


@pytest.fixture
def page(shared_database: None, locales: Any) -> Any:
    """A live German session with one speaker."""
    house = make_site()
    person = make_speaker("Ada Beispiel", position="Leiterin")
    return publish(
        make_session(
            house.programme, title="Eile", summary="", people=[person], body=body(text_html=HTML)
        )
    )


@pytest.fixture
def opened(page: Any, locales: Any) -> Any:
    """Its translation into English; the speaker's is open, too."""
    drafting.open_translations([page], locales["en"])
    return localize.translations_of([page.translation_key], locales["en"]).get()


@pytest.fixture
def ready(page: Any, opened: Any) -> Any:
    """Everything translated by the same superuser."""
    user = make_superuser("author")
    for one in Translation.objects.filter(target_locale=opened.target_locale):
        for row in localize.segment_rows([one])[one.pk]:
            drafting.save_segment(one, row.id, f"EN {row.id}", NOTHING, user)
    return opened


def entered(user: Any) -> Client:
    """A browser with a session of its own; an error is an answer."""
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    client.force_login(user)
    return client


def rows(translation: Any) -> dict[str, localize.SegmentRow]:
    found = localize.translation_by_pk(translation.pk)
    return {row.text: row for row in localize.segment_rows([found])[found.pk]}


def saving(client: Client, opened: Any, row: Any, text: str, version: str) -> Callable[[], Any]:
    address = f"/admin/translations/{opened.pk}/texts/{row.id}/"
    data = {"text": text, "version": version}

    def post() -> tuple[int, dict[str, Any]]:
        response = client.post(address, data, headers=ASYNC)
        is_json = response["content-type"].startswith("application/json")
        return response.status_code, json.loads(response.content) if is_json else {}

    return post


def stepping(client: Client, opened: Any, name: str, **data: str) -> Callable[[], Any]:
    """A step of a page; its status and what is said last."""

    def post() -> tuple[int, str]:
        response = client.post(f"/admin/translations/{opened.pk}/{name}/", data)
        said = [str(one).strip() for one in get_messages(response.wsgi_request)]
        return response.status_code, said[-1] if said else ""

    return post


def test_of_eight_who_save_one_text_one_wins_round_after_round(opened: Any) -> None:
    clients = [entered(make_translator("en", f"t{number}")) for number in range(8)]
    row = rows(opened)["Ein Absatz."]
    token, accepted = NOTHING, []
    for turn in range(4):
        found = together(
            *(
                saving(client, opened, row, f"Turn {turn} of {number}", token)
                for number, client in enumerate(clients)
            )
        )
        assert Counter(status for status, _told in found) == {200: 1, 409: 7}
        (place,) = [number for number, (status, _told) in enumerate(found) if status == 200]
        won = found[place][1]["text"]
        assert {told["theirs"]["text"] for status, told in found if status == 409} == {won}
        assert rows(opened)["Ein Absatz."].target == won
        accepted.append((f"t{place}", won))
        token = drafting.version(won)
    # What one person saves in a row is one event; what gave way to somebody else stands for good.
    runs = [list(run) for _who, run in groupby(accepted, key=lambda one: one[0])]
    said = ["", *(run[-1][1] for run in runs)]
    events = SegmentEvent.objects.order_by("pk").values_list("by__username", "before", "after")
    assert list(events) == [
        (run[0][0], before, after) for run, before, after in zip(runs, said, said[1:], strict=False)
    ]
    assert list(MemoryEntry.objects.values_list("target", flat=True)) == [said[-1]]


def test_eight_different_texts_are_all_saved(page: Any, opened: Any) -> None:
    page.body = stream(page, body(text_html="".join(f"<p>Satz {n}.</p>" for n in range(8))))
    publish(page)
    client = entered(make_translator("en"))
    cookies = client.cookies

    def own() -> Client:
        fresh = Client(raise_request_exception=False)
        fresh.cookies = cookies
        return fresh

    wanted = [(f"Satz {n}.", f"Sentence {n}.") for n in range(8)]
    before = rows(opened)
    found = together(
        *(saving(own(), opened, before[german], text, NOTHING) for german, text in wanted)
    )
    assert Counter(status for status, _told in found) == {200: 8}
    after = rows(opened)
    assert [after[german].target for german, _text in wanted] == [text for _g, text in wanted]


def test_a_paragraph_that_is_published_anew_while_it_is_translated(page: Any, opened: Any) -> None:
    user = make_superuser("writer")
    clients = [entered(make_translator("en", f"t{number}")) for number in range(4)]
    first = rows(opened)["Ein Absatz."]
    drafting.save_segment(opened, first.id, "A paragraph.", NOTHING, user)
    second = rows(opened)["Noch ein Absatz."]
    token = drafting.version("A paragraph.")

    raw = [dict(part) for part in page.body.raw_data]
    raw[0]["value"] = "<p>Ein neuer Absatz.</p><p>Noch ein Absatz.</p>"

    def publish_anew() -> str:
        page.body = stream(page, raw)
        publish(page)
        return "published"

    found = together(
        publish_anew,
        *(saving(c, opened, first, f"First {n}", token) for n, c in enumerate(clients[:2])),
        *(saving(c, opened, second, f"Second {n}", NOTHING) for n, c in enumerate(clients[2:])),
    )
    assert found[0] == "published"
    outcomes = Counter(status for status, _told in found[1:])
    # Saved before, in conflict with who was quicker, or told that the passage went.
    assert set(outcomes) <= {200, 403, 409}
    assert outcomes[200] >= 1
    after = rows(opened)
    (won,) = [told["text"] for status, told in found[3:] if status == 200]
    assert after["Noch ein Absatz."].target == won
    changed = after["Ein neuer Absatz."]
    saved = [told["text"] for status, told in found[1:3] if status == 200]
    assert (changed.target, changed.previous) == (None, "Ein Absatz.")
    assert changed.previous_target == (saved[0] if saved else "A paragraph.")


def test_whatever_is_saved_while_the_page_goes_live_is_public_or_waits(
    page: Any, ready: Any
) -> None:
    boss, typist = entered(make_superuser("boss")), entered(make_translator("en"))
    row = rows(ready)["Ein Absatz."]
    other = rows(ready)["Noch ein Absatz."]
    found = together(
        stepping(boss, ready, "release"),
        saving(typist, ready, row, "Typed meanwhile", drafting.version(row.target)),
        saving(
            entered(make_translator("en", "t2")),
            ready,
            other,
            "Too",
            drafting.version(other.target),
        ),
    )
    assert found[0][0] == 302
    assert [status for status, _told in found[1:]] == [200, 200]
    target = localize.target_of(ready)
    assert target is not None
    public = str(target.body)
    stored = {row.target for row in rows(ready).values()}
    waiting = {text for text in ("Typed meanwhile", "Too") if text not in public}
    assert {"Typed meanwhile", "Too"} <= stored
    state = status.statuses([page], ready.target_locale)[page.translation_key].state
    assert state is (State.READY if waiting else State.LIVE)


def test_a_save_that_comes_while_texts_are_submitted_is_refused(page: Any, ready: Any) -> None:
    """It waits for the submission, which has not been committed yet, and does not slip past it."""
    user, typist = make_superuser("boss"), make_translator("en")
    row = rows(ready)["Ein Absatz."]
    submitted, told = Event(), []

    def write() -> None:
        submitted.wait(20)
        try:
            with language.override("en"):
                drafting.save_segment(ready, row.id, "Late", drafting.version(row.target), typist)
        except Refusal as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    writer = Thread(target=write)
    writer.start()
    with transaction.atomic():
        review.submit(ready, user)
        submitted.set()
        writer.join(1)
        assert writer.is_alive()
    writer.join(30)
    assert told == ["It is being reviewed."]
    assert rows(ready)["Ein Absatz."].target == row.target


def test_steps_of_a_review_are_taken_once(page: Any, ready: Any) -> None:
    typist, reader = make_translator("en"), make_reviewer("en")
    name = "Eile"
    found = together(*(stepping(entered(typist), ready, "submit") for _ in range(2)))
    assert Counter(code for code, _said in found) == {302: 1, 200: 1}
    assert f"“{name}” waits for its review." in {said for _code, said in found}
    assert Review.objects.filter(page=None).count() == 1
    found = together(
        *(stepping(entered(reader), ready, "send-back", comment=f"{n}") for n in range(2))
    )
    assert sorted(said for _code, said in found) == [
        "It is not being reviewed.",
        f"“{name}” was sent back.",
    ]
    review.submit(ready, typist)
    found = together(
        stepping(entered(reader), ready, "approve"),
        stepping(entered(make_reviewer("en", "r2")), ready, "approve"),
        stepping(entered(make_reviewer("en", "r3")), ready, "send-back", comment="No"),
        stepping(entered(typist), ready, "withdraw"),
    )
    taken = [said for _code, said in found if said != "It is not being reviewed."]
    assert len(taken) == 1
    assert Counter(code for code, _said in found) == {302: 4}
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()
    is_live = localize.target_of(ready).live
    assert is_live is ("approved" in taken[0])
    assert Release.objects.filter(source=ready.source).exists() is is_live


def test_a_page_is_released_twice_at_once(page: Any, ready: Any) -> None:
    users = [make_superuser(f"boss{number}") for number in range(4)]
    found = together(*(stepping(entered(user), ready, "release") for user in users))
    assert {code for code, _said in found} == {302}
    target = localize.target_of(ready)
    assert target is not None
    assert target.live
    assert type(target).objects.filter(locale=ready.target_locale).count() == 1
    (kept,) = Release.objects.filter(source=ready.source)
    assert kept.revision == Revision.page_revisions.filter(object_id=target.pk).latest("pk")
    assert status.statuses([page], ready.target_locale)[page.translation_key].state is State.LIVE


def test_a_page_is_deleted_while_somebody_writes(page: Any, ready: Any) -> None:
    release.release(ready, make_superuser("boss"))
    clients = [entered(make_translator("en", f"t{number}")) for number in range(4)]
    row = rows(ready)["Ein Absatz."]
    token = drafting.version(row.target)

    def delete() -> str:
        page.delete()
        return "deleted"

    found = together(
        delete, *(saving(c, ready, row, f"T{n}", token) for n, c in enumerate(clients))
    )
    assert found[0] == "deleted"
    outcomes = Counter(code for code, _told in found[1:])
    assert set(outcomes) <= {200, 403, 409}
    won = [told["text"] for code, told in found[1:] if code == 200]
    # The texts outlive the page, in the memory and in the desk's own tables.
    expected = won[0] if won else row.target
    assert rows(ready)["Ein Absatz."].target == expected
    assert MemoryEntry.objects.filter(source="Ein Absatz.").get().target == expected


def test_the_same_original_is_opened_eight_times(page: Any, locales: Any) -> None:
    clients = [entered(make_translator("en", f"t{number}")) for number in range(8)]
    number = ContentType.objects.get_for_model(type(page)).pk
    address = f"/admin/translations/open/{number}/{page.pk}/en/"

    def opening(client: Client) -> Callable[[], Any]:
        return lambda: client.post(address).status_code

    assert together(*map(opening, clients)) == [302] * 8
    (translation,) = Translation.objects.filter(source__object_id=page.translation_key)
    assert [row.text for row in localize.segment_rows([translation])[translation.pk]] == [
        "Eile",
        "Ein Absatz.",
        "Noch ein Absatz.",
    ]
    assert StringTranslation.objects.count() == 0


def test_notes_and_saves_of_everybody_stand_in_the_history(opened: Any) -> None:
    users = [make_translator("en", f"t{number}") for number in range(8)]
    row = rows(opened)["Ein Absatz."]
    found = together(
        *(partial(remarks.add_note, opened, row.id, f"Note {n}", u) for n, u in enumerate(users))
    )
    assert [event.text for event in found] == [f"Note {n}" for n in range(8)]
    assert history.pending([opened])[row.context_id, row.string_id].notes == 8
