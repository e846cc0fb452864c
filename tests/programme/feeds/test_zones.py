"""Time zones say what the database of time zones says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sessions_app.programme.feeds.zones import vtimezone

BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:20260101T010000
TZNAME:CET
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260329T020000
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20261025T030000
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def test_a_year_in_berlin():
    assert vtimezone(ZoneInfo("Europe/Berlin"), 2026, 2026).to_ical().decode() == (
        BERLIN.replace("\n", "\r\n")
    )


@pytest.mark.parametrize(
    "name", ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca"]
)
def test_every_hour_of_a_year_elsewhere(name):
    """Read back as RFC 5545 says: the last change before a moment gives its offset."""
    zone = ZoneInfo(name)
    changes = [
        ((part["DTSTART"].dt - part["TZOFFSETFROM"].td).replace(tzinfo=UTC), part["TZOFFSETTO"].td)
        for part in vtimezone(zone, 2026, 2026).subcomponents
    ]
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(365 * 24)]
    told = [max(c for c in changes if c[0] <= moment)[1] for moment in moments]
    assert told == [moment.astimezone(zone).utcoffset() for moment in moments]
