"""The services of a production site, used for real by the run of the suite that has them."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from wagtail.models import Locale


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql() -> None:
    Locale.objects.create(language_code="fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        Locale.objects.create(language_code="fr")
    with connection.cursor() as cursor:
        cursor.execute("SELECT language_code FROM wagtailcore_locale ORDER BY id FOR UPDATE")
        assert cursor.fetchall() == [("de",), ("en",), ("fr",)]


@pytest.mark.redis
def test_redis() -> None:
    cache.clear()
    cache.set("sessions:greeting", "Grüß Gott", timeout=60)
    assert type(cache).__name__ == "ConnectionProxy"
    assert cache._cache.get_client().dbsize() == 1
    assert cache.get("sessions:greeting") == "Grüß Gott"
    cache.clear()
    assert cache.get("sessions:greeting") is None
