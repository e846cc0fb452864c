"""The demo, loaded once for all tests of a module."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase

from tests.factories import make_welcome


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """What ``load_demo`` printed. The transaction around it is rolled back after the module."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            make_welcome()
            printed = StringIO()
            with TestCase.captureOnCommitCallbacks(execute=True):
                call_command("load_demo", stdout=printed)
            yield printed.getvalue()
            transaction.set_rollback(True)
        cache.clear()
