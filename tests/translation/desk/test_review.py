"""The steps of a review on the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, review
from sessions_app.translation.models import Release
from tests.factories import make_reviewer, make_translator

Visit = Callable[[Any], Client]


@pytest.fixture
def reader(visit: Visit) -> Client:
    """A browser of a reviewer."""
    return visit(make_reviewer("en"))


@pytest.fixture
def ready(opened: Any, complete: Callable[[Any], None]) -> Any:
    """The session, translated whole by somebody who is neither the translator nor the reviewer."""
    complete(opened)
    return opened


def step(client: Client, translation: Any, name: str, **form: str) -> tuple[int, list[str]]:
    """Take a step; status code and what is said last."""
    response = client.post(f"/admin/translations/{translation.pk}/{name}/", form)
    return response.status_code, [str(m).strip() for m in get_messages(response.wsgi_request)][-1:]


def buttons(client: Client, translation: Any) -> list[str]:
    """Words of the buttons on the review's page."""
    response = client.get(f"/admin/translations/{translation.pk}/review/")
    page = BeautifulSoup(response.content, "html.parser")
    return [" ".join(b.get_text().split()) for b in page.select(".desk button")]


def test_the_whole_round(desk: Client, reader: Client, ready: Any) -> None:
    assert buttons(desk, ready) == ["Submit for review"]
    assert step(desk, ready, "submit") == (302, ["“Was ist Verwaltung?” waits for its review."])
    assert buttons(desk, ready) == ["Withdraw, to go on translating"]
    assert buttons(reader, ready) == ["Approve and release", "Send back"]
    assert step(reader, ready, "send-back", comment="Bitte den Titel prüfen")[0] == 302
    page = desk.get(f"/admin/translations/{ready.pk}/review/").content.decode()
    assert "Bitte den Titel prüfen" in page
    assert step(desk, ready, "submit")[0] == 302
    assert step(reader, ready, "approve") == (
        302,
        ["“Was ist Verwaltung?” is approved and public now."],
    )
    target = localize.target_of(ready)
    assert isinstance(target, SessionPage)
    assert (target.live, Release.objects.filter(source=ready.source).count()) == (True, 1)


def test_what_stands_in_the_way_is_told_with_the_way_there(desk: Client, opened: Any) -> None:
    response = desk.post(f"/admin/translations/{opened.pk}/submit/")
    page = BeautifulSoup(response.content, "html.parser")
    assert review.of(opened) is None
    links = [a["href"] for a in page.select(".desk-reasons a")]
    assert links
    assert all(link.startswith(f"/admin/translations/{opened.pk}/#s-") for link in links)


def test_a_comment_is_asked_for(desk: Client, reader: Client, ready: Any) -> None:
    step(desk, ready, "submit")
    assert step(reader, ready, "send-back", comment=" ") == (
        302,
        ["Write what is to be changed."],
    )
    assert review.of(ready) is not None


def test_a_second_decision_comes_too_late(
    desk: Client, reader: Client, ready: Any, visit: Visit
) -> None:
    step(desk, ready, "submit")
    step(reader, ready, "approve")
    other = visit(make_reviewer("en", "second"))
    assert step(other, ready, "approve") == (302, ["It is not being reviewed."])
    assert step(other, ready, "send-back", comment="No") == (302, ["It is not being reviewed."])


def test_texts_can_be_read_and_not_written_while_they_are_reviewed(
    desk: Client, ready: Any, rows: Callable[[Any], dict[str, localize.SegmentRow]]
) -> None:
    step(desk, ready, "submit")
    page = BeautifulSoup(desk.get(f"/admin/translations/{ready.pk}/").content, "html.parser")
    areas = page.select(".desk-target textarea")
    row = rows(ready)["Erstens"]
    with pytest.raises(drafting.Refusal):
        drafting.save_segment(
            ready, row.id, "X", drafting.version(row.target), make_translator(name="x")
        )
    assert all(area.has_attr("readonly") for area in areas)
