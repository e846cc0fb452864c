"""Whom to tell of a weakness (RFC 9116)."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.checks import run_checks
from wagtail.models import Site

from sessions_app.programme.site.security import security_txt

pytestmark = pytest.mark.django_db

CONTACT = {"SECURITY_CONTACT": "mailto:security@example.org"}


def test_it_names_contact_date_languages_and_itself(settings):
    settings.SESSIONS = CONTACT
    now = datetime(2026, 9, 18, 0, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    assert security_txt("https://zwiesprache.example/.well-known/security.txt", now) == (
        "Contact: mailto:security@example.org\n"
        "Expires: 2027-03-16T00:00:00Z\n"
        "Preferred-Languages: de, en\n"
        "Canonical: https://zwiesprache.example/.well-known/security.txt\n"
    )


def test_the_site_serves_it(client, house, settings):
    settings.SESSIONS = CONTACT
    site = Site.objects.get()
    site.hostname, site.port = "zwiesprache.example", 443
    site.save()
    response = client.get("/.well-known/security.txt")
    canonical = "https://zwiesprache.example/.well-known/security.txt"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == security_txt(canonical, datetime.now(UTC))


def test_it_is_never_out_of_date(client, house, settings):
    """Less than a year, as the RFC recommends."""
    settings.SESSIONS = CONTACT
    text = client.get("/.well-known/security.txt").content.decode()
    told = re.search(r"^Expires: (.+)$", text, re.MULTILINE)[1]
    left = datetime.fromisoformat(told) - datetime.now(UTC)
    assert timedelta(days=178) < left <= timedelta(days=180)


def test_without_a_contact_there_is_none(client, house, settings):
    settings.SESSIONS = {}
    assert client.get("/.well-known/security.txt").status_code == 404


def test_it_can_only_be_read(client, house, settings):
    settings.SESSIONS = CONTACT
    assert client.post("/.well-known/security.txt").status_code == 405
    assert client.head("/.well-known/security.txt").content == b""


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("", []),
        ("mailto:security@example.org", []),
        ("https://example.org/security", []),
        ("tel:+49-30-1", []),
        ("security@example.org", ["sessions_app.E005"]),
        ("http://example.org/security", ["sessions_app.E005"]),
        ("mailto:a@example.org\nExpires: never", ["sessions_app.E005"]),
    ],
)
def test_a_contact_that_is_no_address_is_refused(settings, contact, found):
    settings.SESSIONS = {"SECURITY_CONTACT": contact}
    assert [error.id for error in run_checks() if "E005" in error.id] == found
