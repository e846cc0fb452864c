"""The people and the objects that the tests of permissions share."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connections
from wagtail.models import Locale

from sessions_app.translation import drafting, localize, roles
from tests.factories import (
    House,
    make_group,
    make_publisher,
    make_site,
    make_superuser,
    make_user,
)

from .endpoints import browser
from .project import Project

# The columns of the tables of permissions: the ready-made groups, and those who have none.
GROUPS = {
    "editor": "Editors (German)",
    "editor_en": "Editors (English)",
    "translator": "Translators (English)",
    "reviewer": "Reviewers (English)",
    "manager": "Programme managers",
}
ROLES = ("anonymous", "nobody", *GROUPS, "admin")
# Who has to be answered as one of those is, whatever they could do before.
SHADOWS = {"outsider": "anonymous", "deactivated": "anonymous", "revoked": "nobody"}


@pytest.fixture
def house(db: None) -> House:
    """A site in German and English."""
    return make_site()


@pytest.fixture
def people(house: House) -> Mapping[str, Any]:
    """A user by role and by shadow, and a ``publisher`` of English.

    ``nobody`` may enter the admin and do nothing there, an ``outsider`` not even that. Who is
    ``deactivated`` or ``revoked`` logged in as an administrator who runs the programme.
    """
    for role in roles.ready_made(list(house.locales), list(house.locales)):
        roles.create(role)
    entering = make_group("entering")
    found = {name: make_user(name, _group(group)) for name, group in GROUPS.items()}
    found |= {
        "anonymous": AnonymousUser(),
        "nobody": make_user("nobody", entering),
        "admin": make_superuser(),
        "publisher": make_publisher(),
        "outsider": make_user("outsider"),
    }
    for name in ("deactivated", "revoked"):
        found[name] = make_superuser(name)
        found[name].groups.add(_group(GROUPS["manager"]))
        browser(found[name])
        found[name].is_active = name != "deactivated"
        found[name].is_superuser = name != "revoked"
        found[name].save()
    found["revoked"].groups.set([entering])
    return found


def _group(name: str) -> Group:
    return Group.objects.get(name=name)


@pytest.fixture
def make_opened() -> Callable[..., Any]:
    """Opens an original at the desk, and translates all its texts where ``texts`` is given."""

    def opened(original: Any, language: str, texts: str | None = None) -> Any:
        locale = Locale.objects.get(language_code=language)
        found = drafting.open_translations([original], locale)
        translations = {t.source.object_id: t for t in found.translations}
        if texts is not None:
            for translation in translations.values():
                for row in localize.segment_rows([translation])[translation.pk]:
                    localize.store(translation, row, f"{texts} {row.id}", origin="", user=None)
        return translations[original.translation_key]

    return opened


@pytest.fixture(scope="session")
def stock() -> Mapping[str, Any]:
    """What is seen at the end of every story on a site with wagtail-localize as it comes."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.stock.run"],
        cwd=settings.BASE_DIR,
        # Nothing of this run's own settings, its database among them.
        env={key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


@pytest.fixture
def project(db: None) -> Project:
    """The project as the stories see it."""
    return Project()


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads share as processes do: on SQLite a file in place of the memory."""
    kept = connections["default"]
    if kept.vendor != "sqlite":
        yield
        return
    path = str(tmp_path / "shared.sqlite3")
    kept.ensure_connection()
    with sqlite3.connect(path) as copy:
        kept.connection.backup(copy)
    copy.close()
    settings = connections.settings["default"]
    name = settings["NAME"]
    settings["NAME"] = path
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = kept
        settings["NAME"] = name
        kept.settings_dict["NAME"] = name
