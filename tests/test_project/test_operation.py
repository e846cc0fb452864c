"""What operators run and rely on."""

from collections.abc import Callable

PRAGMAS = """
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "busy_timeout"):
        print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
print(connection.transaction_mode)
"""
ENQUEUE = """
from sessions_app.translation.tasks import take_snapshot
print(take_snapshot.enqueue("cms", "homepage", "0").status)
"""
RESULTS = """
from django_tasks_db.models import DBTaskResult
print(list(DBTaskResult.objects.values_list("task_path", "status")))
"""
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "9Zr!k2vQ_mT8xw4LcB6yN0pHs7dFjG3aUeX5oRiW1tKqVzYbMn",
    "ALLOWED_HOSTS": "programme.example",
    "BASE_URL": "https://programme.example",
    "CSRF_TRUSTED_ORIGINS": "https://programme.example",
}


def test_production_is_safe(manage: Callable[..., list[str]]) -> None:
    """Django's, Wagtail's and our own checks find nothing to warn of."""
    found = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert found == ["System check identified no issues (1 silenced)."]


def test_sqlite(manage: Callable[..., list[str]]) -> None:
    """Readers never wait, writers queue."""
    assert manage("shell", "--no-imports", "--command", PRAGMAS) == [
        "journal_mode wal",
        "synchronous 1",
        "busy_timeout 20000",
        "IMMEDIATE",
    ]


def test_queue(manage: Callable[..., list[str]]) -> None:
    """With a queue in the database, work waits for the worker."""
    queue = {"TASKS_BACKEND": "django_tasks_db.DatabaseBackend"}
    manage("migrate", "--verbosity", "0", **queue)
    enqueued = manage("shell", "--no-imports", "--command", ENQUEUE, **queue)
    assert enqueued == ["READY"]
    manage("db_worker", "--batch", "--no-startup-delay", **queue)
    assert manage("shell", "--no-imports", "--command", RESULTS, **queue) == [
        "[('sessions_app.translation.tasks.take_snapshot', 'SUCCESSFUL')]"
    ]
