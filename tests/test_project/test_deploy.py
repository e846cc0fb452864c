"""The files of deploy/ agree with the settings and the commands there are."""

import re

import yaml
from django.core.management import get_commands

from tests.conftest import ROOT
from tests.test_project.test_documents import variables

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OWN_APPS = {"django_tasks_db": {"db_worker", "prune_db_task_results"}}  # there with a queue alone


def test_variables_of_the_containers() -> None:
    image = (DEPLOY / "Containerfile").read_text()
    given = set(re.findall(r"\b([A-Z][A-Z_]+)=", image)) | set(COMPOSE["x-site"]["environment"])
    python_own = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"}
    assert given - variables() == python_own


def test_variables_of_nginx() -> None:
    template = (DEPLOY / "nginx" / "zwiesprache.conf.template").read_text()
    used = set(re.findall(r"\$\{([A-Z_]+)\}", template))
    assert used == set(COMPOSE["services"]["nginx"]["environment"])


def test_commands() -> None:
    """Every management command that is called exists."""
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    called = {
        name
        for path in files
        for name in re.findall(r"manage\.py[`\", ]+([a-z_]{4,})", path.read_text())
    }
    known = set(get_commands()).union(*OWN_APPS.values())
    assert called - known == set()
    assert {"migrate", "collectstatic", "publish_scheduled", "db_worker"} - called == set()


def test_files_of_the_image() -> None:
    """The image gets what it needs of the project, and no local file by accident."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines[0] == "*"
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert kept == {
        "LICENSE",
        "cms",
        "locale",
        "manage.py",
        "requirements.txt",
        "sessions_app",
        "templates",
    }
