"""A programme of 1,000 sessions, written at one stroke."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from sessions_app.models import Appearance, ProgrammePage, SessionPage, Slot
from tests.factories import House, make_format, make_room, make_site, make_speaker, make_track
from tests.factories import translate as translated

SESSIONS = 1_000
ROOMS = 30
PEOPLE = 40
# Every third session is German alone.
UNTRANSLATED = 3
# Nine in the morning by the clock of Berlin; the clocks change in the night of the second day.
FIRST = datetime(2026, 10, 24, 7, tzinfo=UTC)
MINUTES = 100
PER_DAY = 9


def make_large() -> House:
    """Four days in thirty rooms from nine o'clock until after midnight, two thirds in English."""
    house = make_site()
    ProgrammePage.objects.update(starts_on="2026-10-24", ends_on="2026-10-27")
    rooms = [make_room(f"Raum {n}", order=n) for n in range(ROOMS)]
    people = [make_speaker(f"Person {n}", slug=f"person-{n}") for n in range(PEOPLE)]
    for original in (*rooms, *people):
        translated(original, "en")
    track, session_format = make_track(color="#1a5fb4"), make_format()
    keys = [uuid4() for _ in range(SESSIONS)]
    facts = {"track": track, "format": session_format, "spoken_language": "de"}
    german = _pages(house.programmes["de"], keys, "Gespräch", facts, {})
    sources = {page.translation_key: page for page in german}
    _pages(
        house.programmes["en"],
        [key for n, key in enumerate(keys) if n % UNTRANSLATED],
        "Conversation",
        {},
        sources,
    )
    Slot.objects.bulk_create(
        Slot(page=page, start=_start(n), minutes=MINUTES - 5, room=rooms[n % ROOMS])
        for n, page in enumerate(german)
    )
    Appearance.objects.bulk_create(
        Appearance(page=page, speaker=people[(n + k) % PEOPLE], sort_order=k)
        for n, page in enumerate(german)
        for k in range(3)
    )
    return house


def _start(number: int) -> datetime:
    day, place = divmod(number // ROOMS, PER_DAY)
    # The last of a day begins before midnight and ends after it, through the hour that repeats.
    return FIRST + timedelta(days=day, minutes=MINUTES * place)


def _pages(programme, keys, title, facts, sources) -> list[SessionPage]:
    """Sessions below ``programme``: rows of the tree at once, then those of the sessions."""
    kind = ContentType.objects.get_for_model(SessionPage)
    Page.objects.bulk_create(
        Page(
            path=Page._get_path(programme.path, programme.depth + 1, number),
            depth=programme.depth + 1,
            title=f"{title} {number}",
            draft_title=f"{title} {number}",
            slug=f"{title[0].lower()}-{number}",
            url_path=f"{programme.url_path}{title[0].lower()}-{number}/",
            locale=programme.locale,
            translation_key=key,
            content_type=kind,
        )
        for number, key in enumerate(keys, 1)
    )
    Page.objects.filter(pk=programme.pk).update(numchild=len(keys))
    made = []
    for page in Page.objects.child_of(programme).order_by("path"):
        session = SessionPage(page_ptr=page, summary="Worum es geht. " * 20, **facts)
        session.__dict__.update({k: v for k, v in page.__dict__.items() if k != "_state"})
        session.source = sources.get(page.translation_key)
        session.save_base(raw=True, force_insert=True)
        made.append(session)
    return made
