"""The tables of permissions tell what was changed: whoever watches has to see it."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from sessions_app.translation.models import MemoryImport

from .endpoints import writes

pytestmark = pytest.mark.django_db


def test_what_is_written_is_seen(house):
    with writes() as found:
        Group.objects.create(name="new")
        assert found.tables == {"auth_group"}
        MemoryImport.objects.create(name="a.tmx", source_language="de", target_language="en")
        assert found.tables == {"auth_group", "sessions_translation_memoryimport"}


def test_rows_of_several_statements_are_seen(house):
    Group.objects.bulk_create([Group(name="a"), Group(name="b")])
    for change in (
        lambda: Group.objects.filter(name="a").update(name="c"),
        lambda: Group.objects.filter(name="c").delete(),
        lambda: Group.objects.bulk_create([Group(name="d")], ignore_conflicts=True),
    ):
        with writes() as found:
            change()
        assert "auth_group" in found.tables


def test_what_is_read_or_hits_no_row_is_no_change(house):
    with writes() as found:
        list(Group.objects.select_for_update())
        Group.objects.filter(name="nobody").update(name="somebody")
        Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    assert found.tables == set()


def test_what_is_taken_back_is_no_change(house):
    with writes() as found:
        Group.objects.create(name="kept")
        with transaction.atomic():
            house.site.save()
            transaction.set_rollback(True)
    assert found.tables == {"auth_group"}
