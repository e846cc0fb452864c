"""Names and texts that are HTML in disguise, on every screen of the desk and in its files."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from sessions_app.models import Track
from sessions_app.translation import drafting, localize, memory, release, remarks
from sessions_app.translation.models import GlossaryTerm
from tests.factories import (
    body,
    make_partner,
    make_session,
    make_speaker,
    make_superuser,
    make_track,
    publish,
)
from tests.translation.desk.conftest import ASYNC
from tests.translation.memory.conftest import unit

from .conftest import Visit

# Each would run, or break out of an attribute, where it is not written as text.
IMAGE = "<img src=x onerror=alert(1)>"
QUOTES = "\"'><svg onload=alert(1)>"
NAME = f"{IMAGE}{QUOTES}"


def harmless(response: Any) -> str:
    """The text of a page; nothing of what it shows became an element or an attribute."""
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select("img[src=x], svg[onload], [onerror], [onload]") == []
    assert [
        node
        for node in page.select('script:not([src], [type="application/ld+json"])')
        if "alert(1)" in node.text and node.get("type") != "application/json"
    ] == []
    return page.get_text()


@pytest.fixture
def boss(house: Any) -> Any:
    """A superuser with a name of that kind."""
    user = make_superuser("boss")
    user.first_name, user.last_name = IMAGE, QUOTES
    user.save()
    return user


@pytest.fixture
def page(house: Any) -> Any:
    """A session whose title, texts, people and labels are of that kind."""
    escaped = NAME.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return publish(
        make_session(
            house.programme,
            title=f"Titel {NAME}",
            slug="titel",
            summary=f"Zeile {NAME}",
            people=[make_speaker(f"Ada {NAME}", position=f"Amt {NAME}")],
            track=make_track(f"Spur {NAME}"),
            body=body(
                {"type": "partner", "id": "p", "value": {
                    "partner": make_partner(f"Haus {NAME}").pk, "kind": "funded", "text": NAME}},
                text_html=f"<p>Absatz {escaped}</p>",
            ),
        )
    )  # fmt: skip


@pytest.fixture
def opened(page: Any, en: Any) -> Any:
    """The session, open for translation."""
    drafting.open_translations([page], en)
    return localize.translations_of([page.translation_key], en).get()


def test_every_screen_shows_it_as_text(
    opened: Any, page: Any, en: Any, boss: Any, visit: Visit
) -> None:
    client = visit(boss)
    at = f"/admin/translations/{opened.pk}/"
    kind = ContentType.objects.get_for_model(Track)
    assert NAME in harmless(client.get(reverse("sessions_translation:overview")))
    other = make_track(f"Neu {NAME}")
    track = reverse("sessions_translation:open", args=[kind.pk, other.pk, "en"])
    assert NAME in harmless(client.get(track))
    for one in type(opened).objects.filter(target_locale=en):
        for row in localize.segment_rows([one])[one.pk]:
            token = drafting.version(None)
            drafting.save_segment(one, row.id, f"EN {NAME}", token, boss)
            drafting.save_segment(one, row.id, NAME, drafting.version(_stored(one, row)), boss)
            remarks.add_note(one, row.id, f"Note {NAME}", boss)
    memory.learn([unit("x", "y", title=NAME, by=boss), unit("Titel", "Title", title=NAME)])
    GlossaryTerm.objects.create(
        source_language="de", target_language="en", source="Titel", target=NAME,
        definition=NAME, source_note=NAME, target_note=NAME, domain=NAME,
    )  # fmt: skip
    row = next(r for r in localize.segment_rows([opened])[opened.pk] if r.path == "title")
    remarks.dismiss(opened, row.id, "unchanged", NAME, f"Reason {NAME}", boss)
    for name in ("", "words/", "review/", "release/", "preview/", f"texts/{row.id}/help/"):
        assert NAME in harmless(client.get(at + name))
    for name in ("review/", "release/", f"texts/{row.id}/help/"):
        harmless(client.get(at + name, headers=ASYNC))
    for name in ("memory", "all_words", "jobs"):
        harmless(client.get(reverse(f"sessions_translation:{name}")))
    for name, query in (("memory", {"q": NAME}), ("overview", {"q": NAME})):
        harmless(client.get(reverse(f"sessions_translation:{name}"), query))
    assert NAME in harmless(client.get(reverse("sessions_glossary:index")))
    saved = client.post(f"{at}texts/{row.id}/", {"text": "x", "version": "x"}, headers=ASYNC)
    assert saved["content-type"] == "application/json"
    assert json.loads(saved.content)["theirs"]["by"] == f"{IMAGE} {QUOTES}"


def test_messages_and_visitors_see_it_as_text(
    opened: Any, page: Any, en: Any, boss: Any, visit: Visit
) -> None:
    client = visit(boss)
    for one in type(opened).objects.filter(target_locale=en):
        for row in localize.segment_rows([one])[one.pk]:
            drafting.keep_as_source(one, row.id, drafting.version(None), boss)
    at = f"/admin/translations/{opened.pk}/"
    assert NAME in harmless(client.post(f"{at}submit/", follow=True))
    assert NAME in harmless(visit(make_superuser("two")).post(f"{at}approve/", follow=True))
    row = localize.segment_rows([opened])[opened.pk][0]
    token = drafting.version(row.target)
    drafting.save_segment(opened, row.id, f"{{x}}{NAME}" if row.rich else NAME, token, boss)
    target = release.release(opened, boss)
    assert NAME in harmless(Client().get(target.get_url()))
    assert NAME in harmless(Client().get(page.get_url()))


def _stored(translation: Any, row: Any) -> str | None:
    found = localize.segment_row(translation, row.id)
    return found.target if found else None
