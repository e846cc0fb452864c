"""What the desk costs beside wagtail-localize's own code: queries, and ratios from one run.

Not part of the tests: nothing is asserted about time. ``make bench`` prints the table.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, localize, release, status, wire
from tests.factories import (
    House,
    block,
    body,
    make_format,
    make_room,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_track,
    publish,
    slot,
)

pytestmark = pytest.mark.django_db


@dataclass
class Cost:
    """Queries and seconds of one run."""

    queries: int
    seconds: float


def cost(run: Callable[[], Any]) -> Cost:
    count = 0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    # Django's own log of queries ends at 9,000 of them.
    with connection.execute_wrapper(counted):
        start = time.perf_counter()
        run()
        seconds = time.perf_counter() - start
    return Cost(count, seconds)


def undone(run: Callable[[], Any]) -> Cost:
    """Cost of a run whose writes are taken back."""
    with transaction.atomic():
        result = cost(run)
        transaction.set_rollback(True)
    return result


def row(name: str, ours: Cost, stock: Cost | None = None) -> None:
    text = f"{name:<52} {ours.queries:>7} queries {ours.seconds * 1000:>8.0f} ms"
    if stock:
        text += (
            f" | stock {stock.queries:>7} queries, "
            f"{stock.queries / ours.queries:.0f} × the queries, "
            f"{stock.seconds / ours.seconds:.1f} × the time"
        )
    print(text)


def build(house: House, sessions: int, people: int) -> list[SessionPage]:
    """Published sessions with four people each, all labels, ten paragraphs."""
    speakers = [
        make_speaker(
            f"Person {n}",
            position=f"Leiterin {n}",
            organisation=f"Amt {n}",
            biography=f"<p>Wohnt in {n}.</p><p>Liest {n}.</p>",
        )
        for n in range(people)
    ]
    track, room, label = make_track(), make_room(), make_format()
    return [
        publish(
            make_session(
                house.programme,
                title=f"Sitzung {n}",
                summary=f"Kurz: {n}.",
                people=[speakers[(4 * n + k) % people] for k in range(4)],
                slots=[slot(room=room)],
                track=track,
                format=label,
                body=body(
                    *(
                        block("quote", {"quote": f"Wort {n}.{k}", "author": "", "role": ""})
                        for k in range(2)
                    ),
                    text_html="".join(f"<p>Absatz {n}.{k}</p>" for k in range(8)),
                ),
            )
        )
        for n in range(sessions)
    ]


def stock(pages: list[SessionPage], en: Locale, user: Any) -> None:
    for page in pages:
        translate_object(page, [en], user=user)


def test_the_desk_beside_stock_code(locales: dict[str, Locale]) -> None:
    house = make_site(*locales)
    en, user = locales["en"], make_superuser()
    pages = build(house, 20, 30)
    print()
    for count in (1, 20):
        chosen = pages[:count]
        row(
            f"open {count} session(s) with people and labels",
            undone(lambda chosen=chosen: drafting.open_translations(chosen, en)),
            undone(lambda chosen=chosen: stock(chosen, en, user)),
        )
    opening = drafting.open_translations(pages, en)
    row("open them again", cost(lambda: drafting.open_translations(pages, en)))
    for count in (1, 20):
        chosen = pages[:count]
        row(f"status of {count}", cost(lambda chosen=chosen: status.statuses(chosen, en)))
    for translation in opening.translations:
        for segment in localize.segment_rows([translation])[translation.pk]:
            text = "EN " + wire.from_html(segment.text, rich=segment.rich)
            last = cost(
                lambda t=translation, s=segment, text=text: drafting.save_segment(
                    t, s.id, text, drafting.version(None), user
                )
            )
    row("save a segment", last)
    by_key = {t.source.object_id: t for t in opening.translations}
    first, second = (by_key[page.translation_key] for page in pages[:2])
    row("release a page and the people that changed", cost(lambda: release.release(first, user)))
    row("release it again", cost(lambda: release.release(first, user)))
    row("release the next page", cost(lambda: release.release(second, user)))
