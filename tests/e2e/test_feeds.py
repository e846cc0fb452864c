"""The demo's feeds, as programs fetch them, before the judges of their formats."""

from pathlib import Path
from urllib.request import urlopen

import icalendar
import pytest

from sessions_app.programme.feeds.registry import FEEDS
from tests.e2e.serving import Site
from tests.programme.feeds.conftest import PROGRAMMES
from tests.programme.feeds.judges import faults, read_by_node

CALENDARS = {
    "de": ["schedule.ics?spoken=en", "schedule.ics?q=studio", "personen/ana-dujic.ics"],
    "en": ["schedule.ics?spoken=en", "schedule.ics?q=studio", "speakers/ana-dujic.ics"],
}


def fetch(site: Site, address: str) -> bytes:
    """What stands there."""
    with urlopen(site.url + address, timeout=60) as answer:
        return bytes(answer.read())


@pytest.mark.parametrize("language", PROGRAMMES)
def test_every_feed_of_the_demo_is_valid(live_site: Site, schemas_dir: Path, language: str) -> None:
    found = {
        name: faults(name, fetch(live_site, PROGRAMMES[language] + name), schemas_dir)
        for name in FEEDS
    }
    assert [name for name in found if found[name]] == [], found


@pytest.mark.parametrize("language", PROGRAMMES)
def test_every_calendar_is_read_alike_by_two_readers(live_site: Site, language: str) -> None:
    counts = {}
    for name in ["schedule.ics", *CALENDARS[language]]:
        content = fetch(live_site, PROGRAMMES[language] + name)
        read = icalendar.Calendar.from_ical(content)
        stated = {
            str(event["UID"]): (int(event.start.timestamp()), int(event.end.timestamp()))
            for event in read.events
        }
        by_node = {e["uid"]: (e["start"], e["end"]) for e in read_by_node(content)}
        assert by_node == stated
        counts[name] = len(stated)
    assert counts["schedule.ics"] == 24
    assert all(0 < counts[name] < 24 for name in CALENDARS[language])
