"""Whatever is posted to the desk is answered with a sentence, and no text gets lost by it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import resolve
from wagtail_localize.models import StringTranslation, Translation

from sessions_app.translation import drafting, localize, remarks, review
from sessions_app.translation.models import Action, LocalePermission, SegmentEvent
from tests.factories import make_session, make_superuser, translate
from tests.translation.desk.conftest import ASYNC
from tests.translation.endpoints import of_namespace

from .conftest import NUMBERS, Rows, Visit

NOTHING = drafting.version(None)
FIRST = drafting.version("First")
GONE = "The original has changed: this text is no longer part of it."
NOT_THERE = "It does not exist any more."
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def row(opened: Any, rows: Rows) -> Any:
    """“Erstens”, which stands in a rich text and is translated as “First”."""
    user = make_superuser()
    found = rows(opened)["Erstens"]
    drafting.save_segment(opened, found.id, "First", NOTHING, user)
    return rows(opened)["Erstens"]


def at(opened: Any, row: Any = None, end: str = "") -> str:
    """Address of a text, or of the editor."""
    place = f"texts/{row.id}/" if row else ""
    return f"/admin/translations/{opened.pk}/{place}{end}"


def answer(response: Any) -> tuple[int, Mapping[str, Any]]:
    """Status and JSON."""
    return response.status_code, json.loads(response.content)


def refusal(response: Any) -> tuple[int, str]:
    """Status and the sentence."""
    status, told = answer(response)
    return status, told["message"]


def stored() -> set[tuple[str, str]]:
    return set(StringTranslation.objects.values_list("translation_of__data", "data"))


def test_a_text_of_no_such_number_is_refused(desk: Client, opened: Any) -> None:
    data = {"text": "x", "version": NOTHING, "check": "links", "reason": "x"}
    for number in NUMBERS:
        for end in ("", "keep/", "confirm/", "notes/", "dismiss/"):
            address = f"/admin/translations/{opened.pk}/texts/{number}/{end}"
            assert refusal(desk.post(address, data, headers=ASYNC)) == (403, GONE)
    assert StringTranslation.objects.count() == SegmentEvent.objects.count() == 0


def test_an_event_of_no_such_number_is_refused(desk: Client, opened: Any, row: Any) -> None:
    for number in NUMBERS:
        for end in (f"notes/{number}/resolve/", f"dismiss/{number}/reinstate/"):
            address = at(opened, row, end)
            assert refusal(desk.post(address, headers=ASYNC)) == (403, NOT_THERE)


def test_what_does_not_exist_is_not_found(
    desk: Client, session: Any, opened: Any, row: Any
) -> None:
    kind = opened.source.specific_content_type_id
    for number in [*NUMBERS, "x", "-1", "1e3", "%00", "%D9%A3", "1%0a", "9" * 5000]:
        for address in (
            f"/admin/translations/{number}/texts/{row.id}/",
            f"/admin/translations/{number}/",
            f"/admin/translations/open/{number}/{session.pk}/en/",
            f"/admin/translations/open/{kind}/{number}/en/",
            f"/admin/translations/open/{kind}/{session.pk}/{number}/",
        ):
            assert desk.post(address).status_code == 404
        help_address = f"/admin/translations/{opened.pk}/texts/{number}/help/"
        assert desk.get(help_address).status_code == 404


def test_an_original_is_opened_from_nowhere(desk: Client, session: Any, opened: Any) -> None:
    kind = opened.source.specific_content_type_id
    address = f"/admin/translations/open/{kind}/{session.pk}/en/"
    for within in ("9" * 5000, "9" * 15, "-1", "x", "\0", "", "²"):
        response = desk.post(address, {"within": within})
        assert (response.status_code, response["location"]) == (302, at(opened))


def test_a_text_that_did_not_arrive_takes_nothing_away(
    desk: Client, opened: Any, row: Any, rows: Rows
) -> None:
    address = at(opened, row)
    lost = (422, "The text did not arrive. Please send it again.")
    ways = [
        desk.post(address, {"version": FIRST}, headers=ASYNC),
        desk.post(address, headers=ASYNC),
        desk.post(address, '{"text": ""}', content_type="application/json", headers=ASYNC),
        desk.generic("POST", address, "text=", content_type="text/plain", headers=ASYNC),
        desk.generic(
            "POST", address, "--b", content_type="multipart/form-data; boundary=x", headers=ASYNC
        ),
    ]
    assert [refusal(way) for way in ways] == [lost] * 5
    assert rows(opened)["Erstens"].target == "First"
    # Nor does an empty one that comes without the token of what it takes away.
    assert desk.post(address, {"text": ""}, headers=ASYNC).status_code == 409
    assert rows(opened)["Erstens"].target == "First"
    assert desk.post(address, {"text": "", "version": FIRST}, headers=ASYNC).status_code == 200
    assert rows(opened)["Erstens"].target is None


def test_what_is_no_form_is_refused(desk: Client, opened: Any, row: Any, rows: Rows) -> None:
    address = at(opened, row)
    for content_type, body in (
        ("multipart/form-data", b"x"),
        (f"{FORM}; charset=utf-16", b"text=x"),
        (FORM, b"text=" + b"x" * 3_000_000),
        (FORM, b"text=" + b"x" * 20_000_000),
        (FORM, b"&".join(b"a%d=1" % number for number in range(10_001))),
    ):
        response = desk.generic("POST", address, body, content_type=content_type, headers=ASYNC)
        assert response.status_code == 400
    assert rows(opened)["Erstens"].target == "First"


def test_a_wrong_token_overwrites_nothing(desk: Client, opened: Any, row: Any, rows: Rows) -> None:
    for token in ("", "x", "\0", FIRST.upper(), FIRST[:-1], "9" * 100_000, NOTHING):
        for end in ("", "keep/"):
            data = {"text": "Mine", "version": token}
            status, told = answer(desk.post(at(opened, row, end), data, headers=ASYNC))
            assert (status, told["theirs"]["text"]) == (409, "First")
    assert rows(opened)["Erstens"].target == "First"


def test_a_text_of_another_translation_is_none_of_this_one(
    desk: Client, opened: Any, row: Any, house: Any, en: Any
) -> None:
    other = make_session(house.programme, title="Anderes", slug="anderes")
    drafting.open_translations([other], en)
    (foreign,) = localize.translations_of([other.translation_key], en)
    before = stored()
    note = remarks.add_note(opened, row.id, "Hier", make_superuser("other"))
    for end in ("", "keep/", "confirm/", "notes/"):
        data = {"text": "x", "version": FIRST}
        assert refusal(desk.post(at(foreign, row, end), data, headers=ASYNC)) == (403, GONE)
    resolved = desk.post(at(foreign, row, f"notes/{note.pk}/resolve/"), headers=ASYNC)
    assert refusal(resolved) == (403, NOT_THERE)
    assert desk.get(at(foreign, row, "help/")).status_code == 404
    assert stored() == before
    assert list(SegmentEvent.objects.filter(kind="note").values_list("is_open")) == [(True,)]


def surrogate(name: str, value: bytes) -> bytes:
    """A part of a form in an encoding that can write halves of characters."""
    return b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (
        name.encode(),
        value,
    )


def test_halves_of_characters_are_left_out_of_notes_and_refused_in_texts(
    desk: Client, opened: Any, row: Any, rows: Rows
) -> None:
    parts = {"version": FIRST.encode(), "text": b"a+2AA-b", "check": b"links"}
    parts |= {"detail": b"+2AA-", "reason": b"+2AA-x"}
    body = b"".join(surrogate(*part) for part in parts.items()) + b"--x--\r\n"
    kind = "multipart/form-data; boundary=x; charset=utf-7"

    def post(end: str) -> Any:
        return desk.generic("POST", at(opened, row, end), body, content_type=kind, headers=ASYNC)

    sentence = "The text contains a character that cannot be stored (U+D800)."
    assert refusal(post("")) == (422, sentence)
    assert [post(end).status_code for end in ("notes/", "dismiss/")] == [200, 200]
    events = SegmentEvent.objects.exclude(kind="saved").order_by("pk")
    assert list(events.values_list("text", "detail")) == [("ab", ""), ("x", "")]
    assert rows(opened)["Erstens"].target == "First"


def test_what_cannot_be_stored_is_left_out_of_remarks(desk: Client, opened: Any, row: Any) -> None:
    for text, kept in (
        ("a\0b", "ab"),
        ("\x01\x1b[31m\x7frot", "[31mrot"),
        ("\u202egnat", "\u202egnat"),
        ("🦔" * 5000, "🦔" * 5000),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Zeile\r\nZeile", "Zeile\r\nZeile"),
    ):
        waived = {"check": "links", "detail": text, "reason": text}
        noted = desk.post(at(opened, row, "notes/"), {"text": text}, headers=ASYNC)
        # Said twice it is the same.
        dismissed = [desk.post(at(opened, row, "dismiss/"), waived, headers=ASYNC) for _ in "12"]
        assert {noted.status_code, *(one.status_code for one in dismissed)} == {200}
        events = SegmentEvent.objects.exclude(kind="saved").order_by("pk")
        assert list(events.values_list("text", "detail")) == [(kept, ""), (kept, kept[:255])]
        events.delete()


def test_remarks_have_words_but_not_too_many(desk: Client, opened: Any, row: Any) -> None:
    for text, sentence in (
        ("", "Write a few words."),
        ("\0\x01 \n", "Write a few words."),
        ("x" * 5001, "That is too long; 5000 characters fit."),
    ):
        waived = {"check": "links", "detail": "a1", "reason": text}
        noted = desk.post(at(opened, row, "notes/"), {"text": text}, headers=ASYNC)
        dismissed = desk.post(at(opened, row, "dismiss/"), waived, headers=ASYNC)
        assert [refusal(noted), refusal(dismissed)] == [(403, sentence)] * 2
    for check in ("", "\0", "blank", "x" * 10_000, "🦔"):
        waived = {"check": check, "detail": "a1", "reason": "x"}
        told = desk.post(at(opened, row, "dismiss/"), waived, headers=ASYNC)
        assert refusal(told) == (403, "This finding cannot be dismissed.")
    assert set(SegmentEvent.objects.values_list("kind")) == {("saved",)}


def test_a_review_is_sent_back_with_words(
    desk: Client, reader: Client, opened: Any, complete: Any
) -> None:
    complete(opened)
    desk.post(at(opened, end="submit/"))
    for comment, said in (
        ("", "Write what is to be changed."),
        ("\0\x02", "Write what is to be changed."),
        ("x" * 5001, "That is too long; 5000 characters fit."),
        ("Bitte\0 so: <b>", "“Was ist Verwaltung?” was sent back."),
    ):
        assert review.of(opened) is not None
        response = reader.post(at(opened, end="send-back/"), {"comment": comment})
        assert [str(m).strip() for m in get_messages(response.wsgi_request)][-1:] == [said]
    assert review.of(opened) is None
    found = review.last_comment(opened)
    assert found is not None
    assert found.comment == "Bitte so: <b>"


def test_any_time_may_be_asked_for(
    desk: Client, opened: Any, row: Any, visit: Visit, publisher: Any
) -> None:
    hostile = "<img src=x onerror=alert(1)>\0" * 10
    for since in (
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+14:00",
        "2026-01-01T00:00:00+99:99",
        "\0",
        "x" * 100_000,
    ):
        data = {"since": since, "documents": str(opened.pk), "tab": "\0" * 40, "segment": hostile}
        response = desk.post(at(opened, end="pulse/"), data, headers=ASYNC)
        assert response.status_code == 200
    others = answer(visit(publisher).post(at(opened, end="pulse/"), data, headers=ASYNC))[1]
    # Whoever asks by script shows it as text.
    assert others["people"] == [{"name": "translator", "segment": hostile[:40]}]


# Who posts, and what must have happened meanwhile.


def test_every_way_to_write_wants_a_post_a_token_and_a_person(
    opened: Any, row: Any, visit: Visit
) -> None:
    boss = visit(make_superuser("boss"))
    values = {"pk": opened.pk, "segment": row.id, "event": 1}
    known = [
        endpoint
        for endpoint in of_namespace("sessions_translation")
        if "pk" in endpoint.arguments and set(endpoint.arguments) <= set(values)
    ]
    assert {endpoint.name for endpoint in known} >= {"editor", "save", "keep", "submit", "release"}
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = boss.cookies
    before = stored()
    for endpoint in known:
        url = endpoint.url(values)
        if not hasattr(resolve(url).func.view_class, "get"):
            assert boss.get(url).status_code == 405
        assert strict.post(url, {"text": "x", "version": FIRST}).status_code == 403
        nobody = Client().post(url, {"text": "x", "version": FIRST})
        assert (nobody.status_code, nobody["location"][:13]) == (302, "/admin/login/")
        assert Client().post(url, headers=ASYNC).status_code == 403
    assert stored() == before


def deactivate(desk: Client, opened: Any) -> None:
    user = desk.get("/admin/account/").wsgi_request.user
    user.is_active = False
    user.save()


def take_right(desk: Client, opened: Any) -> None:
    LocalePermission.objects.filter(action=Action.TRANSLATE).delete()


def lock_page(desk: Client, opened: Any) -> None:
    target = translate(localize.original_of(opened), "en")
    target.locked, target.locked_by = True, make_superuser("owner")
    target.save()


def stop(desk: Client, opened: Any) -> None:
    Translation.objects.update(enabled=False)


def submit(desk: Client, opened: Any) -> None:
    user = make_superuser("somebody")
    for one in drafting.open_translations(
        [localize.original_of(opened)], opened.target_locale
    ).translations:
        for row in localize.segment_rows([one])[one.pk]:
            if row.target is None:
                drafting.keep_as_source(one, row.id, NOTHING, user)
    review.submit(opened, user)


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (deactivate, None),
        (take_right, None),
        (lock_page, "It is locked by owner."),
        (stop, "Its translation was stopped; resume it first."),
        (submit, "It is being reviewed."),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_happened_meanwhile_is_told_and_keeps_the_text(
    desk: Client, opened: Any, row: Any, meanwhile: Callable[..., None], told: str | None
) -> None:
    page = BeautifulSoup(desk.get(at(opened)).content, "html.parser")
    fields = {
        i["name"]: i.get("value", "") for i in page.select("form.desk-form input[type=hidden]")
    }
    desk.get("/admin/")
    meanwhile(desk, opened)
    before = stored()
    for end in ("", "keep/", "confirm/"):
        data = {"text": "Mine", "version": FIRST}
        response = desk.post(at(opened, row, end), data, headers=ASYNC)
        assert response.status_code == 403
        assert told is None or refusal(response)[1] == told
    whole = fields | {f"text-{opened.pk}-{row.id}": "Mine"}
    response = desk.post(at(opened), whole)
    if told is None:
        assert response.status_code in {302, 403}
    else:
        after = BeautifulSoup(response.content, "html.parser")
        place = after.select_one(f"#s-{opened.pk}-{row.id}")
        assert place is not None
        assert told in place.get_text()
        area = place.select_one("textarea")
        assert area is not None
        assert area.text.strip() == "Mine"
    assert stored() == before


def test_an_original_that_was_deleted_keeps_its_texts(
    desk: Client, opened: Any, session: Any, row: Any, rows: Rows
) -> None:
    session.delete()
    pages = ("", "release/", "review/", "words/")
    assert [desk.get(at(opened, end=end)).status_code for end in pages] == [200] * 4
    steps = ("release/", "submit/", "resume/", "withdraw/")
    answers = [desk.post(at(opened, end=end)).status_code for end in steps]
    assert set(answers) <= {200, 302, 403}
    assert answer(desk.get(at(opened, end="state/")))[1] == {"state": "", "label": ""}
    assert rows(opened)["Erstens"].target == "First"


# The whole form.


def test_thousands_of_fields_are_saved_or_handed_back(
    desk: Client, opened: Any, row: Any, rows: Rows, soup: Any
) -> None:
    key = f"{opened.pk}-{row.id}"
    strange = {
        f"text-{opened.pk}-{number}": f"lost {number}" for number in range(10**6, 10**6 + 4990)
    }
    own = {f"text-{key}": "Mine", f"version-{key}": FIRST, f"shown-{key}": "x"}
    page = soup(desk.post(at(opened), strange | own))
    assert rows(opened)["Erstens"].target == "Mine"
    handed_back = [item.text for item in page.select(".desk-form .help-block li")]
    assert handed_back == list(strange.values())


def test_a_form_without_its_hidden_fields_overwrites_nothing(
    desk: Client, opened: Any, row: Any, rows: Rows, soup: Any
) -> None:
    key = f"{opened.pk}-{row.id}"
    for hidden in ({f"version-{key}": NOTHING}, {f"shown-{key}": "x"}, {}):
        page = soup(desk.post(at(opened), {f"text-{key}": "Mine"} | hidden))
        assert rows(opened)["Erstens"].target == "First"
        assert page.select_one(f"#s-{key} textarea").text.strip() == "Mine"


def test_hostile_answers_in_the_form_do_no_harm(
    desk: Client, opened: Any, row: Any, rows: Rows
) -> None:
    key = f"{opened.pk}-{row.id}"
    before = rows(opened)
    for data in (
        {"keep": "x", "confirm": "\0", "accept": "9" * 9999},
        {"keep": "999999-1", "confirm": key},
        {f"text-{key}": "Mine", f"resolve-{key}": "theirs", f"shown-{key}": "x"},
        {f"text-{key}": "Mine", f"resolve-{key}": "\0", f"shown-{key}": "x"},
    ):
        assert desk.post(at(opened), data).status_code in {200, 302}
        assert rows(opened)["Erstens"].target == "First"
    assert {text: row.target for text, row in rows(opened).items()} == {
        text: row.target for text, row in before.items()
    }
    assert set(before) == set(rows(opened))
